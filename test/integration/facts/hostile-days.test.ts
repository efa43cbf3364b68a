/** Days that nobody planned for, of the kinds that have gone wrong before: the number stays true, nothing of a person's is changed, nothing is doubled. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { expect, it, onTestFinished } from 'vitest';
import type { Note } from '../../../src/core/sync/history.ts';
import { startDemoImmich } from '../../support/demo-immich/index.ts';
import type { PhotosLibrary } from '../../support/photos-library/index.ts';
import { type Bench, type BenchOptions, manifestOf, useBench } from '../../support/sync/bench.ts';
import { assetOn, contentsOf } from '../../support/sync/compare.ts';
import { type PersonInImmich, personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

const QUIET = { outcome: 'nothing-new', problems: [] } as const;
const YEAR = 365 * 24 * 60 * 60_000;

interface Day {
  readonly bench: Bench;
  readonly person: PersonInImmich;
  readonly uuids: readonly string[];
  readonly album: string;
  readonly sha1Of: (index: number) => string;
}

/** So many photos with words, the first five in an album, all in step. */
async function inStep(count: number, options: Omit<BenchOptions, 'fill'> = {}): Promise<Day> {
  const uuids: string[] = [];
  let album = '';
  const bench = await useBench({
    server: { key: { permissions: ALL_PERMISSIONS } },
    ...options,
    fill: async (library: PhotosLibrary) => {
      for (let index = 0; index < count; index += 1)
        uuids.push(await library.addAsset({ kind: 'photo', caption: `Words ${index}`, keywords: ['Sea'] }));
      album = library.createAlbum('Holiday', { assets: uuids.slice(0, 5) });
    },
  });
  expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { complete: count } });
  await bench.server.idle();
  await bench.sync();
  expect(await bench.sync()).toMatchObject(QUIET);
  const sha1Of = (index: number) => contentsOf(manifestOf(bench), uuids[index] ?? '');
  return { bench, person: personIn(bench.server), uuids, album, sha1Of };
}

const sha1 = ({ parts }: ReturnType<typeof manifestOf>['assets'][number]) => parts[0]?.sha1 ?? '';
const albumNames = (bench: Bench) =>
  bench.server
    .albums()
    .map(({ name }) => name)
    .sort();

it('a clock that goes back by years, and forward again', async () => {
  let now = Date.now() + 3 * YEAR;
  const { bench, person, uuids, sha1Of } = await inStep(24, { now: () => now });
  const before = bench.server.snapshot();
  now -= 9 * YEAR;
  expect(await bench.sync()).toMatchObject({ ...QUIET, coverage: { complete: 24 } });
  await person.trash(sha1Of(0));
  bench.photos.setCaption(uuids[1] ?? '', 'Written in the past');
  expect(await bench.sync()).toMatchObject({
    problems: [],
    coverage: { complete: 23, reasons: { 'in-server-trash': 1 } },
  });
  now += 9 * YEAR;
  expect(await bench.sync()).toMatchObject({ problems: [], coverage: { complete: 23 } });
  expect(assetOn(bench.server, sha1Of(1)).description).toBe('Written in the past');
  await person.restore(sha1Of(0));
  await person.setAsset(sha1Of(1), { description: 'Words 1' });
  bench.photos.setCaption(uuids[1] ?? '', 'Words 1');
  await bench.sync();
  expect(await bench.sync()).toMatchObject({ ...QUIET, coverage: { complete: 24 } });
  expect(bench.server.snapshot()).toEqual(before);
});

it('the files that bear our note are deleted for good, and an album with them: neither is taken for a loss of the server', async () => {
  const { bench, person, sha1Of } = await inStep(80);
  const bearers = Array.from({ length: 80 }, (_, index) => sha1Of(index))
    .sort()
    .slice(0, 3);
  for (const sha1 of bearers) await person.deleteForGood(sha1);
  await bench.server.idle();
  await person.deleteAlbum('Holiday');
  expect(await bench.sync()).toMatchObject({
    problems: [],
    parts: { uploaded: 0 },
    coverage: { complete: 77, reasons: { 'deleted-in-immich': 3 } },
  });
  await bench.sync();
  expect(await bench.sync()).toMatchObject({ ...QUIET, coverage: { complete: 77 } });
  expect(bench.server.assets()).toHaveLength(77);
});

