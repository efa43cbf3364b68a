import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WEEKDAYS } from '../../../src/core/model/choices.ts';
import { type Decision, decide, type ScheduleState } from '../../../src/core/schedule/decide.ts';
import { dueTimes } from '../../../src/core/schedule/due.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/schema.ts';

const daily = DEFAULT_SETTINGS.schedule;
const timezone = 'Europe/Berlin';
const nothingElse = {
  conditions: DEFAULT_SETTINGS.conditions,
  lastEndedAt: null,
  lastGoodAt: null,
  waiting: null,
  retry: null,
  pause: null,
};
const at = (text: string) => new Date(text);
const decision = (now: string, handledUntil: string, rest: Partial<ScheduleState> = {}) =>
  decide({
    now: at(now),
    handledUntil: at(handledUntil),
    schedule: daily,
    ...nothingElse,
    timezone,
    ...rest,
  });
const short = ({ skip, run }: Decision) => ({
  skip: skip.map(({ dueAt, reason }) => `${dueAt.toISOString().slice(5, 16)} ${reason}`),
  run: run === null ? null : `${run.dueAt?.toISOString().slice(5, 16) ?? 'no due time'} ${run.trigger}`,
});

describe('decide', () => {
  it('does nothing before the time and runs at it', () => {
    expect(short(decision('2026-06-01T23:59:00Z', '2026-06-01T10:00:00Z'))).toEqual({ skip: [], run: null });
    expect(short(decision('2026-06-02T00:00:30Z', '2026-06-01T10:00:00Z'))).toEqual({
      skip: [],
      run: '06-02T00:00 schedule',
    });
    expect(short(decision('2026-06-02T00:01:00Z', '2026-06-02T00:00:00Z'))).toEqual({ skip: [], run: null });
  });

  it('makes up for a week off with one run, and says so for each night', () => {
    expect(short(decision('2026-06-05T08:00:00Z', '2026-06-01T10:00:00Z'))).toEqual({
      skip: ['06-02T00:00 caught-up', '06-03T00:00 caught-up', '06-04T00:00 caught-up'],
      run: '06-05T00:00 catch-up',
    });
  });

  it('only notes what was missed when catching up is not wanted', () => {
    const schedule = { ...daily, catchUp: false };
    expect(short(decision('2026-06-03T08:00:00Z', '2026-06-01T10:00:00Z', { schedule }))).toEqual({
      skip: ['06-02T00:00 missed', '06-03T00:00 missed'],
      run: null,
    });
  });

  it('notes what a pause leaves out and goes on after it', () => {
    const pause = { since: at('2026-06-01T12:00:00Z'), until: at('2026-06-03T12:00:00Z') };
    expect(short(decision('2026-06-04T00:00:10Z', '2026-06-01T10:00:00Z', { pause }))).toEqual({
      skip: ['06-02T00:00 paused', '06-03T00:00 paused'],
      run: '06-04T00:00 schedule',
    });
    expect(short(decision('2026-06-02T08:00:00Z', '2026-05-31T10:00:00Z', { pause })).run).toBeNull();
  });

  it('goes on waiting without being late, and gives up in time', () => {
    const waiting = { dueAt: at('2026-06-02T00:00:00Z'), since: at('2026-06-02T00:01:00Z') };
    const schedule = { ...daily, catchUp: false };
    const found = decision('2026-06-02T09:00:00Z', '2026-06-01T10:00:00Z', { waiting, schedule });
    expect(short(found)).toEqual({ skip: [], run: '06-02T00:00 schedule' });
    expect(found.run?.waitsUntil).toEqual(at('2026-06-02T12:01:00Z'));
  });

  it('lets a sync by hand make up for one that is late or waits', () => {
    const waiting = { dueAt: at('2026-06-02T00:00:00Z'), since: at('2026-06-02T00:01:00Z') };
    const since = { lastGoodAt: at('2026-06-02T07:00:00Z') };
    const made = { skip: ['06-02T00:00 synced-since'], run: null };
    expect(short(decision('2026-06-02T09:00:00Z', '2026-06-01T10:00:00Z', since))).toEqual(made);
    expect(short(decision('2026-06-02T09:00:00Z', '2026-06-01T10:00:00Z', { ...since, waiting }))).toEqual(made);
  });

  it('closes what waits when the schedule has no such time any more', () => {
    const waiting = { dueAt: at('2026-06-02T00:00:00Z'), since: at('2026-06-02T00:01:00Z') };
    const found = decision('2026-06-02T09:00:00Z', '2026-06-02T08:00:00Z', { waiting });
    expect(short(found)).toEqual({ skip: ['06-02T00:00 no-longer-due'], run: null });
  });

  it('tries again what broke off, between the due times and not in a pause', () => {
    const retry = {
      since: at('2026-06-01T12:00:00Z').getTime(),
      nextTryAt: at('2026-06-01T12:05:00Z').getTime(),
      until: at('2026-06-01T18:00:00Z').getTime(),
    };
    const rest = { retry };
    expect(short(decision('2026-06-01T12:04:00Z', '2026-06-01T10:00:00Z', rest)).run).toBeNull();
    expect(short(decision('2026-06-01T12:05:00Z', '2026-06-01T10:00:00Z', rest)).run).toBe('no due time retry');
    const pause = { since: at('2026-06-01T12:01:00Z'), until: null };
    expect(short(decision('2026-06-01T12:05:00Z', '2026-06-01T10:00:00Z', { retry, pause })).run).toBeNull();
  });

  it('does not run again after the clock was set back', () => {
    expect(short(decision('2026-06-01T23:00:00Z', '2026-06-02T00:00:00Z'))).toEqual({ skip: [], run: null });
    expect(short(decision('2026-06-02T00:00:00Z', '2026-06-02T00:00:00Z'))).toEqual({ skip: [], run: null });
  });

  it('gives every due time exactly one row, whenever the Mac happens to be awake', () => {
    const start = at('2026-01-01T00:00:00Z').getTime();
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia');
    const times = fc.uniqueArray(
      fc
        .tuple(fc.nat(23), fc.nat(59))
        .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`),
      { minLength: 1, maxLength: 4 },
    );
    const days = fc.subarray([...WEEKDAYS], { minLength: 1 });
    const awake = fc.array(fc.integer({ min: 1, max: 4 * 24 * 60 }), { minLength: 5, maxLength: 30 });
    fc.assert(
      fc.property(zones, times, days, awake, fc.boolean(), (zone, times, days, gaps, catchUp) => {
        const schedule = { ...daily, times: times.toSorted(), days, catchUp };
        let now = start;
        let handledUntil = new Date(start);
        const rows: number[] = [];
        for (const gap of gaps) {
          now += gap * 60_000;
          const { skip, run } = decide({
            now: new Date(now),
            handledUntil,
            schedule,
            ...nothingElse,
            timezone: zone,
          });
          const due = [...skip.map(({ dueAt }) => dueAt), ...(run?.dueAt == null ? [] : [run.dueAt])];
          rows.push(...due.map((date) => date.getTime()));
          handledUntil = due.at(-1) ?? handledUntil;
        }
        const expected = dueTimes(schedule, new Date(start), new Date(now), null, zone).map((date) => date.getTime());
        expect(rows).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });
});
