/** Details by setting: stars, a parent for tags, who leads, the locked folder, hidden items that are not synced. */
import { describe, expect, it } from 'vitest';
import type { PartKind } from '../../../src/core/model/asset.ts';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { assetOn, sha1Of } from '../../support/sync/compare.ts';
import { personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

const key = { permissions: ALL_PERMISSIONS };

function contents(bench: Bench, uuid: string, kind: PartKind = 'original'): string {
  const asset = manifestOf(bench).assets.find((candidate) => candidate.uuid === uuid);
  const sha1 = asset === undefined ? null : sha1Of(asset, kind);
  if (sha1 === null) throw new Error(`There is no ${kind} of ${uuid}.`);
  return sha1;
}

const remote = (bench: Bench, uuid: string, kind?: PartKind) => assetOn(bench.server, contents(bench, uuid, kind));

describe.each(['v2', 'v3'] as const)('what can be chosen of details, on a server of API %s', (apiVersion) => {
  it('stars for favourites: given and taken by the same rule', async () => {
    const uuids: string[] = [];
    const bench = await useBench({
      server: { apiVersion, key },
      fill: async (library) => {
        for (const favorite of [true, true, true, false])
          uuids.push(await library.addAsset({ kind: 'photo', favorite, edited: !favorite }));
      },
    });
    const [one = '', two = '', three = '', four = ''] = uuids;
    await bench.sync();
    await bench.server.idle();
    const person = personIn(bench.server);
    await person.setAsset(contents(bench, two), { rating: 3 });
    bench.change((settings) => ({ ...settings, details: { ...settings.details, favoriteRating: true } }));
    const first = await bench.sync();
    expect(first).toMatchObject({ outcome: 'done', problems: [], details: { ratings: 3, favorites: 0 } });
    expect(first.conflicts).toMatchObject([{ uuid: two, field: 'rating', photos: '5', immich: '3', winner: 'photos' }]);
    expect([one, two, three, four].map((uuid) => remote(bench, uuid).rating)).toEqual([5, 5, 5, null]);

    // Changed in Immich only: left alone. No favourite any more: no stars. A new favourite: five, on its edit as well.
    await person.setAsset(contents(bench, one), { rating: 4 });
    bench.photos.setFavorite(three, false);
    bench.photos.setFavorite(four, true);
    expect(await bench.sync()).toMatchObject({ problems: [], conflicts: [], details: { ratings: 3 } });
    expect([one, two, three, four].map((uuid) => remote(bench, uuid).rating)).toEqual([4, 5, null, 5]);
    expect(remote(bench, four, 'edited').rating).toBe(5);
    expect(await bench.sync({ isFull: true })).toMatchObject({ outcome: 'nothing-new' });
  });

  it('a tag below which keywords come: a change of it moves our tags and nobody else’s', async () => {
    let uuid = '';
    let found = '';
    const bench = await useBench({
      server: { apiVersion, key },
      settings: (settings) => ({ ...settings, details: { ...settings.details, tagParent: 'From Photos / Mac' } }),
      fill: async (library) => {
        uuid = await library.addAsset({ kind: 'photo', keywords: ['Sea & <Sun>', 'Trip/2024'], edited: true });
        found = await library.addAsset({ kind: 'photo', keywords: ['Sea & <Sun>', 'Snow'] });
      },
    });
    const old = manifestOf(bench).assets.find((asset) => asset.uuid === found);
    await bench.server.addAsset({ name: 'old.jpg', source: old?.parts[0]?.path ?? '' });
    const person = personIn(bench.server);
    await person.addTag(contents(bench, found), 'From Photos/Mac/Snow');
    await person.addTag(contents(bench, found), 'Sea & <Sun>');

    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [] });
    await bench.server.idle();
    const tags = ['From Photos/Mac/Sea & <Sun>', 'From Photos/Mac/Trip/2024'];
    expect(remote(bench, uuid).tags).toEqual(tags);
    expect(remote(bench, uuid, 'edited').tags).toEqual(tags);
    expect(remote(bench, found).tags).toEqual(['From Photos/Mac/Sea & <Sun>', 'From Photos/Mac/Snow', 'Sea & <Sun>']);

    bench.change((settings) => ({ ...settings, details: { ...settings.details, tagParent: null } }));
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [] });
    expect(remote(bench, uuid).tags).toEqual(['Sea & <Sun>', 'Trip/2024']);
    // The one below the former parent was the person's.
    expect(remote(bench, found).tags).toEqual(['From Photos/Mac/Snow', 'Sea & <Sun>', 'Snow']);

    bench.change((settings) => ({ ...settings, details: { ...settings.details, tagParent: 'Photos' } }));
    bench.photos.setKeywords(uuid, ['Trip/2024', 'New']);
    await bench.sync();
    expect(remote(bench, uuid).tags).toEqual(['Photos/New', 'Photos/Trip/2024']);
    expect(remote(bench, found).tags).toEqual([
      'From Photos/Mac/Snow',
      'Photos/Sea & <Sun>',
      'Photos/Snow',
      'Sea & <Sun>',
    ]);
    expect(await bench.sync({ isFull: true })).toMatchObject({ outcome: 'nothing-new' });
  });
});

