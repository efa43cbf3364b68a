/**
 * Starts runs when they are due. It looks at the wall clock and the history at least once a minute and whenever it is woken; it keeps no
 * long timer, because a Mac sleeps through those.
 */
import { becauseOf, type Problem, ProblemError, toProblem } from '../model/problem.ts';
import { type Progress, START } from '../model/progress.ts';
import { because, type Reason } from '../model/reasons.ts';
import { CLOSED, type RunReport, type Trigger } from '../model/run-report.ts';
import type { SyncRequest } from '../model/run-request.ts';
import type { Unmet } from './conditions.ts';
import { type Decision, type DueRun, decide, type Skip } from './decide.ts';
import { MOMENTARY } from './retry.ts';
import type { ScheduleBook } from './schedule-book.ts';

/** The clock, so that tests can move it by hand. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls once after about `delay` milliseconds; the returned function takes it back. */
  after(delay: number, work: () => void): () => void;
  /** 0 to 1, as Math.random. */
  random(): number;
}

export const systemClock: Clock = {
  now: Date.now,
  after: (delay, work) => {
    const timer = setTimeout(work, delay);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};

export interface SchedulerEvents {
  /** A run started or ended, a pause began or ended, a due time was noted: the state is to be read again. */
  readonly onChange: () => void;
  readonly onProgress: (progress: Progress) => void;
  readonly onReport: (report: RunReport) => void;
  /** A run could not even start. Not called for {@link Scheduler.runNow}, which throws. */
  readonly onProblem: (problem: Problem, trigger: Trigger) => void;
}

/** What the scheduler needs of the engine. */
export interface ScheduledEngine {
  /** @throws {ProblemError} what keeps a run from starting */
  sync(request: SyncRequest): Promise<RunReport>;
  readonly schedule: Pick<ScheduleBook, 'state' | 'recordSkips' | 'recordWaiting' | 'unmetCondition'>;
}

/** Milliseconds between two looks at the clock. */
const LOOK = 60_000;
/** A gap between two looks that is longer than this was sleep. */
const SLEPT = 3 * 60_000;
/** Milliseconds after waking until the network is there. */
const SETTLE = 30_000;
/** Milliseconds that are added at random, so that a house full of Macs does not wake up to one server at once. */
const JITTER = 20_000;

/** Milliseconds of looks one after the other, after which a Mac that was said to fall asleep is taken to be awake: nothing else wakes for so long. */
const AWAKE_AFTER = 30 * 60_000;
/** Milliseconds after which a session that was about to end and is still there continues: someone has cancelled that. */
const SESSION_WENT_ON = 5 * 60_000;

/** What a person wants. */
export interface RunNow {
  /** By a click, or by a command. */
  readonly trigger?: Extract<Trigger, 'manual' | 'command'>;
  /** Whether everything is read and checked again. */
  readonly isFull?: boolean;
}

interface Running {
  readonly trigger: Trigger;
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

export class Scheduler {
  readonly #engine: ScheduledEngine;
  readonly #clock: Clock;
  readonly #events: SchedulerEvents;
  readonly #closing = new AbortController();
  #cancelLook: (() => void) | null = null;
  #lastLook: number;
  /** Everything that was due until then is dealt with: a new time zone gives no due times to hours that have passed. */
  #settledUntil = 0;
  #notBefore = 0;
  /** Since when the Mac is said to be asleep, or since when looks come without a gap in spite of that; null while it is awake. */
  #asleepSince: number | null = null;
  #running: Running | null = null;
  #checking: Promise<void> | null = null;

  constructor(engine: ScheduledEngine, events: SchedulerEvents, clock: Clock = systemClock) {
    this.#engine = engine;
    this.#events = events;
    this.#clock = clock;
    this.#lastLook = clock.now();
  }

  /** Begins to watch the clock. What was missed while the app was not running is noticed at once, but starts only after a moment. */
  start(): void {
    this.#settle(this.#clock.now());
    this.look();
  }

  /** The run in progress, if there is one. */
  get running(): { readonly trigger: Trigger; readonly isStopping: boolean } | null {
    return this.#running === null
      ? null
      : { trigger: this.#running.trigger, isStopping: this.#running.stop.signal.aborted };
  }

  /**
   * The Mac falls asleep. In the middle of that macOS wakes it darkly now and then, for a minute or two and with the processes running: no
   * run starts until {@link wake}, which is for a Mac that a person uses.
   */
  sleep(): void {
    this.#asleepSince = this.#clock.now();
  }

  /** The Mac woke up: looks again soon, when the network has had time to come up. */
  wake(): void {
    this.#asleepSince = null;
    this.lookSoon();
  }

  /** Something has changed that a due run may wait for, as power has: looks again soon. A Mac that is asleep stays so. */
  lookSoon(): void {
    this.#settle(this.#clock.now());
    this.#plan(SETTLE);
  }

  /**
   * A person wants a run now. Comes back when it is under way; does nothing while one is going on.
   * @throws {ProblemError} what keeps it from starting, as {@link Engine.sync}.
   */
  async runNow({ trigger = 'manual', isFull = false }: RunNow = {}): Promise<void> {
    if (this.#running !== null || this.#isClosed) return;
    await new Promise<void>((resolve, reject) => this.#begin(trigger, null, { isFull, resolve, reject }));
  }

  /** Asks the run to stop; resolves when it has. */
  async stop(): Promise<void> {
    this.#running?.stop.abort();
    this.#events.onChange();
    await this.#running?.done;
  }

  /**
   * The person logs out or the Mac shuts down, which any app may still cancel: the run stops, as if cut off, and none starts for five
   * minutes. By then this process is gone, or the next run continues with what was stopped.
   */
  sessionEnds(): void {
    this.#notBefore = this.#clock.now() + SESSION_WENT_ON;
    this.#running?.stop.abort(CLOSED);
    this.#events.onChange();
  }

  /** Ends everything; resolves when it is safe to quit. The next start continues with a run that this cuts off. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#cancelLook?.();
    this.#running?.stop.abort(CLOSED);
    await this.#checking;
    await this.#running?.done;
  }

  /** Looks at the clock and does what is due. */
  look(): void {
    if (this.#isClosed) return;
    const now = this.#clock.now();
    // Wake events get lost; a gap in the looks tells as well. Once is enough: App Nap may let minutes pass between all of them.
    const hasSlept = now - this.#lastLook > SLEPT;
    if (hasSlept && this.#notBefore <= this.#lastLook) this.#settle(now);
    this.#lastLook = now;
    if (this.#asleepSince !== null) {
      if (hasSlept || now < this.#asleepSince) this.#asleepSince = now;
      if (now - this.#asleepSince < AWAKE_AFTER) {
        this.#plan(LOOK);
        return;
      }
      this.#asleepSince = null;
    }
    this.#plan(this.#running === null && this.#checking === null ? this.#act(now) : LOOK);
  }

  get #isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  #settle(now: number): void {
    this.#notBefore = Math.max(this.#notBefore, now + SETTLE + Math.floor(this.#clock.random() * JITTER));
  }

  /** @returns milliseconds until the next look. */
  #act(now: number): number {
    // Set while the clock was ahead.
    if (this.#notBefore > now + SESSION_WENT_ON) this.#notBefore = now;
    let decision: Decision;
    try {
      const state = this.#engine.schedule.state(new Date(now));
      if (state === null) return LOOK;
      const settledUntil = Math.min(this.#settledUntil, now);
      decision = decide({ ...state, handledUntil: new Date(Math.max(state.handledUntil.getTime(), settledUntil)) });
      this.#engine.schedule.recordSkips(
        decision.skip.map((skip) => ({ dueAt: skip.dueAt.getTime(), reason: skipReason(skip, decision) })),
      );
    } catch (error) {
      this.#tell(error, 'schedule');
      return LOOK;
    }
    if (decision.skip.length > 0) this.#events.onChange();
    if (decision.run === null) {
      this.#settledUntil = now;
      return LOOK;
    }
    if (now < this.#notBefore) return this.#notBefore - now;
    this.#checking = this.#startIfMet(decision.run, now).finally(() => {
      this.#checking = null;
    });
    return LOOK;
  }

  /** Starts a run that is due now, or notes that it waits. */
  async #startIfMet({ dueAt, trigger, waitsUntil }: DueRun, now: number): Promise<void> {
    try {
      const unmet = await this.#engine.schedule.unmetCondition(this.#closing.signal);
      // A person may have clicked in the meantime.
      if (this.#isClosed || this.#running !== null) return;
      if (unmet === null) {
        this.#begin(trigger, dueAt?.getTime() ?? null);
        return;
      }
      // A further try has no time of its own that could be missed.
      if (dueAt === null) return;
      if (now < waitsUntil.getTime()) this.#engine.schedule.recordWaiting(dueAt.getTime(), unmet, now);
      else this.#engine.schedule.recordSkips([{ dueAt: dueAt.getTime(), reason: overdueReason(waitsUntil, unmet) }]);
      this.#events.onChange();
    } catch (error) {
      if (!this.#isClosed) this.#tell(error, trigger);
    }
  }

  #begin(trigger: Trigger, dueAt: number | null, begun?: Begun): void {
    if (dueAt !== null) this.#settledUntil = this.#clock.now();
    const stop = new AbortController();
    // Or it would begin with the numbers that the last one ended with.
    this.#events.onProgress(START);
    this.#running = { trigger, stop, done: this.#run(trigger, dueAt, stop.signal, begun) };
    this.#events.onChange();
  }

  async #run(trigger: Trigger, dueAt: number | null, signal: AbortSignal, begun?: Begun): Promise<void> {
    try {
      const report = await this.#engine.sync({
        trigger,
        dueAt,
        isFull: begun?.isFull ?? false,
        signal,
        onProgress: (progress) => {
          begun?.resolve();
          this.#events.onProgress(progress);
        },
      });
      this.#events.onReport(report);
    } catch (error) {
      const problem = toProblem(error);
      if (problem.code === 'stopped' && signal.aborted) {
        this.#noteStop(dueAt, signal.reason);
        // Whoever has clicked knows it; a command waits for its end.
        if (trigger === 'command') begun?.reject(error);
      } else if (begun !== undefined) begun.reject(error);
      else if (MOMENTARY.has(problem.code)) {
        if (dueAt !== null) this.#settledUntil = Math.min(this.#settledUntil, dueAt - 1);
      } else {
        // It could not start, but its time has come and gone: the history says so.
        if (dueAt !== null) this.#engine.schedule.recordSkips([{ dueAt, reason: failureReason(error) }]);
        this.#events.onProblem(problem, trigger);
      }
    } finally {
      begun?.resolve();
      this.#running = null;
      this.#events.onChange();
    }
  }

  /** It was stopped before it had begun. Where the program or the session ends, its time is still to come. */
  #noteStop(dueAt: number | null, reason: unknown): void {
    if (dueAt === null) return;
    if (reason === CLOSED) this.#settledUntil = Math.min(this.#settledUntil, dueAt - 1);
    else this.#engine.schedule.recordSkips([{ dueAt, reason: failureReason(new ProblemError('stopped')) }]);
  }

  #tell(error: unknown, trigger: Trigger): void {
    const problem = toProblem(error);
    if (!MOMENTARY.has(problem.code)) this.#events.onProblem(problem, trigger);
  }

  #plan(delay: number): void {
    if (this.#isClosed) return;
    this.#cancelLook?.();
    this.#cancelLook = this.#clock.after(Math.min(delay, LOOK), () => this.look());
  }
}

/** What a person who started a run is told: that it is under way, or why it is not. */
interface Begun {
  readonly isFull: boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Why a due time gets no run of its own, for the history. */
export function skipReason({ reason }: Skip, { run }: Decision): Reason {
  return reason === 'caught-up' ? because(reason, { dueAt: run?.dueAt?.getTime() ?? null }) : because(reason);
}

/** Why a due time that waited for its conditions got no run. */
export function overdueReason(waitsUntil: Date, { reason }: Unmet): Reason {
  return because('waited-without-success', { until: waitsUntil.getTime(), why: reason });
}

/** Why a due time got no run although nothing kept it. */
export function failureReason(error: unknown): Reason {
  return because('not-started', { why: becauseOf(toProblem(error)) });
}
