import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExportOutcome, exportAssets } from '../../../src/core/photos/export.ts';
import { ExportPace } from '../../../src/core/photos/export-pace.ts';
import type { ExportRecord } from '../../../src/core/photos/export-record.ts';
import { readInventory } from '../../../src/core/photos/inventory.ts';
import { snapshotOf } from '../../support/library-snapshot.ts';
import {
  createPhotosLibrary,
  createSampleLibrary,
  type Manifest,
  type PhotosLibrary,
} from '../../support/photos-library/index.ts';
import { realTools, whenReady } from '../../support/tools/real-tools.ts';

const tools = await realTools('osxphotos');
const REAL_LIBRARIES = join(import.meta.dirname, '../../../../shared/photos-libraries');
const SCRIPTS = join(import.meta.dirname, '../../../app/python');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'export-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Setting {
  readonly library: string;
  readonly staging: string;
  readonly exportDatabase: string;
}

let settings = 0;
/** A staging folder and a database of its own for each test. */
async function setting(library: string): Promise<Setting> {
  settings += 1;
  const place = join(folder, `place ${settings}`);
  await mkdir(join(place, 'staging'), { recursive: true });
  return { library, staging: join(place, 'staging'), exportDatabase: join(place, 'export.db') };
}

type Extra = Partial<Parameters<typeof exportAssets>[0]>;

async function run(
  where: Setting,
  uuids: readonly string[],
  extra: Extra = {},
): Promise<{ readonly outcome: ExportOutcome; readonly records: readonly ExportRecord[] }> {
  const records: ExportRecord[] = [];
  const outcome = await exportAssets({
    osxphotos: extra.osxphotos ?? whenReady(tools).osxphotos,
    scripts: SCRIPTS,
    // The space is deliberate: "Immich Sync.app" has one.
    runFolder: join(folder, 'run folder'),
    onRecord: (record) => records.push(record),
    uuids,
    ...where,
    // A program that acts like osxphotos needs none.
    snapshot: existsSync(where.library) ? await snapshotOf(where.library, folder) : '/a/snapshot/Photos.sqlite',
    ...extra,
  });
  return { outcome, records };
}

const sha1 = async (path: string) =>
  createHash('sha1')
    .update(await readFile(path))
    .digest('hex');

/** `uuid part sha1` of every exported file. */
async function exported(records: readonly ExportRecord[]): Promise<string[]> {
  const files = records.flatMap(({ uuid, files }) => files.map((file) => ({ uuid, ...file })));
  const lines = await Promise.all(files.map(async ({ uuid, part, path }) => `${uuid} ${part} ${await sha1(path)}`));
  return lines.sort();
}

/** The same of every part that is on this Mac. */
function available({ assets }: Manifest, uuids: readonly string[]): string[] {
  return assets
    .filter((asset) => uuids.includes(asset.uuid))
    .flatMap(({ uuid, parts }) =>
      parts.filter((part) => part.available).map((part) => `${uuid} ${part.kind} ${part.sha1}`),
    )
    .sort();
}

const statuses = (records: readonly ExportRecord[]) =>
  new Set(records.flatMap(({ files }) => files.map((file) => file.status)));

