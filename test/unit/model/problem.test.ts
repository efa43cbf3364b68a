import { describe, expect, it } from 'vitest';
import {
  keepProblem,
  makeProblem,
  type ProblemCode,
  ProblemError,
  tellProblem,
} from '../../../src/core/model/problem.ts';
import { sayIn } from '../../../src/core/model/problems/say.ts';
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
    const problem = makeProblem('export-failed', { count: 2, reason: 'no' }, ['A.HEIC', 'B.HEIC']);
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

  it('of a version of before keeps the words that it had', () => {
    const former = {
      code: 'export-failed',
      values: null,
      text: { sentence: 'It was so.', advice: 'Do this.', action: 'retry' },
      about: ['A.HEIC'],
      count: 3,
    } as const;
    expect(tellProblem(former)).toMatchObject({
      sentence: 'It was so.',
      advice: 'Do this.',
      action: 'retry',
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
    expect(makeProblem('server-error', { what: 'listing albums', status: 500, message: '' }).sentence).toBe(
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
