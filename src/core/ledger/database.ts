/** Opening the ledger's database: one writer, write-ahead log, migrations with a copy kept, damage told apart from a newer version. */

import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileReason } from '../model/file-reason.ts';
import { makeProblem, ProblemError } from '../model/problem.ts';
import { quote } from '../model/reasons.ts';
import { copyNewestBackup, listBackups } from './backups.ts';
import { MIGRATIONS } from './schema.ts';

export interface OpenedDatabase {
  readonly database: DatabaseSync;
  /** Sentences for the log about what had to be done to open it. */
  readonly notices: readonly string[];
}

/**
 * Opens or makes the database at `file` and brings it to the newest version.
 * A damaged file is kept beside it, and the newest sound backup takes its place. Without any a new ledger is begun: what Photos and the
 * server hold can be learned again, what a person had decided cannot.
 * @throws {ProblemError} ledger-newer, which leaves it untouched; ledger-unusable when it cannot be written, also for want of space: its `cause` is what the system or SQLite said.
 */
export function openDatabase(file: string): OpenedDatabase {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    refuseReadOnly(file);
    const isEmpty = statSync(file, { throwIfNoEntry: false })?.size === 0;
    // Without backups it may just be about to be made, by another process.
    if (isEmpty && listBackups(file).length > 0) return openReplacement(file);
    const notice = 'The ledger was empty. A new one is built from Photos and the server.';
    return { database: openAndMigrate(file), notices: isEmpty ? [notice] : [] };
  } catch (error) {
    if (error instanceof ProblemError || !isDamage(error)) throw asProblem(file, error);
    try {
      return openReplacement(file);
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

/** What became of a damaged ledger. */
export interface Replacement {
  /** Where it is kept; absolute. */
  readonly aside: string;
  /** When the backup that takes its place was made, milliseconds since 1970; null when there is none, and a new one is begun. */
  readonly backupAt: number | null;
}

/** For the log. */
export const damageSentence = (replacement: Replacement): string =>
  makeProblem('ledger-damaged', { ...replacement }).sentence;

/**
 * Moves a damaged ledger out of the way, with its log of what was not yet in it, and puts the newest sound backup in its place. The connection
 * must be closed.
 * @throws Error of the system, for example for want of space: the damaged one is where it was then.
 */
function replaceDamaged(file: string): Replacement {
  const copy = `${file}.restored`;
  const backupAt = copyNewestBackup(file, copy);
  const aside = `${file}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  renameSync(file, aside);
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${aside}-wal`);
  rmSync(`${file}-shm`, { force: true });
  if (backupAt !== null) renameSync(copy, file);
  return { aside, backupAt };
}

/** The name in `meta` under which the ledger itself says that it took the place of a damaged one, until a run has told of it. */
export const REPLACEMENT = 'replaced-damaged';

function openReplacement(file: string): OpenedDatabase & { readonly replacement: Replacement } {
  const replacement = replaceDamaged(file);
  const database = openAndMigrate(file);
  database.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(REPLACEMENT, JSON.stringify(replacement));
  return { database, notices: [damageSentence(replacement)], replacement };
}

/** Replaces a ledger in which damage was met while it was in use, as {@link openDatabase} does. The connection must be closed. */
export function replaceLedger(file: string): Replacement {
  const { database, replacement } = openReplacement(file);
  database.close();
  return replacement;
}

function asProblem(file: string, error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  const isSqlite = (error as { errcode?: number }).errcode !== undefined;
  const reason = isSqlite ? quote((error as Error).message) : fileReason(error);
  return new ProblemError('ledger-unusable', { path: file, reason }, { cause: error });
}
