/** Opening the ledger's database: one writer, write-ahead log, migrations with a copy kept, damage told apart from a newer version. */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ProblemError } from '../problem.ts';
import { MIGRATIONS } from './schema.ts';

export interface OpenedDatabase {
  readonly database: DatabaseSync;
  /** Sentences for the log about what had to be done to open it. */
  readonly notices: readonly string[];
}

/**
 * Opens or makes the database at `file` and brings it to the newest version.
 * A damaged file is set aside beside it and a new ledger begun: everything in it can be learned again from Photos and the server.
 * @throws {ProblemError} ledger-unusable when it was made by a newer version, or cannot be written.
 */
export function openDatabase(file: string): OpenedDatabase {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    return { database: openAndMigrate(file), notices: [] };
  } catch (error) {
    if (error instanceof ProblemError || !isDamage(error)) throw asProblem(file, error);
    const aside = setAside(file);
    try {
      return {
        database: openAndMigrate(file),
        notices: [`The ledger was damaged. It was kept as ${aside}; a new one is built from Photos and the server.`],
      };
    } catch (second) {
      throw asProblem(file, second);
    }
  }
}

function openAndMigrate(file: string): DatabaseSync {
  const isNew = !existsSync(file);
  const database = new DatabaseSync(file);
  try {
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;',
    );
    const version = userVersion(database);
    if (version > MIGRATIONS.length) {
      throw new ProblemError('ledger-unusable', {
        path: file,
        reason: 'it was written by a newer version of Immich Sync',
      });
    }
    if (!isNew && version > 0 && version < MIGRATIONS.length)
      copyFileSync(file, `${file}.before-version-${MIGRATIONS.length}`);
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

function userVersion(database: DatabaseSync): number {
  const row = database.prepare('PRAGMA user_version').get();
  return Number(row?.user_version ?? 0);
}

/** Primary result codes SQLITE_CORRUPT (11) and SQLITE_NOTADB (26). */
function isDamage(error: unknown): boolean {
  const code = Number((error as { errcode?: number }).errcode ?? 0) & 0xff;
  return code === 11 || code === 26;
}

function setAside(file: string): string {
  const aside = `${file}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  renameSync(file, aside);
  for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  return aside;
}

function asProblem(file: string, error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  return new ProblemError(
    'ledger-unusable',
    { path: file, reason: error instanceof Error ? error.message : String(error) },
    { cause: error },
  );
}
