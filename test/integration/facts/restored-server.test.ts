/** A server that was restored from a backup: everything that it lost comes back, nothing that is gone is taken for a person's doing. */
import { expect, it } from 'vitest';
import type { RequestMatch } from '../../support/demo-immich/index.ts';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { albumsOn, assetOn, contentsOf, expectedAlbums } from '../../support/sync/compare.ts';
import { personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

interface Uuids {
  readonly plain: string;
  readonly edited: string;
  readonly live: string;
  readonly pair: string;
  readonly album: string;
}

async function libraryOfAllKinds(version?: string): Promise<{ readonly bench: Bench; readonly uuids: Uuids }> {
  let uuids: Uuids | null = null;
  const bench = await useBench({
    server: { key: { permissions: ALL_PERMISSIONS }, ...(version === undefined ? {} : { version }) },
    fill: async (library) => {
      const plain = await library.addAsset({ kind: 'photo', caption: 'A plain one', keywords: ['Sea'] });
      const edited = await library.addAsset({ kind: 'photo', edited: true, favorite: true });
      const live = await library.addAsset({ kind: 'live' });
      const pair = await library.addAsset({ kind: 'raw-jpeg' });
      const album = library.createAlbum('Holiday', { assets: [plain, edited] });
      uuids = { plain, edited, live, pair, album };
    },
  });
  if (uuids === null) throw new Error('The library was not filled.');
  return { bench, uuids };
}

const contents = (bench: Bench, uuid: string, kind?: Parameters<typeof contentsOf>[2]) =>
  contentsOf(manifestOf(bench), uuid, kind);

const NOTHING_LEFT = { outcome: 'nothing-new', problems: [] } as const;

it.each(['2.7.5', '3.1.0'])(
  'heals albums, members, stacks, pairs and details of Immich %s, tells it once, and is quiet from then on',
  async (version) => {
    const { bench, uuids } = await libraryOfAllKinds(version);
    const { photos, server } = bench;
    await bench.sync();
    await server.idle();
    const backup = await server.backup();

    // What the server will have forgotten: one of each.
    await photos.editPhoto(uuids.plain);
    photos.addToAlbum(uuids.album, [uuids.live, uuids.pair]);
    photos.createAlbum('Later', { assets: [uuids.plain, uuids.live] });
    photos.setCaption(uuids.live, 'Written since');
    photos.setKeywords(uuids.plain, ['Sea', 'Sun']);
    photos.setFavorite(uuids.pair, true);
    const added = await photos.addAsset({ kind: 'live', caption: 'Taken since' });
    photos.addToAlbum(uuids.album, [added]);
    await bench.sync();
    await server.idle();
    await bench.sync();
    const complete = server.snapshot();
    await server.restore(backup);

    const healed = await bench.sync();
    expect(healed.problems.map(({ code }) => code).sort()).toEqual(['server-went-back', 'verified-files-lost']);
    expect(healed).toMatchObject({ outcome: 'partial', coverage: { complete: 5, reasons: {} } });
    await server.idle();
    const second = await bench.sync();
    expect(second.problems).toEqual([]);
    expect(albumsOn(server)).toEqual(expectedAlbums(manifestOf(bench)));
    expect(server.snapshot()).toEqual(complete);
    expect(await bench.sync()).toMatchObject(NOTHING_LEFT);
    expect(await bench.sync({ isFull: true })).toMatchObject(NOTHING_LEFT);
    expect(server.snapshot()).toEqual(complete);
  },
);

it.each<[string, RequestMatch, string]>([
  ['an album', { method: 'POST', path: /^\/api\/albums$/ }, 'albums-failed'],
  ['members of an album', { method: 'PUT', path: /^\/api\/albums\/.*assets$/ }, 'albums-failed'],
  ['a stack', { method: 'POST', path: /^\/api\/stacks$/ }, 'stacks-failed'],
])(
  'that cannot take %s back at once is still known as one that went back, until it has',
  async (_name, match, code) => {
    const { bench, uuids } = await libraryOfAllKinds();
    const { photos, server } = bench;
    await bench.sync();
    await server.idle();
    const backup = await server.backup();
    await photos.editPhoto(uuids.plain);
    photos.addToAlbum(uuids.album, [uuids.live]);
    photos.createAlbum('Later', { assets: [uuids.plain] });
    await bench.sync();
    await server.idle();
    await bench.sync();
    const complete = server.snapshot();
    await server.restore(backup);

    const fault = server.faults.add({ kind: 'status', status: 500, match });
    const first = await bench.sync();
    expect(first.problems.map((problem) => problem.code)).toEqual(expect.arrayContaining(['server-went-back', code]));
    expect(fault.used).toBeGreaterThan(0);
    fault.remove();
    const second = await bench.sync();
    expect(second.problems.map((problem) => problem.code)).toEqual(['server-went-back']);
    await server.idle();
    await bench.sync();
    expect(server.snapshot()).toEqual(complete);
    expect(await bench.sync()).toMatchObject(NOTHING_LEFT);
  },
);

it('is mended by a sync of everything, too, also from a time before the first album', async () => {
  const { bench, uuids } = await libraryOfAllKinds();
  const { server } = bench;
  const empty = await server.backup();
  await bench.sync();
  await server.idle();
  await bench.sync();
  const complete = server.snapshot();
  await server.restore(empty);
  const healed = await bench.sync({ isFull: true });
  expect(healed.problems.map(({ code }) => code)).toContain('verified-files-lost');
  expect(healed).toMatchObject({ coverage: { complete: 4, reasons: {} } });
  await server.idle();
  expect(await bench.sync()).toMatchObject({ problems: [] });
  expect(server.snapshot()).toEqual(complete);
  expect(assetOn(server, contents(bench, uuids.edited, 'edited')).isFavorite).toBe(true);
  expect(await bench.sync()).toMatchObject(NOTHING_LEFT);
});

it('gives back what a person has changed in Immich since only as far as Photos knows it, and takes nothing away', async () => {
  const { bench, uuids } = await libraryOfAllKinds();
  const { server } = bench;
  await bench.sync();
  await server.idle();
  await bench.sync();
  const person = personIn(server);
  const plain = contents(bench, uuids.plain);
  await person.setAsset(plain, { description: 'Better words' });
  await person.addTag(plain, 'Mine');
  const backup = await server.backup();
  bench.photos.setCaption(uuids.plain, 'Other words');
  await bench.sync();
  await server.restore(backup);
  await bench.sync();
  await server.idle();
  await bench.sync();
  expect(assetOn(server, plain)).toMatchObject({ description: 'Better words', tags: ['Mine', 'Sea'] });
  expect(await bench.sync()).toMatchObject(NOTHING_LEFT);
});
