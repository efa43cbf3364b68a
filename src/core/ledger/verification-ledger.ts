/**
 * The part of the ledger about looking at everything again: what was verified, when, and what the server's newest answer makes of it. The
 * answer is taken over as it is; whether something that is gone is a person's decision or a loss is judged by whoever asks.
 */

import type { DatabaseSync } from 'node:sqlite';
import { because, type Reason } from '../model/reasons.ts';
import type { CoverageLedger } from './coverage-ledger.ts';
import { forgetIds } from './forget-ids.ts';
import { keepExplanation, Statements } from './statements.ts';

/** Contents that were verified, and the file on the server that held them. */
export interface VerifiedFile {
  /** SHA-1 in hexadecimal. */
  readonly sha1: string;
  readonly remoteId: string;
}

/** A file that is to be asked about again. */
export interface FileToVerify extends VerifiedFile {
  /** True when one answer of the server is all that is known of it: we did not bring it, and it was not asked about since. */
  readonly isHearsay: boolean;
}

/** A file that the server now holds under another id: the old one was deleted for good, and somebody sent the same bytes again. */
export interface MovedFile extends VerifiedFile {
  readonly newId: string;
}

/** What the server's newest answer changes. What it only confirms is not in it. */
export interface VerificationChange {
  readonly moved: readonly MovedFile[];
  readonly trashed: readonly VerifiedFile[];
  /** Gone by a person's decision: not sent again before that person has said so. */
  readonly deleted: readonly VerifiedFile[];
  /** Gone without anybody's decision: to be sent again. */
  readonly lost: readonly VerifiedFile[];
}

/** Verified files read at a time; the server is asked about as many. */
const PAGE = 5_000;

export class VerificationLedger {
  readonly #sql: Statements;
  readonly #coverage: CoverageLedger;

  constructor(database: DatabaseSync, coverage: CoverageLedger) {
    this.#sql = new Statements(database);
    this.#coverage = coverage;
  }

  /** How many files of this target are verified, in Photos or not any more. */
  count(target: number): number {
    return Number(this.#sql.get('SELECT count(*) AS files FROM proofs WHERE target = :target', { target })?.files);
  }

  /** All of them, page by page, in the order of their checksums: what is written between two pages is no trouble. */
  *pages(target: number): Generator<readonly FileToVerify[]> {
    const since = this.verifiedAt(target) ?? 0;
    for (let after = ''; ; ) {
      const rows = this.#sql.rows(
        `SELECT sha1, remote_id, origin = 'found' AND proved_at >= :since FROM proofs
         WHERE target = :target AND sha1 > :after ORDER BY sha1 LIMIT ${PAGE}`,
        { target, after, since },
      );
      if (rows.length > 0)
        yield rows.map(([sha1, remoteId, isHearsay]) => ({
          sha1: String(sha1),
          remoteId: String(remoteId),
          isHearsay: isHearsay === 1,
        }));
      if (rows.length < PAGE) return;
      after = String(rows.at(-1)?.[0]);
    }
  }

  /** The verified files with the lowest checksums: a choice that every ledger of the same library makes alike. */
  first(target: number, limit: number): readonly VerifiedFile[] {
    return this.#sql
      .rows('SELECT sha1, remote_id FROM proofs WHERE target = :target ORDER BY sha1 LIMIT :limit', { target, limit })
      .map(([sha1, remoteId]) => ({ sha1: String(sha1), remoteId: String(remoteId) }));
  }

  /**
   * When the server was last asked about every verified file, milliseconds since 1970; null before the first time. What was verified
   * since is newer.
   */
  verifiedAt(target: number): number | null {
    const row = this.#sql.get('SELECT verified_at FROM targets WHERE id = :target', { target });
    return row === undefined || row.verified_at === null ? null : Number(row.verified_at);
  }

  /**
   * Takes over what the server said of every verified file.
   * @param at milliseconds since 1970, when the asking began
   * @param keepsEntries leaves what was put into albums for a look into the albums themselves, which tells more
   */
  takeOver(
    target: number,
    { moved, trashed, deleted, lost }: VerificationChange,
    at: number,
    { keepsEntries = false }: { readonly keepsEntries?: boolean } = {},
  ): void {
    this.#sql.transaction(() => {
      for (const { sha1, newId } of moved)
        this.#sql.run(
          `UPDATE proofs SET remote_id = :newId, origin = 'found', proved_at = :at WHERE target = :target AND sha1 = :sha1`,
          { target, sha1, newId, at },
        );
      for (const file of trashed) this.#withdraw(target, file, 'in-server-trash', because('in-trash'), at);
      for (const file of deleted) this.#withdraw(target, file, 'deleted-in-immich', because('deleted'), at);
      for (const file of lost) this.#withdraw(target, file, null, null, at);
      forgetIds(
        this.#sql,
        target,
        [...moved, ...deleted, ...lost].map(({ remoteId }) => remoteId),
        keepsEntries,
      );
      this.#sql.run('UPDATE targets SET verified_at = :at WHERE id = :target', { target, at });
      if (moved.length + trashed.length + deleted.length + lost.length > 0) this.#coverage.takeIn();
    });
  }

  /** @param reason why it is not sent again; null when it is. */
  #withdraw(target: number, { sha1 }: VerifiedFile, reason: string | null, message: Reason | null, at: number): void {
    this.#sql.run(
      'INSERT OR REPLACE INTO former_proofs SELECT target, sha1, remote_id, origin FROM proofs WHERE target = :target AND sha1 = :sha1',
      { target, sha1 },
    );
    this.#sql.run('DELETE FROM proofs WHERE target = :target AND sha1 = :sha1', { target, sha1 });
    if (reason === null || message === null) return;
    this.#sql.run(
      `INSERT INTO refusals (target, sha1, reason, message, attempts, last_at, due_at) VALUES (:target, :sha1, :reason, :message, 1, :at, 0)
       ON CONFLICT DO UPDATE SET reason = excluded.reason, message = excluded.message, last_at = excluded.last_at`,
      { target, sha1, reason, message: keepExplanation(message), at },
    );
  }
}
