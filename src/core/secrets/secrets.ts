/** Where the API key is kept: a port, because every system has its own keychain and the app has Electron's. Never a plain file. */
import { ProblemError } from '../problem.ts';

export interface Secrets {
  /**
   * The key, or null when none is kept.
   * @throws {ProblemError} keychain-unavailable
   */
  read(): Promise<string | null>;
  /**
   * Keeps the key instead of any other.
   * @throws {ProblemError} keychain-unavailable, key-malformed
   */
  write(key: string): Promise<void>;
  /**
   * Forgets the key; no harm when there is none.
   * @throws {ProblemError} keychain-unavailable
   */
  remove(): Promise<void>;
  /** Where the key is kept, as it fits into “The key is kept in …”. */
  describe(): string;
}

/** What the keychain's item is found by. */
export const KEYCHAIN_SERVICE = 'Immich Sync';

/**
 * The name of the item within {@link KEYCHAIN_SERVICE}: one key for each home, so that `--home` has its own. It does not depend on the
 * server's address, which a person may write in several ways.
 */
export function keychainAccount(home: string | null): string {
  return home === null ? 'default' : `home ${home}`;
}

/**
 * The key as it was typed or piped in, without the blanks and line end around it. Immich's keys are letters and digits; anything printable
 * without blanks is let through, so that a change there does no harm.
 * @throws {ProblemError} key-malformed; the key itself is not repeated
 */
export function cleanKey(typed: string): string {
  const key = typed.trim();
  const refuse = (reason: string) => new ProblemError('key-malformed', { reason });
  if (key === '') throw refuse('it is empty');
  if (/\s/.test(key)) throw refuse('it has blanks or line breaks in it');
  if (!/^[\x21-\x7e]+$/.test(key)) throw refuse('it has characters that no key has');
  if (key.length > 1000) throw refuse('it is too long');
  return key;
}

export const keychainUnavailable = (reason: string, cause?: unknown) =>
  new ProblemError('keychain-unavailable', { reason: reason.replace(/\.$/, '') }, { cause });
