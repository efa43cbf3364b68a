import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { PERMISSIONS } from '../../../src/core/model/permissions.ts';
import { SYNC_PERMISSIONS, startDemoImmich } from '../../support/demo-immich/index.ts';
import { type Bench, manifestOf, openBench, useBench } from '../../support/sync/bench.ts';
import { checksumsOn, expectedChecksums } from '../../support/sync/compare.ts';
import { expectRefusal } from '../../support/sync/refusal.ts';

const withServer = (bench: Bench, url: string) =>
  bench.change((settings) => ({ ...settings, server: { ...settings.server, url } }));

/** An address at which nothing listens. */
async function deadAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

describe('a server or key that cannot be used', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench({
      fill: async (library) => {
        library.createAlbum('Holiday', { assets: [await library.addAsset({ kind: 'photo' })] });
      },
    });
  });
  afterAll(() => bench.close());

  /** After each refusal: nothing was sent, the history tells of it, no tool was started. */
  async function expectNothingDone(): Promise<void> {
    expect(bench.server.assets()).toEqual([]);
    expect(bench.server.albums()).toEqual([]);
    const [last] = await bench.history();
    expect(last).toMatchObject({ outcome: 'failed', report: { parts: { uploaded: 0, verified: 0 } } });
    expect(last?.endedAt).not.toBeNull();
  }

  it('says that nothing answers', async () => {
    const url = await deadAddress();
    withServer(bench, url);
    onTestFinished(() => withServer(bench, bench.server.url));
    await expectRefusal(bench, {
      code: 'server-unreachable',
      exitCode: 4,
      says: `The Immich server at ${url} does not answer (nothing listens at that address).`,
    });
    await expectNothingDone();
  });

  it.each([
    ['a web page', { kind: 'html' }, 'it is not Immich'],
    ['a page that is not found', { kind: 'status', status: 404 }, 'status 404'],
  ] as const)('says that it is not Immich: %s', async (_name, fault, says) => {
    const order = bench.server.faults.add(fault);
    onTestFinished(() => order.remove());
    await expectRefusal(bench, { code: 'server-not-immich', exitCode: 4, says });
    await expectNothingDone();
  });

  it('says that Immich does not answer when a proxy finds nothing behind it', async () => {
    const order = bench.server.faults.add({ kind: 'status', status: 502 });
    onTestFinished(() => order.remove());
    await expectRefusal(bench, {
      code: 'server-unreachable',
      exitCode: 4,
      says: 'the proxy in front of it cannot reach it: 502',
    });
    await expectNothingDone();
  });

  it('names the address that everything is sent on to, and does not follow with the key', async () => {
    const other = await startDemoImmich();
    onTestFinished(() => other.stop());
    const order = bench.server.faults.add({ kind: 'redirect', location: `${other.url}/api/server/ping`, status: 301 });
    onTestFinished(() => order.remove());
    await expectRefusal(bench, {
      code: 'server-redirects',
      exitCode: 4,
      says: `${bench.server.url} redirects to ${other.url}.`,
    });
    expect(other.requests.count()).toBe(0);
    await expectNothingDone();
  });

  it('names the encrypted address that a server at a plain one redirects to', async () => {
    const order = bench.server.faults.add({
      kind: 'redirect',
      location: 'https://photos.example.org/api/server/ping',
      status: 308,
    });
    onTestFinished(() => order.remove());
    await expectRefusal(bench, {
      code: 'server-redirects',
      exitCode: 4,
      says: 'redirects to https://photos.example.org.',
    });
    await expectNothingDone();
  });

  it('says that the key is refused', async () => {
    await expectRefusal(
      bench,
      { code: 'key-refused', exitCode: 4, says: 'Immich refused the API key.' },
      { environment: { IMMICH_SYNC_API_KEY: 'wrongKeywrongKeywrongKeywrongKeywrongKey' } },
    );
    await expectNothingDone();
  });

  it.each(PERMISSIONS.filter(({ required }) => required).map(({ name }) => name))(
    'names the permission that the key lacks: %s',
    async (name) => {
      const permissions = SYNC_PERMISSIONS.filter((permission) => permission !== name);
      expect(permissions.length).toBe(SYNC_PERMISSIONS.length - 1);
      const key = bench.server.addKey({ permissions });
      await expectRefusal(
        bench,
        { code: 'key-lacks-permission', exitCode: 4, says: `that Immich Sync needs: ${name}.` },
        { environment: { IMMICH_SYNC_API_KEY: key } },
      );
      await expectNothingDone();
    },
  );

  it('says that the server is too old, and which version is needed', async () => {
    const old = await startDemoImmich({ apiVersion: 'v2', version: '1.143.1' });
    onTestFinished(() => old.stop());
    withServer(bench, old.url);
    onTestFinished(() => withServer(bench, bench.server.url));
    await expectRefusal(
      bench,
      {
        code: 'server-too-old',
        exitCode: 4,
        says: 'The server runs Immich 1.143.1; Immich Sync needs 2.0.0 or newer.',
      },
      { environment: { IMMICH_SYNC_API_KEY: old.apiKey } },
    );
    await expectNothingDone();
  });

  it('says that it is not set up: no server, no key', async () => {
    bench.change((settings) => ({ ...settings, server: { ...settings.server, url: null } }));
    onTestFinished(() => withServer(bench, bench.server.url));
    await expectRefusal(bench, { code: 'not-set-up', exitCode: 3, says: 'the server’s address is missing' });
  });

  it('completes once all is mended', async () => {
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], coverage: { assets: 1, complete: 1 } });
    expect(checksumsOn(bench.server)).toEqual(expectedChecksums(manifestOf(bench)));
    expect(bench.server.albums()).toHaveLength(1);
  });
});

