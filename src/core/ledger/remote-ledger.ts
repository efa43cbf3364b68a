/** The part of the ledger about what we made of single files on the server: their stacks and their details. */

import type { DatabaseSync } from 'node:sqlite';
import type { PartKind } from '../model/asset.ts';
import type { Scope } from '../model/scope.ts';
import { DetailQueue, type DetailSelection, filesToDetail, toSpeaker } from './detail-queue.ts';
import type { DetailedFile, FileOrigin, Speaker } from './detailed-file.ts';
import { IN_SCOPE, IS_WANTED, STANDING_ORDER, scopeValues } from './scope-sql.ts';
import { numberOrNull, Statements } from './statements.ts';
import { TaggedFiles } from './tagged-files.ts';

/** A file of an asset that can stand in a stack. The videos of Live Photos are not: the server hides them behind their stills. */
export interface StackableFile {
  readonly uuid: string;
  readonly filename: string;
  /** Null for what is not a frame of a burst. */
  readonly burstId: string | null;
  readonly isPicked: boolean;
  readonly capturedAt: string;
  readonly hidden: boolean;
  readonly kind: Extract<PartKind, 'original' | 'edited' | 'raw'>;
  /** Of its contents; null while they have not been read. */
  readonly sha1: string | null;
  /** Null while it is not proved to be on the server. */
  readonly remoteId: string | null;
  readonly origin: FileOrigin | null;
}

/** A stack as we last knew it. */
export interface StackRow {
  /** Null when none of ours is on the server. */
  readonly remoteId: string | null;
  /** Remote ids, the cover first. */
  readonly members: readonly string[];
  /** What was being made when the last change was cut off; null when it was not. */
  readonly intent: readonly string[] | null;
}

/** An edit that was on the server and that Photos has no more: nothing is deleted, a person may look through them. */
export interface FormerFile {
  readonly uuid: string;
  readonly filename: string;
  readonly kind: PartKind;
  readonly remoteId: string;
  readonly sha1: string;
  /** Milliseconds since 1970. */
  readonly replacedAt: number;
  /** True when the asset is not edited any more, false when it has another edit. */
  readonly isUndone: boolean;
}

export class RemoteLedger {
  readonly #sql: Statements;
  /** Of the reconciliation in progress. */
  readonly detailQueue: DetailQueue;
  readonly tagged: TaggedFiles;

  constructor(database: DatabaseSync) {
    this.#sql = new Statements(database);
    this.detailQueue = new DetailQueue(this.#sql);
    this.tagged = new TaggedFiles(this.#sql);
  }

  /**
   * Files of the assets in scope that may have to be stacked, those of one asset together, the one that stands for it first. What is not
   * wanted (any more) but is on the server is one of them: it belongs behind the rest. What we had exported to send counts as ours here, also
   * where a run was cut off before it heard the server's answer.
   */
  stackableFiles(target: number, scope: Scope): readonly StackableFile[] {
    return this.#sql
      .all(
        `SELECT a.uuid, a.filename, a.burst, a.burst_id, a.captured_at, a.hidden, p.kind, p.sha1,
              COALESCE(proofs.remote_id, tw.remote_id) AS remote_id, CASE WHEN tw.sha1 IS NOT NULL THEN 'linked'
                WHEN proofs.sha1 IS NOT NULL AND EXISTS (SELECT 1 FROM staged_files s WHERE s.sha1 = p.sha1) THEN 'uploaded'
                ELSE proofs.origin END AS origin
       FROM assets a JOIN parts p ON p.uuid = a.uuid AND p.kind IN ('original', 'edited', 'raw')
       LEFT JOIN proofs ON proofs.target = :target AND proofs.sha1 = p.sha1
       LEFT JOIN twins tw ON tw.target = :target AND tw.sha1 = p.sha1 AND tw.trashed = 0
       WHERE ${IN_SCOPE} AND (proofs.remote_id IS NOT NULL OR tw.remote_id IS NOT NULL OR ${IS_WANTED}) AND (a.burst_id IS NOT NULL
         OR EXISTS (SELECT 1 FROM parts o WHERE o.uuid = a.uuid AND o.kind IN ('edited', 'raw'))
         OR EXISTS (SELECT 1 FROM stacks s WHERE s.target = :target AND s.key = a.uuid))
       ORDER BY a.uuid, ${STANDING_ORDER}`,
        { target, ...scopeValues(scope) },
      )
      .map((row) => ({
        uuid: String(row.uuid),
        filename: String(row.filename),
        burstId: row.burst_id === null ? null : String(row.burst_id),
        isPicked: row.burst === 'picked',
        capturedAt: String(row.captured_at),
        hidden: row.hidden === 1,
        kind: row.kind as StackableFile['kind'],
        sha1: row.sha1 === null ? null : String(row.sha1),
        remoteId: row.remote_id === null ? null : String(row.remote_id),
        origin: row.origin as FileOrigin | null,
      }));
  }

  stacks(target: number): ReadonlyMap<string, StackRow> {
    const rows = this.#sql.all('SELECT key, remote_id, members, intent FROM stacks WHERE target = :target', { target });
    return new Map(
      rows.map((row) => [
        String(row.key),
        {
          remoteId: row.remote_id === null ? null : String(row.remote_id),
          members: JSON.parse(String(row.members)) as string[],
          intent: row.intent === null ? null : (JSON.parse(String(row.intent)) as string[]),
        },
      ]),
    );
  }

  /** Written before a stack is made or changed, so that what a cut-off run made is known for ours. */
  intendStack(target: number, key: string, intent: readonly string[]): void {
    this.#sql.run(
      `INSERT INTO stacks VALUES (:target, :key, NULL, '[]', :intent) ON CONFLICT DO UPDATE SET intent = excluded.intent`,
      { target, key, intent: JSON.stringify(intent) },
    );
  }

  recordStack(target: number, key: string, remoteId: string | null, members: readonly string[]): void {
    this.#sql.run(
      `INSERT INTO stacks VALUES (:target, :key, :remoteId, :members, NULL)
       ON CONFLICT DO UPDATE SET remote_id = excluded.remote_id, members = excluded.members, intent = NULL`,
      { target, key, remoteId, members: JSON.stringify(members) },
    );
  }

