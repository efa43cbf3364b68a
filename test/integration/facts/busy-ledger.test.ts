/** Another process that writes into the ledger is waited for, or told in a sentence; it is never an error of the app, and no sync is lost by it. */
import { once } from 'node:events';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { expect, it, onTestFinished } from 'vitest';
import { useBench } from '../../support/sync/bench.ts';
import { expectPlainSentence } from '../../support/sync/refusal.ts';

/** Holds the ledger as a process does that writes into it. @returns what lets it go */
function hold(file: string): () => void {
  const other = new DatabaseSync(file);
  onTestFinished(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  return () => other.exec('ROLLBACK');
}

/** The same for so many milliseconds, from a thread of its own. Resolves when it holds the ledger. */
async function holdFor(file: string, milliseconds: number): Promise<void> {
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    const { DatabaseSync } = require('node:sqlite');
    const other = new DatabaseSync(workerData.file);
    other.exec('BEGIN IMMEDIATE');
    parentPort.postMessage('held');
    setTimeout(() => { other.exec('ROLLBACK'); other.close(); }, workerData.milliseconds);`;
  const worker = new Worker(source, { eval: true, workerData: { file, milliseconds } });
  onTestFinished(async () => void (await worker.terminate()));
  await once(worker, 'message');
}

it('a command and a sync wait for a process that writes for a moment', async () => {
  const bench = await useBench({ fill: (library) => library.addAsset({ kind: 'photo' }) });
  await bench.sync();
  await bench.photos.addAsset({ kind: 'photo' });
  await holdFor(bench.paths.ledgerFile, 1500);
  expect((await bench.cli(['pause', '--json'])).json()).toMatchObject({ paused: true });
  await holdFor(bench.paths.ledgerFile, 1500);
  expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { complete: 2 } });
});

it('one that writes for too long is told in a sentence; what only reads answers all the same', async () => {
  const bench = await useBench({ fill: (library) => library.addAsset({ kind: 'photo' }) });
  await bench.sync();
  const letGo = hold(bench.paths.ledgerFile);
  for (const command of [['status'], ['history'], ['remainder'], ['trash'], ['albums']])
    expect((await bench.cli([...command, '--json'])).exitCode, command[0]).toBe(0);
  const result = await bench.cli(['pause', '--json']);
  expect(result).toMatchObject({ exitCode: 75 });
  const { problems } = result.json<{ problems: readonly Parameters<typeof expectPlainSentence>[0][] }>();
  expect(problems).toMatchObject([{ code: 'ledger-busy' }]);
  expectPlainSentence(problems[0]);
  letGo();
  expect((await bench.cli(['pause', '--json'])).exitCode).toBe(0);
});
