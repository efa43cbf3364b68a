/** What Photos says of an original may change after it was verified, or stop being said: the number follows, and never leaves out in silence. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { checksumsOn, expectedChecksums } from '../../support/sync/compare.ts';
import { expectPlainSentence } from '../../support/sync/refusal.ts';

async function synced(count: number): Promise<{ readonly bench: Bench; readonly uuids: readonly string[] }> {
  let uuids: readonly string[] = [];
  const bench = await useBench({
    fill: async (library) => {
      uuids = await library.addMany(Array.from({ length: count }, () => ({ kind: 'photo' }) as const));
    },
  });
  expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { complete: count } });
  return { bench, uuids };
}

/** As a damaged library has it: osxphotos passes over the row. */
function hide(bench: Bench, uuid: string): void {
  const database = new DatabaseSync(join(bench.libraryPath, 'database', 'Photos.sqlite'));
  database.exec('PRAGMA foreign_keys = OFF');
  database
    .prepare('DELETE FROM ZADDITIONALASSETATTRIBUTES WHERE ZASSET = (SELECT Z_PK FROM ZASSET WHERE ZUUID = ?)')
    .run(uuid);
  database.close();
}

it('an original in iCloud that has another size than the one that was verified is another original', async () => {
  const { bench, uuids } = await synced(2);
  const [uuid = ''] = uuids;
  bench.photos.evict(uuid);
  expect(await bench.sync()).toMatchObject({ coverage: { complete: 2, reasons: {} } });
  bench.photos.setOriginalSize(uuid, 123_456);
  for (let run = 0; run < 2; run += 1)
    expect(await bench.sync()).toMatchObject({
      coverage: { assets: 2, complete: 1, absent: 1, reasons: { 'original-not-on-this-mac': 1 } },
    });
  expect((await bench.cli(['--json', 'remainder'])).json()).toMatchObject({ items: [{ uuid }] });
  // It is the same after all, as the file itself shows.
  await bench.photos.makeOriginalAppear(uuid);
  expect(await bench.sync()).toMatchObject({ coverage: { complete: 2, reasons: {} }, parts: { uploaded: 0 } });
  expect(checksumsOn(bench.server)).toEqual(expectedChecksums(manifestOf(bench)));
});

it('what is not on this Mac is told apart: in iCloud, on a disk that is not connected, or missing', async () => {
  const { bench, uuids } = await synced(4);
  const [cloud = '', disk = '', gone = ''] = await bench.photos.addMany([
    { kind: 'photo', missing: ['original'] },
    { kind: 'photo', cloudGuid: null },
    { kind: 'photo', cloudGuid: null },
  ]);
  const database = new DatabaseSync(join(bench.libraryPath, 'database', 'Photos.sqlite'));
  const notInCloud = database.prepare('UPDATE ZASSET SET ZCLOUDLOCALSTATE = 0, ZMASTER = NULL WHERE ZUUID = ?');
  for (const uuid of [disk, gone]) notInCloud.run(uuid);
  database
    .prepare('UPDATE ZASSET SET ZSAVEDASSETTYPE = 10, ZDIRECTORY = ? WHERE ZUUID = ?')
    .run('/Volumes/Not Connected/Pictures', disk);
  database.close();
  await rm(manifestOf(bench).assets.find(({ uuid }) => uuid === gone)?.parts[0]?.path ?? '');
  const report = await bench.sync();
  expect(report).toMatchObject({ coverage: { assets: uuids.length + 3, complete: uuids.length, absent: 3 } });
  const { items } = (await bench.cli(['--json', 'remainder'])).json<{ items: { uuid: string; reason: string }[] }>();
  expect(Object.fromEntries(items.map(({ uuid, reason }) => [uuid, reason]))).toEqual({
    [cloud]: 'original-not-on-this-mac',
    [disk]: 'disk-not-connected',
    [gone]: 'file-missing',
  });
});

it('a row of Photos that osxphotos does not list is counted all the same, known before or not, and told in every run', async () => {
  const { bench, uuids } = await synced(3);
  hide(bench, uuids[0] ?? '');
  const known = await bench.sync();
  expect(known).toMatchObject({
    outcome: 'partial',
    coverage: { assets: 3, complete: 3 },
    problems: [{ code: 'asset-unreadable', count: 1 }],
  });
  expectPlainSentence(known.problems[0]);
  const never = await bench.photos.addAsset({ kind: 'photo' });
  hide(bench, never);
  for (let run = 0; run < 2; run += 1)
    expect(await bench.sync({ isFull: run === 1 })).toMatchObject({
      outcome: 'partial',
      coverage: { assets: 4, complete: 3, reasons: { unreadable: 1 } },
      problems: [{ code: 'asset-unreadable', count: 2 }],
    });
  expect((await bench.cli(['--json', 'remainder'])).json()).toMatchObject({
    items: [{ uuid: never, reason: 'unreadable' }],
  });
});
