/** The preview of the first sync. */
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Engine } from '../../core/engine/engine.ts';
import type { ForecastPlan } from '../../core/engine/works.ts';
import type { RemainderReason } from '../../core/model/coverage.ts';
import type { PlanReport } from '../../core/sync/preview.ts';
import type { ChangesView, PlanPreview } from '../../shared/contract.ts';
import { formatRow } from '../../shared/format.ts';
import { detailChangeText } from '../../shared/phrases.ts';
import { strings } from '../../shared/strings.ts';
import { cloudView, forecastView } from './forecast-view.ts';
import { coverageView } from './run-view.ts';

export async function planPreview(
  engine: Engine,
  report: ForecastPlan,
  sameName: readonly unknown[],
): Promise<PlanPreview> {
  const { bytes, assets } = report.upload;
  const { disk } = report.forecast;
  return {
    assets: report.library.assets,
    bytes: report.library.bytes,
    alreadyThere: report.coverage.complete,
    toUpload: assets,
    bytesToUpload: bytes,
    forecast: forecastView(report.forecast),
    twins: report.twins.assets,
    twinTreatment: report.twins.treatment,
    onlyInCloud: report.onlyInCloud,
    others: coverageView(report.coverage).remainder.filter(({ reason }) => !TOLD_APART.has(reason)),
    cloud: cloudView(report.cloudChoices, report.forecast.cloud.perNight),
    albumsToMake: report.albums.create.length,
    albumsWithSameName: sameName.length,
    diskNeeded: disk.staging + disk.records,
    diskKept: disk.records,
    diskFree: await freeBytes(engine.stagingFolder()),
    changes: changesView(report),
  };
}

/** What has a row of its own. */
const TOLD_APART: ReadonlySet<string> = new Set<RemainderReason>(['not-yet-uploaded', 'original-not-on-this-mac']);

/** Pure. */
export function changesView({ upload, twins, albums, changes }: PlanReport): ChangesView {
  const words = strings.activity.preview;
  return {
    uploads: upload.first.map(({ uuid, filename, parts }) => ({
      uuid,
      name: filename,
      what: formatRow(parts.map((kind) => words.parts[kind])),
    })),
    twins: twins.first.map(({ uuid, filename, phone }) => ({
      uuid,
      name: filename,
      phoneName: phone.filename,
      takenAt: Date.parse(phone.capturedAt),
    })),
    twinsCount: twins.assets,
    details: changes.details.map(({ uuid, filename, changes: what }) => ({
      uuid,
      name: filename,
      what: formatRow(what.map(detailChangeText)),
    })),
    detailsCount: changes.detailsCount,
    stacks: changes.stacks.map(({ uuid, filename }) => ({ uuid, name: filename, what: '' })),
    stacksCount: changes.stacksCount,
    albumsToMake: albums.create,
    albums: [
      ...albums.extend.map((name) => ({ uuid: null, name, what: words.albumMore })),
      ...changes.albums.takeOut.map(({ album, assets }) => ({
        uuid: null,
        name: album,
        what: words.albumLess({ count: assets }),
      })),
      ...changes.albums.rename.map(({ from, to }) => ({ uuid: null, name: from, what: words.albumRename({ to }) })),
      ...changes.albums.arrange.map((name) => ({ uuid: null, name, what: words.albumArrange })),
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
