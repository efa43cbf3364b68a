/** What was verified once is asked about again by each run, and what the server answers counts. */
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { contentsOf } from '../../support/sync/compare.ts';
import { type PersonInImmich, personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

interface Synced {
  readonly bench: Bench;
  readonly person: PersonInImmich;
  readonly uuids: readonly string[];
  readonly sha1Of: (index: number) => string;
}

/** A library of so many photos, all of them verified. */
async function synced(count: number, options: { readonly version?: string } = {}): Promise<Synced> {
  const uuids: string[] = [];
  const bench = await useBench({
    server: { key: { permissions: ALL_PERMISSIONS }, ...options },
    fill: async (library) => {
      for (let index = 0; index < count; index += 1)
        uuids.push(await library.addAsset({ kind: 'photo', caption: `Words ${index}`, keywords: ['Sea'] }));
      library.createAlbum('All', { assets: uuids });
    },
  });
  expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { complete: count } });
  const sha1Of = (index: number) => contentsOf(manifestOf(bench), uuids[index] ?? '');
  return { bench, person: personIn(bench.server), uuids, sha1Of };
}

const statusOf = async (bench: Bench) => (await bench.cli(['--json', 'status'])).json();

it('a photo thrown into the trash is not counted any more by the very next run, and not sent again when the trash is emptied', async () => {
  const { bench, person, sha1Of } = await synced(30);
  await person.trash(sha1Of(0));
  expect(await bench.sync()).toMatchObject({
    outcome: 'done',
    coverage: { complete: 29, reasons: { 'in-server-trash': 1 } },
    findings: { trashed: 1, deleted: 0 },
  });
  await person.emptyTrash();
  for (let run = 0; run < 2; run += 1)
    expect(await bench.sync()).toMatchObject({
      outcome: 'nothing-new',
      findings: { trashed: 0, deleted: 0 },
      coverage: { complete: 29, reasons: { 'deleted-in-immich': 1 } },
      parts: { uploaded: 0 },
    });
  expect((await bench.cli(['--json', 'trash'])).json()).toMatchObject([{ isDeleted: true, isLeftOut: false }]);
  expect((await bench.cli(['--json', 'bring-back'])).json()).toMatchObject({ items: 1 });
  expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { complete: 30, reasons: {} } });
});

it('a photo deleted for good waits for the person’s word, who may leave it out', async () => {
  const { bench, person, sha1Of } = await synced(30);
  await person.deleteForGood(sha1Of(4));
  await bench.server.idle();
  const told = (await bench.cli(['sync'])).stdout;
  expect(told).toContain('1 file was deleted in Immich. ');
  expect((await bench.cli(['history', '--limit', '1'])).stdout).toContain('1 file deleted in Immich');
  expect((await bench.history())[0]?.report).toMatchObject({
    outcome: 'done',
    parts: { uploaded: 0 },
    coverage: { reasons: { 'deleted-in-immich': 1 } },
    findings: { deleted: 1 },
  });
  expect((await bench.cli(['status'])).stdout).toMatch(/^29 of 30 in Immich, verified today at \d\d:\d\d\.$/m);
  expect((await bench.cli(['--json', 'trash', 'leave'])).json()).toMatchObject({ assets: 1 });
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', coverage: { reasons: { 'left-out': 1 } } });
});

it('many files gone at once are a loss: told, and sent again', async () => {
  const { bench, person, sha1Of } = await synced(30);
  for (let index = 0; index < 5; index += 1) await person.deleteForGood(sha1Of(index));
  await bench.server.idle();
  const report = await bench.sync();
  expect(report).toMatchObject({ outcome: 'partial', coverage: { complete: 30 }, parts: { uploaded: 5 } });
  expect(report.problems).toMatchObject([{ code: 'verified-files-lost', count: 5 }]);
  expect(report.findings).toMatchObject({ lost: 5, deleted: 0 });
  expect(bench.server.albums()[0]?.assets).toHaveLength(30);
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', coverage: { complete: 30 } });
});

it('an emptied server is filled again, and nothing is told that it does not hold', async () => {
  const { bench, person, sha1Of } = await synced(12);
  for (let index = 0; index < 12; index += 1) await person.deleteForGood(sha1Of(index));
  await bench.server.idle();
  await person.deleteAlbum('All');
  const report = await bench.sync();
  expect(report.problems).toMatchObject([{ code: 'verified-files-lost', count: 12 }]);
  expect(report).toMatchObject({ coverage: { complete: 12 }, albums: { created: 1 } });
  expect(bench.server.albums()).toMatchObject([{ name: 'All', assets: expect.objectContaining({ length: 12 }) }]);
});

it('the same bytes under another id take the place of the dead ones everywhere', async () => {
  const { bench, person, uuids, sha1Of } = await synced(30);
  const [first] = manifestOf(bench).assets.filter(({ uuid }) => uuid === uuids[0]);
  const bytes = await readFile(first?.parts[0]?.path ?? '');
  await person.deleteForGood(sha1Of(0));
  await bench.server.idle();
  const id = await person.upload({ name: 'IMG_0001.HEIC', bytes });
  const report = await bench.sync();
  expect(report).toMatchObject({ outcome: 'done', coverage: { complete: 30 }, parts: { uploaded: 0 }, problems: [] });
  expect(report.findings).toMatchObject({ moved: 1 });
  expect(await person.idOf(sha1Of(0))).toBe(id);
  const there = bench.server.assets().find(({ checksum }) => checksum === sha1Of(0));
  expect(there).toMatchObject({ description: 'Words 0', tags: ['Sea'] });
  expect(bench.server.albums()[0]?.assets).toContain(sha1Of(0));
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', problems: [] });
});

it('one wrong answer takes nothing away', async () => {
  const { bench } = await synced(30);
  const path = /bulk-upload-check$/;
  bench.server.faults.add({ kind: 'lie', say: 'accept', match: { method: 'POST', path }, times: 1 });
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', coverage: { complete: 30 } });
});

it('proofs of a clock that was years ahead are asked about like all others', async () => {
  let now = Date.now() + 3 * 365 * 24 * 60 * 60_000;
  const uuids: string[] = [];
  const bench = await useBench({
    server: { key: { permissions: ALL_PERMISSIONS } },
    now: () => now,
    fill: async (library) => {
      for (let index = 0; index < 3; index += 1) uuids.push(await library.addAsset({ kind: 'photo' }));
    },
  });
  await bench.sync();
  now = Date.now();
  const person = personIn(bench.server);
  await person.trash(contentsOf(manifestOf(bench), uuids[1] ?? ''));
  expect(await bench.sync()).toMatchObject({ coverage: { complete: 2, reasons: { 'in-server-trash': 1 } } });
});

it('the status tells when everything was last verified', async () => {
  const { bench } = await synced(3);
  const before = Date.now();
  await bench.sync();
  const { verifiedAt } = (await statusOf(bench)) as { verifiedAt: string };
  expect(Date.parse(verifiedAt)).toBeGreaterThanOrEqual(before);
});
