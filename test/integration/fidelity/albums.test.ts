import { describe, expect, it } from 'vitest';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { albumsOn, sha1Of } from '../../support/sync/compare.ts';
import { type PersonInImmich, personIn } from '../../support/sync/in-immich.ts';

type ApiVersion = 'v2' | 'v3';

interface AlbumBench {
  readonly bench: Bench;
  readonly person: PersonInImmich;
  readonly album: string;
  readonly uuids: readonly string[];
  contents(index: number): string;
  membersOf(name: string): readonly string[] | undefined;
}

/** Three assets, the first two of them in the album `Holiday`; synced. */
async function albumBench(apiVersion: ApiVersion, settings?: NonNullable<Parameters<typeof useBench>[0]>['settings']) {
  let uuids: readonly string[] = [];
  let album = '';
  const bench = await useBench({
    server: { apiVersion },
    ...(settings === undefined ? {} : { settings }),
    fill: async (library) => {
      uuids = await Promise.all([1, 2, 3].map(() => library.addAsset({ kind: 'photo' })));
      album = library.createAlbum('Holiday', { assets: uuids.slice(0, 2) });
    },
  });
  await bench.sync();
  return {
    bench,
    person: personIn(bench.server),
    album,
    uuids,
    contents: (index) => {
      const asset = manifestOf(bench).assets.find(({ uuid }) => uuid === uuids[index]);
      return (asset && (sha1Of(asset, 'edited') ?? sha1Of(asset, 'original'))) ?? '';
    },
    membersOf: (name) => albumsOn(bench.server).find((found) => found.name === name)?.assets,
  } satisfies AlbumBench;
}

