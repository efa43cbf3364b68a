/** A server that takes its time: Photos changes what a sync has sent before the server has read it. Nothing of that is lost. */
import { expect, it } from 'vitest';
import { manifestOf, useBench } from '../../support/sync/bench.ts';
import { assetOn, contentsOf } from '../../support/sync/compare.ts';
import { personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

it.each(['2.7.5', '3.1.0', '3.3.5'])(
  'what changes in Photos before Immich %s has read the upload arrives',
  async (version) => {
    let uuid = '';
    const bench = await useBench({
      server: { version, key: { permissions: ALL_PERMISSIONS } },
      fill: async (library) => {
        uuid = await library.addAsset({
          kind: 'movie',
          date: '2023-05-22T10:00:00+02:00',
          timeZone: 'Europe/Berlin',
          caption: 'Before',
          keywords: ['Before', 'Always'],
          favorite: true,
          hidden: true,
        });
      },
    });
    const seen = () => assetOn(bench.server, contentsOf(manifestOf(bench), uuid));
    bench.server.jobs.pause();
    expect(await bench.sync()).toMatchObject({ problems: [] });
    bench.server.jobs.resume();
    await bench.server.idle();
    expect(seen()).toMatchObject({
      description: 'Before',
      tags: ['Always', 'Before'],
      isFavorite: true,
      visibility: 'archive',
    });

    bench.photos.setDate(uuid, '2002-03-04T05:06:07+09:00', 'Asia/Tokyo');
    bench.photos.setCaption(uuid, 'After');
    bench.photos.setKeywords(uuid, ['After', 'Always']);
    bench.photos.setFavorite(uuid, false);
    bench.photos.setHidden(uuid, false);
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], conflicts: [] });
    await bench.server.idle();
    expect(seen()).toMatchObject({
      capturedAt: '2002-03-03T20:06:07.000Z',
      description: 'After',
      tags: ['After', 'Always'],
      isFavorite: false,
      visibility: 'timeline',
    });
    await bench.sync();
    expect(await bench.sync({ isFull: true })).toMatchObject({ outcome: 'nothing-new', problems: [] });
  },
);

it('what a person changes in Immich before it has read the upload stays', async () => {
  let uuid = '';
  const bench = await useBench({
    server: { key: { permissions: ALL_PERMISSIONS } },
    fill: async (library) => {
      uuid = await library.addAsset({ kind: 'photo', favorite: true, keywords: ['Ours'] });
    },
  });
  const sha1 = contentsOf(manifestOf(bench), uuid);
  bench.server.jobs.pause();
  await bench.sync();
  await personIn(bench.server).setAsset(sha1, { isFavorite: false, description: 'Mine' });
  bench.server.jobs.resume();
  await bench.server.idle();
  await bench.sync();
  expect(assetOn(bench.server, sha1)).toMatchObject({ isFavorite: false, description: 'Mine', tags: ['Ours'] });
});
