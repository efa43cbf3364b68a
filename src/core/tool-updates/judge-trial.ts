/**
 * Whether a new osxphotos reads the library as it was read before. It is not asked whether both say the same: Photos may have changed since the last
 * inventory, and a newer osxphotos may know more. What would do harm is looked for: photos that it does not see, takes for others, or does not find
 * the files of. Pure.
 */
import { because, type Reason } from '../model/reasons.ts';
import { isShrinkage } from '../sync/shrinkage.ts';

/** What of an asset must not change by another osxphotos. */
export interface SeenAsset {
  /** What iCloud calls it; null without iCloud. */
  readonly cloudGuid: string | null;
  /** Whether the original's file is on this Mac. */
  readonly isHere: boolean;
}

/** By UUID. */
export type SeenAssets = ReadonlyMap<string, SeenAsset>;

/** What is odd about what the new one says; null when nothing is. By the rule that a shrinking library is told by. */
export function compareReadings(before: SeenAssets, after: SeenAssets): Reason | null {
  let [lost, renamed, absent] = [0, 0, 0];
  const guids = new Set([...after.values()].flatMap(({ cloudGuid }) => cloudGuid ?? []));
  for (const [uuid, was] of before) {
    const is = after.get(uuid);
    if (is === undefined) {
      if (was.cloudGuid === null || !guids.has(was.cloudGuid)) lost += 1;
      continue;
    }
    if (was.cloudGuid !== null && is.cloudGuid !== was.cloudGuid) renamed += 1;
    if (was.isHere && !is.isHere) absent += 1;
  }
  const isMuch = (count: number) => isShrinkage({ before: before.size, lost: count });
  if (isMuch(lost)) return because('loses-items', { count: lost, of: before.size });
  if (isMuch(renamed)) return because('mistakes-items', { count: renamed, of: before.size });
  if (isMuch(absent)) return because('loses-files', { count: absent, of: before.size });
  return null;
}
