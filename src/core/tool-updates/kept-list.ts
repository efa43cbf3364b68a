/**
 * The list as it was last taken, and when it was last asked for. It is opened with its signature each time: what lies on the disk is trusted no more
 * than what is downloaded.
 */
import type { KeyObject } from 'node:crypto';
import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { because, type Explanation, quote } from '../model/reasons.ts';
import { explanationSchema } from '../tools/kept-reason.ts';
import { MAX_LIST, openSignedList, type SignedList } from '../tools/sets/signed-list.ts';
import { checkSuccession, type KeptList, ListRefused, newestOf } from '../tools/sets/tool-list.ts';
import { FileNotGot, type FileRequest, getFile } from './get-file.ts';

/** Where the list comes from, and who signs it. */
export interface ListSource {
  /** The address of the signed list; the files that it names are beside it. */
  readonly url: string;
  /** Public keys, see `publicKeyFrom`. */
  readonly trusted: readonly KeyObject[];
}

const notesSchema = z.object({
  /** Milliseconds since 1970. */
  askedAt: z.number(),
  etag: z.string().nullable(),
  /** The newest list that was ever taken; kept beside it, so that a lost file opens no way back. */
  newest: z.object({ serial: z.int(), digest: z.string() }).nullable(),
  /** What was wrong with the last answer; null when nothing was. */
  trouble: explanationSchema.nullable(),
});
type Notes = Readonly<z.infer<typeof notesSchema>>;

const NOTHING: Notes = { askedAt: 0, etag: null, newest: null, trouble: null };

/** Milliseconds. */
const DEADLINE = 60_000;

const troubleOf = (error: unknown): Explanation =>
  error instanceof FileNotGot || error instanceof ListRefused ? error.reason : quote((error as Error).message);

export class KeptToolList {
  readonly #folder: string;
  readonly #source: ListSource;

  /** @param folder the tools folder, absolute */
  constructor(folder: string, source: ListSource) {
    this.#folder = folder;
    this.#source = source;
  }

  /** When it was last asked for, and what was wrong with the answer. */
  async notes(): Promise<Pick<Notes, 'askedAt' | 'trouble'>> {
    return this.#notes();
  }

  /** The list that was last taken, if it still is what was signed; null before there was one. May have expired. */
  async read(): Promise<SignedList | null> {
    try {
      const kept = openSignedList(await readFile(this.#file('list.json')), this.#source.trusted);
      const { newest } = await this.#notes();
      return newest !== null && kept.list.serial < newest.serial ? null : kept;
    } catch {
      return null;
    }
  }

  /**
   * Asks for the list, and keeps it where it is newer and right. What is wrong with an answer is noted; the previous list stays.
   * @param now milliseconds since 1970
   * @throws {FileNotGot}
   * @throws {ListRefused}
   */
  async refresh(now: number, options: Pick<FileRequest, 'findProxy' | 'signal'>): Promise<SignedList> {
    const notes = await this.#notes();
    const kept = await this.read();
    try {
      const taken = await this.#ask(notes, kept, now, options);
      await this.#note({ ...taken.notes, askedAt: now, trouble: null });
      return taken.signed;
    } catch (error) {
      options.signal?.throwIfAborted();
      await this.#note({ ...notes, askedAt: now, trouble: troubleOf(error) });
      throw error;
    }
  }

  async #ask(
    notes: Notes,
    kept: SignedList | null,
    now: number,
    options: Pick<FileRequest, 'findProxy' | 'signal'>,
  ): Promise<{ readonly signed: SignedList; readonly notes: Pick<Notes, 'etag' | 'newest'> }> {
    const etag = kept === null ? null : notes.etag;
    // The notes may be lost, or out of date: they are written after the list.
    const known = newestOf(notes.newest, kept && { serial: kept.list.serial, digest: kept.digest });
    const answer = await getFile({
      url: this.#source.url,
      etag,
      longest: MAX_LIST,
      deadline: DEADLINE,
      ...options,
    });
    if (answer.isSame) {
      if (kept === null) throw new ListRefused('unreadable', because('list-not-sent'));
      checkSuccession(kept.list, kept.digest, known, now);
      return { signed: kept, notes: { etag, newest: known } };
    }
    const signed = openSignedList(answer.bytes, this.#source.trusted);
    const newest: KeptList = { serial: signed.list.serial, digest: signed.digest };
    checkSuccession(signed.list, signed.digest, known, now);
    await this.#write('list.json', answer.bytes);
    return { signed, notes: { etag: answer.etag, newest } };
  }

  async #notes(): Promise<Notes> {
    try {
      return notesSchema.parse(JSON.parse(await readFile(this.#file('list-notes.json'), 'utf8')));
    } catch {
      return NOTHING;
    }
  }

  #note(notes: Notes): Promise<void> {
    return this.#write('list-notes.json', JSON.stringify(notes, null, 2));
  }

  async #write(name: string, contents: string | Uint8Array): Promise<void> {
    const aside = `${this.#file(name)}.${randomUUID()}`;
    await writeFile(aside, contents);
    await rename(aside, this.#file(name));
  }

  #file(name: string): string {
    return join(this.#folder, name);
  }
}
