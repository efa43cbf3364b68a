/** Which files on the server have which tags, as far as was asked; in a temporary table of this connection. */
import type { Statements } from './statements.ts';

export class TaggedFiles {
  readonly #sql: Statements;
  #looks = 0;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  /** Begins a look, which knows nothing of others. @returns its number */
  begin(): number {
    this.#sql.run(
      `CREATE TEMP TABLE IF NOT EXISTS tagged_files (
         look INTEGER NOT NULL, remote_id TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (look, remote_id, path)) WITHOUT ROWID`,
    );
    this.#looks += 1;
    return this.#looks;
  }

  /** Forgets what a look has found. */
  end(look: number): void {
    this.#sql.run('DELETE FROM tagged_files WHERE look = :look', { look });
  }

  /** @param path of the tag */
  add(look: number, path: string, remoteIds: readonly string[]): void {
    this.#sql.run('INSERT OR IGNORE INTO tagged_files SELECT :look, value, :path FROM json_each(:remoteIds)', {
      look,
      path,
      remoteIds: JSON.stringify(remoteIds),
    });
  }

  /** Paths of the tags of these files, by remote id. */
  of(look: number, remoteIds: readonly string[]): ReadonlyMap<string, readonly string[]> {
    const rows = this.#sql.all(
      `SELECT t.remote_id, t.path FROM json_each(:remoteIds) wanted
       CROSS JOIN tagged_files t ON t.look = :look AND t.remote_id = wanted.value`,
      { look, remoteIds: JSON.stringify(remoteIds) },
    );
    const byId = Map.groupBy(rows, (row) => String(row.remote_id));
    return new Map([...byId].map(([id, tags]) => [id, tags.map(({ path }) => String(path))]));
  }
}
