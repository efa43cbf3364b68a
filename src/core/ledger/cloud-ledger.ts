/** The part of the ledger about originals that are only in iCloud: the queue of those to fetch, and what became of each attempt. */

import type { DatabaseSync } from 'node:sqlite';
import type { PartKind } from '../model/asset.ts';
import type { Explanation } from '../model/reasons.ts';
import type { Scope } from '../model/scope.ts';
import { IN_SCOPE, IS_WANTED, scopeValues } from './scope-sql.ts';
import { keepExplanation, numberOrNull, readExplanation, Statements } from './statements.ts';

/** An asset whose original is only in iCloud and is not on the server. */
export interface CloudAsset {
  readonly uuid: string;
  readonly filename: string;
  readonly capturedAt: string;
  /** Bytes of the original; null where Photos does not say. */
  readonly size: number | null;
  /** The files that it consists of. */
  readonly kinds: readonly PartKind[];
  readonly attempts: number;
  /** Why the last attempt to fetch it failed; null when there was none. */
  readonly reason: Explanation | null;
}

/** By the index of what is not here, so that a library that is wholly here costs nothing. */
const ABSENT = 'parts p INDEXED BY parts_absent CROSS JOIN assets a USING (uuid)';

/** Waits for the download; nobody left it out, nothing stands for it, the server takes it, and Photos can fetch it (not so what others share). */
const WAITING = `p.kind = 'original' AND p.available = 0 AND COALESCE(p.absence, 'in-icloud') = 'in-icloud' AND p.path IS NOT NULL AND a.shared = 0 AND a.burst <> 'unpicked'
  AND NOT EXISTS (SELECT 1 FROM proofs WHERE target = :target AND sha1 = p.sha1)
  AND NOT EXISTS (SELECT 1 FROM twins WHERE target = :target AND sha1 = p.sha1)
  AND NOT EXISTS (SELECT 1 FROM left_out WHERE target = :target AND sha1 = p.sha1)
  AND NOT EXISTS (SELECT 1 FROM refusals WHERE target = :target AND sha1 = p.sha1 AND reason IN ('in-server-trash', 'kind-not-taken'))
  AND ${IN_SCOPE} AND ${IS_WANTED}`;

const DAY = 24 * 60 * 60 * 1000;
const MAX_WAIT = 30 * DAY;

/** Milliseconds until the next attempt: a day after the first, then twice as long each time, a month at most. Pure. */
export function waitAfter(attempts: number): number {
  return Math.min(DAY * 2 ** (attempts - 1), MAX_WAIT);
}

export class CloudLedger {
  readonly #sql: Statements;

  constructor(database: DatabaseSync) {
    this.#sql = new Statements(database);
  }

  /** How many wait, and their bytes as far as Photos says them. */
  queue(target: number, scope: Scope): { readonly assets: number; readonly bytes: number } {
    const row = this.#sql.get(
      `SELECT count(*) AS assets, COALESCE(sum(a.original_size), 0) AS bytes FROM ${ABSENT} WHERE ${WAITING}`,
      { target, ...scopeValues(scope) },
    );
    return { assets: Number(row?.assets), bytes: Number(row?.bytes) };
  }

  /** Of how many nothing at all is on this Mac, and the original not on the server either. */
  whollyAway(target: number, scope: Scope): number {
    const row = this.#sql.get(
      `SELECT count(*) AS assets FROM ${ABSENT}
       WHERE p.kind = 'original' AND p.available = 0 AND COALESCE(p.absence, 'in-icloud') = 'in-icloud' AND p.path IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM proofs WHERE target = :target AND sha1 = p.sha1)
         AND NOT EXISTS (SELECT 1 FROM parts here WHERE here.uuid = p.uuid AND here.available = 1)
         AND ${IN_SCOPE} AND ${IS_WANTED}`,
      { target, ...scopeValues(scope) },
    );
    return Number(row?.assets);
  }

  /**
   * Those whose turn it is, the least tried first, the oldest first among them.
   * @param now milliseconds since 1970
   */
  due(target: number, scope: Scope, now: number, limit: number): readonly CloudAsset[] {
    return this.#sql
      .all(
        `SELECT a.uuid, a.filename, a.captured_at, a.original_size, COALESCE(c.attempts, 0) AS attempts, c.reason,
           (SELECT group_concat(kind) FROM parts WHERE uuid = a.uuid) AS kinds
         FROM ${ABSENT} LEFT JOIN cloud_fetches c USING (uuid)
         WHERE COALESCE(c.next_at, 0) <= :now AND ${WAITING} ORDER BY attempts, a.captured_at, a.uuid LIMIT :limit`,
        { target, now, limit, ...scopeValues(scope) },
      )
      .map((row) => ({
        uuid: String(row.uuid),
        filename: String(row.filename),
        capturedAt: String(row.captured_at),
        size: numberOrNull(row.original_size),
        kinds: String(row.kinds).split(',') as PartKind[],
        attempts: Number(row.attempts),
        reason: row.reason === null ? null : readExplanation(row.reason),
      }));
  }

  /** Why fetching failed, by UUID. */
  failures(): ReadonlyMap<string, Explanation> {
    const rows = this.#sql.all('SELECT uuid, reason FROM cloud_fetches WHERE reason IS NOT NULL', {});
    return new Map(rows.map((row) => [String(row.uuid), readExplanation(row.reason)]));
  }

  /** How many assets were tried since then. */
  triedSince(at: number): number {
    return Number(this.#sql.get('SELECT count(*) AS tried FROM cloud_fetches WHERE last_at > :at', { at })?.tried);
  }

  /** Written before the attempt, so that one that is cut off counts. */
  recordAttempts(uuids: readonly string[], now: number): void {
    this.#sql.transaction(() => {
      for (const uuid of uuids) {
        const before = this.#sql.get('SELECT attempts FROM cloud_fetches WHERE uuid = :uuid', { uuid });
        const attempts = Number(before?.attempts ?? 0) + 1;
        this.#sql.run('INSERT OR REPLACE INTO cloud_fetches VALUES (:uuid, :attempts, :now, :next, NULL)', {
          uuid,
          attempts,
          now,
          next: now + waitAfter(attempts),
        });
      }
    });
  }

  recordFailure(uuid: string, reason: Explanation): void {
    this.#sql.run('UPDATE cloud_fetches SET reason = :reason WHERE uuid = :uuid', {
      uuid,
      reason: keepExplanation(reason),
    });
  }

  /** Keeps the checksum of a file that was fetched and is not on this Mac. */
  recordContents(uuid: string, kind: string, sha1: string): void {
    this.#sql.run('UPDATE parts SET sha1 = :sha1 WHERE uuid = :uuid AND kind = :kind AND available = 0', {
      uuid,
      kind,
      sha1,
    });
  }
}
