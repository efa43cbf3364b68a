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

/** At which address a user was met, and all that the settings name. */
export interface MetAt {
  readonly server: string;
  readonly servers: readonly string[];
}

/**
 * The ledger's number for the server and user of the settings; null before the first run with them.
 * @param servers the addresses in the settings: it is enough that the user was met at one of them
 */
export function currentTarget(ledger: Ledger, servers: readonly string[]): number | null {
  const target = lastTarget(ledger);
  if (target === null || ledger.recall(STRANGER) !== null) return null;
  return servers.some((server) => wasMetAt(ledger, target, server)) ? target : null;
}

/** Makes this user's number the current one. @param server the address at which the user was met */
export function rememberTarget(
  ledger: Ledger,
  target: number,
  { email }: Pick<UserOfKey, 'email'>,
  server: string,
): void {
  ledger.remember(CURRENT_TARGET, String(target));
  ledger.remember(emailKey(target), email);
  ledger.remember(addressKey(server), String(target));
  ledger.forget(STRANGER);
}

/**
 * Compares the user of a key with the one whose pictures were verified until now.
 * @throws {ProblemError} key-of-another-user, addresses-differ
 */
export function recogniseUser(ledger: Ledger, user: UserOfKey, at: MetAt): void {
  const doubt = doubtAboutUser(ledger, user, at);
  if (doubt === null) {
    ledger.forget(STRANGER);
    return;
  }
  // Of two addresses one is wrong: there is nothing to decide about a user.
  if (doubt.code === 'key-of-another-user') ledger.remember(STRANGER, user.userId);
  throw doubt;
}

/** The problem that {@link recogniseUser} would find with this user; null for none. Leaves no trace. */
export function doubtAboutUser(ledger: Ledger, { userId, email }: UserOfKey, at: MetAt): ProblemError | null {
  const target = lastTarget(ledger);
  const known = target === null ? null : ledger.targetOf(target);
  if (target === null || known === null || known.userId === userId || !ledger.hasProofs(target)) return null;
  const other = otherAddress(ledger, target, at);
  if (other !== null) return new ProblemError('addresses-differ', { server: at.server, other, email });
  const former = ledger.recall(emailKey(target)) ?? 'another user';
  return new ProblemError('key-of-another-user', { email, former, server: known.server });
}

/**
 * What a refused key means where there are two addresses: at one that was never used it speaks for another server.
 * @returns any other error as it is
 */
export function explainRefusedKey(ledger: Ledger, error: unknown, at: MetAt): unknown {
  const target = lastTarget(ledger);
  if (!(error instanceof ProblemError) || error.code !== 'key-refused' || target === null) return error;
  const other = otherAddress(ledger, target, at);
  return other === null ? error : new ProblemError('addresses-differ', { server: at.server, other, email: null });
}

/** The other address of the settings, if this target's user was met there, and never here; null if not. */
function otherAddress(ledger: Ledger, target: number, { server, servers }: MetAt): string | null {
  if (!servers.includes(server) || wasMetAt(ledger, target, server)) return null;
  return servers.find((other) => other !== server && wasMetAt(ledger, target, other)) ?? null;
}

/** Ledgers of earlier versions know the last address alone. */
function wasMetAt(ledger: Ledger, target: number, server: string): boolean {
  return ledger.recall(addressKey(server)) === String(target) || ledger.targetOf(target)?.server === server;
}

/** True once the server has been asked about the library's files for this target. */
export function isChecked(ledger: Ledger, target: number | null): boolean {
  return target !== null && (ledger.recall(checkedKey(target)) !== null || ledger.hasProofs(target));
}

export function rememberChecked(ledger: Ledger, target: number): void {
  ledger.remember(checkedKey(target), 'yes');
}

const emailKey = (target: number) => `user-of-target:${target}`;
const addressKey = (server: string) => `target-at:${server}`;
const checkedKey = (target: number) => `checked-target:${target}`;

function lastTarget(ledger: Ledger): number | null {
  const target = ledger.recall(CURRENT_TARGET);
  return target === null ? null : Number(target);
}
