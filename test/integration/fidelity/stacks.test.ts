import { describe, expect, it } from 'vitest';
import type { PhotosLibrary } from '../../support/photos-library/index.ts';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { assetOn, sha1Of } from '../../support/sync/compare.ts';
import { personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

type Kind = Parameters<typeof sha1Of>[1];

/** The contents of one file of an asset, as Photos has it now. */
function contents(bench: Bench, uuid: string, kind: Kind): string {
  const asset = manifestOf(bench).assets.find((candidate) => candidate.uuid === uuid);
  const sha1 = asset === undefined ? null : sha1Of(asset, kind);
  if (sha1 === null) throw new Error(`There is no ${kind} of ${uuid}.`);
  return sha1;
}

const coverOf = (bench: Bench, sha1: string) => assetOn(bench.server, sha1).stackPrimary;

async function stackBench(
  fill: (library: PhotosLibrary) => Promise<string>,
  server: Parameters<typeof useBench>[0] = {},
): Promise<{ readonly bench: Bench; readonly uuid: string }> {
  let uuid = '';
  const bench = await useBench({
    server: { key: { permissions: ALL_PERMISSIONS } },
    ...server,
    fill: async (library) => {
      uuid = await fill(library);
    },
  });
  return { bench, uuid };
}

describe.each(['v2', 'v3'] as const)('stacks on a server of API %s', (apiVersion) => {
  const server = { server: { apiVersion, key: { permissions: ALL_PERMISSIONS } } };

  it('puts an edit on its original, changes the stack with the edit, and dissolves it when the edit is undone', async () => {
    const { bench, uuid } = await stackBench((library) => library.addAsset({ kind: 'photo', edited: true }), server);
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], stacks: { made: 1 } });
    const original = contents(bench, uuid, 'original');
    const first = contents(bench, uuid, 'edited');
    expect([coverOf(bench, original), coverOf(bench, first)]).toEqual([first, first]);

    await bench.photos.editPhoto(uuid);
    expect(await bench.sync()).toMatchObject({
      outcome: 'done',
      problems: [],
      stacks: { made: 0, changed: 1 },
      formerEdits: 1,
    });
    const second = contents(bench, uuid, 'edited');
    expect(second).not.toBe(first);
    expect([coverOf(bench, original), coverOf(bench, first), coverOf(bench, second)]).toEqual([second, null, second]);

    bench.photos.revertEdit(uuid);
    expect(await bench.sync()).toMatchObject({
      outcome: 'done',
      problems: [],
      stacks: { dissolved: 1 },
      formerEdits: 2,
    });
    expect([original, first, second].map((sha1) => coverOf(bench, sha1))).toEqual([null, null, null]);
    expect(bench.server.assets().some((asset) => asset.isTrashed)).toBe(false);

    const before = bench.server.snapshot();
    expect(await bench.sync({ isFull: true })).toMatchObject({ outcome: 'nothing-new', problems: [] });
    expect(bench.server.snapshot()).toEqual(before);
  });

  it('puts RAW behind its JPEG, and both behind an edit', async () => {
    const { bench, uuid } = await stackBench((library) => library.addAsset({ kind: 'raw-jpeg' }), server);
    await bench.sync();
    const [jpeg, raw] = [contents(bench, uuid, 'original'), contents(bench, uuid, 'raw')];
    expect([coverOf(bench, jpeg), coverOf(bench, raw)]).toEqual([jpeg, jpeg]);

    await bench.photos.editPhoto(uuid);
    await bench.sync();
    const edited = contents(bench, uuid, 'edited');
    expect([jpeg, raw, edited].map((sha1) => coverOf(bench, sha1))).toEqual([edited, edited, edited]);

    bench.photos.revertEdit(uuid);
    await bench.sync();
    expect([jpeg, raw, edited].map((sha1) => coverOf(bench, sha1))).toEqual([jpeg, jpeg, null]);
  });
});

it('stacks the picked frames of a burst', async () => {
  let frames: readonly string[] = [];
  const { bench } = await stackBench(async (library) => {
    frames = await library.addBurst({ frames: 4, picked: [1, 3] });
    return '';
  });
  expect(await bench.sync()).toMatchObject({ outcome: 'done', stacks: { made: 1 } });
  const [one, three] = [contents(bench, frames[1] ?? '', 'original'), contents(bench, frames[3] ?? '', 'original')];
  const cover = coverOf(bench, one);
  expect([one, three]).toContain(cover);
  expect(coverOf(bench, three)).toBe(cover);
});

