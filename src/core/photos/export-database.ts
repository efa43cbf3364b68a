/**
 * osxphotos' export database tells it which file in the staging folder belongs to which asset. It is a convenience: everything in it can be
 * rebuilt by exporting again. So a damaged one is moved aside, never repaired.
 */
import { access, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * False when SQLite calls it damaged, or when its making was cut off. A missing database is sound: osxphotos makes it. One that is only locked is sound too.
 * @param thorough reads the whole file (seconds for a large one): for finding out after a failure.
 */
export async function isExportDatabaseSound(path: string, thorough: boolean): Promise<boolean> {
  if (!(await exists(path))) return true;
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true });
    database.prepare('SELECT count(*) FROM version').get();
    database.prepare('SELECT count(*) FROM (SELECT 1 FROM export_data LIMIT 1)').get();
    if (!isComplete(database)) return false;
    if (!thorough) return true;
    const answer = database.prepare('PRAGMA quick_check(1)').get();
    return answer !== undefined && Object.values(answer)[0] === 'ok';
  } catch (error) {
    return /locked|busy/i.test(String(error));
  } finally {
    database?.close();
  }
}

/**
 * osxphotos makes a new database in many steps and says its newest version from the first; killed in between, it leaves one that fails for
 * every photo. The run is noted only after the last step (0.77.2, `export_db.py`: `_open_export_db`, then `_insert_run_info`).
 */
function isComplete(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM runs LIMIT 1').get() !== undefined;
}

/** Moves the database with its -wal and -shm to `PATH.damaged-20261122T151124`; returns that name. */
export async function moveExportDatabaseAside(path: string, now: Date): Promise<string> {
  const aside = `${path}.damaged-${now.toISOString().replace(/[-:]|\.\d+Z$/g, '')}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (await exists(path + suffix)) await rename(path + suffix, aside + suffix);
  }
  return aside;
}

/**
 * The folder to export to. It is the staging folder itself as long as its database goes with it. A new database does not know the files
 * that are already there, and osxphotos would put each photo beside its earlier copy as `IMG_1 (1).HEIC`, a name that would then go to the
 * server; so a new database gets a new folder inside staging: `2`, `3` and so on. Which one is remembered beside the database.
 */
export async function exportDestination(staging: string, database: string): Promise<string> {
  const note = `${database}.folder`;
  if (await exists(database)) {
    const remembered = await readFile(note, 'utf8').catch(() => '');
    return remembered === '' ? staging : ensureFolder(join(staging, remembered));
  }
  const folder = await firstFreeFolder(staging);
  await mkdir(dirname(database), { recursive: true });
  await writeFile(note, folder);
  return folder === '' ? staging : ensureFolder(join(staging, folder));
}

async function firstFreeFolder(staging: string): Promise<string> {
  if (await isEmptyFolder(staging)) return '';
  for (let number = 2; ; number += 1) {
    const name = String(number);
    if (await isEmptyFolder(join(staging, name))) return name;
  }
}

/** Hidden files (`.DS_Store`) do not count. */
async function isEmptyFolder(path: string): Promise<boolean> {
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.every((name) => name.startsWith('.'));
}

async function ensureFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true });
  return path;
}
