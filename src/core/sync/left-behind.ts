/** A file that could not be brought to the server in a run: written down, so that it is tried again later and stops no other. */
import { TRIES_BEFORE_ASKING } from '../ledger/back-off.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { RefusalReason } from '../ledger/refusal-ledger.ts';
import type { Explanation } from '../model/reasons.ts';
import type { ItemProblem, ProblemList } from './problem-list.ts';

export interface LeavingContext {
  readonly ledger: Ledger;
  readonly target: number;
  readonly problems: ProblemList;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface LeftBehind {
  readonly sha1: string;
  /** For people. */
  readonly name: string;
  readonly reason: RefusalReason;
  /** What is kept with it and shown in lists. */
  readonly message: Explanation;
  /** As what the run tells of it; null when something else tells of it already. */
  readonly problem: ItemProblem | null;
}

/** Keeps the failed try. What has failed too often is reported by the run as a whole, with the choice that a person has. */
export function leaveBehind({ ledger, target, problems, now }: LeavingContext, left: LeftBehind): void {
  const tries = ledger.refusals.record(target, left.sha1, left.reason, left.message, now());
  if (left.problem !== null && tries < TRIES_BEFORE_ASKING) problems.addItem(left.problem, left.name);
}
