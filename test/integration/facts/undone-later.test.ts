/** What a sync sets the server's own jobs may undo later, when everything looked right for a while: only a later sync can see it. */
import { expect, it } from 'vitest';
import { patienceOf } from '../../../src/core/patience.ts';
import { type Bench, type BenchOptions, manifestOf, useBench } from '../../support/sync/bench.ts';
import { assetOn, contentsOf } from '../../support/sync/compare.ts';
import { personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

const COUNT = 12;
/** Every file's sidecar is written for so long that the whole sync comes to its end meanwhile. */
const SLOW_JOBS = { seed: 3, share: 1, requests: 500 };

async function synced(options: Pick<BenchOptions, 'patience' | 'server'> = {}) {
  let uuids: readonly string[] = [];
  const bench = await useBench({
    ...options,
    server: { key: { permissions: ALL_PERMISSIONS }, sidecarRace: SLOW_JOBS, ...options.server },
    fill: async (library) => {
      uuids = await library.addMany(
        Array.from({ length: COUNT }, () => ({ kind: 'photo' as const, caption: 'Before', keywords: ['Old', 'Kept'] })),
      );
    },
  });
  await syncQuietly(bench);
  await syncQuietly(bench);
  return { bench, uuids };
}

/** A sync, and all the time that the server needs behind it. */
async function syncQuietly(bench: Bench) {
  const report = await bench.sync();
  await bench.server.idle();
  return report;
}

const said = (bench: Bench, uuids: readonly string[]) =>
  uuids.map((uuid) => {
    const { description, tags } = assetOn(bench.server, contentsOf(manifestOf(bench), uuid));
    return { description, tags: [...tags].sort() };
  });

function changeAll({ photos }: Bench, uuids: readonly string[]): void {
  for (const [index, uuid] of uuids.entries()) {
    if (index % 2 === 0) photos.setCaption(uuid, 'After');
    photos.setKeywords(uuid, ['Kept', 'New']);
  }
}

const WANTED = Array.from({ length: COUNT }, (_, index) => ({
  description: index % 2 === 0 ? 'After' : 'Before',
  tags: ['Kept', 'New'],
}));

it('what looked right for a while and was undone later is set again by the next syncs, each call on its own', async () => {
  const { bench, uuids } = await synced();
  changeAll(bench, uuids);
  const first = await bench.sync();
  expect(first).toMatchObject({ outcome: 'done', problems: [] });
  // As the sync has left it, everything seems to be there.
  expect(said(bench, uuids)).toEqual(WANTED);
  await bench.server.idle();
  expect(said(bench, uuids)).not.toEqual(WANTED);
  for (let syncs = 0; syncs < 3; syncs += 1) expect(await syncQuietly(bench)).toMatchObject({ problems: [] });
  expect(said(bench, uuids)).toEqual(WANTED);
  bench.server.requests.clear();
  expect(await syncQuietly(bench)).toMatchObject({ outcome: 'nothing-new', problems: [] });
  expect(bench.server.requests.count({ method: 'GET', path: /^\/api\/assets\/[^/]+$/ })).toBe(0);
});

it('nothing is lost where the server gets the time that the sync gives it between two calls for a file', async () => {
  let bench: Bench | null = null;
  const made = await synced({
    patience: {
      ...patienceOf(0),
      settling: 10_000,
      wait: async (milliseconds) => {
        if (milliseconds >= 9_000) await bench?.server.idle();
      },
    },
  });
  bench = made.bench;
  changeAll(bench, made.uuids);
  await syncQuietly(bench);
  expect(said(bench, made.uuids)).toEqual(WANTED);
  expect(await syncQuietly(bench)).toMatchObject({ outcome: 'nothing-new', problems: [], details: NOTHING });
});

const NOTHING = { favorites: 0, visibility: 0, descriptions: 0, keywords: 0, dates: 0, places: 0, ratings: 0 };

it('what a person makes of it before the next sync stays; only the former value itself is taken for not kept', async () => {
  const { bench, uuids } = await synced({ server: { sidecarRace: { seed: 3, share: 0 } } });
  changeAll(bench, uuids);
  await syncQuietly(bench);
  const [theirs, , former] = uuids.map((uuid) => contentsOf(manifestOf(bench), uuid));
  const person = personIn(bench.server);
  await person.setAsset(theirs ?? '', { description: 'By hand' });
  await person.removeTag(theirs ?? '', 'Kept');
  await person.setAsset(former ?? '', { description: 'Before' });
  expect(await syncQuietly(bench)).toMatchObject({ problems: [], conflicts: [] });
  expect(assetOn(bench.server, theirs ?? '')).toMatchObject({ description: 'By hand', tags: ['New'] });
  expect(assetOn(bench.server, former ?? '').description).toBe('After');
  await person.setAsset(former ?? '', { description: 'Before' });
  await syncQuietly(bench);
  await syncQuietly(bench);
  // Set again, it counts as set in that sync: seen by the next, the former value is a person's from then on.
  expect(assetOn(bench.server, former ?? '').description).toBe('After');
  await person.setAsset(former ?? '', { description: 'Before' });
  expect(await syncQuietly(bench)).toMatchObject({ outcome: 'nothing-new', problems: [] });
  expect(assetOn(bench.server, former ?? '').description).toBe('Before');
});

it('what never sticks is set three times, told, and left', async () => {
  const { bench, uuids } = await synced({ server: { sidecarRace: { seed: 3, share: 0 } } });
  for (const uuid of uuids) bench.photos.setCaption(uuid, 'After');
  const person = personIn(bench.server);
  const contents = uuids.map((uuid) => contentsOf(manifestOf(bench), uuid));
  const undo = async () => {
    for (const sha1 of contents) await person.setAsset(sha1, { description: 'Before' });
  };
  for (let tries = 0; tries < 3; tries += 1) {
    expect(await syncQuietly(bench)).toMatchObject({ problems: [], details: { descriptions: COUNT } });
    await undo();
  }
  expect(await syncQuietly(bench)).toMatchObject({
    outcome: 'partial',
    problems: [{ code: 'details-not-kept' }],
    details: NOTHING,
  });
  expect(await syncQuietly(bench)).toMatchObject({ outcome: 'nothing-new', problems: [] });
});

it('many are looked at again in pages, whatever their number', async () => {
  const many = 120;
  let uuids: readonly string[] = [];
  const bench = await useBench({
    server: { key: { permissions: ALL_PERMISSIONS } },
    fill: async (library) => {
      uuids = await library.addMany(
        Array.from({ length: many }, () => ({ kind: 'photo' as const, caption: 'Before' })),
      );
    },
  });
  await syncQuietly(bench);
  await syncQuietly(bench);
  for (const uuid of uuids) bench.photos.setCaption(uuid, 'After');
  await syncQuietly(bench);
  bench.server.requests.clear();
  expect(await syncQuietly(bench)).toMatchObject({ outcome: 'nothing-new', problems: [] });
  const { requests } = bench.server;
  expect(requests.count({ method: 'GET', path: /^\/api\/assets\/[^/]+$/ })).toBe(0);
  // A page of what is in the timeline or archived: Immich 3.2 and newer answer both at once.
  expect(requests.count({ method: 'POST', path: '/search/metadata' })).toBe(1);
});
