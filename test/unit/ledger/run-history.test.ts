import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Ledger } from '../../../src/core/ledger/ledger.ts';
import type { RunHistory } from '../../../src/core/ledger/run-history.ts';
import { MIGRATIONS } from '../../../src/core/ledger/schema.ts';
import { makeProblem } from '../../../src/core/model/problem.ts';
import { because, quote } from '../../../src/core/model/reasons.ts';
import type { RunReport } from '../../../src/core/model/run-report.ts';
import { waitedTooLong } from '../../../src/core/schedule/overdue.ts';

const DAY = 24 * 3_600_000;
/** The last version of the ledger that kept the words of problems. */
const WITH_WORDS = 19;
/** The last one that kept the words of reasons. */
const WITH_REASONS_IN_WORDS = 21;

let folder: string;
let ledger: Ledger;
let history: RunHistory;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-history-'));
  ledger = new Ledger(join(folder, 'ledger.sqlite'));
  history = ledger.history;
});
afterEach(async () => {
  ledger.close();
  await rm(folder, { recursive: true, force: true });
});

const finish = (run: number, at: number, problems: RunReport['problems'] = []) =>
  history.finishRun(
    { run, outcome: problems.length > 0 ? 'partial' : 'done', reason: null, problems } as unknown as RunReport,
    at,
  );
const rows = () =>
  history
    .runs(100)
    .map(({ dueAt, outcome, trigger, waited }) => ({ dueAt, outcome, trigger, waited: waited?.since ?? null }));

