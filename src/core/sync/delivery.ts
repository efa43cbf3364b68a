/**
 * Bringing an exported batch to the server: upload, ask for every file, and the same again for what failed for a reason that may pass by
 * itself. A file that keeps failing is left behind and stops no other; a server that keeps failing ends the transfer.
 */

import { join } from 'node:path';
import type { ImmichClient } from '../immich/client/client.ts';
import { ProblemError } from '../model/problem.ts';
import { because, type Explanation } from '../model/reasons.ts';
import { pauseAfter, TransientFault } from '../patience.ts';
import { ask } from './ask.ts';
import type { Disks } from './disks.ts';
import { GuardedUpload, type UploadContext } from './guarded-upload.ts';
import type { History } from './history.ts';
import { leaveBehind } from './left-behind.ts';
import type { TakenEndings } from './name-on-server.ts';
import { fillOutbox, makeOutbox, outboxFolder, placeInOutbox, removeOutbox, type StagedFile } from './outbox.ts';
import type { ItemProblem } from './problem-list.ts';
import type { RunNotes } from './run-notes.ts';
import {
  isCrash,
  lastWords,
  type MissingFile,
  missingFile,
  neverAsked,
  outageOf,
  uploadFailure,
} from './upload-judgement.ts';

export interface DeliveryContext extends UploadContext {
  readonly client: ImmichClient;
  readonly history: History;
  readonly takenEndings: TakenEndings;
  readonly disks: Disks;
  readonly notes: RunNotes;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether the files come from iCloud: how long that takes tells nothing of the others. */
  readonly isFetch?: boolean;
}

export interface DeliveryCounts {
  readonly uploaded: number;
  /** Of those, originals: each is an item that was not there before. */
  readonly originals: number;
  /** Of those, edited versions. */
  readonly edits: number;
  /** Of those, stills that the server paired with their videos as they came. */
  readonly paired: number;
  /** Of the files that the server has proved to hold. */
  readonly bytes: number;
  /** Parts that were tried without success. */
  readonly failed: number;
}

interface Attempt {
  /** What makes continuing pointless, at least for the moment. */
  readonly failure: ProblemError | null;
  readonly missing: readonly MissingFile[];
  /** The uploader died in the middle of its work. */
  readonly crashed: boolean;
  /** Milliseconds that the server asked to wait. */
  readonly retryAfter: number | null;
}

const CRASHED = because('immich-go-broke-off');

/** What became of a batch: immich-go went through it, or broke off at it. */
type Delivered = 'done' | 'crashed';

export class Delivery {
  readonly #context: DeliveryContext;
  #isToldOfCopies = false;
  readonly #uploader: GuardedUpload;
  readonly #startedAt: number;
  #uploads = 0;
  /** Of an uploader that died. */
  #lastWords: Explanation | null = null;
  #counts = { uploaded: 0, originals: 0, edits: 0, failed: 0 };
  /** Files that the server has proved to hold, and their bytes. */
  #proved = { files: 0, bytes: 0 };
  /** When the last batch was over; for the first one, when it began. */
  #lastEnd: number | null = null;

  constructor(context: DeliveryContext) {
    this.#context = context;
    this.#uploader = new GuardedUpload(context);
    this.#startedAt = context.now();
  }

