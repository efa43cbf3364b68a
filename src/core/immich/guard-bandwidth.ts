/** Spreads bytes over time. Pure: it is told the time and says how long to wait. */

export interface Bandwidth {
  /**
   * Accounts for `bytes` that were just passed on.
   * @param now milliseconds of any steady clock.
   * @returns milliseconds to wait before passing on more.
   */
  wait(bytes: number, now: number): number;
}

/** Waits shorter than this are saved up: a timer cannot do them well, and each one costs more than it holds back. */
const MIN_WAIT = 10;

/** One limit for all uploads together. Time that was not used is not caught up on later. */
export function limitBandwidth(bytesPerSecond: number): Bandwidth {
  let paidUntil = Number.NEGATIVE_INFINITY;
  return {
    wait(bytes, now) {
      paidUntil = Math.max(paidUntil, now) + (bytes / bytesPerSecond) * 1000;
      const wait = paidUntil - now;
      return wait < MIN_WAIT ? 0 : wait;
    },
  };
}
