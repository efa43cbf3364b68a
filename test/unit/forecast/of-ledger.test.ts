/** What is left, from what the ledger has noted of the last plan and counts now. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { UNKNOWN_ASSET } from '../../../src/core/forecast/costs.ts';
import { forecastRest } from '../../../src/core/forecast/of-ledger.ts';
import type { CoverageCount } from '../../../src/core/ledger/coverage-ledger.ts';
import { Ledger } from '../../../src/core/ledger/ledger.ts';

const NOW = 20_000 * 24 * 3_600_000;

function openLedger(): Ledger {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  const ledger = new Ledger(join(folder, 'ledger.sqlite'));
  onTestFinished(() => {
    ledger.close();
    rmSync(folder, { recursive: true });
  });
  return ledger;
}

const counted = (assets: number, complete: number, missingFiles: number): CoverageCount => ({
  coverage: {
    assets,
    complete,
    incomplete: 0,
    absent: assets - complete,
    reasons: assets > complete ? { 'not-yet-uploaded': assets - complete } : {},
  },
  known: complete + missingFiles,
  verified: complete,
});

const restOf = (ledger: Ledger, count: CoverageCount, perNight = 0) =>
  forecastRest(count, {
    ledger,
    upload: { bytesPerSecond: null },
    cloud: { assets: 90, perNight },
    runningSince: null,
    isScheduled: true,
    now: NOW,
  });

it('is what the plan said without what has come since', () => {
  const ledger = openLedger();
  ledger.work.expect('transfer', { files: 1_400, bytes: 5e9 });
  ledger.work.record('transfer', NOW, { files: 400, bytes: 1e9, seconds: 100, uploading: 90 });
  expect(restOf(ledger, counted(1_500, 800, 1_000))?.left).toMatchObject({
    assets: 700,
    bring: { assets: 700, files: 1_000, bytes: 4e9 },
  });
});

it('is no more than the server is known to lack, whoever brought the others, and a file for each asset at least', () => {
  const ledger = openLedger();
  ledger.work.expect('transfer', { files: 1_000, bytes: 4e9 });
  expect(restOf(ledger, counted(1_500, 1_300, 250))?.left.bring).toEqual({ assets: 200, files: 250, bytes: 1e9 });
  expect(restOf(ledger, counted(4_000, 2_000, 2_500))?.left.bring).toEqual({ assets: 2_000, files: 2_000, bytes: 8e9 });
});

it('is what so many assets commonly are while no plan has been made', () => {
  const left = restOf(openLedger(), counted(1_000, 0, 1_400))?.left.bring;
  expect(left).toEqual({ assets: 1_000, files: 1_400, bytes: 1_000 * UNKNOWN_ASSET.bytes });
});

it('is nothing when nothing waits but what nobody fetches', () => {
  const ledger = openLedger();
  ledger.work.expect('transfer', { files: 5, bytes: 5 });
  expect(restOf(ledger, counted(100, 100, 0))).toBeNull();
  expect(restOf(ledger, counted(100, 100, 0), 30)).toMatchObject({
    left: { assets: 90, bring: { files: 0 } },
    seconds: null,
    days: { count: 3, areNights: true },
    limit: 'cloud',
  });
  expect(restOf(ledger, counted(100, 100, 0), 90)?.days).toEqual({ count: 1, areNights: true });
});
