import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PART_KINDS, type PartKind } from '../../../src/core/model/asset.ts';
import {
  ASSET_KINDS,
  createHostileLibrary,
  createLargeLibrary,
  createPhotosLibrary,
  createSampleLibrary,
  type ExpectedAsset,
  lockLikePhotos,
  type Manifest,
  openPhotosLibrary,
} from '../../support/photos-library/index.ts';
import { realTools } from '../../support/tools/real-tools.ts';

const tools = await realTools('osxphotos');
const osxphotos = tools.ready ? tools.osxphotos.path : '';

interface ReadAsset {
  readonly uuid: string;
  readonly originalFilename: string;
  readonly date: string;
  readonly movie: boolean;
  readonly favorite: boolean;
  readonly hidden: boolean;
  readonly trashed: boolean;
  readonly shared: boolean;
  readonly title: string | null;
  readonly caption: string | null;
  readonly keywords: readonly string[];
  readonly live: boolean;
  readonly edited: boolean;
  readonly burst: boolean;
  readonly burstChosen: boolean;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly albums: readonly string[];
  readonly missing: boolean;
  readonly rawPair: boolean;
  readonly raw: boolean;
  readonly slowMotion: boolean;
  readonly timeLapse: boolean;
  readonly screenRecording: boolean;
  readonly screenshot: boolean;
  readonly portrait: boolean;
  readonly panorama: boolean;
  readonly camera: string | null;
  readonly parts: Readonly<Record<PartKind, string | null>>;
}

interface ReadLibrary {
  readonly photosVersion: number;
  readonly assets: readonly ReadAsset[];
  readonly albums: readonly { uuid: string; title: string; folders: string[]; assets: string[] }[];
  readonly sharedAlbums: readonly { title: string; assets: string[] }[];
  readonly projects: readonly string[];
}

const normal = (text: string | null): string | null => text?.normalize('NFC') ?? null;
const byUuid = <Item extends { readonly uuid: string }>(items: readonly Item[]): Map<string, Item> =>
  new Map(items.map((item) => [item.uuid, item]));
const sha1 = (path: string): string => createHash('sha1').update(readFileSync(path)).digest('hex');

