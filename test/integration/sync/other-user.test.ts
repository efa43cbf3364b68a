/** The number belongs to one user of one server: another key, or another server, does not take it over. */
import { expect, it, onTestFinished } from 'vitest';
import { KEY_VARIABLE } from '../../../src/core/secrets/environment.ts';
import { testServer } from '../../../src/main/services/server-test.ts';
import { startDemoImmich } from '../../support/demo-immich/index.ts';
import { type Bench, useBench } from '../../support/sync/bench.ts';
import { expectPlainSentence } from '../../support/sync/refusal.ts';

interface StatusDocument {
  readonly isChecked: boolean;
  readonly coverage: { readonly assets: number; readonly complete: number };
}

const statusOf = async (bench: Bench) => (await bench.cli(['status', '--json'])).json<StatusDocument>();

function threePhotos() {
  return useBench({
    fill: async (library) => {
      for (let index = 0; index < 3; index += 1) await library.addAsset({ kind: 'photo' });
    },
  });
}

it('tells nothing before anything was looked at', async () => {
  const bench = await threePhotos();
  expect((await bench.cli(['status'])).stdout).toContain('Not checked on this server yet.');
  expect((await bench.cli(['status'])).stdout).not.toContain('verified');
  expect((await bench.cli(['remainder'])).stdout).toContain('Not checked on this server yet.');
  expect(await statusOf(bench)).toMatchObject({ isChecked: false });

  expect((await bench.cli(['plan'])).exitCode).toBe(0);
  expect((await bench.cli(['status'])).stdout).toContain('0 of 3 in Immich, verified today at ');
  expect((await bench.cli(['remainder'])).stdout).toContain('3 items are not uploaded yet');
});

it('says nothing of what was verified when the settings name another server', async () => {
  const bench = await threePhotos();
  await bench.sync();
  expect(await statusOf(bench)).toMatchObject({ isChecked: true, coverage: { complete: 3 } });
  const other = await startDemoImmich({ users: [{ name: 'Anna', email: 'anna@other.example' }] });
  onTestFinished(() => other.stop());

  await bench.cli(['config', 'set', 'server', other.url]);
  const { stdout } = await bench.cli(['status']);
  expect(stdout).toContain('Not checked on this server yet.');
  expect(stdout).not.toContain('verified');
  expect(await statusOf(bench)).toMatchObject({ isChecked: false, coverage: { assets: 3, complete: 0 } });

  await bench.cli(['config', 'set', 'server', bench.server.url]);
  expect(await statusOf(bench)).toMatchObject({ isChecked: true, coverage: { complete: 3 } });
});

it('a test of the connection finds a key of another user, and what a key lacks, as a sync would; it decides nothing', async () => {
  const bench = await threePhotos();
  await bench.sync();
  const engine = await bench.openEngine();
  const userId = bench.server.addUser({ name: 'Bo', email: 'bo@example.org' });
  const test = async (key: string | null) => (await testServer(engine, null, key)).problem;

  expect(await test(null)).toBeNull();
  expect(await test(bench.server.addKey({ userId }))).toMatchObject({ code: 'key-of-another-user' });
  expect(await test(bench.server.addKey({ permissions: ['user.read', 'asset.upload'] }))).toMatchObject({
    code: 'key-lacks-permission',
    values: { permissions: expect.arrayContaining(['asset.read', 'albumAsset.create']) },
  });
  // Nobody has been taken for the user of the next sync.
  expect(await statusOf(bench)).toMatchObject({ isChecked: true, coverage: { complete: 3 } });
});

it('asks before it brings anything to another user, and goes on when told to', async () => {
  const bench = await threePhotos();
  await bench.sync();
  const userId = bench.server.addUser({ name: 'Bo', email: 'bo@example.org' });
  const key = bench.server.addKey({ userId, permissions: ['all'] });
  const environment = { [KEY_VARIABLE]: key };

  const refused = await bench.sync({ apiKey: key });
  expect(refused).toMatchObject({
    outcome: 'failed',
    problems: [{ code: 'key-of-another-user', action: 'accept-user' }],
    coverage: { complete: 0 },
  });
  for (const problem of refused.problems) expectPlainSentence(problem);
  expect(refused.problems[0]?.sentence).toContain('bo@example.org');
  expect(bench.server.assets()).toHaveLength(3);
  expect((await bench.cli(['status'])).stdout).toContain('Not checked on this server yet.');
  expect((await bench.cli(['plan'], { environment })).exitCode).toBe(4);

  // The former key, put back, is as good as before.
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', coverage: { complete: 3 } });
  expect(await statusOf(bench)).toMatchObject({ isChecked: true, coverage: { complete: 3 } });

  const accepted = await bench.cli(['accept-user'], { environment });
  expect(accepted.stdout).toContain('bo@example.org');
  expect(await statusOf(bench)).toMatchObject({ isChecked: false, coverage: { complete: 0 } });
  expect(await bench.sync({ apiKey: key })).toMatchObject({ outcome: 'done', coverage: { complete: 3 } });
  expect(bench.server.assets(userId)).toHaveLength(3);
  expect(await bench.sync()).toMatchObject({ outcome: 'failed', problems: [{ code: 'key-of-another-user' }] });
});
