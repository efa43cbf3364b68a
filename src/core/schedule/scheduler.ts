/**
 * Starts runs when they are due. It looks at the wall clock and the history at least once a minute and whenever it is woken; it keeps no
 * long timer, because a Mac sleeps through those.
 */
import type { Engine } from '../engine/engine.ts';
import { type Problem, toProblem } from '../problem.ts';
import type { RunReport, Trigger } from '../sync/outcome.ts';
import type { Progress } from '../sync/progress.ts';
import { type Decision, decide, type Skip } from './decide.ts';

/** The clock, so that tests can move it by hand. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls once after about `delay` milliseconds; the returned function takes it back. */
  after(delay: number, work: () => void): () => void;
}

export const systemClock: Clock = {
  now: Date.now,
  after: (delay, work) => {
    const timer = setTimeout(work, delay);
    return () => clearTimeout(timer);
  },
};

export interface SchedulerEvents {
  /** A run started or ended, a pause began or ended, a due time was noted: the state is to be read anew. */
  readonly onChange: () => void;
  readonly onProgress: (progress: Progress) => void;
  readonly onReport: (report: RunReport) => void;
  /** A run could not even start. */
  readonly onProblem: (problem: Problem, trigger: Trigger) => void;
}

/** What the scheduler needs of the engine. */
export type ScheduledEngine = Pick<Engine, 'sync' | 'scheduleState' | 'recordSkips'>;

/** Milliseconds between two looks at the clock. */
const LOOK = 60_000;
/** A gap between two looks that is longer than this was sleep. */
const SLEPT = 3 * 60_000;
/** Milliseconds after waking until the network is there. */
const SETTLE = 30_000;

export class Scheduler {
  readonly #engine: ScheduledEngine;
  readonly #clock: Clock;
  readonly #events: SchedulerEvents;
  #cancelLook: (() => void) | null = null;
  #lastLook: number;
  #notBefore = 0;
  #running: { readonly stop: AbortController; readonly done: Promise<void> } | null = null;
  #closed = false;

  constructor(engine: ScheduledEngine, events: SchedulerEvents, clock: Clock = systemClock) {
    this.#engine = engine;
    this.#events = events;
    this.#clock = clock;
    this.#lastLook = clock.now();
  }

  /** Begins to watch the clock. What was missed while the app was not running is noticed at once, but starts only after a moment. */
  start(): void {
    this.#notBefore = this.#clock.now() + SETTLE;
    this.look();
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** The Mac woke up or came online: looks again soon, when the network has had time to come up. */
  wake(): void {
    this.#notBefore = Math.max(this.#notBefore, this.#clock.now() + SETTLE);
    this.#plan(SETTLE);
  }

  /** A person wants a run now. Nothing happens while one is going on. */
  runNow(): void {
    if (this.#running === null && !this.#closed) this.#begin('manual', null);
  }

  /** Asks the run to stop; resolves when it has. */
  async stop(): Promise<void> {
    this.#running?.stop.abort();
    await this.#running?.done;
  }

  /** Ends everything; resolves when it is safe to quit. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelLook?.();
    await this.stop();
  }

  /** Looks at the clock and does what is due. */
  look(): void {
    if (this.#closed) return;
    const now = this.#clock.now();
    // Wake events get lost; a gap in the looks tells as well.
    if (now - this.#lastLook > SLEPT) this.#notBefore = Math.max(this.#notBefore, now + SETTLE);
    this.#lastLook = now;
    this.#plan(this.#running === null ? this.#act(now) : LOOK);
  }

  /** @returns milliseconds until the next look. */
  #act(now: number): number {
    let decision: Decision;
    try {
      const state = this.#engine.scheduleState(new Date(now));
      if (state === null) return LOOK;
      decision = decide(state);
      this.#engine.recordSkips(
        decision.skip.map((skip) => ({ dueAt: skip.dueAt.getTime(), reason: skipReason(skip, decision) })),
      );
    } catch (error) {
      this.#events.onProblem(toProblem(error), 'schedule');
      return LOOK;
    }
    if (decision.skip.length > 0) this.#events.onChange();
    if (decision.run === null) return LOOK;
    if (now < this.#notBefore) return this.#notBefore - now;
    this.#begin(decision.run.trigger, decision.run.dueAt.getTime());
    return LOOK;
  }

  #begin(trigger: Trigger, dueAt: number | null): void {
    const stop = new AbortController();
    this.#running = { stop, done: this.#run(trigger, dueAt, stop.signal) };
    this.#events.onChange();
  }

  async #run(trigger: Trigger, dueAt: number | null, signal: AbortSignal): Promise<void> {
    try {
      const report = await this.#engine.sync({
        trigger,
        dueAt,
        isFull: false,
        signal,
        onProgress: this.#events.onProgress,
      });
      this.#events.onReport(report);
    } catch (error) {
      // It could not start, but its time has come and gone: the history says so.
      const problem = toProblem(error);
      if (dueAt !== null) this.#engine.recordSkips([{ dueAt, reason: problem.sentence }]);
      this.#events.onProblem(problem, trigger);
    } finally {
      this.#running = null;
      this.#events.onChange();
    }
  }

  #plan(delay: number): void {
    if (this.#closed) return;
    this.#cancelLook?.();
    this.#cancelLook = this.#clock.after(Math.min(delay, LOOK), () => this.look());
  }
}

function skipReason({ reason }: Skip, { run }: Decision): string {
  switch (reason) {
    case 'paused':
      return 'Syncing was paused.';
    case 'made-up-for':
      return `The Mac was asleep or Immich Sync was not running; the sync due at ${run?.dueAt.toLocaleString() ?? 'a later time'} makes up for it.`;
    case 'missed':
      return 'The Mac was asleep or Immich Sync was not running.';
  }
}
