/** Faults that random catastrophes have found (see catastrophes.test.ts), each by itself. */
import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { assetOn, contentsOf } from '../../support/sync/compare.ts';
import { personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

/** A library of 30 photos, the first of them edited, with an album of the first two; all of it synced. */
async function synced() {
  const uuids: string[] = [];
  let album = '';
  const bench = await useBench({
    server: { key: { permissions: ALL_PERMISSIONS } },
    fill: async (library) => {
      for (let index = 0; index < 30; index += 1)
        uuids.push(await library.addAsset({ kind: 'photo', edited: index === 0, caption: `Words ${index}` }));
      album = library.createAlbum('Holiday', { assets: uuids.slice(1, 3) });
    },
  });
  expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [] });
  const sha1Of = (index: number, kind: 'original' | 'edited' = 'original') =>
    contentsOf(manifestOf(bench), uuids[index] ?? '', kind);
  const uuidOf = (index: number) => uuids[index] ?? '';
  return { bench, person: personIn(bench.server), album, uuidOf, sha1Of };
}

function loseRecords({ paths }: Bench): void {
  for (const end of ['', '-wal', '-shm']) rmSync(paths.ledgerFile + end, { force: true });
}

it('an album in which nothing is ours any more is not made again after a person deleted it', async () => {
  const { bench, person, album, uuidOf, sha1Of } = await synced();
  await person.addToAlbum('Holiday', sha1Of(9));
  bench.photos.removeFromAlbum(album, [uuidOf(1), uuidOf(2)]);
  await bench.sync();
  expect(bench.server.albums()).toMatchObject([{ name: 'Holiday', assets: [sha1Of(9)] }]);
  await person.deleteAlbum('Holiday');
  bench.photos.addToAlbum(album, [uuidOf(3)]);
  expect(await bench.sync()).toMatchObject({ problems: [], albums: { created: 0 } });
  expect(bench.server.albums()).toEqual([]);
});

it('what a person has locked away is put into no album, and not tried again by every run', async () => {
  const { bench, person, album, uuidOf, sha1Of } = await synced();
  await person.lock(sha1Of(5));
  bench.photos.addToAlbum(album, [uuidOf(5)]);
  expect(await bench.sync()).toMatchObject({ problems: [] });
  bench.server.requests.clear();
  // Something else that is new, so that the run looks at the albums.
  bench.photos.setFavorite(uuidOf(6), true);
  expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [] });
  expect(bench.server.requests.count({ method: 'PUT', path: /\/albums\/.*\/assets$/ })).toBe(0);
  bench.server.unlock(sha1Of(5));
  expect(await bench.sync({ isFull: true })).toMatchObject({ problems: [], albums: { assetsAdded: 1 } });
});

it('what was deleted for good and is back with a restored server is anybody’s: what a person wrote there stays', async () => {
  const { bench, person, uuidOf, sha1Of } = await synced();
  const backup = await bench.server.backup();
  await person.deleteForGood(sha1Of(4));
  await bench.server.idle();
  expect(await bench.sync()).toMatchObject({ coverage: { reasons: { 'deleted-in-immich': 1 } } });
  await bench.server.restore(backup);
  await person.setAsset(sha1Of(4), { description: 'Mine' });
  bench.photos.setCaption(uuidOf(4), 'Newer words');
  await bench.sync();
  await bench.sync();
  expect(assetOn(bench.server, sha1Of(4)).description).toBe('Mine');
});

it('a stack that we made is known for ours after the records were lost: a newer edit goes on top of it', async () => {
  const { bench, uuidOf, sha1Of } = await synced();
  loseRecords(bench);
  expect(await bench.sync()).toMatchObject({ problems: [], stacks: { made: 0 } });
  await bench.photos.editPhoto(uuidOf(0));
  await bench.sync();
  const edit = sha1Of(0, 'edited');
  expect([edit, sha1Of(0)].map((sha1) => assetOn(bench.server, sha1).stackPrimary)).toEqual([edit, edit]);
});

it('a stack that a person made otherwise is nobody’s but theirs after the records were lost', async () => {
  const { bench, person, uuidOf, sha1Of } = await synced();
  await person.unstack(sha1Of(0));
  await person.stack(sha1Of(0), sha1Of(0, 'edited'), sha1Of(7));
  loseRecords(bench);
  await bench.sync();
  await bench.photos.editPhoto(uuidOf(0));
  await bench.sync();
  expect(assetOn(bench.server, sha1Of(7)).stackPrimary).toBe(sha1Of(0));
  expect(assetOn(bench.server, sha1Of(0)).stackPrimary).toBe(sha1Of(0));
});

it('an album that was empty when the records were lost is known for ours when Photos fills it again', async () => {
  const { bench, album, uuidOf, sha1Of } = await synced();
  bench.photos.removeFromAlbum(album, [uuidOf(1), uuidOf(2)]);
  loseRecords(bench);
  await bench.sync();
  bench.photos.addToAlbum(album, [uuidOf(3)]);
  expect(await bench.sync()).toMatchObject({ problems: [], albums: { created: 0 } });
  expect(bench.server.albums()).toMatchObject([{ name: 'Holiday', assets: expect.arrayContaining([sha1Of(3)]) }]);
});
