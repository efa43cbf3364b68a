/** A disk that is disconnected in the middle of a run, the library's or that of the staging folder: one sentence, and no file is to blame. */
import { renameSync, writeFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { Progress } from '../../../src/core/model/progress.ts';
import { type Bench, useBench } from '../../support/sync/bench.ts';
import { expectPlainSentence } from '../../support/sync/refusal.ts';

/** Enough that the most part is still to be done when the disk goes. */
const PHOTOS = 12;

type Moment = (progress: Progress) => boolean;

/** Syncs while the folder goes away at that moment; nobody can make another one in its place, as on a Mac below `/Volumes`. */
async function syncWithout(bench: Bench, folder: string, when: Moment) {
  let isGone = false;
  const report = await bench.sync({
    onProgress: (progress) => {
      if (isGone || !when(progress)) return;
      isGone = true;
      renameSync(folder, `${folder}.away`);
      writeFileSync(folder, '');
    },
  });
  expect(isGone).toBe(true);
  await rm(folder);
  await rename(`${folder}.away`, folder);
  return report;
}

const MOMENTS: readonly (readonly ['library' | 'staging', Moment])[] = [
  ['library', ({ phase }) => phase === 'inventory'],
  ['library', ({ phase }) => phase === 'hash'],
  ['library', ({ phase, assetsExported }) => phase === 'transfer' && assetsExported === 0],
  ['staging', ({ phase, assetsExported }) => phase === 'transfer' && assetsExported > 0],
];

it('a disk that goes away is told in one sentence, and the next run has every file to itself', async () => {
  const bench = await useBench({
    fill: (library) => library.addMany(Array.from({ length: PHOTOS }, () => ({ kind: 'photo' }) as const)),
  });
  for (const [of, moment] of MOMENTS) {
    const path = of === 'library' ? bench.libraryPath : bench.paths.stagingFolder;
    const report = await syncWithout(bench, path, moment);
    expect(report).toMatchObject({ outcome: 'failed', problems: [{ code: 'disk-gone', values: { of, path } }] });
    expect(report.problems).toHaveLength(1);
    expectPlainSentence(report.problems[0]);
    expect(report.coverage?.reasons ?? {}).not.toHaveProperty('failing');
  }
  expect(await bench.sync()).toMatchObject({
    outcome: 'done',
    problems: [],
    coverage: { assets: PHOTOS, complete: PHOTOS },
  });
});
