/**
 * An index of words and times of everything that is in Photos, for finding a photo as quickly as a person types. It is a file of its own beside
 * the ledger, and only a copy of what stands there: damaged, of another version or gone, it is rebuilt. A run neither waits for it nor writes
 * into it; whoever wants to find something takes in what changed since.
 */
import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { numberOrNull, type Row, Statements, textOrNull } from './statements.ts';

/** To be raised when what is indexed changes. */
const VERSION = 2;

/** `id` orders by time: see {@link SECOND}. */
const TABLES = `
  CREATE TABLE indexed (id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, albums TEXT NOT NULL);
  -- (The words themselves stand in the ledger.)
  CREATE VIRTUAL TABLE words USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');`;

/** Assets that are compared together. */
const PAGE = 250;

/**
 * Ids for one second of the clock where the photo was taken: the second since 1970 times this, and a number for each of that second. So the
 * words are found in the order of time, and a range of days is a range of ids.
 */
const SECOND = 65_536;
/** About the year 5000; with it ids stay whole numbers of JavaScript. */
const LAST_SECOND = 100_000_000_000;

export interface Wanted {
  /** Each the beginning of a word; all have to be there. */
  readonly words: readonly string[];
  /** `YYYY-MM-DD`, both included. */
  readonly days: { readonly from: string; readonly to: string } | null;
  /** 1 to 12. */
  readonly month: number | null;
}

export interface Page {
  readonly limit: number;
  /** The last id of the page before; null for the first. */
  readonly after: number | null;
}

export interface Hit {
  readonly id: number;
  readonly uuid: string;
}

export class SearchIndex {
  readonly #database: DatabaseSync;
  readonly #sql: Statements;

  /** @param file absolute; made if it is not there */
  constructor(file: string) {
    this.#database = open(file);
    this.#sql = new Statements(this.#database);
  }

  close(): void {
    this.#database.close();
  }

  /**
   * Takes in what the last inventory has changed. Gives way after every few hundred assets: whoever runs it does other things in between.
   * @param ledger file of the ledger
   * @returns how many assets were rewritten or taken out
   */
  *takeIn(ledger: string): Generator<void, number> {
    // To be read alone: our transactions would else hold the ledger's lock as well, which a run may have, or want.
    this.#database.prepare('ATTACH ? AS ledger').run(`${pathToFileURL(ledger).href}?mode=ro`);
    try {
      let written = 0;
      let after = '';
      for (;;) {
        const rows = this.#sql.all(COMPARED, { after });
        const last = rows.at(-1);
        if (last === undefined) break;
        const differing = rows.filter((row) => row.digest !== row.known_digest || row.albums !== row.known_albums);
        if (differing.length > 0)
          this.#sql.transaction(() => {
            for (const row of differing) this.#write(row);
          });
        written += differing.length;
        after = String(last.uuid);
        yield;
      }
      const gone = this.#sql.all(GONE);
      this.#sql.transaction(() => {
        for (const { uuid } of gone) this.#remove(String(uuid));
      });
      return written + gone.length;
    } finally {
      this.#database.exec('DETACH ledger');
    }
  }

  /** How many there are, and those of one page, the newest first. */
  find(wanted: Wanted, { limit, after }: Page): { readonly total: number; readonly hits: readonly Hit[] } {
    const { condition, values } = conditionOf(wanted);
    const all = condition === '' ? 'true' : condition;
    const total = numberOrNull(
      this.#sql.get(`SELECT count(*) AS total FROM ${FROM(wanted)} WHERE ${all}`, values)?.total,
    );
    const before = after === null ? '' : 'AND id < :after';
    const hits = this.#sql.all(`SELECT id FROM ${FROM(wanted)} WHERE ${all} ${before} ORDER BY id DESC LIMIT :limit`, {
      ...values,
      limit,
      ...(after === null ? {} : { after }),
    });
    return { total: total ?? 0, hits: hits.map(({ id }) => ({ id: Number(id), uuid: this.#uuidOf(Number(id)) })) };
  }

  #uuidOf(id: number): string {
    return textOrNull(this.#sql.get('SELECT uuid FROM indexed WHERE id = :id', { id })?.uuid) ?? '';
  }

  #write(row: Row): void {
    this.#remove(String(row.uuid));
    const id = this.#freeId(secondOf(String(row.captured_at)));
    const text = [row.filename, row.title, row.caption, ...parseList(row.keywords), row.albums]
      .filter((one) => one !== null)
      .join('\n');
    this.#sql.run('INSERT INTO indexed VALUES (:id, :uuid, :digest, :albums)', {
      id,
      uuid: String(row.uuid),
      digest: String(row.digest),
      albums: String(row.albums),
    });
    this.#sql.run('INSERT INTO words (rowid, text) VALUES (:id, :text)', { id, text: apart(text) });
  }

  #remove(uuid: string): void {
    const id = numberOrNull(this.#sql.get('SELECT id FROM indexed WHERE uuid = :uuid', { uuid })?.id);
    if (id === null) return;
    this.#sql.run('DELETE FROM words WHERE rowid = :id', { id });
    this.#sql.run('DELETE FROM indexed WHERE id = :id', { id });
  }

  /** The next one of that second, or of one after it where a second is full (photos without a date all have the same). */
  #freeId(second: number): number {
    for (let base = second * SECOND; ; base += SECOND) {
      const row = this.#sql.get('SELECT max(id) AS last FROM indexed WHERE id >= :base AND id < :end', {
        base,
        end: base + SECOND,
      });
      const last = numberOrNull(row?.last);
      if (last === null) return base;
      if (last < base + SECOND - 1) return last + 1;
    }
  }
}

