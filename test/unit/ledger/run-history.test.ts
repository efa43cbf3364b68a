import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Ledger } from '../../../src/core/ledger/ledger.ts';
import type { RunHistory } from '../../../src/core/ledger/run-history.ts';
import { makeProblem } from '../../../src/core/model/problem.ts';
import type { RunReport } from '../../../src/core/model/run-report.ts';
import { waitedTooLong } from '../../../src/core/schedule/overdue.ts';

const DAY = 24 * 3_600_000;

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
    history.recordWaiting(100, 110, 'power', 'It waits.');
    history.recordWaiting(100, 170, 'server', 'It waits.');
    expect(history.waiting()).toEqual({ dueAt: 100, since: 110, waitingFor: 'server', reason: 'It waits.' });
    expect(history.lastDueAt(1_000)).toBeNull();
    finish(history.startRun('schedule', 100, 200), 300);
    expect(history.waiting()).toBeNull();
    expect(rows()).toEqual([{ dueAt: 100, outcome: 'done', trigger: 'schedule', waited: 110 }]);
    expect(history.lastDueAt(1_000)).toBe(100);
  });

  it('never gives a due time a second run or takes its run away', () => {
    finish(history.startRun('schedule', 100, 200), 300);
    history.recordSkipped(100, 400, 'no');
    history.recordWaiting(100, 400, 'power', 'no');
    finish(history.startRun('catch-up', 100, 500), 600);
    expect(rows().map(({ dueAt }) => dueAt)).toEqual([null, 100]);
  });

  it('forgets what was noted of times that have not come, and no run', () => {
    finish(history.startRun('schedule', 5_000, 5_001), 5_002);
    history.recordSkipped(6_000, 6_001, 'no');
    history.recordWaiting(7_000, 7_001, 'power', 'no');
    history.forgetFuture(1_000);
    expect(rows().map(({ dueAt }) => dueAt)).toEqual([5_000]);
    expect(history.lastDueAt(1_000)).toBeNull();
    expect(history.lastEndedAt(1_000)).toBe(1_000);
  });

  it('tells problems and the last run past times that were skipped', () => {
    finish(history.startRun('manual', null, 100), 200, [makeProblem('file-empty', { count: 1 })]);
    history.recordSkipped(300, 300, 'paused');
    history.recordWaiting(400, 400, 'server', 'It waits.');
    expect(history.openProblems().map(({ code }) => code)).toEqual(['file-empty']);
    expect(history.lastRun()?.outcome).toBe('partial');
  });

  it('keeps two years', () => {
    finish(history.startRun('schedule', 100, 100), 200);
    history.recordSkipped(400 * DAY, 400 * DAY, 'no');
    history.startRun('schedule', 800 * DAY, 800 * DAY);
    expect(rows().map(({ dueAt }) => dueAt)).toEqual([800 * DAY, 400 * DAY]);
  });

  it('tells a person when every sync waited in vain for three days', () => {
    finish(history.startRun('schedule', 100, 100), 200);
    const told = (now: number) =>
      waitedTooLong({ ...history.waitedWithoutSuccess(), lastGoodAt: 200 }, now)?.sentence ?? null;
    for (const day of [1, 2, 3]) {
      history.recordSkipped(day * DAY - 10, day * DAY - 5, 'Syncing was paused.');
      history.recordWaiting(day * DAY, day * DAY, 'server', 'It waits.');
      expect(told(4 * DAY)).toBeNull();
      history.recordSkipped(day * DAY, day * DAY + 1, 'It waited.');
    }
    expect(told(3 * DAY)).toBeNull();
    expect(told(4 * DAY)).toBe('Nothing has been synced for 3 days: the server did not answer.');
    finish(history.startRun('manual', null, 4 * DAY), 4 * DAY);
    expect(told(9 * DAY)).toBeNull();
  });
});
