/**
 * Export, upload and prove, batch after batch: while one batch uploads, the next is being exported. The ledger changes only after the
 * server has proved a file; everything here can be cut off at any moment and is simply done again.
 */
import { checkFree } from '../disk-space.ts';
import { type ExportOutcome, exportAssets } from '../photos/export.ts';
import type { ExportRecord } from '../photos/export-record.ts';
import { makeProblem } from '../problem.ts';
import { batchLimits, cutBatches } from './batch.ts';
import { Delivery, type DeliveryContext, type DeliveryCounts } from './delivery.ts';
import { leaveBehind } from './left-behind.ts';
import { outboxFolder, removeOutbox, type StagedFile } from './outbox.ts';
import type { Plan, PlannedAsset } from './plan.ts';
import { forgetLostFiles, matchExport, prepareStaging, releaseStaging } from './staging.ts';

export interface TransferContext extends Omit<DeliveryContext, 'plannedBytes'> {
  readonly tools: { readonly osxphotos: string; readonly immichGo: string };
  /** Called once, also when the transfer fails: what was done until then. */
  readonly onOutcome: (outcome: TransferOutcome) => void;
}

export interface TransferOutcome extends DeliveryCounts {
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

/** Assets of one batch at which osxphotos may break off before it counts as broken itself. */
const MOST_BREAKS = 10;

class Transfer {
  readonly #plan: Plan;
  readonly #context: TransferContext;
  /** Aborted when either half of the work fails, so that the other does not go on alone. */
  readonly #abort = new AbortController();
  readonly #signal: AbortSignal;
  readonly #delivery: Delivery;
  #times = { exportTime: 0, uploadTime: 0 };

  constructor(plan: Plan, context: TransferContext) {
    this.#plan = plan;
    this.#context = context;
    this.#signal = AbortSignal.any([context.signal, this.#abort.signal]);
    this.#delivery = new Delivery({ ...context, signal: this.#signal, plannedBytes: plan.bytes });
  }

  get outcome(): TransferOutcome {
    return { ...this.#delivery.counts, ...this.#times };
  }

  async run(): Promise<void> {
    const { settings, progress, ledger, target } = this.#context;
    if (this.#plan.assets === 0) return;
    progress.enter('transfer', {
      assetsToExport: this.#plan.assets,
      filesToUpload: this.#plan.parts,
      bytesToUpload: this.#plan.bytes,
    });
    await prepareStaging(settings.folders.staging);
    // That of a run that was cut off.
    await removeOutbox(outboxFolder(settings.folders.staging));
    await forgetLostFiles(ledger, target);
    const batches = [...cutBatches(this.#plan.uploads, batchLimits(settings.diskBudget))];
    let next = this.#export(batches[0] ?? []);
    for (const [index] of batches.entries()) {
      const exported = await next;
      const following = batches[index + 1];
      next = following === undefined ? Promise.resolve([]) : this.#export(following);
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

  async #deliver(files: readonly StagedFile[]): Promise<void> {
    const { settings, ledger, target } = this.#context;
    if (files.length === 0) return;
    const startedAt = performance.now();
    try {
      await this.#delivery.deliver(files);
    } finally {
      this.#times.uploadTime += (performance.now() - startedAt) / 1000;
    }
    await releaseStaging(ledger, target, settings.diskBudget);
  }

  async close(): Promise<void> {
    await this.#delivery.close();
    // A failure here must not hide the one that ended the transfer; what is left is removed by the next.
    await removeOutbox(outboxFolder(this.#context.settings.folders.staging)).catch(() => undefined);
  }

  // --- export --------------------------------------------------------------------------------------------------------------------------

  async #export(batch: readonly PlannedAsset[]): Promise<readonly StagedFile[]> {
    const { settings, log } = this.#context;
    const startedAt = performance.now();
    checkFree(
      settings.folders.staging,
      batch.reduce((total, asset) => total + asset.bytes, 0),
    );
    // The run's own files: osxphotos copies a locked database there.
    checkFree(settings.folders.run, 0);
    const files: StagedFile[] = [];
    let open = new Map(batch.map((asset) => [asset.uuid, asset]));
    // An asset at which osxphotos breaks off is left behind, and the others are exported without it.
    for (let breaks = 1; open.size > 0; breaks += 1) {
      const { brokenAt, unanswered } = await this.#exportOnce(open, files);
      const isGone = brokenAt === null ? unanswered : [];
      for (const uuid of isGone) this.#leaveBehind(open.get(uuid), 'Photos does not have it any more');
      if (brokenAt === null) break;
      log.warn(`osxphotos broke off at ${open.get(brokenAt.uuid)?.filename}: ${brokenAt.problem.message}`);
      this.#leaveBehind(open.get(brokenAt.uuid), 'osxphotos broke off at it');
      if (breaks === MOST_BREAKS) throw brokenAt.problem;
      const left = open;
      open = new Map(
        unanswered.flatMap((uuid) => {
          const asset = left.get(uuid);
          return asset === undefined || uuid === brokenAt.uuid ? [] : [[uuid, asset] as const];
        }),
      );
    }
    this.#times.exportTime += (performance.now() - startedAt) / 1000;
    log.info(`Exported ${count(batch.length, 'asset')} (${count(files.length, 'file')}, ${megabytes(sumOf(files))}).`);
    return files;
  }

  /** Adds what was exported to `files`. */
  async #exportOnce(
    planned: ReadonlyMap<string, PlannedAsset>,
    files: StagedFile[],
  ): Promise<Pick<ExportOutcome, 'brokenAt' | 'unanswered'>> {
    const { settings, tools, progress, problems, log } = this.#context;
    // Records are checked one after the other while osxphotos goes on with the next asset.
    let checking = Promise.resolve();
    const take = async (record: ExportRecord) => {
      const asset = planned.get(record.uuid);
      if (asset === undefined) return;
      files.push(...(await matchExport(asset, record, this.#context)));
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
    if (outcome.damagedDatabase !== null)
      log.warn(`osxphotos’ export database was damaged; it was kept as ${outcome.damagedDatabase}.`);
    for (const warning of outcome.warnings) log.warn(`osxphotos: ${warning}`);
    for (const line of outcome.unknownLines) log.warn(`osxphotos said something unknown: ${line}`);
    if (outcome.unknownCount > 0)
      problems.add(makeProblem('tool-unknown-output', { tool: 'osxphotos', count: outcome.unknownCount }));
    return outcome;
  }

  #leaveBehind(asset: PlannedAsset | undefined, words: string): void {
    for (const { sha1 } of asset?.parts ?? []) {
      leaveBehind(this.#context, {
        sha1,
        name: asset?.filename ?? sha1,
        reason: 'failing',
        message: `not exported: ${words}`,
        code: 'export-failed',
        words,
      });
    }
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
