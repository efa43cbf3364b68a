/** SQL with named values; each text is prepared once. */

import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { Explanation } from '../model/reasons.ts';

export type Values = Record<string, SQLInputValue>;

/** How an explanation lies in a column: as JSON, words of others as a text in it. */
export const keepExplanation = (explanation: Explanation): string => JSON.stringify(explanation);
export const readExplanation = (value: unknown): Explanation => JSON.parse(String(value)) as Explanation;

export class Statements {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  get(sql: string, values: Values = {}) {
    return this.#statement(sql).get(values);
  }

  all(sql: string, values: Values = {}) {
    return this.#statement(sql).all(values);
  }

  /** Rows as the values of their columns in order, for many rows: objects cost twice as much. */
  rows(sql: string, values: Values = {}): readonly SQLOutputValue[][] {
    const statement = this.#statement(sql);
    statement.setReturnArrays(true);
    return statement.all(values) as unknown as SQLOutputValue[][];
  }

  iterate(sql: string, values: Values = {}) {
    return this.#statement(sql).iterate(values);
  }

  run(sql: string, values: Values = {}): void {
    this.#statement(sql).run(values);
  }

  /** Runs `work` as one unit: all of it is kept or none. */
  transaction<Result>(work: () => Result): Result {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      // On a full disk SQLite takes the transaction back by itself.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #statement(sql: string): StatementSync {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      // Callers pass whole objects; a statement takes the fields it names.
      statement.setAllowUnknownNamedParameters(true);
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}

export type Row = Record<string, unknown>;

export function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

export function numberOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}