it('a server that is restored to the same old state twice heals twice', async () => {
  const { bench, album, uuids } = await inStep(8);
  const backup = await bench.server.backup();
  bench.photos.addToAlbum(album, uuids.slice(5));
  await bench.photos.addAsset({ kind: 'photo' });
  await bench.sync();
  await bench.server.idle();
  await bench.sync();
  const complete = bench.server.snapshot();
  for (let time = 0; time < 2; time += 1) {
    await bench.server.restore(backup);
    const healed = await bench.sync();
    expect(healed.problems.map(({ code }) => code)).toContain('server-went-back');
    await bench.server.idle();
    await bench.sync();
    expect(bench.server.snapshot()).toEqual(complete);
    expect(await bench.sync()).toMatchObject({ ...QUIET, coverage: { complete: 9 } });
  }
});

it('a server that lost files, got them again, and is then restored to a time before that went back in time', async () => {
  const { bench, person, uuids, sha1Of } = await inStep(30);
  const backup = await bench.server.backup();
  bench.photos.createAlbum('Later', { assets: uuids.slice(20) });
  await bench.sync();
  for (let index = 0; index < 30; index += 1) await person.deleteForGood(sha1Of(index));
  await bench.server.idle();
  await bench.sync();
  await bench.server.idle();
  await bench.sync();
  await bench.server.restore(backup);
  const healed = await bench.sync();
  expect(healed.problems.map(({ code }) => code)).toEqual(['server-went-back']);
  await bench.server.idle();
  await bench.sync();
  expect(albumNames(bench)).toEqual(['Holiday', 'Later']);
  expect(await bench.sync()).toMatchObject({ ...QUIET, coverage: { complete: 30 } });
});

it('a server that is restored to a time before the files that bear our note were sent went back in time', async () => {
  const { bench } = await inStep(5, { made: { seed: 7 } });
  const backup = await bench.server.backup();
  // So many that the lowest checksums are among them.
  const added = await bench.photos.addMany(Array.from({ length: 60 }, () => ({ kind: 'photo' }) as const));
  bench.photos.createAlbum('Later', { assets: manifestOf(bench).assets.map(({ uuid }) => uuid) });
  const all = manifestOf(bench).assets.toSorted((one, other) => (sha1(one) < sha1(other) ? -1 : 1));
  expect(all.slice(0, 3).map(({ uuid }) => added.includes(uuid))).toEqual([true, true, true]);
  await bench.sync();
  await bench.server.idle();
  await bench.sync();
  await bench.server.restore(backup);
  const healed = await bench.sync();
  expect(healed.problems.map(({ code }) => code)).toEqual(expect.arrayContaining(['server-went-back']));
  await bench.server.idle();
  await bench.sync();
  expect(albumNames(bench)).toEqual(['Holiday', 'Later']);
  expect(await bench.sync()).toMatchObject({ ...QUIET, coverage: { complete: 65 } });
});

it('new files bear our note now and are deleted for good: the former ones, which have it still, are up to date', async () => {
  const { bench, person, uuids } = await inStep(20, { made: { seed: 2 } });
  await bench.photos.addMany(Array.from({ length: 80 }, () => ({ kind: 'photo' }) as const));
  await bench.sync();
  await bench.server.idle();
  await bench.sync();
  const lowest = manifestOf(bench)
    .assets.toSorted((one, other) => (sha1(one) < sha1(other) ? -1 : 1))
    .slice(0, 3);
  expect(lowest.some(({ uuid }) => uuids.includes(uuid))).toBe(false);
  for (const asset of lowest) await person.deleteForGood(sha1(asset));
  await bench.server.idle();
  await person.deleteAlbum('Holiday');
  expect(await bench.sync()).toMatchObject({
    problems: [],
    coverage: { complete: 97, reasons: { 'deleted-in-immich': 3 } },
  });
  expect(await bench.sync()).toMatchObject(QUIET);
  expect(albumNames(bench)).toEqual([]);
});

