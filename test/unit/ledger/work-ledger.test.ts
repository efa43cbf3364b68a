import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Ledger } from '../../../src/core/ledger/ledger.ts';

const HOUR = 3_600_000;
const NOON = 20_000 * 24 * HOUR;

function openLedger() {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  let ledger = new Ledger(join(folder, 'ledger.sqlite'));
  onTestFinished(() => {
    ledger.close();
    rmSync(folder, { recursive: true });
  });
  const reopen = () => {
    ledger.close();
    ledger = new Ledger(join(folder, 'ledger.sqlite'));
    return ledger.work;
  };
  return { work: ledger.work, reopen };
}

const done = (files: number, bytes: number) => ({ files, bytes, seconds: 60, uploading: 50 });

it('keeps what was done by the hour, over restarts, and takes it off what is left', () => {
  const { work, reopen } = openLedger();
  work.expect('transfer', { files: 100, bytes: 1_000 });
  work.record('transfer', NOON + 1, done(30, 300));
  work.record('transfer', NOON + HOUR - 1, done(10, 100));
  work.record('read', NOON + HOUR, done(5, 50));
  const again = reopen();
  expect(again.left('transfer')).toEqual({ files: 60, bytes: 600 });
  expect(again.left('read')).toEqual({ files: 0, bytes: 0 });
  expect(again.hours(NOON + HOUR)).toEqual([
    { step: 'read', at: NOON + HOUR, files: 5, bytes: 50, seconds: 60, uploading: 50 },
    { step: 'transfer', at: NOON, files: 40, bytes: 400, seconds: 120, uploading: 100 },
  ]);
});

it('never has less than nothing left, and begins anew with each plan', () => {
  const { work } = openLedger();
  work.expect('transfer', { files: 1, bytes: 10 });
  work.record('transfer', NOON, done(3, 30));
  expect(work.left('transfer')).toEqual({ files: 0, bytes: 0 });
  work.expect('transfer', { files: 7, bytes: 70 });
  expect(work.left('transfer')).toEqual({ files: 7, bytes: 70 });
});

it('leaves out what a clock that was ahead has noted, hours in which nothing came, and what is long ago', () => {
  const { work } = openLedger();
  work.record('transfer', NOON - 40 * 24 * HOUR, done(1, 1));
  work.record('transfer', NOON + 5 * HOUR, done(1, 1));
  work.record('transfer', NOON + HOUR, done(0, 0));
  work.record('transfer', NOON, done(2, 2));
  expect(work.hours(NOON + 2 * HOUR).map(({ at }) => at)).toEqual([NOON]);
});
