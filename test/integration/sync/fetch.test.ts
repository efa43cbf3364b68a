import { mkdtempSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { expect, it } from 'vitest';
import { Ledger } from '../../../src/core/ledger/ledger.ts';
import { remainderOf } from '../../../src/core/sync/remainder.ts';
import { planLines } from '../../../src/main/cli/commands/plan.ts';
import type { AssetOptions } from '../../support/photos-library/index.ts';
import { writeStandIn } from '../../support/stand-ins/write.ts';
import { type Bench, type BenchOptions, manifestOf, useBench } from '../../support/sync/bench.ts';
import { checksumsOn, contentsOf } from '../../support/sync/compare.ts';
import { takeFewKinds } from '../../support/sync/kinds-taken.ts';
import { realTools } from '../../support/tools/real-tools.ts';

const tools = await realTools('osxphotos', 'immichGo');
const DAY = 24 * 60 * 60 * 1000;
const NIGHT = Date.UTC(2026, 10, 25, 2);
const scope = { includeHidden: true, includeShared: false, includeUnpickedBursts: false };

/** A library whose originals are in iCloud only, and the folder that plays iCloud for the stand-in of osxphotos. */
async function inTheCloud(kinds: readonly AssetOptions[], perNight: number, options: Partial<BenchOptions> = {}) {
  const clock = { now: NIGHT };
  const folder = mkdtempSync(join(tmpdir(), 'immich-sync-fetch-'));
  const uuids: string[] = [];
  const bench = await useBench({
    folder,
    platform: 'darwin',
    now: () => clock.now,
    tools: { osxphotos: await writeStandIn('osxphotos', join(folder, 'stand-in')) },
    fill: async (library) => {
      for (const kind of kinds) uuids.push(await library.addAsset(kind));
      library.createAlbum('Holiday', { assets: uuids });
    },
    settings: (settings) => ({ ...settings, cloud: { ...settings.cloud, downloadsPerNight: perNight } }),
    ...options,
  });
  const cloud = `${bench.libraryPath}.icloud`;
  await mkdir(cloud);
  const manifest = manifestOf(bench);
  const contents = new Map(uuids.map((uuid) => [uuid, contentsOf(manifest, uuid)]));
  for (const { uuid, parts } of manifest.assets) {
    for (const { kind, path } of parts) await copyFile(path, join(cloud, `${uuid}-${kind}${extname(path)}`));
    bench.photos.evict(uuid);
  }
  return { bench, uuids, cloud, clock, contents };
}

function waiting({ paths, server }: Bench) {
  const ledger = new Ledger(paths.ledgerFile);
  try {
    const items = [...remainderOf(ledger, ledger.target(server.userId, server.url), scope)];
    return items.filter(({ reason }) => reason === 'original-not-on-this-mac');
  } finally {
    ledger.close();
  }
}

it('fetches some originals from iCloud each night, proves them, and leaves the library as it is', async () => {
  const { bench, uuids, clock, contents } = await inTheCloud(
    [{ kind: 'photo' }, { kind: 'live' }, { kind: 'movie' }],
    2,
  );
  const [first = '', live = '', last = ''] = uuids;
  expect(await bench.sync()).toMatchObject({
    outcome: 'done',
    problems: [],
    parts: { uploaded: 3 },
    coverage: { assets: 3, complete: 2, absent: 1, reasons: { 'original-not-on-this-mac': 1 } },
  });
  await bench.server.idle();
  expect(checksumsOn(bench.server)).toEqual(expect.arrayContaining([contents.get(first), contents.get(live)]));
  expect(bench.server.assets().find(({ checksum }) => checksum === contents.get(live))?.liveVideo).not.toBeNull();
  expect(bench.server.albums()).toMatchObject([
    { name: 'Holiday', assets: [contents.get(first), contents.get(live)].sort() },
  ]);
  expect(manifestOf(bench).assets.flatMap(({ parts }) => parts.filter(({ available }) => available))).toEqual([]);
  expect(waiting(bench)).toMatchObject([{ uuid: last, bytes: expect.any(Number), detail: null }]);

  // In the same night no more, and nothing is started for it.
  clock.now += 60 * 60 * 1000;
  const startedBefore = bench.started.length;
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new' });
  expect(bench.started).toHaveLength(startedBefore);

  clock.now = NIGHT + DAY;
  expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { complete: 3, reasons: {} }, problems: [] });
  clock.now += DAY;
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new' });

  // The day that Photos keeps the file on this Mac again, it is known by its contents.
  await bench.photos.makeOriginalAppear(first);
  expect(await bench.sync()).toMatchObject({ parts: { uploaded: 0 }, coverage: { complete: 3 }, formerEdits: 0 });
});

it('takes nothing smaller than the original, and tries again after growing waits', async () => {
  const { bench, uuids, cloud, clock, contents } = await inTheCloud(
    [
      { kind: 'photo', filename: 'IMG_1.JPG' },
      { kind: 'photo', filename: 'IMG_2.JPG' },
    ],
    10,
  );
  const [uuid = '', other = ''] = uuids;
  const substitute = join(cloud, `${uuid}-original.jpeg`);
  const original = await readFile(substitute);
  await writeFile(substitute, original.subarray(0, original.length - 100));
  expect(await bench.sync()).toMatchObject({
    outcome: 'done',
    coverage: { complete: 1, absent: 1, reasons: { 'original-not-on-this-mac': 1 } },
  });
  expect(checksumsOn(bench.server)).toEqual([contents.get(other)]);
  expect(waiting(bench)).toMatchObject([
    { uuid, detail: expect.stringContaining(`the original has ${original.length}`) },
  ]);

  const tries = async (days: number) => {
    clock.now = NIGHT + days * DAY;
    const before = bench.started.length;
    await bench.sync();
    return bench.started.length > before;
  };
  // After a day, after two more, after four more.
  expect([await tries(0.9), await tries(1), await tries(2), await tries(3), await tries(5)]).toEqual([
    false,
    true,
    false,
    true,
    false,
  ]);
  await writeFile(substitute, original);
  expect(await tries(7)).toBe(true);
  expect(checksumsOn(bench.server)).toContain(contents.get(uuid));
});

