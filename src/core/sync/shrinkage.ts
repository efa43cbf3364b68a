/**
 * A library that shrinks at once by much may be another one, damaged or half restored: a run asks before it takes that for a person's will.
 * The answer is remembered in the ledger and holds for as many items as were asked about.
 */
import type { InventoryLoss } from '../ledger/inventory-writer.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { ProblemError } from '../model/problem.ts';

/** More than so many items and more than this part of all. */
const ITEMS = 20;
const PART = 0.05;

/** How many items were gone when a run last asked, and whether a person has said that this is right. */
const ASKED = 'library-shrank';
/** The library of the last inventory. */
const LIBRARY = 'inventory-library';

interface Question {
  readonly lost: number;
  readonly isConfirmed: boolean;
}

/** Pure. */
export function isShrinkage({ before, lost }: InventoryLoss): boolean {
  return before > 0 && (lost === before || (lost > ITEMS && lost > before * PART));
}

/**
 * Asks, unless it was answered; another library than the last was chosen by a person.
 * @throws {ProblemError} library-shrank
 */
export function checkShrinkage(ledger: Ledger, library: string, loss: InventoryLoss): void {
  const known = ledger.recall(LIBRARY);
  if (!isShrinkage(loss) || (known !== null && known !== library)) return;
  const question = asked(ledger);
  if (question?.isConfirmed && loss.lost <= question.lost + ITEMS) return;
  ledger.remember(ASKED, JSON.stringify({ lost: loss.lost, isConfirmed: false } satisfies Question));
  throw new ProblemError('library-shrank', { lost: loss.lost, before: loss.before });
}

/** An inventory was taken in: the question is settled. */
export function settleShrinkage(ledger: Ledger, library: string): void {
  ledger.remember(LIBRARY, library);
  ledger.forget(ASKED);
}

/**
 * A person says that the library is right as it is; the next run continues.
 * @returns how many items that is about; null when nothing was asked
 */
export function confirmShrinkage(ledger: Ledger): number | null {
  const question = asked(ledger);
  if (question === null) return null;
  ledger.remember(ASKED, JSON.stringify({ ...question, isConfirmed: true } satisfies Question));
  return question.lost;
}

function asked(ledger: Ledger): Question | null {
  const text = ledger.recall(ASKED);
  return text === null ? null : (JSON.parse(text) as Question);
}
