/**
 * The API key in Electron's safeStorage: encrypted with a key that the system's keychain holds, the cipher text in a small file of its
 * own. Where the keychain cannot be used the key stays in memory, and the windows say so; it is never written in the clear.
 */
import { existsSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { safeStorage } from 'electron';
import Store from 'electron-store';
import { z } from 'zod';
import { KEY_VARIABLE } from '../../core/secrets/environment.ts';
import { cleanKey, keychainUnavailable, type Secrets } from '../../core/secrets/secrets.ts';
import type { KeyView } from '../../shared/contract.ts';

const fileSchema = z.object({
  version: z.literal(1),
  /** Base64 of what safeStorage made. */
  cipher: z.string().min(1),
  /** Milliseconds since 1970. */
  savedAt: z.number(),
});

export interface VaultOptions {
  /** Absolute. */
  readonly file: string;
  /** Where the command line keeps its key; read when we have none of our own. */
  readonly fallback: Secrets;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now?: () => number;
}

export class Vault implements Secrets {
  readonly #options: VaultOptions;
  /** The key, when it could not be put away; with the reason. */
  #memory: { readonly key: string; readonly reason: string } | null = null;
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
      if (!(await isUsable())) throw keychainUnavailable('it does not let Immich Sync read what it has stored');
      try {
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(stored.cipher, 'base64'));
        if (shouldReEncrypt) await this.#store(result, stored.savedAt);
        return result;
      } catch (error) {
        // Never the error's own text: nobody knows what it holds.
        throw keychainUnavailable('the stored key cannot be read any more; give it again', error);
      }
    });
  }

  write(typed: string): Promise<void> {
    const key = cleanKey(typed);
    return this.#inTurn(async () => {
      if (this.#environmentKey() !== null)
        throw keychainUnavailable(`the key comes from ${KEY_VARIABLE}, which has to be unset first`);
      if (!(await isUsable())) {
        this.#memory = { key, reason: 'it is locked, or there is none' };
        this.#open().clear();
        return;
      }
      await this.#store(key, (this.#options.now ?? Date.now)());
      this.#memory = null;
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

  describe(): string {
    return process.platform === 'darwin' ? 'the Keychain' : 'the keychain';
  }

  /** What may be told about the key. */
  view(): Promise<KeyView> {
    return this.#inTurn(async (): Promise<KeyView> => {
      if (this.#environmentKey() !== null) return { state: 'environment', savedAt: null, reason: null };
      if (this.#memory !== null) return { state: 'memory-only', savedAt: null, reason: this.#memory.reason };
      const stored = this.#stored();
      if (stored !== null) return { state: 'stored', savedAt: stored.savedAt, reason: null };
      if (this.#isInFallback === null) await this.#readFallback();
      return { state: this.#isInFallback === true ? 'stored' : 'none', savedAt: null, reason: null };
    });
  }

  #environmentKey(): string | null {
    const value = this.#options.environment[KEY_VARIABLE];
    return value === undefined || value.trim() === '' ? null : cleanKey(value);
  }

  async #readFallback(): Promise<string | null> {
    // A machine without the command line's keychain tool has no key there, which is no trouble here.
    const key = await this.#options.fallback.read().catch(() => null);
    this.#isInFallback = key !== null;
    return key;
  }

  async #store(key: string, savedAt: number): Promise<void> {
    const cipher = (await safeStorage.encryptStringAsync(key)).toString('base64');
    this.#open().store = { version: 1, cipher, savedAt };
  }

  #stored(): z.output<typeof fileSchema> | null {
    if (!existsSync(this.#options.file)) return null;
    const read = fileSchema.safeParse(this.#open().store);
    return read.success ? read.data : null;
  }

  #open(): Store<Record<string, unknown>> {
    const { file } = this.#options;
    return new Store<Record<string, unknown>>({
      cwd: dirname(file),
      name: basename(file, extname(file)),
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

/** Chromium's fallback without a keychain is a fixed password, which is no encryption (its name is `basic_text`). */
async function isUsable(): Promise<boolean> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return false;
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend?.() !== 'basic_text';
}
