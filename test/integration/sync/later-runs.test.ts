import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createPhotosLibrary, type PhotosLibrary } from '../../support/photos-library/index.ts';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import {
  albumsOn,
  assetOn,
  checksumsOn,
  expectedAlbums,
  expectedChecksums,
  expectedLivePairs,
  sha1Of,
} from '../../support/sync/compare.ts';

/** Four assets, one of them a Live Photo, in one album; everything synced. */
async function syncedBench(): Promise<{
  readonly bench: Bench;
  readonly uuids: readonly string[];
  readonly album: string;
}> {
  let uuids: readonly string[] = [];
  let album = '';
  const bench = await useBench({
    fill: async (library) => {
      uuids = await Promise.all([
        library.addAsset({ kind: 'photo', caption: 'The sea' }),
        library.addAsset({ kind: 'live' }),
        library.addAsset({ kind: 'photo', format: 'heic' }),
        library.addAsset({ kind: 'movie' }),
      ]);
      album = library.createAlbum('Holiday', { assets: uuids.slice(0, 3) });
    },
  });
  expect(await bench.sync()).toMatchObject({ outcome: 'done', parts: { known: 5, verified: 5 } });
  bench.server.requests.clear();
  return { bench, uuids, album };
}

/** What the last run has by name: `kind: names`, and the albums. */
async function namesOfLastRun(bench: Bench): Promise<readonly string[]> {
  const { records } = await bench.openEngine();
  const run = records.history(1)[0]?.id ?? 0;
  const { counts, albums } = records.runContents(run);
  const items = [...counts.keys()].map((kind) => {
    const names = records.runItems(run, [kind], 100, false).map(({ filename, details }) => [filename, ...details]);
    return `${kind}: ${names.map((words) => words.join(' ')).join(', ')}`;
  });
  return [
    ...items,
    ...albums.map(({ name, isNew, added }) => `${isNew ? 'new album' : 'album'}: ${name}, ${added} added`),
  ];
}

const uploads = (bench: Bench) => bench.server.requests.count({ method: 'POST', path: '/assets' });

function assetOf(bench: Bench, uuid: string | undefined) {
  const asset = manifestOf(bench).assets.find((candidate) => candidate.uuid === uuid);
  if (asset === undefined) throw new Error(`The library has no ${uuid}.`);
  return asset;
}

/** Nothing that the server held is gone or was changed; only what came after the first run is new. */
function expectAllOf(before: readonly string[], bench: Bench): void {
  expect(checksumsOn(bench.server)).toEqual(expect.arrayContaining([...before]));
  expect(bench.server.assets().some((asset) => asset.isTrashed)).toBe(false);
}

it('brings the edit, and only the edit, of a photo that was edited after the first run', async () => {
  const { bench, uuids } = await syncedBench();
  const before = checksumsOn(bench.server);
  await bench.photos.editPhoto(uuids[0] ?? '');

  const report = await bench.sync();

  expect(report).toMatchObject({
    outcome: 'done',
    coverage: { assets: 4, complete: 4 },
    parts: { known: 6, verified: 6, uploaded: 1, alreadyThere: 0 },
  });
  expect(uploads(bench)).toBe(1);
  expectAllOf(before, bench);
  expect(checksumsOn(bench.server)).toEqual(expectedChecksums(manifestOf(bench)));
  expect(albumsOn(bench.server)).toEqual(expectedAlbums(manifestOf(bench)));
  await bench.server.idle();
  expect(assetOn(bench.server, sha1Of(assetOf(bench, uuids[0]), 'edited')).description).toBe('The sea');
  const { originalFilename } = assetOf(bench, uuids[0]);
  expect(await namesOfLastRun(bench)).toEqual([`edit: ${originalFilename}`, 'album: Holiday, 1 added']);
});

it('brings still and video of an edited Live Photo, as a pair', async () => {
  const { bench, uuids } = await syncedBench();
  await bench.photos.editPhoto(uuids[1] ?? '');

  const report = await bench.sync();

  expect(report).toMatchObject({ outcome: 'done', parts: { known: 7, verified: 7, uploaded: 2 } });
  const pairs = expectedLivePairs(manifestOf(bench));
  expect(pairs).toHaveLength(2);
  for (const { still, video } of pairs) expect(assetOn(bench.server, still).liveVideo).toBe(video);
});

