import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cloneOrCopy } from '../../../src/core/copy-file.ts';
import { libraryDatabase } from '../../../src/core/photos/library.ts';
import { quickFingerprint, readSnapshot, takeSnapshot } from '../../../src/core/photos/library-snapshot.ts';
import { lookAtLibrary } from '../../support/library-snapshot.ts';
import { createPhotosLibrary, type PhotosLibrary } from '../../support/photos-library/index.ts';

let folder: string;
let temporary: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gate-'));
  temporary = join(folder, 'temporary');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const fingerprint = (library: string) => lookAtLibrary(library, temporary);

/** Writes into the library's database as Photos would, in place. */
function sql(library: string, statement: string): void {
  const database = new DatabaseSync(join(library, 'database', 'Photos.sqlite'));
  database.exec(statement);
  database.close();
}

describe('the fingerprint of a library', () => {
  let library: PhotosLibrary;
  let path: string;
  let photo: string;
  let cloud: string;
  let album: string;
  let before: string | null;

  beforeAll(async () => {
    path = join(folder, 'Changing.photoslibrary');
    library = await createPhotosLibrary({ path, seed: 7, media: 'small' });
    album = library.createAlbum('Summer', { folder: library.createFolder('2024') });
    photo = await library.addAsset({ kind: 'photo', albums: [album], keywords: ['Sea'], caption: 'A boat' });
    await library.addAsset({ kind: 'live', edited: true, albums: [album] });
    cloud = await library.addAsset({ kind: 'photo', missing: ['original'] });
    // Columns of the real database that the generator has no use for.
    sql(
      path,
      'ALTER TABLE ZASSET ADD COLUMN ZICONICSCORE FLOAT; ALTER TABLE ZASSET ADD COLUMN ZANALYSISSTATEMODIFICATIONDATE',
    );
    sql(path, 'ALTER TABLE ZADDITIONALASSETATTRIBUTES ADD COLUMN ZSCENEANALYSISVERSION INTEGER');
  });
  afterAll(() => library.close());
  beforeEach(async () => {
    before = await fingerprint(path);
  });

  it.each([
    ['a new photo', () => library.addAsset({ kind: 'photo' })],
    ['an edit', () => library.editPhoto(photo)],
    ['an edit taken back', () => library.revertEdit(photo)],
    ['a photo added to an album', () => library.addToAlbum(album, [cloud])],
    ['a photo taken out of an album', () => library.removeFromAlbum(album, [cloud])],
    ['an album with a new name', () => library.renameAlbum(album, 'Summer / Sea')],
    ['an album moved out of its folder', () => library.moveAlbum(album, null)],
    ['a new album', () => library.createAlbum('Empty')],
    ['a favourite', () => library.setFavorite(photo, true)],
    ['a hidden photo', () => library.setHidden(photo, true)],
    ['a title', () => library.setTitle(photo, 'Boat')],
    ['a caption', () => library.setCaption(photo, 'Two boats')],
    ['keywords', () => library.setKeywords(photo, ['Sea', 'Boat'])],
    ['a date', () => library.setDate(photo, '2020-02-29T12:00:00+05:30')],
    ['an original that arrives from iCloud', () => library.makeOriginalAppear(cloud)],
    ['an original that goes to iCloud', () => library.evict(cloud)],
    ['a photo in the trash', () => library.trash(cloud)],
    ['a photo restored', () => library.restore(cloud)],
    ['a photo deleted for good', () => library.deleteForGood(cloud)],
    ['an album deleted', () => library.deleteAlbum(album)],
  ])('changes with %s', async (_what, change) => {
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    await change();
    expect(await fingerprint(path)).not.toBe(before);
  });

  it.each([
    ['looking at a photo', 'UPDATE ZASSET SET Z_OPT = Z_OPT + 1, ZMODIFICATIONDATE = ZMODIFICATIONDATE + 60'],
    ['the analysis of a picture', 'UPDATE ZASSET SET ZICONICSCORE = 0.7, ZANALYSISSTATEMODIFICATIONDATE = 7e8'],
    ['the search for scenes', 'UPDATE ZADDITIONALASSETATTRIBUTES SET ZSCENEANALYSISVERSION = 99'],
    ['a thumbnail', 'UPDATE ZINTERNALRESOURCE SET ZLOCALAVAILABILITY = -1 WHERE ZVERSION = 3'],
    ['an import session', 'UPDATE ZGENERICALBUM SET ZCACHEDCOUNT = 77, ZTITLE = 1 WHERE ZKIND = 1506'],
    ['tidying up', 'VACUUM'],
  ])('stays the same after %s', async (_what, statement) => {
    sql(path, statement);
    expect(await fingerprint(path)).toBe(before);
  });

  it('is read without opening, changing or locking the real database', async () => {
    const database = join(path, 'database');
    const writer = new DatabaseSync(join(database, 'Photos.sqlite'));
    writer.exec('BEGIN EXCLUSIVE');
    const files = await readdir(database);
    const times = await Promise.all(files.map(async (file) => (await stat(join(database, file))).mtimeMs));
    expect(await fingerprint(path)).toBe(before);
    expect(await readdir(database)).toEqual(files);
    expect(await Promise.all(files.map(async (file) => (await stat(join(database, file))).mtimeMs))).toEqual(times);
    writer.close();
  });

  it('comes with the quick fingerprint of the same state, which every write changes', async () => {
    const snapshot = await takeSnapshot(path, temporary);
    const quick = await quickFingerprint(path);
    expect(snapshot.quick).toBe(quick);
    library.setFavorite(photo, false);
    library.setFavorite(photo, true);
    expect(await quickFingerprint(path)).not.toBe(quick);
  });
});