it('brings what Immich accepts of a pair, tells of the other file under its own name, and fetches it again once Immich accepts it', async () => {
  const { bench, uuids, clock, contents } = await inTheCloud(
    [
      { kind: 'live', filename: 'Pair.HEIC' },
      { kind: 'photo', format: 'tiff', filename: 'Plan.tiff' },
    ],
    10,
  );
  const [pair = '', plan = ''] = uuids;
  const kinds = takeFewKinds(bench.server, { image: ['.heic'], video: ['.mp4'] });
  const report = await bench.sync();
  expect(report).toMatchObject({
    outcome: 'partial',
    parts: { uploaded: 1, failed: 0 },
    coverage: { assets: 2, complete: 0, incomplete: 1, absent: 1, reasons: { 'kind-not-taken': 2 } },
  });
  expect(report.problems).toMatchObject([
    { code: 'kind-not-taken', count: 1, about: ['Pair.HEIC'], sentence: expect.stringContaining('accept .mov files') },
    { code: 'kind-not-taken', count: 1, about: ['Plan.tiff'], sentence: expect.stringContaining('accept .tiff files') },
  ]);
  expect(checksumsOn(bench.server)).toEqual([contents.get(pair)]);
  // Nothing of them waits for iCloud any more, and nothing is fetched without success.
  clock.now += 40 * DAY;
  const before = bench.started.length;
  expect(await bench.sync()).toMatchObject({ problems: [], coverage: { reasons: { 'kind-not-taken': 2 } } });
  expect(bench.started.length).toBe(before);

  kinds.update();
  await bench.sync();
  expect(checksumsOn(bench.server)).toContain(contents.get(plan));
});

it('fetches nothing on another system', async () => {
  const { bench, uuids } = await inTheCloud([{ kind: 'photo' }, { kind: 'movie' }], 10, { platform: 'linux' });
  expect(await bench.sync()).toMatchObject({ coverage: { absent: 2 }, parts: { uploaded: 0 } });
  expect((await bench.cli(['--json', 'status'])).json()).toMatchObject({ cloud: { assets: 2, downloadsPerNight: 0 } });
  expect(waiting(bench).map(({ uuid }) => uuid)).toEqual([...uuids].sort());
});

it('leaves an original that is larger than the disk budget in iCloud, and says so', async () => {
  const { bench } = await inTheCloud([{ kind: 'movie' }], 10);
  bench.change((settings) => ({ ...settings, storage: { ...settings.storage, diskBudget: 1_000_000 } }));
  // As if the film were of ten gigabytes.
  bench.photos.setOriginalSize(manifestOf(bench).assets[0]?.uuid ?? '', 10_000_000_000);
  expect(await bench.sync()).toMatchObject({ coverage: { absent: 1 }, problems: [] });
  expect(waiting(bench)).toMatchObject([{ bytes: 10_000_000_000, detail: expect.stringContaining('disk budget') }]);
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new' });
});

it.skipIf(!tools.ready)('says what the real osxphotos could not get, without an end to the sync', async () => {
  // On Linux the real one accepts the option and finds everything missing.
  const { bench, clock } = await inTheCloud([{ kind: 'photo' }], 10, { tools: {} });
  expect(await bench.sync()).toMatchObject({ coverage: { absent: 1 }, problems: [] });
  expect(waiting(bench)).toMatchObject([{ detail: 'Photos did not provide it' }]);
  clock.now += 60_000;
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new' });
});

it('asks once about a library that is mostly in iCloud, and plans by the answer', async () => {
  const { bench, uuids } = await inTheCloud([{ kind: 'photo' }, { kind: 'photo' }, { kind: 'movie' }], 0);
  const engine = await bench.openEngine();
  const decide = (downloadsPerNight: number | null) =>
    engine.settings.change((settings) => ({ ...settings, cloud: { ...settings.cloud, downloadsPerNight } }));
  decide(null);
  const plan = await engine.plan({ signal: new AbortController().signal });
  expect(plan.cloudChoices).toMatchObject({
    assets: uuids.length,
    isToBeAsked: true,
    suggested: 10,
    choices: [{ perNight: 10, nights: 1 }],
  });
  expect(plan.forecast.cloud.perNight).toBe(0);
  expect(planLines(plan).join('\n')).toMatch(
    /100% of your library\. .*\n.*`immich-sync config set cloud\.downloadsPerNight 10` \(about 1 night\), or 0\./,
  );
  for (const answer of [0, 10]) {
    decide(answer);
    const again = engine.foretell(plan);
    expect(again.cloudChoices.isToBeAsked).toBe(false);
    expect(again.forecast.cloud.perNight).toBe(answer);
    expect(planLines(again).join('\n')).not.toContain('config set');
  }
});
