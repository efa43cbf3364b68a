/** The same questions to servers before and after 3.2, which take them in different words. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { ImmichClient } from '../../../../src/core/immich/client/client.ts';
import { type DemoImmich, startDemoImmich } from '../../../support/demo-immich/index.ts';

const clientOf = (url: string, apiKey: string) => {
  const client = new ImmichClient({ url, headers: {}, certificateAuthorities: [] }, apiKey);
  onTestFinished(() => client.close());
  return client;
};

async function all<Item>(found: AsyncGenerator<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of found) items.push(item);
  return items;
}

async function demoOf(version: string): Promise<DemoImmich> {
  const demo = await startDemoImmich({ version });
  onTestFinished(() => demo.stop());
  return demo;
}

it.each(['2.7.5', '3.1.0', '3.2.0', '3.3.5'])('finds on Immich %s what is meant, and nothing else', async (version) => {
  const demo = await demoOf(version);
  const client = clientOf(demo.url, demo.apiKey);
  const add = (name: string, day: number, options: object = {}) =>
    demo.addAsset({
      name,
      source: Buffer.from(name),
      capturedAt: new Date(Date.UTC(2024, 0, day)),
      ...options,
    });
  const shown = await add('shown.jpg', 1);
  const archived = await add('archived.jpg', 2, { visibility: 'archive' });
  const trashed = await add('trashed.jpg', 3, { isTrashed: true });
  const video = await add('live.mov', 4);
  const still = await add('live.jpg', 4);
  const locked = await add('locked.jpg', 5, { visibility: 'locked' });
  await demo.idle();
  await client.assets.linkLivePhoto(still, video);
  const album = demo.addAlbum({ name: 'Album', assetIds: [archived, trashed, still] });
  const [parent, child] = await client.tags.upsert(['Sea', 'Sea/Beach']);
  await client.tags.add([child?.id ?? ''], [shown, archived, trashed]);
  const ids = async (found: AsyncGenerator<{ readonly id: string }>) => (await all(found)).map(({ id }) => id).sort();

  const living = [shown, archived, still].sort();
  expect(await ids(client.search.assets())).toEqual(living);
  expect(await ids(client.search.assets(undefined, { withTrash: true }))).toEqual([...living, trashed].sort());
  expect(await ids(client.search.assets(album))).toEqual([archived, still].sort());
  expect(await ids(client.search.assets(album, { withTrash: true }))).toEqual([archived, still, trashed].sort());
  expect((await all(client.search.tagged(parent?.id ?? ''))).sort()).toEqual([shown, archived].sort());
  expect(await all(client.search.livePhotos())).toEqual([{ stillId: still, videoId: video }]);
  // Both ends are included.
  const days = (from: number, to: number) => [Date.UTC(2024, 0, from), Date.UTC(2024, 0, to)] as const;
  expect(await ids(client.search.taken(...days(1, 2)))).toEqual([shown, archived].sort());
  expect(await ids(client.search.assets(undefined, { takenBetween: days(2, 3) }))).toEqual([archived]);
  expect(await ids(client.search.taken(...days(5, 6)))).not.toContain(locked);
  const [found] = await all(client.search.taken(...days(1, 1)));
  expect(found).toMatchObject({ filename: 'shown.jpg', capturedAt: expect.stringContaining('2024-01-01') });
  expect(demo.deprecations.list()).toEqual({});
});

it('goes through all pages, by number or by cursor', async () => {
  const bodies: Record<string, unknown>[] = [];
  const asset = (id: string) => ({ id, livePhotoVideoId: `${id}v` });
  let version = { major: 3, minor: 1, patch: 0 };
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    if (request.url === '/api/server/version') return response.end(JSON.stringify(version));
    const query = JSON.parse(body) as Record<string, unknown>;
    bodies.push(query);
    const isLast = query.page === 2 || query.cursor === 'the second';
    const following = { nextPage: isLast ? null : '2', nextCursor: isLast ? null : 'the second' };
    return response.end(JSON.stringify({ assets: { items: [asset(isLast ? 'b' : 'a')], ...following } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stills = async () => (await all(clientOf(url, 'key').search.livePhotos())).map(({ stillId }) => stillId);

  // One search for the timeline and one for the archive.
  expect(await stills()).toEqual(['a', 'b', 'a', 'b']);
  expect(bodies.map(({ page, visibility }) => [page, visibility])).toEqual([
    [1, 'timeline'],
    [2, 'timeline'],
    [1, 'archive'],
    [2, 'archive'],
  ]);
  bodies.length = 0;
  version = { major: 3, minor: 2, patch: 0 };
  expect(await stills()).toEqual(['a', 'b']);
  expect(bodies.map(({ cursor }) => cursor)).toEqual([undefined, 'the second']);
  expect(Object.keys(bodies[1] ?? {}).sort()).toEqual(['cursor', 'filter', 'size']);
});

it('does not take a page that tells nothing of the next one for the last', async () => {
  const server = createServer((request, response) => {
    const isVersion = request.url === '/api/server/version';
    response.end(
      JSON.stringify(isVersion ? { major: 3, minor: 2, patch: 0 } : { assets: { items: [], nextPage: null } }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const client = clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'key');
  await expect(all(client.search.livePhotos())).rejects.toMatchObject({ code: 'server-error' });
});
