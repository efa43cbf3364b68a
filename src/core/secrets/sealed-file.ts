/**
 * Secrets that are too long, or too many, for an item of the keychain: a file that is encrypted with a random key, and that key in the keychain.
 * (`security -i` reads lines of 4096 bytes; a client certificate with its key is longer.)
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { fileReason } from '../model/file-reason.ts';
import { ProblemError } from '../model/problem.ts';
import { inOneProcess } from './one-process.ts';
import type { Secrets } from './secrets.ts';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;

const envelope = z.object({
  version: z.literal(1),
  /** What may be read without the key. */
  shown: z.unknown(),
  nonce: z.base64(),
  tag: z.base64(),
  cipher: z.base64(),
});
type Envelope = z.output<typeof envelope>;

export interface SealedFileOptions {
  /** Absolute. */
  readonly file: string;
  /** Where the key is kept. */
  readonly key: Pick<Secrets, 'read' | 'write' | 'remove'>;
}

export class SealedFile {
  readonly #options: SealedFileOptions;

  constructor(options: SealedFileOptions) {
    this.#options = options;
  }

  /** What was said to be readable without the keychain; null when there is no such file. Not authenticated: for showing alone. */
  shown(): unknown {
    return this.#read()?.shown ?? null;
  }

  /**
   * @returns the text; null when nothing is kept
   * @throws {ProblemError} keychain-…; connection-secrets-unreadable when the key does not fit
   */
  async open(): Promise<string | null> {
    const sealed = this.#read();
    if (sealed === null) return null;
    const key = await this.#options.key.read();
    if (key === null) throw new ProblemError('connection-secrets-unreadable');
    try {
      const decipher = createDecipheriv(ALGORITHM, Buffer.from(key, 'base64url'), Buffer.from(sealed.nonce, 'base64'));
      decipher.setAuthTag(Buffer.from(sealed.tag, 'base64'));
      return Buffer.concat([decipher.update(Buffer.from(sealed.cipher, 'base64')), decipher.final()]).toString('utf8');
    } catch (error) {
      throw new ProblemError('connection-secrets-unreadable', {}, { cause: error });
    }
  }

  /**
   * Reads and changes it while no other process does: two that made the key at a time would leave a file that neither key opens.
   * @throws {ProblemError} settings-not-saved; what the work throws
   */
  async alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const { file } = this.#options;
    try {
      return await inOneProcess(`${file}.lock`, work);
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      throw new ProblemError('settings-not-saved', { path: file, reason: fileReason(error) }, { cause: error });
    }
  }

  /**
   * Keeps this text in the place of the one before.
   * @param shown what may be read without the keychain
   * @throws {ProblemError} keychain-…, settings-not-saved
   */
  async seal(text: string, shown: unknown): Promise<void> {
    const { file } = this.#options;
    const key = await this.#key();
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, key, nonce);
    const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    const sealed: Envelope = {
      version: 1,
      shown,
      nonce: nonce.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
      cipher: bytes.toString('base64'),
    };
    const draft = `${file}.${process.pid}`;
    try {
      await writeFile(draft, JSON.stringify(sealed), { mode: 0o600 });
      await rename(draft, file);
    } catch (error) {
      throw new ProblemError('settings-not-saved', { path: file, reason: fileReason(error) }, { cause: error });
    }
  }

  /** Forgets the text and the key. @throws {ProblemError} keychain-… */
  async remove(): Promise<void> {
    await rm(this.#options.file, { force: true });
    await this.#options.key.remove();
  }

  /** The previous one, or a new one where there is none. */
  async #key(): Promise<Buffer> {
    const kept = await this.#options.key.read();
    if (kept !== null) return Buffer.from(kept, 'base64url');
    const made = randomBytes(KEY_BYTES);
    await this.#options.key.write(made.toString('base64url'));
    return made;
  }

  #read(): Envelope | null {
    const { file } = this.#options;
    if (!existsSync(file)) return null;
    try {
      return envelope.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch (error) {
      throw new ProblemError('connection-secrets-unreadable', {}, { cause: error });
    }
  }
}
