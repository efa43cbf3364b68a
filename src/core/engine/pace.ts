/** When the next of many small pieces of work may begin. Pure: it is told the time, in milliseconds of any clock. */

export interface Allowance {
  /** How many may run side by side. */
  readonly atATime: number;
  /** How many may begin in a second, and how many at once after a rest; null for no bounds. */
  readonly rate: { readonly aSecond: number; readonly atOnce: number } | null;
}

export class Pace {
  /** When the next would begin if all had begun at equal distances. */
  #due = Number.NEGATIVE_INFINITY;

  /** @param going how many are running. @returns milliseconds until one more may begin; null for not before one has ended */
  wait({ atATime, rate }: Allowance, going: number, now: number): number | null {
    if (going >= atATime) return null;
    if (rate === null) return 0;
    return Math.max(0, this.#due - now - ((rate.atOnce - 1) * 1_000) / rate.aSecond);
  }

  begun({ rate }: Allowance, now: number): void {
    // What begins without bounds does not count against the bounds that come later.
    if (rate !== null) this.#due = Math.max(this.#due, now) + 1_000 / rate.aSecond;
  }
}
