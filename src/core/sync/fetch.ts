/**
 * Fetching originals that are only in iCloud, some each night: osxphotos has Photos download them into staging, where they are read, asked
 * for and uploaded like others. They do not stay in the library. Nothing but the original will do: it must be as large as Photos says.
 */

import { extname } from 'node:path';
import { checkFree } from '../disk-space.ts';
import type { CloudAsset } from '../ledger/cloud-ledger.ts';
import type { PartKind } from '../model/asset.ts';
import type { DownloadWay } from '../model/choices.ts';
import { becauseOf, makeProblem, ProblemError, tell } from '../model/problem.ts';
import { because, type Explanation, quote, type Reason } from '../model/reasons.ts';
import { exportAssets } from '../photos/export.ts';
import type { ExportRecord } from '../photos/export-record.ts';
import type { LibrarySnapshot } from '../photos/library-snapshot.ts';
import { ask } from './ask.ts';
import { Delivery, type DeliveryContext, type DeliveryCounts } from './delivery.ts';
import { hashFile } from './hash.ts';
import { isTaken } from './name-on-server.ts';
import { outboxFolder, removeOutbox, type StagedFile } from './outbox.ts';
import { prepareStaging, releaseStaging, removeStaged } from './staging.ts';

export interface FetchContext extends Omit<DeliveryContext, 'plannedBytes'> {
  readonly tools: { readonly osxphotos: string; readonly immichGo: string };
  /** The library's database as this run reads it. */
  readonly snapshot: () => Promise<LibrarySnapshot>;
}

export interface FetchOutcome extends DeliveryCounts {
  readonly tried: number;
  /** Assets whose original the server now holds. */
  readonly fetched: number;
}

/** Few at a time: what came is sent and makes room before the next are fetched. */
const AT_A_TIME = 8;
/** Milliseconds that a night counts: what was tried longer ago does not reduce how many are tried now. */
const NIGHT = 20 * 60 * 60 * 1000;
/** Milliseconds. osxphotos says nothing while it waits for Photos: five minutes for its start, then up to three times two minutes for each original. */
const MAX_SILENCE = 20 * 60 * 1000;
/** Failures of the download that say nothing of the rest of the run. */
const OF_THE_DOWNLOAD: ReadonlySet<string> = new Set(['tool-failed', 'tool-stalled', 'tool-unusable']);

/** Those whose turn it is now. */
export function dueFetches({
  ledger,
  target,
  settings,
  now,
}: Pick<FetchContext, 'ledger' | 'target' | 'settings' | 'now'>): readonly CloudAsset[] {
  const { perNight, isPossible } = settings.fetch;
  if (!isPossible || perNight === 0) return [];
  const left = perNight - ledger.cloud.triedSince(now() - NIGHT);
  return left <= 0 ? [] : ledger.cloud.due(target, settings.scope, now(), left);
}

/**
 * Fetches what is due and brings it to the server.
 * @throws {ProblemError} what makes continuing pointless for the whole run: a full disk, a lost server, a refused key, a stop.
 */
export async function fetchFromCloud(context: FetchContext): Promise<FetchOutcome> {
  const due = dueFetches(context);
  const { ledger, settings, log, problems, signal, now } = context;
  if (due.length === 0)
    return { tried: 0, fetched: 0, uploaded: 0, originals: 0, edits: 0, paired: 0, bytes: 0, failed: 0 };
  await prepareStaging(settings.folders.staging);
  await context.disks.useStaging();
  const plannedBytes = due.reduce((sum, { size }) => sum + (size ?? 0), 0);
  context.progress.enter('transfer', {
    assetsToExport: due.length,
    assetsExported: 0,
    filesUploaded: 0,
    bytesUploaded: 0,
    filesToUpload: due.length,
    bytesToUpload: plannedBytes,
  });
  const delivery = new Delivery({ ...context, plannedBytes, isFetch: true });
  const tooLarge = due.filter(({ size }) => (size ?? 0) > settings.diskBudget).map(({ uuid }) => uuid);
  ledger.cloud.recordAttempts(tooLarge, now());
  for (const uuid of tooLarge) ledger.cloud.recordFailure(uuid, because('larger-than-disk-budget'));
  let [tried, fetched] = [0, 0];
  try {
    for (const batch of batchesOf(due, settings.diskBudget)) {
      if (signal.aborted) throw new ProblemError('stopped');
      tried += batch.length;
      fetched += await fetchBatch(batch, context, delivery);
    }
  } catch (error) {
    if (!(error instanceof ProblemError) || !OF_THE_DOWNLOAD.has(error.code)) throw error;
    problems.add(makeProblem('fetch-failed', { reason: becauseOf(error.problem) }));
  } finally {
    await delivery.close();
    await removeOutbox(outboxFolder(settings.folders.staging)).catch(() => undefined);
  }
  log.info(`Fetched ${fetched} of ${tried} originals from iCloud.`);
  return { tried, fetched, ...delivery.counts };
}

/** Few at a time, and never more than the disk budget; an original that is larger is left in iCloud. Pure. */
export function batchesOf(due: readonly CloudAsset[], diskBudget: number): readonly (readonly CloudAsset[])[] {
  const batches: CloudAsset[][] = [];
  let bytes = 0;
  for (const asset of due) {
    const size = asset.size ?? 0;
    if (size > diskBudget) continue;
    const last = batches.at(-1);
    if (last === undefined || last.length >= AT_A_TIME || bytes + size > diskBudget) {
      batches.push([asset]);
      bytes = size;
    } else {
      last.push(asset);
      bytes += size;
    }
  }
  return batches;
}

