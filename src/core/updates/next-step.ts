/** What an update is to do next. Pure. */
import type { UpdatePhase } from '../model/updates.ts';

/** Milliseconds between two automatic checks. */
export const CHECK_EVERY = 24 * 3_600_000;
/** Milliseconds that are added at random, so that not everybody asks at the same minute. */
const JITTER = 3_600_000;

export interface UpdateFacts {
  /** Milliseconds since 1970, as are the other times. */
  readonly now: number;
  readonly phase: UpdatePhase;
  /** Whether updates are looked for without being asked to. */
  readonly isAutomatic: boolean;
  /** Whether a person asked for the update that was found. */
  readonly isWanted: boolean;
  /** When the server of updates last answered; null before the first time. */
  readonly checkedAt: number | null;
  /** Nothing is begun before: after a start, a wake-up or a failure. */
  readonly notBefore: number;
  /** 0 to 1, the same one until the next check. */
  readonly luck: number;
  /** Whether a sync or a command of this app is in progress: nothing is begun then. */
  readonly isInUse: boolean;
  /** Whether the Mac is on a hotspot that is to be spared: only what a person asked for is downloaded there. */
  readonly isOnHotspot: boolean;
}

export type NextStep = 'check' | 'download' | 'nothing';

export function nextStep(facts: UpdateFacts): NextStep {
  const { now, phase, isAutomatic, isWanted, checkedAt, notBefore, luck, isInUse, isOnHotspot } = facts;
  if (isInUse) return 'nothing';
  // Who asked does not wait for a quieter moment.
  if (phase === 'found') return isWanted || (isAutomatic && now >= notBefore && !isOnHotspot) ? 'download' : 'nothing';
  if (phase !== 'idle' || !isAutomatic || now < notBefore) return 'nothing';
  // A clock that has been set back would put the next check off for years.
  const isDue = checkedAt === null || checkedAt > now || now - checkedAt >= CHECK_EVERY + luck * JITTER;
  return isDue ? 'check' : 'nothing';
}
