/** The part of the ledger that is the history: one row for every run and every due time, each with its outcome, and the problems of each. */

import type { DatabaseSync } from 'node:sqlite';
import { type KeptReport, keepReport, tellReport } from '../model/kept-report.ts';
import {
  type FormerProblem,
  type KeptProblem,
  keepProblem,
  type Problem,
  tell,
  tellProblem,
} from '../model/problem.ts';
import { because, type Explanation, quote } from '../model/reasons.ts';
import type { RunReport, Trigger } from '../model/run-report.ts';
import type { WaitingFor } from '../model/waiting.ts';
import { keepExplanation, numberOrNull, type Row, readExplanation, Statements, textOrNull } from './statements.ts';

/** What a row says of its due time or run; null while the run is in progress, `waiting` while a due time waits for its conditions. */
export type RowOutcome = RunReport['outcome'] | 'waiting' | null;

export interface RunRow {
  readonly id: number;
  readonly trigger: Trigger;
  /** Milliseconds since 1970. */
  readonly dueAt: number | null;
  /** When it started; of a due time without a run: when it was noted. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly outcome: RowOutcome;
  readonly reason: string | null;
  /** The same as it is kept, for other languages; null of what was never kept so. */
  readonly why: Explanation | null;
  /** What it waits or waited for before it started, and since when; null if it did not wait. */
  readonly waited: { readonly waitingFor: WaitingFor; readonly since: number } | null;
  readonly report: RunReport | null;
}

/** A due time that waits. */
export interface WaitingRow {
  readonly dueAt: number;
  readonly since: number;
  readonly waitingFor: WaitingFor;
  readonly reason: string;
  /** The same as it is kept, for other languages. */
  readonly why: Explanation;
}

interface NewRow extends Omit<RunRow, 'id' | 'report' | 'waited' | 'reason' | 'why'> {
  readonly reason: Explanation | null;
}

/** Milliseconds that rows are kept: two years. */
const KEPT_FOR = 2 * 366 * 24 * 3_600_000;
/** Rows that are kept at most; one for every hour of two years would be fewer. */
const MAX_ROWS = 20_000;
/** Rows of runs: what neither waits nor was skipped. */
const IS_RUN = `(outcome IS NULL OR outcome NOT IN ('skipped', 'waiting'))`;

export class RunHistory {
  readonly #sql: Statements;

  constructor(database: DatabaseSync) {
    this.#sql = new Statements(database);
  }

  /** True while a row is open: of a run in progress, or of one that died. */
  hasOpenRun(): boolean {
    return this.#sql.get('SELECT 1 FROM runs WHERE outcome IS NULL LIMIT 1') !== undefined;
  }

