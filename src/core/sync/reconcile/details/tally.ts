/** What comes of bringing details over. */

import type { DetailedFile } from '../../../ledger/detailed-file.ts';
import { makeProblem, type Problem } from '../../../model/problem.ts';
import type { Reason } from '../../../model/reasons.ts';
import {
  type Contradiction,
  contradictionKey,
  type DetailConflict,
  type DetailCounts,
  NO_DETAILS,
} from '../../../model/run-report.ts';
import type { Counts } from './apply.ts';
import type { DetailDecision } from './rule.ts';

export interface DetailOutcome {
  readonly counts: DetailCounts;
  readonly conflicts: readonly DetailConflict[];
  readonly contradictions: readonly Contradiction[];
  /** Files of which not every detail was seen on the server yet. */
  readonly unseen: number;
  readonly problems: readonly Problem[];
}

/** What the passes of a run have come to. */
export class Tally {
  readonly counts: Counts = { ...NO_DETAILS };
  readonly #conflicts = new Map<string, DetailConflict>();
  readonly #contradictions = new Map<string, Contradiction>();
  readonly #failures: { readonly filename: string; readonly reason: Reason }[] = [];
  readonly #locked: string[] = [];
  readonly #given: string[] = [];
  /** Files on which something was set that only a later run can see. */
  expected = 0;

  failed({ filename }: DetailedFile, reason: Reason): void {
    this.#failures.push({ filename, reason });
  }

  lockedAway({ filename }: DetailedFile): void {
    this.#locked.push(filename);
  }

  givenUp({ filename }: DetailedFile): void {
    this.#given.push(filename);
  }

  /** One that is met again while the rest is set is the same. */
  conflicting({ uuid, filename, remoteId }: DetailedFile, conflicts: DetailDecision['conflicts']): void {
    for (const conflict of conflicts)
      this.#conflicts.set(`${remoteId} ${conflict.field}`, { uuid, filename, ...conflict });
  }

  /** Told once, also of several files of the same photos. */
  contradicting(contradictions: readonly Contradiction[]): void {
    for (const contradiction of contradictions)
      this.#contradictions.set(contradictionKey(contradiction), contradiction);
  }

  outcome(open: number): DetailOutcome {
    const { counts } = this;
    const [first] = this.#failures;
    const failed = this.#failures.map(({ filename }) => filename);
    const [locked, given] = [this.#locked, this.#given];
    return {
      counts,
      conflicts: [...this.#conflicts.values()],
      contradictions: [...this.#contradictions.values()],
      unseen: open + this.expected,
      problems: [
        ...(first === undefined
          ? []
          : [makeProblem('details-failed', { count: failed.length, reason: first.reason }, failed)]),
        ...(locked.length === 0 ? [] : [makeProblem('locked-away', { count: locked.length }, locked)]),
        ...(given.length === 0 ? [] : [makeProblem('details-not-kept', { count: given.length }, given)]),
      ],
    };
  }
}
