/** What a person has put into Immich's locked folder no key can see: it stays there, with all that comes to it, and troubles no sync. */
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { AssetFacts } from '../../../src/core/sync/verify-facts.ts';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { assetOn, contentsOf } from '../../support/sync/compare.ts';
import { personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

const QUIET = { outcome: 'nothing-new', problems: [] } as const;
const viewOf = (bench: Bench, uuid: string, kind?: Parameters<typeof contentsOf>[2]) =>
  assetOn(bench.server, contentsOf(manifestOf(bench), uuid, kind));

/** What `verify` tells of the details of an asset's files. */
async function detailsOf(bench: Bench, uuid: string) {
  const { stdout } = await bench.cli(['--json', 'verify']);
  const lines = stdout.split('\n').filter((line) => line !== '');
  const asset = lines.map((line) => JSON.parse(line) as Partial<AssetFacts>).find((line) => line.uuid === uuid);
  return asset?.parts?.flatMap(({ details }) => details ?? []) ?? [];
}

it.each(['2.7.5', '3.1.0'])(
  'no sync fails for it, and a later edit does not appear in the timeline of Immich %s',
  async (version) => {
    let [uuid, live, album] = ['', '', ''];
    const bench = await useBench({
      server: { version, key: { permissions: ALL_PERMISSIONS } },
      fill: async (library) => {
        uuid = await library.addAsset({ kind: 'photo', caption: 'Private' });
        live = await library.addAsset({ kind: 'live' });
        album = library.createAlbum('Holiday', { assets: [live] });
      },
    });
    await bench.sync();
    await bench.server.idle();
    await bench.sync();
    const person = personIn(bench.server);
    await person.lock(contentsOf(manifestOf(bench), uuid));
    expect(await bench.sync()).toMatchObject({ ...QUIET, coverage: { complete: 2 } });

    bench.photos.addToAlbum(album, [uuid]);
    bench.photos.setCaption(uuid, 'Still private');
    bench.photos.setKeywords(uuid, ['Secret']);
    expect(await bench.sync()).toMatchObject({ problems: [] });
    expect(await bench.sync()).toMatchObject(QUIET);

    await bench.photos.editPhoto(uuid);
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], coverage: { complete: 2 } });
    await bench.server.idle();
    expect(await bench.sync()).toMatchObject({ problems: [] });
    expect(await bench.sync()).toMatchObject(QUIET);
    expect([viewOf(bench, uuid).visibility, viewOf(bench, uuid, 'edited').visibility]).toEqual(['locked', 'locked']);
    expect(viewOf(bench, live).visibility).toBe('timeline');
  },
);

it('what was set on a file that is locked away before anybody saw it stays expected, and is not asked about again', async () => {
  let uuid = '';
  const bench = await useBench({
    server: { key: { permissions: ALL_PERMISSIONS } },
    fill: async (library) => {
      uuid = await library.addAsset({ kind: 'photo' });
    },
  });
  await bench.sync();
  await bench.server.idle();
  await bench.sync();
  bench.photos.setCaption(uuid, 'Private');
  expect(await bench.sync()).toMatchObject({ details: { descriptions: 1 } });
  await personIn(bench.server).lock(contentsOf(manifestOf(bench), uuid));
  expect(await bench.sync()).toMatchObject({ problems: [] });

  expect(await detailsOf(bench, uuid)).toEqual([{ state: 'expected', observedAt: null }]);
  bench.server.requests.clear();
  expect(await bench.sync()).toMatchObject(QUIET);
  expect(bench.server.requests.count({ method: 'GET', path: /^\/api\/assets\/[\da-f-]{36}$/ })).toBe(0);
});

it('a Live Photo of the phone that is locked away is left as it is', async () => {
  let live = '';
  const bench = await useBench({
    server: { key: { permissions: ALL_PERMISSIONS } },
    fill: async (library) => {
      live = await library.addAsset({ kind: 'live' });
    },
  });
  const person = personIn(bench.server);
  for (const part of manifestOf(bench).assets[0]?.parts ?? [])
    await person.upload({
      name: part.kind === 'original' ? 'IMG_1.HEIC' : 'IMG_1.MOV',
      bytes: await readFile(part.path),
    });
  await bench.server.idle();
  await person.lock(contentsOf(manifestOf(bench), live));
  expect(await bench.sync()).toMatchObject({ problems: [], coverage: { complete: 1 }, parts: { uploaded: 0 } });
  expect(await bench.sync()).toMatchObject({ problems: [] });
});