it('lets Immich lead where both changed, if that was chosen, and tells', async () => {
  const uuids: string[] = [];
  const bench = await useBench({
    server: { key },
    settings: (settings) => ({ ...settings, details: { ...settings.details, leader: 'immich' } }),
    fill: async (library) => {
      for (const caption of ['One', 'Two']) uuids.push(await library.addAsset({ kind: 'photo', caption }));
    },
  });
  const [one = '', two = ''] = uuids;
  await bench.sync();
  await bench.server.idle();
  await personIn(bench.server).setAsset(contents(bench, one), {
    description: 'Mine',
    dateTimeOriginal: '2011-01-01T00:00:00.000+00:00',
  });
  bench.photos.setCaption(one, 'One, anew');
  bench.photos.setDate(one, '2012-02-03T04:05:06+09:00', 'Asia/Tokyo');
  bench.photos.setCaption(two, 'Two, anew');
  const report = await bench.sync();
  expect(report).toMatchObject({ outcome: 'done', details: { descriptions: 1, dates: 0 } });
  expect(report.conflicts).toMatchObject([
    { field: 'description', photos: 'One, anew', immich: 'Mine', winner: 'immich' },
    { field: 'date', immich: '2011-01-01T00:00:00.000Z', winner: 'immich' },
  ]);
  expect(remote(bench, one)).toMatchObject({ description: 'Mine', capturedAt: '2011-01-01T00:00:00.000Z' });
  expect(remote(bench, two).description).toBe('Two, anew');
  expect(await bench.sync({ isFull: true })).toMatchObject({ outcome: 'nothing-new', conflicts: [] });
});

it('cannot bring back what it locked away, says so, and goes on when a person has', async () => {
  let uuid = '';
  let other = '';
  let album = '';
  const bench = await useBench({
    server: { key },
    settings: (settings) => ({ ...settings, details: { ...settings.details, hiddenAs: 'locked' } }),
    fill: async (library) => {
      uuid = await library.addAsset({ kind: 'photo', hidden: true });
      other = await library.addAsset({ kind: 'photo' });
      library.createAlbum('Holiday', { assets: [uuid, other] });
      album = library.createAlbum('Later', { assets: [other] });
    },
  });
  expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], albums: { assetsAdded: 2 } });
  // Nothing that happens to it while it is locked away is a problem.
  bench.photos.setFavorite(uuid, true);
  bench.photos.addToAlbum(album, [uuid]);
  expect(await bench.sync()).toMatchObject({ problems: [] });

  bench.photos.setHidden(uuid, false);
  expect(await bench.sync()).toMatchObject({
    outcome: 'partial',
    problems: expect.arrayContaining([expect.objectContaining({ code: 'locked-away' })]),
  });
  bench.server.unlock(contents(bench, uuid));
  expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], albums: { assetsAdded: 2 } });
  expect(remote(bench, uuid)).toMatchObject({ visibility: 'timeline', isFavorite: true });
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new' });
});

it('goes on hiding what is on the server where hidden items are not synced any more', async () => {
  let uuid = '';
  const bench = await useBench({
    server: { key },
    settings: (settings) => ({ ...settings, library: { ...settings.library, includeHidden: false } }),
    fill: async (library) => {
      uuid = await library.addAsset({ kind: 'photo' });
      await library.addAsset({ kind: 'photo', hidden: true });
    },
  });
  expect(await bench.sync()).toMatchObject({ coverage: { assets: 1, complete: 1 } });
  bench.photos.setHidden(uuid, true);
  expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { assets: 0 }, details: { visibility: 1 } });
  expect(remote(bench, uuid).visibility).toBe('archive');
});
