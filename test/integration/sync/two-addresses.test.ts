/** One server at two addresses: each run takes the one that answers, and the number stays the same. */

import { expect, it, onTestFinished } from 'vitest';
import { patienceOf } from '../../../src/core/patience.ts';
import { testServer } from '../../../src/main/services/server-test.ts';
import { type DemoImmich, startDemoImmich } from '../../support/demo-immich/index.ts';
import { addressOf, movableAddress } from '../../support/other-address.ts';
import { type Bench, useBench } from '../../support/sync/bench.ts';

const NOWHERE = 'http://127.0.0.1:9';

const use = (bench: Bench, url: string, awayUrl: string | null) =>
  bench.change((settings) => ({ ...settings, server: { ...settings.server, url, awayUrl } }));

const keyedRequests = (server: DemoImmich) => server.requests.list().filter(({ isKeyed }) => isKeyed);

const twoPhotos = () =>
  useBench({
    fill: async (library) => {
      for (let index = 0; index < 2; index += 1) await library.addAsset({ kind: 'photo' });
    },
  });

it('a sync uses the address of its server that answers; what was verified stays so, whatever the other one leads to', async () => {
  const bench = await twoPhotos();
  const home = bench.server.url;
  const away = await addressOf(home);

  use(bench, away, null);
  expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { complete: 2 } });
  use(bench, NOWHERE, away);
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', coverage: { complete: 2 } });
  const engine = await bench.openEngine();
  expect(engine.records.isChecked()).toBe(true);

  // Back home: another address, the same user of the same server.
  use(bench, home, away);
  expect(engine.records.isChecked()).toBe(true);
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', coverage: { complete: 2 } });
  expect(bench.server.assets().length).toBe(2);

  // One that takes connections and says nothing is not waited for.
  use(bench, await addressOf(null), away);
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new' });

  // A second address that leads to another server gets nothing, and nothing that is known changes.
  const other = await startDemoImmich({ users: [{ name: 'Anna', email: 'anna@other.example' }] });
  onTestFinished(() => other.stop());

  use(bench, home, other.url);
  expect(await testServer(engine, null, null)).toMatchObject({
    addresses: [
      { url: home, problem: null },
      { url: other.url, problem: { code: 'addresses-differ' } },
    ],
    problem: { code: 'addresses-differ' },
  });

  await bench.server.stop();
  const report = await bench.sync();
  expect(report).toMatchObject({ outcome: 'failed', problems: [{ code: 'addresses-differ' }] });
  expect(report.problems[0]?.sentence).toBe(
    `A different Immich server answers at ${other.url} than at ${home}. The API key was not sent there.`,
  );
  expect(keyedRequests(other)).toEqual([]);
  expect(other.assets().length).toBe(0);
  expect(engine.records.isChecked()).toBe(true);
});

it('says of both why neither answers, and keeps the row that tells it', async () => {
  const bench = await twoPhotos();
  use(bench, NOWHERE, 'http://127.0.0.1:11');
  const report = await bench.sync();
  expect(report).toMatchObject({ outcome: 'failed', problems: [{ code: 'server-unreachable' }] });
  expect(report.problems[0]?.sentence).toContain(`neither at ${NOWHERE} (nothing listens`);
  expect((await bench.history())[0]).toMatchObject({ outcome: 'failed', report: { isChecked: false } });
  expect((await bench.cli(['history'])).stdout).not.toContain('verified');
});