it('a server that is restored in the midst of a sync: what that sync has sent is missed by the next', async () => {
  const { bench } = await inStep(6);
  const backup = await bench.server.backup();
  const added = await bench.photos.addMany([{ kind: 'photo' }, { kind: 'photo' }]);
  bench.photos.createAlbum('Later', { assets: added });
  bench.server.before('POST', '/albums', () => bench.server.restore(backup));
  await bench.sync();
  await bench.sync();
  await bench.server.idle();
  await bench.sync();
  expect(await bench.sync()).toMatchObject({ ...QUIET, coverage: { complete: 8 } });
  expect(bench.server.assets()).toHaveLength(8);
  expect(bench.server.albums().map(({ name, assets }) => [name, assets.length])).toEqual(
    expect.arrayContaining([
      ['Holiday', 5],
      ['Later', 2],
    ]),
  );
  expect(albumNames(bench)).toEqual(['Holiday', 'Later']);
});

it('a server that moves to another address is the same server', async () => {
  const { bench } = await inStep(4);
  const before = bench.server.snapshot();
  bench.change((settings) => ({
    ...settings,
    server: { ...settings.server, url: bench.server.url.replace('127.0.0.1', 'localhost') },
  }));
  expect(await bench.sync()).toMatchObject({
    problems: [],
    parts: { uploaded: 0 },
    albums: { created: 0 },
    coverage: { complete: 4 },
  });
  expect(await bench.sync()).toMatchObject(QUIET);
  expect(bench.server.snapshot()).toEqual(before);
});

it('a photo that is deleted in Photos and imported again is the one that is there', async () => {
  const { bench, person, uuids, album, sha1Of } = await inStep(6);
  const [first = ''] = uuids;
  const sha1 = sha1Of(0);
  await person.setAsset(sha1, { description: 'By hand' });
  await bench.sync();
  const path = (uuid: string) => manifestOf(bench).assets.find((asset) => asset.uuid === uuid)?.parts[0]?.path ?? '';
  const bytes = await readFile(path(first));
  bench.photos.trash(first);
  await bench.sync();
  const again = await bench.photos.addAsset({ kind: 'photo', caption: 'Words 0', keywords: ['Sea'] });
  await writeFile(path(again), bytes);
  bench.photos.addToAlbum(album, [again]);
  expect(await bench.sync()).toMatchObject({ problems: [], parts: { uploaded: 0 }, coverage: { complete: 6 } });
  await bench.sync();
  expect(await bench.sync()).toMatchObject(QUIET);
  expect(assetOn(bench.server, sha1).description).toBe('By hand');
  expect(bench.server.albums()[0]?.assets).toHaveLength(5);
  expect(bench.server.assets()).toHaveLength(6);
});

it('two albums that swap their names swap them on the server, each with its own pictures', async () => {
  const { bench, uuids, album } = await inStep(6);
  const other = bench.photos.createAlbum('Winter', { assets: uuids.slice(5) });
  await bench.sync();
  bench.photos.renameAlbum(album, 'Winter');
  bench.photos.renameAlbum(other, 'Holiday');
  expect(await bench.sync()).toMatchObject({ problems: [] });
  expect(await bench.sync()).toMatchObject(QUIET);
  expect(
    bench.server
      .albums()
      .map(({ name, assets }) => [name, assets.length])
      .sort(),
  ).toEqual([
    ['Holiday', 1],
    ['Winter', 5],
  ]);
});

it('an album deleted in Photos and made again is the one that is there', async () => {
  const { bench, uuids, album } = await inStep(6);
  bench.photos.deleteAlbum(album);
  await bench.sync();
  bench.photos.createAlbum('Holiday', { assets: uuids });
  expect(await bench.sync()).toMatchObject({ problems: [], albums: { created: 0, assetsAdded: 1 } });
  expect(bench.server.albums()).toMatchObject([{ name: 'Holiday', assets: { length: 6 } }]);
  expect(await bench.sync()).toMatchObject(QUIET);
});

