import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inventoryAlone, writeScript } from '../../support/stand-ins/broken/programs.ts';
import { type Bench, type BenchOptions, manifestOf, useBench } from '../../support/sync/bench.ts';
import { checksumsOn, expectedChecksums } from '../../support/sync/compare.ts';
import { expectPlainSentence, expectRefusal } from '../../support/sync/refusal.ts';
import { mountSmallDisk, whyNoSmallDisk } from '../../support/sync/small-disk.ts';
import { provisionTools } from '../../support/tools/provision.ts';

const noDisk = whyNoSmallDisk();

const withStaging = (stagingFolder: string, options: BenchOptions = {}) =>
  useBench({
    fill: (library) =>
      Promise.all([library.addAsset({ kind: 'live' }), library.addAsset({ kind: 'photo', edited: true })]),
    settings: (settings) => ({ ...settings, storage: { ...settings.storage, stagingFolder } }),
    ...options,
  });

async function expectComplete(bench: Bench): Promise<void> {
  expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], coverage: { assets: 2, complete: 2 } });
  expect(checksumsOn(bench.server)).toEqual(expectedChecksums(manifestOf(bench)));
}

const useDefaultStaging = (bench: Bench) =>
  bench.change((settings) => ({ ...settings, storage: { ...settings.storage, stagingFolder: null } }));

describe.skipIf(noDisk !== null)(noDisk === null ? 'another disk' : `another disk (left out: ${noDisk})`, () => {
  it('for the staging folder is as good as the same', async () => {
    const bench = await withStaging(join(await mountSmallDisk(400), 'staging'));
    await expectComplete(bench);
  });

  it('with too little room is found out before anything is exported', async () => {
    const disk = await mountSmallDisk(100);
    const bench = await withStaging(join(disk, 'staging'));
    const { report } = await expectRefusal(bench, {
      code: 'disk-full',
      exitCode: 5,
      says: /^There is not enough free space on the disk of .+: \d+ MB more is needed\.$/,
    });
    expect(report).toMatchObject({ coverage: { assets: 2, complete: 0 }, parts: { uploaded: 0 } });
    useDefaultStaging(bench);
    await expectComplete(bench);
  });

  it('that fills up in the middle of an export stops it, and loses nothing', async () => {
    const disk = await mountSmallDisk(300);
    const programs = await mkdtemp(join(tmpdir(), 'immich-sync-programs-'));
    onTestFinished(() => rm(programs, { recursive: true, force: true }));
    const { osxphotos } = await provisionTools();
    // Somebody else fills the disk between the look at it and the export.
    const filling = await writeScript(
      programs,
      'osxphotos',
      `${inventoryAlone(osxphotos.path)}\n[ "$1" = export ] && dd if=/dev/zero of="${disk}/filler" bs=1M 2>/dev/null
exec "${osxphotos.path}" "$@"`,
    );
    const bench = await withStaging(join(disk, 'staging'), { tools: { osxphotos: filling } });
    const { report } = await expectRefusal(bench, {
      code: 'disk-full',
      exitCode: 5,
      says: 'There is not enough free space on the disk of',
    });
    expect(report).toMatchObject({ coverage: { assets: 2, complete: 0 }, parts: { uploaded: 0, verified: 0 } });
    expect(bench.server.assets()).toEqual([]);

    await rm(join(disk, 'filler'));
    bench.change((settings) => ({ ...settings, tools: { ...settings.tools, osxphotos: osxphotos.path } }));
    await expectComplete(bench);
  });

  it('without room for the ledger itself: says so in a sentence, and goes on when there is room', async () => {
    const disk = await mountSmallDisk(2);
    const bench = await withStaging('~/staging', { folder: join(disk, 'bench'), library: await tinyLibrary() });
    await writeFile(join(disk, 'filler'), Buffer.alloc(4_000_000)).catch(() => undefined);

    const result = await bench.cli(['sync', '--json']);

    expect([3, 5]).toContain(result.exitCode);
    const document = result.json<{ outcome: string; problems: { sentence: string; advice: string }[] }>();
    expect(document.outcome).toBe('failed');
    expectPlainSentence(document.problems[0]);
  });
});

async function tinyLibrary(): Promise<string> {
  const bench = await useBench({ fill: (library) => library.addAsset({ kind: 'photo' }) });
  return bench.libraryPath;
}

it.each(['*', '?', '[1]', '\\'])(
  'refuses a staging folder with %s in its name, which immich-go could not be given',
  async (character) => {
    const folder = await mkdtemp(join(tmpdir(), 'immich-sync-staging-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const staging = join(folder, `for ${character} Immich`);
    const bench = await withStaging(staging);
    await expectRefusal(bench, {
      code: 'staging-unusable',
      exitCode: 5,
      says: `The staging folder ${staging} cannot be used`,
    });
  },
);

it('completes after the staging folder with a star in its name was replaced', async () => {
  const bench = await withStaging('~/all*of/it');
  await expectRefusal(bench, { code: 'staging-unusable', exitCode: 5, says: 'all*of' });
  useDefaultStaging(bench);
  await expectComplete(bench);
});

it('takes a staging folder with blanks, quotes, brackets that are round, and letters of other scripts', async () => {
  const bench = await withStaging(`~/Ada's "staging" (2024) – 写真 {x}`);
  await expectComplete(bench);
});

it('says that the staging folder is a file', async () => {
  const bench = await withStaging('~/staging');
  await mkdir(bench.paths.home ?? '', { recursive: true });
  await writeFile(bench.paths.stagingFolder, 'not a folder');
  await expectRefusal(bench, { code: 'staging-unusable', exitCode: 5, says: bench.paths.stagingFolder });
  await rm(bench.paths.stagingFolder);
  await expectComplete(bench);
});
