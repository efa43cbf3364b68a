/**
 * One start of osxphotos for many batches: it exports them in their order, and is held up where it gets too far ahead of the upload. What is
 * exported is handed over batch by batch; a batch that is asked for stands for those before it being delivered.
 */

import { checkFree } from '../disk-space.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { batchLimits, cutExport, IN_FLIGHT } from '../model/batch.ts';
import type { PlannedAsset } from '../model/plan.ts';
import { makeProblem } from '../model/problem.ts';
import { because, type Reason } from '../model/reasons.ts';
import { type ExportOutcome, exportAssets } from '../photos/export.ts';
import { ExportPace } from '../photos/export-pace.ts';
import type { ExportRecord } from '../photos/export-record.ts';
import type { LibrarySession } from '../photos/library-session.ts';
import type { LibrarySnapshot } from '../photos/library-snapshot.ts';
import type { Disks } from './disks.ts';
import { leaveBehind } from './left-behind.ts';
import type { StagedFile } from './outbox.ts';
import type { ProblemList } from './problem-list.ts';
import type { ProgressTracker } from './progress.ts';
import type { RunLog } from './run-log.ts';
import type { SyncSettings } from './settings.ts';
import { matchExport } from './staging.ts';

export interface ExportContext {
  readonly ledger: Ledger;
  readonly target: number;
  readonly settings: SyncSettings;
  readonly tools: { readonly osxphotos: string };
  /** The library, if osxphotos still holds it from the inventory. */
  readonly session: LibrarySession | null;
  /** The library's database as this run reads it. */
  readonly snapshot: () => Promise<LibrarySnapshot>;
  /** A private folder of this run. */
  readonly runFolder: string;
  readonly disks: Disks;
  readonly problems: ProblemList;
  readonly progress: ProgressTracker;
  readonly log: RunLog;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface Batch {
  readonly assets: number;
  /** Index of the first asset after it. */
  readonly end: number;
  readonly bytes: number;
}

/** Assets of one batch at which osxphotos may break off before it counts as broken itself. */
const MAX_BREAKS = 10;

export class ExportRound {
  readonly #context: ExportContext;
  readonly #planned: ReadonlyMap<string, { readonly asset: PlannedAsset; readonly index: number }>;
  readonly #batches: readonly Batch[];
  readonly #abort = new AbortController();
  readonly #pace = new ExportPace(0);
  #files: StagedFile[] = [];
  /** How many assets, in their order, were exported or left out. */
  #reached = 0;
  /** Number of batches. */
  #allowed = 0;
  #hasEnded = false;
  #isWarned = false;
  #seconds = 0;
  #wake: () => void = () => undefined;

