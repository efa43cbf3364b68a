/** A ledger that is lost, a second Mac, a library with new UUIDs: they find what is there, and double and overwrite nothing. */
import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { expect, it } from 'vitest';
import type { PhotosLibrary } from '../../support/photos-library/index.ts';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { assetOn, contentsOf } from '../../support/sync/compare.ts';
import { personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

const SERVER = { key: { permissions: ALL_PERMISSIONS } };
const QUIET = { outcome: 'nothing-new', problems: [] } as const;

async function fill(library: PhotosLibrary): Promise<string> {
  const one = await library.addAsset({ kind: 'photo', caption: 'One', keywords: ['Sea'], filename: 'IMG_0001.JPG' });
  const two = await library.addAsset({ kind: 'photo', edited: true, filename: 'IMG_0002.JPG' });
  const live = await library.addAsset({ kind: 'live', filename: 'IMG_0003.HEIC' });
  library.createAlbum('Holiday', { assets: [one, two] });
  library.createAlbum('Winter', { folder: library.createFolder('Years'), assets: [live, one] });
  return one;
}

/** The person has made something of it since: newer words, a tag, another name for an album, a picture more and one less. */
async function changeByHand(bench: Bench): Promise<string> {
  const person = personIn(bench.server);
  const sha1s = (name: string) => {
    const asset = manifestOf(bench).assets.find(({ originalFilename }) => originalFilename === name);
    return contentsOf(manifestOf(bench), asset?.uuid ?? '');
  };
  await person.setAsset(sha1s('IMG_0001.JPG'), { description: 'Newer words', isFavorite: true });
  await person.addTag(sha1s('IMG_0001.JPG'), 'Mine');
  await person.renameAlbum('Years / Winter', 'Snow');
  await person.addToAlbum('Snow', sha1s('IMG_0002.JPG'));
  return sha1s('IMG_0001.JPG');
}

async function synced(): Promise<{ readonly bench: Bench; readonly one: string }> {
  let one = '';
  const bench = await useBench({
    server: SERVER,
    fill: async (library) => {
      one = await fill(library);
    },
  });
  await bench.sync();
  await bench.server.idle();
  await bench.sync();
  return { bench, one };
}

it('without its ledger a sync finds everything again and changes nothing of it', async () => {
  const { bench } = await synced();
  const sha1 = await changeByHand(bench);
  const before = bench.server.snapshot();
  for (const ending of ['', '-wal', '-shm']) await rm(`${bench.paths.ledgerFile}${ending}`, { force: true });
  const report = await bench.sync();
  expect(report).toMatchObject({ parts: { uploaded: 0 }, albums: { created: 0 }, coverage: { complete: 3 } });
  await bench.server.idle();
  await bench.sync();
  expect(bench.server.snapshot()).toEqual(before);
  expect(assetOn(bench.server, sha1)).toMatchObject({ description: 'Newer words', tags: ['Mine', 'Sea'] });
  expect(await bench.sync()).toMatchObject(QUIET);
});

it('a second Mac of the same iCloud library finds everything, and the first goes on as before', async () => {
  const { bench } = await synced();
  await changeByHand(bench);
  const before = bench.server.snapshot();
  const second = await useBench({ made: { mac: 'second' }, fill });
  second.change((settings) => ({ ...settings, server: { ...settings.server, url: bench.server.url } }));
  const report = await second.sync({ apiKey: bench.server.apiKey });
  expect(report).toMatchObject({ problems: [], parts: { uploaded: 0 }, albums: { created: 0 } });
  await bench.server.idle();
  await second.sync({ apiKey: bench.server.apiKey });
  expect(bench.server.snapshot()).toEqual(before);
  expect(await bench.sync()).toMatchObject(QUIET);
  const log = (await bench.cli(['logs'])).stdout;
  expect(log).toContain(`${hostname().replace(/\.local$/, '')} has synced with this Immich account, too, last on`);
  expect(await second.sync({ apiKey: bench.server.apiKey })).toMatchObject(QUIET);
  expect(bench.server.snapshot()).toEqual(before);
});

it('a library that was built anew, with other UUIDs, keeps its albums, its words and what was left out', async () => {
  const { bench, one } = await synced();
  const left = await bench.photos.addAsset({ kind: 'photo', filename: 'IMG_0009.JPG' });
  await bench.sync();
  const person = personIn(bench.server);
  await person.trash(contentsOf(manifestOf(bench), left));
  await bench.sync();
  await bench.cli(['--json', 'trash', 'leave']);
  await person.emptyTrash();
  await changeByHand(bench);
  await bench.sync();
  const before = bench.server.snapshot();
  const anew = await useBench({
    made: { mac: 'second' },
    fill: async (library) => {
      await fill(library);
      await library.addAsset({ kind: 'photo', filename: 'IMG_0009.JPG' });
    },
  });
  expect(manifestOf(anew).assets.map(({ uuid }) => uuid)).not.toContain(one);
  bench.change((settings) => ({ ...settings, library: { ...settings.library, path: anew.libraryPath } }));
  expect(await bench.sync()).toMatchObject({
    problems: [],
    parts: { uploaded: 0 },
    albums: { created: 0 },
    coverage: { complete: 3, reasons: { 'left-out': 1 } },
  });
  await bench.server.idle();
  await bench.sync();
  expect(bench.server.snapshot()).toEqual(before);
  expect(await bench.sync()).toMatchObject(QUIET);
});

it('albums of a library without iCloud that was built anew, renamed as well, are the same albums', async () => {
  const fillAlbums = (names: readonly [string, string, string]) => async (library: PhotosLibrary) => {
    const assets = await library.addMany(
      Array.from({ length: 7 }, (_, index) => ({ kind: 'photo' as const, cloudGuid: null, filename: `${index}.jpg` })),
    );
    for (const [index, name] of names.entries())
      library.createAlbum(name, { assets: assets.slice(index * 2, index * 2 + 3) });
  };
  const bench = await useBench({ server: SERVER, made: { icloud: false }, fill: fillAlbums(['One', 'Two', 'Three']) });
  await bench.sync();
  await bench.server.idle();
  await bench.sync();
  const person = personIn(bench.server);
  const mine = await person.upload({ name: 'mine.jpg', bytes: Buffer.from('Not in Photos') });
  await person.addToAlbum('Two', mine);
  const anew = await useBench({
    made: { icloud: false, mac: 'second' },
    fill: fillAlbums(['First', 'Second', 'Third']),
  });
  bench.change((settings) => ({ ...settings, library: { ...settings.library, path: anew.libraryPath } }));
  const plan = JSON.parse((await bench.cli(['plan', '--json'])).stdout);
  expect(plan.albums.create).toEqual([]);
  expect(plan.changes.albums.rename).toHaveLength(3);
  expect(await bench.sync()).toMatchObject({
    problems: [],
    parts: { uploaded: 0 },
    albums: { created: 0, renamed: 3 },
  });
  const albums = bench.server.albums().toSorted((a, b) => (a.name < b.name ? -1 : 1));
  expect(albums.map(({ name, assets }) => [name, assets.length])).toEqual([
    ['First', 3],
    ['Second', 4],
    ['Third', 3],
  ]);
  await bench.server.idle();
  await bench.sync();
  expect(await bench.sync()).toMatchObject(QUIET);
});
