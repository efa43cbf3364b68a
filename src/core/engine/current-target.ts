/**
 * Which server and user the ledger's home belongs to now. Proofs belong to them: the number is never told for another server or user, and
 * another user's key is not used before a person has said so.
 */
import type { Ledger } from '../ledger/ledger.ts';
import { ProblemError } from '../model/problem.ts';

const CURRENT_TARGET = 'current-target';
/** The id of a user whose key was met and not decided about. */
const STRANGER = 'user-not-decided';

export interface UserOfKey {
  readonly userId: string;
  readonly email: string;
}

/**
 * The ledger's number for the server and user of the settings; null before the first run with them.
 * @param server the address in the settings
 */
export function currentTarget(ledger: Ledger, server: string | null): number | null {
  const target = lastTarget(ledger);
  if (target === null || ledger.recall(STRANGER) !== null) return null;
  return ledger.targetOf(target)?.server === server ? target : null;
}

/** Makes this user's number the current one. */
export function rememberTarget(ledger: Ledger, target: number, { email }: Pick<UserOfKey, 'email'>): void {
  ledger.remember(CURRENT_TARGET, String(target));
  ledger.remember(emailKey(target), email);
  ledger.forget(STRANGER);
}

/**
 * Compares the user of a key with the one whose pictures were verified until now.
 * @throws {ProblemError} key-of-another-user
 */
export function recogniseUser(ledger: Ledger, { userId, email }: UserOfKey): void {
  const doubt = doubtAboutUser(ledger, { userId, email });
  if (doubt === null) {
    ledger.forget(STRANGER);
    return;
  }
  ledger.remember(STRANGER, userId);
  throw doubt;
}

/** The problem that {@link recogniseUser} would find with this user; null for none. Leaves no trace. */
export function doubtAboutUser(ledger: Ledger, { userId, email }: UserOfKey): ProblemError | null {
  const target = lastTarget(ledger);
  const known = target === null ? null : ledger.targetOf(target);
  if (target === null || known === null || known.userId === userId || !ledger.hasProofs(target)) return null;
  const former = ledger.recall(emailKey(target)) ?? 'another user';
  return new ProblemError('key-of-another-user', { email, former, server: known.server });
}

/** True once the server has been asked about the library's files for this target. */
export function isChecked(ledger: Ledger, target: number | null): boolean {
  return target !== null && (ledger.recall(checkedKey(target)) !== null || ledger.hasProofs(target));
}

export function rememberChecked(ledger: Ledger, target: number): void {
  ledger.remember(checkedKey(target), 'yes');
}

const emailKey = (target: number) => `user-of-target:${target}`;
const checkedKey = (target: number) => `checked-target:${target}`;

function lastTarget(ledger: Ledger): number | null {
  const target = ledger.recall(CURRENT_TARGET);
  return target === null ? null : Number(target);
}
