/**
 * Export, upload and prove, batch after batch: while one batch uploads, the next ones are being exported. The ledger changes only after
 * the server has proved a file; everything here can be cut off at any moment and is simply done again.
 */

import { cutBatches, keptBytes, ROUND } from '../model/batch.ts';
import type { Plan } from '../model/plan.ts';
import type { LibrarySession } from '../photos/library-session.ts';
import type { LibrarySnapshot } from '../photos/library-snapshot.ts';
import { Delivery, type DeliveryContext, type DeliveryCounts } from './delivery.ts';
import { ExportRound } from './export-round.ts';
import { outboxFolder, removeOutbox, type StagedFile } from './outbox.ts';
import { forgetLostFiles, prepareStaging, releaseStaging, removeEmptyFolders, removeStaleFiles } from './staging.ts';

export interface TransferContext extends Omit<DeliveryContext, 'plannedBytes'> {
  readonly tools: { readonly osxphotos: string; readonly immichGo: string };
  /** The library, if osxphotos still holds it from the inventory. */
  readonly session: LibrarySession | null;
  /** The library's database as this run reads it. */
  readonly snapshot: () => Promise<LibrarySnapshot>;
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
 * @throws {ProblemError} what makes continuing pointless: a full disk, a lost server, a refused key, a broken tool, a stop. What was proved
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

class Transfer {
  readonly #plan: Plan;
  readonly #context: TransferContext;
  /** Aborted when either half of the work fails, so that the other does not continue alone. */
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
    await this.#context.disks.useStaging();
    await forgetLostFiles(ledger, target);
    await removeStaleFiles(ledger);
    try {
      for await (const files of this.#exported()) await this.#deliver(files);
    } finally {
      this.#abort.abort();
    }
  }

  async *#exported(): AsyncGenerator<readonly StagedFile[]> {
    for (const round of cutBatches(this.#plan.uploads, { assets: ROUND, bytes: Number.POSITIVE_INFINITY })) {
      const exporting = new ExportRound(round, { ...this.#context, signal: this.#signal });
      try {
        yield* exporting.batches();
      } finally {
        this.#times.exportTime += exporting.seconds;
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
    await releaseStaging(ledger, target, keptBytes(settings.diskBudget));
  }

  async close(): Promise<void> {
    await this.#delivery.close();
    // A failure here must not hide the one that ended the transfer; what is left is removed by the next.
    const { staging } = this.#context.settings.folders;
    await removeOutbox(outboxFolder(staging)).catch(() => undefined);
    await removeEmptyFolders(staging);
  }
}
