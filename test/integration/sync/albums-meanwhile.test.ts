/** An import that is cut short again and again: what it has brought is put in order all the same. */
import { expect, it } from 'vitest';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { albumsOn, expectedAlbums } from '../../support/sync/compare.ts';

/** A sync that is stopped once so many files are on the server. */
async function syncUntil(bench: Bench, files: number) {
  const stopping = new AbortController();
  return bench.sync({
    signal: stopping.signal,
    onProgress: (progress) => {
      if (progress.filesUploaded >= files) stopping.abort();
    },
  });
}

const membersOn = (bench: Bench) => bench.server.albums().map(({ assets }) => assets.length);

it('has its albums from the second night on, and all of them in the end', async () => {
  const bench = await useBench({
    media: 'full',
    fill: async (library) => {
      const uuids = await library.addMany(
        Array.from({ length: 60 }, () => ({ kind: 'photo' as const, favorite: true })),
      );
      library.createAlbum('Holiday', { assets: uuids });
    },
    settings: (settings) => ({ ...settings, storage: { ...settings.storage, diskBudget: 1_000_000 } }),
  });

  expect(await syncUntil(bench, 15)).toMatchObject({ outcome: 'interrupted' });
  expect(membersOn(bench)).toEqual([]);

  // The second night begins with what the first has brought, and counts it.
  const second = await syncUntil(bench, 15);
  expect(second).toMatchObject({ outcome: 'interrupted', albums: { created: 1, managed: 1 } });
  const [members = 0] = membersOn(bench);
  expect(members).toBeGreaterThanOrEqual(5);
  expect(second.albums.assetsAdded).toBe(members);
  expect(second.details.favorites).toBe(members);

  const last = await bench.sync();
  expect(last).toMatchObject({ outcome: 'done', problems: [], albums: { created: 0 }, coverage: { complete: 60 } });
  expect(last.albums.assetsAdded).toBe(60 - members);
  expect(albumsOn(bench.server)).toEqual(expectedAlbums(manifestOf(bench)));

  // Nothing is owed any more: a small change costs one look.
  const before = bench.server.requests.count({ method: 'GET', path: '/albums' });
  await bench.photos.addAsset({ kind: 'photo' });
  expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [] });
  expect(bench.server.requests.count({ method: 'GET', path: '/albums' }) - before).toBeLessThanOrEqual(1);
});
