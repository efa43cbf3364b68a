/** A clock that is moved by hand. */
import type { Clock } from '../../src/core/schedule/scheduler.ts';

export class HandClock implements Clock {
  #now: number;
  #timers: { readonly at: number; readonly work: () => void }[] = [];
  readonly random: () => number;

  /** @param start ISO 8601. */
  constructor(start: string, random: () => number = () => 0) {
    this.#now = Date.parse(start);
    this.random = random;
  }

  now = () => this.#now;

  after = (delay: number, work: () => void) => {
    const timer = { at: this.#now + delay, work };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  get timers(): number {
    return this.#timers.length;
  }

  /** Awake: every timer fires at its time. */
  async forward(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = this.#timers.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.at);
      next.work();
      await settled();
    }
    this.#now = end;
  }

  /** The process that waited for them is gone. */
  dropTimers(): void {
    this.#timers = [];
  }

  /** Asleep, or somebody sets the clock: the time passes (or goes back), no timer fires. */
  leap(milliseconds: number): void {
    this.#now += milliseconds;
    // Timers count what has really passed, not what the clock says.
    if (milliseconds < 0) this.#timers = this.#timers.map(({ at, work }) => ({ at: at + milliseconds, work }));
  }
}

/** Lets what was started come to its next wait. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));
