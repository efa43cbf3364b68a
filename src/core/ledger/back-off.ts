/** When a file that could not be brought to the server is tried again: at first soon, then less and less often. Pure. */

const DAY = 24 * 3_600_000;
/** Days before the second, third, … try; the last is for all that follow. The next run, whenever it is, is day 0. */
const DAYS = [0, 1, 2, 4, 8, 14];
/** A daily run does not begin and end at the same minute every day, and must not find that the day is not over yet. */
const TOLERANCE = 4 * 3_600_000;

/** Tries after which a person is asked what shall become of the file. */
export const TRIES_BEFORE_ASKING = 4;

/**
 * @param attempts failed tries, at least one
 * @param lastAt when the last one failed, milliseconds since 1970
 * @returns milliseconds since 1970
 */
export function nextTryAt(attempts: number, lastAt: number): number {
  const days = DAYS[Math.min(attempts, DAYS.length) - 1] ?? 0;
  return days === 0 ? lastAt : lastAt + days * DAY - TOLERANCE;
}
