/** The staging folder: what an export put there, and letting go of it once the server has proved to hold it. */
import { mkdir, rm, stat } from 'node:fs/promises';
import { diskFull, isFull } from '../disk-space.ts';
import { isUsableFolder } from '../immich/upload.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ExportRecord } from '../photos/export-record.ts';
import { ProblemError } from '../problem.ts';
import { fileReason } from '../settings/file-reason.ts';
import { makePrivate } from '../settings/places.ts';
import { hashFile } from './hash.ts';
import { type LeavingContext, leaveBehind } from './left-behind.ts';
import type { StagedFile } from './outbox.ts';
import type { PlannedAsset, PlannedPart } from './plan.ts';

/** @throws {ProblemError} staging-unusable when immich-go could not be given a folder in it. */
export function checkStaging(folder: string): void {
  if (!isUsableFolder(folder))
    throw new ProblemError('staging-unusable', {
      path: folder,
      reason: 'its name holds one of the characters * ? [ \\',
    });
}

/** For this user only: it holds their photos. @throws {ProblemError} staging-unusable, disk-full */
export async function prepareStaging(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    if (isFull(folder)) throw diskFull(folder, 0, error);
    throw new ProblemError('staging-unusable', { path: folder, reason: fileReason(error) }, { cause: error });
  }
  await makePrivate(folder);
}

/**
 * Finds among the files that osxphotos exported for an asset those that were planned, by their contents: the exported bytes must have the
 * checksum that was read in place.
 * @returns the files to upload; what is missing becomes a problem.
 */
export async function matchExport(
  asset: PlannedAsset,
  record: ExportRecord,
  context: LeavingContext,
): Promise<readonly StagedFile[]> {
  const wanted = new Map<string, PlannedPart>(asset.parts.map((part) => [part.sha1, part]));
  const staged: StagedFile[] = [];
  let surplus = 0;
  for (const file of record.files) {
    const { sha1, size, modifiedAt } = await hashFile(file.path);
    context.ledger.recordStaged(file.path, sha1, size, context.now());
    const part = wanted.get(sha1);
    if (part === undefined) {
      surplus += 1;
      continue;
    }
    wanted.delete(sha1);
    const sidecar = `${file.path}.xmp`;
    staged.push({
      path: file.path,
      sidecar: record.sidecars.includes(sidecar) ? sidecar : null,
      sha1,
      size,
      modifiedAt,
      originalFilename: asset.filename,
      kind: part.kind,
    });
  }
  const unplanned = record.files.filter(({ path }) => !staged.some((file) => file.path === path));
  for (const part of wanted.values()) {
    leavePartBehind(asset, part, record, surplus, context);
    // osxphotos exports over nothing that looks as it left it: what is wrong has to go, or it comes again for ever.
    for (const { path } of unplanned.filter((file) => file.part === part.kind))
      await removeStaged(path, context.ledger);
  }
  return staged;
}

function leavePartBehind(
  asset: PlannedAsset,
  part: PlannedPart,
  record: ExportRecord,
  surplus: number,
  context: LeavingContext,
): void {
  const [error] = record.errors;
  const left = { sha1: part.sha1, name: asset.filename, reason: 'failing' } as const;
  if (error === undefined && surplus > 0) {
    // The file may have been changed by Photos after it was read: reading it again settles it.
    context.ledger.forgetHash(asset.uuid, part.kind);
    leaveBehind(context, { ...left, message: 'the export has other contents than Photos', code: 'export-differs' });
    return;
  }
  const words = error?.message ?? 'osxphotos left it out';
  leaveBehind(context, { ...left, message: `not exported: ${words}`, code: 'export-failed', words });
}

/** Removes proved files, oldest first, until what is left fits the budget (bytes). */
export async function releaseStaging(ledger: Ledger, target: number, budget: number): Promise<void> {
  let bytes = ledger.stagedBytes();
  if (bytes <= budget) return;
  for (const file of ledger.releasableFiles(target)) {
    if (bytes <= budget) return;
    await removeStaged(file.path, ledger);
    bytes -= file.size;
  }
}

/** Removes copies of what Photos holds no more in that form, so that osxphotos exports anew. */
export async function removeStaleFiles(ledger: Ledger): Promise<void> {
  for (const path of ledger.staleFiles()) await removeStaged(path, ledger);
}

async function removeStaged(path: string, ledger: Ledger): Promise<void> {
  await rm(path, { force: true });
  await rm(`${path}.xmp`, { force: true });
  ledger.forgetStaged(path);
}

/** Forgets staged files that somebody removed by hand, so that the budget is counted right. */
export async function forgetLostFiles(ledger: Ledger, target: number): Promise<void> {
  for (const { path } of ledger.releasableFiles(target)) {
    try {
      await stat(path);
    } catch {
      ledger.forgetStaged(path);
    }
  }
}
