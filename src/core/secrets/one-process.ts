/** Work on a file that one process at a time may do. What locks is SQLite's lock, which the system takes back whenever a process ends. */
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between two tries, and for all of them: the other process may be waiting for a keychain that asks a person. */
const LOOK_AGAIN = 50;
const PATIENCE = 60_000;
const SQLITE_BUSY = 5;

/**
 * @param file is made, stays, and holds nothing
 * @throws what SQLite or the file system say; after a minute that another process is at it
 */
export async function inOneProcess<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  const lock = await take(file);
  try {
    return await work();
  } finally {
    lock.close();
  }
}

async function take(file: string): Promise<DatabaseSync> {
  for (let waited = 0; ; waited += LOOK_AGAIN) {
    const database = new DatabaseSync(file, { timeout: 0 });
    try {
      // See `lock/run-lock.ts`.
      database.exec('PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE');
      return database;
    } catch (error) {
      database.close();
      if ((error as { errcode?: number }).errcode !== SQLITE_BUSY || waited >= PATIENCE) throw error;
    }
    await sleep(LOOK_AGAIN);
  }
}
