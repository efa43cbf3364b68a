/** Where the API key and other secrets are kept, each by itself: a port, because every system has its own keychain and the app has Electron's. Never a plain file. */

import { HOOK_TITLES, type HookName } from '../model/hooks.ts';
import { ProblemError } from '../model/problem.ts';
import { because, type Explanation, quote, type Reason } from '../model/reasons.ts';

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
  /** The name of the place where the key is kept. */
  describe(): Reason;
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

/** What is kept, an item of the keychain for each. */
export interface SecretKind {
  /** What the item is called in the system's own list of its items. */
  readonly label: string;
  /** @param key that of {@link keychainAccount} */
  readonly account: (key: string) => string;
  /** As it is kept. @throws {ProblemError} key-malformed, hook-address-unusable */
  readonly clean: (typed: string) => string;
}

export const API_KEY: SecretKind = {
  label: `${KEYCHAIN_SERVICE}: API key`,
  account: (key) => key,
  clean: (typed) => cleanKey(typed),
};

/** The address of a service that is notified of each sync: whoever knows it can speak in our name. */
export const hookSecret = (hook: HookName): SecretKind => ({
  label: `${KEYCHAIN_SERVICE}: ${HOOK_TITLES[hook]}`,
  account: (key) => `${hook} of ${key}`,
  clean: cleanHookAddress,
});

/** The key with which `connection.json` is encrypted (`sealed-file.ts`). */
const CONNECTION_KEY: SecretKind = {
  label: `${KEYCHAIN_SERVICE}: headers and certificates`,
  account: (key) => `connection of ${key}`,
  clean: (typed) => cleanKey(typed),
};

/** What is kept besides the API key. */
export type SecretItem = HookName | 'connection';

export const kindOf = (item: SecretItem): SecretKind => (item === 'connection' ? CONNECTION_KEY : hookSecret(item));

/** Characters: `security -i` reads lines of 4096 bytes, and each may be quoted by another one. */
const MAX_ADDRESS = 1_500;

/** An address, and what is to be sent as authorization after a blank. Whether it leads anywhere is for `hooks/address.ts` to say. */
function cleanHookAddress(typed: string): string {
  const text = typed.trim().replace(/\s+/g, ' ');
  const refuse = (code: KeyFault) => new ProblemError('hook-address-unusable', { reason: because(code) });
  if (text === '') throw refuse('key-empty');
  if (!/^[\x20-\x7e]+$/.test(text)) throw refuse('key-with-odd-characters');
  if (text.length > MAX_ADDRESS) throw refuse('key-too-long');
  return text;
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
 * answers, and a sync must not wait forever.
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
