/**
 * The API key in Electron's safeStorage: encrypted with a key that the system's keychain holds, the cipher text in a small file of its
 * own. It is never written in the clear. Where the keychain cannot be used the app keeps it in memory, and the windows say so; a command,
 * which ends right away, says that it could not keep it.
 *
 * What safeStorage tells (electron_api_safe_storage.cc, Chromium's keychain_key_provider.mm): on macOS it is always "available"; without
 * the keychain, for whatever reason, encrypting fails and decrypting is "temporarily unavailable", and that stays so until the process
 * ends. Decrypting fails otherwise only for what was encrypted with another key: then the keychain's item is a new one.
 */

import { existsSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import Conf from 'conf';
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import { fileReason } from '../../core/model/file-reason.ts';
import { type Problem, type ProblemCode, ProblemError, toProblem } from '../../core/model/problem.ts';
import { because, type Reason } from '../../core/model/reasons.ts';
import { KEY_VARIABLE } from '../../core/secrets/environment.ts';
import {
  API_KEY,
  KEYCHAIN_PATIENCE,
  keychainUnanswered,
  keychainUnavailable,
  type SecretKind,
  type Secrets,
} from '../../core/secrets/secrets.ts';
import type { KeyView } from '../../shared/contract.ts';
import { problemInUse } from '../../shared/told.ts';

const fileSchema = z.object({
  version: z.literal(1),
  /** Base64 of what safeStorage made. */
  cipher: z.string().min(1),
  /** Milliseconds since 1970. */
  savedAt: z.number(),
});

/** What is used of Electron's. */
export type Encryption = Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'> &
  Partial<Pick<SafeStorage, 'getSelectedStorageBackend'>>;

export interface VaultOptions {
  readonly encryption: Encryption;
  readonly platform: NodeJS.Platform;
  /** Absolute. */
  readonly file: string;
  /** The API key if not given, which alone may come from the environment. */
  readonly kind?: SecretKind;
  /** Where the command line keeps its key; read when we have none of our own. */
  readonly fallback: Secrets;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether a key that no keychain takes is kept until this process ends. */
  readonly mayKeepInMemory: boolean;
  /** Milliseconds to wait for the keychain, which may be asking the person; {@link KEYCHAIN_PATIENCE} if not given. */
  readonly patience?: number;
  readonly now?: () => number;
}

export class Vault implements Secrets {
  readonly #options: VaultOptions;
  /** The key, when it could not be put away; with the reason. */
  #memory: { readonly key: string; readonly problem: Problem } | null = null;
  /** Whether the fallback has one; null when not looked yet, because looking starts a program. */
  #isInFallback: boolean | null = null;
  /** One thing at a time: a save that overtakes a removal would bring the key back. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: VaultOptions) {
    this.#options = options;
  }

  read(): Promise<string | null> {
    return this.#inTurn(async () => {
      const fromEnvironment = this.#environmentKey();
      if (fromEnvironment !== null) return fromEnvironment;
      if (this.#memory !== null) return this.#memory.key;
      const stored = this.#stored();
      if (stored === null) return this.#readFallback();
      await this.#requireKeychain();
      const { key, shouldReEncrypt } = await this.#decrypt(stored.cipher);
      // The key can be read as it is: that it cannot be encrypted again today is no trouble.
      if (shouldReEncrypt) await this.#store(key, stored.savedAt).catch(() => {});
      return key;
    });
  }

  async isKept(): Promise<boolean> {
    return (await this.view()).state !== 'none';
  }

  write(typed: string): Promise<void> {
    const key = this.#kind.clean(typed);
    return this.#inTurn(async () => {
      if (this.#environmentKey() !== null)
        throw keychainUnavailable(because('key-from-environment', { variable: KEY_VARIABLE }));
      try {
        await this.#requireKeychain();
        await this.#store(key, (this.#options.now ?? Date.now)());
        this.#memory = null;
      } catch (error) {
        if (!this.#options.mayKeepInMemory) throw error;
        this.#memory = { key, problem: toProblem(error) };
        // The key that it replaces must not come back with the next start.
        this.#open().clear();
      }
    });
  }

  remove(): Promise<void> {
    return this.#inTurn(async () => {
      this.#memory = null;
      this.#open().clear();
      // Otherwise the command line's key would take its place at once.
      if ((await this.#readFallback()) !== null) await this.#options.fallback.remove();
      this.#isInFallback = false;
    });
  }

  describe(): Reason {
    return because(this.#options.platform === 'darwin' ? 'kept-in-keychain' : 'kept-in-secret-service');
  }

  /** What may be told about the key. */
  view(): Promise<KeyView> {
    return this.#inTurn(async (): Promise<KeyView> => {
      if (this.#environmentKey() !== null) return { state: 'environment', savedAt: null, reason: null };
      if (this.#memory !== null)
        return { state: 'memory-only', savedAt: null, reason: problemInUse(this.#memory.problem).sentence };
      const stored = this.#stored();
      if (stored !== null) return { state: 'stored', savedAt: stored.savedAt, reason: null };
      // Where a keychain that is locked does not even say this, there may be one; a machine without the tool has none.
      this.#isInFallback ??= await this.#options.fallback.isKept().catch(isNotNow);
      return { state: this.#isInFallback === true ? 'stored' : 'none', savedAt: null, reason: null };
    });
  }

  get #kind(): SecretKind {
    return this.#options.kind ?? API_KEY;
  }

  #environmentKey(): string | null {
    const value = this.#kind === API_KEY ? this.#options.environment[KEY_VARIABLE] : undefined;
    return value === undefined || value.trim() === '' ? null : this.#kind.clean(value);
  }

  /** @throws {ProblemError} keychain-locked, keychain-refused, keychain-unanswered: there may be a key, which only cannot be read now */
  async #readFallback(): Promise<string | null> {
    const key = await this.#options.fallback.read().catch((error: unknown) => {
      if (isNotNow(error)) throw error;
      // A machine without the command line's keychain tool has no key there, which is no trouble here.
      return null;
    });
    this.#isInFallback = key !== null;
    return key;
  }

  /** Encrypts the key, writes it, and reads it back: only then it is kept. */
  async #store(key: string, savedAt: number): Promise<void> {
    const encrypted = await this.#patiently(this.#options.encryption.encryptStringAsync(key)).catch(
      (error: unknown) => {
        throw error instanceof ProblemError ? error : new ProblemError('keychain-refused', {}, { cause: error });
      },
    );
    const former = this.#stored();
    try {
      this.#open().store = { version: 1, cipher: encrypted.toString('base64'), savedAt };
    } catch (error) {
      const why = fileReason(error);
      throw keychainUnavailable(because('not-written', { path: this.#options.file, why }), error);
    }
    const written = this.#stored();
    if (written !== null && (await this.#decrypt(written.cipher).catch(() => null))?.key === key) return;
    // The former key may still be good.
    if (former === null) this.#open().clear();
    else this.#open().store = former;
    throw keychainUnavailable(because('key-not-kept'));
  }

  async #decrypt(cipher: string): Promise<{ readonly key: string; readonly shouldReEncrypt: boolean }> {
    try {
      const { encryption } = this.#options;
      const { result, shouldReEncrypt } = await this.#patiently(
        encryption.decryptStringAsync(Buffer.from(cipher, 'base64')),
      );
      return { key: result, shouldReEncrypt };
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      // Never the error's own text: nobody knows what it holds.
      const isOnlyNow = error instanceof Error && error.message.includes('temporarily unavailable');
      throw new ProblemError(isOnlyNow ? 'keychain-refused' : 'key-unreadable', {}, { cause: error });
    }
  }

  /** Chromium's fallback without a keychain is a fixed password, which is no encryption (its name is `basic_text`). */
  async #requireKeychain(): Promise<void> {
    const { encryption, platform } = this.#options;
    const isAvailable = await this.#patiently(encryption.isAsyncEncryptionAvailable());
    if (isAvailable && (platform !== 'linux' || encryption.getSelectedStorageBackend?.() !== 'basic_text')) return;
    throw new ProblemError('keychain-missing', { reason: because('no-usable-keychain') });
  }

  /** An answer that comes later is of use all the same: the next question finds it. */
  #patiently<Answer>(answer: Promise<Answer>): Promise<Answer> {
    const { patience = KEYCHAIN_PATIENCE } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(keychainUnanswered(patience)), patience);
    });
    return Promise.race([answer, limit]).finally(() => clearTimeout(timer));
  }

  #stored(): z.output<typeof fileSchema> | null {
    if (!existsSync(this.#options.file)) return null;
    const read = fileSchema.safeParse(this.#open().store);
    return read.success ? read.data : null;
  }

  #open(): Conf<Record<string, unknown>> {
    const { file } = this.#options;
    return new Conf<Record<string, unknown>>({
      cwd: dirname(file),
      configName: basename(file, extname(file)),
      fileExtension: extname(file).slice(1),
      configFileMode: 0o600,
      // A damaged file holds nothing that can be saved: the key has to be given again.
      clearInvalidConfig: true,
    });
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}

/** Reasons that may be gone tomorrow. */
const NOT_NOW: ReadonlySet<ProblemCode> = new Set(['keychain-locked', 'keychain-refused', 'keychain-unanswered']);

const isNotNow = (error: unknown) => error instanceof ProblemError && NOT_NOW.has(error.code);