async function fetchBatch(batch: readonly CloudAsset[], context: FetchContext, delivery: Delivery): Promise<number> {
  const { ledger, target, settings, tools, log, signal, now } = context;
  const bytes = batch.reduce((sum, { size }) => sum + (size ?? 0), 0);
  // What waits in staging makes room first, as far as the server has it.
  await releaseStaging(ledger, target, Math.max(0, settings.diskBudget - bytes));
  checkFree(settings.folders.staging, bytes);
  ledger.cloud.recordAttempts(
    batch.map(({ uuid }) => uuid),
    now(),
  );
  const records = new Map<string, ExportRecord>();
  const { database: snapshot } = await context.snapshot();
  const outcome = await exportAssets({
    osxphotos: tools.osxphotos,
    scripts: settings.folders.scripts,
    library: settings.library,
    snapshot,
    uuids: batch.map(({ uuid }) => uuid),
    staging: settings.folders.staging,
    exportDatabase: settings.folders.exportDatabase,
    runFolder: context.runFolder,
    // Whether the version of an edit is the true one nobody could tell.
    versions: 'originals',
    download: settings.fetch.by,
    tagParent: settings.details.tagParent,
    signal,
    stallAfter: MAX_SILENCE,
    onRecord: (record) => void records.set(record.uuid, record),
  });
  if (outcome.brokenAt !== null) throw outcome.brokenAt.problem;
  for (const line of [...outcome.warnings, ...outcome.unknownLines]) log.warn(`osxphotos, downloading: ${line}`);
  const files: StagedFile[] = [];
  for (const asset of batch) files.push(...(await takeFetched(asset, records.get(asset.uuid) ?? null, context)));
  const { absent } = await ask(
    context,
    files.map(({ sha1 }) => sha1),
    () => 'found',
  );
  const missing = new Set(absent);
  const toSend = files.filter(({ sha1 }) => missing.has(sha1));
  if (toSend.length > 0) await delivery.deliver(toSend);
  await releaseStaging(ledger, target, settings.diskBudget);
  return files.filter(({ kind, sha1 }) => kind === 'original' && ledger.isProved(target, sha1)).length;
}

/** Takes over what came for one asset, if it is the original; what is not is removed. @returns those files that the server takes */
async function takeFetched(
  asset: CloudAsset,
  record: ExportRecord | null,
  context: FetchContext,
): Promise<readonly StagedFile[]> {
  const { ledger, settings, disks, log, now, takenEndings } = context;
  const staged: StagedFile[] = [];
  for (const { path, part } of record?.files ?? []) {
    const { sha1, size, modifiedAt } = await hashFile(path);
    ledger.staged.record(path, sha1, size, now());
    const sidecar = `${path}.xmp`;
    staged.push({
      path,
      sidecar: record?.sidecars.includes(sidecar) ? sidecar : null,
      sha1,
      size,
      modifiedAt,
      originalFilename: asset.filename,
      kind: part,
    });
  }
  const reason = doubtAbout(asset, settings.fetch.by, record, staged);
  if (reason !== null) {
    await disks.check();
    ledger.cloud.recordFailure(asset.uuid, reason);
    log.warn(`${asset.filename} was not fetched from iCloud: ${tell(reason)}.`);
    for (const { path } of staged) {
      await removeStaged(path, ledger);
    }
    return [];
  }
  for (const { kind, sha1 } of staged) ledger.cloud.recordContents(asset.uuid, kind, sha1);
  const { taken = [], notTaken = [] } = Object.groupBy(staged, (file) =>
    isTaken({ ...file, extension: extname(file.path) }, takenEndings) ? 'taken' : 'notTaken',
  );
  await leaveNotTaken(notTaken, context);
  return taken;
}

/** Which kind a file is shows only once it is there. */
async function leaveNotTaken(
  files: readonly StagedFile[],
  { ledger, target, problems, log, now }: FetchContext,
): Promise<void> {
  const endings = files.map(({ sha1, path }) => ({ sha1, ending: extname(path) || null }));
  ledger.refusals.recordNotTaken(target, endings, { isTold: true, at: now() });
  for (const { path, originalFilename } of files) {
    const ending = extname(path) || null;
    problems.addItem({ code: 'kind-not-taken', ending }, originalFilename);
    log.warn(`${originalFilename}: ${tell(because('kind-not-taken-by-immich', { ending }))}.`);
    await removeStaged(path, ledger);
  }
}

/** Files of which osxphotos knows, from what AppleScript gives, which is which. */
const FILES_BY_APPLESCRIPT = 2;

/** Why nothing came although nothing failed. */
function whyNothing(kinds: readonly PartKind[], by: DownloadWay): Reason {
  if (by === 'photokit' && kinds.includes('raw')) return because('photokit-gives-no-pairs');
  const originals = kinds.filter((kind) => kind !== 'edited' && kind !== 'edited-live-video');
  if (by === 'photos' && originals.length > FILES_BY_APPLESCRIPT)
    return because('applescript-does-not-say-which', { files: originals.length });
  return because('photos-did-not-give-it');
}

/** Why what came cannot be taken for the original; null when it can. Pure. */
export function doubtAbout(
  { size, kinds }: Pick<CloudAsset, 'size' | 'kinds'>,
  by: DownloadWay,
  record: ExportRecord | null,
  files: readonly { readonly kind: PartKind; readonly size: number }[],
): Explanation | null {
  const original = files.find(({ kind }) => kind === 'original');
  if (original === undefined) {
    const said = record?.errors[0]?.message;
    return said === undefined ? whyNothing(kinds, by) : quote(said);
  }
  if (size === null) return because('size-not-told');
  if (original.size !== size) return because('other-size', { came: original.size, wanted: size });
  return null;
}
