import { describe, expect, it } from 'vitest';
import {
  becauseOf,
  keepProblem,
  makeProblem,
  type ProblemCode,
  ProblemError,
  tell,
  tellProblem,
} from '../../../src/core/model/problem.ts';
import { sayIn } from '../../../src/core/model/problems/say.ts';
import { because, quote } from '../../../src/core/model/reasons.ts';
import { anyProblem } from '../../support/any-problem.ts';

describe('a problem', () => {
  it('cannot be made without what its sentence needs: that does not compile', () => {
    new ProblemError('disk-full', { path: '/', needed: 1 });
    // @ts-expect-error how much is missing is not said
    new ProblemError('disk-full', { path: '/' });
    // @ts-expect-error a number is wanted, not its words
    new ProblemError('disk-full', { path: '/', needed: '1 MB' });
    // @ts-expect-error there is no such code
    new ProblemError('disk-fool', {});
    // @ts-expect-error this one is about nothing more
    new ProblemError('stopped', { path: '/' });
    new ProblemError('stopped');
    new ProblemError('keychain-refused', {}, { cause: new Error('why') });
  });

  it('is kept without words, and told from what was kept', () => {
    const problem = makeProblem('export-failed', { count: 2, reason: quote('no') }, ['A.HEIC', 'B.HEIC']);
    const kept = keepProblem(problem);
    expect(kept).toEqual({
      code: 'export-failed',
      values: { count: 2, reason: 'no' },
      about: ['A.HEIC', 'B.HEIC'],
      count: 2,
    });
    expect(tellProblem(kept)).toEqual(problem);
    expect(tellProblem(JSON.parse(JSON.stringify(kept)))).toEqual(problem);
  });

  it('keeps the code of its reason, and the words of others as they were said', () => {
    const full = because('staged-file-unreadable', { why: because('disk-full') });
    const problem = makeProblem('export-failed', { count: 1, reason: full }, ['A.HEIC']);
    expect(problem.sentence).toBe(
      '1 item could not be exported from Photos (the exported file could not be read (its disk is full)).',
    );
    const kept = JSON.parse(JSON.stringify(keepProblem(problem)));
    expect(kept.values.reason).toEqual({
      code: 'staged-file-unreadable',
      values: { why: { code: 'disk-full', values: {} } },
    });
    expect(tellProblem(kept)).toEqual(problem);
    expect(makeProblem('export-failed', { count: 1, reason: quote('no\r\nway') }).sentence).toContain('(no way)');
  });

  it('can be the reason of another one', () => {
    const cause = makeProblem('server-error', {
      what: 'update-album',
      status: 500,
      message: because('answer-not-json'),
    });
    expect(makeProblem('albums-failed', { count: 1, reason: becauseOf(cause) }).sentence).toBe(
      '1 album could not be updated (Immich returned an error while updating an album (500: the response is not JSON)).',
    );
  });

  it('takes no words of ours as a reason: that does not compile', () => {
    // @ts-expect-error words that are ours have a code
    makeProblem('export-failed', { count: 1, reason: 'it is gone' });
    // @ts-expect-error there is no such reason
    because('gonne');
    // @ts-expect-error which status is not said
    because('status');
    // @ts-expect-error this one needs nothing more
    because('gone', { status: 1 });
  });

  it('that a version before kept with its reason in words is told with them', () => {
    const former = { code: 'server-error', values: { what: 'listing albums', status: 500, message: '' } } as const;
    expect(tellProblem({ ...former, about: [], count: 1 }).sentence).toBe(
      'Immich returned an error while listing albums (500).',
    );
    const taken = { code: 'kind-not-taken', values: { reason: '.psd', count: 2 } } as const;
    expect(tellProblem({ ...taken, about: [], count: 2 }).sentence).toBe(
      'Immich does not accept files of this kind: 2 files stay in Photos only.',
    );
    const exported = { code: 'export-failed', values: { reason: 'it was so', count: 2 } } as const;
    expect(tellProblem({ ...exported, about: [], count: 2 }).sentence).toContain('(it was so)');
  });

  it('that has a reason of a newer version is told by its code', () => {
    expect(tell({ code: 'from-the-future', values: {} })).toBe('from-the-future');
  });

  it('of a version of before keeps the words that it had', () => {
    const former = {
      code: 'export-failed',
      values: null,
      text: { sentence: 'It was so.', advice: 'Do this.', action: 'try-again' },
      about: ['A.HEIC'],
      count: 3,
    } as const;
    expect(tellProblem(former)).toMatchObject({
      sentence: 'It was so.',
      advice: 'Do this.',
      action: 'try-again',
      count: 3,
    });
    expect(keepProblem(tellProblem(former))).toEqual(former);
  });

  it('that this version does not know is told by its code, and kept as it was', () => {
    const foreign = { code: 'from-the-future' as ProblemCode, values: { count: 3 }, about: [], count: 3 };
    expect(tellProblem(foreign)).toMatchObject({
      code: 'from-the-future',
      sentence: 'Something unexpected went wrong: from-the-future.',
    });
    expect(keepProblem(tellProblem(foreign))).toEqual(foreign);
  });

  it('has whole sentences for one and for many', () => {
    expect(makeProblem('file-empty', { count: 1 }).sentence).toBe('1 file in the Photos library is empty.');
    expect(makeProblem('file-empty', { count: 1_200 }).sentence).toBe('1,200 files in the Photos library are empty.');
    expect(makeProblem('tool-stalled', { tool: 'osxphotos', minutes: 1 }).sentence).toBe(
      'osxphotos did nothing for a minute and was stopped.',
    );
    expect(makeProblem('server-error', { what: 'list-albums', status: 500, message: null }).sentence).toBe(
      'Immich returned an error while listing albums (500).',
    );
  });

  it('takes its count from its values, else from what it is about', () => {
    expect(makeProblem('stopped', {}, ['a', 'b']).count).toBe(2);
    expect(makeProblem('stopped').count).toBe(1);
    expect(anyProblem('locked-away', { count: 7 }).count).toBe(7);
  });
});

describe('a language', () => {
  it('has its own plural forms and numbers', () => {
    const items = (count: number) =>
      sayIn('pl').plural(count, {
        one: (n) => `${n} plik`,
        few: (n) => `${n} pliki`,
        many: (n) => `${n} plików`,
        other: (n) => `${n} pliku`,
      });
    expect([1, 3, 5].map(items)).toEqual(['1 plik', '3 pliki', '5 plików']);
    expect(sayIn('de').number(12_431)).toBe('12.431');
  });
});
