/** The preview of the first sync. */
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Engine } from '../../core/engine/engine.ts';
import type { PlanReport } from '../../core/sync/run.ts';
import type { ChangesView, PlanPreview } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';

/** A guess for a server in the same house over Wi-Fi: bytes per second, and milliseconds that each file takes besides. */
const GUESSED_SPEED = 10_000_000;
const GUESSED_PER_FILE = 120;

export async function planPreview(
  engine: Engine,
  report: PlanReport,
  sameName: readonly unknown[],
): Promise<PlanPreview> {
  const { diskBudget } = engine.settings.read().storage;
  const limit = engine.settings.read().upload.bytesPerSecond ?? GUESSED_SPEED;
  const { files, bytes, assets } = report.upload;
  return {
    assets: report.library.assets,
    bytes: report.library.bytes,
    alreadyThere: report.alreadyThere,
    toUpload: assets,
    bytesToUpload: bytes,
    millisecondsToUpload:
      files === 0 ? null : (bytes / Math.min(limit, GUESSED_SPEED)) * 1000 + files * GUESSED_PER_FILE,
    twins: report.twins.assets,
    twinTreatment: report.twins.treatment,
    onlyInCloud: report.coverage.reasons['original-not-on-this-mac'] ?? 0,
    albumsToMake: report.albums.create.length,
    albumsWithSameName: sameName.length,
    diskNeeded: Math.min(diskBudget, bytes),
    diskFree: await freeBytes(engine.stagingFolder()),
    changes: changesView(report),
  };
}

/** Pure. */
export function changesView({ upload, albums, changes }: PlanReport): ChangesView {
  const words = strings.activity.preview;
  return {
    uploads: upload.first.map(({ filename, parts }) => ({
      name: filename,
      what: parts.map((kind) => words.parts[kind]).join(', '),
    })),
    details: changes.details.map(({ filename, changes: what }) => ({ name: filename, what: what.join(', ') })),
    detailsCount: changes.detailsCount,
    stacks: changes.stacks,
    stacksCount: changes.stacksCount,
    albumsToMake: albums.create,
    albums: [
      ...albums.extend.map((name) => ({ name, what: words.albumMore })),
      ...changes.albums.takeOut.map(({ album, assets }) => ({ name: album, what: words.albumLess(assets) })),
      ...changes.albums.rename.map(({ from, to }) => ({ name: from, what: words.albumRename(to) })),
      ...changes.albums.arrange.map((name) => ({ name, what: words.albumArrange })),
    ],
  };
}

/** Of the disk that the folder is or will be on; null when it cannot be said. */
async function freeBytes(folder: string): Promise<number | null> {
  let existing = folder;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  try {
    const { bavail, bsize } = await statfs(existing);
    return bavail * bsize;
  } catch {
    return null;
  }
}