/** What cannot be read, or is of another version, is rebuilt. */
function open(file: string): DatabaseSync {
  try {
    return openOne(file);
  } catch {
    removeSearchIndex(file);
    return openOne(file);
  }
}

/** It must not be open here. */
export function removeSearchIndex(file: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
}

function openOne(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    // Nothing is lost with it: it need not be safe on the disk.
    database.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;');
    const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
    if (version === 0) database.exec(`BEGIN IMMEDIATE; ${TABLES} PRAGMA user_version = ${VERSION}; COMMIT;`);
    else if (version !== VERSION) throw new Error(`of version ${version}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The titles of an asset's albums and of their folders, in an order that does not change by itself. */
const ALBUMS_OF = `COALESCE((
  SELECT group_concat(title || ' ' || folders, char(10)) FROM (
    SELECT b.title, b.folders FROM ledger.album_members m JOIN ledger.albums b ON b.uuid = m.album AND b.present = 1
    WHERE m.uuid = a.uuid ORDER BY b.uuid)), '')`;

const COMPARED = `
  SELECT a.uuid, a.digest, a.captured_at, a.filename, a.title, a.caption, a.keywords, ${ALBUMS_OF} AS albums,
         i.digest AS known_digest, i.albums AS known_albums
  FROM ledger.assets a LEFT JOIN indexed i ON i.uuid = a.uuid
  WHERE a.present = 1 AND a.uuid > :after ORDER BY a.uuid LIMIT ${PAGE}`;

const GONE = `
  SELECT i.uuid FROM indexed i WHERE NOT EXISTS (SELECT 1 FROM ledger.assets a WHERE a.uuid = i.uuid AND a.present = 1)`;

const FROM = ({ words }: Wanted) =>
  words.length === 0 ? 'indexed' : '(SELECT rowid AS id FROM words WHERE words MATCH :match)';

function conditionOf({ words, days, month }: Wanted) {
  const conditions: string[] = [];
  const values: Record<string, string | number> = {};
  if (words.length > 0) values.match = words.map(phrase).join(' ');
  if (days !== null) {
    conditions.push('id >= :first AND id < :end');
    values.first = secondOf(`${days.from}T00:00:00`) * SECOND;
    values.end = (secondOf(`${days.to}T00:00:00`) + 86_400) * SECOND;
  }
  if (month !== null) {
    // Whole numbers are divided towards zero, which is the wrong second only before 1970, and there only by one.
    conditions.push(`CAST(strftime('%m', id / ${SECOND}, 'unixepoch') AS INTEGER) = :month`);
    values.month = month;
  }
  return { condition: conditions.join(' AND '), values };
}

/** A word as FTS5 reads it, whatever is in it: the beginning of a word, or of a row of words where it has marks in it (`IMG_4127.HE`). */
const phrase = (word: string) => `"${apart(word).trim().replaceAll('"', '""')}" *`;

/** Scripts that are written without spaces become words of one character, so that what stands in the middle is found. */
const apart = (text: string) =>
  text.replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu, ' $& ');

/** @param instant ISO 8601; by the clock where it was taken. Before all days that can be asked for where there is none. */
function secondOf(instant: string): number {
  const at = Date.parse(`${instant.slice(0, 19)}Z`);
  if (Number.isNaN(at)) return -LAST_SECOND;
  return Math.max(-LAST_SECOND, Math.min(LAST_SECOND, Math.floor(at / 1000)));
}

function parseList(json: unknown): readonly string[] {
  const value: unknown = JSON.parse(String(json));
  return Array.isArray(value) ? value.map(String) : [];
}
