/**
 * A guard against growing faster than the library: processor time of single steps at two sizes, one four times the other. What lies above
 * the bound is measured again; the least of several tries tells what a step needs, however busy the machine is.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Ledger } from '../../../src/core/ledger/ledger.ts';
import { makePlan } from '../../../src/core/sync/plan.ts';
import { makeLargeLedger } from '../../bench/large-ledger.ts';
import { lookAtLibrary } from '../../support/library-snapshot.ts';
import { createLargeLibrary } from '../../support/photos-library/index.ts';

const TIMES = 4;
/** Half as much again as in step with the size. */
const BOUND = TIMES * 1.5;
const TRIES = 3;
const ROUNDS = 4;
/** Microseconds. */
const MIN_SPENT = 50_000;
const SCOPE = { includeHidden: true, includeShared: false, includeUnpickedBursts: false } as const;

type Work = () => unknown;

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'growth-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** Microseconds of this thread's processor, the least of several tries; short work is repeated, because the system counts in milliseconds. */
async function cost(work: Work): Promise<number> {
  const tries: number[] = [];
  for (let number = 0; number < TRIES; number += 1) {
    const before = process.threadCpuUsage();
    let [spent, times] = [0, 0];
    while (spent < MIN_SPENT) {
      await work();
      const { user, system } = process.threadCpuUsage(before);
      spent = user + system;
      times += 1;
    }
    tries.push(spent / times);
  }
  return Math.min(...tries);
}

async function expectLinear(step: string, small: Work, large: Work): Promise<void> {
  const ratios: number[] = [];
  do ratios.push((await cost(large)) / (await cost(small)));
  while (ratios.length < ROUNDS && Math.min(...ratios) > BOUND);
  expect(Math.min(...ratios), `${step}: ${TIMES} times the size took ${ratios} times as long`).toBeLessThanOrEqual(
    BOUND,
  );
}

it('the ledger plans, asks and reports in step with its size', async () => {
  const folder = await aFolder();
  const stepsOf = (parts: number) => {
    const file = join(folder, `${parts}.sqlite`);
    const target = makeLargeLedger(file, { parts, proved: 60 });
    const ledger = new Ledger(file);
    onTestFinished(() => ledger.close());
    ledger.settleCoverage(target, SCOPE);
    return {
      plan: () => makePlan(ledger, target, SCOPE, { dueUntil: Date.now(), taken: new Set(['.heic', '.mov']) }),
      ask: () => [...ledger.unprovedHashes(target, SCOPE)],
      report: () => ledger.coverage(target, SCOPE),
    };
  };
  const [small, large] = [stepsOf(10_000), stepsOf(10_000 * TIMES)];
  for (const step of ['plan', 'ask', 'report'] as const) await expectLinear(step, small[step], large[step]);
});

it('the gate reads a library in step with its size', async () => {
  const folder = await aFolder();
  const gateOf = async (assets: number): Promise<Work> => {
    const library = join(folder, `${assets}.photoslibrary`);
    (await createLargeLibrary(library, { assets, media: 'none' })).close();
    return () => lookAtLibrary(library, join(folder, 'gate'));
  };
  await expectLinear('gate', await gateOf(3_000), await gateOf(3_000 * TIMES));
});
