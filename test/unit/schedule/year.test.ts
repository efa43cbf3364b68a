/**
 * A year of a Mac's life, moved by hand through clock changes, journeys, sleep, weeks offline, battery days, pauses, crashes and syncs by
 * hand, with the real history: every due time gets exactly one row, nothing runs twice, nothing is missed.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../../src/core/engine/engine.ts';
import { Ledger } from '../../../src/core/ledger/ledger.ts';
import type { RunRow } from '../../../src/core/ledger/run-history.ts';
import { because } from '../../../src/core/model/reasons.ts';
import type { RunReport } from '../../../src/core/model/run-report.ts';
import type { Unmet } from '../../../src/core/schedule/conditions.ts';
import { type ScheduledEngine, Scheduler } from '../../../src/core/schedule/scheduler.ts';
import { environmentSecrets } from '../../../src/core/secrets/environment.ts';
import { pathsFor } from '../../../src/core/settings/paths.ts';
import { HandClock, settled } from '../../support/hand-clock.ts';
import { wallClockTimes } from './local-time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Pacific/Apia', 'UTC'];

type Happening =
  /** Awake and idle. */
  | { readonly kind: 'awake'; readonly minutes: number }
  | { readonly kind: 'asleep'; readonly hours: number; readonly zone: string | null }
  /** The app is not running. */
  | { readonly kind: 'off'; readonly hours: number }
  /** Killed while awake, and started again. */
  | { readonly kind: 'crash'; readonly minutes: number }
  | { readonly kind: 'unmet'; readonly waitingFor: Unmet['waitingFor'] | null }
  | { readonly kind: 'pause'; readonly hours: number | null }
  | { readonly kind: 'resume' }
  | { readonly kind: 'by-hand' };

const awake = fc.record({ kind: fc.constant('awake' as const), minutes: fc.integer({ min: 1, max: 60 }) });
const sleep = {
  kind: fc.constant('asleep' as const),
  hours: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 100, max: 400 })),
};
const asleep = fc.record({ ...sleep, zone: fc.constant(null) });
const pause = fc.record({
  kind: fc.constant('pause' as const),
  hours: fc.option(fc.integer({ min: 1, max: 50 }), { freq: 4 }),
});
const resume = fc.constant({ kind: 'resume' as const });
const byHand = fc.constant({ kind: 'by-hand' as const });

/** A Mac that stays where it is, and has a hard life. */
const atHome: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: awake },
  { weight: 6, arbitrary: asleep },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('off' as const), hours: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const), minutes: fc.nat(9) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('unmet' as const),
      waitingFor: fc.option(fc.constantFrom('power' as const, 'server' as const, 'network' as const), { freq: 2 }),
    }),
  },
  { weight: 1, arbitrary: pause },
  { weight: 2, arbitrary: resume },
  { weight: 1, arbitrary: byHand },
);

/** A Mac that wakes up in another time zone now and then. What was slept through counts as the clock on the wall shows it then. */
const travelling: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: awake },
  { weight: 4, arbitrary: fc.record({ ...sleep, zone: fc.option(fc.constantFrom(...ZONES), { freq: 3 }) }) },
  { weight: 1, arbitrary: pause },
  { weight: 1, arbitrary: resume },
  { weight: 1, arbitrary: byHand },
);

interface Life {
  readonly times: readonly string[];
  readonly zone: string;
  readonly happenings: readonly Happening[];
}

/** Lives that once were told wrongly. Noon in UTC is 23:00 on Lord Howe Island, 01:00 in Apia and 07:00 in New York. */
const NARROW: readonly Life[] = [
  // The clock of the new zone shows a time for minutes that the Mac was awake in the old one: it is not due.
  {
    times: ['02:30', '02:00', '01:05'],
    zone: 'Australia/Lord_Howe',
    happenings: [{ kind: 'asleep', hours: 26, zone: 'Pacific/Apia' }],
  },
  // It shows one for the moment the Mac falls asleep, after the last look: it is due.
  {
    times: ['02:00'],
    zone: 'America/New_York',
    happenings: [
      // Its sync starts half a minute after waking, and so come the looks from then on.
      { kind: 'asleep', hours: 24, zone: null },
      { kind: 'awake', minutes: 48 },
      { kind: 'asleep', hours: 2, zone: 'Pacific/Apia' },
    ],
  },
  // A time comes at the last moment, after the last look.
  { times: ['02:00', '09:12'], zone: 'America/New_York', happenings: [{ kind: 'asleep', hours: 24, zone: null }] },
];

/** A Mac with the real engine, but for the sync itself and for what the conditions ask. */
class Mac {
  readonly clock: HandClock;
  readonly engine: Engine;
  readonly ledger: Ledger;
  readonly problems: string[] = [];
  unmet: Unmet | null = null;
  /** When the scheduler last asked what is due, which it does not while a sync is in progress. Milliseconds since 1970. */
  lastLook = 0;
  /** Since when no sync is in progress; null while one does. */
  idleSince: number | null = 0;
  #scheduler: Scheduler | null = null;
  #life = 0;

