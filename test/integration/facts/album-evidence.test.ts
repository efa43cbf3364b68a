/** Whose an album is, and whether it is gone, follows from evidence: a refusal, a wrong answer or a name alone is none. */
import { rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { assetOn, contentsOf } from '../../support/sync/compare.ts';
import { personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

async function withAlbum(): Promise<{
  readonly bench: Bench;
  readonly uuids: readonly string[];
  readonly album: string;
  readonly sha1: (index: number) => string;
}> {
  const uuids: string[] = [];
  let album = '';
  const bench = await useBench({
    server: { key: { permissions: ALL_PERMISSIONS } },
    fill: async (library) => {
      for (let index = 0; index < 3; index += 1) uuids.push(await library.addAsset({ kind: 'photo' }));
      album = library.createAlbum('Holiday', { assets: uuids.slice(0, 2) });
    },
  });
  return { bench, uuids, album, sha1: (index) => contentsOf(manifestOf(bench), uuids[index] ?? '') };
}

const namesOn = (bench: Bench) =>
  bench.server
    .albums()
    .map(({ name }) => name)
    .sort();

it.each([400, 500])(
  'an album whose making fails with %i is made by the next run; one of that name that a person makes meanwhile is theirs',
  async (status) => {
    const { bench, album, uuids, sha1 } = await withAlbum();
    bench.server.faults.add({ kind: 'status', status, match: { method: 'POST', path: '/albums' }, times: 1 });
    expect(await bench.sync()).toMatchObject({ outcome: 'partial', problems: [{ code: 'albums-failed' }] });
    const person = personIn(bench.server);
    await person.createAlbum('Holiday', [sha1(2)]);
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], albums: { created: 1 } });
    expect(namesOn(bench)).toEqual(['Holiday', 'Holiday']);

    bench.photos.renameAlbum(album, 'Trip');
    bench.photos.removeFromAlbum(album, [uuids[0] ?? '']);
    await bench.sync();
    expect(namesOn(bench)).toEqual(['Holiday', 'Trip']);
    expect(bench.server.albums().find(({ name }) => name === 'Holiday')?.assets).toEqual([sha1(2)]);
    expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', problems: [] });
  },
);

it('an empty album of that name that a person makes after a failed making is theirs', async () => {
  const { bench } = await withAlbum();
  bench.server.faults.add({ kind: 'status', status: 500, match: { method: 'POST', path: '/albums' }, times: 1 });
  await bench.sync();
  const person = personIn(bench.server);
  await person.createAlbum('Holiday', []);
  await bench.sync();
  expect(
    bench.server
      .albums()
      .map(({ assets }) => assets.length)
      .sort(),
  ).toEqual([0, 2]);
});

it('one refusal and one wrong empty list give no album up', async () => {
  const { bench, album, uuids, sha1 } = await withAlbum();
  await bench.sync();
  const id = await personIn(bench.server).albumId('Holiday');
  bench.photos.addToAlbum(album, [uuids[2] ?? '']);
  bench.server.faults.add({
    kind: 'status',
    status: 400,
    match: { method: 'PUT', path: `/albums/${id}/assets` },
    times: 1,
  });
  bench.server.faults.add({
    kind: 'status',
    status: 200,
    body: [],
    match: { method: 'GET', path: '/albums' },
    times: 1,
  });
  await bench.sync();
  await bench.sync();
  expect(bench.server.albums()).toMatchObject([{ name: 'Holiday' }]);
  expect(bench.server.albums()[0]?.assets).toEqual([sha1(0), sha1(1), sha1(2)].sort());
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', problems: [] });
});

it('an album emptied and filled again in Photos does not put back what a person had taken out in Immich', async () => {
  const { bench, album, uuids, sha1 } = await withAlbum();
  await bench.sync();
  const person = personIn(bench.server);
  await person.removeFromAlbum('Holiday', sha1(0));
  const both = uuids.slice(0, 2);
  bench.photos.removeFromAlbum(album, both);
  await bench.sync();
  expect(bench.server.albums()[0]?.assets).toEqual([]);
  bench.photos.addToAlbum(album, both);
  await bench.sync();
  expect(bench.server.albums()[0]?.assets).toEqual([sha1(1)]);
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', problems: [] });
});

it('an album deleted by a person is not made again, and comes back to life with them', async () => {
  const { bench, album, uuids } = await withAlbum();
  await bench.sync();
  const person = personIn(bench.server);
  const backup = await bench.server.backup();
  await person.deleteAlbum('Holiday');
  bench.photos.addToAlbum(album, [uuids[2] ?? '']);
  expect(await bench.sync()).toMatchObject({ problems: [], albums: { created: 0, assetsAdded: 0 } });
  expect(await bench.sync({ isFull: true })).toMatchObject({ problems: [] });
  expect(namesOn(bench)).toEqual([]);
  await bench.server.restore(backup);
  await bench.sync();
  expect(bench.server.albums()[0]?.assets).toHaveLength(3);
});

it('an album of the person with some of the pictures is asked about, and then used or left as they say', async () => {
  const { bench, sha1 } = await withAlbum();
  await bench.sync();
  const person = personIn(bench.server);
  await rm(bench.paths.ledgerFile, { force: true });
  await person.deleteAlbum('Holiday');
  await person.createAlbum('Holiday', [sha1(0), sha1(2)]);
  const asked = await bench.sync();
  expect(asked.problems).toMatchObject([{ code: 'albums-ambiguous' }]);
  expect(bench.server.albums()).toMatchObject([{ assets: [sha1(0), sha1(2)].sort() }]);
  bench.change((settings) => ({ ...settings, albums: { ...settings.albums, separate: ['Holiday'] } }));
  expect(await bench.sync()).toMatchObject({ problems: [], albums: { created: 1 } });
  expect(
    bench.server
      .albums()
      .map(({ assets }) => [...assets])
      .sort(),
  ).toEqual([[sha1(0), sha1(1)].sort(), [sha1(0), sha1(2)].sort()].sort());
  expect(assetOn(bench.server, sha1(0)).isTrashed).toBe(false);
});