  forgetStack(target: number, key: string): void {
    this.#sql.run('DELETE FROM stacks WHERE target = :target AND key = :key', { target, key });
  }

  /** See {@link filesToDetail}. */
  filesToDetail(within: DetailSelection): Generator<DetailedFile> {
    return filesToDetail(this.#sql, within);
  }

  /** Keeps what Photos said of files whose details are now on the server. */
  recordDetails(
    target: number,
    files: readonly (Pick<DetailedFile, 'remoteId' | 'digest' | 'observedAt' | 'before' | 'tries' | 'setAt'> & {
      readonly details: string;
    })[],
  ): void {
    if (files.length === 0) return;
    this.#sql.transaction(() => {
      for (const file of files) {
        this.#sql.run(
          `INSERT INTO synced_details (target, remote_id, digest, details, observed_at, before, tries, set_at)
           VALUES (:target, :remoteId, :digest, :details, :observedAt, :before, :tries, :setAt)
           ON CONFLICT DO UPDATE SET digest = excluded.digest, details = excluded.details, observed_at = excluded.observed_at,
             before = excluded.before, tries = excluded.tries, set_at = excluded.set_at, unseen_at = NULL`,
          { target, ...file },
        );
      }
    });
  }

  /**
   * Waits no longer for expected details to be seen, which stay expected: the key cannot see these files. What Photos has changed since stays to
   * be brought.
   * @param at when the server was asked, milliseconds since 1970
   */
  giveUpExpectedDetails(target: number, remoteIds: readonly string[], at: number): void {
    this.#sql.run(
      `UPDATE synced_details SET unseen_at = :at, before = NULL, tries = 0, set_at = NULL
       WHERE target = :target AND observed_at IS NULL AND remote_id IN (SELECT value FROM json_each(:remoteIds))`,
      { target, remoteIds: JSON.stringify(remoteIds), at },
    );
  }

  /** Makes all details be looked at again, as if nothing were known of what the server has; but for what was set since then. */
  expectAllDetails(target: number, since: number): void {
    this.#sql.run(
      `UPDATE synced_details SET observed_at = NULL, unseen_at = NULL, before = NULL, tries = 0, set_at = NULL
       WHERE target = :target AND (set_at IS NULL OR set_at < :since)`,
      { target, since },
    );
  }

  /** When details that were not seen yet were last set before a moment; both in milliseconds since 1970, null for never. */
  lastSetBefore(target: number, moment: number): number | null {
    const row = this.#sql.get(
      'SELECT max(set_at) AS last FROM synced_details WHERE target = :target AND set_at < :moment',
      {
        target,
        moment,
      },
    );
    return numberOrNull(row?.last ?? null);
  }

  /** What all assets in scope with these contents say, sorted by UUID. */
  speakers(sha1: string, scope: Scope): readonly Speaker[] {
    return this.#sql
      .all(
        `SELECT DISTINCT a.uuid, a.filename, a.favorite, a.hidden, a.title, a.caption, a.keywords, a.captured_at, a.latitude, a.longitude
         FROM parts p JOIN assets a USING (uuid) WHERE p.sha1 = :sha1 AND p.kind IN ('original', 'edited', 'raw') AND ${IN_SCOPE} ORDER BY a.uuid`,
        { sha1, ...scopeValues(scope) },
      )
      .map(toSpeaker);
  }

  /** How many assets were taken between two days when coverage was last settled, ends included; `YYYY-MM-DD`. */
  assetsBetween(first: string, last: string): number {
    // The counts have a row for each day and kind, so that this costs the same in a library of any size.
    const row = this.#sql.get(
      'SELECT COALESCE(sum(assets), 0) AS assets FROM coverage_counts WHERE day BETWEEN :first AND :last',
      { first, last },
    );
    return Number(row?.assets);
  }

  /**
   * Edits that we brought to the server and that Photos has replaced or reverted since, the newest first. The videos of edited Live Photos
   * are not listed: the server shows them with their stills.
   */
  formerFiles(target: number): readonly FormerFile[] {
    return this.#sql
      .all(
        `SELECT f.uuid, a.filename, f.kind, proofs.remote_id, f.sha1, f.replaced_at,
              NOT EXISTS (SELECT 1 FROM parts e WHERE e.uuid = f.uuid AND e.kind = f.kind) AS undone FROM former_parts f JOIN assets a ON a.uuid = f.uuid
       JOIN proofs ON proofs.target = :target AND proofs.sha1 = f.sha1 AND proofs.origin = 'uploaded'
       WHERE f.kind NOT LIKE '%live-video' AND NOT EXISTS (SELECT 1 FROM parts p WHERE p.sha1 = f.sha1) ORDER BY f.replaced_at DESC, f.uuid, f.kind`,
        { target },
      )
      .map((row) => ({
        uuid: String(row.uuid),
        filename: String(row.filename),
        kind: row.kind as PartKind,
        remoteId: String(row.remote_id),
        sha1: String(row.sha1),
        replacedAt: Number(row.replaced_at),
        isUndone: row.undone === 1,
      }));
  }
}