describe.skipIf(!osxphotos)('a generated library, read by the real osxphotos (IMMICH_SYNC_OSXPHOTOS)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'generated-library-'));
  const environment = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    COLUMNS: '10000',
    NO_COLOR: '1',
    PYTHONIOENCODING: 'utf-8',
    LANG: 'C.UTF-8',
  };

  async function run(...args: string[]): Promise<{ stdout: string; stderr: string }> {
    return promisify(execFile)(osxphotos, args, { cwd: folder, env: environment, maxBuffer: 64 * 1024 * 1024 });
  }

  async function read(library: string): Promise<ReadLibrary> {
    const output = join(folder, 'read.json');
    const { stderr } = await run('run', join(import.meta.dirname, 'probe.py'), library, output);
    expect(stderr).not.toMatch(/WARNING|Error/);
    return JSON.parse(readFileSync(output, 'utf8')) as ReadLibrary;
  }

  function expectSame(manifest: Manifest, library: ReadLibrary): void {
    const assets = byUuid(library.assets);
    expect([...assets.keys()].sort()).toEqual(manifest.assets.map((asset) => asset.uuid).sort());
    for (const expected of manifest.assets) {
      const read = assets.get(expected.uuid);
      expect(read, expected.originalFilename).toMatchObject(asRead(expected));
    }
    const albums = [...library.albums].sort((one, other) => one.uuid.localeCompare(other.uuid));
    expect(albums).toEqual(
      manifest.albums
        .map(({ uuid, title, folders, assets: members }) => ({
          uuid,
          title: normal(title),
          folders: folders.map(normal),
          assets: members,
        }))
        .sort((one, other) => one.uuid.localeCompare(other.uuid)),
    );
    expect(library.sharedAlbums).toEqual(
      manifest.sharedAlbums.map(({ title, assets: members }) => ({ title, assets: members })),
    );
  }

  /** Exports everything and compares each file with the manifest, by checksum. */
  async function expectExport(manifest: Manifest, ...options: string[]): Promise<void> {
    const destination = mkdtempSync(join(folder, 'export-'));
    const database = `${destination}.db`;
    const { stdout } = await run(
      'export',
      destination,
      '--library',
      manifest.path,
      '--exportdb',
      database,
      '--directory',
      '{uuid}',
      '--no-progress',
      ...options,
    );
    expect(stdout).toContain('error: 0');
    const exported = new Map(
      readdirSync(destination).map((uuid) => [
        uuid,
        readdirSync(join(destination, uuid))
          .map((name) => sha1(join(destination, uuid, name)))
          .sort(),
      ]),
    );
    for (const asset of manifest.assets) {
      // osxphotos exports neither the trash nor, unless asked for, frames that were not picked and have no picked one beside them.
      if (asset.trashed || asset.burst === 'unpicked') continue;
      const expected = asset.parts.flatMap((part) => (part.sha1 === null ? [] : [part.sha1])).sort();
      expect(exported.get(asset.uuid) ?? [], asset.originalFilename).toEqual(expected);
    }
    rmSync(destination, { recursive: true });
  }

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe.each([
    ['26', 11.1],
    ['27', 12],
  ] as const)('the sample of macOS %s', (model, photosVersion) => {
    let manifest: Manifest;
    let library: ReadLibrary;

    beforeAll(async () => {
      const sample = await createSampleLibrary(join(folder, `Sample-${model}.photoslibrary`), { model });
      manifest = sample.manifest();
      sample.close();
      library = await read(manifest.path);
    });

    it('is taken for a library of its release of Photos', () => {
      expect(library.photosVersion).toBe(photosVersion);
    });

    it('is read as it was meant, asset by asset and album by album', () => {
      expectSame(manifest, library);
      expect(library.projects).toEqual(['Slideshow']);
    });

    it('has every kind of asset', () => {
      expect(new Set(manifest.assets.map((asset) => asset.kind))).toEqual(new Set(ASSET_KINDS));
    });

    it('is exported with every available part, byte for byte', async () => {
      await expectExport(manifest);
    });
  });

  describe('edits to order', () => {
    it('are read as Photos’ own', async () => {
      const path = join(folder, 'Edits.photoslibrary');
      const first = await createPhotosLibrary({ path });
      const travel = first.createFolder('Travel');
      const album = first.createAlbum('One', { folder: travel });
      const gone = first.createAlbum('Gone');
      const [photo, live, cloud, doomed] = [
        await first.addAsset({ kind: 'photo', albums: [album, gone] }),
        await first.addAsset({ kind: 'live', edited: true, albums: [album] }),
        await first.addAsset({ kind: 'live', missing: PART_KINDS, albums: [album] }),
        await first.addAsset({ kind: 'raw-jpeg', edited: true, albums: [album] }),
      ];
      first.close();
      const library = await openPhotosLibrary(path);
      await library.editPhoto(photo);
      library.revertEdit(live);
      await library.makeOriginalAppear(cloud);
      library.deleteForGood(doomed);
      library.deleteAlbum(gone);
      library.renameAlbum(album, 'Two/Three');
      library.renameAlbum(travel, 'Journeys');
      library.setTitle(photo, 'A title');
      library.setCaption(photo, 'A caption\nof two lines');
      library.setKeywords(photo, ['b', 'a']);
      library.setFavorite(photo, true);
      library.setHidden(live, true);
      library.setDate(photo, '2001-02-03T04:05:06-03:30', 'America/St_Johns');
      const late = await library.addAsset({ kind: 'movie', edited: true });
      const evicted = await library.addAsset({ kind: 'photo', edited: true });
      library.addToAlbum(album, [late]);
      library.removeFromAlbum(album, [live]);
      library.evict(evicted, ['original']);
      library.moveAlbum(album, null);
      const manifest = library.manifest();
      expectSame(manifest, await read(path)); // while the library is open and its changes are in the write-ahead log
      library.close();
      await expectExport(manifest);
      const assets = byUuid(manifest.assets);
      expect(manifest.albums).toMatchObject([
        { uuid: album, title: 'Two/Three', folders: [], assets: [photo, cloud, late] },
      ]);
      expect(assets.get(photo)).toMatchObject({
        edited: true,
        capturedAt: '2001-02-03T04:05:06-03:30',
        keywords: ['a', 'b'],
      });
      expect(assets.get(live)?.parts.map((part) => part.kind)).toEqual(['original', 'live-video']);
    });

    it('a library locked as by Photos is read from a copy', async () => {
      const library = await createPhotosLibrary({ path: join(folder, 'Locked.photoslibrary'), media: 'small' });
      await library.addAsset({ kind: 'photo' });
      const manifest = library.manifest();
      library.close();
      const unlock = lockLikePhotos(library.path);
      try {
        expectSame(manifest, await read(library.path));
      } finally {
        unlock();
      }
    });
  });

  it('names and files that break programs come through as they are', async () => {
    const library = await createHostileLibrary(join(folder, 'Hostile.photoslibrary'));
    const manifest = library.manifest();
    library.close();
    expectSame(manifest, await read(library.path));
    // By their own names all but one: `_edited` makes the longest name longer than a file name may be.
    await expectExport(manifest, '--filename', '{uuid}');
  });

  it('a large one is read in full', async () => {
    const library = await createLargeLibrary(join(folder, 'Large.photoslibrary'), { assets: 3000, media: 'none' });
    const manifest = library.manifest();
    library.close();
    const seen = await read(library.path);
    expect(seen.assets).toHaveLength(3000);
    expect(seen.assets.every((asset) => asset.missing)).toBe(true);
    expect(seen.albums).toHaveLength(manifest.totals.albums);
  });
});

/** What osxphotos must say of an asset. */
function asRead(asset: ExpectedAsset): Partial<ReadAsset> {
  const path = (kind: PartKind): string | null =>
    asset.parts.find((part) => part.kind === kind && part.available)?.path ?? null;
  const original = asset.parts.find((part) => part.kind === 'original');
  return {
    originalFilename: normal(asset.originalFilename) ?? '',
    date: asset.capturedAt,
    movie: asset.media === 'movie',
    favorite: asset.favorite,
    hidden: asset.hidden,
    trashed: asset.trashed,
    shared: asset.shared,
    title: normal(asset.title),
    caption: normal(asset.caption),
    keywords: asset.keywords.map((keyword) => normal(keyword) ?? ''),
    live: asset.live,
    // Photos keeps the slow stretch of a slow-motion movie as an adjustment, without a render of it.
    edited: asset.edited || asset.kind === 'slow-motion',
    burst: asset.burst !== 'none',
    burstChosen: asset.burst === 'picked',
    latitude: asset.latitude,
    longitude: asset.longitude,
    missing: original?.available === false,
    rawPair: asset.kind === 'raw-jpeg',
    slowMotion: asset.kind === 'slow-motion',
    timeLapse: asset.kind === 'time-lapse',
    screenRecording: asset.kind === 'screen-recording',
    screenshot: asset.kind === 'screenshot',
    portrait: asset.kind === 'portrait',
    panorama: asset.kind === 'panorama',
    parts: {
      original: path('original'),
      edited: path('edited'),
      'live-video': path('live-video'),
      'edited-live-video': path('edited-live-video'),
      raw: path('raw'),
    },
    ...(asset.shared || asset.trashed ? {} : { albums: asset.albums }),
  };
}
