/** A private copy of the library's database: Photos holds the real one locked, and it must never be opened in place. */
import { constants, copyFile, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { libraryDatabase } from './library.ts';

const ATTEMPTS = 4;

/**
 * Size and time of the database and of its write-ahead log. The same answer twice means that certainly nothing was written between; another
 * one means little, because Photos' background analysis writes all the time.
 */
export async function quickFingerprint(library: string): Promise<string> {
  const database = libraryDatabase(library);
  return `${await fileState(database)} ${await fileState(`${database}-wal`)}`;
}

async function fileState(path: string): Promise<string> {
  try {
    const { size, mtimeNs } = await stat(path, { bigint: true });
    return `${size}@${mtimeNs}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'none';
    throw error;
  }
}

/**
 * Copies the database, opens the copy and gives it to `read`. The copy is a clone where the file system can do that (APFS: no time, no
 * space). It takes two steps, so that a checkpoint may fall between them: a copy during which anything was written is thrown away and made
 * again. The `-shm` file is only an index of the log, and SQLite makes its own.
 * @returns what `read` returned, with the quick fingerprint of the files that were copied; undefined when Photos wrote during every attempt
 * or the copy cannot be read
 * @throws file system errors
 */
export async function withLibraryCopy<Result>(
  library: string,
  temporary: string,
  read: (database: DatabaseSync) => Promise<Result>,
): Promise<{ readonly result: Result; readonly quick: string } | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const folder = await mkdtemp(join(temporary, 'photos-'));
    try {
      const quick = await copyDatabase(library, folder);
      if (quick === undefined) continue;
      return { result: await readCopy(join(folder, 'Photos.sqlite'), read), quick };
    } catch (error) {
      if (!isSqliteError(error)) throw error;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return undefined;
}

/** The quick fingerprint of what was copied, or undefined when something was written meanwhile. */
async function copyDatabase(library: string, folder: string): Promise<string | undefined> {
  const commit = await lastCommit(library);
  const before = await quickFingerprint(library);
  const source = libraryDatabase(library);
  const copy = join(folder, 'Photos.sqlite');
  await copyFile(source, copy, constants.COPYFILE_FICLONE);
  await copyFile(`${source}-wal`, `${copy}-wal`, constants.COPYFILE_FICLONE).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  const isSame = (await quickFingerprint(library)) === before && (await lastCommit(library)) === commit;
  return isSame ? before : undefined;
}

/** The bytes of the `-shm` file that change with every commit and every checkpoint: its header, and how much of the log was merged. */
const COMMIT_BYTES = 100;

/**
 * What tells one commit from the next where the times of files do not: many file systems count them in steps (Mac OS Extended in seconds),
 * and a log that begins anew keeps its size.
 */
async function lastCommit(library: string): Promise<string> {
  try {
    const file = await open(`${libraryDatabase(library)}-shm`, 'r');
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(COMMIT_BYTES), 0, COMMIT_BYTES, 0);
      return buffer.toString('hex', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    // A writer that has locked the database for itself alone keeps none.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'none';
    throw error;
  }
}

async function readCopy<Result>(path: string, read: (database: DatabaseSync) => Promise<Result>): Promise<Result> {
  // Not read-only: SQLite has to make the index of the log anew.
  const database = new DatabaseSync(path);
  try {
    return await read(database);
  } finally {
    database.close();
  }
}

const isSqliteError = (error: unknown): boolean =>
  (error as { code?: string } | undefined)?.code === 'ERR_SQLITE_ERROR';
