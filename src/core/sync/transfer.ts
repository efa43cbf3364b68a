/**
 * Export, upload and prove, batch after batch: while one batch uploads, the next is being exported. The ledger changes only after the
 * server has proved a file; everything here can be cut off at any moment and is simply done again.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImmichClient } from '../immich/client.ts';
import { type Guard, startGuard } from '../immich/guard.ts';
import type { UploadRecord } from '../immich/guard-records.ts';
import { type UploadOutcome, uploadFolder } from '../immich/upload.ts';
import type { UploadCause } from '../immich/upload-cause.ts';
import { splitIntoWaves } from '../immich/upload-waves.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { exportAssets } from '../photos/export.ts';
import type { ExportRecord } from '../photos/export-record.ts';
import { makeProblem, ProblemError } from '../problem.ts';
import { ask } from './ask.ts';
import { batchLimits, cutBatches } from './batch.ts';
import { fillOutbox, type OutboxFile, outboxFolder, placeInOutbox, removeOutbox, type StagedFile } from './outbox.ts';
import type { Plan, PlannedAsset } from './plan.ts';
import type { ProblemList } from './problems.ts';
import type { ProgressTracker } from './progress.ts';
import type { RunLog } from './run-log.ts';
import type { SyncSettings } from './settings.ts';
import { checkSpace, forgetLostFiles, matchExport, prepareStaging, releaseStaging } from './staging.ts';

export interface TransferContext {
  readonly ledger: Ledger;
  readonly client: ImmichClient;
  readonly target: number;
  readonly settings: SyncSettings;
  readonly tools: { readonly osxphotos: string; readonly immichGo: string };
  /** A private folder of this run. */
  readonly runFolder: string;
  readonly problems: ProblemList;
  readonly progress: ProgressTracker;
  readonly log: RunLog;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called once, also when the transfer fails: what was done until then. */
  readonly onOutcome: (outcome: TransferOutcome) => void;
}

export interface TransferOutcome {
  readonly uploaded: number;
  /** Of those, edited versions. */
  readonly edits: number;
  readonly bytes: number;
  /** Parts that were tried without success. */
  readonly failed: number;
  /** Seconds. */
  readonly exportTime: number;
  readonly uploadTime: number;
}

/**
 * Brings the plan to the server.
 * @throws {ProblemError} what makes going on pointless: a full disk, a lost server, a refused key, a broken tool, a stop. What was proved
 * until then is in the ledger.
 */
export async function transfer(plan: Plan, context: TransferContext): Promise<void> {
  const transfer = new Transfer(plan, context);
  try {
    await transfer.run();
  } finally {
    await transfer.close();
    context.onOutcome(transfer.outcome);
  }
}

interface ExportedBatch {
  readonly number: number;
  readonly files: readonly StagedFile[];
}

class Transfer {
  readonly #plan: Plan;
  readonly #context: TransferContext;
  /** Aborted when either half of the work fails, so that the other does not go on alone. */
  readonly #abort = new AbortController();
  readonly #signal: AbortSignal;
  readonly #createdIds = new Set<string>();
  #guard: Guard | null = null;
  #counts = { uploaded: 0, edits: 0, bytes: 0, failed: 0, exportTime: 0, uploadTime: 0 };

  constructor(plan: Plan, context: TransferContext) {
    this.#plan = plan;
    this.#context = context;
    this.#signal = AbortSignal.any([context.signal, this.#abort.signal]);
  }

  get outcome(): TransferOutcome {
    return this.#counts;
  }

