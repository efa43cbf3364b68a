/**
 * The part of the ledger that says how an import gets on: what is still to be done as the last plan knew it, and what was done in each hour.
 * Written while a run is in progress, so that one that is cut off counts as well.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Amount, WorkHour } from '../model/work.ts';
import { Statements } from './statements.ts';

type Step = WorkHour['step'];

const HOUR = 3_600_000;
/** Hours that are kept: four weeks. */
const KEPT = 28 * 24;

export class WorkLedger {
  readonly #sql: Statements;

  constructor(database: DatabaseSync) {
    this.#sql = new Statements(database);
  }

  /** Notes what is to be done. Reading and transferring count for one target: the last one. */
  expect(step: Step, { files, bytes }: Amount): void {
    this.#sql.run(
      `INSERT INTO work_left VALUES (:step, :files, :bytes) ON CONFLICT DO UPDATE SET files = excluded.files, bytes = excluded.bytes`,
      { step, files, bytes },
    );
  }

  /** What is still to be done, as far as it was noted. */
  left(step: Step): Amount {
    const row = this.#sql.get('SELECT files, bytes FROM work_left WHERE step = :step', { step });
    return { files: Number(row?.files ?? 0), bytes: Number(row?.bytes ?? 0) };
  }

  /**
   * Notes what was done, and takes it off what is left.
   * @param at milliseconds since 1970
   */
  record(step: Step, at: number, done: Amount & Pick<WorkHour, 'seconds' | 'uploading'>): void {
    const hour = Math.floor(at / HOUR);
    const { files, bytes, seconds, uploading } = done;
    this.#sql.transaction(() => {
      this.#sql.run('DELETE FROM work_done WHERE hour < :oldest', { oldest: hour - KEPT });
      this.#sql.run(
        `INSERT INTO work_done VALUES (:hour, :step, :files, :bytes, :seconds, :uploading) ON CONFLICT DO UPDATE SET
           files = files + excluded.files, bytes = bytes + excluded.bytes, seconds = seconds + excluded.seconds, uploading = uploading + excluded.uploading`,
        { hour, step, files, bytes, seconds, uploading },
      );
      this.#sql.run(
        'UPDATE work_left SET files = max(0, files - :files), bytes = max(0, bytes - :bytes) WHERE step = :step',
        { step, files, bytes },
      );
    });
  }

  /** The newest first; what a clock that was ahead has noted is left out. @param now milliseconds since 1970 */
  hours(now: number): readonly WorkHour[] {
    return this.#sql
      .all('SELECT * FROM work_done WHERE hour <= :hour AND files > 0 ORDER BY hour DESC', {
        hour: Math.floor(now / HOUR),
      })
      .map((row) => ({
        step: row.step as Step,
        at: Number(row.hour) * HOUR,
        files: Number(row.files),
        bytes: Number(row.bytes),
        seconds: Number(row.seconds),
        uploading: Number(row.uploading),
      }));
  }
}