describe('an address written in another way', () => {
  it.each(['/api', '/', '/api/', '//', '/?photos#top'])('is understood with %s behind it', async (tail) => {
    const bench = await useBench();
    const { exitCode } = await bench.cli(['config', 'set', 'server.url', `  ${bench.server.url}${tail} `]);
    expect(exitCode).toBe(0);
    expect((await bench.cli(['config', 'get', 'server.url'])).stdout.trim()).toBe(bench.server.url);
  });

  it('is understood in a settings file that was written by hand', async () => {
    const bench = await useBench({ fill: (library) => library.addAsset({ kind: 'photo' }) });
    withServer(bench, `${bench.server.url}/api/`);
    expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { complete: 1 } });
  });

  it('is refused when it is none', async () => {
    const bench = await useBench();
    const result = await bench.cli(['config', 'set', 'server.url', 'photos of mine', '--json']);
    expect(result.exitCode).toBe(2);
    expect(result.json()).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('“photos of mine”') });
  });
});

describe('a server that fails in the middle', () => {
  const twoPhotos = () =>
    useBench({
      fill: (library) => Promise.all([library.addAsset({ kind: 'photo' }), library.addAsset({ kind: 'photo' })]),
    });

  async function expectCompleted(bench: Bench): Promise<void> {
    bench.server.faults.clear();
    expect(await bench.sync()).toMatchObject({ problems: [], coverage: { assets: 2, complete: 2 } });
    expect(checksumsOn(bench.server)).toEqual(expectedChecksums(manifestOf(bench)));
  }

  it('that takes no upload: nothing counts as uploaded, the next run brings it', async () => {
    const bench = await twoPhotos();
    bench.server.faults.add({ kind: 'status', status: 500, match: { method: 'POST', path: '/assets' } });
    const { exitCode, ...result } = await bench.cli(['sync', '--json']);
    expect(exitCode).not.toBe(0);
    expect(result.json()).toMatchObject({ coverage: { complete: 0, absent: 2 }, parts: { uploaded: 0, verified: 0 } });
    await expectCompleted(bench);
  });

  it('whose answers to uploads are lost: what arrived is found by its checksum', async () => {
    const bench = await twoPhotos();
    bench.server.faults.add({
      kind: 'reset',
      when: 'after-work',
      match: { method: 'POST', path: '/assets' },
      times: 1,
    });
    await bench.sync();
    await expectCompleted(bench);
    expect(bench.server.assets()).toHaveLength(2);
  });

  it('that keeps other bytes than it was sent: they do not count as proved', async () => {
    const bench = await twoPhotos();
    bench.server.faults.add({ kind: 'corrupt-upload', match: { method: 'POST', path: '/assets' }, times: 1 });
    const report = await bench.sync();
    expect(report).toMatchObject({
      outcome: 'partial',
      coverage: { complete: 1, absent: 1, reasons: { failing: 1 } },
      parts: { verified: 1, failed: 1 },
    });
    expect(report.problems[0]?.sentence).toBe('1 file could not be found on the server after the upload.');
    bench.server.faults.clear();
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], coverage: { complete: 2 } });
    expect(checksumsOn(bench.server)).toEqual(expect.arrayContaining(expectedChecksums(manifestOf(bench))));
  });

  it('that has no room left: says so, and goes on when there is', async () => {
    const bench = await useBench({
      fill: (library) => Promise.all([library.addAsset({ kind: 'photo' }), library.addAsset({ kind: 'photo' })]),
      server: { users: [{ name: 'Ada', email: 'ada@example.org', quota: 8_000 }] },
    });
    const { exitCode, ...result } = await bench.cli(['sync', '--json']);
    expect(exitCode).toBe(4);
    expect(result.json()).toMatchObject({ problems: [{ code: 'server-storage-full' }] });
    const roomy = bench.server.addUser({ name: 'Bob', email: 'bob@example.org' });
    const apiKey = bench.server.addKey({ userId: roomy });
    // A person who changes the account says so.
    await bench.cli(['accept-user'], { environment: { IMMICH_SYNC_API_KEY: apiKey } });
    expect(await bench.sync({ apiKey })).toMatchObject({ outcome: 'done', coverage: { complete: 2 } });
  });

  it('that cannot make an album: the pictures are there, the next run makes it', async () => {
    const bench = await useBench({
      fill: async (library) => {
        library.createAlbum('Holiday', {
          assets: [await library.addAsset({ kind: 'photo' }), await library.addAsset({ kind: 'photo' })],
        });
      },
    });
    bench.server.faults.add({ kind: 'status', status: 500, match: { method: 'POST', path: '/albums' } });
    const report = await bench.sync();
    expect(report).toMatchObject({
      outcome: 'partial',
      coverage: { complete: 2 },
      problems: [{ code: 'albums-failed' }],
    });
    await expectCompleted(bench);
    expect(bench.server.albums()).toMatchObject([{ name: 'Holiday', assets: { length: 2 } }]);
  });
});