it('brings the newer edit of a photo that was edited twice, and keeps the former one', async () => {
  const { bench, uuids } = await syncedBench();
  await bench.photos.editPhoto(uuids[0] ?? '');
  await bench.sync();
  const former = sha1Of(assetOf(bench, uuids[0]), 'edited');
  await bench.photos.editPhoto(uuids[0] ?? '');
  bench.server.requests.clear();

  const report = await bench.sync();

  expect(report).toMatchObject({ outcome: 'done', parts: { known: 6, verified: 6, uploaded: 1 } });
  expect(sha1Of(assetOf(bench, uuids[0]), 'edited')).not.toBe(former);
  expect(checksumsOn(bench.server)).toContain(former);
  expect(albumsOn(bench.server)).toEqual(expectedAlbums(manifestOf(bench)));
});

it('brings a new photo and nothing else', async () => {
  const { bench } = await syncedBench();
  const uuid = await bench.photos.addAsset({ kind: 'photo' });

  const report = await bench.sync();

  expect(report).toMatchObject({ outcome: 'done', coverage: { assets: 5, complete: 5 }, parts: { uploaded: 1 } });
  expect(uploads(bench)).toBe(1);
  expect(checksumsOn(bench.server)).toEqual(expectedChecksums(manifestOf(bench)));
  expect(await namesOfLastRun(bench)).toEqual([`new: ${assetOf(bench, uuid).originalFilename}`]);
});

it('adds to an album what was added to it in Photos, and makes a new one, without uploading', async () => {
  const { bench, uuids, album } = await syncedBench();
  bench.photos.addToAlbum(album, [uuids[3] ?? '']);
  bench.photos.createAlbum('New', { assets: uuids.slice(1, 3) });

  const report = await bench.sync();

  expect(report).toMatchObject({ outcome: 'done', albums: { managed: 2, created: 1, assetsAdded: 3 } });
  expect(uploads(bench)).toBe(0);
  expect(albumsOn(bench.server)).toEqual(expectedAlbums(manifestOf(bench)));
  expect(await namesOfLastRun(bench)).toEqual(['album: Holiday, 1 added', 'new album: New, 2 added']);
});

it('counts what is only in iCloud, and completes it by itself when the file appears', async () => {
  let uuid = '';
  const bench = await useBench({
    fill: async (library) => {
      await library.addAsset({ kind: 'photo' });
      uuid = await library.addAsset({ kind: 'live', missing: ['original', 'live-video'] });
      library.createAlbum('Holiday', { assets: [uuid] });
    },
  });
  const first = await bench.sync();
  expect(first).toMatchObject({
    outcome: 'done',
    problems: [],
    coverage: { assets: 2, complete: 1, incomplete: 0, absent: 1, reasons: { 'original-not-on-this-mac': 1 } },
    parts: { known: 1, verified: 1, uploaded: 1 },
    albums: { managed: 0, created: 0 },
  });
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', coverage: first.coverage });

  await bench.photos.makeOriginalAppear(uuid);
  const later = await bench.sync();

  expect(later).toMatchObject({
    outcome: 'done',
    coverage: { assets: 2, complete: 2, incomplete: 0, absent: 0, reasons: {} },
    parts: { known: 3, verified: 3, uploaded: 2 },
    albums: { created: 1, assetsAdded: 1 },
  });
  expect(checksumsOn(bench.server)).toEqual(expectedChecksums(manifestOf(bench)));
});

it('keeps counting as complete what Photos has moved to iCloud after it was synced', async () => {
  const { bench, uuids } = await syncedBench();
  bench.photos.evict(uuids[0] ?? '');

  const report = await bench.sync();

  expect(report).toMatchObject({ outcome: 'nothing-new', coverage: { assets: 4, complete: 4, reasons: {} } });
  expect(uploads(bench)).toBe(0);
});

