/** The part of the ledger about the marker: who this ledger is, and which note it last left on the server and where. */
import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { Statements } from './statements.ts';

const LEDGER_ID = 'ledger-id';

export class MarkerLedger {
  readonly #sql: Statements;

  constructor(database: DatabaseSync) {
    this.#sql = new Statements(database);
  }

  /** The id of this ledger, the number of its last note that was written for certain, and of the last that was begun; 0 for none. */
  own(target: number): { readonly ledger: string; readonly written: number; readonly intended: number } {
    const row = this.#sql.get('SELECT written, intended FROM markers WHERE target = :target', { target });
    return { ledger: this.#id(), written: Number(row?.written ?? 0), intended: Number(row?.intended ?? 0) };
  }

  /** Remote ids of the files that the last note was left on. */
  places(target: number): readonly string[] {
    const row = this.#sql.get('SELECT places FROM markers WHERE target = :target', { target });
    return row === undefined ? [] : (JSON.parse(String(row.places)) as string[]);
  }

  /** Written before a note is: a run that is cut off in between must not take its own note for one from the future. */
  intend(target: number, sequence: number): void {
    this.#sql.run(
      `INSERT INTO markers VALUES (:target, 0, :sequence, '[]') ON CONFLICT DO UPDATE SET intended = excluded.intended`,
      { target, sequence },
    );
  }

  written(target: number, sequence: number, places: readonly string[]): void {
    this.#sql.run(
      'UPDATE markers SET written = :sequence, intended = :sequence, places = :places WHERE target = :target',
      { target, sequence, places: JSON.stringify(places) },
    );
  }

  #id(): string {
    const row = this.#sql.get('SELECT value FROM meta WHERE key = :key', { key: LEDGER_ID });
    if (row !== undefined) return String(row.value);
    this.#sql.run('INSERT INTO meta VALUES (:key, :value)', { key: LEDGER_ID, value: randomUUID() });
    return this.#id();
  }
}
