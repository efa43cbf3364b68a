/** What a sync asks of the server, and which programs it starts: counted exactly, so that one request more for each photo does not pass. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createLargeLibrary, inScope } from '../../support/photos-library/index.ts';
import { type Bench, manifestOf, openBench, useBench } from '../../support/sync/bench.ts';
import { assetOn, expectedLivePairs } from '../../support/sync/compare.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

/** How often a run that exports starts osxphotos: once, for the inventory and the export. */
const OSXPHOTOS_STARTS = 1;
/** Assets whose files one start of immich-go uploads, and which one question proves. */
const BATCH = 100;

function startsOf(bench: Bench, from = 0): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const program of bench.started.slice(from)) counts[basename(program)] = (counts[basename(program)] ?? 0) + 1;
  return counts;
}

it('a first sync takes a request for each file and each stack, a few for each album, and a constant number', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'immich-sync-bench-'));
  const assets = BATCH + 20;
  const library = await createLargeLibrary(join(folder, 'Large.photoslibrary'), { assets, media: 'small' });
  library.close();
  const bench = await openBench({ folder, library: library.path, server: { key: { permissions: ALL_PERMISSIONS } } });
  onTestFinished(() => bench.close());
  const manifest = manifestOf(bench);
  const inPhotos = manifest.assets.filter(inScope);
  const stacks = inPhotos.filter(({ parts }) => parts.some(({ kind }) => kind === 'edited' || kind === 'raw'));
  const raws = inPhotos.filter(({ parts }) => parts.some(({ kind }) => kind === 'raw'));
  const pairs = expectedLivePairs(manifest);
  const albums = manifest.totals.albumsInScope;
  // Otherwise the sync would not have to do what is counted here.
  expect([pairs.length, stacks.length, raws.length, albums].map((number) => number > 2)).toEqual(Array(4).fill(true));

  expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], livePhotosLinked: pairs.length });

  const batches = Math.ceil(assets / BATCH);
  const keywords = new Set(inPhotos.flatMap((asset) => asset.keywords)).size;
  const { looks, recognitions, others } = looksApart(bench);
  expect(recognitions['GET /api/server/ping']).toBeLessThanOrEqual(MAX_CONNECTIONS);
  // At each look at the details: a page of the timeline, one of the archive, the same for each tag, and the tags' ids.
  expect(looks['POST /api/search/metadata']).toBeLessThanOrEqual(MAX_LOOKS * 2 * (1 + keywords));
  expect(looks['PUT /api/tags']).toBeLessThanOrEqual(MAX_LOOKS + 1);
  expect(looks['GET /api/assets/{id}'] ?? 0).toBeLessThanOrEqual(MAX_LOOKS * 20);
  expect(others).toEqual({
    'POST /api/assets': manifest.totals.partsAvailable,
    // Which are there, which have arrived, and before stacking: which are still there.
    'POST /api/assets/bulk-upload-check': 1 + batches + 1,
    'GET /api/stacks': 1,
    'POST /api/stacks': stacks.length,
    // What osxphotos writes no sidecar for, and where values are equal, for all at once.
    'PATCH /api/assets/{id}': raws.length,
    'PATCH /api/assets':
      Number(inPhotos.some(({ favorite }) => favorite)) + Number(inPhotos.some(({ hidden }) => hidden)),
    // Once for all files that get the same ones.
    'PUT /api/tags/assets': new Set(raws.flatMap((raw) => (raw.keywords.length === 0 ? [] : [raw.keywords.join()])))
      .size,
    // Our note: looked for on three files, before anything is put in order and before it is left on them.
    'GET /api/assets/{id}/metadata/immich-sync': 6,
    'PUT /api/assets/metadata': 1,
    'GET /api/albums': 1,
    'POST /api/albums': albums,
    'PUT /api/albums/{id}/assets': albums,
    // Their order.
    'PATCH /api/albums/{id}': albums,
    // Who is it, what may the key do, which kinds does it take; and the same questions of immich-go, which the guard asks once.
    'GET /api/server/version': 2,
    'GET /api/server/about': 1,
    'GET /api/server/media-types': 2,
    'GET /api/users/me': 2,
    'GET /api/api-keys/me': 1,
  });
  expect(startsOf(bench)).toEqual({ osxphotos: OSXPHOTOS_STARTS, 'immich-go': batches });
  for (const { still, video } of pairs) expect(assetOn(bench.server, still).liveVideo).toBe(video);
});

/** How often the details of one run are looked at: right before they are set, and while the server works in what came. */
const MAX_LOOKS = 5;
const LOOKS = ['POST /api/search/metadata', 'PUT /api/tags', 'GET /api/assets/{id}'];
/** How often it is asked who is there: once for a connection or several that are made together. */
const MAX_CONNECTIONS = 20;
const RECOGNITIONS = ['GET /api/server/ping', 'GET /api/server/version-history'];

