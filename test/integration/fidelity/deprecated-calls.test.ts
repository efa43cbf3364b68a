/** Whether what is said to a server of each version is still the way to say it there. */
import { expect, it } from 'vitest';
import { ImmichClient } from '../../../src/core/immich/client/client.ts';
import { useBench } from '../../support/sync/bench.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

/** immich-go 0.32.0 asks for these through the guard; they have no successor before 3.2, which it does not know. */
const OF_THE_UPLOADER = ['GET /server/features', 'GET /server/config'];

it.each(['2.4.1', '2.7.5', '3.1.0', '3.3.5'])(
  'to Immich %s no call is made that has a successor there',
  async (version) => {
    const uuids: string[] = [];
    const bench = await useBench({
      server: { version, key: { permissions: ALL_PERMISSIONS } },
      fill: async (library) => {
        uuids.push(
          await library.addAsset({
            kind: 'photo',
            favorite: true,
            caption: 'The sea',
            keywords: ['Sea'],
            edited: true,
          }),
          await library.addAsset({ kind: 'photo', hidden: true, edited: true }),
          await library.addAsset({ kind: 'live', location: { latitude: 38.7, longitude: -9.1 } }),
        );
      },
    });
    const [sea = '', hidden = '', live = ''] = uuids;
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [] });
    await bench.server.idle();
    bench.photos.setFavorite(sea, false);
    bench.photos.setCaption(sea, 'The other sea');
    bench.photos.setKeywords(sea, ['Portugal']);
    bench.photos.setHidden(hidden, false);
    bench.photos.setDate(live, '2020-02-03T04:05:06+09:00', 'Asia/Tokyo');
    await bench.photos.editPhoto(sea);
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], details: { favorites: 1 } });

    // Searches are for large libraries: here they are asked for by themselves.
    const client = new ImmichClient(
      { url: bench.server.url, headers: {}, certificateAuthorities: [] },
      bench.server.apiKey,
    );
    await client.server.version();
    const found = [client.search.assets(), client.search.taken(0, Date.now()), client.search.livePhotos()];
    for (const search of found) expect((await search.next()).done).toBe(false);

    const calls = Object.keys(bench.server.deprecations.list()).filter((call) => !OF_THE_UPLOADER.includes(call));
    expect(calls).toEqual([]);
    const changes = (method: string) =>
      bench.server.requests.count({ method, path: /^\/api\/assets(?:\/[\da-f-]{36})?$/ });
    expect([changes('PUT') > 0, changes('PATCH') > 0]).toEqual(version.startsWith('2') ? [true, false] : [false, true]);
  },
);
