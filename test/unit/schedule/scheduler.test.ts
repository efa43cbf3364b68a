import { describe, expect, it } from 'vitest';
import { makeProblem, ProblemError, tell } from '../../../src/core/model/problem.ts';
import { because } from '../../../src/core/model/reasons.ts';
import type { RunReport } from '../../../src/core/model/run-report.ts';
import type { Unmet } from '../../../src/core/schedule/conditions.ts';
import type { Pause } from '../../../src/core/schedule/decide.ts';
import { type ScheduledEngine, Scheduler } from '../../../src/core/schedule/scheduler.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/schema.ts';
import { HandClock, settled } from '../../support/hand-clock.ts';

const MINUTE = 60_000;

class RecordingEngine implements ScheduledEngine {
  readonly rows: string[] = [];
  pause: Pause | null = null;
  failure: ProblemError | null = null;
  unmet: Unmet | null = null;
  #waiting: { readonly dueAt: Date; readonly since: Date } | null = null;
  #handledUntil: Date;
  #clock: HandClock;

  constructor(clock: HandClock) {
    this.#clock = clock;
    this.#handledUntil = new Date(clock.now());
  }

  schedule: ScheduledEngine['schedule'] = {
    state: (now) => ({
      now,
      schedule: DEFAULT_SETTINGS.schedule,
      conditions: DEFAULT_SETTINGS.conditions,
      handledUntil: this.#handledUntil,
      lastEndedAt: null,
      lastGoodAt: null,
      waiting: this.#waiting,
      retry: null,
      pause: this.pause,
      timezone: 'UTC',
    }),
    unmetCondition: async () => this.unmet,
    recordWaiting: (dueAt, { waitingFor }, since) => {
      if (this.#waiting?.dueAt.getTime() === dueAt) return;
      this.#waiting = { dueAt: new Date(dueAt), since: new Date(since) };
      this.rows.push(`${new Date(dueAt).toISOString().slice(5, 16)} waiting for ${waitingFor}`);
    },
    recordSkips: (skips) => {
      for (const { dueAt, reason } of skips) this.#row(dueAt, `skipped: ${tell(reason).slice(0, 16)}`);
    },
  };

  sync: ScheduledEngine['sync'] = async ({ trigger, dueAt, signal }) => {
    if (this.failure !== null) throw this.failure;
    this.#row(dueAt, `${trigger} at ${new Date(this.#clock.now()).toISOString().slice(11, 16)}`);
    await settled();
    return { outcome: signal.aborted ? 'interrupted' : 'done' } as RunReport;
  };

  #row(dueAt: number | null, what: string): void {
    if (dueAt === this.#waiting?.dueAt.getTime()) this.#waiting = null;
    if (dueAt !== null) this.#handledUntil = new Date(Math.max(dueAt, this.#handledUntil.getTime()));
    this.rows.push(`${dueAt === null ? 'by hand' : new Date(dueAt).toISOString().slice(5, 16)} ${what}`);
  }
}

function bench(start: string) {
  const clock = new HandClock(start);
  const engine = new RecordingEngine(clock);
  const problems: string[] = [];
  const events = { onChange: () => undefined, onProgress: () => undefined, onReport: () => undefined };
  const scheduler = new Scheduler(engine, { ...events, onProblem: (problem) => problems.push(problem.code) }, clock);
  return { clock, engine, scheduler, problems };
}

describe('the scheduler', () => {
  it('runs at 02:00, once each night, with one timer at a time', async () => {
    const { clock, engine, scheduler } = bench('2026-06-01T20:00:00Z');
    scheduler.start();
    await clock.forward(50 * 60 * MINUTE);
    expect(engine.rows).toEqual(['06-02T02:00 schedule at 02:00', '06-03T02:00 schedule at 02:00']);
    expect(clock.timers).toBe(1);
  });

  it('makes up for nights that the Mac slept through, once, and not before the network had time to come up', async () => {
    const { clock, engine, scheduler } = bench('2026-06-01T20:00:00Z');
    scheduler.start();
    await clock.forward(MINUTE);
    clock.leap(2.5 * 24 * 60 * MINUTE);
    await clock.forward(10 * MINUTE);
    expect(engine.rows).toHaveLength(3);
    expect(engine.rows.slice(0, 2).every((row) => row.includes('skipped: The Mac was'))).toBe(true);
    expect(engine.rows[2]).toMatch(/^06-04T02:00 catch-up at 08:0[12]$/);
  });

  it('tells nobody of another process at the ledger, and starts what was due as soon as that is over', async () => {
    const { clock, engine, scheduler, problems } = bench('2026-06-01T20:00:00Z');
    scheduler.start();
    engine.failure = new ProblemError('ledger-busy');
    await clock.forward(6 * 60 * MINUTE + 2 * MINUTE);
    expect(engine.rows).toEqual([]);
    engine.failure = null;
    await clock.forward(MINUTE);
    expect(engine.rows).toEqual([expect.stringMatching(/^06-02T02:00 (schedule|catch-up) at 02:0[23]$/)]);
    expect(problems).toEqual([]);
  });

  it('notices what was due before the app started', async () => {
    const { clock, engine, scheduler } = bench('2026-06-01T20:00:00Z');
    clock.leap(12 * 60 * MINUTE);
    scheduler.start();
    await settled();
    expect(engine.rows).toEqual([]);
    await clock.forward(MINUTE);
    expect(engine.rows).toEqual(['06-02T02:00 catch-up at 08:00']);
  });

  it('starts nothing while the Mac is darkly awake in the middle of the night, and makes up for it when a person wakes it', async () => {
    const { clock, engine, scheduler } = bench('2026-06-01T20:00:00Z');
    scheduler.start();
    await clock.forward(60 * MINUTE);
    scheduler.sleep();
    // Power Nap: two minutes every half hour.
    for (let nap = 0; nap < 19; nap += 1) {
      clock.leap(30 * MINUTE);
      await clock.forward(2 * MINUTE);
    }
    expect(engine.rows).toEqual([]);
    scheduler.wake();
    await clock.forward(5 * MINUTE);
    expect(engine.rows).toEqual(['06-02T02:00 catch-up at 07:08']);
  });

  it('does not sleep for ever when the Mac does not tell that it woke up', async () => {
    const { clock, engine, scheduler } = bench('2026-06-01T20:00:00Z');
    scheduler.start();
    scheduler.sleep();
    clock.leap(9 * 60 * MINUTE);
    await clock.forward(45 * MINUTE);
    expect(engine.rows).toEqual(['06-02T02:00 catch-up at 05:30']);
  });

  it('starts on a Mac whose App Nap lets minutes pass between its looks', async () => {
    const { clock, engine, scheduler } = bench('2026-06-02T01:50:00Z');
    scheduler.start();
    for (let look = 0; look < 10; look += 1) {
      // Each timer fires minutes after its time, whatever it was set to.
      clock.leap(5 * MINUTE);
      await clock.forward(1);
    }
    expect(engine.rows).toEqual(['06-02T02:00 catch-up at 02:05']);
  });

  it('stops the run when the session is about to end, and goes on when someone has cancelled that', async () => {
    const { clock, engine, scheduler } = bench('2026-06-01T20:00:00Z');
    let end = () => {};
    const outcomes: string[] = [];
    const recorded = engine.sync;
    engine.sync = async (request) => {
      await new Promise<void>((resolve) => {
        end = resolve;
        request.signal.addEventListener('abort', () => resolve());
      });
      const report = await recorded(request);
      outcomes.push(report.outcome);
      return report;
    };
    scheduler.start();
    await clock.forward(7 * 60 * MINUTE);
    expect(scheduler.running?.isStopping).toBe(false);
    scheduler.sessionEnds();
    await settled();
    await settled();
    expect([outcomes, scheduler.running]).toEqual([['interrupted'], null]);
    clock.leap(23 * 60 * MINUTE + MINUTE);
    scheduler.sessionEnds();
    await clock.forward(4 * MINUTE);
    expect(scheduler.running).toBeNull();
    await clock.forward(2 * MINUTE);
    expect(scheduler.running?.trigger).toBe('catch-up');
    end();
    await settled();
  });

  it('starts nothing while paused, and says so', async () => {
    const { clock, engine, scheduler } = bench('2026-06-01T20:00:00Z');
    engine.pause = { since: new Date(clock.now()), until: null };
    scheduler.start();
    await clock.forward(12 * 60 * MINUTE);
    expect(engine.rows).toEqual(['06-02T02:00 skipped: Syncing was paus']);
  });

  it('is told of no problem when it was stopped before it had begun, and starts again what only the end of the session had stopped', async () => {
    const { clock, engine, scheduler, problems } = bench('2026-06-01T20:00:00Z');
    const { sync } = engine;
    // As while the keychain asks.
    engine.sync = ({ signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new ProblemError('stopped'))));
    const asked = scheduler.runNow();
    await scheduler.stop();
    await asked;
    expect(engine.rows).toEqual([]);

    scheduler.start();
    await clock.forward(6 * 60 * MINUTE + 2 * MINUTE);
    scheduler.sessionEnds();
    await settled();
    expect(engine.rows).toEqual([]);
    await clock.forward(4 * MINUTE);
    expect(scheduler.running).toBeNull();
    await clock.forward(2 * MINUTE);
    await scheduler.stop();
    expect(engine.rows).toEqual([expect.stringMatching(/^06-02T02:00 skipped/)]);
    engine.sync = sync;
    await clock.forward(24 * 60 * MINUTE);
    expect(engine.rows[1]).toBe('06-03T02:00 schedule at 02:00');
    expect(problems).toEqual([]);
  });

  it('gives a due time that could not start its row, and tells why', async () => {
    const { clock, engine, scheduler, problems } = bench('2026-06-01T20:00:00Z');
    engine.failure = new ProblemError('another-run', { pid: 1, since: 0 });
    scheduler.start();
    await clock.forward(12 * 60 * MINUTE);
    expect(engine.rows).toHaveLength(1);
    expect(engine.rows[0]).toContain(makeProblem('another-run', { pid: 1, since: 0 }).sentence.slice(0, 16));
    expect(problems).toEqual(['another-run']);
  });

  it('waits for its conditions, goes on when they are met, and says so once', async () => {
    const { clock, engine, scheduler } = bench('2026-06-01T20:00:00Z');
    engine.unmet = { waitingFor: 'power', reason: because('on-battery') };
    scheduler.start();
    await clock.forward(9 * 60 * MINUTE);
    expect(engine.rows).toEqual(['06-02T02:00 waiting for power']);
    engine.unmet = null;
    await clock.forward(2 * MINUTE);
    expect(engine.rows).toEqual(['06-02T02:00 waiting for power', '06-02T02:00 schedule at 05:01']);
  });

  it('counts its waiting from when its turn came, however long it took to find out what keeps it', async () => {
    const { clock, engine, scheduler } = bench('2026-06-01T20:00:00Z');
    let patience = 20 * MINUTE;
    engine.schedule.unmetCondition = async () => {
      clock.leap(patience);
      patience = 0;
      return { waitingFor: 'server', reason: because('server-silent') };
    };
    scheduler.start();
    await clock.forward(7 * 60 * MINUTE);
    engine.schedule.unmetCondition = async () => null;
    await clock.forward(2 * MINUTE);
    expect(engine.rows).toEqual(['06-02T02:00 waiting for server', '06-02T02:00 schedule at 03:00']);
  });

  it('waits twelve hours at most', async () => {
    const { clock, engine, scheduler } = bench('2026-06-01T20:00:00Z');
    engine.unmet = { waitingFor: 'server', reason: because('server-silent') };
    scheduler.start();
    await clock.forward(23 * 60 * MINUTE);
    expect(engine.rows).toEqual(['06-02T02:00 waiting for server', '06-02T02:00 skipped: It waited until ']);
  });

  it('is not misled by a clock that was ahead', async () => {
    const { clock, engine, scheduler } = bench('2026-06-01T20:00:00Z');
    scheduler.start();
    await clock.forward(MINUTE);
    clock.leap(-3 * 60 * MINUTE);
    await clock.forward(10 * 60 * MINUTE);
    expect(engine.rows).toEqual(['06-02T02:00 schedule at 02:00']);
  });

  it('runs when asked to, one at a time, and ends cleanly', async () => {
    const { clock, engine, scheduler } = bench('2026-06-01T20:00:00Z');
    scheduler.start();
    const begun = scheduler.runNow();
    await scheduler.runNow();
    expect(scheduler.running).toEqual({ trigger: 'manual', isStopping: false });
    await scheduler.close();
    await begun;
    expect(scheduler.running).toBeNull();
    expect(engine.rows).toEqual(['by hand manual at 20:00']);
    expect(clock.timers).toBe(0);
  });

  it('tells a person why a run cannot start', async () => {
    const { clock, engine, scheduler, problems } = bench('2026-06-01T20:00:00Z');
    engine.failure = new ProblemError('not-set-up', { missing: 'key' });
    scheduler.start();
    await expect(scheduler.runNow()).rejects.toThrow('the API key is missing');
    expect({ problems, rows: engine.rows, timers: clock.timers }).toEqual({ problems: [], rows: [], timers: 1 });
  });
});