  /** @param assets at least one */
  constructor(assets: readonly PlannedAsset[], context: ExportContext) {
    this.#context = context;
    this.#planned = new Map(assets.map((asset, index) => [asset.uuid, { asset, index }]));
    let end = 0;
    const { diskBudget, batchAssets } = context.settings;
    this.#batches = cutExport(assets, batchLimits(diskBudget, batchAssets)).map((batch) => {
      end += batch.length;
      return { assets: batch.length, end, bytes: batch.reduce((total, { bytes }) => total + bytes, 0) };
    });
  }

  /** How long osxphotos was at work. */
  get seconds(): number {
    return this.#seconds;
  }

  /** @throws {ProblemError} what ended the export; the batches that were whole by then come before. */
  async *batches(): AsyncGenerator<readonly StagedFile[]> {
    this.#allow(0);
    const exporting = this.#export().finally(() => {
      this.#hasEnded = true;
      this.#wake();
    });
    // Its failure is met below; until then it must not count as unhandled.
    exporting.catch(() => undefined);
    try {
      for (const [number, batch] of this.#batches.entries()) {
        this.#allow(number);
        while (this.#reached < batch.end && !this.#hasEnded)
          await new Promise<void>((resolve) => (this.#wake = resolve));
        if (this.#reached < batch.end) await exporting;
        yield this.#take(batch);
      }
      await exporting;
      if (this.#files.length > 0) yield this.#files;
    } finally {
      this.#abort.abort();
      await exporting.catch(() => undefined);
    }
  }

  /**
   * Lets the export go on to the batches that may be in flight while `number` is handed over, as far as there is room for them.
   * @throws {ProblemError} disk-full when there is none even for that one.
   */
  #allow(number: number): void {
    while (this.#allowed < Math.min(this.#batches.length, number + IN_FLIGHT)) {
      const open = this.#batches.slice(number, this.#allowed + 1);
      try {
        const bytes = open.reduce((total, batch) => total + batch.bytes, 0);
        if (!checkFree(this.#context.settings.folders.staging, bytes)) this.#warnOfSpace();
      } catch (error) {
        if (this.#allowed <= number) throw error;
        return;
      }
      this.#pace.allow(open.at(-1)?.end ?? 0);
      this.#allowed += 1;
    }
  }

  #warnOfSpace(): void {
    if (this.#isWarned) return;
    this.#isWarned = true;
    const { log, settings } = this.#context;
    log.warn(
      `Little is free on the disk of ${settings.folders.staging}. macOS makes room while files are written, if it can.`,
    );
  }

  #take({ assets }: Batch): readonly StagedFile[] {
    const files = this.#files;
    this.#files = [];
    const bytes = files.reduce((total, file) => total + file.size, 0);
    this.#context.log.info(`Exported ${count(assets, 'asset')} (${count(files.length, 'file')}, ${megabytes(bytes)}).`);
    return files;
  }

  async #export(): Promise<void> {
    const { settings, log } = this.#context;
    const startedAt = performance.now();
    try {
      // The run's own files: osxphotos copies a locked database there.
      checkFree(settings.folders.run, 0);
      let open: readonly string[] = [...this.#planned.keys()];
      // An asset at which osxphotos breaks off is left behind, and the others are exported without it.
      for (let breaks = 1; open.length > 0; breaks += 1) {
        this.#pace.leaveOut(this.#planned.size - open.length);
        const { brokenAt, unanswered } = await this.#exportOnce(open);
        if (brokenAt !== null || unanswered.length > 0) await this.#context.disks.check();
        const isGone = brokenAt === null ? unanswered : [];
        for (const uuid of isGone) this.#leaveBehind(uuid, because('not-in-photos'));
        if (brokenAt === null) break;
        log.warn(
          `osxphotos broke off at ${this.#planned.get(brokenAt.uuid)?.asset.filename}: ${brokenAt.problem.message}`,
        );
        this.#leaveBehind(brokenAt.uuid, because('osxphotos-broke-off'));
        const begun = 1 + this.#batches.filter(({ end }) => end <= this.#reached).length;
        if (breaks >= MAX_BREAKS * begun) throw brokenAt.problem;
        open = unanswered.filter((uuid) => uuid !== brokenAt.uuid);
      }
      this.#reached = this.#planned.size;
    } finally {
      this.#seconds = (performance.now() - startedAt) / 1000;
    }
  }

  async #exportOnce(uuids: readonly string[]): Promise<Pick<ExportOutcome, 'brokenAt' | 'unanswered'>> {
    const { settings, tools, problems, log } = this.#context;
    const { database: snapshot } = await this.#context.snapshot();
    // Records are checked one after the other while osxphotos continues with the next asset.
    let checking = Promise.resolve();
    const exporting = exportAssets({
      osxphotos: tools.osxphotos,
      scripts: settings.folders.scripts,
      library: settings.library,
      snapshot,
      uuids,
      staging: settings.folders.staging,
      exportDatabase: settings.folders.exportDatabase,
      runFolder: this.#context.runFolder,
      unpickedBursts: settings.scope.includeUnpickedBursts,
      versions: settings.scope.versions,
      tagParent: settings.details.tagParent,
      pace: this.#pace,
      session: this.#context.session ?? undefined,
      signal: AbortSignal.any([this.#context.signal, this.#abort.signal]),
      stallAfter: settings.stallAfter,
      onRecord: (record) => {
        checking = checking.then(() => this.#check(record));
        // Without it, a file that cannot be read would hold the transfer up for good.
        checking.catch(() => this.#abort.abort());
      },
    });
    // What could not be read is the cause of the stop that it led to.
    const outcome = await exporting.finally(() => checking);
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

  #leaveBehind(uuid: string, why: Reason): void {
    const asset = this.#planned.get(uuid)?.asset;
    for (const { sha1 } of asset?.parts ?? []) {
      leaveBehind(this.#context, {
        sha1,
        name: asset?.filename ?? sha1,
        reason: 'failing',
        message: because('not-exported', { why }),
        problem: { code: 'export-failed', reason: why },
      });
    }
  }

  async #check(record: ExportRecord): Promise<void> {
    const { progress } = this.#context;
    const planned = this.#planned.get(record.uuid);
    if (planned === undefined) return;
    if (record.errors.length > 0 || record.files.length < planned.asset.parts.length) await this.#context.disks.check();
    const files = await matchExport(planned.asset, record, this.#context);
    // Not in one line with the above: what was collected so far may have been handed over meanwhile.
    this.#files.push(...files);
    progress.add('assetsExported');
    this.#reached = Math.max(this.#reached, planned.index + 1);
    this.#wake();
  }
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: bytes < 1e7 ? 1 : 0 })} MB`;
}
