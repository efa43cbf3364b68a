import { describe, expect, it } from 'vitest';
import type { PartKind } from '../../../src/core/model/asset.ts';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { assetOn, contentsOf } from '../../support/sync/compare.ts';
import { personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

const key = { permissions: ALL_PERMISSIONS };

const contents = (bench: Bench, uuid: string, kind?: PartKind) => contentsOf(manifestOf(bench), uuid, kind);

const remote = (bench: Bench, uuid: string, kind?: PartKind) => assetOn(bench.server, contents(bench, uuid, kind));

/** How many changes of assets and tags were asked for: by `PATCH` from Immich 3 on where that is offered. The note of ours on a few is none. */
const changes = ({ server }: Bench): number =>
  ['PUT', 'PATCH'].reduce(
    (sum, method) => sum + server.requests.count({ method, path: /^\/api\/(?:assets(?!\/metadata)|tags)/ }),
    0,
  );

describe.each(['v2', 'v3'] as const)('details on a server of API %s', (apiVersion) => {
  it('brings favourite, hidden, caption, keywords, date and place with the upload, and what changes later', async () => {
    const uuids: string[] = [];
    const bench = await useBench({
      server: { apiVersion, key },
      fill: async (library) => {
        uuids.push(
          await library.addAsset({ kind: 'photo', favorite: true, caption: 'The sea', keywords: ['Travel', 'Sea'] }),
          await library.addAsset({ kind: 'photo', hidden: true, edited: true, favorite: true }),
          await library.addAsset({ kind: 'live', location: { latitude: 38.7, longitude: -9.1 } }),
          await library.addAsset({ kind: 'movie', caption: 'Waves', keywords: ['Sea'] }),
        );
      },
    });
    const [sea = '', hidden = '', live = '', movie = ''] = uuids;
    expect(await bench.sync()).toMatchObject({
      outcome: 'done',
      problems: [],
      conflicts: [],
      details: { favorites: 3, visibility: 2, descriptions: 0, keywords: 0, dates: 0, places: 0 },
    });
    await bench.server.idle();
    expect(remote(bench, sea)).toMatchObject({
      isFavorite: true,
      visibility: 'timeline',
      description: 'The sea',
      tags: ['Sea', 'Travel'],
    });
    for (const kind of ['original', 'edited'] as const)
      expect(remote(bench, hidden, kind)).toMatchObject({ isFavorite: true, visibility: 'archive' });
    expect(remote(bench, live, 'live-video')).toMatchObject({ visibility: 'hidden', tags: [] });
    expect(remote(bench, movie)).toMatchObject({ description: 'Waves', tags: ['Sea'] });

    bench.photos.setFavorite(sea, false);
    bench.photos.setCaption(sea, null);
    bench.photos.setKeywords(sea, ['Travel', 'Portugal']);
    bench.photos.setHidden(hidden, false);
    bench.photos.setDate(live, '2020-02-03T04:05:06+09:00', 'Asia/Tokyo');
    bench.server.requests.clear();
    expect(await bench.sync()).toMatchObject({
      outcome: 'done',
      problems: [],
      conflicts: [],
      parts: { uploaded: 0 },
      details: { favorites: 1, visibility: 2, descriptions: 1, keywords: 2, dates: 1, places: 0 },
    });
    await bench.server.idle();
    expect(remote(bench, sea)).toMatchObject({ isFavorite: false, description: '', tags: ['Portugal', 'Travel'] });
    for (const kind of ['original', 'edited'] as const)
      expect(remote(bench, hidden, kind)).toMatchObject({ isFavorite: true, visibility: 'timeline' });
    // With a place Immich keeps the zone that came with the sidecar.
    expect(remote(bench, live)).toMatchObject({ capturedAt: '2020-02-02T19:05:06.000Z', timeZone: 'UTC+2' });

    bench.server.requests.clear();
    expect(await bench.sync({ isFull: true })).toMatchObject({ outcome: 'nothing-new' });
    expect(changes(bench)).toBe(0);
  });

  it('leaves alone what was changed in Immich only; where both changed, Photos wins and the run tells', async () => {
    const uuids: string[] = [];
    const bench = await useBench({
      server: { apiVersion, key },
      fill: async (library) => {
        uuids.push(
          await library.addAsset({ kind: 'photo', caption: 'One', keywords: ['Kept', 'Taken'] }),
          await library.addAsset({ kind: 'photo', caption: 'Two' }),
          await library.addAsset({ kind: 'photo', caption: 'Three' }),
        );
      },
    });
    const [one = '', two = '', three = ''] = uuids;
    await bench.sync();
    await bench.server.idle();
    const person = personIn(bench.server);
    await person.setAsset(contents(bench, one), { description: 'Mine', isFavorite: true, visibility: 'archive' });
    await person.addTag(contents(bench, one), 'My own');
    await person.removeTag(contents(bench, one), 'Taken');
    await person.setAsset(contents(bench, two), { description: 'Also mine' });
    await person.setAsset(contents(bench, three), { description: 'The same' });
    bench.photos.setKeywords(one, ['Kept', 'Taken', 'New']);
    bench.photos.setCaption(two, 'Two, anew');
    bench.photos.setCaption(three, 'The same');

    const report = await bench.sync();

    expect(report).toMatchObject({ outcome: 'done', problems: [], details: { descriptions: 1, keywords: 1 } });
    expect(report.conflicts).toEqual([
      {
        uuid: two,
        filename: expect.any(String),
        field: 'description',
        photos: 'Two, anew',
        immich: 'Also mine',
        winner: 'photos',
      },
    ]);
    expect(remote(bench, one)).toMatchObject({
      description: 'Mine',
      isFavorite: true,
      visibility: 'archive',
      tags: ['Kept', 'My own', 'New'],
    });
    expect(remote(bench, two).description).toBe('Two, anew');
    expect(remote(bench, three).description).toBe('The same');
  });
});

it.each([true, false])(
  'gives what was on the server before only what it lacks, and follows Photos from then on (hiding it: %s)',
  async (hideFound) => {
    const uuids: string[] = [];
    const bench = await useBench({
      server: { key },
      settings: (settings) => ({ ...settings, details: { ...settings.details, hideFound } }),
      fill: async (library) => {
        uuids.push(
          await library.addAsset({ kind: 'photo', caption: 'One', keywords: ['Sea'], favorite: true, hidden: true }),
          await library.addAsset({ kind: 'photo', caption: 'Two' }),
        );
      },
    });
    const [one = '', two = ''] = uuids;
    for (const asset of manifestOf(bench).assets)
      await bench.server.addAsset({ name: asset.originalFilename, source: asset.parts[0]?.path ?? '' });
    await bench.server.idle();
    const person = personIn(bench.server);
    await person.setAsset(contents(bench, two), { description: 'From the phone' });

    expect(await bench.sync()).toMatchObject({
      outcome: 'done',
      parts: { alreadyThere: 2, uploaded: 0 },
      conflicts: [],
    });

    expect(remote(bench, one)).toMatchObject({
      description: 'One',
      tags: ['Sea'],
      isFavorite: true,
      visibility: hideFound ? 'archive' : 'timeline',
    });
    expect(remote(bench, two).description).toBe('From the phone');
    bench.photos.setCaption(two, 'Later');
    const report = await bench.sync();
    expect(report.conflicts).toHaveLength(1);
    expect(remote(bench, two).description).toBe('Later');
  },
);

it('puts titles before captions, and hides in the locked folder, where that was chosen', async () => {
  let titled = '';
  let hidden = '';
  const bench = await useBench({
    server: { key },
    settings: (settings) => ({ ...settings, details: { ...settings.details, hiddenAs: 'locked', titles: true } }),
    fill: async (library) => {
      titled = await library.addAsset({ kind: 'photo', title: 'Harbour', caption: 'Before breakfast' });
      hidden = await library.addAsset({ kind: 'photo', hidden: true, edited: true });
    },
  });
  expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], coverage: { complete: 2 } });
  await bench.server.idle();
  expect(remote(bench, titled).description).toBe('Harbour\nBefore breakfast');
  for (const kind of ['original', 'edited'] as const) expect(remote(bench, hidden, kind).visibility).toBe('locked');
  expect(await bench.sync({ isFull: true })).toMatchObject({ outcome: 'nothing-new', coverage: { complete: 2 } });
});

