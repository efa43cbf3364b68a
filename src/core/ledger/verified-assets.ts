/**
 * The part of the ledger that `verify` reads and writes: everything that is known of each asset on the server, and what came of reading files
 * back from the server's disk.
 */

import type { DatabaseSync } from 'node:sqlite';
import type { PartKind } from '../model/asset.ts';
import type { ProofOrigin } from '../model/remote.ts';
import type { Scope } from '../model/scope.ts';
import { IN_SCOPE, IS_WANTED, scopeValues } from './scope-sql.ts';
import { numberOrNull, Statements, textOrNull } from './statements.ts';

/** What came of reading a file back from the server. */
export type ContentOutcome = 'sound' | 'damaged' | 'not-delivered';

export interface ContentCheck {
  readonly outcome: ContentOutcome;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What is known of one part on the server. */
export interface KnownProof {
  readonly origin: ProofOrigin;
  /** When the server said last that it holds these contents, milliseconds since 1970. */
  readonly observedAt: number;
  readonly contents: ContentCheck | null;
  /** When the server was last seen to have the details, milliseconds since 1970; null while they are only expected; undefined without any. */
  readonly detailsObservedAt: number | null | undefined;
}

export interface KnownEntry {
  readonly uuid: string;
  readonly remoteId: string;
  readonly albumId: string;
  readonly album: string;
  /** False when it was in the album before us. */
  readonly isOurs: boolean;
}

/** A file on the server that can be read back. */
export interface FileToRead {
  readonly remoteId: string;
  /** Hexadecimal. */
  readonly sha1: string;
  /** Bytes; null where that was not kept. */
  readonly size: number | null;
  /** Of the first asset that has it. */
  readonly filename: string;
}

export class VerifiedAssets {
  readonly #sql: Statements;

  constructor(database: DatabaseSync) {
    this.#sql = new Statements(database);
  }

  /** What is known of these contents, by checksum. */
  proofs(target: number, sha1s: readonly string[]): ReadonlyMap<string, KnownProof> {
    const rows = this.#sql.all(
      `SELECT p.sha1, p.origin, max(p.proved_at, COALESCE(t.verified_at, 0)) AS observed_at, c.outcome, c.checked_at,
         s.remote_id IS NOT NULL AS has_details, s.observed_at AS details_observed_at
       FROM json_each(:sha1s) asked CROSS JOIN proofs p ON p.target = :target AND p.sha1 = asked.value JOIN targets t ON t.id = p.target
       LEFT JOIN content_checks c ON c.target = p.target AND c.remote_id = p.remote_id AND c.sha1 = p.sha1
       LEFT JOIN synced_details s ON s.target = p.target AND s.remote_id = p.remote_id`,
      { target, sha1s: JSON.stringify(sha1s) },
    );
    return new Map(
      rows.map((row) => [
        String(row.sha1),
        {
          origin: row.origin as KnownProof['origin'],
          observedAt: Number(row.observed_at),
          contents:
            row.outcome === null ? null : { outcome: row.outcome as ContentOutcome, at: Number(row.checked_at) },
          detailsObservedAt: row.has_details === 1 ? numberOrNull(row.details_observed_at) : undefined,
        },
      ]),
    );
  }

  /** The albums of these assets, as far as they were put into or found in them. */
  entries(target: number, uuids: readonly string[]): readonly KnownEntry[] {
    return this.#sql
      .all(
        `SELECT e.uuid, e.remote_id, e.ours, r.remote_id AS album_id, r.name FROM album_entries e
         JOIN remote_albums r ON r.target = e.target AND r.album = e.album
         WHERE e.target = :target AND e.uuid IN (SELECT value FROM json_each(:uuids)) AND e.taken = 0 AND length(r.remote_id) > 0 AND r.gone_at IS NULL
         ORDER BY e.uuid, r.name, r.remote_id`,
        { target, uuids: JSON.stringify(uuids) },
      )
      .map((row) => ({
        uuid: String(row.uuid),
        remoteId: String(row.remote_id),
        albumId: String(row.album_id),
        album: String(row.name),
        isOurs: row.ours === 1,
      }));
  }

  /** The pairs, video by still, where the server is to play our video. */
  pairs(target: number): ReadonlyMap<string, string> {
    const rows = this.#sql.all('SELECT still_id, video_id FROM live_links WHERE target = :target AND played IS NULL', {
      target,
    });
    return new Map(rows.map((row) => [String(row.still_id), String(row.video_id)]));
  }

  // --- reading files back ------------------------------------------------------------------------------------------------------------

  /** How much there is that was not read since `since` (milliseconds since 1970). */
  toRead(target: number, scope: Scope, since: number): { readonly files: number; readonly bytes: number } {
    const row = this.#sql.get(`SELECT count(*) AS files, COALESCE(sum(size), 0) AS bytes FROM (${TO_READ})`, {
      target,
      readSince: since,
      ...scopeValues(scope),
    });
    return { files: Number(row?.files), bytes: Number(row?.bytes) };
  }

  /** The next of them: those that were never read come first, then those that were read longest ago; by chance among equals. */
  nextToRead(target: number, scope: Scope, since: number, limit: number): readonly FileToRead[] {
    return this.#sql
      .all(`${TO_READ} ORDER BY c.checked_at IS NOT NULL, c.checked_at, random() LIMIT :limit`, {
        target,
        readSince: since,
        limit,
        ...scopeValues(scope),
      })
      .map((row) => ({
        remoteId: String(row.remote_id),
        sha1: String(row.sha1),
        size: numberOrNull(row.size),
        filename: textOrNull(row.filename) ?? '',
      }));
  }

  recordContents(target: number, { remoteId, sha1 }: FileToRead, { outcome, at }: ContentCheck): void {
    this.#sql.run('INSERT OR REPLACE INTO content_checks VALUES (:target, :remoteId, :sha1, :outcome, :at)', {
      target,
      remoteId,
      sha1,
      outcome,
      at,
    });
  }

  /** Files whose last reading went wrong, with the name of an asset that has them and the kind of its part. */
  unsound(
    target: number,
    scope: Scope,
  ): readonly { readonly filename: string; readonly kind: PartKind; readonly outcome: ContentOutcome }[] {
    return this.#sql
      .all(
        `SELECT min(a.filename) AS filename, p.kind, c.outcome FROM content_checks c
         JOIN proofs ON proofs.target = c.target AND proofs.sha1 = c.sha1 AND proofs.remote_id = c.remote_id
         JOIN parts p ON p.sha1 = c.sha1 JOIN assets a USING (uuid)
         WHERE c.target = :target AND c.outcome <> 'sound' AND ${IN_SCOPE} AND ${IS_WANTED} GROUP BY c.remote_id ORDER BY filename`,
        { target, ...scopeValues(scope) },
      )
      .map((row) => ({
        filename: String(row.filename),
        kind: row.kind as PartKind,
        outcome: row.outcome as ContentOutcome,
      }));
  }
}

const TO_READ = `
  SELECT proofs.remote_id, proofs.sha1, max(p.size) AS size, min(a.filename) AS filename, c.checked_at
  FROM proofs JOIN parts p ON p.sha1 = proofs.sha1 JOIN assets a USING (uuid)
  LEFT JOIN content_checks c ON c.target = proofs.target AND c.remote_id = proofs.remote_id AND c.sha1 = proofs.sha1
  WHERE proofs.target = :target AND (c.checked_at IS NULL OR c.checked_at < :readSince) AND ${IN_SCOPE} AND ${IS_WANTED} GROUP BY proofs.sha1`;
