import { expect, it } from 'vitest';
import type { RunReport } from '../../../src/core/model/run-report.ts';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { checksumsOn, expectedChecksums } from '../../support/sync/compare.ts';
import { processesNaming } from '../../support/sync/processes.ts';
import { expectPlainSentence } from '../../support/sync/refusal.ts';

const UPLOAD = { method: 'POST', path: '/assets' } as const;

/** Six photos, and a server that never answers the second upload. */
async function stuckBench(): Promise<Bench> {
  const bench = await useBench({
    fill: (library) => library.addMany(Array.from({ length: 6 }, () => ({ kind: 'photo' }))),
    settings: (settings) => ({ ...settings, upload: { ...settings.upload, concurrency: 1 } }),
  });
  bench.server.faults.add({ kind: 'stall', match: UPLOAD, after: 1 });
  return bench;
}

/** Resolves when the second upload has begun: the first is then on the server, the rest is not. */
async function untilInTheMiddle(bench: Bench): Promise<void> {
  await expect.poll(() => bench.server.requests.count(UPLOAD), { interval: 20 }).toBeGreaterThan(1);
}

async function expectNextRunCompletes(bench: Bench): Promise<void> {
  bench.server.faults.clear();
  const report = await bench.sync();
  expect(report).toMatchObject({ outcome: 'done', problems: [], coverage: { assets: 6, complete: 6 } });
  expect(checksumsOn(bench.server)).toEqual(expectedChecksums(manifestOf(bench)));
}

it.each([
  // A person who stops a sync means it; a system that ends its programs (log-out, launchd) does not: that sync continues automatically.
  ['SIGINT', 'stopped', 'The sync was stopped.'],
  ['SIGTERM', 'closed', 'Immich Sync was closed during the sync.'],
] as const)(
  'stops on %s in the middle of an upload, keeps what is proved, and goes on later',
  async (signal, code, reason) => {
    const bench = await stuckBench();
    const command = bench.startCli(['sync', '--json']);
    await untilInTheMiddle(bench);
    command.signal(signal);
    const result = await command.ended;

    expect(result.exitCode).toBe(130);
    const report = result.json<RunReport>();
    expect(report).toMatchObject({
      outcome: 'interrupted',
      reason,
      problems: [{ code }],
    });
    expect(report.coverage.complete + report.coverage.incomplete + report.coverage.absent).toBe(6);
    expect(processesNaming(bench.folder)).toEqual([]);
    expect((await bench.history())[0]).toMatchObject({ outcome: 'interrupted' });
    await expectNextRunCompletes(bench);
  },
);

it('stops at once before anything has begun', async () => {
  const bench = await stuckBench();
  const stopped = AbortSignal.abort();
  await expect(bench.sync({ signal: stopped })).rejects.toMatchObject({ code: 'stopped' });
  expect(bench.server.requests.count()).toBe(0);
  expect(await bench.history()).toEqual([]);
  await expectNextRunCompletes(bench);
});

it('lets one of two run, and tells the other who is running', async () => {
  const bench = await stuckBench();
  const first = bench.startCli(['sync', '--json']);
  await untilInTheMiddle(bench);

  const second = await bench.cli(['sync', '--no-wait', '--json']);
  expect(second.exitCode).toBe(75);
  const [problem] = second.json<RunReport>().problems;
  const sentence = `Another sync is in progress \\(process ${first.pid}, since .+\\)\\.`;
  expect(problem?.sentence).toMatch(new RegExp(`^${sentence}$`));
  expectPlainSentence(problem);
  const spoken = await bench.cli(['sync', '--no-wait']);
  expect(spoken).toMatchObject({ exitCode: 75, stdout: '' });
  // A person reads the time as people write it.
  expect(spoken.stderr).toMatch(new RegExp(`^! ${sentence}$`, 'm'));
  expect((await bench.cli(['status', '--json'])).json()).toMatchObject({ running: { pid: first.pid } });

  first.signal('SIGINT');
  expect((await first.ended).exitCode).toBe(130);
  // The one that was turned away is no run: the history knows of the other alone.
  expect(await bench.history()).toHaveLength(1);
  await expectNextRunCompletes(bench);
});
