/**
 * Copies of the ledger beside it. Most of what it knows can be learned again from Photos and the server, but not what a person has decided,
 * nor what was brought by us and with which details: so it is copied whenever that has changed, and a damaged ledger is replaced by the
 * newest copy that is sound.
 */
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MIGRATIONS } from './schema.ts';

export interface Backup {
  /** Absolute. */
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Of what was worth keeping then, see {@link digestOf}. */
  readonly digest: string;
}

/** Whether so many bytes may be written into the folder. May throw why not. */
export type HasRoom = (folder: string, bytes: number) => boolean;

/** The newest copies that are kept, besides the first of this week and of the last. */
const NEWEST_KEPT = 3;
const WEEK = 7 * 24 * 60 * 60_000;
/** A copy is made at least this often when there are runs, so that the history in it is not old. */
const MAX_AGE_OF_BACKUP = 24 * 60 * 60_000;
/** Pages copied in one go: all, so that another process that writes does not make it begin again. */
const ALL_PAGES = 0x7fffffff;
const SQLITE_CORRUPT = 11;

/** The copies of the ledger at `file`, the newest first. */
export function listBackups(file: string): readonly Backup[] {
  const prefix = `${basename(file)}.backup-`;
  return readdirSync(dirname(file))
    .flatMap((name) => {
      const [, day, time, digest = ''] =
        /^(\d{4}-\d\d-\d\d)T(\d\d-\d\d-\d\d-\d{3})Z-([\da-f]+)$/.exec(
          name.startsWith(prefix) ? name.slice(prefix.length) : '',
        ) ?? [];
      if (day === undefined || time === undefined) return [];
      const at = Date.parse(`${day}T${time.replace(/-/g, ':').replace(/:(\d{3})$/, '.$1')}Z`);
      return [{ path: join(dirname(file), name), at, digest }];
    })
    .sort((a, b) => b.at - a.at);
}

/**
 * Which copies are not needed any more. The newest stay, and the first of this week and of the last, so that damage that nobody noticed for
 * days is not in all of them. Pure.
 */
export function surplusBackups(backups: readonly Backup[], now: number): readonly Backup[] {
  const week = (at: number) => Math.floor(at / WEEK);
  const oldestFirst = [...backups].sort((a, b) => a.at - b.at);
  const firstOf = (wanted: number) => oldestFirst.find(({ at }) => week(at) === wanted);
  const kept = new Set([...oldestFirst.slice(-NEWEST_KEPT), firstOf(week(now)), firstOf(week(now) - 1)]);
  return oldestFirst.filter((one) => !kept.has(one));
}

/**
 * Copies the ledger if something worth keeping has changed since the last copy, and removes copies that are not needed any more. Reads over a
 * connection of its own: the ledger may be used meanwhile, by other processes too.
 * @param now milliseconds since 1970
 * @returns the new copy; null when none was needed
 * @throws what `hasRoom` throws
 * @throws Error of SQLite or the system; what is there stays then
 */
export async function backUp(file: string, now: number, hasRoom: HasRoom): Promise<Backup | null> {
  const source = new DatabaseSync(file, { readOnly: true });
  try {
    source.exec('PRAGMA busy_timeout = 5000');
    const digest = digestOf(source);
    const before = listBackups(file);
    // A clock that was set back must not end the copies: what lies ahead of it counts as old.
    const isFresh = before.some((one) => one.digest === digest && Math.abs(now - one.at) < MAX_AGE_OF_BACKUP);
    if (isFresh && before[0]?.digest === digest) return null;
    const size = sizeOf(file) + sizeOf(`${file}-wal`);
    if (!hasRoom(dirname(file), size)) return null;
    const path = `${file}.backup-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}-${digest}`;
    await copyTo(source, path);
    const made = { path, at: now, digest };
    for (const { path: surplus } of surplusBackups([made, ...before], now)) rmSync(surplus, { force: true });
    return made;
  } finally {
    source.close();
  }
}