it('leaves the stack of a person alone, and does not make again what a person took apart', async () => {
  let uuids: readonly string[] = [];
  const { bench } = await stackBench(async (library) => {
    uuids = [await library.addAsset({ kind: 'photo', edited: true }), await library.addAsset({ kind: 'photo' })];
    return '';
  });
  const person = personIn(bench.server);
  await bench.sync();
  const [original, edited] = [contents(bench, uuids[0] ?? '', 'original'), contents(bench, uuids[0] ?? '', 'edited')];
  await person.unstack(original);
  await bench.photos.editPhoto(uuids[0] ?? '');
  expect(await bench.sync()).toMatchObject({ problems: [], stacks: { made: 0, changed: 0 } });
  expect([coverOf(bench, original), coverOf(bench, edited)]).toEqual([null, null]);

  const alone = contents(bench, uuids[1] ?? '', 'original');
  await person.stack(alone, original);
  await bench.photos.editPhoto(uuids[1] ?? '');
  await bench.sync();
  const later = contents(bench, uuids[1] ?? '', 'edited');
  expect([alone, original, later].map((sha1) => coverOf(bench, sha1))).toEqual([alone, alone, null]);
});

it('does everything but stack with a key that may not, and catches up when it may', async () => {
  const { bench } = await stackBench((library) => library.addAsset({ kind: 'photo', edited: true }), {
    server: { key: { permissions: ALL_PERMISSIONS.filter((name) => !name.startsWith('stack.')) } },
  });
  expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], stacks: { made: 0 } });
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', problems: [] });
  const apiKey = bench.server.addKey({ permissions: ALL_PERMISSIONS });
  expect(await bench.sync({ apiKey })).toMatchObject({ outcome: 'done', stacks: { made: 1 } });
});

it('goes on where it was cut off in the making of a stack', async () => {
  const { bench, uuid } = await stackBench((library) => library.addAsset({ kind: 'photo', edited: true }));
  // The stack is made, but the answer never arrives.
  const fault = bench.server.faults.add({
    match: { method: 'POST', path: '/stacks' },
    kind: 'reset',
    when: 'after-work',
  });
  expect(await bench.sync()).toMatchObject({ outcome: 'partial', stacks: { made: 0 } });
  expect(fault.used).toBeGreaterThan(0);
  bench.server.faults.clear();
  await bench.sync();
  const edited = contents(bench, uuid, 'edited');
  expect(coverOf(bench, contents(bench, uuid, 'original'))).toBe(edited);
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', problems: [] });
});

it('looks at many files with two questions, closely at what those do not show, and leaves alone what is a person’s', async () => {
  let uuids: readonly string[] = [];
  const { bench } = await stackBench(
    async (library) => {
      uuids = await library.addMany(Array.from({ length: 14 }, () => ({ kind: 'photo', edited: true }) as const));
      return '';
    },
    { server: { key: { permissions: ALL_PERMISSIONS.filter((name) => !name.startsWith('stack.')) } } },
  );
  await bench.sync();
  await bench.server.idle();
  const [covered, member, gone, locked, ...others] = uuids.map((uuid) => ({
    original: contents(bench, uuid, 'original'),
    edited: contents(bench, uuid, 'edited'),
  }));
  if (covered === undefined || member === undefined || gone === undefined || locked === undefined)
    throw new Error('The library is too small.');
  const person = personIn(bench.server);
  await person.stack(covered.original, member.original);
  await person.stack(covered.edited, gone.edited);
  await person.trash(gone.edited);
  await person.setAsset(locked.edited, { visibility: 'locked' }).catch(() => undefined);

  bench.server.requests.clear();
  const apiKey = bench.server.addKey({ permissions: ALL_PERMISSIONS });
  expect(await bench.sync({ apiKey })).toMatchObject({ problems: [], stacks: { made: others.length, changed: 0 } });
  for (const { original, edited } of others)
    expect([coverOf(bench, original), coverOf(bench, edited)]).toEqual([edited, edited]);
  expect([covered.original, member.original].map((sha1) => coverOf(bench, sha1))).toEqual(
    Array(2).fill(covered.original),
  );
  expect([covered.edited, gone.edited].map((sha1) => coverOf(bench, sha1))).toEqual(Array(2).fill(covered.edited));
  expect([member.edited, gone.original, locked.original].map((sha1) => coverOf(bench, sha1))).toEqual(
    Array(3).fill(null),
  );

  const count = (method: string, path: string | RegExp) => bench.server.requests.count({ method, path });
  expect(count('GET', '/stacks')).toBe(1);
  // Both files of the one that is locked; what lies in the trash is not verified, and nothing is made of it.
  expect(count('GET', /\/assets\/[\da-f-]{36}$/)).toBe(2);
});
