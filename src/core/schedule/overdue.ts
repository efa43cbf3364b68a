/** Waiting is no failure, but waiting without success for days is: then a person has to know. Pure. */
import { makeProblem, type Problem } from '../model/problem.ts';
import type { WaitingFor } from '../model/waiting.ts';

const DAY = 24 * 3_600_000;
/** Due times that waited without success, and days without a sync, before a person is told. */
const PATIENCE = 3;

export interface WaitedWithoutSuccess {
  /** Due times since the last good run that waited until they counted as skipped. */
  readonly times: number;
  /** What the last of them waited for. */
  readonly waitingFor: WaitingFor | null;
  /** When the last good run ended; null if there was none. Milliseconds since 1970. */
  readonly lastGoodAt: number | null;
}

export function waitedTooLong({ times, waitingFor, lastGoodAt }: WaitedWithoutSuccess, now: number): Problem | null {
  if (waitingFor === null || lastGoodAt === null || times < PATIENCE) return null;
  const days = Math.floor((now - lastGoodAt) / DAY);
  return days < PATIENCE ? null : makeProblem('not-synced-lately', { days, waitingFor });
}