it('another album of the name of one that was deleted in Photos takes nothing out of that', async () => {
  const { bench, uuids, album } = await inStep(6);
  bench.photos.deleteAlbum(album);
  await bench.sync();
  bench.photos.createAlbum('Holiday', { assets: uuids.slice(4) });
  expect(await bench.sync()).toMatchObject({ problems: [], albums: { created: 1 } });
  expect(
    bench.server
      .albums()
      .map(({ assets }) => assets.length)
      .sort(),
  ).toEqual([2, 5]);
  expect(await bench.sync()).toMatchObject(QUIET);
});

it('letters that are only written in another way are no change', async () => {
  const { bench, uuids, album } = await inStep(6);
  bench.photos.renameAlbum(album, 'Café'.normalize('NFC'));
  bench.photos.setCaption(uuids[0] ?? '', 'Äpfel'.normalize('NFC'));
  bench.photos.setKeywords(uuids[1] ?? '', ['Übung'.normalize('NFC')]);
  await bench.sync();
  await bench.server.idle();
  await bench.sync();
  const before = bench.server.snapshot();
  bench.photos.renameAlbum(album, 'Café'.normalize('NFD'));
  bench.photos.setCaption(uuids[0] ?? '', 'Äpfel'.normalize('NFD'));
  bench.photos.setKeywords(uuids[1] ?? '', ['Übung'.normalize('NFD')]);
  await bench.sync();
  expect(await bench.sync()).toMatchObject(QUIET);
  expect(bench.server.snapshot()).toEqual(before);
});

it('a keyword in other letters, and words with blanks and line breaks around them, come to rest', async () => {
  const { bench, uuids, sha1Of } = await inStep(6);
  bench.photos.setKeywords(uuids[0] ?? '', ['SEA', 'sea ']);
  bench.photos.setCaption(uuids[1] ?? '', '  Two lines\r\nwith blanks  ');
  await bench.sync();
  await bench.server.idle();
  await bench.sync();
  expect(await bench.sync()).toMatchObject(QUIET);
  expect(assetOn(bench.server, sha1Of(0)).tags.map((tag) => tag.toLowerCase())).toContain('sea');
  expect(assetOn(bench.server, sha1Of(1)).description).toContain('Two lines');
});

it('what a person has archived stays out of the timeline when Photos edits it later', async () => {
  const { bench, person, uuids, sha1Of } = await inStep(6);
  await person.archive(sha1Of(0));
  await bench.sync();
  await bench.photos.editPhoto(uuids[0] ?? '');
  expect(await bench.sync()).toMatchObject({ problems: [] });
  await bench.server.idle();
  await bench.sync();
  await bench.sync();
  const edited = contentsOf(manifestOf(bench), uuids[0] ?? '', 'edited');
  expect([assetOn(bench.server, sha1Of(0)).visibility, assetOn(bench.server, edited).visibility]).toEqual([
    'archive',
    'archive',
  ]);
  expect(await bench.sync()).toMatchObject(QUIET);
});

it('many thrown into the trash wait for the person, also after it is emptied, and are no loss', async () => {
  const { bench, person, sha1Of } = await inStep(30);
  for (let index = 0; index < 25; index += 1) await person.trash(sha1Of(index));
  expect(await bench.sync()).toMatchObject({
    problems: [],
    coverage: { complete: 5, reasons: { 'in-server-trash': 25 } },
  });
  await person.emptyTrash();
  await bench.server.idle();
  expect(await bench.sync()).toMatchObject({
    problems: [],
    parts: { uploaded: 0 },
    coverage: { complete: 5, reasons: { 'deleted-in-immich': 25 } },
  });
  expect(bench.server.assets()).toHaveLength(5);
});