  constructor(clock: HandClock, engine: Engine, ledger: Ledger) {
    this.clock = clock;
    this.engine = engine;
    this.ledger = ledger;
  }

  startApp(): void {
    this.#life += 1;
    const life = this.#life;
    const { engine, clock } = this;
    this.idleSince = clock.now();
    const scheduled: ScheduledEngine = {
      schedule: {
        state: (now) => {
          this.lastLook = now.getTime();
          return engine.schedule.state(now);
        },
        recordSkips: (skips) => engine.schedule.recordSkips(skips),
        recordWaiting: (dueAt, unmet, since) => engine.schedule.recordWaiting(dueAt, unmet, since),
        unmetCondition: async () => this.unmet,
      },
      sync: async ({ trigger, dueAt, signal }) => {
        const run = this.ledger.history.startRun(trigger, dueAt, clock.now());
        this.idleSince = null;
        // A sync takes four minutes; a Mac that falls asleep or is switched off in between makes it longer, or ends it.
        await new Promise<void>((resolve) => {
          clock.after(4 * MINUTE, resolve);
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
        const report = {
          run,
          outcome: signal.aborted ? 'interrupted' : 'done',
          reason: null,
          problems: [],
        } as unknown as RunReport;
        // A process that was killed writes nothing any more.
        if (life === this.#life) {
          this.ledger.history.finishRun(report, clock.now());
          this.idleSince = clock.now();
        }
        return report;
      },
    };
    const nothing = () => undefined;
    const events = { onChange: nothing, onProgress: nothing, onReport: nothing };
    this.#scheduler = new Scheduler(
      scheduled,
      { ...events, onProblem: (problem) => this.problems.push(problem.sentence) },
      clock,
    );
    this.#scheduler.start();
  }

  /** Without a goodbye. */
  kill(): void {
    this.#life += 1;
    this.#scheduler = null;
    this.clock.dropTimers();
  }

  async runByHand(): Promise<void> {
    void this.#scheduler?.runNow();
    await settled();
  }

  async live(happening: Happening): Promise<void> {
    const { clock } = this;
    switch (happening.kind) {
      case 'awake':
        return clock.forward(happening.minutes * MINUTE);
      case 'asleep':
        clock.leap(happening.hours * HOUR);
        if (happening.zone !== null) process.env.TZ = happening.zone;
        // Awake long enough to look.
        return clock.forward(2 * MINUTE);
      case 'off':
        this.kill();
        clock.leap(happening.hours * HOUR);
        this.startApp();
        return clock.forward(2 * MINUTE);
      case 'crash':
        await clock.forward(happening.minutes * MINUTE);
        this.kill();
        this.startApp();
        return clock.forward(MINUTE);
      case 'unmet':
        this.unmet =
          happening.waitingFor === null ? null : { waitingFor: happening.waitingFor, reason: because('server-silent') };
        return;
      case 'pause':
        this.engine.schedule.pauseUntil(
          happening.hours === null ? null : new Date(clock.now() + happening.hours * HOUR),
        );
        return;
      case 'resume':
        this.engine.schedule.resume();
        return;
      case 'by-hand':
        return this.runByHand();
    }
  }
}

async function aMac(start: string, times: readonly string[], work: (mac: Mac) => Promise<void>): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'immich-sync-year-'));
  const clock = new HandClock(start);
  const paths = pathsFor({ home, platform: process.platform, environment: {} });
  const engine = await Engine.open({
    paths,
    secrets: environmentSecrets('none'),
    scripts: '/nowhere',
    environment: {},
    now: clock.now,
  });
  engine.settings.change((settings) => ({
    ...settings,
    server: { ...settings.server, url: 'http://127.0.0.1:1' },
    schedule: { ...settings.schedule, times: [...times] },
    log: { level: 'error' },
  }));
  const ledger = new Ledger(paths.ledgerFile);
  try {
    const mac = new Mac(clock, engine, ledger);
    mac.startApp();
    await mac.runByHand();
    await clock.forward(10 * MINUTE);
    await work(mac);
  } finally {
    ledger.close();
    await engine.close();
    await rm(home, { recursive: true, force: true });
  }
}

const rowsOf = ({ ledger }: Mac): readonly RunRow[] => [...ledger.history.runs(100_000)].reverse();

