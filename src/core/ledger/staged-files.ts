/** The part of the ledger about files in the staging folder that we put there. */
import type { DatabaseSync } from 'node:sqlite';
import { Statements } from './statements.ts';

export class StagedFiles {
  readonly #sql: Statements;

  constructor(database: DatabaseSync) {
    this.#sql = new Statements(database);
  }

  record(path: string, sha1: string, size: number, at: number): void {
    this.#sql.run(
      `INSERT INTO staged_files VALUES (:path, :sha1, :size, :at)
       ON CONFLICT DO UPDATE SET sha1 = excluded.sha1, size = excluded.size, staged_at = excluded.staged_at`,
      { path, sha1, size, at },
    );
  }

  forget(path: string): void {
    this.#sql.run('DELETE FROM staged_files WHERE path = :path', { path });
  }

  /** Staged files with contents that a part had and has no more: osxphotos would take them for the new ones and export nothing. */
  stale(): readonly string[] {
    return this.#sql
      .all(
        `SELECT s.path FROM staged_files s WHERE NOT EXISTS (SELECT 1 FROM parts WHERE sha1 = s.sha1)
         AND s.sha1 IN (SELECT sha1 FROM former_parts)`,
      )
      .map((row) => String(row.path));
  }

  /** Bytes in the staging folder that we put there. */
  bytes(): number {
    return Number(this.#sql.get('SELECT COALESCE(sum(size), 0) AS bytes FROM staged_files', {})?.bytes);
  }

  /** Staged files whose contents the server has proved to hold, oldest first. */
  releasable(target: number): readonly { readonly path: string; readonly size: number }[] {
    return this.#sql
      .all(
        'SELECT s.path, s.size FROM staged_files s JOIN proofs ON proofs.target = :target AND proofs.sha1 = s.sha1 ORDER BY s.staged_at, s.path',
        { target },
      )
      .map((row) => ({ path: String(row.path), size: Number(row.size) }));
  }
}
