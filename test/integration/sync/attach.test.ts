/** Several processes on one home: one syncs, the others follow it, stop it, and notice when it is gone. */
import { expect, it, onTestFinished } from 'vitest';
import type { RunReport } from '../../../src/core/model/run-report.ts';
import { type Bench, useBench } from '../../support/sync/bench.ts';
import { killGroup } from '../../support/sync/processes.ts';

const UPLOAD = { method: 'POST', path: '/assets' } as const;

/** Six photos, and a server that keeps the first of them waiting until `letGo`, and then takes its time with each. */
async function slowBench(milliseconds = 500): Promise<Bench & { readonly letGo: () => void }> {
  const bench = await useBench({
    fill: (library) => library.addMany(Array.from({ length: 6 }, () => ({ kind: 'photo' }))),
    settings: (settings) => ({ ...settings, upload: { ...settings.upload, concurrency: 1 } }),
  });
  // On a busy machine a second command takes longer to start than the first takes for everything.
  const { promise, resolve: letGo } = Promise.withResolvers<void>();
  bench.server.before(UPLOAD.method, UPLOAD.path, () => promise);
  bench.server.faults.add({ kind: 'delay', milliseconds, match: UPLOAD });
  onTestFinished(() => letGo());
  return Object.assign(bench, { letGo });
}

async function startInTheMiddle(bench: Bench) {
  const command = bench.startCli(['sync', '--json']);
  await expect.poll(() => bench.server.requests.count(UPLOAD), { interval: 20 }).toBeGreaterThan(0);
  return command;
}

/** A second command that is known to follow the first. */
async function follow(bench: Bench) {
  const follower = bench.startCli(['sync']);
  await follower.untilOutput('following it');
  return follower;
}

it('a second sync follows the first one to its end, with its progress and its outcome', async () => {
  const bench = await slowBench(1_500);
  const first = await startInTheMiddle(bench);
  // It does not say when it follows: it has until the other one does, and for the rest of the sync.
  const silent = bench.startCli(['sync', '--json']);
  const spoken = await follow(bench);
  bench.letGo();
  const [ran, followed, followedSilently] = await Promise.all([first.ended, spoken.ended, silent.ended]);

  expect([ran.exitCode, followed.exitCode, followedSilently.exitCode]).toEqual([0, 0, 0]);
  expect(followed.stdout).toContain(`A sync is already in progress (process ${first.pid}); following it.`);
  expect(followed.stdout).toMatch(/^Exporting \d of 6 · uploading \d of 6/m);
  expect(followed.stdout).toContain('6 of 6 in Immich, verified by checksum.');
  expect(followedSilently.json<RunReport>()).toEqual(ran.json<RunReport>());
  expect(bench.server.requests.count(UPLOAD)).toBe(6);
  // Followers are no runs.
  expect(await bench.history()).toHaveLength(1);
});

it('a sync that ends with problems ends so for who follows it', async () => {
  const bench = await slowBench();
  const first = await startInTheMiddle(bench);
  const follower = await follow(bench);
  bench.server.removeKey(bench.server.apiKey);
  bench.letGo();
  const [ran, followed] = await Promise.all([first.ended, follower.ended]);
  expect(ran.exitCode).toBe(4);
  expect(followed.exitCode).toBe(4);
  expect(followed.stdout).toContain('Immich refused the API key.');
});

it('a follower says that a sync was cut off when its process is killed, and a further sync goes on', async () => {
  const bench = await slowBench();
  const first = await startInTheMiddle(bench);
  const spoken = await follow(bench);
  killGroup(first.pid);
  bench.letGo();
  const followed = await spoken.ended;
  expect(followed.exitCode).toBe(130);
  expect(followed.stderr).toContain(`The sync was cut off: process ${first.pid} ended before it was done.`);
  bench.server.faults.clear();
  const next = await bench.cli(['sync', '--json']);
  expect(next.json<RunReport>()).toMatchObject({ outcome: 'done', coverage: { assets: 6, complete: 6 } });
  expect((await bench.history()).map((run) => run.outcome)).toEqual(['done', 'interrupted']);
});

it('`stop` stops the sync of another process, and tells when it has stopped', async () => {
  const bench = await slowBench();
  const first = await startInTheMiddle(bench);
  const follower = await follow(bench);
  const stopped = await bench.cli(['stop', '--json']);
  expect(stopped).toMatchObject({ exitCode: 0 });
  expect(stopped.json()).toEqual({ stopped: true, pid: first.pid });
  const [ran, followed] = await Promise.all([first.ended, follower.ended]);
  expect(ran).toMatchObject({ exitCode: 130 });
  expect(ran.json<RunReport>()).toMatchObject({ outcome: 'interrupted', reason: 'The sync was stopped.' });
  expect(followed).toMatchObject({ exitCode: 130 });
  expect((await bench.cli(['stop', '--json'])).json()).toEqual({ stopped: false });
});

it('Ctrl-C lets go of a sync that is only followed', async () => {
  const bench = await slowBench();
  const first = await startInTheMiddle(bench);
  const follower = await follow(bench);
  follower.signal('SIGINT');
  const followed = await follower.ended;
  expect(followed.exitCode).toBe(130);
  expect(followed.stdout).toContain(`Process ${first.pid} continues the sync; \`immich-sync stop\` stops it.`);
  bench.letGo();
  expect(await first.ended).toMatchObject({ exitCode: 0 });
});

it('a pause and its end are kept for every process of the home', async () => {
  const bench = await useBench();
  const status = async () => (await bench.cli(['status', '--json'])).json<{ pause: { until: string | null } | null }>();
  const before = Date.now();
  expect((await bench.cli(['pause', '--for', '3h', '--json'])).exitCode).toBe(0);
  const after = Date.now();
  const until = Date.parse((await status()).pause?.until ?? '');
  // It is told by the minute.
  expect(until).toBeGreaterThanOrEqual(before + 3 * 3_600_000 - 60_000);
  expect(until).toBeLessThanOrEqual(after + 3 * 3_600_000 + 60_000);
  expect((await bench.cli(['pause'])).stdout).toContain('Paused until `immich-sync resume`.');
  expect((await bench.cli(['status'])).stdout).toContain('Paused until `immich-sync resume`.');
  // A person who wants a sync gets one.
  expect((await bench.cli(['sync'])).exitCode).toBe(0);
  expect((await status()).pause).toEqual({ since: expect.any(String), until: null });
  expect((await bench.cli(['resume'])).exitCode).toBe(0);
  expect((await status()).pause).toBeNull();
  for (const wrong of [
    ['--for', 'ever'],
    ['--for', '0h'],
    ['--until', 'yesterday'],
    ['--until', '2020-01-01'],
  ])
    expect((await bench.cli(['pause', ...wrong])).exitCode).toBe(2);
});
