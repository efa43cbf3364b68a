/** What staging and outbox take up, at every moment, for a library that is ten times the disk budget. */
import { setTimeout } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { batchLimits } from '../../../src/core/model/batch.ts';
import { manifestOf, useBench } from '../../support/sync/bench.ts';
import { bytesBelow } from '../../support/sync/bytes-below.ts';
import { checksumsOn, expectedChecksums } from '../../support/sync/compare.ts';

/** The least that the setting allows. */
const BUDGET = 1_000_000;
const ASSETS = 260;

it('is the budget and one batch at most, and nothing is exported twice for it', async () => {
  const bench = await useBench({
    media: 'full',
    fill: (library) => library.addMany(Array.from({ length: ASSETS }, () => ({ kind: 'photo' as const }))),
    settings: (settings) => ({ ...settings, storage: { ...settings.storage, diskBudget: BUDGET } }),
  });
  const library = manifestOf(bench).assets.flatMap(({ parts }) => parts);
  const bytes = library.reduce((total, part) => total + (part.size ?? 0), 0);
  expect(bytes).toBeGreaterThan(10 * BUDGET);

  let most = 0;
  let looks = 0;
  let isOver = false;
  const sampling = (async () => {
    while (!isOver) {
      most = Math.max(most, await bytesBelow(bench.paths.stagingFolder));
      looks += 1;
      // Often enough to see every batch, seldom enough to leave the sync its processor.
      await setTimeout(20);
    }
  })();
  onTestFinished(() => {
    isOver = true;
  });
  const report = await bench.sync();
  isOver = true;
  await sampling;

  expect(report.problems).toEqual([]);
  expect(report).toMatchObject({ outcome: 'done', coverage: { assets: ASSETS, complete: ASSETS } });
  expect(checksumsOn(bench.server)).toEqual(expectedChecksums(manifestOf(bench)));
  expect(looks).toBeGreaterThan(20);
  expect(most).toBeGreaterThan(BUDGET / 4);
  expect(most).toBeLessThanOrEqual(BUDGET + batchLimits(BUDGET).bytes);
  // For the inventory and all batches.
  expect(bench.started.filter((program) => program.includes('osxphotos'))).toHaveLength(1);
});
