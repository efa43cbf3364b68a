/** Cutting a plan into bounded slices. Pure. */
import type { PlannedAsset } from './plan.ts';

export interface BatchLimits {
  /** Assets in one batch at most. */
  readonly assets: number;
  /** Bytes in one batch at most; a single larger asset is a batch of its own. */
  readonly bytes: number;
}

/**
 * Assets in one start of osxphotos. Each reads the whole library, 8 seconds for 100,000 assets; so many take a few minutes to export, and
 * bound what osxphotos and we keep of them.
 */
export const ROUND = 20_000;

/** Batches that may lie in staging unproved: one is being uploaded, the next ones are exported meanwhile. */
export const IN_FLIGHT = 3;

/** How many assets were found to be best: see "First sync" in docs/performance.md. */
export const BATCH_ASSETS = 100;

/** Assets in the first of several batches at most: the sooner it is whole, the sooner the upload has something to do. */
const FIRST_ASSETS = 25;

/**
 * The limits that a disk budget allows: what is in flight takes three quarters of it.
 * @param diskBudget bytes.
 */
export function batchLimits(diskBudget: number, assets = BATCH_ASSETS): BatchLimits {
  return { assets, bytes: Math.min(1024 ** 3, shareOf(diskBudget)) };
}

/** Bytes of proved files that may stay in staging while more comes. @param diskBudget bytes. */
export function keptBytes(diskBudget: number): number {
  return Math.max(0, diskBudget - IN_FLIGHT * batchLimits(diskBudget).bytes);
}

const shareOf = (diskBudget: number) => Math.floor(diskBudget / (IN_FLIGHT + 1));

/** The batches of one export. */
export function cutExport(assets: readonly PlannedAsset[], limits: BatchLimits): readonly (readonly PlannedAsset[])[] {
  if (assets.length <= limits.assets) return [...cutBatches(assets, limits)];
  const [first = []] = cutBatches(assets, { ...limits, assets: Math.min(FIRST_ASSETS, limits.assets) });
  return [first, ...cutBatches(assets.slice(first.length), limits)];
}

export function* cutBatches(uploads: Iterable<PlannedAsset>, limits: BatchLimits): Generator<readonly PlannedAsset[]> {
  let batch: PlannedAsset[] = [];
  let bytes = 0;
  for (const asset of uploads) {
    if (batch.length > 0 && (batch.length >= limits.assets || bytes + asset.bytes > limits.bytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(asset);
    bytes += asset.bytes;
  }
  if (batch.length > 0) yield batch;
}