describe.each(['v2', 'v3'] as const)('albums on a server of API %s', (apiVersion) => {
  it('are renamed with Photos; where a person gave them another name in Immich, Photos leads and the run tells', async () => {
    const { bench, album, person } = await albumBench(apiVersion);
    bench.photos.renameAlbum(album, 'Lisbon');
    expect(await bench.sync()).toMatchObject({ outcome: 'done', albums: { renamed: 1, created: 0 } });
    expect(albumsOn(bench.server).map(({ name }) => name)).toEqual(['Lisbon']);

    await person.renameAlbum('Lisbon', 'My Lisbon');
    bench.photos.renameAlbum(album, 'Portugal');
    expect(await bench.sync()).toMatchObject({
      problems: [],
      albums: { renamed: 1, created: 0 },
      conflicts: [{ uuid: album, field: 'album-name', photos: 'Portugal', immich: 'My Lisbon', winner: 'photos' }],
    });
    expect(albumsOn(bench.server).map(({ name }) => name)).toEqual(['Portugal']);

    // Renamed in Immich alone, it keeps that name; and also where Immich leads.
    await person.renameAlbum('Portugal', 'Mine');
    expect(await bench.sync()).toMatchObject({ albums: { renamed: 0 }, conflicts: [] });
    bench.change((settings) => ({ ...settings, details: { ...settings.details, leader: 'immich' } }));
    bench.photos.renameAlbum(album, 'Algarve');
    expect(await bench.sync()).toMatchObject({ conflicts: [{ immich: 'Mine', winner: 'immich' }] });
    expect(albumsOn(bench.server).map(({ name }) => name)).toEqual(['Mine']);
  });

  it('lose what Photos takes out, keep what a person put in, and get nothing back that a person took out', async () => {
    const { bench, album, uuids, person, contents, membersOf } = await albumBench(apiVersion);
    await person.addToAlbum('Holiday', contents(2));
    await person.removeFromAlbum('Holiday', contents(0));
    // Photos adds what the person had added before: it stays the person's.
    bench.photos.addToAlbum(album, [uuids[2] ?? '']);
    await bench.sync();
    expect(membersOf('Holiday')).toEqual([contents(1), contents(2)].sort());

    bench.photos.removeFromAlbum(album, [...uuids.slice(1)]);
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], albums: { assetsRemoved: 1 } });
    expect(membersOf('Holiday')).toEqual([contents(2)]);

    bench.photos.addToAlbum(album, [uuids[1] ?? '']);
    expect(await bench.sync()).toMatchObject({ albums: { assetsAdded: 1 } });
    expect(membersOf('Holiday')).toEqual([contents(1), contents(2)].sort());
  });

  it('do not get the new edit of a picture that a person took out', async () => {
    const { bench, uuids, person, contents, membersOf } = await albumBench(apiVersion);
    await person.removeFromAlbum('Holiday', contents(0));
    await bench.photos.editPhoto(uuids[0] ?? '');
    await bench.photos.editPhoto(uuids[1] ?? '');
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], parts: { uploaded: 2 } });
    expect(membersOf('Holiday')).toEqual([contents(1)]);
    expect(await bench.sync({ isFull: true })).toMatchObject({ outcome: 'nothing-new' });
  });

  it('have the order and the cover that they have in Photos, unless a person chose others in Immich', async () => {
    const { bench, album, uuids, person, contents } = await albumBench(apiVersion);
    const look = (name = 'Holiday') => {
      const found = bench.server.albums().find((candidate) => candidate.name === name);
      return [found?.order, found?.cover];
    };
    // In the order in which they came in, which is that of their dates.
    expect(look()).toEqual(['asc', contents(0)]);
    bench.photos.setKeyPhoto(album, uuids[1] ?? '');
    bench.photos.sortAlbum(album, 'newest-first');
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], albums: { arranged: 1 } });
    expect(look()).toEqual(['desc', contents(1)]);

    // A new edit takes the cover of the file that it stands for.
    await bench.photos.editPhoto(uuids[1] ?? '');
    expect(await bench.sync()).toMatchObject({ problems: [], albums: { arranged: 1, assetsRemoved: 1 } });
    expect(look()).toEqual(['desc', contents(1)]);

    await person.setCover('Holiday', contents(0));
    expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new' });
    bench.photos.addToAlbum(album, [uuids[2] ?? '']);
    bench.photos.setKeyPhoto(album, uuids[2] ?? '');
    expect(await bench.sync()).toMatchObject({ problems: [], albums: { arranged: 0, assetsAdded: 1 } });
    expect(look()).toEqual(['desc', contents(0)]);

    // A cover that a person took out of the album is no problem.
    await person.removeFromAlbum('Holiday', contents(0));
    await person.setCover('Holiday', contents(2));
    bench.photos.setKeyPhoto(album, uuids[0] ?? '');
    bench.photos.sortAlbum(album, 'oldest-first');
    // A new one is told as made, not as arranged besides.
    const next = bench.photos.createAlbum('Next', { assets: [...uuids] });
    bench.photos.setKeyPhoto(next, uuids[1] ?? '');
    expect(await bench.sync()).toMatchObject({ problems: [], albums: { created: 1, assetsAdded: 3, arranged: 1 } });
    expect(look()).toEqual(['asc', contents(2)]);
    expect(look('Next')).toEqual(['asc', contents(1)]);
    expect(await bench.sync({ isFull: true })).toMatchObject({ outcome: 'nothing-new' });
  });

  it('of others that are shared with this user are left alone, whatever their name', async () => {
    const bench = await useBench({
      server: { apiVersion },
      settings: (settings) => ({ ...settings, albums: { ...settings.albums, adopt: ['Holiday'] } }),
      fill: async (library) => {
        library.createAlbum('Holiday', { assets: [await library.addAsset({ kind: 'photo' })] });
      },
    });
    const friend = bench.server.addUser({ name: 'Ada', email: 'ada@example.org' });
    bench.server.addAlbum({
      userId: friend,
      name: 'Holiday',
      sharedWith: [{ userId: bench.server.userId, role: 'editor' }],
    });
    const before = bench.server.albums(friend);
    expect(await bench.sync()).toMatchObject({ outcome: 'done', albums: { created: 1, assetsAdded: 1 } });
    expect(bench.server.albums(friend)).toEqual(before);
    expect(albumsOn(bench.server)).toHaveLength(1);
  });

  it('are not made again when a person deleted them, and nothing fails for it', async () => {
    const { bench, album, uuids, person } = await albumBench(apiVersion);
    await person.deleteAlbum('Holiday');
    bench.photos.addToAlbum(album, [uuids[2] ?? '']);
    expect(await bench.sync()).toMatchObject({ problems: [] });
    bench.photos.removeFromAlbum(album, [uuids[0] ?? '']);
    expect(await bench.sync()).toMatchObject({ problems: [], albums: { managed: 0, created: 0 } });
    expect(albumsOn(bench.server)).toEqual([]);
  });
});

