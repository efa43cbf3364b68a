/**
 * When a sync that broke off is tried again: the server went away in the middle, the Mac lost its power, the app was closed. Pure;
 * everything follows from the history.
 */
import type { RunRow } from '../ledger/run-history.ts';
import type { ProblemCode } from '../model/problem.ts';

const MINUTE = 60_000;
/** Milliseconds before each further try; the last one is for all that follow. */
const DELAYS = [5, 15, 30, 60].map((minutes) => minutes * MINUTE);
/** Milliseconds before going on with a sync that was cut off for the first time: nothing speaks against it. */
const CONTINUES_AFTER = MINUTE;
/** Milliseconds after the first failure; then the next due time is early enough. */
const GIVES_UP_AFTER = 6 * 60 * MINUTE;

/** Failures that may go away by themselves. */
export const TRANSIENT: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'server-unreachable',
  'local-network-refused',
  'server-error',
  // Another network has a server of its own at that address.
  'server-not-recognised',
  'ledger-busy',
]);

/** What keeps a sync from starting for a moment, while another process is at the ledger: nobody is told, the next look at the clock decides again. */
export const MOMENTARY: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['ledger-busy', 'ledger-damaged-in-use']);

export interface Retry {
  /** When the first of the tries ended. Milliseconds since 1970, as all here. */
  readonly since: number;
  readonly until: number;
  readonly nextTryAt: number;
}

export type PastRun = Pick<RunRow, 'startedAt' | 'endedAt' | 'outcome' | 'report'>;

/**
 * @param runs without skipped times, the newest first.
 * @returns null when the last run did not break off, or when it has been tried for long enough.
 */
export function retryAfter(runs: readonly PastRun[], now: number): Retry | null {
  const end = runs.findIndex((run) => !brokeOff(run));
  const tries = end === -1 ? runs : runs.slice(0, end);
  const [last] = tries;
  const first = tries.at(-1);
  if (last === undefined || first === undefined) return null;
  const since = first.endedAt ?? first.startedAt;
  const until = since + GIVES_UP_AFTER;
  const delay =
    tries.length === 1 && last.outcome === 'interrupted'
      ? CONTINUES_AFTER
      : (DELAYS[Math.min(tries.length, DELAYS.length) - 1] ?? 0);
  const nextTryAt = (last.endedAt ?? last.startedAt) + delay;
  return nextTryAt > until || now > until ? null : { since, until, nextTryAt };
}

/** Whether a run ended for a reason that has nothing to do with what it was about to do. A person who stops one means it. */
function brokeOff({ outcome, report }: PastRun): boolean {
  const code = report?.problems[0]?.code;
  switch (outcome) {
    case 'interrupted':
      return code !== 'stopped';
    case 'failed':
    case 'partial':
      return code !== undefined && TRANSIENT.has(code);
    default:
      return false;
  }
}
