/**
 * A plan on the disk: a first import plans a million files, of which a batch at a time is needed. It lies in a temporary table of this
 * connection, gone with it, and reading it in pages holds nothing open while proofs are written.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Plan, PlannedAsset, PlannedPart } from '../model/plan.ts';
import { Statements } from './statements.ts';

const PAGE = 500;

export class KeptPlan {
  readonly #database: DatabaseSync;
  readonly #sql: Statements;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#sql = new Statements(database);
  }

  /** Takes the place of the plan before. @returns the totals, and the assets from the oldest capture to the newest, as often as they are asked for. */
  keep(uploads: Iterable<PlannedAsset>): Plan {
    this.#database.exec(`
      CREATE TEMP TABLE IF NOT EXISTS planned (taken REAL NOT NULL, uuid TEXT NOT NULL, filename TEXT NOT NULL, bytes INTEGER NOT NULL, parts TEXT NOT NULL);
      DELETE FROM planned; DROP INDEX IF EXISTS temp.planned_in_order`);
    // Values by their place: hundreds of thousands of rows, and looking each one's names up takes as long as writing them.
    const insert = this.#database.prepare('INSERT INTO planned VALUES (?, ?, ?, ?, ?)');
    const totals = { assets: 0, parts: 0, bytes: 0 };
    this.#sql.transaction(() => {
      for (const { uuid, filename, capturedAt, bytes, parts } of uploads) {
        const taken = Date.parse(capturedAt) || 0;
        insert.run(taken, uuid, filename, bytes, JSON.stringify({ capturedAt, parts }));
        totals.assets += 1;
        totals.parts += parts.length;
        totals.bytes += bytes;
      }
      this.#database.exec('CREATE INDEX temp.planned_in_order ON planned (taken, uuid)');
    });
    return { ...totals, uploads: { [Symbol.iterator]: () => this.#inOrder() } };
  }

  *#inOrder(): Generator<PlannedAsset> {
    let after = { taken: Number.NEGATIVE_INFINITY, uuid: '' };
    for (;;) {
      const rows = this.#sql.all(
        `SELECT * FROM planned WHERE (taken, uuid) > (:taken, :uuid) ORDER BY taken, uuid LIMIT ${PAGE}`,
        after,
      );
      for (const row of rows) {
        after = { taken: Number(row.taken), uuid: String(row.uuid) };
        yield {
          uuid: after.uuid,
          filename: String(row.filename),
          bytes: Number(row.bytes),
          ...(JSON.parse(String(row.parts)) as { capturedAt: string; parts: PlannedPart[] }),
        };
      }
      if (rows.length < PAGE) return;
    }
  }
}
