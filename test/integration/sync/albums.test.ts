import { expect, it } from 'vitest';
import { manifestOf, useBench } from '../../support/sync/bench.ts';
import { albumsOn, expectedAlbums } from '../../support/sync/compare.ts';

it('keeps albums of one title apart, puts folders before titles, leaves slashes alone, makes no empty album', async () => {
  const bench = await useBench({
    fill: async (library) => {
      const [one, two, three, gone] = await Promise.all([
        library.addAsset({ kind: 'photo' }),
        library.addAsset({ kind: 'photo', edited: true }),
        library.addAsset({ kind: 'live' }),
        library.addAsset({ kind: 'photo', missing: ['original'] }),
      ]);
      const folder = library.createFolder('Travel');
      const nested = library.createFolder('Europe', { folder });
      library.createAlbum('Lisbon', { assets: [one] });
      library.createAlbum('Lisbon', { assets: [two, three] });
      library.createAlbum('Lisbon', { assets: [one, three], folder: nested });
      library.createAlbum('2019/20 & more', { assets: [three, two, one] });
      library.createAlbum('Nothing in it');
      library.createAlbum('Only in iCloud', { assets: [gone] });
    },
  });

  const report = await bench.sync();

  const manifest = manifestOf(bench);
  expect(report).toMatchObject({
    outcome: 'done',
    albums: { managed: 4, created: 4, assetsAdded: 8, assetsRemoved: 0 },
  });
  expect(albumsOn(bench.server)).toEqual(expectedAlbums(manifest));
  expect(albumsOn(bench.server).map(({ name }) => name)).toEqual([
    '2019/20 & more',
    'Lisbon',
    'Lisbon',
    'Travel / Europe / Lisbon',
  ]);
});

it('uses the separator that was chosen', async () => {
  const bench = await useBench({
    fill: async (library) => {
      const folder = library.createFolder('Travel');
      library.createAlbum('Lisbon', { folder, assets: [await library.addAsset({ kind: 'photo' })] });
    },
    settings: (settings) => ({ ...settings, library: { ...settings.library, albumSeparator: ' › ' } }),
  });
  await bench.sync();
  expect(bench.server.albums().map(({ name }) => name)).toEqual(['Travel › Lisbon']);
});

it('does not touch albums of the same name that somebody made in Immich', async () => {
  const bench = await useBench({
    fill: async (library) => {
      library.createAlbum('Holiday', { assets: [await library.addAsset({ kind: 'photo' })] });
    },
  });
  bench.server.addAlbum({ name: 'Holiday', description: 'mine' });

  await bench.sync();

  expect(bench.server.albums().map(({ name, description, assets }) => [name, description, assets.length])).toEqual(
    expect.arrayContaining([
      ['Holiday', 'mine', 0],
      ['Holiday', '', 1],
    ]),
  );
  expect(bench.server.albums()).toHaveLength(2);
});
