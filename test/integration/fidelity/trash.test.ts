import { describe, expect, it } from 'vitest';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { contentsOf } from '../../support/sync/compare.ts';
import { personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

const RESTORES = [{ method: 'POST', path: /^\/api\/trash/ }] as const;

/** A library of three, all on the server, of which the first two were thrown away in Immich. */
async function thrownAway(apiVersion: 'v2' | 'v3', permissions = ALL_PERMISSIONS) {
  const uuids: string[] = [];
  const bench = await useBench({
    server: { apiVersion, key: { permissions } },
    fill: async (library) => {
      for (let index = 0; index < 3; index += 1) uuids.push(await library.addAsset({ kind: 'photo' }));
    },
  });
  await bench.sync();
  const [first = '', second = ''] = uuids.map((uuid) => contentsOf(manifestOf(bench), uuid));
  const person = personIn(bench.server);
  await person.trash(first);
  await person.trash(second);
  expect(await bench.sync({ isFull: true })).toMatchObject({
    coverage: { assets: 3, complete: 1, absent: 2, reasons: { 'in-server-trash': 2 } },
  });
  return { bench, person, uuids, first, second };
}

const trash = (bench: Bench, ...args: string[]) => bench.cli(['--json', 'trash', ...args]);
const isTrashed = (bench: Bench, sha1: string) =>
  bench.server.assets().find(({ checksum }) => checksum === sha1)?.isTrashed;

describe.each(['v2', 'v3'] as const)('what was thrown away in Immich, on a server of API %s', (apiVersion) => {
  it('is restored when the person asks for it and the key may, and is proved at once', async () => {
    const { bench, uuids, first } = await thrownAway(apiVersion, [...ALL_PERMISSIONS, 'asset.delete']);
    expect((await trash(bench)).json()).toMatchObject([
      { uuid: expect.any(String), isLeftOut: false },
      { isLeftOut: false },
    ]);
    expect((await trash(bench, 'restore', uuids[0] ?? '')).json()).toEqual({
      choice: 'restore',
      assets: 1,
      restored: 1,
      toUpload: 0,
    });
    expect(isTrashed(bench, first)).toBe(false);
    expect((await bench.cli(['--json', 'status'])).json()).toMatchObject({
      coverage: { complete: 2, reasons: { 'in-server-trash': 1 } },
    });
    expect((await trash(bench, 'restore')).json()).toMatchObject({ assets: 1, restored: 1 });
    expect(await bench.sync()).toMatchObject({ coverage: { complete: 3, reasons: {} }, problems: [] });
  });

  it('is left out for good when the person says so, even when the trash is emptied, until it is brought back', async () => {
    const { bench, person, uuids, first, second } = await thrownAway(apiVersion, [...ALL_PERMISSIONS, 'asset.delete']);
    expect((await trash(bench, 'leave', uuids[0] ?? '')).json()).toMatchObject({ choice: 'leave', assets: 1 });
    const settledState = { complete: 1, reasons: { 'left-out': 1, 'in-server-trash': 1 } };
    expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', coverage: settledState });
    await trash(bench, 'leave');
    expect(await bench.sync()).toMatchObject({ problems: [], coverage: { reasons: { 'left-out': 2 } } });

    // Settled: the next run does not even ask about them, only looks at some proofs again.
    bench.server.requests.clear();
    expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new' });
    expect(bench.server.requests.count({ method: 'POST', path: /bulk-upload-check/ })).toBe(1);

    await person.emptyTrash();
    await bench.server.idle();
    expect(isTrashed(bench, first)).toBeUndefined();
    expect(await bench.sync({ isFull: true })).toMatchObject({
      parts: { uploaded: 0 },
      coverage: { complete: 1, absent: 2, reasons: { 'left-out': 2 } },
    });
    expect((await trash(bench, 'restore', '--left-out')).json()).toMatchObject({ assets: 2, restored: 0, toUpload: 2 });
    expect(await bench.sync()).toMatchObject({ parts: { uploaded: 2 }, coverage: { complete: 3, reasons: {} } });
    expect([isTrashed(bench, first), isTrashed(bench, second)]).toEqual([false, false]);
  });
});

describe('what was thrown away in Immich', () => {
  it('says plainly what the key may not do, and changes nothing', async () => {
    const { bench, first } = await thrownAway('v2');
    bench.server.requests.clear();
    const result = await trash(bench, 'restore');
    expect(result.exitCode).toBe(4);
    expect(result.json()).toMatchObject({ problems: [{ code: 'restore-forbidden', action: 'open-trash' }] });
    expect(bench.server.requests.count(RESTORES[0])).toBe(0);
    expect(isTrashed(bench, first)).toBe(true);
    expect((await bench.cli(['trash', 'restore'])).stderr).toContain('asset.delete');
  });

  it('counts again as there when the person restores it in Immich, whatever was chosen before', async () => {
    const { bench, person, first } = await thrownAway('v3');
    await trash(bench, 'leave');
    await person.restore(first);
    expect(await bench.sync({ isFull: true })).toMatchObject({
      coverage: { complete: 2, reasons: { 'left-out': 1 } },
    });
    // Thrown away a second time it is asked about anew.
    await person.trash(first);
    expect(await bench.sync({ isFull: true })).toMatchObject({
      coverage: { reasons: { 'left-out': 1, 'in-server-trash': 1 } },
    });
  });
});
