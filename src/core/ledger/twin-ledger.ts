/** The part of the ledger about files on the server that stand for ours: the same picture, sent by the person's phone with other bytes. */

import type { DatabaseSync } from 'node:sqlite';
import { because, type Reason } from '../model/reasons.ts';
import { forgetIds } from './forget-ids.ts';
import { keepExplanation, Statements, textOrNull } from './statements.ts';

/** The phone's file, as far as it is known by more than its id. */
export interface PhoneFile {
  /** SHA-1 in hexadecimal. */
  readonly sha1: string;
  readonly filename: string;
  /** ISO 8601. */
  readonly capturedAt: string;
}

export interface Twin {
  readonly uuid: string;
  /** Of our file. */
  readonly sha1: string;
  /** Of the phone's. */
  readonly remoteId: string;
}

export interface TwinFile extends Twin {
  /** SHA-1 of the phone's file; null until the server was asked for it. */
  readonly remoteSha1: string | null;
  /** Whether it was found in the server's trash: then it stands for nothing until the person has decided. */
  readonly isTrashed: boolean;
}

/** An asset and the phone's file that stands for it, for people to look at. */
export interface StandIn {
  readonly uuid: string;
  readonly filename: string;
  readonly phone: { readonly filename: string; readonly capturedAt: string };
}

/** What the server's newest answer makes of the phone's files. What it only confirms is not in it. */
export interface TwinChange {
  /** There under another id. */
  readonly moved: readonly { readonly sha1: string; readonly remoteId: string; readonly newId: string }[];
  /** Thrown away: a case for the person. */
  readonly trashed: readonly Twin[];
  /** Taken out of the trash: they stand for ours again. */
  readonly restored: readonly Twin[];
  /** Deleted from the trash: still a case for the person. */
  readonly deleted: readonly Twin[];
  /** Gone: ours are to be uploaded. */
  readonly lost: readonly Twin[];
}

export class TwinLedger {
  readonly #sql: Statements;

  constructor(database: DatabaseSync) {
    this.#sql = new Statements(database);
  }

