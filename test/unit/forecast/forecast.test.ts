/** What is foretold: never nonsense, never less for more, nothing where nothing is known, and right where the days were regular. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMON_RATES, costOf } from '../../../src/core/forecast/costs.ts';
import { diskNeed, type ForecastFacts, forecast, percentOf } from '../../../src/core/forecast/forecast.ts';
import { learnPace, learnRates } from '../../../src/core/forecast/learn.ts';
import type { WorkHour } from '../../../src/core/model/work.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A morning in whatever zone the test runs. */
const MORNING = new Date(2026, 10, 20, 9, 0).getTime();

const facts = (changes: Partial<ForecastFacts> = {}): ForecastFacts => ({
  work: work(100_000, 5e11),
  coverage: { assets: 200_000, complete: 82_000 },
  hours: [],
  cloud: { assets: 0, perNight: 0 },
  bytesPerSecond: null,
  assetsPerStart: 20_000,
  runningSince: null,
  isScheduled: true,
  now: MORNING,
  ...changes,
});

function work(assets: number, bytes: number): ForecastFacts['work'] {
  return { library: 200_000, read: { files: 0, bytes: 0 }, bring: { assets, files: assets, bytes } };
}

const hour = (at: number, changes: Partial<WorkHour> = {}): WorkHour => ({
  step: 'transfer',
  at,
  files: 1_000,
  bytes: 5e9,
  seconds: 3_600,
  uploading: 3_500,
  ...changes,
});

/** Nights of four hours from two o'clock on, the newest hour first; the first number is of the last night. */
function nights(...backs: readonly number[]): readonly WorkHour[] {
  return backs.flatMap((back) => [5, 4, 3, 2].map((time) => hour(new Date(2026, 10, 20 - back, time, 0).getTime())));
}

const anHour = fc.record({
  step: fc.constantFrom('read' as const, 'transfer' as const),
  at: fc.integer({ min: MORNING - 20 * DAY, max: MORNING }),
  files: fc.integer({ min: 1, max: 1e6 }),
  bytes: fc.integer({ min: 0, max: 1e13 }),
  seconds: fc.double({ min: 0, max: 1e5, noNaN: true }),
  uploading: fc.double({ min: 0, max: 1e5, noNaN: true }),
});
const amount = { files: fc.nat(1e6), bytes: fc.nat(1e13) };
const anyFacts: fc.Arbitrary<ForecastFacts> = fc.record({
  work: fc.record({
    library: fc.nat(1e6),
    read: fc.record(amount),
    bring: fc.record({ assets: fc.nat(1e6), ...amount }),
  }),
  coverage: fc.tuple(fc.nat(1e6), fc.nat(1e6)).map(([complete, rest]) => ({ complete, assets: complete + rest })),
  hours: fc.array(anHour, { maxLength: 60 }),
  cloud: fc.record({ assets: fc.nat(1e5), perNight: fc.nat(10_000) }),
  bytesPerSecond: fc.option(fc.integer({ min: 10_000, max: 1e10 })),
  assetsPerStart: fc.constant(20_000),
  runningSince: fc.option(fc.integer({ min: MORNING - 5 * DAY, max: MORNING })),
  isScheduled: fc.boolean(),
  now: fc.constant(MORNING),
});

