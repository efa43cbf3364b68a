/** When a sync that the server kept from happening is tried again. Pure: everything follows from the history. */
import type { RunSummary } from '../../shared/contract.ts';

const MINUTE = 60_000;
/** Milliseconds before each further try; the last one is for all that follow. */
const DELAYS = [5, 15, 30, 60].map((minutes) => minutes * MINUTE);
/** Milliseconds after the first failure; then it is for the person to look. */
const GIVES_UP_AFTER = 6 * 60 * MINUTE;

export interface Retry {
  /** The start of the first run that failed. */
  readonly since: number;
  readonly until: number;
  readonly nextTryAt: number;
}

/**
 * @param runs the newest first.
 * @param isTransient whether a run failed for a reason that may go away by itself.
 * @returns null when the last run did not fail so, or when it has been tried for long enough.
 */
export function retryAfter(
  runs: readonly RunSummary[],
  isTransient: (run: RunSummary) => boolean,
  now: number,
): Retry | null {
  const good = runs.findIndex((run) => !isTransient(run));
  const failures = good === -1 ? runs : runs.slice(0, good);
  const [last] = failures;
  const first = failures.at(-1);
  if (last === undefined || first === undefined) return null;
  const until = first.startedAt + GIVES_UP_AFTER;
  const delay = DELAYS[Math.min(failures.length, DELAYS.length) - 1] ?? 0;
  const nextTryAt = (last.endedAt ?? last.startedAt) + delay;
  return nextTryAt > until || now > until ? null : { since: first.startedAt, until, nextTryAt };
}
