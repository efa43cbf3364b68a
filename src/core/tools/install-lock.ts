/** One installation at a time in a folder, also between processes (the app and the command line, two test runs). */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds between two tries. */
const RETRY_EVERY = 200;
const SQLITE_BUSY = 5;

/**
 * Runs `work` while holding the folder's lock; waits for as long as another process holds it.
 * The lock is a write transaction on an empty database: the system takes it away with the process, so a killed one leaves nothing stale.
 */
export async function withInstallLock<T>(
  folder: string,
  work: () => Promise<T>,
  options: { readonly onWait?: () => void; readonly signal?: AbortSignal | undefined } = {},
): Promise<T> {
  await mkdir(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, 'install.lock'));
  try {
    let waited = false;
    while (!tryToLock(database)) {
      if (!waited) options.onWait?.();
      waited = true;
      await wait(RETRY_EVERY, undefined, { signal: options.signal });
    }
    return await work();
  } finally {
    database.close();
  }
}

function tryToLock(database: DatabaseSync): boolean {
  try {
    database.exec('BEGIN IMMEDIATE');
    return true;
  } catch (error) {
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return false;
    throw error;
  }
}