  link(target: number, twins: readonly (Twin & { readonly phone: PhoneFile | null })[], at: number): void {
    this.#sql.transaction(() => {
      for (const { uuid, sha1, remoteId, phone } of twins) {
        this.#sql.run(
          `INSERT OR REPLACE INTO twins (target, sha1, remote_id, uuid, trashed, linked_at)
           VALUES (:target, :sha1, :remoteId, :uuid, 0, :at)`,
          { target, sha1, remoteId, uuid, at },
        );
        if (phone !== null) this.learn(target, sha1, phone);
      }
    });
  }

  /** Notes what the phone's file is. @param sha1 of ours */
  learn(target: number, sha1: string, phone: PhoneFile): void {
    this.#sql.run(
      `UPDATE twins SET remote_sha1 = :remoteSha1, remote_name = :filename, remote_captured_at = :capturedAt
       WHERE target = :target AND sha1 = :sha1`,
      { target, sha1, remoteSha1: phone.sha1, filename: phone.filename, capturedAt: phone.capturedAt },
    );
  }

  /** All of them, those of one asset together, also what was found in the trash. */
  all(target: number): readonly TwinFile[] {
    return this.#sql
      .rows(
        'SELECT uuid, sha1, remote_id, remote_sha1, trashed FROM twins WHERE target = :target ORDER BY uuid, sha1',
        {
          target,
        },
      )
      .map(([uuid, sha1, remoteId, remoteSha1, trashed]) => ({
        uuid: String(uuid),
        sha1: String(sha1),
        remoteId: String(remoteId),
        remoteSha1: textOrNull(remoteSha1),
        isTrashed: trashed === 1,
      }));
  }

  /** How many assets they stand for. */
  count(target: number): number {
    return Number(
      this.#sql.get('SELECT count(DISTINCT uuid) AS assets FROM twins WHERE target = :target AND trashed = 0', {
        target,
      })?.assets,
    );
  }

  /** What stands for what, oldest first. */
  standIns(target: number, limit: number): readonly StandIn[] {
    return this.#sql
      .rows(
        `SELECT a.uuid, a.filename, t.remote_name, t.remote_captured_at FROM twins t JOIN assets a USING (uuid)
         JOIN parts p ON p.uuid = t.uuid AND p.kind = 'original' AND p.sha1 = t.sha1
         WHERE t.target = :target AND t.trashed = 0 AND t.remote_name IS NOT NULL ORDER BY a.captured_at, a.uuid LIMIT :limit`,
        { target, limit },
      )
      .map(([uuid, filename, phone, capturedAt]) => ({
        uuid: String(uuid),
        filename: String(filename),
        phone: { filename: String(phone), capturedAt: String(capturedAt) },
      }));
  }

  /** Ids of files on the server that are known to be one of ours or to stand for one. */
  takenIds(target: number): ReadonlySet<string> {
    const rows = this.#sql.all(
      'SELECT remote_id FROM proofs WHERE target = :target UNION SELECT remote_id FROM twins WHERE target = :target',
      { target },
    );
    return new Set(rows.map((row) => String(row.remote_id)));
  }

  /**
   * Takes over what the server said.
   * @param at milliseconds since 1970
   * @param keepsEntries leaves what was put into albums for a look into the albums themselves, which tells more
   */
  takeOver(
    target: number,
    { moved, trashed, restored, deleted, lost }: TwinChange,
    at: number,
    { keepsEntries = false }: { readonly keepsEntries?: boolean } = {},
  ): void {
    this.#sql.transaction(() => {
      for (const { sha1, newId } of moved)
        this.#sql.run('UPDATE twins SET remote_id = :newId WHERE target = :target AND sha1 = :sha1', {
          target,
          sha1,
          newId,
        });
      for (const { sha1 } of trashed) {
        this.#setTrashed(target, sha1, 1);
        this.#refuse(target, sha1, 'in-server-trash', because('phone-copy-in-trash'), at);
      }
      for (const { sha1 } of restored) {
        this.#setTrashed(target, sha1, 0);
        this.#forgetCase(target, sha1);
      }
      for (const { sha1 } of deleted) {
        this.#unlink(target, sha1);
        this.#refuse(target, sha1, 'deleted-in-immich', because('phone-copy-deleted'), at);
      }
      for (const { sha1 } of lost) {
        this.#unlink(target, sha1);
        this.#forgetCase(target, sha1);
      }
      forgetIds(
        this.#sql,
        target,
        [...moved, ...deleted, ...lost].map(({ remoteId }) => remoteId),
        keepsEntries,
      );
    });
  }

  /** Forgets all links: everything is to be uploaded. @returns how many there were */
  unlinkAll(target: number): number {
    const linked = this.all(target).filter(({ isTrashed }) => !isTrashed);
    for (const { sha1 } of linked) this.#unlink(target, sha1);
    return linked.length;
  }

  #unlink(target: number, sha1: string): void {
    this.#sql.run('DELETE FROM twins WHERE target = :target AND sha1 = :sha1', { target, sha1 });
  }

  #setTrashed(target: number, sha1: string, trashed: 0 | 1): void {
    this.#sql.run('UPDATE twins SET trashed = :trashed WHERE target = :target AND sha1 = :sha1', {
      target,
      sha1,
      trashed,
    });
  }

  #refuse(target: number, sha1: string, reason: string, message: Reason, at: number): void {
    this.#sql.run(
      `INSERT INTO refusals (target, sha1, reason, message, attempts, last_at, due_at) VALUES (:target, :sha1, :reason, :message, 1, :at, 0)
       ON CONFLICT DO UPDATE SET reason = excluded.reason, message = excluded.message, last_at = excluded.last_at`,
      { target, sha1, reason, message: keepExplanation(message), at },
    );
  }

  /** Nobody has to decide about these contents any more. */
  #forgetCase(target: number, sha1: string): void {
    this.#sql.run(
      `DELETE FROM refusals WHERE target = :target AND sha1 = :sha1 AND reason IN ('in-server-trash', 'deleted-in-immich')`,
      { target, sha1 },
    );
  }
}