  get counts(): DeliveryCounts {
    return { ...this.#counts, paired: this.#uploader.paired, bytes: this.#proved.bytes };
  }

  /**
   * @throws {ProblemError} what makes it pointless to continue with other files: a lost server, a refused key, a full disk, a broken tool,
   * a stop. What was proved until then is in the ledger.
   */
  async deliver(files: readonly StagedFile[]): Promise<void> {
    const outbox = outboxFolder(this.#context.settings.folders.staging);
    const [startedAt, before] = [performance.now(), this.#proved];
    let result: Delivered;
    try {
      result = await this.#deliver(files, outbox);
    } finally {
      this.#recordWork(startedAt, before);
    }
    await removeOutbox(outbox);
    if (result === 'crashed')
      throw new ProblemError('tool-failed', { tool: 'immich-go', reason: this.#lastWords ?? because('said-nothing') });
  }

  async close(): Promise<void> {
    await this.#uploader.close();
  }

  /** Notes what has come, and how long that took with the waiting for the export. */
  #recordWork(startedAt: number, before: { readonly files: number; readonly bytes: number }): void {
    const { ledger, now, isFetch } = this.#context;
    const endedAt = performance.now();
    const seconds = (endedAt - (this.#lastEnd ?? startedAt)) / 1000;
    this.#lastEnd = endedAt;
    if (isFetch === true) return;
    ledger.work.record('transfer', now(), {
      files: this.#proved.files - before.files,
      bytes: this.#proved.bytes - before.bytes,
      seconds,
      uploading: (endedAt - startedAt) / 1000,
    });
  }

  /** @returns `crashed` when the uploader died without bringing any of the files. */
  async #deliver(files: readonly StagedFile[], outbox: string): Promise<Delivered> {
    const { patience, log, signal, settings, disks } = this.#context;
    let open = files;
    for (let tries = 1; ; tries += 1) {
      const attempt = await this.#attempt(open, outbox);
      const { failure, missing } = attempt;
      if (missing.length > 0) await disks.check();
      const again = missing.filter(({ mayPass }) => mayPass);
      if (failure !== null && !(failure instanceof TransientFault)) throw failure;
      for (const file of missing) if (!file.mayPass) this.#leaveBehind(file);
      if (again.length === 0) return 'done';
      if (attempt.crashed && missing.length === open.length) return this.#deliverHalves(again, outbox);
      // While the server takes others, what it does not take is tried once more and then left for another day.
      const isTaking = failure === null && open.length > missing.length;
      const delays = isTaking ? patience.upload.slice(0, 1) : patience.upload;
      const pause = pauseAfter(tries, attempt, delays);
      if (pause === null) {
        this.#giveUp(again, failure ?? outageOf(again, files, settings.server.url));
        return 'done';
      }
      log.info(
        `${failure?.message ?? `${again.length} of ${files.length} files did not arrive.`} Trying again in ${Math.round(pause / 1000)} s.`,
      );
      await patience.wait(pause, signal);
      open = again.map(({ file }) => file);
    }
  }

  /** Finds the file that makes the uploader die, by halves: the others must not wait for it. */
  async #deliverHalves(missing: readonly MissingFile[], outbox: string): Promise<Delivered> {
    const [first] = missing;
    if (missing.length === 1 && first !== undefined) {
      this.#leaveBehind({ ...first, message: CRASHED });
      return 'crashed';
    }
    this.#context.log.warn(`immich-go stopped with an error; ${missing.length} files are uploaded in two halves.`);
    const files = missing.map(({ file }) => file);
    const middle = Math.ceil(files.length / 2);
    const results = [
      await this.#deliver(files.slice(0, middle), outbox),
      await this.#deliver(files.slice(middle), outbox),
    ];
    return results.every((result) => result === 'crashed') ? 'crashed' : 'done';
  }

  /** Uploads the files and asks the server for each of them. */
  async #attempt(files: readonly StagedFile[], outbox: string): Promise<Attempt> {
    const { settings } = this.#context;
    const places = placeInOutbox(files, this.#context.takenEndings);
    await makeOutbox(outbox);
    this.#uploads += 1;
    const folder = join(outbox, String(this.#uploads));
    const isLinked = await fillOutbox(folder, places);
    if (!isLinked) this.#tellOfCopies();
    const outcome = await this.#uploader.upload(folder, places);
    await removeOutbox(outbox);
    const crashed = isCrash(outcome);
    if (crashed) this.#lastWords = lastWords(outcome);
    const failure = uploadFailure(outcome, settings.server.url);
    const absent = await this.#prove(files);
    if (absent instanceof TransientFault)
      return { failure: absent, missing: files.map(neverAsked), crashed: false, retryAfter: absent.retryAfter };
    const isCutShort = crashed || failure !== null;
    const placeOf = new Map(places.map((place) => [place.sha1, place]));
    const missing = absent.map((file) => missingFile(file, outcome, placeOf.get(file.sha1), isCutShort));
    return { failure, missing, crashed, retryAfter: outcome.retryAfter };
  }

  #tellOfCopies(): void {
    if (this.#isToldOfCopies) return;
    this.#isToldOfCopies = true;
    this.#context.log.info(
      'The disk of the staging folder knows no hard links, so files are copied for the upload. That takes more space for a while.',
    );
  }

  /** Asks the server for every file. Only its answer counts. @returns those that it does not hold, or why it could not be asked. */
  async #prove(files: readonly StagedFile[]): Promise<readonly StagedFile[] | TransientFault> {
    const { ledger, client, target, history, now, log, notes } = this.#context;
    const byChecksum = new Map(files.map((file) => [file.sha1, file]));
    try {
      const { found, absent } = await ask(
        { ledger, client, target, history, now },
        [...byChecksum.keys()],
        () => 'found',
      );
      const missing = new Set(absent);
      this.#counts.uploaded += found;
      const proved = [...byChecksum.values()].filter(({ sha1 }) => !missing.has(sha1));
      notes.contents(
        'uploaded',
        proved.map(({ sha1 }) => sha1),
      );
      this.#proved = {
        files: this.#proved.files + proved.length,
        bytes: this.#proved.bytes + proved.reduce((sum, { size }) => sum + size, 0),
      };
      if (found > 0) this.#endOutage();
      const there = files.filter(({ sha1 }) => !missing.has(sha1));
      this.#counts.originals += there.filter(({ kind }) => kind === 'original').length;
      this.#counts.edits += there.filter(({ kind }) => kind === 'edited').length;
      log.info(`Uploaded ${byChecksum.size} files. Verified ${found} of ${byChecksum.size} by SHA-1.`);
      return [...byChecksum.values()].filter(({ sha1 }) => missing.has(sha1));
    } catch (error) {
      if (error instanceof TransientFault) return error;
      throw error;
    }
  }

  /** @param fault what is wrong with the server; null when it is the files alone. */
  #giveUp(missing: readonly MissingFile[], fault: ProblemError | null): void {
    // What the server said nothing about was not tried: it is simply left for the next run.
    for (const file of missing) if (fault === null || file.cause !== null) this.#leaveBehind(file, fault === null);
    if (fault === null) return;
    if (this.#context.ledger.recall(this.#outage) === null)
      this.#context.ledger.remember(this.#outage, String(this.#startedAt));
    throw fault;
  }

  /** Where the ledger keeps since when the server has taken no file. */
  get #outage(): string {
    return `no-uploads-since:${this.#context.target}`;
  }

  /** The server takes files: what failed while it took none was not about those files. */
  #endOutage(): void {
    const { ledger, target } = this.#context;
    const since = ledger.recall(this.#outage);
    if (since === null) return;
    ledger.refusals.forgive(target, Number(since));
    ledger.forget(this.#outage);
  }

  /** @param tells whether it is a problem of its own */
  #leaveBehind({ file, cause, message, mayPass }: MissingFile, tells = true): void {
    const isRefused = !mayPass && message !== null;
    const reason = cause === 'too-large' ? because('file-too-large') : message;
    const code = isRefused ? 'upload-refused' : 'upload-failed';
    const problem: ItemProblem = reason === null ? { code: 'not-proved' } : { code, reason };
    this.#counts.failed += 1;
    leaveBehind(this.#context, {
      sha1: file.sha1,
      name: file.originalFilename,
      reason: isRefused ? 'refused-by-server' : 'failing',
      message: reason ?? because('not-found-after-upload'),
      problem: tells ? problem : null,
    });
  }
}