it('changes many in few requests, and leaves alone what a person has locked away', async () => {
  let uuids: readonly string[] = [];
  const bench = await useBench({
    server: { key },
    fill: async (library) => {
      uuids = await library.addMany(Array.from({ length: 30 }, () => ({ kind: 'photo' as const })));
    },
  });
  await bench.sync();
  await bench.server.idle();
  for (const uuid of uuids) {
    bench.photos.setFavorite(uuid, true);
    bench.photos.setKeywords(uuid, ['Many']);
  }
  bench.server.requests.clear();
  expect(await bench.sync()).toMatchObject({ problems: [], details: { favorites: 30, keywords: 30 } });
  expect(changes(bench)).toBe(3);
  // Each is looked at right before it is changed; a few more, and they are looked at in pages.
  expect(bench.server.requests.count({ method: 'GET', path: /^\/api\/assets\/[^/]+$/ })).toBe(30);

  await personIn(bench.server)
    .setAsset(contents(bench, uuids[3] ?? ''), { visibility: 'locked' })
    .catch(() => {});
  for (const uuid of uuids) bench.photos.setFavorite(uuid, false);
  expect(await bench.sync()).toMatchObject({
    outcome: 'done',
    details: { favorites: 29 },
    problems: [],
  });
});

it('leaves keywords as they are with a key that may not tag, and catches up when it may', async () => {
  let uuid = '';
  const bench = await useBench({
    server: { key: { permissions: ALL_PERMISSIONS.filter((name) => !name.startsWith('tag.')) } },
    fill: async (library) => {
      uuid = await library.addAsset({ kind: 'photo' });
    },
  });
  await bench.sync();
  bench.photos.setKeywords(uuid, ['Sea']);
  expect(await bench.sync()).toMatchObject({ problems: [], details: { keywords: 0 } });
  expect(remote(bench, uuid).tags).toEqual([]);
  expect(await bench.sync({ apiKey: bench.server.addKey(key) })).toMatchObject({ details: { keywords: 1 } });
  expect(remote(bench, uuid).tags).toEqual(['Sea']);
});