describe('the history', () => {
  it('has one row for a due time, from waiting to the run', () => {
    history.recordWaiting(100, 110, 'power', quote('It waits.'));
    history.recordWaiting(100, 170, 'server', quote('It waits.'));
    const words = { reason: 'It waits.', why: quote('It waits.') };
    expect(history.waiting()).toEqual({ dueAt: 100, since: 110, waitingFor: 'server', ...words });
    expect(history.lastDueAt(1_000)).toBeNull();
    finish(history.startRun('schedule', 100, 200), 300);
    expect(history.waiting()).toBeNull();
    expect(rows()).toEqual([{ dueAt: 100, outcome: 'done', trigger: 'schedule', waited: 110 }]);
    expect(history.lastDueAt(1_000)).toBe(100);
  });

  it('never gives a due time a second run or takes its run away', () => {
    finish(history.startRun('schedule', 100, 200), 300);
    history.recordSkipped(100, 400, quote('no'));
    history.recordWaiting(100, 400, 'power', quote('no'));
    finish(history.startRun('catch-up', 100, 500), 600);
    expect(rows().map(({ dueAt }) => dueAt)).toEqual([null, 100]);
  });

  it('forgets what was noted of times that have not come, and no run', () => {
    finish(history.startRun('schedule', 5_000, 5_001), 5_002);
    history.recordSkipped(6_000, 6_001, quote('no'));
    history.recordWaiting(7_000, 7_001, 'power', quote('no'));
    history.forgetFuture(1_000);
    expect(rows().map(({ dueAt }) => dueAt)).toEqual([5_000]);
    expect(history.lastDueAt(1_000)).toBeNull();
    expect(history.lastEndedAt(1_000)).toBe(1_000);
  });

  it('tells problems and the last run past times that were skipped', () => {
    finish(history.startRun('manual', null, 100), 200, [makeProblem('file-empty', { count: 1 })]);
    history.recordSkipped(300, 300, quote('paused'));
    history.recordWaiting(400, 400, 'server', quote('It waits.'));
    expect(history.openProblems().map(({ code }) => code)).toEqual(['file-empty']);
    expect(history.lastRun()?.outcome).toBe('partial');
  });

  it('keeps problems by code and values, and finds their words when it is asked', () => {
    const problem = makeProblem('upload-refused', { count: 2, reason: quote('too large') }, ['A.HEIC']);
    const run = history.startRun('manual', null, 100);
    history.finishRun(
      { run, outcome: 'partial', reason: problem.sentence, problems: [problem] } as unknown as RunReport,
      200,
    );
    const database = new DatabaseSync(join(folder, 'ledger.sqlite'), { readOnly: true });
    const kept = ['SELECT problem FROM problems', 'SELECT report, reason FROM runs'].map((question) =>
      database.prepare(question).get(),
    );
    database.close();
    expect(JSON.stringify(kept)).toContain('too large');
    expect(JSON.stringify(kept)).not.toMatch(/Immich refused|next sync/);
    expect(history.openProblems()).toEqual([problem]);
    expect(history.lastRun()).toMatchObject({
      reason: problem.sentence,
      report: { reason: problem.sentence, problems: [problem] },
    });
  });

  it('of a version of before keeps its words', () => {
    const file = join(folder, 'former.sqlite');
    const former = new DatabaseSync(file);
    for (const migration of MIGRATIONS.slice(0, WITH_WORDS)) former.exec(migration);
    former.exec(`PRAGMA user_version = ${WITH_WORDS}`);
    const problem = {
      code: 'upload-refused',
      sentence: 'It was so.',
      advice: 'Do this.',
      action: 'show-assets',
      about: ['A.HEIC'],
      count: 2,
    };
    // Its button has another name since.
    const again = { ...problem, action: 'retry' };
    const report = { run: 1, outcome: 'partial', reason: 'It was so.', problems: [problem, again] };
    const insert = `INSERT INTO runs (trigger, started_at, ended_at, outcome, reason, report) VALUES ('manual', 1, 2, 'partial', 'It was so.', ?)`;
    former.prepare(insert).run(JSON.stringify(report));
    former
      .prepare(
        `INSERT INTO runs (trigger, started_at, ended_at, outcome, reason, report) VALUES ('manual', 3, 4, 'done', NULL, ?)`,
      )
      .run(JSON.stringify({ run: 2, outcome: 'done', reason: null, problems: [] }));
    former.prepare('INSERT INTO problems VALUES (1, 0, ?, ?)').run(again.code, JSON.stringify(again));
    former.close();
    const opened = new Ledger(file);
    const [good, partial] = opened.history.runs(2);
    expect(good).toMatchObject({ reason: null, report: { reason: null, problems: [] } });
    expect(partial).toMatchObject({
      reason: 'It was so.',
      report: { reason: 'It was so.', problems: [problem, { ...again, action: 'try-again' }] },
    });
    expect(partial?.report?.problems[0]).toMatchObject({ ...problem, title: 'It was so.', advice: 'Do this.' });
    opened.close();
    const kept = new DatabaseSync(file);
    expect(kept.prepare(`SELECT problem ->> '$.text.action' AS action FROM problems`).all()).toEqual([
      { action: 'try-again' },
    ]);
    kept.close();
  });

  it('keeps why by code and values, and what a version before kept as the words that it had', () => {
    const file = join(folder, 'reasons.sqlite');
    const former = new DatabaseSync(file);
    for (const migration of MIGRATIONS.slice(0, WITH_REASONS_IN_WORDS)) former.exec(migration);
    former.exec(`PRAGMA user_version = ${WITH_REASONS_IN_WORDS};
      INSERT INTO targets (id, server, user_id) VALUES (1, 's', 'u');
      INSERT INTO refusals (target, sha1, reason, message, attempts, last_at) VALUES (1, 'a', 'failing', '"so", {it} was', 1, 1);
      INSERT INTO cloud_fetches VALUES ('A', 1, 1, 1, 'it was large'), ('B', 1, 1, 1, NULL);
      INSERT INTO runs (trigger, due_at, started_at, ended_at, outcome, reason) VALUES ('schedule', 1, 1, 1, 'skipped', 'It was so.')`);
    former.close();
    const opened = new Ledger(file);
    opened.history.recordSkipped(2, 2, because('waited-without-success', { until: 3, why: because('on-battery') }));
    opened.refusals.record(1, 'b', 'failing', because('osxphotos-left-it-out'), 1);
    expect(opened.history.runs(2).map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^It waited until 1970-01-01 .* without success: the Mac is running on battery power\.$/),
      'It was so.',
    ]);
    expect([...opened.cloud.failures()]).toEqual([['A', 'it was large']]);
    opened.close();
    const kept = new DatabaseSync(file);
    expect(kept.prepare('SELECT message FROM refusals ORDER BY sha1').all()).toEqual([
      { message: JSON.stringify('"so", {it} was') },
      { message: JSON.stringify({ code: 'osxphotos-left-it-out', values: {} }) },
    ]);
    expect(kept.prepare('SELECT reason FROM runs WHERE due_at = 2').get()).toEqual({
      reason: JSON.stringify({
        code: 'waited-without-success',
        values: { until: 3, why: { code: 'on-battery', values: {} } },
      }),
    });
    kept.close();
  });

  it('keeps two years', () => {
    finish(history.startRun('schedule', 100, 100), 200);
    history.recordSkipped(400 * DAY, 400 * DAY, quote('no'));
    history.startRun('schedule', 800 * DAY, 800 * DAY);
    expect(rows().map(({ dueAt }) => dueAt)).toEqual([800 * DAY, 400 * DAY]);
  });

  it('tells a person when every sync waited in vain for three days', () => {
    finish(history.startRun('schedule', 100, 100), 200);
    const told = (now: number) =>
      waitedTooLong({ ...history.waitedWithoutSuccess(), lastGoodAt: 200 }, now)?.sentence ?? null;
    for (const day of [1, 2, 3]) {
      history.recordSkipped(day * DAY - 10, day * DAY - 5, quote('Syncing was paused.'));
      history.recordWaiting(day * DAY, day * DAY, 'server', quote('It waits.'));
      expect(told(4 * DAY)).toBeNull();
      history.recordSkipped(day * DAY, day * DAY + 1, quote('It waited.'));
    }
    expect(told(3 * DAY)).toBeNull();
    expect(told(4 * DAY)).toBe('Nothing has been synced for 3 days: the server did not answer.');
    finish(history.startRun('manual', null, 4 * DAY), 4 * DAY);
    expect(told(9 * DAY)).toBeNull();
  });
});