it('another server at the address at home never gets the key, whether the address for away answers or not, until a person says that it is theirs', async () => {
  const bench = await twoPhotos();
  const stranger = await startDemoImmich();
  onTestFinished(() => stranger.stop());
  let leadsTo: string | null = bench.server.url;
  const home = await addressOf(() => leadsTo);
  const away = await addressOf(() => bench.server.url);

  // The first time it is known by the other address leading to the same installation.
  use(bench, home, away);
  expect(await bench.sync()).toMatchObject({ outcome: 'done' });

  // In another network the address at home is somebody else's.
  leadsTo = stranger.url;
  const elsewhere = await bench.sync();
  expect(elsewhere).toMatchObject({ outcome: 'nothing-new', coverage: { complete: 2 } });
  const engine = await bench.openEngine();
  // Nothing is wrong with the settings: the other address is used.
  expect(await testServer(engine, null, null)).toMatchObject({
    addresses: [
      { url: home, problem: { code: 'server-not-recognised' } },
      { url: away, problem: null },
    ],
    problem: null,
  });
  use(bench, home, null);
  const alone = await bench.sync();
  expect(alone).toMatchObject({ outcome: 'failed', problems: [{ code: 'server-not-recognised' }] });
  expect(alone.problems[0]?.sentence).toBe(
    `A different Immich server than before answers at ${home}. The API key was not sent there.`,
  );
  await expect(engine.server.settings()).rejects.toMatchObject({ code: 'server-not-recognised' });
  expect(keyedRequests(stranger)).toEqual([]);

  // Back home nothing has to be said.
  leadsTo = bench.server.url;
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new' });

  // A server that was made again: asked about once.
  leadsTo = stranger.url;
  const accepted = await bench.cli(['accept-server']);
  expect(accepted).toMatchObject({ exitCode: 0 });
  expect(accepted.stdout).toContain(home);
  expect(await bench.sync()).toMatchObject({ outcome: 'failed', problems: [{ code: 'key-refused' }] });
  expect(keyedRequests(stranger)).not.toEqual([]);

  // Another address, and another server than the key was used with: a key that is entered for it goes there, the one before does not.
  bench.server.requests.clear();
  use(bench, bench.server.url, null);
  const moved = await bench.sync();
  expect(moved.problems[0]?.sentence).toContain('is not the one that the API key was used with');
  expect(keyedRequests(bench.server)).toEqual([]);
  expect(await bench.sync({ apiKey: bench.server.addKey({}) })).toMatchObject({
    outcome: 'nothing-new',
  });
});

it('another server that takes the address over in the middle of an upload gets neither the key nor a byte of a picture', async () => {
  const wait = async () => {};
  const bench = await useBench({
    patience: { ...patienceOf(0), call: [1, 1], upload: [1, 1, 1], wait },
    fill: async (library) => {
      for (let index = 0; index < 3; index += 1) await library.addAsset({ kind: 'photo' });
    },
  });
  const stranger = await startDemoImmich();
  onTestFinished(() => stranger.stop());
  const home = await movableAddress(bench.server.url);
  use(bench, home.url, null);
  bench.server.before('POST', '/assets', () => home.moveTo(stranger.url));

  const report = await bench.sync();
  expect(report).toMatchObject({ outcome: 'failed', problems: [{ code: 'server-not-recognised' }] });
  expect(report.problems[0]?.sentence).toBe(
    `A different Immich server than before answers at ${home.url}. The API key was not sent there.`,
  );
  expect(stranger.requests.list({ path: '/server/version-history' })).not.toEqual([]);
  expect(stranger.requests.list({ method: 'POST' })).toEqual([]);
  expect(keyedRequests(stranger)).toEqual([]);

  // With a second address the next sync goes there.
  const away = await addressOf(bench.server.url);
  use(bench, home.url, away);
  expect(await (await bench.openEngine()).server.settings()).toMatchObject({ server: { url: away } });
});

it('a first key goes to neither of two addresses that lead to different servers, and over http to none alone', async () => {
  const bench = await twoPhotos();
  const stranger = await startDemoImmich();
  onTestFinished(() => stranger.stop());
  use(bench, bench.server.url, stranger.url);
  expect(await bench.sync()).toMatchObject({ outcome: 'failed', problems: [{ code: 'server-not-recognised' }] });
  use(bench, stranger.url, NOWHERE);
  const report = await bench.sync();
  expect(report.problems[0]?.sentence).toContain('It is not known yet whether');
  expect([...keyedRequests(bench.server), ...keyedRequests(stranger)]).toEqual([]);
});

it('tries a server that does not answer at once again before a sync, at both of its addresses', async () => {
  const waits: number[] = [];
  const patience = {
    ...patienceOf(0),
    preflight: [500, 2_000],
    wait: async (milliseconds: number) => void waits.push(milliseconds),
  };
  const bench = await useBench({ patience });
  const away = await addressOf(bench.server.url);
  use(bench, away, null);
  await bench.sync();
  use(bench, NOWHERE, away);
  bench.server.faults.add({ match: { path: '/server/ping' }, kind: 'status', status: 503, times: 1 });
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new' });
  expect(waits).toEqual([500]);
});
