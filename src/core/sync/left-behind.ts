/** A file that could not be brought to the server in a run: written down, so that it is tried again later and stops no other. */
import { TRIES_BEFORE_ASKING } from '../ledger/back-off.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { RefusalReason } from '../ledger/refusal-ledger.ts';
import { plainText } from '../model/plain-text.ts';
import type { ItemCode, ProblemList } from './problem-list.ts';

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
  readonly message: string;
  /** As which problem the run tells of it, completed by `words`; null when something else tells of it already. */
  readonly code: ItemCode | null;
  readonly words?: string;
}

/** Keeps the failed try. What has failed too often is told by the run as a whole, with the choice that a person has. */
export function leaveBehind({ ledger, target, problems, now }: LeavingContext, left: LeftBehind): void {
  const tries = ledger.refusals.record(target, left.sha1, left.reason, plainText(left.message), now());
  if (left.code !== null && tries < TRIES_BEFORE_ASKING) problems.addItem(left.code, left.name, left.words);
}
