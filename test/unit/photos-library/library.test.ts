import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { PART_KINDS } from '../../../src/core/model/asset.ts';
import {
  ASSET_KINDS,
  createHostileLibrary,
  createLargeLibrary,
  createPhotosLibrary,
  createSampleLibrary,
  type ExpectedAsset,
  HOSTILE_NAMES,
  inScope,
  lockLikePhotos,
  type Manifest,
  openPhotosLibrary,
  type PhotosLibrary,
} from '../../support/photos-library/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'photos-library-'));
let made = 0;
const freshPath = (): string => join(folder, `${++made}.photoslibrary`);
const small = (): Promise<PhotosLibrary> => createPhotosLibrary({ path: freshPath(), media: 'small' });
const realLibrary = join(import.meta.dirname, '../../../../shared/photos-libraries/Test-26.1.photoslibrary');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function assetOf(library: PhotosLibrary, uuid: string): ExpectedAsset {
  const asset = library.manifest().assets.find((candidate) => candidate.uuid === uuid);
  if (!asset) throw new Error(`no ${uuid}`);
  return asset;
}

function hashes(asset: ExpectedAsset): Record<string, string | null> {
  return Object.fromEntries(asset.parts.map((part) => [part.kind, part.sha1]));
}

function query<Result>(library: string, work: (database: DatabaseSync) => Result): Result {
  const database = new DatabaseSync(join(library, 'database', 'Photos.sqlite'), { readOnly: true });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** The manifest must agree with itself and with the files on disk. */
function expectConsistent(manifest: Manifest): void {
  const { totals } = manifest;
  const scope = manifest.assets.filter(inScope);
  expect(totals.inScope).toBe(scope.length);
  expect(totals.complete + totals.incomplete + totals.absent).toBe(totals.inScope);
  expect(totals.partsAvailable + totals.partsMissing).toBe(scope.flatMap((asset) => asset.parts).length);
  expect(new Set(manifest.assets.map((asset) => asset.uuid)).size).toBe(manifest.assets.length);
  for (const asset of manifest.assets) {
    const kinds = asset.parts.map((part) => part.kind);
    expect(kinds[0]).toBe('original');
    expect(kinds).toEqual(PART_KINDS.filter((kind) => kinds.includes(kind)));
    expect(kinds.includes('edited')).toBe(asset.edited);
    expect(kinds.includes('live-video')).toBe(asset.live);
    for (const part of asset.parts) {
      expect(part.available ? statSync(part.path).size : null).toBe(part.size);
      if (!part.available && part.kind === 'original') expect(existsSync(part.path)).toBe(false);
    }
    for (const uuid of asset.albums)
      expect(manifest.albums.find((album) => album.uuid === uuid)?.assets.includes(asset.uuid)).toBe(!asset.trashed);
  }
}

describe('the sample library', async () => {
  const library = await createSampleLibrary(freshPath());
  const manifest = library.manifest();
  library.close();

  it('has a sound database', () => {
    expect(query(library.path, (database) => database.prepare('PRAGMA integrity_check').all())).toEqual([
      { integrity_check: 'ok' },
    ]);
  });

  it('agrees with itself', () => {
    expectConsistent(manifest);
  });

  it('shows at least 60 assets of every kind and state', () => {
    const { assets } = manifest;
    expect(assets.length).toBeGreaterThanOrEqual(60);
    expect(new Set(assets.map((asset) => asset.kind))).toEqual(new Set(ASSET_KINDS));
    expect(assets.some((asset) => asset.live && asset.edited)).toBe(true);
    expect(assets.some((asset) => asset.media === 'movie' && asset.edited)).toBe(true);
    expect(new Set(assets.map((asset) => asset.burst))).toEqual(new Set(['none', 'picked', 'unpicked']));
    for (const state of ['favorite', 'hidden', 'trashed', 'shared'] as const)
      expect(assets.some((asset) => asset[state])).toBe(true);
    expect(new Set(assets.map((asset) => asset.capturedAt.slice(-6))).size).toBeGreaterThan(5);
    expect(new Set(assets.map((asset) => asset.capturedAt.slice(0, 4))).size).toBeGreaterThan(5);
    expect(manifest.totals).toMatchObject({ absent: 1, incomplete: 2 });
  });

  it('has albums in folders, two of one title, an empty one, one with a slash', () => {
    const titles = manifest.albums.map((album) => album.title);
    expect(manifest.albums.map((album) => album.folders)).toContainEqual(['Travel', 'Europe']);
    expect(titles.filter((title) => title === 'Lisbon in Spring')).toHaveLength(2);
    expect(titles.some((title) => title.includes('/'))).toBe(true);
    expect(manifest.albums.some((album) => album.assets.length === 0)).toBe(true);
    expect(manifest.sharedAlbums).toMatchObject([{ title: 'Our Street', assets: { length: 2 } }]);
    expect(titles).not.toContain('Deleted long ago');
  });

  it('has no two files alike', () => {
    const all = manifest.assets.flatMap((asset) => asset.parts).flatMap((part) => part.sha1 ?? []);
    expect(new Set(all).size).toBe(all.length);
  });

  it('is the same again for the same seed, and another for another', async () => {
    const again = await createSampleLibrary(freshPath());
    const other = await createSampleLibrary(freshPath(), { seed: 2 });
    const facts = (one: PhotosLibrary): object[] =>
      one.manifest().assets.map(({ parts, ...rest }) => ({ ...rest, sha1: parts.map((part) => part.sha1) }));
    expect(facts(again)).toEqual(
      manifest.assets.map(({ parts, ...rest }) => ({ ...rest, sha1: parts.map((part) => part.sha1) })),
    );
    expect(other.manifest({ hashes: false }).assets[0]?.uuid).not.toBe(manifest.assets[0]?.uuid);
    again.close();
    other.close();
  });

  it('refuses fewer than 60 assets', async () => {
    await expect(createSampleLibrary(freshPath(), { assets: 59 })).rejects.toThrow(RangeError);
  });
});

describe('a new asset', () => {
  it('is written with all parts of its kind', async () => {
    const library = await small();
    const parts = new Map<string, readonly string[]>();
    for (const kind of ASSET_KINDS) {
      const uuid = await library.addAsset({ kind, edited: true });
      parts.set(
        kind,
        assetOf(library, uuid).parts.map((part) => part.kind),
      );
    }
    expect(parts.get('live')).toEqual(['original', 'edited', 'live-video', 'edited-live-video']);
    expect(parts.get('raw-jpeg')).toEqual(['original', 'edited', 'raw']);
    expect(parts.get('movie')).toEqual(['original', 'edited']);
    expectConsistent(library.manifest());
    library.close();
  });

  it('in iCloud only has rows and no files', async () => {
    const library = await small();
    const uuid = await library.addAsset({ kind: 'live', missing: ['original'] });
    expect(assetOf(library, uuid).parts).toMatchObject([
      { kind: 'original', available: false, sha1: null },
      { kind: 'live-video', available: false, sha1: null },
    ]);
    const availability = query(library.path, (database) =>
      database.prepare('SELECT ZLOCALAVAILABILITY AS here, ZREMOTEAVAILABILITY AS there FROM ZINTERNALRESOURCE').all(),
    );
    expect(availability.map((row) => ({ ...row }))).toEqual([
      { here: -1, there: 1 },
      { here: -1, there: 1 },
    ]);
    library.close();
  });

  it('comes in the order of the calls, even if many are drawn at once', async () => {
    const library = await small();
    const uuids = await Promise.all(
      Array.from({ length: 12 }, (_, index) => library.addAsset({ kind: index % 2 ? 'photo' : 'movie' })),
    );
    expect(library.manifest({ hashes: false }).assets.map((asset) => asset.uuid)).toEqual(uuids);
    library.close();
  });

  it('of a burst is picked or not', async () => {
    const library = await small();
    const album = library.createAlbum('Burst');
    const frames = await library.addBurst({ frames: 3, picked: [2], albums: [album] });
    expect(frames.map((uuid) => assetOf(library, uuid).burst)).toEqual(['unpicked', 'unpicked', 'picked']);
    expect(new Set(frames.map((uuid) => assetOf(library, uuid).burstId)).size).toBe(1);
    expect(library.manifest().albums[0]?.assets).toEqual([frames[2]]);
    library.close();
  });

  it('is refused where its date is no date, and leaves nothing behind', async () => {
    const library = await small();
    await expect(library.addAsset({ kind: 'photo', date: 'yesterday' })).rejects.toThrow(RangeError);
    await library.addAsset({ kind: 'photo' });
    expect(library.manifest().assets).toHaveLength(1);
    library.close();
  });
});

describe('edits to order', () => {
  it('a new render every time, and back to the original', async () => {
    const library = await small();
    const uuid = await library.addAsset({ kind: 'live' });
    const original = hashes(assetOf(library, uuid));
    await library.editPhoto(uuid);
    const first = hashes(assetOf(library, uuid));
    await library.editPhoto(uuid);
    const second = hashes(assetOf(library, uuid));
    expect(first).toMatchObject(original);
    expect(second).toMatchObject(original);
    expect(second.edited).not.toBe(first.edited);
    expect(second['edited-live-video']).not.toBe(first['edited-live-video']);
    library.revertEdit(uuid);
    expect(hashes(assetOf(library, uuid))).toEqual(original);
    expect(
      readdirSync(join(library.path, 'resources', 'renders'), { recursive: true }).filter((name) =>
        String(name).includes(uuid),
      ),
    ).toEqual([]);
    library.close();
  });

  it('what left for iCloud comes back byte for byte', async () => {
    const library = await small();
    const uuid = await library.addAsset({ kind: 'live', edited: true });
    const before = hashes(assetOf(library, uuid));
    library.evict(uuid);
    expect(Object.values(hashes(assetOf(library, uuid)))).toEqual([null, null, null, null]);
    await library.makeOriginalAppear(uuid, ['original']);
    expect(hashes(assetOf(library, uuid))).toEqual({
      original: before.original,
      edited: null,
      'live-video': null,
      'edited-live-video': null,
    });
    await library.makeOriginalAppear(uuid);
    expect(hashes(assetOf(library, uuid))).toEqual(before);
    library.close();
  });

  it('what never was here appears as well', async () => {
    const library = await createPhotosLibrary({ path: freshPath(), media: 'none' });
    const uuid = await library.addAsset({ kind: 'live', edited: true });
    await library.makeOriginalAppear(uuid);
    expect(assetOf(library, uuid).parts.every((part) => part.available)).toBe(true);
    library.close();
  });

  it('trash, restore and delete for good', async () => {
    const library = await small();
    const album = library.createAlbum('Album');
    const uuid = await library.addAsset({
      kind: 'raw-jpeg',
      edited: true,
      albums: [album],
      caption: 'x',
      keywords: ['k'],
    });
    const stays = await library.addAsset({ kind: 'photo', albums: [album] });
    library.trash(uuid);
    expect(assetOf(library, uuid).trashed).toBe(true);
    expect(library.manifest().albums[0]?.assets).toEqual([stays]);
    library.restore(uuid);
    expect(library.manifest().albums[0]?.assets).toEqual([uuid, stays]);
    library.deleteForGood(uuid);
    expect(library.manifest().assets.map((asset) => asset.uuid)).toEqual([stays]);
    expect(readdirSync(library.path, { recursive: true }).filter((name) => String(name).includes(uuid))).toEqual([]);
    const left = query(library.path, (database) =>
      [
        'ZASSET',
        'ZADDITIONALASSETATTRIBUTES',
        'ZEXTENDEDATTRIBUTES',
        'ZCLOUDMASTER',
        'ZINTERNALRESOURCE',
        library.context.database.shape.albumAssets,
        'Z_1KEYWORDS',
        'ZASSETDESCRIPTION',
        'ZUNMANAGEDADJUSTMENT',
      ].map((table) => database.prepare(`SELECT COUNT(*) AS count FROM ${table}`).get()?.count),
    );
    expect(left).toEqual([1, 1, 1, 1, 1, 1, 0, 0, 0]);
    library.close();
  });

  it('metadata', async () => {
    const library = await small();
    const uuid = await library.addAsset({ kind: 'photo', title: 'old', caption: 'old', keywords: ['old'] });
    library.setTitle(uuid, null);
    library.setCaption(uuid, 'new');
    library.setKeywords(uuid, ['b', 'a', 'b']);
    library.setFavorite(uuid, true);
    library.setHidden(uuid, true);
    library.setDate(uuid, '1999-12-31T23:59:59+14:00');
    expect(assetOf(library, uuid)).toMatchObject({
      title: null,
      caption: 'new',
      keywords: ['a', 'b'],
      favorite: true,
      hidden: true,
      capturedAt: '1999-12-31T23:59:59+14:00',
    });
    library.setCaption(uuid, null);
    library.setKeywords(uuid, []);
    expect(assetOf(library, uuid)).toMatchObject({ caption: null, keywords: [] });
    library.close();
  });

  it('albums', async () => {
    const library = await small();
    const folders = [library.createFolder('A')];
    folders.push(library.createFolder('B', { folder: folders[0] ?? '' }));
    const uuids = await library.addMany([{ kind: 'photo' }, { kind: 'photo' }, { kind: 'photo' }]);
    const album = library.createAlbum('One', { folder: folders[1] ?? '', assets: [...uuids].reverse() });
    expect(library.manifest().albums).toMatchObject([
      { uuid: album, title: 'One', folders: ['A', 'B'], assets: [...uuids].reverse() },
    ]);
    library.removeFromAlbum(album, uuids.slice(0, 1));
    library.addToAlbum(album, uuids.slice(0, 2));
    library.renameAlbum(album, 'Two');
    library.moveAlbum(album, null);
    expect(library.manifest().albums).toMatchObject([
      { uuid: album, title: 'Two', folders: [], assets: [uuids[2], uuids[1], uuids[0]] },
    ]);
    library.deleteAlbum(album);
    expect(library.manifest().albums).toEqual([]);
    library.close();
  });

  it('leave the traces that Core Data leaves', async () => {
    const library = await small();
    const uuid = await library.addAsset({ kind: 'photo' });
    const state = (): Record<string, number> =>
      query(library.path, (database) => {
        const row = database
          .prepare(
            `SELECT Z_OPT AS version, ZMODIFICATIONDATE AS modified, (SELECT MAX(Z_PK) FROM ATRANSACTION) AS transactions,
             (SELECT MAX(Z_PK) FROM ACHANGE) AS changes, (SELECT MAX(ZTIMESTAMP) FROM ATRANSACTION) AS time FROM ZASSET WHERE ZUUID = ?`,
          )
          .get(uuid);
        return Object.fromEntries(Object.entries(row ?? {}).map(([key, value]) => [key, Number(value)]));
      });
    const before = state();
    library.setFavorite(uuid, true);
    const after = state();
    for (const key of ['version', 'modified', 'transactions', 'changes', 'time'])
      expect(after[key], key).toBeGreaterThan(before[key] ?? 0);
    const change = query(library.path, (database) =>
      database.prepare('SELECT ZCHANGETYPE AS type, ZENTITY AS entity FROM ACHANGE ORDER BY Z_PK DESC').get(),
    );
    expect({ ...change }).toEqual({ type: 1, entity: 3 });
    library.close();
    const again = await openPhotosLibrary(library.path, { media: 'small' });
    again.setFavorite(uuid, false);
    expect(state().time).toBeGreaterThan(after.time ?? 0);
    expect(await again.addAsset({ kind: 'photo' })).not.toBe(uuid);
    again.close();
  });
});

/** The same story in each library. */
async function story(library: PhotosLibrary): Promise<Manifest> {
  const uuids = await library.addMany([
    { kind: 'live', edited: true },
    { kind: 'photo', cloudGuid: null },
    { kind: 'photo', missing: ['original'] },
  ]);
  library.createAlbum('One', { folder: library.createFolder('A'), assets: uuids });
  library.createSmartAlbum('Best');
  await library.editPhoto(uuids[0] ?? '');
  return library.manifest();
}

describe('libraries and iCloud', () => {
  it('two Macs of one account share GUIDs and bytes, and no UUID', async () => {
    const [first, second] = await Promise.all(
      (['first', 'second'] as const).map(async (mac) => {
        const library = await createPhotosLibrary({ path: freshPath(), media: 'small', seed: 5, mac });
        const told = await story(library);
        library.close();
        return told;
      }),
    );
    if (!first || !second) throw new Error('no libraries');
    const guids = ({ assets, albums }: Manifest) => [...assets, ...albums].map(({ cloudGuid }) => cloudGuid);
    expect(guids(second)).toEqual(guids(first));
    expect(guids(first)).toEqual([expect.any(String), null, expect.any(String), expect.any(String)]);
    const bytes = ({ assets }: Manifest) => assets.map((asset) => hashes(asset));
    expect(bytes(second)).toEqual(bytes(first));
    const all = [first, second].flatMap(({ assets, albums }) => [...assets, ...albums]);
    const names = all.flatMap(({ uuid, cloudGuid }) => [uuid, cloudGuid ?? uuid]);
    // 2 × (3 assets + 1 album), and what is in iCloud once more under one name for both.
    expect(new Set(names).size).toBe(8 + 3);
  });

  it('a library that was never in iCloud has no GUID anywhere', async () => {
    const library = await createPhotosLibrary({ path: freshPath(), media: 'small', icloud: false });
    const { assets, albums } = await story(library);
    expect([...assets, ...albums].map(({ cloudGuid }) => cloudGuid)).toEqual([null, null, null, null]);
    const counts = query(library.path, (database) => ({
      ...database
        .prepare(
          `SELECT (SELECT COUNT(*) FROM ZCLOUDMASTER) AS masters, (SELECT COUNT(ZCLOUDGUID) FROM ZGENERICALBUM) AS albums,
           (SELECT COUNT(*) FROM ZINTERNALRESOURCE WHERE ZREMOTEAVAILABILITY <> 0) AS remote,
           (SELECT COUNT(*) FROM ZASSET WHERE ZCLOUDLOCALSTATE <> 0) AS assets`,
        )
        .get(),
    }));
    expect(counts).toEqual({ masters: 0, albums: 0, remote: 0, assets: 0 });
    library.close();
  });
});

describe('other libraries', () => {
  it('a large one without media is quick and whole', async () => {
    const library = await createLargeLibrary(freshPath(), { assets: 2500 });
    const manifest = library.manifest();
    expect(manifest.assets).toHaveLength(2500);
    expect(manifest.totals.absent).toBe(2500);
    expect(manifest.totals.albums).toBe(12);
    library.close();
  });

  it('a large one with small media has no two files alike', async () => {
    const library = await createLargeLibrary(freshPath(), { assets: 300, media: 'small' });
    const files = library.manifest().assets.flatMap((asset) => asset.parts);
    expect(files.every((part) => part.available && (part.size ?? 0) < 40_000)).toBe(true);
    expect(new Set(files.map((part) => part.sha1)).size).toBe(files.length);
    library.close();
  });

  it('a hostile one agrees with itself', async () => {
    const library = await createHostileLibrary(freshPath());
    const manifest = library.manifest();
    expectConsistent(manifest);
    const names = manifest.assets.map((asset) => asset.originalFilename);
    expect(names).toEqual(expect.arrayContaining([...HOSTILE_NAMES]));
    expect(manifest.assets.find((asset) => asset.originalFilename === 'empty.jpg')?.parts[0]?.size).toBe(0);
    expect(Math.max(...manifest.assets.map((asset) => Buffer.byteLength(asset.originalFilename)))).toBe(255);
    library.close();
  });

  it('is made from the command line', async () => {
    const path = freshPath();
    const script = join(import.meta.dirname, '../../support/photos-library/make.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [
      script,
      path,
      '--large',
      '--assets',
      '20',
      '--media',
      'small',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ path, totals: { assets: 20, complete: 20 } });
    await expect(promisify(execFile)(process.execPath, [script])).rejects.toMatchObject({ code: 2 });
  });

  it('is not written over another', async () => {
    const library = await small();
    library.close();
    await expect(createPhotosLibrary({ path: library.path })).rejects.toThrow('already');
  });

  it('locked as by Photos cannot be read in place', async () => {
    const library = await small();
    library.close();
    const unlock = lockLikePhotos(library.path);
    expect(() => query(library.path, (database) => database.prepare('SELECT COUNT(*) FROM ZASSET').get())).toThrow(
      /locked/,
    );
    unlock();
    expect(
      query(library.path, (database) => database.prepare('SELECT COUNT(*) AS count FROM ZASSET').get()?.count),
    ).toBe(0);
  });
});