describe('while another process has the database open', () => {
  let path: string;
  let before: string | null;

  beforeAll(async () => {
    path = join(folder, 'Busy.photoslibrary');
    const library = await createPhotosLibrary({ path, media: 'none' });
    await library.addMany(Array.from({ length: 400 }, () => ({ kind: 'photo' as const })));
    library.close();
  });
  beforeEach(async () => {
    sql(path, 'UPDATE ZASSET SET ZFAVORITE = 0; UPDATE ZADDITIONALASSETATTRIBUTES SET ZTITLE = 0');
    before = await fingerprint(path);
  });

  /** Runs `work` beside the writer. */
  async function beside(mode: string, work: () => Promise<void>): Promise<void> {
    const program = join(import.meta.dirname, 'library-writer.ts');
    const writer = spawn(process.execPath, [program, libraryDatabase(path), mode], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = once(writer, 'exit');
    try {
      await once(createInterface(writer.stdout), 'line');
      await work();
    } finally {
      writer.stdin.end();
      await ended;
    }
    expect(writer.exitCode).toBe(0);
  }

  it('is the same as ever when that holds it locked', () =>
    beside('locked', async () => {
      expect(before).toMatch(/^[0-9a-f]{64}$/);
      expect(await fingerprint(path)).toBe(before);
    }));

  it('knows what is only in the log yet', async () => {
    let unmerged: string | null = null;
    await beside('unmerged', async () => {
      expect((await stat(`${libraryDatabase(path)}-wal`)).size).toBeGreaterThan(0);
      unmerged = await fingerprint(path);
      expect(unmerged).toMatch(/^[0-9a-f]{64}$/);
      expect(unmerged).not.toBe(before);
    });
    // The last one to close it has merged the log.
    expect(await fingerprint(path)).toBe(unmerged);
  });

  it('is the same as ever beside one that never pauses', () =>
    beside('restless', async () => {
      for (let times = 0; times < 5; times += 1) expect(await fingerprint(path)).toBe(before);
    }));

  it('cannot be told beside one that begins its log anew during every copy', () =>
    beside('timeless', async () => {
      const log = `${libraryDatabase(path)}-wal`;
      const header = async () => (await readFile(log).catch(() => Buffer.alloc(0))).subarray(0, 32).toString('hex');
      /** As slow as a large database on a busy disk. */
      const slowly = async (from: string, to: string) => {
        const begun = await header();
        await cloneOrCopy(from, to);
        while ((await header()) === begun) await setTimeout(1);
      };
      await expect(takeSnapshot(path, temporary, slowly)).rejects.toMatchObject({ code: 'library-busy' });
      expect(existsSync(temporary)).toBe(false);
    }));

  /** Many copies beside a writer, each of which holds what one write left. @returns how many different writes were met */
  async function expectWholeCopies(): Promise<number> {
    const seen = new Set<string>();
    for (let round = 0; seen.size < 20 && round < 200; round += 1) {
      const snapshot = await takeSnapshot(path, temporary).catch(() => null);
      if (snapshot === null) continue;
      const rows = await readSnapshot(snapshot, async (database) =>
        database
          .prepare(
            'SELECT DISTINCT ZFAVORITE, ZTITLE FROM ZASSET a JOIN ZADDITIONALASSETATTRIBUTES t ON t.ZASSET = a.Z_PK',
          )
          .all(),
      );
      expect(rows).toHaveLength(1);
      const { ZFAVORITE: favorite, ZTITLE: title } = rows?.[0] ?? {};
      expect(String(favorite)).toBe(String(title));
      seen.add(String(favorite));
    }
    return seen.size;
  }

  it('is never a mixture of two moments, wherever the log is merged between the two copies', () =>
    beside('checkpointing', async () => {
      // Of different moments: the writer went on meanwhile.
      expect(await expectWholeCopies()).toBeGreaterThan(3);
    }));
});

describe('a database that cannot be told from another', () => {
  async function libraryWith(statements: string): Promise<string> {
    const library = await mkdtemp(join(folder, 'Odd.photoslibrary-'));
    await mkdir(join(library, 'database'));
    sql(library, statements);
    return library;
  }

  it('has no fingerprint when a needed column is missing', async () => {
    const library = await libraryWith('CREATE TABLE ZASSET (Z_PK INTEGER PRIMARY KEY, ZUUID TEXT)');
    expect(await fingerprint(library)).toBeNull();
  });

  it('has no fingerprint when it is damaged', async () => {
    const library = await libraryWith('CREATE TABLE ZASSET (Z_PK INTEGER PRIMARY KEY)');
    await writeFile(join(library, 'database', 'Photos.sqlite'), 'SQLite format 3\0 and then garbage'.repeat(200));
    expect(await fingerprint(library)).toBeNull();
  });

  it('is a failure of the file system when it is not there', async () => {
    await expect(fingerprint(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
