/** The folder that tools are installed into: whether there is room in it, and what is wrong where it cannot be written to. */
import { checkFree, explainFullDisk } from '../disk-space.ts';
import { fileReason } from '../model/file-reason.ts';
import { ProblemError } from '../model/problem.ts';
import type { ToolName } from '../model/tools.ts';

const MB = 1024 * 1024;
/**
 * Bytes that an installation needs while it is in progress. osxphotos with what it needs has 115 MB on Linux and some more on a Mac; downloads, a Python
 * of its own (100 MB) and what they are unpacked from lie beside it. immich-go has 11 MB, its archive 8 MB; what builds it is elsewhere.
 */
const NEEDS: Readonly<Record<ToolName, number>> = { osxphotos: 400 * MB, 'immich-go': 40 * MB };

/** @throws {ProblemError} disk-full, before anything is changed; see `checkFree` */
export function checkRoom(folder: string, tools: readonly ToolName[], platform: NodeJS.Platform): void {
  const needed = tools.reduce((sum, tool) => sum + NEEDS[tool], 0);
  if (needed > 0) checkFree(folder, needed, platform);
}

/** A problem of what the system says to writing in the folder: no other way of installing would get any further. */
export function cannotWrite(error: unknown, folder: string): ProblemError {
  const explained = explainFullDisk(error, [folder]);
  if (explained instanceof ProblemError) return explained;
  return new ProblemError('folder-unusable', { path: folder, reason: fileReason(error) }, { cause: error });
}

/** SQLite’s for a lock file that cannot be opened or written: SQLITE_PERM, SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN. */
const SQLITE_OF_FILE: ReadonlySet<number> = new Set([3, 8, 10, 13, 14]);

/** A problem of an error that comes of the folder, or of its disk; null for any other. */
export function folderTrouble(error: unknown, folder: string): ProblemError | null {
  if (!(error instanceof Error)) return null;
  const { code, path, dest, errcode } = error as NodeJS.ErrnoException & {
    readonly dest?: string;
    readonly errcode?: number;
  };
  const isOfFolder = [path, dest].some((each) => each === folder || each?.startsWith(`${folder}/`));
  // What is missing in it is no fault of the folder's.
  if (code === 'ENOENT') return null;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return isFull || isOfFolder || SQLITE_OF_FILE.has(Number(errcode ?? 0) & 0xff) ? cannotWrite(error, folder) : null;
}