describe('whatever is known', () => {
  it('is neither negative nor no number', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const { seconds, days, percent } = forecast(given);
        const { likely = 0, least = 0, most = 0 } = seconds ?? {};
        expect([likely, least, most, percent].every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
        expect(least <= likely && likely <= most).toBe(true);
        expect(days === null || (Number.isInteger(days.count) && days.count > 0)).toBe(true);
      }),
    );
  });

  it('never takes less time for more', () => {
    fc.assert(
      fc.property(anyFacts, fc.nat(1e12), fc.nat(1e5), (given, bytes, files) => {
        const more = {
          ...given.work,
          read: { files: given.work.read.files + files, bytes: given.work.read.bytes + bytes },
          bring: {
            assets: given.work.bring.assets + files,
            files: given.work.bring.files + files,
            bytes: given.work.bring.bytes + bytes,
          },
        };
        const [one, other] = [forecast(given), forecast({ ...given, work: more })];
        // Where nothing has come for days, nothing is told of what is here to do; of fetching from iCloud alone it is.
        if (other.seconds === null && other.days === null) return;
        expect(other.seconds?.likely ?? 0).toBeGreaterThanOrEqual(one.seconds?.likely ?? 0);
        expect(other.days?.count ?? 1).toBeGreaterThanOrEqual(one.days?.count ?? 1);
      }),
    );
  });

  it('is never all before all is there, and never nothing when something is', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 1e6 }), (complete, rest) => {
        const percent = percentOf({ complete, assets: complete + rest });
        expect(percent).toBeLessThan(100);
        expect(percent > 0).toBe(complete > 0);
      }),
    );
    expect(percentOf({ assets: 7, complete: 7 })).toBe(100);
    expect(percentOf({ assets: 12_431, complete: 5_096 })).toBe(40);
  });
});

describe('before anything was measured', () => {
  it('is a guess with a wide range', () => {
    const { seconds, isMeasured, days, limit } = forecast(facts());
    expect({ isMeasured, days, limit }).toEqual({ isMeasured: false, days: null, limit: 'network' });
    expect((seconds?.most ?? 0) / (seconds?.least ?? 1)).toBeGreaterThan(10);
  });

  it('knows the speed limit of the settings', () => {
    const { seconds, limit } = forecast(facts({ bytesPerSecond: 1e6 }));
    expect(limit).toBe('speed-setting');
    expect(seconds?.likely).toBeGreaterThan(5e11 / 1e6);
  });

  it('knows when reading takes the longest', () => {
    const { limit } = forecast(facts({ work: { ...work(10, 1e6), read: { files: 500_000, bytes: 2.5e12 } } }));
    expect(limit).toBe('reading');
  });
});

describe('the speed', () => {
  it('is that of the syncs so far, whatever one bad hour says, and not that of a few files', () => {
    const good = nights(1, 2);
    const bad = hour(MORNING, { files: 30, bytes: 1e6, seconds: 3_600, uploading: 3_600 });
    const few = hour(MORNING, { files: 3, bytes: 3e12, seconds: 1, uploading: 1 });
    expect(learnRates([bad, few, ...good])).toEqual(learnRates(good));
    expect(learnRates([few]).isMeasured).toBe(false);
    const { rates, isMeasured } = learnRates(good);
    expect(isMeasured).toBe(true);
    expect(costOf({ files: 1_000, bytes: 5e9 }, rates.upload)).toBeCloseTo(3_500, 6);
  });

  it('tells an export that is waited for from one that is not', () => {
    const waiting = [hour(MORNING, { uploading: 300 })];
    expect(forecast(facts({ hours: waiting })).limit).toBe('export');
    expect(costOf({ files: 1_000, bytes: 5e9 }, learnRates(waiting).rates.export)).toBeCloseTo(3_600, 6);
    const { rates } = learnRates([hour(MORNING)]);
    expect(costOf({ files: 1_000, bytes: 5e9 }, rates.export)).toBeLessThanOrEqual(
      costOf({ files: 1_000, bytes: 5e9 }, COMMON_RATES.export),
    );
  });
});

