import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { manifestOf, useBench } from '../../support/sync/bench.ts';
import {
  albumsOn,
  assetOn,
  checksumsOn,
  expectedAlbums,
  expectedChecksums,
  expectedLivePairs,
} from '../../support/sync/compare.ts';

/** Names of the pictures and movies that were exported. */
async function stagedFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.xmp'))
    .map((entry) => basename(entry.name))
    .sort();
}

import { personIn } from '../../support/sync/in-immich.ts';

it('exports and uploads only the other half when the server already holds half of the library', async () => {
  const bench = await useBench({
    fill: async (library) => {
      const uuids = [];
      for (let number = 1; number <= 8; number += 1)
        uuids.push(await library.addAsset({ kind: 'photo', filename: `IMG_${number}.JPG` }));
      library.createAlbum('All of them', { assets: uuids });
    },
  });
  const { assets } = manifestOf(bench);
  for (const asset of assets.slice(0, 4)) {
    // As the phone's own app uploads: the same bytes under another name.
    await bench.server.addAsset({ name: `${asset.uuid.slice(0, 8)}.jpg`, source: asset.parts[0]?.path ?? '' });
  }
  await bench.server.idle();
  const before = bench.server.assets();

  const report = await bench.sync();

  expect(report).toMatchObject({
    outcome: 'done',
    problems: [],
    coverage: { assets: 8, complete: 8 },
    parts: { known: 8, verified: 8, uploaded: 4, alreadyThere: 4 },
  });
  expect(bench.server.requests.count({ method: 'POST', path: '/assets' })).toBe(4);
  expect(await stagedFiles(bench.paths.stagingFolder)).toEqual(
    assets
      .slice(4)
      .map(({ uuid }) => `${uuid}.jpeg`)
      .sort(),
  );
  expect(checksumsOn(bench.server)).toEqual(expectedChecksums(manifestOf(bench)));
  expect(albumsOn(bench.server)).toEqual(expectedAlbums(manifestOf(bench)));
  for (const asset of before) expect(assetOn(bench.server, asset.checksum)).toEqual(asset);
});

it('exports and uploads nothing when the server already holds everything', async () => {
  const bench = await useBench({
    fill: async (library) => {
      const live = await library.addAsset({ kind: 'live' });
      library.createAlbum('Holiday', { assets: [live, await library.addAsset({ kind: 'photo' })] });
    },
  });
  // As a phone sends them: the server has their dates, so that there is nothing to be filled in for each.
  for (const asset of manifestOf(bench).assets) {
    const capturedAt = new Date(asset.capturedAt);
    const dates = { capturedAt, modifiedAt: new Date(capturedAt.getTime() + 1_000) };
    for (const { path } of asset.parts) await bench.server.addAsset({ name: basename(path), source: path, ...dates });
  }
  await bench.server.idle();

  const report = await bench.sync();

  expect(report).toMatchObject({
    outcome: 'done',
    problems: [],
    parts: { known: 3, verified: 3, uploaded: 0, alreadyThere: 3 },
  });
  expect(bench.server.requests.count({ method: 'POST', path: '/assets' })).toBe(0);
  expect(bench.started.filter((program) => basename(program).startsWith('immich-go'))).toEqual([]);
  expect(existsSync(bench.paths.stagingFolder)).toBe(false);
  for (const { still, video } of expectedLivePairs(manifestOf(bench)))
    expect(assetOn(bench.server, still).liveVideo).toBe(video);
  expect(albumsOn(bench.server)).toEqual(expectedAlbums(manifestOf(bench)));
});

it('asks for many Live Photos in pages: pairs that are there stay as they are, and what is not paired is', async () => {
  const bench = await useBench({
    fill: (library) => library.addMany(Array.from({ length: 102 }, () => ({ kind: 'live' }) as const)),
  });
  // As a phone sends them: the server has their dates, so that there is nothing to be filled in for each.
  for (const asset of manifestOf(bench).assets) {
    const capturedAt = new Date(asset.capturedAt);
    const dates = { capturedAt, modifiedAt: new Date(capturedAt.getTime() + 1_000) };
    for (const { path } of asset.parts) await bench.server.addAsset({ name: basename(path), source: path, ...dates });
  }
  await bench.server.idle();
  const [loose, other, ...paired] = expectedLivePairs(manifestOf(bench));
  if (loose === undefined || other === undefined) throw new Error('The library is too small.');
  const person = personIn(bench.server);
  for (const { still, video } of paired) await person.setAsset(still, { livePhotoVideoId: await person.idOf(video) });
  await person.setAsset(other.still, { livePhotoVideoId: await person.idOf(paired[0]?.video ?? '') });
  bench.server.requests.clear();

  expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], livePhotosLinked: 1 });

  for (const { still, video } of [loose, ...paired]) expect(assetOn(bench.server, still).liveVideo).toBe(video);
  expect(assetOn(bench.server, other.still).liveVideo).toBe(paired[0]?.video);
  expect(bench.server.requests.byCall()).toMatchObject({
    // Those in the timeline, and those in the archive.
    'POST /api/search/metadata': 2,
    'GET /api/assets/{id}': 1,
    'PATCH /api/assets/{id}': 1,
  });
});

it('leaves in the server’s trash what lies there, says so, and completes it when somebody restores it', async () => {
  const bench = await useBench({
    fill: async (library) => {
      library.createAlbum('Holiday', {
        assets: [await library.addAsset({ kind: 'photo' }), await library.addAsset({ kind: 'photo' })],
      });
    },
  });
  const [first, second] = manifestOf(bench).assets;
  const id = await bench.server.addAsset({ name: 'trashed.jpg', source: first?.parts[0]?.path ?? '', isTrashed: true });

  const report = await bench.sync();

  expect(report).toMatchObject({
    outcome: 'done',
    problems: [],
    coverage: { assets: 2, complete: 1, incomplete: 0, absent: 1, reasons: { 'in-server-trash': 1 } },
    parts: { known: 2, verified: 1, uploaded: 1, alreadyThere: 0, failed: 0 },
  });
  expect(bench.server.requests.count({ method: 'POST', path: '/assets' })).toBe(1);
  expect(assetOn(bench.server, first?.parts[0]?.sha1 ?? null).isTrashed).toBe(true);
  expect(bench.server.albums()).toMatchObject([{ assets: [second?.parts[0]?.sha1] }]);
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', coverage: report.coverage });

  const restored = await fetch(`${bench.server.url}/api/trash/restore/assets`, {
    method: 'POST',
    headers: { 'x-api-key': bench.server.addKey({ permissions: ['all'] }), 'content-type': 'application/json' },
    body: JSON.stringify({ ids: [id] }),
  });
  expect(restored.status).toBe(200);
  expect(await bench.sync()).toMatchObject({
    outcome: 'done',
    coverage: { assets: 2, complete: 2, reasons: {} },
    albums: { assetsAdded: 1 },
  });
  expect(albumsOn(bench.server)).toEqual(expectedAlbums(manifestOf(bench)));
  expect(bench.server.assets()).toHaveLength(2);
});
