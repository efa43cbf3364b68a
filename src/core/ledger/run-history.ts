/** The part of the ledger that is the history: one row for every run and every due time, each with its outcome, and the problems of each. */
import type { DatabaseSync } from 'node:sqlite';
import type { Problem } from '../problem.ts';
import type { RunReport, Trigger } from '../sync/outcome.ts';
import { numberOrNull, type Row, Statements, textOrNull } from './statements.ts';

export interface RunRow {
  readonly id: number;
  readonly trigger: Trigger;
  /** Milliseconds since 1970. */
  readonly dueAt: number | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly outcome: RunReport['outcome'] | null;
  readonly reason: string | null;
  readonly report: RunReport | null;
}

export class RunHistory {
  readonly #sql: Statements;

  constructor(database: DatabaseSync) {
    this.#sql = new Statements(database);
  }

  /** Opens a run's row. Rows left open by a run that died are closed as interrupted. */
  startRun(trigger: Trigger, dueAt: number | null, at: number): number {
    return this.#sql.transaction(() => {
      this.#sql.run(
        `UPDATE runs SET outcome = 'interrupted', ended_at = :at, reason = 'It was cut off: the program or the Mac stopped in the middle.' WHERE outcome IS NULL`,
        { at },
      );
      this.#sql.run('INSERT INTO runs (trigger, due_at, started_at) VALUES (:trigger, :dueAt, :at)', {
        trigger,
        dueAt,
        at,
      });
      return Number(this.#sql.get('SELECT last_insert_rowid() AS id', {})?.id);
    });
  }

  /** Writes a row for a due time that gets no run of its own. */
  recordSkipped(dueAt: number, at: number, reason: string): void {
    this.#sql.run(
      `INSERT INTO runs (trigger, due_at, started_at, ended_at, outcome, reason) VALUES ('schedule', :dueAt, :at, :at, 'skipped', :reason)`,
      {
        dueAt,
        at,
        reason,
      },
    );
  }

  /** The last due time that has its row; null when there is none. */
  lastDueAt(): number | null {
    return numberOrNull(this.#sql.get('SELECT max(due_at) AS due_at FROM runs', {})?.due_at);
  }

  /** When the last run (not a skipped time) ended. */
  lastEndedAt(): number | null {
    return numberOrNull(
      this.#sql.get(`SELECT max(ended_at) AS ended_at FROM runs WHERE outcome <> 'skipped'`, {})?.ended_at,
    );
  }

  finishRun(report: RunReport, at: number): void {
    this.#sql.transaction(() => {
      this.#sql.run(
        'UPDATE runs SET outcome = :outcome, reason = :reason, ended_at = :at, report = :report WHERE id = :id',
        {
          id: report.run,
          outcome: report.outcome,
          reason: report.reason,
          at,
          report: JSON.stringify(report),
        },
      );
      this.#sql.run('DELETE FROM problems WHERE run = :run', { run: report.run });
      for (const [position, problem] of report.problems.entries()) {
        this.#sql.run('INSERT INTO problems VALUES (:run, :position, :code, :problem)', {
          run: report.run,
          position,
          code: problem.code,
          problem: JSON.stringify(problem),
        });
      }
    });
  }

  /** The newest runs first. */
  runs(limit: number): readonly RunRow[] {
    return this.#sql.all('SELECT * FROM runs ORDER BY id DESC LIMIT :limit', { limit }).map(toRun);
  }

  /** The newest run that ended as done or nothing new. */
  lastGoodRun(): RunRow | null {
    const row = this.#sql.get(
      `SELECT * FROM runs WHERE outcome IN ('done', 'nothing-new') ORDER BY id DESC LIMIT 1`,
      {},
    );
    return row === undefined ? null : toRun(row);
  }

  /** Problems of the newest finished run. */
  openProblems(): readonly Problem[] {
    return this.#sql
      .all(
        'SELECT problem FROM problems WHERE run = (SELECT max(id) FROM runs WHERE outcome IS NOT NULL) ORDER BY position',
        {},
      )
      .map((row) => JSON.parse(String(row.problem)) as Problem);
  }
}

function toRun(row: Row): RunRow {
  return {
    id: Number(row.id),
    trigger: row.trigger as Trigger,
    dueAt: numberOrNull(row.due_at),
    startedAt: Number(row.started_at),
    endedAt: numberOrNull(row.ended_at),
    outcome: row.outcome as RunRow['outcome'],
    reason: textOrNull(row.reason),
    report: row.report === null ? null : (JSON.parse(String(row.report)) as RunReport),
  };
}