describe.runIf(existsSync(realLibrary))(
  'the shape of a real library of macOS 26.1 (../shared/photos-libraries)',
  () => {
    it('has every table and column that is written here', async () => {
      const copy = join(folder, 'real');
      cpSync(join(realLibrary, 'database'), join(copy, 'database'), { recursive: true });
      const library = await createPhotosLibrary({ path: freshPath(), media: 'none', model: '26' });
      library.close();
      const shape = (path: string): Set<string> =>
        query(path, (database) => {
          const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
          return new Set(
            tables.flatMap(({ name }) =>
              database
                .prepare(`PRAGMA table_info("${name}")`)
                .all()
                .map((column) => `${name}.${column.name}`),
            ),
          );
        });
      const real = shape(copy);
      expect([...shape(library.path)].filter((column) => !real.has(column))).toEqual([]);
      const entities = (path: string): Map<unknown, unknown> =>
        query(
          path,
          (database) =>
            new Map(
              database
                .prepare('SELECT Z_ENT, Z_NAME FROM Z_PRIMARYKEY')
                .all()
                .map((row) => [row.Z_ENT, row.Z_NAME]),
            ),
        );
      const realEntities = entities(copy);
      for (const [number, name] of entities(library.path)) expect(realEntities.get(number)).toBe(name);
    });
  },
);
