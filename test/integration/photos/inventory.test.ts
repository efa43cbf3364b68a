import { existsSync } from 'node:fs';
import { cp, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { InventoryAlbum, InventoryAsset } from '../../../src/core/model/asset.ts';
import { type InventorySummary, readInventory } from '../../../src/core/photos/inventory.ts';
import type { InventoryRecord } from '../../../src/core/photos/inventory-record.ts';
import { snapshotOf } from '../../support/library-snapshot.ts';
import {
  cloudGuid,
  createPhotosLibrary,
  createSampleLibrary,
  type Manifest,
} from '../../support/photos-library/index.ts';
import { realTools, whenReady } from '../../support/tools/real-tools.ts';

const tools = await realTools('osxphotos');
const REPOSITORY = join(import.meta.dirname, '../../..');
const REAL_LIBRARIES = join(REPOSITORY, '../shared/photos-libraries');

interface Inventory {
  readonly summary: InventorySummary;
  readonly assets: readonly InventoryAsset[];
  readonly albums: readonly InventoryAlbum[];
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inventory-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const SCRIPTS = join(REPOSITORY, 'app/python');

async function take(library: string, scripts = SCRIPTS): Promise<Inventory> {
  const records: InventoryRecord[] = [];
  const summary = await readInventory({
    osxphotos: whenReady(tools).osxphotos,
    scripts,
    library,
    snapshot: await snapshotOf(library, folder),
    runFolder: join(folder, 'run folder'),
    onRecord: (record) => records.push(record),
  });
  const { assets, albums } = {
    assets: records.filter((record) => record.kind === 'asset'),
    albums: records.filter((record) => record.kind === 'album'),
  };
  return { summary, assets, albums };
}

/** An inventory whose ways through osxphotos' own tables are barred. */
const WITHOUT_TABLES = join(REPOSITORY, 'test/python/without_tables');

/** osxphotos' public properties know best what its tables mean. */
async function expectSameFromProperties(library: string, { summary, assets, albums }: Inventory): Promise<void> {
  const told = await take(library, WITHOUT_TABLES);
  expect(told.assets).toEqual(assets);
  expect(told.albums).toEqual(albums);
  expect(told.summary.unreadable).toEqual([]);
  expect(told.summary.unknownLines).toEqual([]);
  // It takes ten times as long, and the log says why.
  expect(told.summary.warnings).toEqual([
    ...summary.warnings,
    "immich_sync: slow: assets are read by osxphotos’ properties: KeyError: 'directory'",
    ...(albums.length > 0
      ? ["immich_sync: slow: albums are read by osxphotos’ properties: KeyError: 'directory'"]
      : []),
  ]);
}

/** What the issue calls coverage, with the default scope. */
function coverage(assets: readonly InventoryAsset[]) {
  const count = { assets: 0, complete: 0, incomplete: 0, absent: 0, parts: 0 };
  for (const asset of assets) {
    if (asset.shared || asset.burst === 'unpicked') continue;
    const available = asset.parts.filter((part) => part.available).length;
    count.assets += 1;
    count.parts += available;
    count[available === asset.parts.length ? 'complete' : available === 0 ? 'absent' : 'incomplete'] += 1;
  }
  return count;
}

const partsByName = (assets: readonly InventoryAsset[]) =>
  Object.fromEntries(
    assets.map(({ originalFilename, parts }) => [
      originalFilename,
      parts.map((part) => `${part.kind}${part.available ? '' : ' (absent)'}`).join(', '),
    ]),
  );

describe.skipIf(!tools.ready || !existsSync(REAL_LIBRARIES))('real libraries (needs osxphotos and ../shared)', () => {
  it('Test-26.1 has the known numbers, albums and folders', async () => {
    const library = join(REAL_LIBRARIES, 'Test-26.1.photoslibrary');
    const inventory = await take(library);
    const { summary, assets, albums } = inventory;
    await expectSameFromProperties(library, inventory);
    expect(summary).toMatchObject({ assets: 14, albums: 9, unreadable: [], warnings: [], unknownLines: [] });
    expect(summary.header).toMatchObject({ photosVersion: '11.1', modelVersion: 19320 });
    expect(coverage(assets)).toEqual({ assets: 14, complete: 8, incomplete: 2, absent: 4, parts: 14 });
    expect(assets.map((asset) => asset.uuid)).toEqual(assets.map((asset) => asset.uuid).sort());
    expect(assets.every(({ cameraMake, cameraModel }) => cameraMake !== null && cameraModel !== null)).toBe(true);
    expect(new Set(assets.map(({ orientation }) => orientation))).toEqual(new Set([1, 6, 8]));
    expect(partsByName(assets)).toMatchObject({
      'IMG_1997.JPG': 'original, raw (absent)',
      'IMG_2000.JPG': 'original (absent), raw (absent)',
      'IMG_3092.heic': 'original, edited',
      'Pumpkins4.jpg': 'original (absent)',
    });
    // It was never in iCloud.
    expect(assets.every(({ cloudGuid: guid }) => guid === null)).toBe(true);
    const absence = (name: string) => assets.find((asset) => asset.originalFilename === name)?.parts[0]?.absence;
    expect(absence('Pumpkins4.jpg')).toBe('disk-not-connected');
    expect(absence('IMG_2000.JPG')).toBe('missing');
    expect(assets.filter((asset) => asset.hidden).map((asset) => asset.originalFilename)).toEqual(['Pumpkins4.jpg']);
    expect(albums.map((album) => [...album.folders, album.title, album.assets.length].join(' › ')).sort()).toEqual(
      [
        '2018-10 - Sponsion, Museum, Frühstück, Römermuseum › 1',
        '2019-10/11 Paris Clermont › 1',
        'EmptyAlbum › 0',
        'Folder1 › SubFolder2 › AlbumInFolder › 2',
        'Folder2 › Raw › 4',
        'I have a deleted twin › 1',
        'Pumpkin Farm › 3',
        'Test Album › 1',
        'Test Album › 1',
      ].sort(),
    );
  });

  it('Test-Media-Types has the known numbers and every kind of part', async () => {
    const library = join(REAL_LIBRARIES, 'Test-Media-Types-15.7.2.photoslibrary');
    const inventory = await take(library);
    const { assets } = inventory;
    await expectSameFromProperties(library, inventory);
    expect(coverage(assets)).toMatchObject({ assets: 16, parts: 16 });
    expect(assets.filter((asset) => asset.burst === 'unpicked')).toHaveLength(2);
    expect(partsByName(assets)).toMatchObject({
      'IMG_4394.HEIC': 'original, edited, live-video, edited-live-video',
      // Slow motion: Photos calls it adjusted, but there is no render of it and never will be.
      'IMG_0905.MOV': 'original (absent)',
      'IMG_4076.HEIC': 'original, live-video (absent)',
      'IMG_4347.HEIC': 'original (absent), live-video (absent)',
    });
  });
});

describe.skipIf(!tools.ready)('generated libraries (needs osxphotos)', () => {
  /** The manifest tells dates to the second and strings as Photos keeps them; osxphotos normalises to NFC. */
  function expectSame({ assets, albums }: Inventory, manifest: Manifest): void {
    const expected = manifest.assets.filter((asset) => !asset.trashed).sort((a, b) => (a.uuid < b.uuid ? -1 : 1));
    const simple = (asset: InventoryAsset | Manifest['assets'][number]) => ({
      uuid: asset.uuid,
      originalFilename: asset.originalFilename.normalize('NFC'),
      media: asset.media,
      captured: Math.floor(Date.parse(asset.capturedAt) / 1000),
      favorite: asset.favorite,
      hidden: asset.hidden,
      shared: asset.shared,
      title: asset.title?.normalize('NFC') ?? null,
      caption: asset.caption?.normalize('NFC') ?? null,
      keywords: asset.keywords.map((keyword) => keyword.normalize('NFC')).sort(),
      live: asset.live,
      burst: asset.burst,
      parts: asset.parts.map(({ kind, available, size }) => ({ kind, available, size })),
    });
    expect(assets.map(simple)).toEqual(expected.map(simple));
    const byUuid = (a: { readonly uuid: string }, b: { readonly uuid: string }) => (a.uuid < b.uuid ? -1 : 1);
    expect(albums.map(({ uuid, title, folders, assets: members }) => ({ uuid, title, folders, members }))).toEqual(
      [...manifest.albums].sort(byUuid).map(({ uuid, title, folders, assets: members }) => ({
        uuid,
        title: title.normalize('NFC'),
        folders,
        members,
      })),
    );
  }

  it('the sample of every kind', async () => {
    const library = await createSampleLibrary(join(folder, 'Sample.photoslibrary'));
    library.close();
    const inventory = await take(join(folder, 'Sample.photoslibrary'));
    expect(inventory.summary.unreadable).toEqual([]);
    expectSame(inventory, library.manifest({ hashes: false }));
    await expectSameFromProperties(join(folder, 'Sample.photoslibrary'), inventory);
  });

  it('what iCloud calls assets and albums, and why a file is not on this Mac', async () => {
    const path = join(folder, 'Identity.photoslibrary');
    const library = await createPhotosLibrary({ path, media: 'small' });
    const inCloud = await library.addAsset({ kind: 'photo', missing: ['original'] });
    const [here, notYet, gone, referenced, moved] = await library.addMany(
      [0, 1, 2, 3, 4].map((scene) => ({ kind: 'photo', scene }) as const),
    );
    const album = library.createAlbum('Shared by this account');
    const local = library.createAlbum('Only here');
    library.close();
    const database = new DatabaseSync(join(path, 'database', 'Photos.sqlite'));
    // Not in iCloud (yet): what stands in the column is not its name on other Macs.
    const notInCloud = database.prepare('UPDATE ZASSET SET ZCLOUDLOCALSTATE = 0, ZMASTER = NULL WHERE ZUUID = ?');
    const refer = database.prepare('UPDATE ZASSET SET ZSAVEDASSETTYPE = 10, ZDIRECTORY = ? WHERE ZUUID = ?');
    for (const uuid of [notYet, gone, referenced, moved]) notInCloud.run(uuid ?? '');
    refer.run('/Volumes/Not Connected/Pictures', referenced ?? '');
    refer.run(join(folder, 'moved away'), moved ?? '');
    const file = database.prepare('SELECT ZDIRECTORY, ZFILENAME FROM ZASSET WHERE ZUUID = ?').get(gone ?? '');
    await rm(join(path, 'originals', String(file?.ZDIRECTORY), String(file?.ZFILENAME)));
    database.prepare('UPDATE ZGENERICALBUM SET ZCLOUDLOCALSTATE = 0 WHERE ZUUID = ?').run(local);
    database.close();

    const inventory = await take(path);
    const { assets, albums } = inventory;
    const of = (uuid: string | undefined) => assets.find((asset) => asset.uuid === uuid);
    const absence = (uuid: string | undefined) => of(uuid)?.parts[0]?.absence;
    expect(of(here)?.cloudGuid).toBe(cloudGuid(here ?? ''));
    expect(of(inCloud)?.cloudGuid).toBe(cloudGuid(inCloud));
    expect(of(notYet)?.cloudGuid).toBeNull();
    expect(absence(here)).toBeNull();
    expect(absence(inCloud)).toBe('in-icloud');
    expect(absence(gone)).toBe('missing');
    expect(absence(referenced)).toBe('disk-not-connected');
    expect(absence(moved)).toBe('missing');
    expect(albums.find(({ uuid }) => uuid === album)?.cloudGuid).toBe(cloudGuid(album));
    expect(albums.find(({ uuid }) => uuid === local)?.cloudGuid).toBeNull();
    await expectSameFromProperties(path, inventory);
  });

  describe('one asset with damaged data is that asset’s matter alone', () => {
    let path: string;
    let uuids: readonly string[];
    let count = 0;
    beforeAll(async () => {
      const library = await createPhotosLibrary({ path: join(folder, 'Undamaged.photoslibrary'), media: 'small' });
      uuids = await library.addMany(
        [0, 1, 2].map((scene) => ({ kind: 'photo', scene, title: 'T', caption: 'C', keywords: ['K'] }) as const),
      );
      library.close();
    });

    /** @param change gets the first asset's UUID as the parameter of its statements */
    async function takeDamaged(change: (database: DatabaseSync, uuid: string) => void) {
      count += 1;
      path = join(folder, `Damaged ${count}.photoslibrary`);
      await cp(join(folder, 'Undamaged.photoslibrary'), path, { recursive: true });
      const database = new DatabaseSync(join(path, 'database', 'Photos.sqlite'));
      change(database, uuids[0] ?? '');
      database.close();
      const inventory = await take(path);
      const others = inventory.assets.filter(({ uuid }) => uuid !== uuids[0]);
      expect(others).toHaveLength(2);
      for (const other of others) expect(other).toMatchObject({ title: 'T', caption: 'C', keywords: ['K'] });
      expect(inventory.summary.unknownLines).toEqual([]);
      return { ...inventory, damaged: inventory.assets.find(({ uuid }) => uuid === uuids[0]) };
    }
    const ATTRIBUTES = 'ZASSET = (SELECT Z_PK FROM ZASSET WHERE ZUUID = ?)';

    it('a title that is no UTF-8', async () => {
      const { damaged, summary } = await takeDamaged((database, uuid) =>
        database
          .prepare(`UPDATE ZADDITIONALASSETATTRIBUTES SET ZTITLE = CAST(x'426f61ff74' AS TEXT) WHERE ${ATTRIBUTES}`)
          .run(uuid),
      );
      expect(damaged).toMatchObject({ title: 'Boa\ufffdt', caption: 'C' });
      expect(summary).toMatchObject({ header: { mended: true }, altered: [{ uuid: uuids[0] }], unreadable: [] });
    });

    it.each(['ZDATECREATED', 'ZADDEDDATE'])('an impossible date: %s', async (column) => {
      const { damaged, summary } = await takeDamaged((database, uuid) =>
        database.prepare(`UPDATE ZASSET SET ${column} = 1e18 WHERE ZUUID = ?`).run(uuid),
      );
      expect(damaged).toMatchObject({ title: 'T' });
      expect(summary).toMatchObject({
        header: { mended: true },
        unreadable: [],
        altered: column === 'ZDATECREATED' ? [{ what: 'date', uuid: uuids[0] }] : [],
      });
    });

    it('an offset of its time zone of centuries', async () => {
      const { damaged } = await takeDamaged((database, uuid) =>
        database.prepare(`UPDATE ZADDITIONALASSETATTRIBUTES SET ZTIMEZONEOFFSET = 1e17 WHERE ${ATTRIBUTES}`).run(uuid),
      );
      expect(damaged).toMatchObject({ title: 'T' });
    });

    it('a caption of 2 MB and 60,000 keywords', async () => {
      const { damaged, summary } = await takeDamaged((database, uuid) => {
        database
          .prepare(
            `UPDATE ZASSETDESCRIPTION SET ZLONGDESCRIPTION = ? WHERE Z_PK = (
               SELECT ZASSETDESCRIPTION FROM ZADDITIONALASSETATTRIBUTES WHERE ${ATTRIBUTES})`,
          )
          .run('😀'.repeat(500_000), uuid);
        const join = database
          .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'Z_*KEYWORDS'`)
          .get();
        const columns = database.prepare(`SELECT name FROM pragma_table_info(?)`).all(String(join?.name));
        const of = (end: string) => columns.map(({ name }) => String(name)).find((name) => name.endsWith(end));
        const { Z_PK: attributes } = database
          .prepare(`SELECT Z_PK FROM ZADDITIONALASSETATTRIBUTES WHERE ${ATTRIBUTES}`)
          .get(uuid) as { readonly Z_PK: number };
        database.exec(`
          WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 60999)
          INSERT INTO ZKEYWORD (Z_PK, ZTITLE) SELECT i, 'keyword ' || i FROM n;
          INSERT INTO "${join?.name}" ("${of('ASSETATTRIBUTES')}", "${of('KEYWORDS')}")
            SELECT ${attributes}, Z_PK FROM ZKEYWORD WHERE Z_PK >= 1000`);
      });
      expect(damaged?.caption?.length).toBe(40_000);
      expect(damaged?.keywords).toHaveLength(300);
      expect(summary).toMatchObject({
        altered: [{ uuid: uuids[0], message: 'its texts are too long' }],
        unreadable: [],
      });
    });

    it('a row that osxphotos does not list', async () => {
      const { damaged, summary } = await takeDamaged((database, uuid) =>
        database.prepare(`DELETE FROM ZADDITIONALASSETATTRIBUTES WHERE ${ATTRIBUTES}`).run(uuid),
      );
      expect(damaged).toBeUndefined();
      expect(summary.unreadable).toMatchObject([
        { about: 'asset', uuid: uuids[0], message: 'osxphotos does not list it' },
      ]);
    });
  });

  describe('a file outside of the library is none of its files', () => {
    let home: string;
    let path: string;
    let uuid: string;
    let file: string;
    beforeEach(async () => {
      home = await mkdtemp(join(folder, 'confined-'));
      path = join(home, 'Confined.photoslibrary');
      const library = await createPhotosLibrary({ path, media: 'small' });
      uuid = await library.addAsset({ kind: 'photo' });
      library.close();
      const row = change('SELECT ZDIRECTORY, ZFILENAME FROM ZASSET WHERE ZUUID = ?', uuid);
      file = join(path, 'originals', String(row?.ZDIRECTORY), String(row?.ZFILENAME));
      await writeFile(join(home, 'secret.jpg'), 'a secret of this Mac');
    });

    function change(sql: string, ...values: string[]) {
      const database = new DatabaseSync(join(path, 'database', 'Photos.sqlite'));
      const row = database.prepare(sql).get(...values);
      database.close();
      return row;
    }
    async function original() {
      const inventory = await take(path);
      await expectSameFromProperties(path, inventory);
      return inventory.assets[0]?.parts[0];
    }
    const LEFT_ALONE = { available: false, absence: 'outside-library', path: null, size: null };

    it('when it is a link', async () => {
      await rm(file);
      await symlink(join(home, 'secret.jpg'), file);
      expect(await original()).toMatchObject(LEFT_ALONE);
    });

    it('when a folder of the originals is one', async () => {
      await cp(dirname(file), join(home, 'elsewhere'), { recursive: true });
      await rm(dirname(file), { recursive: true });
      await symlink(join(home, 'elsewhere'), dirname(file));
      expect(await original()).toMatchObject(LEFT_ALONE);
    });

    it.each([
      ['leads out of it', '../..'],
      ['is absolute', ''],
    ])('when its path in the database %s', async (_what, directory) => {
      change("UPDATE ZASSET SET ZDIRECTORY = ?, ZFILENAME = 'secret.jpg' WHERE ZUUID = ?", directory || home, uuid);
      expect(await original()).toMatchObject(LEFT_ALONE);
    });

    it('but it is when Photos refers to it', async () => {
      change(
        "UPDATE ZASSET SET ZDIRECTORY = ?, ZFILENAME = 'secret.jpg', ZSAVEDASSETTYPE = 10 WHERE ZUUID = ?",
        home,
        uuid,
      );
      expect(await original()).toMatchObject({ available: true, path: join(home, 'secret.jpg') });
    });

    it.each(['', 'originals'])('but the library may lie on another disk, or its originals: %s', async (part) => {
      const moved = join(home, 'Moved');
      await rename(join(path, part), moved);
      await symlink(moved, join(path, part));
      expect(await original()).toMatchObject({ available: true, path: file });
    });
  });

  it('names and words that break programs', async () => {
    const path = join(folder, 'Hostile.photoslibrary');
    const library = await createPhotosLibrary({ path, media: 'small' });
    for (const filename of [
      '[/b] [red]x:smile:.JPG',
      'line\nbreak.JPG',
      '😀'.repeat(60),
      '-rf *?[a].JPG',
      'e\u0301.JPG',
      '\u00e9.JPG',
    ]) {
      await library.addAsset({
        kind: 'photo',
        filename,
        title: 't\u2028\u0007"\\',
        caption: '\ud83d\ude00\n\t',
        keywords: ['a,b;c', "'"],
      });
    }
    library.close();
    expectSame(await take(path), library.manifest({ hashes: false }));
  });

  it('an album so large that it comes in several lines', async () => {
    const path = join(folder, 'Large.photoslibrary');
    const library = await createPhotosLibrary({ path, media: 'none' });
    const album = library.createAlbum('Everything');
    await library.addMany(Array.from({ length: 5_001 }, () => ({ kind: 'photo' as const, albums: [album] })));
    library.close();
    const { albums } = await take(path);
    expect(albums).toHaveLength(1);
    expect(albums[0]?.assets).toEqual(library.manifest({ hashes: false }).albums[0]?.assets);
  });

  it('an asset with odd data costs a problem line or a default, never the inventory', async () => {
    const path = join(folder, 'Odd.photoslibrary');
    const library = await createPhotosLibrary({ path, media: 'small' });
    const odd = await library.addAsset({ kind: 'photo' });
    const fine = await library.addAsset({ kind: 'photo' });
    library.close();
    const database = new DatabaseSync(join(path, 'database', 'Photos.sqlite'));
    database
      .prepare("UPDATE ZASSET SET ZDATECREATED = -1e15, ZLATITUDE = 'x', ZAVALANCHEUUID = 'b' WHERE ZUUID = ?")
      .run(odd);
    database.exec(`UPDATE ZASSET SET ZAVALANCHEPICKTYPE = NULL WHERE ZUUID = '${odd}'`);
    database.close();
    const { assets, summary } = await take(path);
    expect([...assets.map((asset) => asset.uuid), ...summary.unreadable.map((problem) => problem.uuid)].sort()).toEqual(
      [odd, fine].sort(),
    );
    expect(assets.map((asset) => asset.uuid)).toContain(fine);
  });

  describe('that cannot be read', () => {
    let path: string;
    let copies = 0;
    beforeAll(async () => {
      path = join(folder, 'Good.photoslibrary');
      // Not of the newest release: a version that osxphotos does not know it takes for that one.
      const library = await createPhotosLibrary({ path, media: 'small', model: '26' });
      await library.addAsset({ kind: 'photo' });
      library.close();
    });

    async function changed(change: (database: DatabaseSync) => void): Promise<string> {
      copies += 1;
      const copy = join(folder, `Copy ${copies}.photoslibrary`);
      await cp(path, copy, { recursive: true });
      const database = new DatabaseSync(join(copy, 'database', 'Photos.sqlite'));
      change(database);
      database.close();
      return copy;
    }

    it('because its version is newer than osxphotos knows: stops instead of guessing', async () => {
      const library = await changed((database) => {
        const plist = '<plist version="1.0"><dict><key>PLModelVersion</key><integer>20500</integer></dict></plist>';
        database
          .prepare('UPDATE Z_METADATA SET Z_PLIST = ?')
          .run(Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${plist}`));
      });
      await expect(take(library)).rejects.toMatchObject({
        code: 'library-too-new',
        problem: { sentence: expect.stringContaining('model version 20500') },
      });
    });

    it('because a table is gone: the database is damaged', async () => {
      const library = await changed((database) => database.exec('DROP TABLE ZGENERICALBUM'));
      await expect(take(library)).rejects.toMatchObject({ code: 'library-damaged' });
    });

    it('because the run was stopped', async () => {
      await expect(
        readInventory({
          osxphotos: whenReady(tools).osxphotos,
          scripts: join(REPOSITORY, 'app/python'),
          library: path,
          snapshot: await snapshotOf(path, folder),
          runFolder: join(folder, 'run folder'),
          signal: AbortSignal.abort(),
          onRecord: () => undefined,
        }),
      ).rejects.toMatchObject({ code: 'stopped' });
    });

    it('because whoever takes the records fails', async () => {
      const start = readInventory({
        osxphotos: whenReady(tools).osxphotos,
        scripts: join(REPOSITORY, 'app/python'),
        library: path,
        snapshot: await snapshotOf(path, folder),
        runFolder: join(folder, 'run folder'),
        onRecord: () => {
          throw new Error('the ledger is full');
        },
      });
      await expect(start).rejects.toThrow('the ledger is full');
    });
  });
});