  /**
   * Closes the rows that runs left open which died, as interrupted. Only for who holds the run lock.
   * @param at when the last sign of life was; never before a run's own start
   */
  closeOpenRuns(at: number): void {
    this.#sql.run(
      `UPDATE runs SET outcome = 'interrupted', ended_at = max(started_at, :at),
       reason = :reason WHERE outcome IS NULL`,
      { at, reason: keepExplanation(because('cut-off')) },
    );
  }

  /**
   * Opens a run's row, in place of that of its due time if it waited. Rows left open by a run that died are closed as interrupted, rows of
   * more than two years ago are dropped.
   */
  startRun(trigger: Trigger, dueAt: number | null, at: number): number {
    return this.#sql.transaction(() => {
      this.closeOpenRuns(at);
      this.#prune(at);
      return this.#insert({ trigger, dueAt, startedAt: at, endedAt: null, outcome: null, reason: null });
    });
  }

  /** Notes that a due time gets no run of its own, and why. A time that has its run already keeps it. */
  recordSkipped(dueAt: number, at: number, reason: Explanation): void {
    this.#sql.transaction(() => {
      if (!this.#hasRun(dueAt))
        this.#insert({ trigger: 'schedule', dueAt, startedAt: at, endedAt: at, outcome: 'skipped', reason });
    });
  }

  /** Notes that a due time waits, and for what. It keeps the time since when it does. */
  recordWaiting(dueAt: number, at: number, waitingFor: WaitingFor, reason: Explanation): void {
    this.#sql.transaction(() => {
      if (this.#hasRun(dueAt)) return;
      const before = this.#sql.get('SELECT waiting_since FROM runs WHERE due_at = :dueAt', { dueAt });
      const since = numberOrNull(before?.waiting_since) ?? at;
      this.#sql.run(`DELETE FROM runs WHERE due_at = :dueAt`, { dueAt });
      this.#sql.run(
        `INSERT INTO runs (trigger, due_at, started_at, outcome, reason, waiting_for, waiting_since)
         VALUES ('schedule', :dueAt, :since, 'waiting', :reason, :waitingFor, :since)`,
        { dueAt, since, reason: keepExplanation(reason), waitingFor },
      );
    });
  }

  /** The due time that waits now, or null. */
  waiting(): WaitingRow | null {
    const row = this.#sql.get(`SELECT * FROM runs WHERE outcome = 'waiting' ORDER BY due_at DESC LIMIT 1`);
    if (row === undefined) return null;
    return {
      dueAt: Number(row.due_at),
      since: Number(row.waiting_since),
      waitingFor: row.waiting_for as WaitingFor,
      reason: tell(readExplanation(row.reason)),
      why: readExplanation(row.reason),
    };
  }

  /**
   * Takes back what was noted of due times that lie in the future: the clock was ahead and has been set right. Runs that were really made
   * then keep their rows.
   */
  forgetFuture(now: number): void {
    this.#sql.run(`DELETE FROM runs WHERE due_at > :now AND outcome IN ('skipped', 'waiting')`, { now });
  }

  /** The last due time up to `now` that is dealt with: it has its run, or was skipped. Null when there is none. */
  lastDueAt(now: number): number | null {
    return numberOrNull(
      this.#sql.get(
        `SELECT max(due_at) AS due_at FROM runs WHERE due_at <= :now AND (outcome IS NULL OR outcome <> 'waiting')`,
        { now },
      )?.due_at,
    );
  }

  /** When the last run ended, `now` at the latest. */
  lastEndedAt(now: number): number | null {
    return numberOrNull(
      this.#sql.get(`SELECT min(max(ended_at), :now) AS ended_at FROM runs WHERE ${IS_RUN}`, { now })?.ended_at,
    );
  }

  /** What went wrong is kept by code and values, so that it can be told again with the words of another version. */
  finishRun(report: RunReport, at: number): void {
    const kept = keepReport(report);
    this.#sql.transaction(() => {
      this.#sql.run(
        'UPDATE runs SET outcome = :outcome, reason = :reason, ended_at = :at, report = :report WHERE id = :id',
        {
          id: report.run,
          outcome: report.outcome,
          reason: kept.reason === null ? null : keepExplanation(quote(kept.reason)),
          at,
          report: JSON.stringify(kept),
        },
      );
      this.#sql.run('DELETE FROM problems WHERE run = :run', { run: report.run });
      for (const [position, problem] of report.problems.entries()) {
        this.#sql.run('INSERT INTO problems VALUES (:run, :position, :code, :problem)', {
          run: report.run,
          position,
          code: problem.code,
          problem: JSON.stringify(keepProblem(problem)),
        });
      }
    });
  }

  /** All rows, the newest first. */
  runs(limit: number): readonly RunRow[] {
    return this.#sql.all('SELECT * FROM runs ORDER BY id DESC LIMIT :limit', { limit }).map(toRun);
  }

  /** The newest runs, without skipped and waiting times. */
  lastRuns(limit: number): readonly RunRow[] {
    return this.#sql.all(`SELECT * FROM runs WHERE ${IS_RUN} ORDER BY id DESC LIMIT :limit`, { limit }).map(toRun);
  }

  /** The newest run that started, whether it has ended or not; not a due time that was skipped. */
  lastRun(): RunRow | null {
    const row = this.#sql.get(`SELECT * FROM runs WHERE ${IS_RUN} ORDER BY id DESC LIMIT 1`);
    return row === undefined ? null : toRun(row);
  }

  /** The newest run that ended as done or nothing new. */
  lastGoodRun(): RunRow | null {
    const row = this.#sql.get(
      `SELECT * FROM runs WHERE outcome IN ('done', 'nothing-new') ORDER BY id DESC LIMIT 1`,
      {},
    );
    return row === undefined ? null : toRun(row);
  }

  /** How many due times since the last good run waited without success, and for what the last of them did. */
  waitedWithoutSuccess(): { readonly times: number; readonly waitingFor: WaitingFor | null } {
    const row = this.#sql.get(
      `SELECT count(*) AS times, (SELECT waiting_for FROM runs WHERE outcome = 'skipped' AND waiting_for IS NOT NULL ORDER BY id DESC LIMIT 1) AS last
       FROM runs WHERE outcome = 'skipped' AND waiting_for IS NOT NULL
         AND id > COALESCE((SELECT max(id) FROM runs WHERE outcome IN ('done', 'nothing-new')), 0)`,
    );
    return { times: Number(row?.times), waitingFor: (textOrNull(row?.last) as WaitingFor | null) ?? null };
  }

  /** Problems of the newest finished run. */
  openProblems(): readonly Problem[] {
    return this.#sql
      .all(
        `SELECT problem FROM problems WHERE run = (SELECT max(id) FROM runs WHERE outcome IS NOT NULL AND ${IS_RUN}) ORDER BY position`,
        {},
      )
      .map((row) => tellProblem(JSON.parse(String(row.problem)) as KeptProblem | FormerProblem));
  }

  #hasRun(dueAt: number): boolean {
    return this.#sql.get(`SELECT 1 FROM runs WHERE due_at = :dueAt AND ${IS_RUN}`, { dueAt }) !== undefined;
  }

  /** Inserts a row in place of that of its due time; a due time that had its run already belongs to that one. */
  #insert(row: NewRow): number {
    const dueAt = row.dueAt !== null && this.#hasRun(row.dueAt) ? null : row.dueAt;
    const before = this.#sql.get('SELECT waiting_for, waiting_since FROM runs WHERE due_at = :dueAt', { dueAt });
    this.#sql.run('DELETE FROM runs WHERE due_at = :dueAt', { dueAt });
    this.#sql.run(
      `INSERT INTO runs (trigger, due_at, started_at, ended_at, outcome, reason, waiting_for, waiting_since)
       VALUES (:trigger, :dueAt, :startedAt, :endedAt, :outcome, :reason, :waitingFor, :waitingSince)`,
      {
        ...row,
        reason: row.reason === null ? null : keepExplanation(row.reason),
        dueAt,
        waitingFor: textOrNull(before?.waiting_for),
        waitingSince: numberOrNull(before?.waiting_since),
      },
    );
    return Number(this.#sql.get('SELECT last_insert_rowid() AS id', {})?.id);
  }

  #prune(now: number): void {
    this.#sql.run(`DELETE FROM runs WHERE started_at < :oldest OR id <= (SELECT max(id) FROM runs) - :most`, {
      oldest: now - KEPT_FOR,
      most: MAX_ROWS,
    });
  }
}

function toRun(row: Row): RunRow {
  const report = row.report === null ? null : tellReport(JSON.parse(String(row.report)) as KeptReport);
  return {
    id: Number(row.id),
    trigger: row.trigger as Trigger,
    dueAt: numberOrNull(row.due_at),
    startedAt: Number(row.started_at),
    endedAt: numberOrNull(row.ended_at),
    outcome: row.outcome as RunRow['outcome'],
    reason: row.reason === null ? (report?.reason ?? null) : tell(readExplanation(row.reason)),
    why: row.reason === null ? null : readExplanation(row.reason),
    waited:
      row.waiting_for === null ? null : { waitingFor: row.waiting_for as WaitingFor, since: Number(row.waiting_since) },
    report,
  };
}