it('stay as they are when Photos deletes them, or give back what is ours where that was chosen', async () => {
  const { bench, album, person, contents, membersOf } = await albumBench('v3');
  await person.addToAlbum('Holiday', contents(2));
  bench.photos.deleteAlbum(album);
  expect(await bench.sync()).toMatchObject({ problems: [], albums: { assetsRemoved: 0 } });
  expect(membersOf('Holiday')).toHaveLength(3);
  bench.change((settings) => ({ ...settings, albums: { ...settings.albums, emptyDeleted: true } }));
  expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], albums: { assetsRemoved: 2 } });
  expect(membersOf('Holiday')).toEqual([contents(2)]);
});

it('take one of the same name for their own only with consent, and only when there is no doubt', async () => {
  const bench = await useBench({
    settings: (settings) => ({ ...settings, albums: { ...settings.albums, adopt: ['Holiday', 'Twice'] } }),
    fill: async (library) => {
      const uuid = await library.addAsset({ kind: 'photo' });
      library.createAlbum('Holiday', { assets: [uuid] });
      library.createAlbum('Twice', { assets: [uuid] });
    },
  });
  for (const name of ['Holiday', 'Twice', 'Twice']) bench.server.addAlbum({ name, description: 'mine' });
  expect(await bench.sync()).toMatchObject({ outcome: 'done', albums: { managed: 2, created: 1, assetsAdded: 2 } });
  const albums = bench.server.albums().map(({ name, description, assets }) => [name, description, assets.length]);
  expect(albums).toHaveLength(4);
  expect(albums).toEqual(
    expect.arrayContaining([
      ['Holiday', 'mine', 1],
      ['Twice', '', 1],
      ['Twice', 'mine', 0],
    ]),
  );
});

it('can be chosen: only some, all but some, and only what is in those that are chosen', async () => {
  const albums: Record<string, string> = {};
  const uuids: string[] = [];
  const choose = (which: 'all' | 'only' | 'except', ...names: readonly string[]) =>
    bench.change((settings) => ({
      ...settings,
      albums: { ...settings.albums, which, chosen: names.map((name) => albums[name] ?? '') },
    }));
  const bench = await useBench({
    fill: async (library) => {
      for (let index = 0; index < 3; index += 1) uuids.push(await library.addAsset({ kind: 'photo' }));
      const folder = library.createFolder('Travel');
      albums.Lisbon = library.createAlbum('Lisbon', { folder, assets: uuids.slice(0, 1) });
      albums.Family = library.createAlbum('Family', { assets: uuids.slice(1, 2) });
    },
  });
  const names = () => albumsOn(bench.server).map(({ name }) => name);
  choose('only', 'Lisbon');
  bench.change((settings) => ({ ...settings, library: { ...settings.library, onlyInAlbums: true } }));
  expect(await bench.sync()).toMatchObject({ coverage: { assets: 1 }, albums: { managed: 1, created: 1 } });
  expect(names()).toEqual(['Travel / Lisbon']);

  choose('except', 'Lisbon');
  bench.change((settings) => ({ ...settings, library: { ...settings.library, onlyInAlbums: false } }));
  bench.photos.renameAlbum(albums.Lisbon ?? '', 'Lisboa');
  bench.photos.removeFromAlbum(albums.Lisbon ?? '', uuids.slice(0, 1));
  expect(await bench.sync()).toMatchObject({ coverage: { assets: 3 }, albums: { managed: 1, created: 1 } });
  // What is not chosen any more stays as it is.
  expect(albumsOn(bench.server)).toMatchObject([
    { name: 'Family' },
    { name: 'Travel / Lisbon', assets: { length: 1 } },
  ]);
  choose('all');
  bench.photos.addToAlbum(albums.Lisbon ?? '', uuids.slice(2));
  expect(await bench.sync()).toMatchObject({ problems: [], albums: { managed: 2, renamed: 1, assetsRemoved: 1 } });
});
