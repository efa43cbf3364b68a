/** Cutting a plan into bounded slices. Pure. */
import type { PlannedAsset } from './plan.ts';

export interface BatchLimits {
  /** Assets in one batch at most. */
  readonly assets: number;
  /** Bytes in one batch at most; a single larger asset is a batch of its own. */
  readonly bytes: number;
}

/**
 * The limits that a disk budget allows: while one batch uploads, the next is being exported, so two of them must fit.
 * @param diskBudget bytes.
 */
export function batchLimits(diskBudget: number): BatchLimits {
  return { assets: 250, bytes: Math.max(64 * 1024 * 1024, Math.min(2 * 1024 ** 3, Math.floor(diskBudget / 3))) };
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