it('uploads nothing when only a caption was changed', async () => {
  const { bench, uuids } = await syncedBench();
  const before = checksumsOn(bench.server);
  bench.photos.setCaption(uuids[2] ?? '', 'Another word for it');

  const report = await bench.sync();

  expect(report).toMatchObject({ problems: [], coverage: { complete: 4 }, parts: { uploaded: 0 } });
  expect(uploads(bench)).toBe(0);
  expect(checksumsOn(bench.server)).toEqual(before);
  expect(await namesOfLastRun(bench)).toEqual([`changed: ${assetOf(bench, uuids[2]).originalFilename} descriptions`]);
});

it('destroys nothing on the server when an asset goes from Photos, into its trash or for good', async () => {
  const { bench, uuids } = await syncedBench();
  const before = bench.server.snapshot();
  bench.photos.trash(uuids[0] ?? '');
  bench.photos.deleteForGood(uuids[2] ?? '');

  const report = await bench.sync();

  expect(report).toMatchObject({ problems: [], coverage: { assets: 2, complete: 2 } });
  expect(bench.server.snapshot()).toEqual(before);
  expect(bench.server.requests.count({ method: 'DELETE' })).toBe(0);
});

it('brings everything anew when the key is that of another user, and finds it still there for the first', async () => {
  const { bench } = await syncedBench();
  const userId = bench.server.addUser({ name: 'Ada', email: 'ada@example.org' });
  const apiKey = bench.server.addKey({ userId });
  const before = bench.server.snapshot().users.find(({ email }) => email !== 'ada@example.org');
  await bench.cli(['accept-user'], { environment: { IMMICH_SYNC_API_KEY: apiKey } });

  const report = await bench.sync({ apiKey });

  expect(report).toMatchObject({
    outcome: 'done',
    problems: [],
    coverage: { assets: 4, complete: 4 },
    parts: { known: 5, verified: 5, uploaded: 5 },
    albums: { created: 1, assetsAdded: 3 },
  });
  const manifest = manifestOf(bench);
  expect(checksumsOn(bench.server, userId)).toEqual(expectedChecksums(manifest));
  expect(albumsOn(bench.server, userId)).toEqual(expectedAlbums(manifest));
  expect(bench.server.snapshot().users.find(({ email }) => email !== 'ada@example.org')).toEqual(before);
  await bench.cli(['accept-user']);
  expect(await bench.sync()).toMatchObject({ coverage: { complete: 4 }, parts: { uploaded: 0 } });
});

it('reads another library when its path is changed, and destroys nothing of the first', async () => {
  const { bench } = await syncedBench();
  const before = checksumsOn(bench.server);
  const folder = await mkdtemp(join(tmpdir(), 'immich-sync-other-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const other: PhotosLibrary = await createPhotosLibrary({
    path: join(folder, 'Other.photoslibrary'),
    media: 'small',
    seed: 2,
  });
  other.createAlbum('Holiday', {
    assets: [await other.addAsset({ kind: 'photo' }), await other.addAsset({ kind: 'photo' })],
  });
  const expected = expectedChecksums(other.manifest());
  other.close();
  bench.change((settings) => ({ ...settings, library: { ...settings.library, path: other.path } }));

  const report = await bench.sync();

  expect(report).toMatchObject({
    outcome: 'done',
    problems: [],
    coverage: { assets: 2, complete: 2 },
    parts: { known: 2, verified: 2, uploaded: 2 },
    albums: { created: 1, assetsAdded: 2 },
  });
  expect(checksumsOn(bench.server)).toEqual([...before, ...expected].sort());
  bench.change((settings) => ({ ...settings, library: { ...settings.library, path: bench.libraryPath } }));
  bench.server.requests.clear();
  expect(await bench.sync()).toMatchObject({ coverage: { assets: 4, complete: 4 }, parts: { uploaded: 0 } });
  expect(uploads(bench)).toBe(0);
  expect(bench.server.albums()).toHaveLength(2);
});

it('tells the true number and the last run without starting a tool or asking the server', async () => {
  const { bench } = await syncedBench();
  await bench.server.stop();

  const { exitCode, ...status } = await bench.cli(['status', '--json']);

  expect(exitCode).toBe(0);
  expect(status.json()).toMatchObject({
    coverage: { assets: 4, complete: 4, incomplete: 0, absent: 0, reasons: {} },
    parts: { known: 5, verified: 5 },
    lastRun: { outcome: 'done', trigger: 'command' },
    running: null,
  });
});
