/** The part of the ledger about contents that could not be brought to the server: why, how often, and when they are tried again. */

import type { DatabaseSync } from 'node:sqlite';
import type { RemainderReason } from '../model/coverage.ts';
import { because, type Explanation } from '../model/reasons.ts';
import type { Scope } from '../model/scope.ts';
import { nextTryAt } from './back-off.ts';
import { IN_SCOPE, IS_WANTED, scopeValues } from './scope-sql.ts';
import { keepExplanation, readExplanation, Statements, type Values } from './statements.ts';

/** Why a part could not be brought to the server, as far as the ledger keeps it. */
export type RefusalReason =
  | 'in-server-trash'
  | 'deleted-in-immich'
  | 'refused-by-server'
  | 'failing'
  | 'kind-not-taken';

/** What a person did in Immich: it waits for that person's word, and is no failure that another try may end. */
export const DECIDED_THERE: ReadonlySet<RefusalReason> = new Set(['in-server-trash', 'deleted-in-immich']);

/** What was tried and failed: another try may end otherwise. */
export const FAILED_TRIES: ReadonlySet<RemainderReason> = new Set(['refused-by-server', 'failing']);
const IS_FAILED_TRY = `r.reason IN (${[...FAILED_TRIES].map((reason) => `'${reason}'`).join(', ')})`;

export interface Refusal {
  readonly reason: RefusalReason;
  readonly message: Explanation;
  /** Failed tries; of a kind that the server does not take, whether a sync has told of it. */
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly lastAt: number;
  /** When it is tried again by itself. Milliseconds since 1970. */
  readonly dueAt: number;
}

/** An asset in scope of which a file has failed. */
export interface Stuck {
  readonly uuid: string;
  readonly filename: string;
  /** Of the file that failed most often. */
  readonly message: Explanation;
}

export class RefusalLedger {
  readonly #sql: Statements;

  constructor(database: DatabaseSync) {
    this.#sql = new Statements(database);
  }

  /** Notes one more failed try. @returns how many there were */
  record(target: number, sha1: string, reason: RefusalReason, message: Explanation, at: number): number {
    const known = this.#sql.get('SELECT attempts FROM refusals WHERE target = :target AND sha1 = :sha1', {
      target,
      sha1,
    });
    const attempts = Number(known?.attempts ?? 0) + 1;
    this.#sql.run(
      `INSERT INTO refusals (target, sha1, reason, message, attempts, last_at, due_at)
         VALUES (:target, :sha1, :reason, :message, :attempts, :at, :dueAt)
         ON CONFLICT DO UPDATE SET reason = excluded.reason, message = excluded.message, attempts = excluded.attempts,
           last_at = excluded.last_at, due_at = excluded.due_at`,
      { target, sha1, reason, message: keepExplanation(message), attempts, at, dueAt: nextTryAt(attempts, at) },
    );
    return attempts;
  }

  /**
   * Notes contents that were not even tried, because the server does not take files of their kind. Each plan looks at them again.
   * @param isTold whether a person hears of them now; otherwise the next sync does
   */
  recordNotTaken(
    target: number,
    files: readonly {
      readonly sha1: string;
      /** With its dot; null for a file without one. */
      readonly ending: string | null;
    }[],
    { isTold, at }: { readonly isTold: boolean; readonly at: number },
  ): void {
    this.#sql.transaction(() => {
      for (const { sha1, ending } of files) {
        const message = keepExplanation(because('kind-not-taken-by-immich', { ending }));
        this.#sql.run(
          `INSERT INTO refusals (target, sha1, reason, message, attempts, last_at, due_at)
             VALUES (:target, :sha1, 'kind-not-taken', :message, :times, :at, 0)
             ON CONFLICT DO UPDATE SET reason = excluded.reason, message = excluded.message, last_at = excluded.last_at, due_at = 0,
               attempts = CASE reason WHEN excluded.reason THEN max(attempts, excluded.attempts) ELSE excluded.attempts END`,
          { target, sha1, message, times: isTold ? 1 : 0, at },
        );
      }
    });
  }

  /**
   * Forgets contents of kinds that the server takes by now, of which nothing is on this Mac: no plan comes upon those.
   * @param endings small letters, with their dots
   */
  forgetTaken(target: number, endings: ReadonlySet<string>): void {
    const rows = this.#sql.all(
      `SELECT r.sha1, r.message FROM refusals r WHERE r.target = :target AND r.reason = 'kind-not-taken'
         AND NOT EXISTS (SELECT 1 FROM parts p WHERE p.sha1 = r.sha1 AND p.available = 1)`,
      { target },
    );
    for (const { sha1, message } of rows) {
      const why = readExplanation(message);
      const { ending = null } = typeof why === 'string' ? {} : (why.values as { readonly ending?: string | null });
      if (ending !== null && endings.has(ending.toLowerCase()))
        this.#sql.run('DELETE FROM refusals WHERE target = :target AND sha1 = :sha1', { target, sha1: String(sha1) });
    }
  }

  /** Makes the next run try these contents, however often they have failed. */
  tryAgain(target: number, checksums: readonly string[]): void {
    this.#sql.transaction(() => {
      for (const sha1 of checksums)
        this.#sql.run('UPDATE refusals SET due_at = 0 WHERE target = :target AND sha1 = :sha1', { target, sha1 });
    });
  }

  /** Takes back the failures since a moment: the server took no file at all, and it was not about these. */
  forgive(target: number, since: number): void {
    this.#sql.run(
      `UPDATE refusals SET attempts = max(attempts - 1, 1), due_at = 0 WHERE target = :target AND reason = 'failing' AND last_at >= :since`,
      { target, since },
    );
  }

  /** Assets in scope with a file that has failed at least `attempts` times and is not left out, sorted by capture time. */
  stuck(target: number, scope: Scope, attempts: number): readonly Stuck[] {
    return this.#failed('r.attempts >= :attempts', { target, attempts, ...scopeValues(scope) });
  }

  /** The same of fewer than `attempts` times, as far as the last was before `before`, milliseconds since 1970: they wait for their next try. */
  waiting(target: number, scope: Scope, attempts: number, before: number): readonly Stuck[] {
    const condition = 'r.attempts < :attempts AND r.last_at < :before';
    return this.#failed(condition, { target, attempts, before, ...scopeValues(scope) });
  }

  #failed(condition: string, values: Values): readonly Stuck[] {
    return this.#sql
      .all(
        `SELECT a.uuid, a.filename, r.message, max(r.attempts) FROM refusals r JOIN parts p ON p.sha1 = r.sha1 JOIN assets a USING (uuid)
         WHERE r.target = :target AND ${IS_FAILED_TRY} AND ${condition}
           AND NOT EXISTS (SELECT 1 FROM left_out lo WHERE lo.target = :target AND lo.sha1 = r.sha1) AND ${IN_SCOPE} AND ${IS_WANTED}
         GROUP BY a.uuid ORDER BY a.captured_at, a.uuid`,
        values,
      )
      .map((row) => ({
        uuid: String(row.uuid),
        filename: String(row.filename),
        message: readExplanation(row.message),
      }));
  }
}
