/** Where the API key is kept: a port, because every system has its own keychain and the app has Electron's. Never a plain file. */

import { ProblemError } from '../model/problem.ts';
import { because, type Explanation, quote } from '../model/reasons.ts';

export interface Secrets {
  /**
   * The key, or null when none is kept: never when it only cannot be read now.
   * @throws {ProblemError} keychain-…, key-unreadable
   */
  read(): Promise<string | null>;
  /**
   * Whether one is kept, without reading it: the person is never asked for a password.
   * @throws {ProblemError} keychain-…, where it cannot be told
   */
  isKept(): Promise<boolean>;
  /**
   * Keeps the key instead of any other. It has been read back when this resolves.
   * @throws {ProblemError} keychain-…, key-malformed
   */
  write(key: string): Promise<void>;
  /**
   * Forgets the key; no harm when there is none.
   * @throws {ProblemError} keychain-…
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

type KeyFault = 'key-empty' | 'key-with-blanks' | 'key-with-odd-characters' | 'key-too-long';

/**
 * The key as it was typed or piped in, without the blanks and line end around it. Immich's keys are letters and digits; anything printable
 * without blanks is let through, so that a change there does no harm.
 * @throws {ProblemError} key-malformed; the key itself is not repeated
 */
export function cleanKey(typed: string): string {
  const key = typed.trim();
  const refuse = (code: KeyFault) => new ProblemError('key-malformed', { reason: because(code) });
  if (key === '') throw refuse('key-empty');
  if (/\s/.test(key)) throw refuse('key-with-blanks');
  if (!/^[\x21-\x7e]+$/.test(key)) throw refuse('key-with-odd-characters');
  if (key.length > 1000) throw refuse('key-too-long');
  return key;
}

/**
 * Milliseconds to wait for a keychain. Long, because the system may be asking the person for a password; limited, because at night nobody
 * answers, and a sync must not wait for ever.
 */
export const KEYCHAIN_PATIENCE = 120_000;

/** @param patience milliseconds that were waited */
export function keychainUnanswered(patience: number): ProblemError {
  const minutes = Math.round(patience / 60_000);
  return new ProblemError('keychain-unanswered', { minutes });
}

/** @param reason a complaint of the keychain's program may be a whole sentence */
export const keychainUnavailable = (reason: Explanation, cause?: unknown) =>
  new ProblemError(
    'keychain-unavailable',
    { reason: typeof reason === 'string' ? quote(reason.replace(/\.$/, '')) : reason },
    { cause },
  );
