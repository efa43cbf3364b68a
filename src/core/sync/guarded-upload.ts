/** Lets immich-go upload a folder through the guard, and notes in the ledger at once what the server makes of it. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Guard, startGuard } from '../immich/guard.ts';
import type { UploadRecord } from '../immich/guard-records.ts';
import { type UploadOutcome, uploadFolder } from '../immich/upload.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { PartKind } from '../model/asset.ts';
import { makeProblem, ProblemError } from '../model/problem.ts';
import type { Patience } from '../patience.ts';
import type { OutboxFile } from './outbox.ts';
import type { ProblemList } from './problem-list.ts';
import type { ProgressTracker } from './progress.ts';
import type { RunLog } from './run-log.ts';
import type { SyncSettings } from './settings.ts';

export interface UploadContext {
  readonly ledger: Ledger;
  readonly target: number;
  readonly settings: SyncSettings;
  readonly tools: { readonly immichGo: string };
  /** A private folder of this run. */
  readonly runFolder: string;
  readonly problems: ProblemList;
  readonly progress: ProgressTracker;
  readonly log: RunLog;
  readonly signal: AbortSignal;
  readonly patience: Patience;
  /** Bytes of everything that is to be uploaded. */
  readonly plannedBytes: number;
}

/** osxphotos writes one for each of these, and none for films of Live Photos and the RAW of a pair. */
const HAVE_SIDECARS: ReadonlySet<PartKind> = new Set<PartKind>(['original', 'edited']);

export class GuardedUpload {
  readonly #context: UploadContext;
  /** One for all uploads, once there is something to upload. */
  #guard: Guard | null = null;
  /** What the uploader brings at the moment, by the names that it knows. */
  #places: ReadonlyMap<string, OutboxFile> = new Map();
  /** Bytes sent to the server, including those that had to be sent again. */
  #sent = 0;
  #paired = 0;

  constructor(context: UploadContext) {
    this.#context = context;
  }

  /** Stills that the server paired with their videos as they came. */
  get paired(): number {
    return this.#paired;
  }

  async close(): Promise<void> {
    await this.#guard?.close();
  }

  /**
   * @param folder holds the files by the names that the uploader is to know them by
   * @throws {ProblemError} stopped. @throws {ChildNotStarted} when immich-go cannot be started
   */
  async upload(folder: string, files: readonly OutboxFile[]): Promise<UploadOutcome> {
    const { ledger, settings, tools, runFolder, problems, log, signal } = this.#context;
    this.#guard ??= await this.#openGuard();
    const pairs = ledger.livePhotos.among(
      settings.scope,
      files.map(({ sha1 }) => sha1),
    );
    const mostWaiting = waitingPlaces(pairs.length, settings.uploadConcurrency);
    this.#places = new Map(files.map((file) => [file.name, file]));
    this.#guard.expect({ files, pairs, mostWaiting });
    const workFolder = join(runFolder, 'upload');
    await mkdir(workFolder, { recursive: true, mode: 0o700 });
    const outcome = await uploadFolder({
      program: tools.immichGo,
      folder,
      guard: this.#guard,
      workFolder,
      concurrentTasks: Math.min(MAX_WORKERS, settings.uploadConcurrency + mostWaiting),
      stallAfter: settings.stallAfter,
      signal,
    });
    if (outcome.stopped) throw new ProblemError('stopped');
    for (const line of outcome.unknown.lines) log.warn(`immich-go said something unknown: ${line}`);
    for (const error of outcome.errors) log.warn(`immich-go: ${error}`);
    for (const refusal of outcome.refusals) log.warn(`The guard refused ${refusal.call} (${refusal.reason}).`);
    if (outcome.unknown.count > 0)
      problems.add(makeProblem('tool-unknown-output', { tool: 'immich-go', count: outcome.unknown.count }));
    return outcome;
  }

  #openGuard(): Promise<Guard> {
    const { settings, ledger, target, progress, plannedBytes, patience } = this.#context;
    return startGuard({
      server: settings.server,
      apiKey: settings.apiKey,
      uploadsAtATime: settings.uploadConcurrency,
      bytesPerSecond: settings.bytesPerSecond ?? undefined,
      stallAfter: patience.uploadTimeout,
      listener: {
        onBytes: (bytes) => {
          this.#sent += bytes;
          progress.set({ bytesUploaded: Math.min(this.#sent, plannedBytes) });
        },
        onUpload: (upload: UploadRecord) => {
          const { status, remoteId, liveVideoId, hasSidecar } = upload;
          if (status === 'created' && remoteId !== null) {
            // Ours is what the server has made of a form with all that belongs to the file. Whatever else it holds was found there.
            const kind = this.#places.get(upload.fileName ?? '')?.kind;
            if (hasSidecar || (kind !== undefined && !HAVE_SIDECARS.has(kind))) ledger.recordCreated(target, remoteId);
            // Named in the form of an upload, the pair is part of the asset that the server has made. One with an asset it had before is not.
            if (liveVideoId !== null) {
              ledger.livePhotos.recordLink(target, remoteId, liveVideoId);
              this.#paired += 1;
            }
          }
          if (upload.status !== 'failed') progress.add('filesUploaded');
        },
      },
    });
  }
}

/** The most that immich-go 0.32.0 takes. */
const MAX_WORKERS = 20;

/** How many of immich-go's workers may wait with a still until its video is up. Some always stay free to bring it. */
function waitingPlaces(pairs: number, uploadsAtATime: number): number {
  return Math.min(pairs, Math.max(MAX_WORKERS - uploadsAtATime, MAX_WORKERS / 2));
}
