import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/schema.ts';
import { type DueQuestion, dueNow } from '../../../src/main/engine/due-now.ts';
import { retryAfter } from '../../../src/main/engine/retry.ts';
import { RUNS } from '../../screens/fixtures.ts';

const MINUTE = 60_000;
const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();

describe('what is due now', () => {
  const question: DueQuestion = {
    schedule: DEFAULT_SETTINGS.schedule,
    now: at(20, 2, 0),
    lastStartedAt: at(19, 2),
    lastEndedAt: at(19, 2, 5),
    pausedUntil: null,
    nextTryAt: null,
  };

  it.each([
    ['a minute before the time: nothing', { now: at(20, 1, 59) }, null],
    ['at the time', {}, { trigger: 'schedule', dueAt: at(20, 2) }],
    ['slept until morning: made up for once', { now: at(20, 8) }, { trigger: 'catch-up', dueAt: at(20, 2) }],
    ['away for a week: one, not seven', { now: at(26, 8) }, { trigger: 'catch-up', dueAt: at(20, 2) }],
    ['missed and not wanted', { now: at(20, 8), schedule: { ...DEFAULT_SETTINGS.schedule, catchUp: false } }, null],
    [
      'missed once, due again just now',
      { now: at(21, 2, 1), schedule: { ...DEFAULT_SETTINGS.schedule, catchUp: false } },
      { trigger: 'schedule', dueAt: at(21, 2) },
    ],
    ['before the first sync', { lastStartedAt: null, lastEndedAt: null }, null],
    ['paused', { pausedUntil: Number.POSITIVE_INFINITY }, null],
    ['a pause that is over', { pausedUntil: at(20, 1) }, { trigger: 'schedule', dueAt: at(20, 2) }],
    ['already done today', { now: at(20, 2, 1), lastStartedAt: at(20, 2), lastEndedAt: at(20, 2) }, null],
    ['the clock was set back', { now: at(18, 12) }, null],
    ['a try is due', { now: at(19, 3), nextTryAt: at(19, 3) }, { trigger: 'schedule', dueAt: at(19, 3) }],
    ['by hand only', { now: at(25, 2), schedule: { ...DEFAULT_SETTINGS.schedule, times: [] } }, null],
  ] satisfies readonly [string, Partial<DueQuestion>, unknown][])('%s', (_name, changes, expected) => {
    expect(dueNow({ ...question, ...changes })).toEqual(expected);
  });
});

describe('trying again', () => {
  const [run] = RUNS;
  if (run === undefined) throw new Error('no run');
  const failedAt = (minute: number) => ({
    ...run,
    outcome: 'failed' as const,
    startedAt: at(20, 2, minute),
    endedAt: at(20, 2, minute),
  });
  const isTransient = (candidate: { readonly outcome: string }) => candidate.outcome === 'failed';

  it('waits longer each time', () => {
    const tries = [failedAt(0), failedAt(5), failedAt(20)];
    const delays = tries.map((_, index) => {
      const runs = [...tries.slice(0, index + 1).reverse(), run];
      return ((retryAfter(runs, isTransient, at(20, 2, 20))?.nextTryAt ?? 0) - (runs[0]?.endedAt ?? 0)) / MINUTE;
    });
    expect(delays).toEqual([5, 15, 30]);
  });

  it('tells since when and until when', () => {
    expect(retryAfter([failedAt(5), failedAt(0), run], isTransient, at(20, 2, 6))).toEqual({
      since: at(20, 2),
      until: at(20, 8),
      nextTryAt: at(20, 2, 20),
    });
  });

  it('leaves it to the person after six hours', () => {
    expect(retryAfter([failedAt(0), run], isTransient, at(20, 8, 1))).toBeNull();
  });

  it('does not try when the last one was good', () => {
    expect(retryAfter([run, failedAt(0)], isTransient, at(20, 3))).toBeNull();
    expect(retryAfter([], isTransient, at(20, 3))).toBeNull();
  });
});
