/** What a person does in Immich while a sync is in progress stays: what is changed was looked at right before. */
import { expect, it } from 'vitest';
import { manifestOf, useBench } from '../../support/sync/bench.ts';
import { assetOn, contentsOf } from '../../support/sync/compare.ts';
import { personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

const SERVER = { key: { permissions: ALL_PERMISSIONS } };

/** Photos whose captions were brought over and observed, and are others in Photos since. Immich leads. */
async function withNewCaptions(count: number, now?: () => number) {
  const uuids: string[] = [];
  const bench = await useBench({
    server: SERVER,
    ...(now === undefined ? {} : { now }),
    settings: (settings) => ({ ...settings, details: { ...settings.details, leader: 'immich' } }),
    fill: async (library) => {
      for (let index = 0; index < count; index += 1)
        uuids.push(await library.addAsset({ kind: 'photo', caption: `Words ${index}` }));
    },
  });
  await bench.sync();
  await bench.server.idle();
  await bench.sync();
  for (const [index, uuid] of uuids.entries()) bench.photos.setCaption(uuid, `New words ${index}`);
  return { bench, uuids };
}

it.each([3, 30])('a stack that a person makes while %i are being made is left as it is', async (count) => {
  const uuids: string[] = [];
  let plain = '';
  const bench = await useBench({
    server: { key: { permissions: ALL_PERMISSIONS.filter((name) => !name.startsWith('stack.')) } },
    fill: async (library) => {
      for (let index = 0; index < count; index += 1)
        uuids.push(await library.addAsset({ kind: 'photo', edited: true }));
      plain = await library.addAsset({ kind: 'photo' });
    },
  });
  await bench.sync();
  await bench.server.idle();
  const manifest = manifestOf(bench);
  const last = uuids.at(-1) ?? '';
  const [original, edited] = [contentsOf(manifest, last), contentsOf(manifest, last, 'edited')];
  const other = contentsOf(manifest, plain);
  const person = personIn(bench.server);
  // Of the edit on top, which a stack of ours with it on top would take along.
  const look = count > 20 ? '/stacks' : `/assets/${await person.idOf(edited)}`;
  bench.server.before('GET', look, () => person.stack(edited, other));
  const apiKey = bench.server.addKey({ permissions: ALL_PERMISSIONS });
  expect(await bench.sync({ apiKey })).toMatchObject({ problems: [], stacks: { made: count - 1 } });
  const covers = () => [edited, other, original].map((sha1) => assetOn(bench.server, sha1).stackPrimary);
  expect(covers()).toEqual([edited, edited, null]);
  await bench.sync({ apiKey });
  expect(await bench.sync({ apiKey })).toMatchObject({ outcome: 'nothing-new', problems: [] });
  expect(covers()).toEqual([edited, edited, null]);
});

it('a description that a person writes while captions are being set is kept, listed, and followed', async () => {
  const { bench, uuids } = await withNewCaptions(130);
  const person = personIn(bench.server);
  const theirs = contentsOf(manifestOf(bench), uuids[100] ?? '');
  // Right before the look, after the run has begun: long after everything was verified.
  bench.server.before('POST', /search\/metadata$/, () => person.setAsset(theirs, { description: 'By hand' }));
  const report = await bench.sync();
  expect(report.conflicts).toMatchObject([
    { field: 'description', immich: 'By hand', photos: 'New words 100', winner: 'immich' },
  ]);
  expect(report.details.descriptions).toBe(129);
  expect(assetOn(bench.server, theirs).description).toBe('By hand');
});

it('captions of a slow server are looked at again while they are being set', async () => {
  let late = 0;
  const { bench, uuids } = await withNewCaptions(60, () => Date.now() + late);
  const person = personIn(bench.server);
  const manifest = manifestOf(bench);
  const theirs = contentsOf(manifest, uuids[59] ?? '');
  const first = await person.idOf(contentsOf(manifest, uuids[0] ?? ''));
  // All were looked at, and the first is being set: that takes ten seconds.
  bench.server.before('PATCH', `/assets/${first}`, async () => {
    late = 10_000;
    await person.setAsset(theirs, { description: 'By hand' });
  });
  const report = await bench.sync();
  expect(assetOn(bench.server, theirs).description).toBe('By hand');
  expect(report.conflicts).toMatchObject([{ field: 'description', immich: 'By hand', winner: 'immich' }]);
  expect(report.details.descriptions).toBe(59);
  await bench.server.idle();
  await bench.sync();
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', problems: [] });
});

it('a tag of the person’s own stays when Photos drops the word, whoever had it first', async () => {
  const uuids: string[] = [];
  const bench = await useBench({
    server: SERVER,
    fill: async (library) => {
      uuids.push(await library.addAsset({ kind: 'photo' }));
      uuids.push(await library.addAsset({ kind: 'photo', keywords: ['Sea'] }));
    },
  });
  await bench.sync();
  await bench.server.idle();
  await bench.sync();
  const [own = '', ours = ''] = uuids.map((uuid) => contentsOf(manifestOf(bench), uuid));
  const person = personIn(bench.server);
  await person.addTag(own, 'Sea');
  bench.photos.setKeywords(uuids[0] ?? '', ['Sea', 'Sun']);
  await bench.sync();
  await bench.server.idle();
  await bench.sync();
  for (const uuid of uuids) bench.photos.setKeywords(uuid, []);
  await bench.sync();
  expect(assetOn(bench.server, own).tags).toEqual(['Sea']);
  expect(assetOn(bench.server, ours).tags).toEqual([]);
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', problems: [] });
});
