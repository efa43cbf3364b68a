/**
 * Files whose details are to be looked at, on the disk: after a first import those are all files of the library, of which a page at a time is
 * needed. They lie in a temporary table of this connection, gone with it.
 */
import type { SQLOutputValue } from 'node:sqlite';
import type { PartKind } from '../model/asset.ts';
import type { Scope } from '../model/scope.ts';
import type { DetailedFile, FileOrigin, Speaker } from './detailed-file.ts';
import { IN_SCOPE, scopeValues } from './scope-sql.ts';
import { numberOrNull, type Statements, textOrNull } from './statements.ts';

/**
 * Files on the server of which Photos says something else than at the last sync, that never had their details, or of which it was not seen yet
 * that they have them, as long as the key can see them. Of several assets with the same contents the one with the lowest UUID is named.
 */
const TO_DETAIL = `
  SELECT * FROM (
    SELECT min(a.uuid) AS uuid, a.filename, p.kind, p.sha1, COALESCE(proofs.remote_id, tw.remote_id) AS remote_id,
           CASE WHEN tw.sha1 IS NULL THEN proofs.origin ELSE 'linked' END AS origin, proofs.proved_at,
           CASE p.kind WHEN 'original' THEN NULL ELSE (
             SELECT op.remote_id FROM parts o JOIN proofs op ON op.target = :target AND op.sha1 = o.sha1
             WHERE o.uuid = a.uuid AND o.kind = 'original') END AS original_id,
           count(DISTINCT a.uuid) AS assets, group_concat(a.digest, '+' ORDER BY a.uuid) || :rules AS digest, a.favorite, a.hidden, a.title,
           a.caption, a.keywords, a.captured_at, a.latitude, a.longitude, s.details, s.observed_at, s.unseen_at, s.before, s.tries, s.set_at, s.digest AS synced_digest
    FROM assets a JOIN parts p ON p.uuid = a.uuid AND p.kind IN ('original', 'edited', 'raw')
    LEFT JOIN proofs ON proofs.target = :target AND proofs.sha1 = p.sha1
    LEFT JOIN twins tw ON tw.target = :target AND tw.sha1 = p.sha1 AND tw.trashed = 0
    LEFT JOIN synced_details s ON s.target = :target AND s.remote_id = COALESCE(proofs.remote_id, tw.remote_id)
    WHERE ${IN_SCOPE} AND COALESCE(proofs.remote_id, tw.remote_id) IS NOT NULL GROUP BY COALESCE(proofs.remote_id, tw.remote_id))
  WHERE synced_digest IS NULL OR synced_digest <> digest OR (observed_at IS NULL AND unseen_at IS NULL) ORDER BY captured_at, uuid`;

export interface DetailSelection {
  readonly target: number;
  readonly scope: Scope;
  /** How details are brought over; a change of it makes every file be looked at again. */
  readonly rules: string;
}

/** @returns all of them, one after the other; to be gone through at once, without waiting for anything in between. */
export function* filesToDetail(sql: Statements, { target, scope, rules }: DetailSelection): Generator<DetailedFile> {
  for (const row of sql.iterate(TO_DETAIL, { target, rules, ...scopeValues(scope) })) yield toFile(row);
}

export interface QueuedFile {
  readonly file: DetailedFile;
}

export class DetailQueue {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  /** Takes the place of the queue before. What is written into the ledger from now on does not change it. */
  fill({ target, scope, rules }: DetailSelection): void {
    this.#sql.run(`
      CREATE TEMP TABLE IF NOT EXISTS to_detail (
        uuid TEXT, filename TEXT, kind TEXT, sha1 TEXT, remote_id TEXT NOT NULL, origin TEXT, proved_at INTEGER, original_id TEXT, assets INTEGER,
        digest TEXT, favorite INTEGER, hidden INTEGER, title TEXT, caption TEXT, keywords TEXT, captured_at TEXT, latitude REAL, longitude REAL,
        details TEXT, observed_at INTEGER, unseen_at INTEGER, before TEXT, tries INTEGER, set_at INTEGER, synced_digest TEXT, place INTEGER PRIMARY KEY)`);
    this.#sql.run('DELETE FROM to_detail');
    this.#sql.run(`INSERT INTO to_detail SELECT *, NULL FROM (${TO_DETAIL})`, {
      target,
      rules,
      ...scopeValues(scope),
    });
  }

  /** All files in the order of their capture times, in pages of `size`. Holds nothing open in between. */
  *pages(size: number): Generator<readonly QueuedFile[]> {
    for (let after = 0; ; ) {
      const rows = this.#sql.all('SELECT * FROM to_detail WHERE place > :after ORDER BY place LIMIT :size', {
        after,
        size,
      });
      if (rows.length > 0) yield rows.map((row) => ({ file: toFile(row) }));
      if (rows.length < size) return;
      after = Number(rows.at(-1)?.place);
    }
  }
}

/** What Photos says of one asset. @param row with the columns of `assets` that have it */
export function toSpeaker(row: Record<string, SQLOutputValue>): Speaker {
  return {
    uuid: String(row.uuid),
    filename: String(row.filename),
    favorite: row.favorite === 1,
    hidden: row.hidden === 1,
    title: textOrNull(row.title),
    caption: textOrNull(row.caption),
    keywords: JSON.parse(String(row.keywords)) as string[],
    capturedAt: String(row.captured_at),
    latitude: numberOrNull(row.latitude),
    longitude: numberOrNull(row.longitude),
  };
}

function toFile(row: Record<string, SQLOutputValue>): DetailedFile {
  return {
    ...toSpeaker(row),
    kind: row.kind as PartKind,
    sha1: String(row.sha1),
    remoteId: String(row.remote_id),
    origin: row.origin as FileOrigin,
    provedAt: Number(row.proved_at ?? 0),
    originalId: textOrNull(row.original_id),
    assets: Number(row.assets),
    digest: String(row.digest),
    synced: textOrNull(row.details),
    observedAt: numberOrNull(row.observed_at),
    before: textOrNull(row.before),
    isSaid: row.synced_digest === row.digest,
    tries: Number(row.tries ?? 0),
    setAt: numberOrNull(row.set_at),
  };
}