it.each<[string, (note: Note) => unknown]>([
  ['is none of ours', () => ({ hello: 'world' })],
  [
    'counts to the end of numbers',
    ({ ledgers, ...rest }) => ({
      ...rest,
      ledgers: Object.fromEntries(
        Object.entries(ledgers).map(([ledger, said]) => [ledger, { ...said, sequence: Number.MAX_SAFE_INTEGER }]),
      ),
    }),
  ],
])('a note that %s is written anew, and then all is quiet', async (_name, change) => {
  const { bench, person, sha1Of, uuids } = await inStep(24);
  const headers = { 'x-api-key': bench.server.addKey({ permissions: ['all'] }), 'content-type': 'application/json' };
  for (const sha1 of uuids
    .map((_, index) => sha1Of(index))
    .sort()
    .slice(0, 3)) {
    const url = `${bench.server.url}/api/assets/${await person.idOf(sha1)}/metadata`;
    const { value } = (await (await fetch(`${url}/immich-sync`, { headers })).json()) as { readonly value: Note };
    const body = JSON.stringify({ items: [{ key: 'immich-sync', value: change(value) }] });
    expect((await fetch(url, { method: 'PUT', headers, body })).ok).toBe(true);
  }
  await bench.sync();
  bench.photos.setCaption(uuids[0] ?? '', 'Changed');
  await bench.sync();
  await bench.server.idle();
  await bench.sync();
  expect(await bench.sync()).toMatchObject({ ...QUIET, coverage: { complete: 24 } });
  expect(assetOn(bench.server, sha1Of(0)).description).toBe('Changed');
});

it('two Macs that sync for the first time at the same moment double no file, and come to rest', async () => {
  const fill = async (library: PhotosLibrary) => {
    const uuids = await library.addMany([{ kind: 'photo' }, { kind: 'photo', edited: true }, { kind: 'live' }]);
    library.createAlbum('Holiday', { assets: uuids });
  };
  const first = await useBench({ server: { key: { permissions: ALL_PERMISSIONS } }, fill });
  const second = await useBench({ made: { mac: 'second' }, fill });
  second.change((settings) => ({ ...settings, server: { ...settings.server, url: first.server.url } }));
  const apiKey = first.server.apiKey;
  await Promise.all([first.sync(), second.sync({ apiKey })]);
  await first.server.idle();
  for (let round = 0; round < 3; round += 1) {
    await first.sync();
    await second.sync({ apiKey });
    await first.server.idle();
  }
  const before = first.server.snapshot();
  expect(await first.sync()).toMatchObject({ outcome: 'nothing-new' });
  expect(await second.sync({ apiKey })).toMatchObject({ outcome: 'nothing-new' });
  expect(first.server.snapshot()).toEqual(before);
  expect(new Set(first.server.assets().map(({ checksum }) => checksum)).size).toBe(first.server.assets().length);
  process.stdout.write(
    `ALBUMS ${JSON.stringify(first.server.albums().map(({ name, assets }) => [name, assets.length]))}\n`,
  );
});

it('another server of the same person, set up anew and empty, is asked about, and the first keeps its number', async () => {
  const { bench } = await inStep(4);
  const other = await startDemoImmich({ key: { permissions: ALL_PERMISSIONS } });
  onTestFinished(() => other.stop());
  const use = (url: string) => bench.change((settings) => ({ ...settings, server: { ...settings.server, url } }));
  use(other.url);
  expect(await bench.sync({ apiKey: other.apiKey })).toMatchObject({
    outcome: 'failed',
    problems: [{ code: 'key-of-another-user' }],
    coverage: { complete: 0 },
  });
  expect(other.assets()).toEqual([]);
  use(bench.server.url);
  expect(await bench.sync()).toMatchObject({ ...QUIET, coverage: { complete: 4 } });
});

it('the export database and the staging folder are thrown away between two syncs', async () => {
  const { bench } = await inStep(4);
  await rm(bench.paths.stagingFolder, { recursive: true, force: true });
  await rm(bench.paths.runFolder, { recursive: true, force: true });
  expect(await bench.sync()).toMatchObject({ ...QUIET, coverage: { complete: 4 } });
  await bench.photos.addAsset({ kind: 'photo' });
  expect(await bench.sync()).toMatchObject({
    outcome: 'done',
    problems: [],
    parts: { uploaded: 1 },
    coverage: { complete: 5 },
  });
});
