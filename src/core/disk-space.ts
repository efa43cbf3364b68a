/** Telling that a disk is full, whoever met it: the system, SQLite, or a tool that only knows that it failed. */
import { statfsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ProblemError } from './model/problem.ts';

/** What is kept free on a disk besides what is to be written: sidecars, the tools' temporary files, the system's own breathing room. */
const RESERVE = 256 * 1024 * 1024;
/** With less than this on a disk, a failure without words is taken to come of it. */
const NOTHING = 1024 * 1024;

/** Milliseconds. */
const LOOK_EVERY = 1000;

const SQLITE_IOERR = 10;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;

/**
 * @param bytes that are to be written there
 * @returns false where it may do or not: macOS frees what it calls purgeable when a program writes, and statfs(2) does not count that.
 * @throws {ProblemError} disk-full, with what is missing
 */
export function checkFree(path: string, bytes: number, platform: NodeJS.Platform = process.platform): boolean {
  const free = freeBytes(path);
  if (free >= bytes + RESERVE) return true;
  if (platform === 'darwin' && free >= NOTHING) return false;
  throw diskFull(path, bytes);
}

/** @param bytes that are to be written there; 0 when that is not known */
export function diskFull(path: string, bytes = 0, cause?: unknown): ProblemError {
  const missing = Math.max(bytes + RESERVE - freeBytes(path), NOTHING);
  return new ProblemError('disk-full', { path, needed: missing }, { cause });
}

/**
 * Makes a problem of an error that comes of a full disk; any other error comes back as it is.
 * @param paths on the disks that were written to, the likeliest first
 */
export function explainFullDisk(error: unknown, paths: readonly string[]): unknown {
  if (error instanceof ProblemError) {
    if (error.code === 'ledger-unusable') {
      const explained = explainFullDisk(error.cause, paths);
      return explained instanceof ProblemError ? explained : error;
    }
    const isVague = error.code === 'tool-failed' || error.code === 'tool-unusable' || error.code === 'export-failed';
    const full = isVague ? paths.find(isFull) : undefined;
    return full === undefined ? error : diskFull(full, 0, error);
  }
  if (!(error instanceof Error)) return error;
  const { code, errcode, path, dest, syscall } = error as NodeJS.ErrnoException & Partial<SystemDetails>;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return diskFull(dest ?? path ?? paths[0] ?? '/', syscall === 'copyfile' ? sizeOf(path) : 0, error);
  const primary = Number(errcode ?? 0) & 0xff;
  if (primary === SQLITE_FULL) return diskFull(paths.find(isFull) ?? paths[0] ?? '/', 0, error);
  // Where even the index of its log does not fit, SQLite cannot say why.
  if (primary === SQLITE_IOERR || primary === SQLITE_CANTOPEN) {
    const full = paths.find(isFull);
    if (full !== undefined) return diskFull(full, 0, error);
  }
  return error;
}

interface SystemDetails {
  readonly errcode: number;
  readonly dest: string;
}

export function isFull(path: string): boolean {
  return freeBytes(path) < NOTHING;
}

/**
 * Looks every now and then whether a disk is full, and says so once. For programs that wait forever when they cannot write.
 * @returns what ends the looking
 */
export function watchForFullDisk(paths: readonly string[], onFull: (path: string) => void): () => void {
  const look = async () => {
    for (const path of paths) {
      // Not the synchronous call: a network disk that is gone must not hold this process up.
      const found = await statfs(path).catch(() => null);
      if (found === null || found.bavail * found.bsize >= NOTHING) continue;
      clearInterval(looking);
      onFull(path);
      return;
    }
  };
  const looking = setInterval(() => void look(), LOOK_EVERY);
  return () => clearInterval(looking);
}

/** On the disk of the path, or of the nearest folder above it that is there. Infinity when it cannot be told. */
function freeBytes(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    return dirname(path) === path ? Number.POSITIVE_INFINITY : freeBytes(dirname(path));
  }
}

function sizeOf(path: string | undefined): number {
  return path === undefined ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
}
