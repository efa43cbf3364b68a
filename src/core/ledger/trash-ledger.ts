/** The part of the ledger about what a person threw away on the server, in its trash or deleted from it, and what is to be left out. */
import type { DatabaseSync } from 'node:sqlite';
import type { Scope } from '../model/scope.ts';
import { IN_SCOPE, IS_WANTED, scopeValues } from './scope-sql.ts';
import { Statements } from './statements.ts';

/** An asset in scope with files that a person threw away on the server, or that are left out. */
export interface ThrownAway {
  readonly uuid: string;
  readonly filename: string;
  readonly capturedAt: string;
  /** Contents in the trash about which nobody has decided. */
  readonly inTrash: readonly string[];
  /** Contents that were deleted for good, and about which nobody has decided. */
  readonly deleted: readonly string[];
  /** Contents that the person wants to be left out. */
  readonly leftOut: readonly string[];
}

export class TrashLedger {
  readonly #sql: Statements;

  constructor(database: DatabaseSync) {
    this.#sql = new Statements(database);
  }

  /** Sorted by capture time. */
  thrownAway(target: number, scope: Scope): readonly ThrownAway[] {
    const assets = new Map<string, ThrownAway & Readonly<Record<'inTrash' | 'deleted' | 'leftOut', string[]>>>();
    const rows = this.#sql.all(
      `SELECT a.uuid, a.filename, a.captured_at, p.sha1, lo.sha1 IS NOT NULL AS left_out, r.reason
       FROM parts p JOIN assets a USING (uuid)
       LEFT JOIN refusals r ON r.target = :target AND r.sha1 = p.sha1 AND r.reason IN ('in-server-trash', 'deleted-in-immich')
       LEFT JOIN left_out lo ON lo.target = :target AND lo.sha1 = p.sha1
       WHERE (r.sha1 IS NOT NULL OR lo.sha1 IS NOT NULL) AND ${IN_SCOPE} AND ${IS_WANTED} ORDER BY a.captured_at, a.uuid, p.kind`,
      { target, ...scopeValues(scope) },
    );
    for (const row of rows) {
      const uuid = String(row.uuid);
      let asset = assets.get(uuid);
      if (asset === undefined) {
        asset = {
          uuid,
          filename: String(row.filename),
          capturedAt: String(row.captured_at),
          inTrash: [],
          deleted: [],
          leftOut: [],
        };
        assets.set(uuid, asset);
      }
      const undecided = row.reason === 'deleted-in-immich' ? asset.deleted : asset.inTrash;
      (row.left_out === 1 ? asset.leftOut : undecided).push(String(row.sha1));
    }
    return [...assets.values()];
  }

  leaveOut(target: number, checksums: readonly string[], at: number): void {
    this.#sql.transaction(() => {
      for (const sha1 of checksums)
        this.#sql.run('INSERT OR IGNORE INTO left_out VALUES (:target, :sha1, :at)', { target, sha1, at });
    });
  }

  /** What came to an asset after its original was left out, an edit for example, is left out with it: nobody asked for it. */
  leaveOutWithOriginals(target: number, at: number): void {
    this.#sql.run(
      `INSERT INTO left_out SELECT DISTINCT :target, later.sha1, :at
       FROM left_out lo JOIN parts p ON p.sha1 = lo.sha1 AND p.kind = 'original'
       JOIN parts later ON later.uuid = p.uuid AND later.sha1 IS NOT NULL
       WHERE lo.target = :target AND NOT EXISTS (SELECT 1 FROM proofs WHERE proofs.target = :target AND proofs.sha1 = later.sha1)
       ON CONFLICT DO NOTHING`,
      { target, at },
    );
  }

  /** Takes back the choice to leave these contents out, and forgets that they were deleted on the server: they are to be there again. */
  bringBack(target: number, checksums: readonly string[]): void {
    this.#sql.transaction(() => {
      for (const sha1 of checksums) {
        this.#sql.run('DELETE FROM left_out WHERE target = :target AND sha1 = :sha1', { target, sha1 });
        this.#sql.run('DELETE FROM twins WHERE target = :target AND sha1 = :sha1 AND trashed = 1', { target, sha1 });
        this.#sql.run(
          `DELETE FROM refusals WHERE target = :target AND sha1 = :sha1 AND reason IN ('in-server-trash', 'deleted-in-immich')`,
          { target, sha1 },
        );
      }
    });
  }
}
