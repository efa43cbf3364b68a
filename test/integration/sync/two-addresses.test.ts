/** One server at two addresses: each run takes the one that answers, and the number stays the same. */

import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { testServer } from '../../../src/main/services/server-test.ts';
import { startDemoImmich } from '../../support/demo-immich/index.ts';
import { type Bench, useBench } from '../../support/sync/bench.ts';

const NOWHERE = 'http://127.0.0.1:9';

/** Another address of a server; one that takes connections and never answers for want of a server. */
async function addressOf(url: string | null): Promise<string> {
  const relay: Server = createServer((socket) => {
    socket.on('error', () => {});
    if (url === null) return;
    const upstream = connect(Number(new URL(url).port), '127.0.0.1');
    upstream.on('error', () => socket.destroy());
    socket.pipe(upstream).pipe(socket);
    onTestFinished(() => void upstream.destroy());
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void relay.close());
  return `http://127.0.0.1:${(relay.address() as AddressInfo).port}`;
}

const use = (bench: Bench, url: string, awayUrl: string | null) =>
  bench.change((settings) => ({ ...settings, server: { ...settings.server, url, awayUrl } }));

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

  use(bench, NOWHERE, away);
  expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { complete: 2 } });
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
      { url: other.url, problem: { code: 'key-refused' } },
    ],
    problem: { code: 'addresses-differ' },
  });

  await bench.server.stop();
  const report = await bench.sync();
  expect(report).toMatchObject({ outcome: 'failed', problems: [{ code: 'addresses-differ' }] });
  expect(report.problems[0]?.sentence).toBe(`${other.url} refused the API key that ${home} accepted.`);
  expect(other.assets().length).toBe(0);
  expect(engine.records.isChecked()).toBe(true);
});

it('says of both why neither answers, and keeps the row that tells it', async () => {
  const bench = await twoPhotos();
  use(bench, NOWHERE, 'http://127.0.0.1:11');
  const report = await bench.sync();
  expect(report).toMatchObject({ outcome: 'failed', problems: [{ code: 'server-unreachable' }] });
  expect(report.problems[0]?.sentence).toContain(`neither at ${NOWHERE} (nothing listens`);
  expect((await bench.history())[0]).toMatchObject({ outcome: 'failed' });
});