describe('a year', () => {
  it('gives every due time exactly one row, runs nothing twice and misses nothing', async () => {
    const timeOfDay = fc
      .tuple(fc.nat(23), fc.constantFrom(0, 5, 30, 59))
      .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
    const life: fc.Arbitrary<Life> = fc.record({
      times: fc.uniqueArray(fc.oneof(timeOfDay, fc.constantFrom('02:00', '02:30')), { minLength: 1, maxLength: 3 }),
      zone: fc.constantFrom(...ZONES),
      happenings: fc.constantFrom(atHome, travelling).chain((life) => fc.array(life, { minLength: 20, maxLength: 45 })),
    });
    await fc.assert(
      fc.asyncProperty(life, async ({ times, zone, happenings }) => {
        process.env.TZ = zone;
        const start = '2026-01-10T12:00:00Z';
        await aMac(start, times.toSorted(), async (mac) => {
          const expected: number[] = [];
          let from = Date.parse(start);
          // What came since the last look counts in the zone of the next one; what was looked at stays as it was.
          const expectDueUntilLook = () => {
            if (mac.idleSince !== null)
              expect(mac.clock.now() - Math.max(mac.lastLook, mac.idleSince)).toBeLessThanOrEqual(MINUTE);
            expected.push(...wallClockTimes(times, from, mac.lastLook, process.env.TZ ?? 'UTC'));
            from = mac.lastLook;
          };
          expectDueUntilLook();
          for (const happening of happenings) {
            await mac.live(happening);
            expectDueUntilLook();
          }
          mac.unmet = null;
          mac.engine.schedule.resume();
          await mac.clock.forward(2 * HOUR);
          expectDueUntilLook();

          const rows = rowsOf(mac);
          const due = rows.flatMap(({ dueAt }) => dueAt ?? []);
          // Runs that continue at the end end now; all else must be settled.
          expect(due.toSorted((a, b) => a - b)).toEqual(expected);
          expect(rows.filter(({ outcome }) => outcome === 'waiting')).toEqual([]);
          expect(mac.problems).toEqual([]);
          // One run at a time: each begins after the one before it ended.
          const runs = rows.filter(({ outcome }) => outcome !== 'skipped');
          for (const [index, run] of runs.slice(1).entries())
            expect(run.startedAt).toBeGreaterThanOrEqual(runs[index]?.endedAt ?? 0);
          // The last time that was due had its sync, or is having it, or the history says why not.
          const last = rows.find(({ dueAt }) => dueAt === expected.at(-1));
          if (last?.outcome === 'skipped')
            expect(last.reason).toMatch(/^(?:Syncing was paused|A later sync caught up on it|It waited until)/);
        });
      }),
      { numRuns: 16, endOnFailure: true, examples: NARROW.map((life) => [life]) },
    );
  }, 300_000);

  it('is 365 nights for a Mac that never sleeps, whatever the clocks do', async () => {
    process.env.TZ = 'Europe/Berlin';
    await aMac('2026-01-01T12:00:00Z', ['02:30'], async (mac) => {
      // Asleep but for the minutes around the time, for the test’s sake.
      for (let day = 0; day < 365; day += 1) {
        const next = wallClockTimes(['02:30'], mac.clock.now(), mac.clock.now() + 2 * DAY, 'Europe/Berlin')[0] ?? 0;
        mac.clock.leap(next - 2 * MINUTE - mac.clock.now());
        await mac.clock.forward(8 * MINUTE);
      }
      const runs = rowsOf(mac).filter(({ dueAt }) => dueAt !== null);
      expect(runs).toHaveLength(365);
      expect(runs.every(({ outcome, trigger }) => outcome === 'done' && trigger === 'schedule')).toBe(true);
    });
  }, 60_000);

  it('survives clocks that are wrong for a while', async () => {
    const wrong = fc.record({
      ahead: fc
        .oneof(fc.integer({ min: -3000, max: 3000 }), fc.integer({ min: -72, max: 72 }))
        .map((hours) => hours * HOUR),
      minutes: fc.integer({ min: 1, max: 60 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(wrong, { minLength: 1, maxLength: 5 }), async (spells) => {
        process.env.TZ = 'Europe/Berlin';
        await aMac('2026-03-20T12:00:00Z', ['02:00'], async (mac) => {
          for (const { ahead, minutes } of spells) {
            await mac.clock.forward(10 * MINUTE);
            mac.clock.leap(ahead);
            await mac.clock.forward(minutes * MINUTE);
            mac.clock.leap(-ahead);
          }
          const before = rowsOf(mac).filter(({ outcome }) => outcome === 'done').length;
          const ran = new Set(rowsOf(mac).flatMap(({ dueAt, outcome }) => (outcome === 'done' ? (dueAt ?? []) : [])));
          const from = mac.clock.now();
          for (let hour = 0; hour < 52; hour += 1) {
            mac.clock.leap(54 * MINUTE);
            await mac.clock.forward(6 * MINUTE);
          }
          // The nights that follow are synced as if nothing had been, but for those that were synced when the clock said so.
          const nights = wallClockTimes(['02:00'], from, mac.clock.now(), 'Europe/Berlin').filter((at) => !ran.has(at));
          const after = rowsOf(mac).filter(({ outcome }) => outcome === 'done').length;
          expect(after - before).toBeGreaterThanOrEqual(nights.length);
          const due = rowsOf(mac).flatMap(({ dueAt }) => dueAt ?? []);
          expect(new Set(due).size).toBe(due.length);
        });
      }),
      { numRuns: 15, endOnFailure: true },
    );
  }, 120_000);
});
