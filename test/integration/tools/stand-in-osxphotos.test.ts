/** The stand-in must do what the real osxphotos does: both read and export the same library, and everything that comes out is compared. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExportRecord, exportAssets } from '../../../src/core/photos/export.ts';
import { readInventory } from '../../../src/core/photos/inventory.ts';
import type { InventoryRecord } from '../../../src/core/photos/inventory-record.ts';
import { chooseTool } from '../../../src/core/tools/choose.ts';
import { snapshotOf } from '../../support/library-snapshot.ts';
import { createSampleLibrary } from '../../support/photos-library/index.ts';
import { writeStandIn } from '../../support/stand-ins/write.ts';
import { realTools, whenReady } from '../../support/tools/real-tools.ts';

const tools = await realTools('osxphotos');
const scripts = join(import.meta.dirname, '../../../app/python');
let folder: string;
let library: string;
let standIn: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-stand-in-'));
  library = join(folder, 'Sample.photoslibrary');
  (await createSampleLibrary(library)).close();
  standIn = await writeStandIn('osxphotos', join(folder, 'programs'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function inventoryOf(osxphotos: string): Promise<readonly InventoryRecord[]> {
  const records: InventoryRecord[] = [];
  const runFolder = await mkdtemp(join(folder, 'run-'));
  const snapshot = await snapshotOf(library, folder);
  await readInventory({ osxphotos, scripts, library, snapshot, runFolder, onRecord: (record) => records.push(record) });
  return records;
}

const uuidsIn = (records: readonly InventoryRecord[]) =>
  records.flatMap((record) => (record.kind === 'asset' && record.burst !== 'unpicked' ? [record.uuid] : []));

class Exporter {
  readonly #osxphotos: string;
  readonly #home: string;

  constructor(osxphotos: string, home: string) {
    this.#osxphotos = osxphotos;
    this.#home = home;
  }

  get staging(): string {
    return join(this.#home, 'staging');
  }

  async run(uuids: readonly string[]): Promise<readonly ExportRecord[]> {
    await mkdir(this.staging, { recursive: true });
    const records: ExportRecord[] = [];
    const outcome = await exportAssets({
      osxphotos: this.#osxphotos,
      scripts,
      library,
      snapshot: await snapshotOf(library, folder),
      uuids,
      staging: this.staging,
      exportDatabase: join(this.#home, 'export.db'),
      runFolder: join(this.#home, 'run'),
      onRecord: (record) => records.push(record),
    });
    expect(outcome).toMatchObject({ answered: uuids.length, unanswered: [], unknownLines: [] });
    return records.sort((a, b) => a.uuid.localeCompare(b.uuid)).map((record) => this.#relative(record));
  }

  /** Every file with its date and contents; a sidecar by its lines, because osxphotos leaves blanks between them. */
  async files(): Promise<ReadonlyMap<string, string>> {
    const files = new Map<string, string>();
    for (const name of (await readdir(this.staging, { recursive: true })).sort()) {
      const path = join(this.staging, name);
      const status = await stat(path);
      if (!status.isFile()) continue;
      const contents = await readFile(path);
      const text = path.endsWith('.xmp')
        ? lines(contents.toString())
        : createHash('sha1').update(contents).digest('hex');
      files.set(name, `${Math.trunc(status.mtimeMs / 1000)} ${text}`);
    }
    return files;
  }

  #relative(record: ExportRecord): ExportRecord {
    const short = (path: string) => relative(this.staging, path);
    return {
      ...record,
      files: record.files
        .map((file) => ({ ...file, path: short(file.path) }))
        .sort((a, b) => a.part.localeCompare(b.part)),
      sidecars: record.sidecars.map(short).sort(),
      missing: record.missing.map(short).sort(),
    };
  }
}

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');

describe('the stand-in for osxphotos', () => {
  it('says that it is a version that this program knows', async () => {
    const { use } = await chooseTool({ tool: 'osxphotos', chosen: standIn });
    expect(use).toMatchObject({ version: '0.77.2', verdict: 'tested', standalone: false });
  });

  it('exports the whole library when the list is empty, as the real one does', async () => {
    const records = await inventoryOf(standIn);
    expect(uuidsIn(records).length).toBeGreaterThan(60);
    const exported = await new Exporter(standIn, join(folder, 'all')).run(uuidsIn(records));
    expect(exported.flatMap((record) => record.files).length).toBeGreaterThan(60);
    expect(exported.flatMap((record) => record.errors)).toEqual([]);
  });
});

describe.skipIf(!tools.ready)('the stand-in and the real osxphotos (needs osxphotos)', () => {
  it('see the same library', async () => {
    const [ours, theirs] = await Promise.all([inventoryOf(standIn), inventoryOf(whenReady(tools).osxphotos)]);
    expect(ours).toEqual(theirs);
    expect(theirs.length).toBeGreaterThan(60);
  });

  it('export the same files under the same names, twice', async () => {
    const uuids = uuidsIn(await inventoryOf(standIn));
    const ours = new Exporter(standIn, join(folder, 'ours'));
    const theirs = new Exporter(whenReady(tools).osxphotos, join(folder, 'theirs'));
    const [ourRecords, theirRecords] = await Promise.all([ours.run(uuids), theirs.run(uuids)]);
    expect(ourRecords).toEqual(theirRecords);
    const exported = await theirs.files();
    expect(await ours.files()).toEqual(exported);
    expect(exported.size).toBeGreaterThan(100);

    // Of these three one file is gone, one was changed, one is as it was.
    const again = uuids.slice(0, 3);
    for (const exporter of [ours, theirs]) {
      const paths = again.map((uuid) => ourRecords.find((record) => record.uuid === uuid)?.files[0]?.path ?? '');
      await rm(join(exporter.staging, paths[0] ?? ''));
      await rm(join(exporter.staging, paths[1] ?? ''));
      await writeFile(join(exporter.staging, paths[1] ?? ''), 'changed');
    }
    const [ourSecond, theirSecond] = await Promise.all([ours.run(again), theirs.run(again)]);
    expect(ourSecond).toEqual(theirSecond);
    const statuses = new Set(theirSecond.flatMap((record) => record.files.map((file) => file.status)));
    expect([...statuses].sort()).toEqual(['new', 'skipped', 'updated']);
    expect(await ours.files()).toEqual(exported);
  });
});
