/**
 * Inserts many rows with one statement. For a statement that fires triggers SQLite keeps a journal of its own; one for each row would write
 * every page that is touched again and again (1.3 million writes for an inventory of 100,000 assets).
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

export interface BulkInsertOptions {
  readonly into: string;
  /** Of the table; a row has a value for each. */
  readonly columns: number;
  /** For example `DO UPDATE SET …`; undefined: a conflict is an error. */
  readonly onConflict: string | undefined;
}

/** Rows in the largest statement; the rest of a batch goes by halves of it, so that a few prepared statements do for every number. */
const MAX_ROWS = 256;

export class BulkInsert {
  readonly #database: DatabaseSync;
  readonly #options: BulkInsertOptions;
  readonly #prepared = new Map<number, StatementSync>();

  constructor(database: DatabaseSync, options: BulkInsertOptions) {
    this.#database = database;
    this.#options = options;
  }

  run(rows: readonly (readonly SQLInputValue[])[]): void {
    let size = MAX_ROWS;
    for (let start = 0; start < rows.length; start += size) {
      while (size > rows.length - start) size /= 2;
      this.#statement(size).run(...rows.slice(start, start + size).flat());
    }
  }

  #statement(rows: number): StatementSync {
    let statement = this.#prepared.get(rows);
    if (statement === undefined) {
      statement = this.#prepare(rows);
      this.#prepared.set(rows, statement);
    }
    return statement;
  }

  #prepare(rows: number): StatementSync {
    const { into, columns, onConflict } = this.#options;
    const row = `(${Array(columns).fill('?').join(',')})`;
    const conflict = onConflict === undefined ? '' : `ON CONFLICT ${onConflict}`;
    return this.#database.prepare(`INSERT INTO ${into} VALUES ${Array(rows).fill(row).join(',')} ${conflict}`);
  }
}
