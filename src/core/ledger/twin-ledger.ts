/** The part of the ledger about files on the server that stand for ours: the same picture, sent by the person's phone with other bytes. */
import type { DatabaseSync } from 'node:sqlite';
import { Statements } from './statements.ts';

export interface Twin {
  readonly uuid: string;
  /** Of our file. */
  readonly sha1: string;
  /** Of the phone's. */
  readonly remoteId: string;
}

export class TwinLedger {
  readonly #sql: Statements;

  constructor(database: DatabaseSync) {
    this.#sql = new Statements(database);
  }

  link(target: number, twins: readonly Twin[], at: number): void {
    this.#sql.transaction(() => {
      for (const twin of twins)
        this.#sql.run('INSERT OR REPLACE INTO twins VALUES (:target, :sha1, :remoteId, :uuid, 0, :at)', {
          target,
          ...twin,
          at,
        });
    });
  }

  /** Those that stand for something. */
  linked(target: number): readonly Twin[] {
    return this.#sql
      .all('SELECT sha1, remote_id, uuid FROM twins WHERE target = :target AND trashed = 0', { target })
      .map((row) => ({ sha1: String(row.sha1), remoteId: String(row.remote_id), uuid: String(row.uuid) }));
  }

  /** Ids of files on the server that are known to be one of ours or to stand for one. */
  takenIds(target: number): ReadonlySet<string> {
    const rows = this.#sql.all(
      'SELECT remote_id FROM proofs WHERE target = :target UNION SELECT remote_id FROM twins WHERE target = :target',
      { target },
    );
    return new Set(rows.map((row) => String(row.remote_id)));
  }

  /** Notes that the phone's file was thrown away: it stands for nothing any more. */
  markTrashed(target: number, sha1: string): void {
    this.#sql.run('UPDATE twins SET trashed = 1 WHERE target = :target AND sha1 = :sha1', { target, sha1 });
  }

  unlink(target: number, sha1: string): void {
    this.#sql.run('DELETE FROM twins WHERE target = :target AND sha1 = :sha1', { target, sha1 });
  }

  /** Forgets all links: everything is to be uploaded. @returns how many there were */
  unlinkAll(target: number): number {
    const linked = this.linked(target);
    for (const { sha1 } of linked) this.unlink(target, sha1);
    return linked.length;
  }
}
