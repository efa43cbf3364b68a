/** The inventory of a run: what Photos holds is taken into the ledger, whole or not at all. */

import type { Ledger } from '../ledger/ledger.ts';
import { makeProblem } from '../model/problem.ts';
import type { Reason } from '../model/reasons.ts';
import { type InventorySummary, readAndHold } from '../photos/inventory.ts';
import type { InventoryHeader } from '../photos/inventory-record.ts';
import type { LibrarySession } from '../photos/library-session.ts';
import type { ModelRange } from '../tools/sets/choose-set.ts';
import type { Disks } from './disks.ts';
import type { LibraryGate } from './library-gate.ts';
import type { ProblemList } from './problem-list.ts';
import type { ProgressTracker } from './progress.ts';
import type { RunLog } from './run-log.ts';
import type { SyncSettings } from './settings.ts';
import { checkShrinkage, settleShrinkage } from './shrinkage.ts';

export interface InventoryContext {
  readonly ledger: Ledger;
  readonly settings: SyncSettings;
  readonly gate: LibraryGate;
  readonly disks: Disks;
  /** Absolute path. */
  readonly osxphotos: string;
  /** See `Tools`. */
  readonly models: readonly ModelRange[];
  /** A private folder of this run. */
  readonly runFolder: string;
  readonly problems: ProblemList;
  readonly progress: ProgressTracker;
  readonly log: RunLog;
  readonly signal: AbortSignal;
}

export interface TakenInventory {
  /** The library, for an export from it. */
  readonly session: LibrarySession;
  /** See `InventorySummary`. */
  readonly unknownLibrary: Reason | null;
}

/** The library as the last inventory described it, for the doctor. */
export const LIBRARY_SEEN = 'library-seen';

/** @throws {ProblemError} see `readAndHold`, `disk-gone` and `library-shrank`; the ledger then is as it was. */
export async function takeInventory(context: InventoryContext): Promise<TakenInventory> {
  const { ledger, settings, gate, log } = context;
  const { database: snapshot } = await gate.snapshot(context.runFolder);
  const writer = ledger.writeInventory();
  let session: LibrarySession | undefined;
  try {
    const read = await readAndHold({
      osxphotos: context.osxphotos,
      models: context.models,
      scripts: settings.folders.scripts,
      library: settings.library,
      snapshot,
      runFolder: context.runFolder,
      signal: context.signal,
      stallAfter: settings.stallAfter,
      onRecord: (record) => {
        if (record.kind === 'asset') {
          writer.addAsset(record);
          context.progress.add('assetsRead');
        } else if (record.kind === 'album') writer.addAlbum(record);
        else if (record.kind === 'unreadable') {
          if (record.about === 'asset') writer.keepAsset(record.uuid, record.filename);
          else writer.keep(record.uuid);
        }
      },
    });
    session = read.session;
    const { summary } = read;
    // Of a library whose disk is gone every file would be missing.
    await context.disks.check();
    const isDoubtful = summary.unknownLibrary !== null || summary.unknownLines.length > 0;
    // Along with what is written, so that no crash leaves the one without the other.
    checkShrinkage(ledger, settings.library, writer.loss());
    const { added, changed, removed } = writer.commit(() => {
      settleShrinkage(ledger, settings.library);
      ledger.remember(LIBRARY_SEEN, describeLibrary(summary.header));
      // What osxphotos cannot load as it is has to be repaired before each export, too.
      gate.settle(isDoubtful || summary.header.mended);
    });
    log.info(
      `Read ${summary.assets} assets and ${summary.albums} albums: ${added} new, ${changed} changed, ${removed} gone.`,
    );
    tell(summary, context);
    return { session, unknownLibrary: summary.unknownLibrary };
  } catch (error) {
    await session?.dismiss();
    throw error;
  } finally {
    writer.discard();
  }
}

function tell({ warnings, unreadable, altered, unknownLines }: InventorySummary, context: InventoryContext): void {
  const { log, problems } = context;
  for (const warning of warnings) log.warn(`osxphotos: ${warning}`);
  for (const { uuid, message } of unreadable) log.warn(`${uuid} could not be read from the library: ${message}`);
  if (unreadable.length > 0) {
    const about = unreadable.map(({ uuid }) => uuid);
    problems.add(makeProblem('asset-unreadable', { count: about.length }, about));
  }
  for (const { uuid, what, message } of altered)
    log.warn(`${uuid} comes with another ${what === 'date' ? 'date' : 'text'} than in Photos: ${message}`);
  // Nobody can say when it was taken; that is no reason to call every sync partial.
  const about = altered.filter(({ what }) => what === 'texts').map(({ uuid }) => uuid);
  if (about.length > 0) {
    problems.add(makeProblem('asset-altered', { count: about.length }, about));
  }
  for (const line of unknownLines) log.warn(`osxphotos said something unknown: ${line}`);
  if (unknownLines.length > 0)
    problems.add(makeProblem('tool-unknown-output', { tool: 'osxphotos', count: unknownLines.length }));
}

function describeLibrary({ photosVersion, modelVersion }: InventoryHeader): string {
  return `Photos ${photosVersion}, model version ${modelVersion ?? 'unknown'}`;
}