/** Nothing bears the name of a copy before it is whole and sound. */
async function copyTo(source: DatabaseSync, path: string): Promise<void> {
  const unfinished = `${path}.part`;
  try {
    await backup(source, unfinished, { rate: ALL_PAGES });
    chmodSync(unfinished, 0o600);
    const copy = new DatabaseSync(unfinished);
    try {
      // One file, without a log beside it.
      copy.exec('PRAGMA journal_mode = DELETE');
      await checkSoundness(copy);
    } finally {
      copy.close();
    }
    renameSync(unfinished, path);
  } finally {
    for (const rest of ['', '-wal', '-shm', '-journal']) rmSync(`${unfinished}${rest}`, { force: true });
  }
}

/**
 * Reads all of the ledger, over a connection of its own.
 * @throws Error of SQLite where it is damaged
 */
export async function checkLedger(file: string): Promise<void> {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    await checkSoundness(database);
  } finally {
    database.close();
  }
}

/** Table by table, so that an app that does this stays responsive. @throws Error when one is damaged, as SQLite says it */
async function checkSoundness(database: DatabaseSync): Promise<void> {
  const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
  for (const { name } of tables) {
    await nextTurn();
    const quoted = String(name).replaceAll("'", "''");
    const [found] = database.prepare(`PRAGMA quick_check('${quoted}')`).all();
    const said = String(found?.quick_check);
    if (said !== 'ok')
      throw Object.assign(new Error(`the table ${name} is damaged (${said})`), { errcode: SQLITE_CORRUPT });
  }
}

/**
 * Copies the newest sound backup to `to`.
 * @returns when it was made, milliseconds since 1970; null when there is no sound one
 * @throws Error of the system, for example for want of space: nothing is at `to` then
 */
export function copyNewestBackup(file: string, to: string): number | null {
  for (const { path, at } of listBackups(file)) {
    try {
      copyFileSync(path, to);
      chmodSync(to, 0o600);
    } catch (error) {
      rmSync(to, { force: true });
      throw error;
    }
    if (isSound(to)) return at;
    rmSync(to, { force: true });
  }
  return null;
}

function isSound(path: string): boolean {
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
      if (version < 1 || version > MIGRATIONS.length) return false;
      return database.prepare('PRAGMA quick_check').get()?.quick_check === 'ok';
    } finally {
      database.close();
    }
  } catch {
    return false;
  }
}

/**
 * A short mark of what cannot be learned again: two ledgers with the same one differ in nothing but the history of runs that changed nothing,
 * and in what Photos says. By counts, sums and times, which is quick.
 */
function digestOf(database: DatabaseSync): string {
  const hash = createHash('sha1');
  for (const question of WORTH_KEEPING)
    for (const row of database.prepare(question).all()) hash.update(JSON.stringify(row));
  return hash.digest('hex').slice(0, 12);
}

const WORTH_KEEPING = [
  'SELECT key, value FROM meta ORDER BY key',
  'SELECT id, user_id, server FROM targets ORDER BY id',
  'SELECT count(*), max(proved_at) FROM proofs',
  'SELECT count(*), max(last_at), sum(due_at) FROM refusals',
  'SELECT count(*), sum(chosen_at) FROM left_out',
  'SELECT count(*), count(remote_id), sum(length(name)), sum(gone_at), count(cover) FROM remote_albums',
  'SELECT count(*), sum(ours), sum(taken) FROM album_entries',
  'SELECT count(*), count(played) FROM live_links',
  'SELECT count(*), count(remote_id), count(intent), sum(length(members)) FROM stacks',
  'SELECT count(*), count(observed_at), max(observed_at) FROM synced_details',
  'SELECT count(*), sum(trashed) FROM twins',
  'SELECT target, written, intended FROM markers ORDER BY target',
  'SELECT count(*) FROM parts WHERE sha1 IS NOT NULL',
  'SELECT count(*) FROM cloud_fetches',
  'SELECT count(*), max(checked_at) FROM content_checks',
] as const;

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