describe('an import over many nights', () => {
  /** What one such night does, so many times. */
  const nightsOfWork = (count: number) => work(4_000 * count, 20e9 * count);

  it('tells the nights, from the second one on', () => {
    const given = { work: nightsOfWork(6), now: MORNING };
    expect(forecast(facts({ ...given, hours: nights(0) })).days).toBeNull();
    expect(forecast(facts({ ...given, hours: nights(0, 1) })).days).toMatchObject({ areNights: true });
    expect([6, 7, 8]).toContain(forecast(facts({ ...given, hours: nights(0, 1, 2, 3) })).days?.count);
  });

  it('counts nights in which nothing came', () => {
    const every = forecast(facts({ work: nightsOfWork(6), hours: nights(0, 1, 2, 3, 4) })).days?.count ?? 0;
    const everyOther = forecast(facts({ work: nightsOfWork(6), hours: nights(0, 2, 4) })).days?.count ?? 0;
    expect(everyOther).toBeGreaterThan(1.5 * every);
  });

  it('does not count the night that goes on as a short one', () => {
    const soFar = [hour(new Date(2026, 10, 20, 2, 0).getTime()), ...nights(1, 2, 3)];
    const now = new Date(2026, 10, 20, 3, 0).getTime();
    const running = facts({ work: nightsOfWork(6), hours: soFar, now, runningSince: now - HOUR });
    expect([6, 7, 8]).toContain(forecast(running).days?.count);
  });

  it('counts in days when it is not the nights', () => {
    const byDay = [0, 1, 2, 3].map((back) => hour(new Date(2026, 10, 20 - back, 14, 0).getTime()));
    const now = new Date(2026, 10, 20, 19, 0).getTime();
    expect(forecast(facts({ work: nightsOfWork(6), hours: byDay, now })).days?.areNights).toBe(false);
  });

  it('says nothing when nothing has come for days, until a sync runs again', () => {
    const stalled = facts({ work: nightsOfWork(6), hours: nights(4, 5, 6) });
    expect(forecast(stalled)).toMatchObject({ seconds: null, days: null, percent: 41 });
    const again = forecast({ ...stalled, runningSince: MORNING - HOUR });
    expect(again.seconds).not.toBeNull();
    expect(again.days).toBeNull();
  });

  it('speaks of hours when nothing starts by itself, or when a sync has gone on for a day without a break', () => {
    const given = { work: nightsOfWork(20), hours: nights(0, 1, 2, 3) };
    expect(forecast(facts({ ...given, isScheduled: false })).days).toBeNull();
    expect(forecast(facts({ ...given, runningSince: MORNING - 2 * DAY })).days).toBeNull();
  });

  it('takes a day without a break for a day', () => {
    const now = new Date(2026, 10, 20, 11, 0).getTime();
    const whole = Array.from({ length: 70 }, (_, back) => hour(now - back * HOUR));
    const pace = learnPace(whole, learnRates(whole).rates, now, true);
    expect(pace?.perDay).toBeGreaterThan(20 * 3_500);
    expect(pace?.isNightly).toBe(false);
  });
});

describe('originals in iCloud', () => {
  it('come at their number a night, after the rest', () => {
    const { days, limit } = forecast(facts({ work: work(10, 1e7), cloud: { assets: 412, perNight: 50 } }));
    expect({ days, limit }).toEqual({ days: { count: 9, areNights: true }, limit: 'cloud' });
  });

  it('go on when the last upload was long ago', () => {
    const { days } = forecast(facts({ work: work(0, 0), cloud: { assets: 412, perNight: 50 }, hours: nights(5, 6) }));
    expect(days).toEqual({ count: 9, areNights: true });
  });

  it('are no part of it when none are fetched', () => {
    expect(forecast(facts({ work: work(0, 0), cloud: { assets: 412, perNight: 0 } }))).toMatchObject({
      left: { assets: 0 },
      days: null,
      limit: null,
    });
  });
});

describe('the disk', () => {
  it('is the budget and one batch at most, and never more than there is to bring', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(1e13), fc.integer({ min: 1e6, max: 1e12 }), (files, bytes, budget) => {
        const { staging, records } = diskNeed({ assets: files, files, bytes }, budget);
        expect(staging).toBeLessThanOrEqual(budget * 1.25);
        expect(staging).toBeLessThanOrEqual(bytes + files * 10_000);
        expect(records).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
