import { chmod, chown, cp, mkdir, mkdtemp, readdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createPhotosLibrary } from '../../support/photos-library/index.ts';
import { type Bench, manifestOf, openBench, useBench } from '../../support/sync/bench.ts';
import { checksumsOn, expectedChecksums } from '../../support/sync/compare.ts';
import { expectRefusal } from '../../support/sync/refusal.ts';

const NOBODY = 65_534;
const isSuperuser = process.getuid?.() === 0;

describe('a library that cannot be used', () => {
  let bench: Bench;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'immich-sync-bench-'));
    // Not the newest: that is what osxphotos takes a version for that it does not know, and it could read it.
    const library = await createPhotosLibrary({
      path: join(folder, 'Bench.photoslibrary'),
      media: 'small',
      model: '26',
    });
    await library.addAsset({ kind: 'photo' });
    // Everything into one file, so that the tests below can break it.
    library.close();
    bench = await openBench({ folder, library: library.path });
  });
  afterAll(() => bench.close());

  const withLibrary = (path: string) => {
    bench.change((settings) => ({ ...settings, library: { ...settings.library, path } }));
    onTestFinished(() =>
      bench.change((settings) => ({ ...settings, library: { ...settings.library, path: bench.libraryPath } })),
    );
  };
  async function expectNothingDone(): Promise<void> {
    expect(bench.server.assets()).toEqual([]);
    const [last] = await bench.history();
    expect(last).toMatchObject({ outcome: 'failed' });
  }
  /** A copy to be broken. */
  async function brokenCopy(name: string): Promise<string> {
    const path = join(bench.folder, `${name}.photoslibrary`);
    await cp(bench.libraryPath, path, { recursive: true });
    withLibrary(path);
    return path;
  }

  it('says that it is not there', async () => {
    const path = join(bench.folder, 'Unplugged.photoslibrary');
    withLibrary(path);
    await expectRefusal(bench, {
      code: 'library-missing',
      exitCode: 5,
      says: `There is no Photos library at ${path}.`,
    });
    await expectNothingDone();
  });

  it('says that a folder without a database is no library', async () => {
    const path = join(bench.folder, 'Pictures');
    await mkdir(path);
    withLibrary(path);
    await expectRefusal(bench, {
      code: 'library-not-a-library',
      exitCode: 5,
      says: `${path} is not a Photos library.`,
    });
    await expectNothingDone();
  });

  it('says that a file is no library', async () => {
    const path = join(bench.folder, 'photo.photoslibrary');
    await writeFile(path, 'not a folder');
    withLibrary(path);
    await expectRefusal(bench, { code: 'library-not-a-library', exitCode: 5, says: 'is not a Photos library' });
    await expectNothingDone();
  });

  it('says that it may not be read, and where that is allowed', async () => {
    const path = await brokenCopy('Forbidden');
    await chmod(join(path, 'database', 'Photos.sqlite'), 0o000);
    if (isSuperuser) {
      // Nothing is forbidden to the superuser, so the command runs as somebody else.
      await chmod(bench.folder, 0o755);
      for (const entry of ['.', ...(await readdir(bench.paths.home ?? '', { recursive: true }))])
        await chown(join(bench.paths.home ?? '', entry), NOBODY, NOBODY);
    }
    const { report } = await expectRefusal(
      bench,
      { code: 'library-no-access', exitCode: 5, says: path },
      isSuperuser ? { uid: NOBODY, gid: NOBODY } : {},
    );
    expect(report.problems[0]?.advice).toContain('Full Disk Access');
    await expectNothingDone();
  });

  it('says that the database is damaged: empty', async () => {
    const path = await brokenCopy('Empty database');
    await truncate(join(path, 'database', 'Photos.sqlite'), 0);
    await expectRefusal(bench, { code: 'library-damaged', exitCode: 5, says: 'it is empty' });
    await expectNothingDone();
  });

  it('says that the database is damaged: cut off in the middle', async () => {
    const path = await brokenCopy('Cut database');
    await truncate(join(path, 'database', 'Photos.sqlite'), 40_000);
    await expectRefusal(bench, {
      code: 'library-damaged',
      exitCode: 5,
      says: 'cannot be read (database disk image is malformed)',
    });
    await expectNothingDone();
  });

  it('says that osxphotos does not know so new a library, instead of guessing', async () => {
    const path = await brokenCopy('From the future');
    const database = new DatabaseSync(join(path, 'database', 'Photos.sqlite'));
    database
      .prepare('UPDATE Z_METADATA SET Z_PLIST = ?')
      .run(
        Buffer.from(
          '<?xml version="1.0" encoding="UTF-8"?><plist version="1.0"><dict><key>PLModelVersion</key><integer>29500</integer></dict></plist>',
        ),
      );
    database.close();
    await expectRefusal(bench, { code: 'library-too-new', exitCode: 5, says: 'model version 29500' });
    await expectNothingDone();
  });

  it('completes once all is mended', async () => {
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], coverage: { assets: 1, complete: 1 } });
    expect(checksumsOn(bench.server)).toEqual(expectedChecksums(manifestOf(bench)));
  });

  it('keeps what it knows when the library is away for a while', async () => {
    const aside = `${bench.libraryPath}.aside`;
    await rename(bench.libraryPath, aside);
    const { report } = await expectRefusal(bench, { code: 'library-missing', exitCode: 5, says: bench.libraryPath });
    expect(report.coverage).toEqual({ assets: 1, complete: 1, incomplete: 0, absent: 0, reasons: {} });
    await rename(aside, bench.libraryPath);
    expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', coverage: { complete: 1 } });
  });
});

it('syncs an empty library: nothing to do, and nothing wrong', async () => {
  const bench = await useBench();
  const { exitCode, ...result } = await bench.cli(['sync', '--json']);
  expect(exitCode).toBe(0);
  expect(result.json()).toMatchObject({
    outcome: 'nothing-new',
    reason: null,
    problems: [],
    coverage: { assets: 0, complete: 0, incomplete: 0, absent: 0, reasons: {} },
    parts: { known: 0, verified: 0, uploaded: 0, alreadyThere: 0, failed: 0 },
    albums: { managed: 0, created: 0, assetsAdded: 0, assetsRemoved: 0 },
  });
  await bench.photos.addAsset({ kind: 'photo' });
  expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { assets: 1, complete: 1 } });
});

it('waits for a file that vanished after the library was read, and brings it when it is back', async () => {
  const bench = await useBench({
    fill: (library) => Promise.all([library.addAsset({ kind: 'photo' }), library.addAsset({ kind: 'photo' })]),
  });
  const [, second] = manifestOf(bench).assets;
  const path = second?.parts[0]?.path ?? '';
  await cp(path, `${bench.folder}/aside.jpeg`, { preserveTimestamps: true });
  await rm(path);
  expect(await bench.sync()).toMatchObject({
    coverage: { assets: 2, complete: 1, absent: 1, reasons: { 'original-not-on-this-mac': 1 } },
  });
  await rename(`${bench.folder}/aside.jpeg`, path);
  expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { assets: 2, complete: 2 } });
});
