/** Opening the ledger's database: one writer, write-ahead log, migrations with a copy kept, damage told apart from a newer version. */
import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { explainFullDisk } from '../disk-space.ts';
import { ProblemError } from '../problem.ts';
import { fileReason } from '../settings/file-reason.ts';
import { MIGRATIONS } from './schema.ts';

export interface OpenedDatabase {
  readonly database: DatabaseSync;
  /** Sentences for the log about what had to be done to open it. */
  readonly notices: readonly string[];
}

/**
 * Opens or makes the database at `file` and brings it to the newest version.
 * A damaged file is set aside beside it and a new ledger begun: everything in it can be learned again from Photos and the server.
 * @throws {ProblemError} ledger-newer, which leaves it untouched; ledger-unusable when it cannot be written; disk-full.
 */
export function openDatabase(file: string): OpenedDatabase {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    refuseReadOnly(file);
    const wasEmpty = statSync(file, { throwIfNoEntry: false })?.size === 0;
    const notice = 'The ledger was empty. A new one is built from Photos and the server.';
    return { database: openAndMigrate(file), notices: wasEmpty ? [notice] : [] };
  } catch (error) {
    if (error instanceof ProblemError || !isDamage(error)) throw asProblem(file, error);
    try {
      const aside = setLedgerAside(file);
      return {
        database: openAndMigrate(file),
        notices: [`The ledger was damaged. It was kept as ${aside}; a new one is built from Photos and the server.`],
      };
    } catch (second) {
      throw asProblem(file, second);
    }
  }
}

/** SQLite would open a file that may not be written for reading only, and fail in the middle of the next run. */
function refuseReadOnly(file: string): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return;
  accessSync(file, constants.W_OK);
  // The superuser passes every access check; the mark counts for it too.
  if ((stats.mode & 0o200) === 0) throw Object.assign(new Error('read-only'), { code: 'EACCES' });
}

function openAndMigrate(file: string): DatabaseSync {
  const isNew = !existsSync(file);
  const database = new DatabaseSync(file);
  try {
    // Before anything is written: a ledger of a newer version is left as it is.
    const version = userVersion(database);
    if (version > MIGRATIONS.length) throw new ProblemError('ledger-newer', { path: file });
    database.exec(
      'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;',
    );
    if (!isNew && version > 0 && version < MIGRATIONS.length)
      keepCopy(database, `${file}.before-version-${MIGRATIONS.length}`);
    for (const [index, migration] of MIGRATIONS.entries()) {
      if (index < version) continue;
      database.exec(`BEGIN IMMEDIATE; ${migration} PRAGMA user_version = ${index + 1}; COMMIT;`);
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** By SQLite, and not of the file: what was written last is only in the write-ahead log. */
function keepCopy(database: DatabaseSync, path: string): void {
  rmSync(path, { force: true });
  database.prepare('VACUUM INTO ?').run(path);
}

function userVersion(database: DatabaseSync): number {
  const row = database.prepare('PRAGMA user_version').get();
  return Number(row?.user_version ?? 0);
}

/** Primary result codes SQLITE_CORRUPT (11) and SQLITE_NOTADB (26). */
export function isDamage(error: unknown): boolean {
  const code = Number((error as { errcode?: number }).errcode ?? 0) & 0xff;
  return code === 11 || code === 26;
}

/**
 * Moves a damaged ledger out of the way, with its log of what was not yet in it. The connection must be closed.
 * @returns where it is kept
 */
export function setLedgerAside(file: string): string {
  const aside = `${file}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  renameSync(file, aside);
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${aside}-wal`);
  rmSync(`${file}-shm`, { force: true });
  return aside;
}

function asProblem(file: string, error: unknown): ProblemError {
  const explained = explainFullDisk(error, [file]);
  if (explained instanceof ProblemError) return explained;
  const isSqlite = (error as { errcode?: number }).errcode !== undefined;
  const reason = isSqlite ? (error as Error).message : fileReason(error);
  return new ProblemError('ledger-unusable', { path: file, reason }, { cause: error });
}