/** The number of looks depends on how quick the server is, and that of connections, too. */
function looksApart({ server }: Bench) {
  const calls = Object.entries(server.requests.byCall());
  const those = (kind: 'looks' | 'recognitions' | 'others') =>
    Object.fromEntries(calls.filter(([call]) => kindOf(call) === kind));
  return { looks: those('looks'), recognitions: those('recognitions'), others: those('others') };
}

function kindOf(call: string): 'looks' | 'recognitions' | 'others' {
  if (LOOKS.includes(call)) return 'looks';
  return RECOGNITIONS.includes(call) ? 'recognitions' : 'others';
}

it('one new photo takes as many requests to a large server, from a larger library, as to a small one', async () => {
  const small = await requestsOfOneNewPhoto({ before: 2, onServer: 5 });
  const large = await requestsOfOneNewPhoto({ before: 12, onServer: 1_500 });
  expect(large).toEqual(small);
  expect(large).toMatchObject({ 'POST /api/assets': 4, 'POST /api/stacks': 1, 'PUT /api/albums/{id}/assets': 1 });
});

async function requestsOfOneNewPhoto({ before, onServer }: { readonly before: number; readonly onServer: number }) {
  let album = '';
  const bench = await useBench({
    server: { key: { permissions: ALL_PERMISSIONS } },
    fill: async (library) => {
      const uuids = await library.addMany(
        Array.from({ length: before }, () => ({ kind: 'live', edited: true }) as const),
      );
      album = library.createAlbum('Holiday', { assets: uuids });
    },
  });
  for (let index = 0; index < onServer; index += 1)
    await bench.server.addAsset({ name: `other-${index}.jpg`, source: Buffer.from(`other ${index}`) });
  await bench.sync();
  await bench.server.idle();
  bench.server.requests.clear();
  const startedBefore = bench.started.length;
  await bench.photos.addAsset({ kind: 'live', edited: true, favorite: true, keywords: ['New'], albums: [album] });
  expect(await bench.sync()).toMatchObject({
    outcome: 'done',
    problems: [],
    parts: { uploaded: 4 },
    livePhotosLinked: 2,
    albums: { assetsAdded: 1 },
    stacks: { made: 1 },
    details: { favorites: 2 },
  });
  expect(startsOf(bench, startedBefore)).toEqual({ osxphotos: OSXPHOTOS_STARTS, 'immich-go': 1 });
  const { looks, others } = looksApart(bench);
  expect(looks['POST /api/search/metadata'] ?? 0).toBeLessThanOrEqual(MAX_LOOKS * 6);
  expect(looks['GET /api/assets/{id}'] ?? 0).toBeLessThanOrEqual(MAX_LOOKS * 6);
  return others;
}

it('a change of details alone takes a request for equal values and one for each other, and starts no export', async () => {
  const bench = await useBench({
    server: { key: { permissions: ALL_PERMISSIONS } },
    fill: (library) => library.addMany(Array.from({ length: 12 }, () => ({ kind: 'photo' }) as const)),
  });
  await bench.sync();
  await bench.server.idle();
  bench.server.requests.clear();
  const startedBefore = bench.started.length;
  for (const [index, { uuid }] of manifestOf(bench).assets.entries()) {
    bench.photos.setFavorite(uuid, true);
    if (index < 8) bench.photos.setCaption(uuid, index < 6 ? 'All of them' : `Only ${index}`);
  }
  expect(await bench.sync()).toMatchObject({ outcome: 'done', details: { favorites: 12, descriptions: 8 } });
  expect(bench.server.assets().filter(({ description }) => description === 'All of them')).toHaveLength(6);
  const { looks, others } = looksApart(bench);
  // All right before they are changed.
  expect(looks).toEqual({ 'GET /api/assets/{id}': 12 });
  expect(others).toEqual({
    'GET /api/server/version': 2,
    'GET /api/server/media-types': 1,
    'GET /api/users/me': 1,
    'GET /api/api-keys/me': 1,
    'POST /api/assets/bulk-upload-check': 1,
    // The favourites, and the caption of six.
    'PATCH /api/assets': 2,
    'PATCH /api/assets/{id}': 2,
    // Our note: is it as it was left, what has been said meanwhile, and that of this run.
    'GET /api/assets/{id}/metadata/immich-sync': 2,
    'PUT /api/assets/metadata': 1,
  });
  expect(startsOf(bench, startedBefore)).toEqual({ osxphotos: 1 });

  // The next sync looks whether the captions have stayed, starts nothing, and leaves nothing to be looked at.
  bench.server.requests.clear();
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new' });
  expect(bench.server.requests.byCall()).toMatchObject({ 'GET /api/assets/{id}': 8 });
  bench.server.requests.clear();
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new' });
  expect(bench.server.requests.byCall()).not.toHaveProperty('GET /api/assets/{id}');
  expect(startsOf(bench, startedBefore)).toEqual({ osxphotos: 1 });
});