describe.skipIf(!tools.ready)('exporting with the real osxphotos', () => {
  describe('a library of every kind', () => {
    let library: PhotosLibrary;
    let manifest: Manifest;
    let where: Setting;
    let uuids: string[];

    beforeAll(async () => {
      const path = join(folder, 'Sample.photoslibrary');
      library = await createSampleLibrary(path);
      manifest = library.manifest();
      where = await setting(path);
      uuids = manifest.assets
        .filter((asset) => !asset.trashed && asset.burst !== 'unpicked')
        .map((asset) => asset.uuid);
    });
    afterAll(() => library.close());

    it('brings every part that is on this Mac, byte for byte, hidden and shared ones too, and names it', async () => {
      const { records, outcome } = await run(where, uuids);
      expect(outcome).toMatchObject({
        answered: uuids.length,
        unanswered: [],
        unasked: [],
        unknownCount: 0,
        damagedDatabase: null,
      });
      expect(records.flatMap((record) => record.errors)).toEqual([]);
      expect(await exported(records)).toEqual(available(manifest, uuids));
      expect(manifest.assets.some((asset) => asset.hidden) && manifest.assets.some((asset) => asset.shared)).toBe(true);
    });

    it('writes beside every file an XMP with caption, keywords and the capture date with its zone', async () => {
      const { records } = await run(where, uuids);
      expect(statuses(records)).toEqual(new Set(['skipped']));
      for (const { uuid, files, sidecars } of records) {
        const asset = manifest.assets.find((expected) => expected.uuid === uuid);
        for (const file of files.filter(({ part }) => part === 'original' || part === 'edited')) {
          expect(sidecars).toContain(`${file.path}.xmp`);
          const xmp = await readFile(`${file.path}.xmp`, 'utf8');
          const date = /<exif:DateTimeOriginal>(.*)<\/exif:DateTimeOriginal>/.exec(xmp)?.[1] ?? '';
          expect(date).toMatch(/[+-]\d\d:\d\d$/);
          expect(Math.floor(Date.parse(date) / 1000)).toBe(Math.floor(Date.parse(asset?.capturedAt ?? '') / 1000));
          expect(date.slice(-6)).toBe(asset?.capturedAt.slice(-6).replace(/.*Z$/, '+00:00'));
          // Without a place the date's own offset counts, also that of a date which is changed later.
          expect(/<exif:OffsetTimeOriginal>(.*)<\/exif:OffsetTimeOriginal>/.exec(xmp)?.[1]).toBe(
            xmp.includes('<exif:GPSLatitude>') ? date.slice(-6) : undefined,
          );
          for (const keyword of asset?.keywords ?? [])
            expect(xmp).toContain(`<rdf:li>${keyword.replace('&', '&amp;')}</rdf:li>`);
          if (asset?.caption) expect(xmp).toContain('<dc:description>');
        }
      }
    });

    it('leaves nothing in the run folder', async () => {
      expect((await readdir(join(folder, 'run folder'))).filter((name) => name.startsWith('export-'))).toEqual([]);
    });

    it('goes on in a folder of its own with a new database when the old one is damaged', async () => {
      await writeFile(where.exportDatabase, 'garbage'.repeat(5000));
      const { records, outcome } = await run(where, uuids);
      expect(outcome.damagedDatabase).toMatch(/export\.db\.damaged-\d{8}T\d{6}$/);
      expect(await readFile(outcome.damagedDatabase ?? '', 'utf8')).toContain('garbage');
      expect(outcome.destination).toBe(join(where.staging, '2'));
      expect(await exported(records)).toEqual(available(manifest, uuids));
      const again = await run(where, uuids);
      expect(again.outcome).toMatchObject({ destination: join(where.staging, '2'), damagedDatabase: null });
      expect(statuses(again.records)).toEqual(new Set(['skipped']));
    });

    it('stops with SIGINT and completes the next time', async () => {
      const place = await setting(where.library);
      const stop = new AbortController();
      const seen: ExportRecord[] = [];
      const onRecord = (record: ExportRecord) => {
        seen.push(record);
        stop.abort();
      };
      await expect(run(place, uuids, { signal: stop.signal, onRecord })).rejects.toMatchObject({ code: 'stopped' });
      expect(seen.length).toBeGreaterThan(0);
      const { records } = await run(place, uuids);
      expect(await exported(records)).toEqual(available(manifest, uuids));
    });

    it('says which assets there are none of', async () => {
      const gone = '00000000-0000-4000-8000-000000000000';
      const one = uuids.slice(0, 1);
      expect((await run(await setting(where.library), [...one, gone])).outcome).toMatchObject({
        answered: 1,
        unanswered: [gone],
      });
      expect((await run(await setting(where.library), [gone])).outcome).toMatchObject({
        answered: 0,
        unanswered: [gone],
      });
    });
  });

  it('exports an edit made later, and nothing else', async () => {
    const path = join(folder, 'Edited.photoslibrary');
    const library = await createPhotosLibrary({ path, media: 'small' });
    const uuids = [await library.addAsset({ kind: 'photo' }), await library.addAsset({ kind: 'live' })];
    const where = await setting(path);
    await run(where, uuids);
    await library.editPhoto(uuids[0] ?? '');
    const first = await run(where, uuids);
    expect(first.records.flatMap(({ files }) => files.filter(({ status }) => status !== 'skipped'))).toMatchObject([
      { part: 'edited', status: 'new' },
    ]);
    await library.editPhoto(uuids[0] ?? '');
    const second = await run(where, uuids);
    expect(await exported(second.records)).toEqual(available(library.manifest(), uuids));
    library.close();
  });

  it('exports only the frames of a burst that were asked for, unpicked ones too if they may be', async () => {
    const path = join(folder, 'Burst.photoslibrary');
    const library = await createPhotosLibrary({ path, media: 'small' });
    const frames = await library.addBurst({ frames: 4, picked: [1] });
    const manifest = library.manifest();
    library.close();
    const picked = manifest.assets.filter((asset) => asset.burst === 'picked').map((asset) => asset.uuid);
    const unpicked = frames.filter((uuid) => !picked.includes(uuid));
    const some = await run(await setting(path), picked);
    expect(some.records.map((record) => record.uuid).sort()).toEqual([...picked].sort());
    expect(some.outcome.unasked).toEqual([]);
    for (const uuids of [unpicked.slice(0, 1), frames]) {
      const all = await run(await setting(path), uuids, { unpickedBursts: true });
      expect(await exported(all.records)).toEqual(available(manifest, uuids));
      expect(all.outcome).toMatchObject({ unanswered: [], unasked: [], unknownCount: 0 });
    }
  });

  it('exports in the order of the list, waits where it may not go on, and is then no stuck program', async () => {
    const path = join(folder, 'Paced.photoslibrary');
    const library = await createPhotosLibrary({ path, media: 'small' });
    // In the order of their capture times, as a plan has them.
    const uuids = await library.addMany(Array.from({ length: 6 }, () => ({ kind: 'photo' as const })));
    library.close();
    const pace = new ExportPace(2);
    const order: string[] = [];
    const runFolder = join(folder, 'paced run');
    const going = run(await setting(path), uuids, { pace, runFolder, onRecord: ({ uuid }) => order.push(uuid) });
    // What the watch over a silent osxphotos sees: a file that changes as long as the export waits (see `signOfLife`).
    const waiting = async () => {
      const files = await readdir(runFolder, { recursive: true }).catch(() => []);
      const file = files.find((each) => basename(each) === 'allowed.waiting');
      return file === undefined ? -1 : Number(await readFile(join(runFolder, file), 'utf8').catch(() => -1));
    };
    await expect.poll(waiting).toBeGreaterThanOrEqual(0);
    const before = await waiting();
    await expect.poll(waiting).toBeGreaterThan(before);
    expect(order).toEqual(uuids.slice(0, 2));
    pace.allow(3);
    pace.allow(6);
    const { outcome } = await going;
    expect(order).toEqual(uuids);
    expect(outcome).toMatchObject({ answered: 6, unanswered: [], unknownCount: 0 });
  });

  it('survives names that break programs', async () => {
    const path = join(folder, 'Hostile.photoslibrary');
    const library = await createPhotosLibrary({ path, media: 'small' });
    const names = [
      'close [/b] [red]x :smile:.JPG',
      'line\nbreak\ttab.JPG',
      `${'😀'.repeat(62)}abc.JPG`,
      `${'a'.repeat(251)}.JPG`,
      '-rf *?[a].JPG',
      'e\u0301tat.JPG',
      '\u00e9tat.JPG',
      'same.JPG',
      'same.JPG',
      '{created.year} {title} & <b>.JPG',
      '.JPG',
      'no extension',
    ];
    const uuids: string[] = [];
    for (const filename of names) {
      uuids.push(
        await library.addAsset({
          kind: 'photo',
          filename,
          edited: true,
          date: '2024-05-01T10:00:00+02:00',
          caption: 'A & B <c> \u0007 "d"\n😀',
          keywords: ['a & b', '[/b]'],
        }),
      );
    }
    uuids.push(await library.addAsset({ kind: 'live', filename: 'IMG_1.HEIC', date: '2024-05-01T10:00:00+02:00' }));
    uuids.push(await library.addAsset({ kind: 'movie', filename: 'IMG_1.MOV', date: '2024-05-01T10:00:00+02:00' }));
    const manifest = library.manifest();
    library.close();

    const where = await setting(path);
    const { records, outcome } = await run(where, uuids);
    expect(outcome).toMatchObject({ answered: uuids.length, unknownCount: 0 });
    expect(records.flatMap((record) => record.errors)).toEqual([]);
    expect(await exported(records)).toEqual(available(manifest, uuids));
    const paths = records.flatMap(({ files }) => files.map((file) => file.path.normalize('NFC').toLowerCase()));
    expect(new Set(paths).size).toBe(paths.length);
    for (const file of await readdir(join(where.staging, '2024/05'))) {
      expect(Buffer.byteLength(file)).toBeLessThanOrEqual(255);
      if (!file.endsWith('.xmp')) continue;
      const xmp = await readFile(join(where.staging, '2024/05', file), 'utf8');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML does not allow
      expect(xmp).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]|&(?!(amp|lt|gt|quot|apos|#\d+);)/);
    }
    const second = await run(where, uuids);
    expect(statuses(second.records)).toEqual(new Set(['skipped']));
  });
});

describe.skipIf(!tools.ready || !existsSync(REAL_LIBRARIES))('real libraries (needs osxphotos and ../shared)', () => {
  it.each([
    ['Test-26.1', 14],
    ['Test-Media-Types-15.7.2', 18],
  ])('%s: what the inventory calls available is what is exported, byte for byte', async (name, count) => {
    const library = join(REAL_LIBRARIES, `${name}.photoslibrary`);
    const uuids: string[] = [];
    const inPlace: { readonly uuid: string; readonly kind: string; readonly path: string }[] = [];
    await readInventory({
      osxphotos: whenReady(tools).osxphotos,
      scripts: SCRIPTS,
      library,
      snapshot: await snapshotOf(library, folder),
      runFolder: join(folder, 'run folder'),
      onRecord: (record) => {
        if (record.kind !== 'asset') return;
        uuids.push(record.uuid);
        for (const { kind, path, available } of record.parts) {
          if (available && path !== null) inPlace.push({ uuid: record.uuid, kind, path });
        }
      },
    });
    const { records } = await run(await setting(library), uuids, { unpickedBursts: true });
    const hashes = await Promise.all(
      inPlace.map(async ({ uuid, kind, path }) => `${uuid} ${kind} ${await sha1(path)}`),
    );
    expect(hashes).toHaveLength(count);
    expect(await exported(records)).toEqual(hashes.sort());
  });
});

describe('an osxphotos that fails (a program that acts like it)', () => {
  /** Writes a program that runs `body` with the records file and the arguments at hand. */
  async function acting(body: string): Promise<string> {
    const program = join(folder, `osxphotos-${settings}-${Math.random().toString(36).slice(2)}`);
    await writeFile(
      program,
      `#!${process.execPath}\nconst { appendFileSync } = require('node:fs');\nconst args = process.argv.slice(2);
const record = (text) => appendFileSync(process.env.IMMICH_SYNC_RECORDS, text);\n${body}\n`,
    );
    await chmod(program, 0o755);
    return program;
  }
  const whole = JSON.stringify({ uuid: 'A', files: [], sidecars: [], missing: [], errors: [] });
  const say = (...lines: string[]) => lines.map((line) => `console.error(${JSON.stringify(line)});`).join('');
  const fail = async (body: string, uuids = ['A', 'B'], extra: Extra = {}) =>
    run(await setting('/a/My.photoslibrary'), uuids, { osxphotos: await acting(body), ...extra });

  it('with a crash is reported with its own message', async () => {
    const body = `${say(
      'Something went wrong and osxphotos encountered an error:',
      'list index out of range',
      "Crash log written to '/x/osxphotos_crash.log'",
    )} process.exit(1);`;
    await expect(fail(body)).rejects.toMatchObject({
      code: 'tool-failed',
      problem: { sentence: expect.stringContaining('list index out of range') },
    });
  });

  it('on a full disk is stopped at the first photo that does not fit; what came before is kept', async () => {
    const records: ExportRecord[] = [];
    const full = {
      uuid: 'B',
      files: [],
      sidecars: [],
      missing: [],
      errors: [{ path: '', message: '[Errno 28] No space left on device' }],
    };
    const body = `record(${JSON.stringify(`${whole}\n${JSON.stringify(full)}\n`)}); setInterval(() => {}, 1000);`;
    await expect(fail(body, ['A', 'B', 'C'], { onRecord: (record) => records.push(record) })).rejects.toMatchObject({
      code: 'disk-full',
    });
    expect(records.map((record) => record.uuid)).toEqual(['A', 'B']);
  });

  it('killed in the middle of a line loses that line only', async () => {
    const records: ExportRecord[] = [];
    const body = `record(${JSON.stringify(`${whole}\n${whole.slice(0, 20)}`)}); process.kill(process.pid, 'SIGKILL');`;
    await expect(fail(body, ['A', 'B'], { onRecord: (record) => records.push(record) })).rejects.toMatchObject({
      code: 'tool-failed',
      problem: { sentence: expect.stringContaining('SIGKILL') },
    });
    expect(records.map((record) => record.uuid)).toEqual(['A']);
  });

  it('that does not know the library is explained by that when it fails, and used when it does not', async () => {
    const guessing = say('Unknown db / model version for /a: model_ver=20500; assuming latest version');
    await expect(fail(`${guessing} process.exitCode = 1;`)).rejects.toMatchObject({ code: 'library-too-new' });
    const { outcome } = await fail(`${guessing} record(${JSON.stringify(`${whole}\n`)});`);
    expect(outcome).toMatchObject({ answered: 1, unknownCount: 0 });
  });

  it('that says things nobody knows is counted', async () => {
    const { outcome } = await fail(
      `console.log('The moon is in the seventh house.'); record(${JSON.stringify(`not a record\n${whole}\n`)});`,
    );
    expect(outcome).toMatchObject({ answered: 1, unanswered: ['B'], unknownCount: 2 });
    expect(outcome.unknownLines).toEqual(expect.arrayContaining(['The moon is in the seventh house.', 'not a record']));
  });

  it('that is not there is unusable', async () => {
    const where = await setting('/a/My.photoslibrary');
    await expect(run(where, ['A'], { osxphotos: join(folder, 'no-osxphotos') })).rejects.toMatchObject({
      code: 'tool-unusable',
    });
  });

  it('gets what it needs in a private folder, and no more in its environment', async () => {
    const report = join(folder, 'report.json');
    const body = `const { readFileSync, writeFileSync, existsSync } = require('node:fs');
      writeFileSync(${JSON.stringify(report)}, JSON.stringify({ cwd: process.cwd(), env: process.env,
        uuids: readFileSync(args[args.indexOf('--uuid-from-file') + 1], 'utf8'), hook: existsSync('on_photo.py') }));`;
    await fail(body);
    const { cwd, env, uuids, hook } = JSON.parse(await readFile(report, 'utf8')) as {
      readonly cwd: string;
      readonly env: Readonly<Record<string, string>>;
      readonly uuids: string;
      readonly hook: boolean;
    };
    expect(basename(cwd)).toMatch(/^export-/);
    expect({ uuids, hook }).toEqual({ uuids: 'A\nB\n', hook: true });
    expect(Object.keys(env).filter((name) => /KEY|TOKEN|SECRET|FORCE_COLOR/.test(name))).toEqual([]);
    await expect(stat(cwd)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
