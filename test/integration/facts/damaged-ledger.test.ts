/** A damaged ledger is replaced by its backup: what a person decided and changed stays, and nothing is doubled. */
import { copyFile, readdir, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listBackups } from '../../../src/core/ledger/backups.ts';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { contentsOf } from '../../support/sync/compare.ts';
import { type PersonInImmich, personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';
import { expectPlainSentence } from '../../support/sync/refusal.ts';

interface Lived {
  readonly bench: Bench;
  readonly person: PersonInImmich;
  readonly uuids: readonly string[];
  readonly sha1Of: (index: number) => string;
}

/** A library that was synced, and a person who has decided and changed things since. */
async function lived(): Promise<Lived> {
  const uuids: string[] = [];
  const bench = await useBench({
    server: { key: { permissions: ALL_PERMISSIONS } },
    fill: async (library) => {
      for (let index = 0; index < 24; index += 1)
        uuids.push(await library.addAsset({ kind: 'photo', caption: `Words ${index}`, keywords: ['Sea'] }));
      uuids.push(await library.addAsset({ kind: 'photo', edited: true }), await library.addAsset({ kind: 'live' }));
      library.createAlbum('All', { assets: uuids });
      library.createAlbum('Few', { assets: uuids.slice(0, 5) });
    },
  });
  const person = personIn(bench.server);
  const sha1Of = (index: number) => contentsOf(manifestOf(bench), uuids[index] ?? '');
  expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { complete: 26 } });
  await person.trash(sha1Of(3));
  await bench.sync();
  expect((await bench.cli(['--json', 'trash', 'leave'])).json()).toMatchObject({ assets: 1 });
  await person.emptyTrash();
  await person.deleteForGood(sha1Of(4));
  await person.removeFromAlbum('All', sha1Of(5));
  await person.setAsset(sha1Of(6), { description: 'The person’s own words' });
  await bench.server.idle();
  await bench.sync();
  uuids.push(await bench.photos.addAsset({ kind: 'photo', caption: 'Later' }));
  await bench.sync();
  return { bench, person, uuids, sha1Of };
}

/** What is on the server: files, albums, stacks, pairs, details. */
const seen = ({ server }: Bench) => server.snapshot();

const damage = (bench: Bench) => truncate(bench.paths.ledgerFile, 9000);

it('by its newest backup, which knows everything: the sync says so once, and changes nothing', async () => {
  const { bench } = await lived();
  const before = seen(bench);
  await damage(bench);

  const report = await bench.sync();
  expect(report).toMatchObject({
    parts: { uploaded: 0 },
    coverage: { reasons: { 'left-out': 1, 'deleted-in-immich': 1 } },
    problems: [{ code: 'ledger-replaced' }],
  });
  expect(report.problems[0]?.sentence).toContain('took its place');
  expect(seen(bench)).toEqual(before);
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', problems: [] });
  expect(seen(bench)).toEqual(before);
});

it('by an older backup, where the newest is damaged too: what was decided since is not undone by force, nothing is doubled', async () => {
  const { bench, person, sha1Of } = await lived();
  // Since the backup that is left: another photo was synced, and the person has changed words.
  const [old] = listBackups(bench.paths.ledgerFile);
  await bench.photos.addAsset({ kind: 'photo', caption: 'After the backup' });
  await person.setAsset(sha1Of(7), { description: 'Newer words' });
  expect(await bench.sync()).toMatchObject({ parts: { uploaded: 1 } });
  for (const { path } of listBackups(bench.paths.ledgerFile)) if (path !== old?.path) await truncate(path, 5000);
  const before = seen(bench);
  await damage(bench);

  const first = await bench.sync();
  expect(first.problems.map(({ code }) => code)).toEqual(['ledger-replaced']);
  expect(first).toMatchObject({ parts: { uploaded: 0 }, coverage: { reasons: { 'left-out': 1 } } });
  await bench.sync();
  expect(seen(bench)).toEqual(before);
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', problems: [] });
  expect(seen(bench)).toEqual(before);
});

it('a ledger put back from an older Time Machine copy: told once, nothing is undone by force, nothing is doubled', async () => {
  const { bench, person, sha1Of } = await lived();
  const kept = join(bench.folder, 'kept');
  const ledger = bench.paths.ledgerFile;
  await copyFile(ledger, kept);
  await bench.photos.addAsset({ kind: 'photo', caption: 'After the copy' });
  await person.setAsset(sha1Of(7), { description: 'Newer words' });
  await person.removeFromAlbum('Few', sha1Of(1));
  expect(await bench.sync()).toMatchObject({ parts: { uploaded: 1 } });
  await bench.server.idle();
  await bench.sync();
  const before = seen(bench);
  await copyFile(kept, ledger);
  for (const rest of ['-wal', '-shm']) await rm(`${ledger}${rest}`, { force: true });

  const first = await bench.sync();
  expect(first.problems).toMatchObject([{ code: 'records-went-back' }]);
  expectPlainSentence(first.problems[0]);
  expect(first).toMatchObject({ parts: { uploaded: 0 }, coverage: { reasons: { 'left-out': 1 } } });
  await bench.sync();
  expect(seen(bench)).toEqual(before);
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', problems: [] });
  expect(seen(bench)).toEqual(before);
});

it('a ledger that is moved away on purpose is built anew', async () => {
  const { bench } = await lived();
  const home = bench.paths.home ?? '';
  await copyFile(bench.paths.ledgerFile, join(bench.folder, 'kept'));
  for (const name of await readdir(home)) if (/^ledger\.sqlite(-wal|-shm)?$/.test(name)) await rm(join(home, name));
  expect((await bench.sync()).problems).toEqual([]);
});
