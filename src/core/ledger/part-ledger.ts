/** The part of the ledger about the files of assets as Photos has them: which are here, which were read, and what is in them. */
import type { DatabaseSync } from 'node:sqlite';
import type { KnownFile, PartKind } from '../model/asset.ts';
import type { Scope } from '../model/scope.ts';
import type { PartToHash } from './ledger-asset.ts';
import { IN_SCOPE, IS_WANTED, KIND_ORDER, scopeValues } from './scope-sql.ts';
import { Statements } from './statements.ts';

/** Rows read at a time where the reader writes in between. */
const PAGE = 1_000;
/** Where it only reads. */
const FILE_PAGE = 5_000;

export class PartLedger {
  readonly #sql: Statements;

  constructor(database: DatabaseSync) {
    this.#sql = new Statements(database);
  }

  /** How much there is to read: parts that are on this Mac and whose contents are not known yet. */
  workToHash(scope: Scope): { readonly files: number; readonly bytes: number } {
    const row = this.#sql.get(
      `SELECT count(*) AS files, COALESCE(sum(p.size), 0) AS bytes FROM parts p INDEXED BY parts_to_hash JOIN assets a USING (uuid)
       WHERE p.sha1 IS NULL AND p.available = 1 AND ${IN_SCOPE} AND ${IS_WANTED}`,
      scopeValues(scope),
    );
    return { files: Number(row?.files), bytes: Number(row?.bytes) };
  }

  /** Those parts, read in pages: what is written meanwhile changes nothing of what is still to come. */
  *toHash(scope: Scope): Generator<PartToHash> {
    let after = { afterUuid: '', afterKind: '' };
    for (;;) {
      const rows = this.#sql.all(
        `SELECT p.uuid, p.kind, p.path, p.size, p.modified_at FROM parts p INDEXED BY parts_to_hash CROSS JOIN assets a USING (uuid)
         WHERE p.sha1 IS NULL AND p.available = 1 AND p.uuid >= :afterUuid AND (p.uuid, p.kind) > (:afterUuid, :afterKind)
           AND ${IN_SCOPE} AND ${IS_WANTED} ORDER BY p.uuid, p.kind LIMIT ${PAGE}`,
        { ...after, ...scopeValues(scope) },
      );
      for (const row of rows) {
        after = { afterUuid: String(row.uuid), afterKind: String(row.kind) };
        yield {
          uuid: String(row.uuid),
          kind: row.kind as PartKind,
          path: String(row.path),
          size: Number(row.size),
          modifiedAt: Number(row.modified_at),
        };
      }
      if (rows.length < PAGE) return;
    }
  }

  /** Keeps the checksum of a part, unless the part changed in the meantime. */
  setHash(part: PartToHash, sha1: string): void {
    this.setHashes([{ part, sha1 }]);
  }

  /** The same for many. */
  setHashes(read: readonly { readonly part: PartToHash; readonly sha1: string }[]): void {
    if (read.length === 0) return;
    this.#sql.transaction(() => {
      for (const { part, sha1 } of read)
        this.#sql.run(
          'UPDATE parts SET sha1 = :sha1 WHERE uuid = :uuid AND kind = :kind AND path = :path AND size = :size AND modified_at = :modifiedAt',
          { ...part, sha1 },
        );
      this.#sql.run(
        `DELETE FROM former_parts WHERE (uuid, kind, sha1) IN (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(:read))`,
        { read: JSON.stringify(read.map(({ part, sha1 }) => [part.uuid, part.kind, sha1])) },
      );
    });
  }

  /** Forgets the contents of a part that turned out to have changed, so that it is read again. */
  forgetHash(uuid: string, kind: PartKind): void {
    this.#sql.run('UPDATE parts SET sha1 = NULL WHERE uuid = :uuid AND kind = :kind', { uuid, kind });
  }

  /** Paths where parts would appear that Photos has but this Mac does not, sorted; for noticing a finished download without an inventory. */
  *absentPaths(scope: Scope): Generator<string> {
    const rows = this.#sql.iterate(
      `SELECT p.path FROM parts p INDEXED BY parts_absent CROSS JOIN assets a USING (uuid)
       WHERE p.available = 0 AND p.path IS NOT NULL AND ${IN_SCOPE} AND ${IS_WANTED} ORDER BY p.path`,
      scopeValues(scope),
    );
    for (const row of rows) yield String(row.path);
  }

  /** The files on this Mac as the last inventory found them, in pages; for noticing that another program has changed one. */
  *availableFiles(scope: Scope): Generator<KnownFile> {
    let [uuid, kind] = ['', ''];
    for (;;) {
      const rows = this.#sql.rows(
        `SELECT p.uuid, p.kind, p.path, p.size, p.modified_at FROM parts p JOIN assets a USING (uuid)
         WHERE p.available = 1 AND p.uuid >= :uuid AND (p.uuid, p.kind) > (:uuid, :kind) AND ${IN_SCOPE} AND ${IS_WANTED}
         ORDER BY p.uuid, p.kind LIMIT ${FILE_PAGE}`,
        { uuid, kind, ...scopeValues(scope) },
      );
      for (const [lastUuid, lastKind, path, size, modifiedAt] of rows) {
        [uuid, kind] = [String(lastUuid), String(lastKind)];
        yield { path: String(path), size: Number(size), modifiedAt: Number(modifiedAt) };
      }
      if (rows.length < FILE_PAGE) return;
    }
  }

  /** Names of the assets of which a file on this Mac is empty and not left out, once for each such file. */
  emptyFiles(scope: Scope): readonly string[] {
    return this.#sql
      .all(
        `SELECT a.filename FROM parts p JOIN assets a USING (uuid) WHERE p.available = 1 AND p.size = 0
         AND NOT EXISTS (SELECT 1 FROM left_out lo WHERE lo.sha1 = p.sha1) AND ${IN_SCOPE} AND ${IS_WANTED} ORDER BY p.uuid, ${KIND_ORDER}`,
        scopeValues(scope),
      )
      .map((row) => String(row.filename));
  }

  /** Bytes of all files in scope on this Mac. */
  libraryBytes(scope: Scope): number {
    const row = this.#sql.get(
      `SELECT COALESCE(sum(p.size), 0) AS bytes FROM parts p JOIN assets a USING (uuid) WHERE p.available = 1 AND ${IN_SCOPE} AND ${IS_WANTED}`,
      scopeValues(scope),
    );
    return Number(row?.bytes);
  }
}
