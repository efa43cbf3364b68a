/**
 * A private copy of the library's database: Photos holds the real one locked and writes into it at any moment, and it must never be opened
 * in place, which would leave an index file in the library. Everything that a run learns of the library, it learns from one such copy.
 */
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { cloneOrCopy } from '../copy-file.ts';
import { ProblemError } from '../model/problem.ts';
import { libraryDatabase } from './library.ts';

export interface LibrarySnapshot {
  /** Absolute path of the copy. Nobody else uses it: it may be opened and changed. */
  readonly database: string;
  /** See {@link quickFingerprint}; of the moment before it was taken. */
  readonly quick: string;
}

type CopyOne = (from: string, to: string) => Promise<void>;

/** Milliseconds before each further attempt: some seconds in all, which even a long import pauses for. */
const PAUSES = [0, 50, 100, 200, 400, 800, 1600];

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
 * Copies the database and its write-ahead log, as clones where the disk can do that.
 * @param folder a private one for the copy, best on the library's own volume; it is made if it does not exist, and emptied
 * @param copyOne copies one file, given both paths
 * @throws {ProblemError} library-busy when no attempt gave a whole copy; disk-full
 * @throws file system errors: check the library first
 */
export async function takeSnapshot(
  library: string,
  folder: string,
  copyOne: CopyOne = cloneOrCopy,
): Promise<LibrarySnapshot> {
  for (const pause of [...PAUSES, null]) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const quick = await copyDatabase(library, folder, copyOne);
    if (quick !== undefined) return { database: join(folder, 'Photos.sqlite'), quick };
    if (pause !== null) await setTimeout(pause);
  }
  await rm(folder, { recursive: true, force: true });
  throw new ProblemError('library-busy', { path: library });
}

/**
 * First the database, then its log: pages that are merged into the database during the copy are all in the log as well, and what is appended
 * to the log is one commit more. The copy would be a mixture of two moments only where the log was started over in between. The `-shm` file is
 * only an index of the log, and SQLite makes its own.
 * @returns the previous quick fingerprint, or undefined when the copy may be such a mixture
 */
async function copyDatabase(library: string, folder: string, copyOne: CopyOne): Promise<string | undefined> {
  const quick = await quickFingerprint(library);
  const log = await logState(library);
  const source = libraryDatabase(library);
  const copy = join(folder, 'Photos.sqlite');
  await copyOne(source, copy);
  await copyOne(`${source}-wal`, `${copy}-wal`).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  return (await logState(library)) === log ? quick : undefined;
}

/** Bytes of the header of a write-ahead log; two of its numbers are new each time it is started over. */
const LOG_HEADER = 32;
/** The bytes of the `-shm` file that change with every commit and every checkpoint: its header, and how much of the log was merged. */
const COMMIT_BYTES = 100;

/**
 * Another text when the log was started over in between. Where there is none (any more), a log may come and go unseen: then it is another text
 * when anything was written. Many file systems count time in steps, hence the `-shm` file.
 */
async function logState(library: string): Promise<string> {
  const database = libraryDatabase(library);
  const header = await firstBytes(`${database}-wal`, LOG_HEADER);
  if (header.length === LOG_HEADER) return header.toString('hex');
  return `${await quickFingerprint(library)} ${(await firstBytes(`${database}-shm`, COMMIT_BYTES)).toString('hex')}`;
}

/** Empty where there is no such file. */
async function firstBytes(path: string, count: number): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(count), 0, count, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

/**
 * Opens the copy and gives it to `read`.
 * @returns what `read` returned; undefined when the copy is no database that can be read
 */
export async function readSnapshot<Result>(
  { database: path }: LibrarySnapshot,
  read: (database: DatabaseSync) => Promise<Result>,
): Promise<Result | undefined> {
  try {
    // Not read-only: SQLite has to rebuild the index of the log.
    const database = new DatabaseSync(path);
    try {
      return await read(database);
    } finally {
      database.close();
    }
  } catch (error) {
    if ((error as { code?: string } | undefined)?.code === 'ERR_SQLITE_ERROR') return undefined;
    throw error;
  }
}
