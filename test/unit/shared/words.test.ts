import { describe, expect, it } from 'vitest';
import { cloudChoices } from '../../../src/core/forecast/cloud.ts';
import { REMAINDER_REASONS } from '../../../src/core/model/coverage.ts';
import {
  makeProblem,
  PROBLEMS,
  type ProblemAction,
  type ProblemCode,
  tellProblem,
} from '../../../src/core/model/problem.ts';
import { FINDING_NAMES, PROBLEM_ACTIONS } from '../../../src/shared/contract.ts';
import {
  coverageText,
  importText,
  progressTitle,
  remainderText,
  runText,
  runTitle,
  statusText,
  tooltipText,
  untoldFindings,
} from '../../../src/shared/status-text.ts';
import { strings } from '../../../src/shared/strings.ts';
import { say } from '../../../src/shared/texts.ts';
import { NOW, RUNS, STATES, UPDATE } from '../../screens/fixtures.ts';
import { spoken } from '../../screens/said.ts';
import { anyProblem } from '../../support/any-problem.ts';

const CODES = Object.keys(PROBLEMS) as ProblemCode[];

describe('every problem of the engine', () => {
  it('has words for the screens', () => {
    expect(CODES.filter((code) => PROBLEMS[code].title === '')).toEqual([]);
  });

  it('has an action that the screens know', () => {
    const actions: readonly ProblemAction[] = PROBLEM_ACTIONS;
    expect(CODES.map((code) => PROBLEMS[code].action).filter((action) => !actions.includes(action))).toEqual([]);
    for (const action of PROBLEM_ACTIONS) expect(strings.actions[action]).not.toBe('');
  });

  it('is told on screen without the command line’s words', () => {
    for (const code of CODES)
      expect(`${anyProblem(code).title} ${anyProblem(code).advice}`).not.toMatch(/`|immich-sync /);
  });

  it('has a sentence without holes, with one thing and with many', () => {
    for (const code of CODES)
      for (const count of [1, 2_000]) {
        const { sentence } = anyProblem(code, { count });
        expect(sentence).not.toMatch(/undefined|null|NaN|\[object|\$\{/);
        if (/\d/.test(sentence) && count === 2_000) expect(sentence).not.toMatch(/\b2000\b/);
      }
  });

  it('is told with the words that a version of before kept, where it has no values', () => {
    const text = { sentence: 'Something new.', advice: 'Wait.', action: 'try-again' } as const;
    const { title, advice, action } = tellProblem({ code: 'unexpected', values: null, text, about: [], count: 1 });
    expect([title, advice, action]).toEqual(['Something new.', 'Wait.', 'try-again']);
  });
});

describe('the remainder', () => {
  it.each(REMAINDER_REASONS)('%s has words for one and for many', (reason) => {
    expect(remainderText({ reason, count: 1 })).toMatch(/\b(?:1|one)\b(?!.*(?:items|originals))/);
    expect(remainderText({ reason, count: 2 })).toMatch(/2/);
  });

  it('shows an unknown reason as it is', () => {
    expect(remainderText({ reason: 'lost in space', count: 3 })).toBe('3 items: lost in space');
    expect(remainderText({ reason: 'constructor', count: 3 })).toBe('3 items: constructor');
  });
});

describe('the state in words', () => {
  it.each([
    ['up-to-date', 'Up to date', '12,423 of 12,431 in Immich, verified today at 02:01'],
    ['syncing', 'Uploading 118 of 340', '12,091 of 12,431 verified'],
    ['reading', 'Reading the library · 8,120', '12,423 of 12,431 verified'],
    ['paused', 'Paused until 09:40', 'No automatic syncs until then.'],
    ['waiting', 'Waiting for the server', 'It did not answer at 02:00. Trying until 18:00.'],
    ['attention', '2 items need a look', '12,017 of 12,431 in Immich, verified today at 02:01'],
    ['error', 'Immich refused the API key', 'Nothing is lost. 17 new items wait on this Mac.'],
    ['library-shrank', 'Many items are gone from Photos', 'Nothing was changed in Immich.'],
    ['another-user', 'The key belongs to someone else', 'Nothing was changed in Immich.'],
    ['server-away', 'The server does not answer', 'Nothing is lost. 126 new items wait on this Mac.'],
  ] as const)('%s', (name, title, detail) => {
    const snapshot = { ...STATES[name], now: NOW, update: UPDATE, appearance: APPEARANCE };
    expect(statusText(snapshot)).toEqual({ title, detail });
    expect(tooltipText(snapshot)).toBe(`Immich Sync: ${title}\n${detail}`);
  });

  it.each([
    ['importing', '41% in Immich, about 6 nights left'],
    ['importing-now', '41% in Immich, about 6 nights left'],
    ['importing-paused', '41% in Immich, about 6 nights left'],
  ] as const)('%s: how far an import is', (name, words) => {
    const snapshot = { ...STATES[name], now: NOW, update: UPDATE, appearance: APPEARANCE };
    const { title, detail } = statusText(snapshot);
    expect(tooltipText(snapshot)).toBe(`Immich Sync: ${title}\n${detail}\n${words}`);
  });

  it('tells hours as what they are, roughly before anything was measured, and nothing when nothing can be said', () => {
    const forecast = { ...STATES.importing.importing, days: null };
    const between = { state: 'attention' } as const;
    const during = { state: 'syncing' } as const;
    expect(importText(forecast, between)).toBe('41% in Immich, about 44 hours of syncing left');
    expect(importText(forecast, during)).toBe('41% in Immich, about 44 hours left');
    const guess = { ...forecast, isMeasured: false, millisecondsLeft: 7 * 3_600_000 };
    expect(importText(guess, during)).toBe('41% in Immich, a few hours left');
    expect(importText({ ...forecast, millisecondsLeft: null }, between)).toBe('41% in Immich');
  });

  it('says when a sync was cut short and things still wait', () => {
    const status = { state: 'pending', pending: 340 } as const;
    expect(statusText({ ...STATES.attention, status, now: NOW, update: UPDATE, appearance: APPEARANCE }).title).toBe(
      '340 items still to upload',
    );
  });

  it('says that the next sync continues only where it does', () => {
    const detail = (problem: ReturnType<typeof makeProblem>, pending = 0) => {
      const status = { state: 'error', problem, pending } as const;
      return statusText({ ...STATES.attention, status, now: NOW, update: UPDATE, appearance: APPEARANCE }).detail;
    };
    expect(detail(makeProblem('ledger-busy'))).toContain('The next sync continues where this one left off.');
    expect(detail(makeProblem('key-refused'))).toBe('Nothing is lost. Syncs continue once this is fixed.');
    expect(detail(makeProblem('tool-missing', { tool: 'osxphotos' }))).toContain('once this is fixed');
    expect(detail(makeProblem('key-refused'), 1)).toBe('Nothing is lost. 1 new item waits on this Mac.');
  });

  it('does not call originals what are edits and films', () => {
    const cloud = {
      ...cloudChoices({ assets: 1, bytes: 37_000, perNight: 0, isPossible: true, library: 66, diskBudget: 1e9 }),
      perNight: 0,
    };
    const entry = { reason: 'original-not-on-this-mac', count: 3, cloud };
    expect(remainderText(entry)).toBe('3 items have files that are only in iCloud');
    expect(remainderText({ ...entry, count: 1 })).toBe('1 original is only in iCloud');
    // Only originals are fetched.
    expect(remainderText({ ...entry, cloud: { ...cloud, perNight: 50 } })).toContain('1 still in iCloud');
  });

  it('has a title for a run that has not begun to count', () => {
    expect(progressTitle({ ...STATES.syncing.status.progress, phases: [] })).toBe('Getting ready');
  });
});

describe('when the number was verified', () => {
  const DAY = 24 * 3_600_000;
  const at0201 = new Date(NOW).setHours(2, 1);

  it.each([
    ['today', at0201, '12,431 of 12,431 in Immich, verified today at 02:01'],
    ['yesterday', at0201 - DAY, '12,431 of 12,431 in Immich, verified yesterday at 02:01'],
    ['days ago', at0201 - 3 * DAY, '12,431 of 12,431 in Immich, verified 3 days ago'],
    ['long ago', at0201 - 400 * DAY, '12,431 of 12,431 in Immich, verified on 16 Oct 2025'],
    [
      'in the future, by a clock that was wrong',
      at0201 + 3 * DAY,
      '12,431 of 12,431 in Immich, verified today at 02:01',
    ],
    ['at a time that is not known', null, '12,431 of 12,431 in Immich, verified'],
  ])('%s', (_name, verifiedAt, text) => {
    const coverage = { ...STATES.complete.coverage, verifiedAt };
    expect(coverageText(coverage, NOW, 'en-GB')).toBe(text);
  });

  it('says nothing of a library that was never compared', () => {
    expect(coverageText(null, NOW, 'en-GB')).toBe('Nothing has been counted yet');
  });
});

describe('what a sync found on the server', () => {
  const found = FINDING_NAMES.map((name, index) => ({ name, count: index + 1 }));

  it('has words for one and for many', () => {
    for (const name of FINDING_NAMES) {
      const { title, short } = strings.findings[name];
      for (const words of [title, short]) expect(say(words, { count: 1 })).not.toMatch(/\b1 (?:files|albums)\b/);
      for (const words of [title, short]) expect(say(words, { count: 7 })).not.toMatch(/\b7 (?:file|album)\b/);
    }
  });

  it('stands in the place of “Nothing new”', () => {
    const [run] = RUNS;
    if (run === undefined) throw new Error('no run');
    const findings = found.filter(({ name }) => name === 'deleted' || name === 'trashed');
    expect(runText({ ...run, newItems: 0, edits: 0, findings })).toBe(
      '5 files deleted in Immich, 6 files in Immich’s trash',
    );
  });

  it('is not told a second time where a problem tells it', () => {
    const problems = [makeProblem('verified-files-lost', { count: 3 }), makeProblem('server-went-back')];
    expect(untoldFindings(found, problems).map(({ name }) => name)).toEqual([
      'records-went-back',
      'unfounded',
      'deleted',
      'trashed',
      'moved',
      'albums-deleted',
    ]);
  });
});

describe('runs in words', () => {
  it('tells each outcome', () => {
    expect(spoken(RUNS).map((run) => runText(run))).toEqual([
      '14 new, 3 edited',
      '2 files deleted in Immich, 1 file in Immich’s trash, 1 album deleted in Immich',
      'It waited until 18 Nov 2026, 02:41 without success: the server did not answer',
      '212 new, 2 albums',
      'It waited until 17 Nov 2026, 09:00 without success: the Mac is running on battery power',
      'Immich refused 2 files (this kind of file is not accepted)',
      '8 new',
      'Nothing new',
      'The sync was stopped',
      '21 new, 1 edited',
    ]);
    expect(RUNS.slice(0, 6).map((run) => runTitle(run, NOW, 'en-GB'))).toEqual([
      'Today 02:00 · done in 1 min 12 s',
      'Yesterday 02:00 · done in 1 s',
      'Wed 02:00 · waited',
      'Tue 18:22, by you · done in 9 min',
      'Tue 02:00 · skipped',
      'Mon 02:00 · done with problems in 4 min',
    ]);
  });
});

const APPEARANCE = { platform: 'darwin', accent: null, hasVibrancy: false, locale: 'en-GB', language: 'en' } as const;
