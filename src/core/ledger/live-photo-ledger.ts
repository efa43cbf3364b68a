/** The part of the ledger about Live Photos: which stills and videos belong together, and which the server plays as one. */
import type { DatabaseSync } from 'node:sqlite';
import type { Scope } from '../model/scope.ts';
import { IN_SCOPE, scopeValues } from './scope-sql.ts';
import { Statements } from './statements.ts';

/** A still and its video, both proved, that are not known to be one Live Photo on the server yet. */
export interface UnlinkedLivePhoto {
  readonly uuid: string;
  readonly stillId: string;
  readonly videoId: string;
  /** True when the server had both before we came: then somebody else may have paired them. */
  readonly found: boolean;
}

/** A still and its video, by SHA-1. */
export interface LiveContents {
  readonly still: string;
  readonly video: string;
}

export class LivePhotoLedger {
  readonly #sql: Statements;

  constructor(database: DatabaseSync) {
    this.#sql = new Statements(database);
  }

  /** Pairs whose link the server has not confirmed to us yet, for originals and for edits. */
  unlinked(target: number, scope: Scope): readonly UnlinkedLivePhoto[] {
    return this.#sql
      .all(
        `SELECT a.uuid, still.remote_id AS still_id, video.remote_id AS video_id, still.origin = 'found' AND video.origin = 'found' AS found
       FROM assets a JOIN parts ps ON ps.uuid = a.uuid AND ps.kind IN ('original', 'edited')
       JOIN parts pv ON pv.uuid = a.uuid AND pv.kind = CASE ps.kind WHEN 'original' THEN 'live-video' ELSE 'edited-live-video' END
       JOIN proofs still ON still.target = :target AND still.sha1 = ps.sha1
       JOIN proofs video ON video.target = :target AND video.sha1 = pv.sha1
       LEFT JOIN live_links l ON l.target = :target AND l.still_id = still.remote_id AND l.video_id = video.remote_id
       WHERE l.still_id IS NULL AND ${IN_SCOPE} ORDER BY a.uuid`,
        { target, ...scopeValues(scope) },
      )
      .map((row) => ({
        uuid: String(row.uuid),
        stillId: String(row.still_id),
        videoId: String(row.video_id),
        found: row.found === 1,
      }));
  }

  /**
   * The Live Photos whose stills and videos are both among these contents. Stills with more than one video are left out.
   * @param sha1s none of them proved
   */
  among(scope: Scope, sha1s: readonly string[]): readonly LiveContents[] {
    return this.#sql
      .all(
        `WITH asked AS (SELECT value AS sha1 FROM json_each(:sha1s))
       SELECT ps.sha1 AS still, min(pv.sha1) AS video
       FROM asked JOIN parts ps ON ps.sha1 = asked.sha1 AND ps.kind IN ('original', 'edited') JOIN assets a ON a.uuid = ps.uuid
       JOIN parts pv ON pv.uuid = a.uuid AND pv.kind = CASE ps.kind WHEN 'original' THEN 'live-video' ELSE 'edited-live-video' END
       WHERE ${IN_SCOPE} GROUP BY ps.sha1 HAVING min(pv.sha1) = max(pv.sha1) AND min(pv.sha1) IN (SELECT sha1 FROM asked)`,
        { sha1s: JSON.stringify(sha1s), ...scopeValues(scope) },
      )
      .map((row) => ({ still: String(row.still), video: String(row.video) }));
  }

  /** @param played the other video that the server plays for the still, where a person or the phone paired it so; null when it is this one. */
  recordLink(target: number, stillId: string, videoId: string, played: string | null = null): void {
    this.#sql.run(
      `INSERT INTO live_links (target, still_id, video_id, played) VALUES (:target, :stillId, :videoId, :played)
       ON CONFLICT DO UPDATE SET video_id = excluded.video_id, played = excluded.played`,
      { target, stillId, videoId, played },
    );
  }

  /** Remote ids of the stills that are known to be paired. */
  linkedStills(target: number): readonly string[] {
    const rows = this.#sql.all('SELECT still_id FROM live_links WHERE target = :target', { target });
    return rows.map((row) => String(row.still_id));
  }

  forgetLinks(target: number, stillIds: readonly string[]): void {
    this.#sql.run(
      'DELETE FROM live_links WHERE target = :target AND still_id IN (SELECT value FROM json_each(:stillIds))',
      { target, stillIds: JSON.stringify(stillIds) },
    );
  }
}
