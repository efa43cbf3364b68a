/** What the phone has sent is the phone's: found, completed where it lacks something, and otherwise left as it is. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { assetOn, contentsOf } from '../../support/sync/compare.ts';
import { personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

const SERVER = { key: { permissions: ALL_PERMISSIONS } };

async function bytesOf(bench: Bench, uuid: string, kind: 'original' | 'live-video' = 'original'): Promise<Buffer> {
  const asset = manifestOf(bench).assets.find((candidate) => candidate.uuid === uuid);
  return readFile(asset?.parts.find((part) => part.kind === kind)?.path ?? '');
}

it('a file staged by a run whose upload failed and then sent by the phone is found, and gets its words', async () => {
  let uuid = '';
  const bench = await useBench({
    server: SERVER,
    fill: async (library) => {
      uuid = await library.addAsset({ kind: 'photo', caption: 'Words', keywords: ['Sea'], favorite: true });
    },
  });
  bench.server.faults.add({ kind: 'status', status: 500, match: { method: 'POST', path: '/assets' } });
  expect(await bench.sync()).toMatchObject({ coverage: { complete: 0 } });
  bench.server.faults.clear();
  const person = personIn(bench.server);
  await person.upload({ name: 'IMG_0001.JPG', bytes: await bytesOf(bench, uuid) });
  await bench.server.idle();
  expect(await bench.sync()).toMatchObject({ problems: [], parts: { uploaded: 0 }, coverage: { complete: 1 } });
  const view = () => assetOn(bench.server, contentsOf(manifestOf(bench), uuid));
  expect(view()).toMatchObject({ description: 'Words', tags: ['Sea'], isFavorite: true });
  await bench.server.idle();
  await bench.sync();
  // What was not ours before stays when Photos drops it only if it was there before us: this word was not.
  bench.photos.setKeywords(uuid, []);
  await bench.sync();
  expect(view().tags).toEqual([]);
});

it('the phone’s pair of still and film stays as it is where Photos has another film', async () => {
  let uuid = '';
  const bench = await useBench({
    server: SERVER,
    fill: async (library) => {
      uuid = await library.addAsset({ kind: 'live' });
      await library.addAsset({ kind: 'movie' });
    },
  });
  const person = personIn(bench.server);
  const video = manifestOf(bench).assets.find((asset) => asset.uuid !== uuid)?.uuid ?? '';
  const film = await person.upload({
    name: 'IMG_0001.MOV',
    bytes: Buffer.concat([await bytesOf(bench, video), Buffer.from('\0\0\0\x08free')]),
  });
  await person.upload({ name: 'IMG_0001.HEIC', bytes: await bytesOf(bench, uuid), filmId: film });
  await bench.server.idle();
  const still = contentsOf(manifestOf(bench), uuid);
  const before = assetOn(bench.server, still).liveVideo;
  expect(before).not.toBeNull();
  expect(await bench.sync()).toMatchObject({ problems: [], livePhotosLinked: 0 });
  await bench.server.idle();
  expect(await bench.sync({ isFull: true })).toMatchObject({ problems: [] });
  expect(assetOn(bench.server, still).liveVideo).toBe(before);
});

it('a hidden photo found in the timeline is hidden, unless the person wants otherwise', async () => {
  for (const hideFound of [true, false]) {
    let uuid = '';
    const bench = await useBench({
      server: SERVER,
      settings: (settings) => ({ ...settings, details: { ...settings.details, hideFound } }),
      fill: async (library) => {
        uuid = await library.addAsset({ kind: 'photo', hidden: true });
      },
    });
    const person = personIn(bench.server);
    await person.upload({ name: 'IMG_0001.JPG', bytes: await bytesOf(bench, uuid) });
    await bench.server.idle();
    await bench.sync();
    const sha1 = contentsOf(manifestOf(bench), uuid);
    expect(assetOn(bench.server, sha1).visibility).toBe(hideFound ? 'archive' : 'timeline');
    // A person who takes it out again has the last word.
    await person.unarchive(sha1);
    await bench.sync({ isFull: true });
    expect(assetOn(bench.server, sha1).visibility).toBe('timeline');
  }
});

it('a staging folder with an outbox of the person’s own keeps it', async () => {
  const bench = await useBench({ server: SERVER, fill: (library) => library.addAsset({ kind: 'photo' }) });
  const own = join(bench.paths.stagingFolder, '.outbox');
  await mkdir(own, { recursive: true });
  await writeFile(join(own, 'letter.txt'), 'mine');
  expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [] });
  expect(await readFile(join(own, 'letter.txt'), 'utf8')).toBe('mine');
});

it.each(['2.7.5', '3.1.0'])(
  'hidden pairs are stacked once on Immich %s, and a stack that a person takes apart stays so',
  async (version) => {
    let uuid = '';
    const bench = await useBench({
      server: { version, ...SERVER },
      fill: async (library) => {
        uuid = await library.addAsset({ kind: 'photo', hidden: true, edited: true });
      },
    });
    await bench.sync();
    await bench.server.idle();
    await bench.sync();
    const [original, edited] = [contentsOf(manifestOf(bench), uuid), contentsOf(manifestOf(bench), uuid, 'edited')];
    const covers = () => [original, edited].map((sha1) => assetOn(bench.server, sha1).stackPrimary);
    expect(covers()).toEqual([edited, edited]);
    await bench.photos.editPhoto(uuid);
    expect(await bench.sync()).toMatchObject({ problems: [], stacks: { changed: 1 } });
    const newer = contentsOf(manifestOf(bench), uuid, 'edited');
    expect(assetOn(bench.server, original).stackPrimary).toBe(newer);
    bench.photos.setHidden(uuid, false);
    await bench.server.idle();
    expect(await bench.sync()).toMatchObject({ problems: [] });
    expect(assetOn(bench.server, original)).toMatchObject({ stackPrimary: newer, visibility: 'timeline' });
    const person = personIn(bench.server);
    await person.unstack(newer);
    await bench.sync({ isFull: true });
    expect(assetOn(bench.server, original).stackPrimary).toBeNull();
  },
);
