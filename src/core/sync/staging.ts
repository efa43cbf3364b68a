/** The staging folder: what an export put there, and letting go of it once the server has proved to hold it. */

import { mkdir, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { diskFull, isFull } from '../disk-space.ts';
import { isUsableFolder } from '../immich/upload.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { fileReason } from '../model/file-reason.ts';
import type { PlannedAsset, PlannedPart } from '../model/plan.ts';
import { ProblemError } from '../model/problem.ts';
import { because, type Explanation, quote, type Reason } from '../model/reasons.ts';
import type { ExportRecord } from '../photos/export-record.ts';
import { makePrivate } from '../settings/paths.ts';
import { leaveOutOfBackups } from '../system/backup-exclusion.ts';
import { hashFile } from './hash.ts';
import { type LeavingContext, leaveBehind } from './left-behind.ts';
import type { StagedFile } from './outbox.ts';

/** @throws {ProblemError} staging-unusable when immich-go could not be given a folder in it. */
export function checkStaging(folder: string): void {
  if (!isUsableFolder(folder))
    throw new ProblemError('staging-unusable', {
      path: folder,
      reason: because('name-has-pattern'),
    });
}

/** For this user only: it holds their photos. One that we make is no part of backups. @throws {ProblemError} staging-unusable, disk-full */
export async function prepareStaging(folder: string): Promise<void> {
  try {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) await leaveOutOfBackups(folder);
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
  let gone: Reason | null = null;
  for (const file of record.files) {
    const hashed = await hashFile(file.path).catch(async (error: unknown) => {
      gone = await reasonOfLoss(file.path, error);
      return null;
    });
    if (hashed === null) continue;
    const { sha1, size, modifiedAt } = hashed;
    context.ledger.staged.record(file.path, sha1, size, context.now());
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
  const said = record.errors[0]?.message;
  const why = said === undefined ? gone : quote(said);
  for (const part of wanted.values()) {
    leavePartBehind(asset, part, { why, surplus }, context);
    // osxphotos exports over nothing that looks as it left it: what is wrong has to go, or it comes again forever.
    for (const { path } of unplanned.filter((file) => file.part === part.kind))
      await removeStaged(path, context.ledger);
  }
  return staged;
}

/**
 * Why a staged file cannot be read: that is a matter of its asset.
 * @throws {ProblemError} staging-unusable when the whole folder is away, as with a disk that was unplugged.
 */
async function reasonOfLoss(path: string, error: unknown): Promise<Reason> {
  // Year and month lie between it and the staging folder.
  const folder = dirname(dirname(dirname(path)));
  try {
    await readdir(folder);
  } catch (away) {
    throw new ProblemError('staging-unusable', { path: folder, reason: fileReason(away) }, { cause: away });
  }
  return because('staged-file-unreadable', { why: fileReason(error) });
}

function leavePartBehind(
  asset: PlannedAsset,
  part: PlannedPart,
  { why, surplus }: { readonly why: Explanation | null; readonly surplus: number },
  context: LeavingContext,
): void {
  const left = { sha1: part.sha1, name: asset.filename, reason: 'failing' } as const;
  if (why === null && surplus > 0) {
    // The file may have been changed by Photos after it was read: reading it again settles it.
    context.ledger.parts.forgetHash(asset.uuid, part.kind);
    leaveBehind(context, { ...left, message: because('other-contents'), problem: { code: 'export-differs' } });
    return;
  }
  const reason = why ?? because('osxphotos-left-it-out');
  leaveBehind(context, {
    ...left,
    message: because('not-exported', { why: reason }),
    problem: { code: 'export-failed', reason },
  });
}

/** Removes proved files, oldest first, until what is left fits the budget (bytes). */
export async function releaseStaging(ledger: Ledger, target: number, budget: number): Promise<void> {
  let bytes = ledger.staged.bytes();
  if (bytes <= budget) return;
  for (const file of ledger.staged.releasable(target)) {
    if (bytes <= budget) return;
    await removeStaged(file.path, ledger);
    bytes -= file.size;
  }
}

/** Removes copies of what Photos holds no more in that form, so that osxphotos exports again. */
export async function removeStaleFiles(ledger: Ledger): Promise<void> {
  for (const path of ledger.staged.stale()) await removeStaged(path, ledger);
}

/** With its sidecar, and what macOS puts beside both on disks without extended attributes (exFAT, many of the network). */
export async function removeStaged(path: string, ledger: Ledger): Promise<void> {
  for (const each of [path, `${path}.xmp`]) {
    await rm(each, { force: true });
    await rm(join(dirname(each), `._${basename(each)}`), { force: true });
  }
  ledger.staged.forget(path);
}

/** Removes the folders `{year}/{month}` in which nothing is staged any more. Not while an export may be about to use one. */
export async function removeEmptyFolders(staging: string): Promise<void> {
  const foldersIn = async (folder: string, name: RegExp) =>
    (await readdir(folder, { withFileTypes: true }).catch(() => []))
      .filter((entry) => entry.isDirectory() && name.test(entry.name))
      .map((entry) => join(folder, entry.name));
  // Fails where something is in it.
  const removeIfEmpty = (folder: string) => rmdir(folder).catch(() => undefined);
  for (const year of await foldersIn(staging, /^\d{4}$/)) {
    for (const month of await foldersIn(year, /^\d\d$/)) await removeIfEmpty(month);
    await removeIfEmpty(year);
  }
}

/** Forgets staged files that somebody removed by hand, so that the budget is counted right. */
export async function forgetLostFiles(ledger: Ledger, target: number): Promise<void> {
  for (const { path } of ledger.staged.releasable(target)) {
    try {
      await stat(path);
    } catch {
      ledger.staged.forget(path);
    }
  }
}
