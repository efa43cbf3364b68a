/**
 * The outbox: hard links to the staged files of one upload, so that immich-go sees exactly what is to be sent and nothing else, and
 * costs no space. It lies inside the staging folder because hard links cannot cross disks.
 *
 * The files in it are numbered. immich-go 0.32.0 makes much of a name: it passes over files without an ending, `._a.jpg` and others that it
 * bans; it takes the name for a pattern when it looks for the sidecar, so that `[].jpg` has none and `a*.jpg` that of `aa.jpg`
 * (`checkExistSideCar` in adapters/folder/run.go); and of two files of one name and time it sends one, or replaces the other
 * (`app/upload/advice.go`). The guard gives each file its name on the server as it goes by.
 */

import { link, mkdir, readdir, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { cloneOrCopy } from '../copy-file.ts';
import type { PartKind } from '../model/asset.ts';
import { ProblemError } from '../model/problem.ts';
import { because } from '../model/reasons.ts';
import { removeFolder } from '../remove-folder.ts';
import { nameOnServer, type TakenEndings } from './name-on-server.ts';

export interface StagedFile {
  /** Absolute path in the staging folder. */
  readonly path: string;
  /** Absolute path of its XMP sidecar; null if it has none. */
  readonly sidecar: string | null;
  readonly sha1: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
  /** The name that Photos knows the asset by. */
  readonly originalFilename: string;
  readonly kind: PartKind;
}

/** A staged file with its place in the outbox. */
export interface OutboxFile extends StagedFile {
  /** With its folder: immich-go takes seconds to look through one of a thousand files. */
  readonly relativePath: string;
  /** The name in there, which no other file of the upload has. */
  readonly name: string;
  /** The name under which the server shall know the file. */
  readonly nameOnServer: string;
}

const OUTBOX = '.immich-sync-outbox';
/** In a folder that we made: no other is ever emptied. */
const MARK = '.made-by-immich-sync';
const FILES_IN_A_FOLDER = 200;

export function outboxFolder(staging: string): string {
  return join(staging, OUTBOX);
}

/** Gives every file its place; contents that come twice have one. Pure. */
export function placeInOutbox(files: readonly StagedFile[], taken: TakenEndings): readonly OutboxFile[] {
  const unique = [...new Map(files.map((file) => [file.sha1, file])).values()];
  return unique.map((file, index) => {
    const whole = nameOnServer({ ...file, extension: extname(file.path) }, taken);
    const name = `${String(index + 1).padStart(6, '0')}${extname(whole).toLowerCase()}`;
    const relativePath = join(String(Math.floor(index / FILES_IN_A_FOLDER) + 1), name);
    return { ...file, relativePath, name, nameOnServer: whole };
  });
}

/**
 * Makes the outbox, empty.
 * @throws {ProblemError} staging-unusable when a folder of its name is there that we did not make.
 */
export async function makeOutbox(folder: string): Promise<void> {
  await removeOutbox(folder);
  // Not the staging folder, too: where its disk is gone, it must not come to lie on another one.
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const others = await readdir(folder);
  if (others.length > 0)
    throw new ProblemError('staging-unusable', {
      path: dirname(folder),
      reason: because('foreign-folder-inside', { name: OUTBOX }),
    });
  await writeFile(join(folder, MARK), '', { mode: 0o600 });
}

/** How a file gets into the outbox. Another one stands in for disks without hard links in tests. */
export type Link = (from: string, to: string) => Promise<void>;

/**
 * Fills `folder` with links to the files and their sidecars.
 * @returns false where the disk cannot link: then copies were made.
 */
export async function fillOutbox(
  folder: string,
  files: readonly OutboxFile[],
  makeLink: Link = link,
): Promise<boolean> {
  let isLinked = true;
  for (const file of files) {
    const target = join(folder, file.relativePath);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    isLinked = (await linkOrCopy(file.path, target, makeLink)) && isLinked;
    if (file.sidecar !== null) await linkOrCopy(file.sidecar, `${target}.xmp`, makeLink);
  }
  return isLinked;
}

/** Removes it if it is ours. Its mark goes last, so that one whose removal is cut off is known for ours again. */
export async function removeOutbox(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (names === null || (names.length > 0 && !names.includes(MARK))) return;
  // What macOS puts beside files on disks without extended attributes (`._…`) goes with the rest.
  for (const name of names) if (name !== MARK) await removeFolder(join(folder, name));
  await removeFolder(join(folder, MARK));
  await rmdir(folder);
}

/** exFAT and many network disks know no hard links; EMLINK: too many links to one file. */
const CANNOT_LINK: ReadonlySet<string | undefined> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EXDEV',
  'EINVAL',
]);

/** @returns true when it is a link. */
async function linkOrCopy(from: string, to: string, makeLink: Link): Promise<boolean> {
  try {
    await makeLink(from, to);
    return true;
  } catch (error) {
    if (!CANNOT_LINK.has((error as NodeJS.ErrnoException).code)) throw error;
    await cloneOrCopy(from, to);
    // By it the server dates what has no date of its own.
    const { atime, mtime } = await stat(from);
    await utimes(to, atime, mtime);
    return false;
  }
}