  async run(): Promise<void> {
    const { settings, progress, ledger, target } = this.#context;
    if (this.#plan.uploads.length === 0) return;
    progress.enter('transfer', {
      assetsToExport: this.#plan.uploads.length,
      filesToUpload: this.#plan.parts,
      bytesToUpload: this.#plan.bytes,
    });
    await prepareStaging(settings.folders.staging);
    // That of a run that was cut off.
    await removeOutbox(outboxFolder(settings.folders.staging));
    await forgetLostFiles(ledger, target);
    const batches = [...cutBatches(this.#plan.uploads, batchLimits(settings.diskBudget))];
    let next = this.#export(batches[0] ?? [], 1);
    for (const [index] of batches.entries()) {
      const exported = await next;
      const following = batches[index + 1];
      next = following === undefined ? Promise.resolve({ number: 0, files: [] }) : this.#export(following, index + 2);
      // Its failure is met where it is awaited; until then it must not count as unhandled.
      next.catch(() => undefined);
      try {
        await this.#deliver(exported);
      } catch (error) {
        this.#abort.abort();
        await next.catch(() => undefined);
        throw error;
      }
    }
  }

  async close(): Promise<void> {
    await this.#guard?.close();
    // A failure here must not hide the one that ended the transfer; what is left is removed by the next.
    await removeOutbox(outboxFolder(this.#context.settings.folders.staging)).catch(() => undefined);
  }

  // --- export --------------------------------------------------------------------------------------------------------------------------

  async #export(batch: readonly PlannedAsset[], number: number): Promise<ExportedBatch> {
    const { settings, tools, progress, problems, ledger, log } = this.#context;
    const startedAt = performance.now();
    await checkSpace(
      settings.folders.staging,
      batch.reduce((total, asset) => total + asset.bytes, 0),
    );
    const planned = new Map(batch.map((asset) => [asset.uuid, asset]));
    const files: StagedFile[] = [];
    // Records are checked one after the other while osxphotos goes on with the next asset.
    let checking = Promise.resolve();
    const take = async (record: ExportRecord) => {
      const asset = planned.get(record.uuid);
      if (asset === undefined) return;
      files.push(...(await matchExport(asset, record, ledger, problems, this.#context.now())));
      progress.add('assetsExported');
    };
    const outcome = await exportAssets({
      osxphotos: tools.osxphotos,
      scripts: settings.folders.scripts,
      library: settings.library,
      uuids: [...planned.keys()],
      staging: settings.folders.staging,
      exportDatabase: settings.folders.exportDatabase,
      runFolder: this.#context.runFolder,
      unpickedBursts: settings.scope.includeUnpickedBursts,
      versions: settings.scope.versions,
      tagParent: settings.details.tagParent,
      signal: this.#signal,
      stallAfter: settings.stallAfter,
      onRecord: (record) => {
        checking = checking.then(() => take(record));
        checking.catch(() => undefined);
      },
    });
    await checking;
    for (const record of outcome.unasked) {
      for (const { path } of record.files) log.debug(`osxphotos also exported ${path}, which nobody asked for.`);
    }
    for (const uuid of outcome.unanswered)
      problems.addItem('export-failed', planned.get(uuid)?.filename ?? uuid, 'Photos does not have it any more');
    if (outcome.damagedDatabase !== null)
      log.warn(`osxphotos’ export database was damaged; it was kept as ${outcome.damagedDatabase}.`);
    for (const warning of outcome.warnings) log.warn(`osxphotos: ${warning}`);
    for (const line of outcome.unknownLines) log.warn(`osxphotos said something unknown: ${line}`);
    if (outcome.unknownCount > 0)
      problems.add(makeProblem('tool-unknown-output', { tool: 'osxphotos', count: outcome.unknownCount }));
    this.#counts.exportTime += (performance.now() - startedAt) / 1000;
    log.info(`Exported ${count(batch.length, 'asset')} (${count(files.length, 'file')}, ${megabytes(sumOf(files))}).`);
    return { number, files };
  }

  // --- upload and proof ----------------------------------------------------------------------------------------------------------------

  async #deliver({ number, files }: ExportedBatch): Promise<void> {
    const { settings, ledger, target } = this.#context;
    if (files.length === 0) return;
    const startedAt = performance.now();
    const outbox = join(outboxFolder(settings.folders.staging), String(number));
    const messages = new Map<string, string>();
    let failure: ProblemError | null = null;
    for (const [index, wave] of splitIntoWaves(placeInOutbox(files, settings.folders.staging)).entries()) {
      const folder = join(outbox, String(index + 1));
      await fillOutbox(folder, wave);
      failure = await this.#upload(folder, wave, messages);
      if (failure !== null) break;
    }
    await this.#prove(files, messages, failure);
    await removeOutbox(outbox);
    await releaseStaging(ledger, target, settings.diskBudget);
    this.#counts.uploadTime += (performance.now() - startedAt) / 1000;
  }

  /** @returns what makes further uploads pointless, or null. */
  async #upload(
    folder: string,
    files: readonly OutboxFile[],
    messages: Map<string, string>,
  ): Promise<ProblemError | null> {
    const { settings, tools, runFolder, problems, log } = this.#context;
    this.#guard ??= await this.#openGuard();
    const workFolder = join(runFolder, 'upload');
    await mkdir(workFolder, { recursive: true, mode: 0o700 });
    const outcome = await uploadFolder({
      program: tools.immichGo,
      folder,
      guard: this.#guard,
      workFolder,
      concurrentTasks: settings.uploadConcurrency,
      stallAfter: settings.stallAfter,
      signal: this.#signal,
    });
    if (outcome.stopped) throw new ProblemError('stopped');
    const sha1s = new Map(files.map((file) => [file.relativePath, file.sha1]));
    for (const { path, message } of outcome.failed) messages.set(sha1s.get(path) ?? path, message);
    for (const line of outcome.unknown.lines) log.warn(`immich-go said something unknown: ${line}`);
    for (const error of outcome.errors) log.warn(`immich-go: ${error}`);
    for (const refusal of outcome.refusals) log.warn(`The guard refused ${refusal.call} (${refusal.reason}).`);
    if (outcome.unknown.count > 0)
      problems.add(makeProblem('tool-unknown-output', { tool: 'immich-go', count: outcome.unknown.count }));
    return uploadFailure(outcome, settings.server.url);
  }

  #openGuard(): Promise<Guard> {
    const { settings, progress } = this.#context;
    return startGuard({
      server: settings.server,
      apiKey: settings.apiKey,
      bytesPerSecond: settings.bytesPerSecond ?? undefined,
      listener: {
        onBytes: (bytes) => {
          this.#counts.bytes += bytes;
          progress.set({ bytesUploaded: Math.min(this.#counts.bytes, this.#plan.bytes) });
        },
        onUpload: (upload: UploadRecord) => {
          if (upload.status === 'created' && upload.remoteId !== null) this.#createdIds.add(upload.remoteId);
          if (upload.status !== 'failed') progress.add('filesUploaded');
        },
      },
    });
  }

  /** Asks the server for every file of the batch. Only its answer counts. */
  async #prove(
    files: readonly StagedFile[],
    messages: ReadonlyMap<string, string>,
    failure: ProblemError | null,
  ): Promise<void> {
    const { ledger, client, target, problems, log } = this.#context;
    const byChecksum = new Map(files.map((file) => [file.sha1, file]));
    const context = { ledger, client, target, now: this.#context.now };
    const { found, absent } = await ask(context, [...byChecksum.keys()], (remoteId) =>
      this.#createdIds.has(remoteId) ? 'uploaded' : 'found',
    );
    this.#counts.uploaded += found;
    const missing = new Set(absent);
    this.#counts.edits += files.filter(({ kind, sha1 }) => kind === 'edited' && !missing.has(sha1)).length;
    log.info(`Uploaded ${count(byChecksum.size, 'file')}. Verified ${found} of ${byChecksum.size} by SHA-1.`);
    if (failure !== null) throw failure;
    for (const sha1 of absent) {
      const name = byChecksum.get(sha1)?.originalFilename ?? sha1;
      const message = messages.get(sha1);
      this.#counts.failed += 1;
      ledger.recordRefusal(
        target,
        sha1,
        message === undefined ? 'failing' : 'refused-by-server',
        message ?? 'not found after the upload',
        this.#context.now(),
      );
      if (message === undefined) problems.addItem('not-proved', name);
      else problems.addItem('upload-refused', name, message);
    }
  }
}

/** What an upload's failure means for the run: null when only single files failed. */
function uploadFailure(outcome: UploadOutcome, server: string): ProblemError | null {
  if (outcome.stalled)
    return new ProblemError('server-unreachable', { server, reason: 'nothing moved for ten minutes' });
  const message = outcome.causeMessage ?? '';
  const known = outcome.cause === null ? null : causeProblem(outcome.cause, message, server, outcome.gaveUp);
  if (known !== null) return known;
  // immich-go ends with 1 when single files failed; without any word about a file it never got to work.
  if (outcome.exitCode !== 0 && outcome.uploaded.length + outcome.duplicates.length + outcome.failed.length === 0) {
    return new ProblemError('tool-failed', {
      tool: 'immich-go',
      reason: outcome.errors[0] ?? outcome.lastErrors.at(-1) ?? `exit code ${outcome.exitCode}`,
    });
  }
  return null;
}

function causeProblem(cause: UploadCause, message: string, server: string, gaveUp: boolean): ProblemError | null {
  switch (cause) {
    case 'key-refused':
      return new ProblemError('key-refused');
    case 'permission-missing':
      return new ProblemError('key-lacks-permission', {
        permissions: /permission: ?([\w.]+)/i.exec(message)?.[1] ?? 'asset.upload',
      });
    case 'storage-full':
      return new ProblemError('server-storage-full', { message });
    case 'certificate':
      return new ProblemError('server-certificate', { server, reason: message });
    case 'redirect':
      return new ProblemError('server-redirects', { server, target: message });
    case 'unreachable':
      return new ProblemError('server-unreachable', { server, reason: message });
    case 'timeout':
    case 'reset':
    case 'server-error':
      return gaveUp ? new ProblemError('server-error', { what: 'the upload', status: cause, message }) : null;
    case 'too-large':
    case 'not-understood':
    case 'rejected':
    case 'stopped':
      return null;
  }
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

function sumOf(files: readonly StagedFile[]): number {
  return files.reduce((total, file) => total + file.size, 0);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: bytes < 1e7 ? 1 : 0 })} MB`;
}
