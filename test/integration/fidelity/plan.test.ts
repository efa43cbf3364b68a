import { expect, it } from 'vitest';
import type { PlanReport } from '../../../src/core/sync/preview.ts';
import { useBench } from '../../support/sync/bench.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

it('tells what would change on the server and changes nothing', async () => {
  let uuids: readonly string[] = [];
  let album = '';
  const bench = await useBench({
    server: { key: { permissions: ALL_PERMISSIONS } },
    fill: async (library) => {
      uuids = [
        await library.addAsset({ kind: 'photo', keywords: ['Sea'] }),
        await library.addAsset({ kind: 'photo', edited: true }),
      ];
      album = library.createAlbum('Holiday', { assets: uuids });
    },
  });
  const planned = async () => (await bench.cli(['plan', '--json'])).json<PlanReport>().changes;
  const nothing = {
    details: [],
    detailsCount: 0,
    stacks: [],
    stacksCount: 0,
    albums: { arrange: [], rename: [], takeOut: [] },
  };
  await bench.sync();
  expect(await planned()).toEqual(nothing);
  const before = bench.server.snapshot();
  bench.photos.setFavorite(uuids[0] ?? '', true);
  bench.photos.setKeywords(uuids[0] ?? '', ['Snow']);
  bench.photos.revertEdit(uuids[1] ?? '');
  bench.photos.renameAlbum(album, 'Lisbon');
  bench.photos.setKeyPhoto(album, uuids[1] ?? '');
  bench.photos.removeFromAlbum(album, [uuids[0] ?? '']);

  expect(await planned()).toEqual({
    details: [{ uuid: uuids[0], filename: 'IMG_0001.JPG', changes: ['favourite', '+Snow', '-Sea'] }],
    detailsCount: 1,
    stacks: [{ uuid: uuids[1], filename: 'IMG_0002.JPG' }],
    stacksCount: 1,
    albums: {
      arrange: ['Lisbon'],
      rename: [{ from: 'Holiday', to: 'Lisbon' }],
      takeOut: [{ album: 'Holiday', assets: 1 }],
    },
  });

  expect(bench.server.snapshot()).toEqual(before);
  expect(await bench.sync()).toMatchObject({ details: { favorites: 1, keywords: 2 }, stacks: { dissolved: 1 } });
  expect(await planned()).toEqual(nothing);
});
