import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkLibrary, libraryProblem } from '../../../src/core/photos/library.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'library-check-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function libraryWith(database: Uint8Array | string): Promise<string> {
  const library = join(folder, 'My.photoslibrary');
  await mkdir(join(library, 'database'), { recursive: true });
  await writeFile(join(library, 'database', 'Photos.sqlite'), database);
  return library;
}

describe('checking a library', () => {
  it('accepts a folder with a database in it', async () => {
    await expect(checkLibrary(await libraryWith('SQLite format 3\0 and more'))).resolves.toBeUndefined();
  });

  it('says when there is none, also below a file', async () => {
    await expect(checkLibrary(join(folder, 'No.photoslibrary'))).rejects.toMatchObject({ code: 'library-missing' });
    await writeFile(join(folder, 'file'), '');
    await expect(checkLibrary(join(folder, 'file', 'No.photoslibrary'))).rejects.toMatchObject({
      code: 'library-missing',
    });
  });

  it('says when it is a file, or a folder of another kind', async () => {
    await writeFile(join(folder, 'file'), 'SQLite format 3\0');
    for (const path of [join(folder, 'file'), folder]) {
      await expect(checkLibrary(path)).rejects.toMatchObject({ code: 'library-not-a-library' });
    }
  });

  it.each([
    ['Photos 4.photoslibrary', 'database/photos.db', /a library of Photos for macOS 10.14 or earlier/],
    ['iPhoto Library.photolibrary', 'Database/apdb/Library.apdb', /an iPhoto library/],
    ['Events', 'AlbumData.xml', /an iPhoto library/],
    ['Aperture Library.aplibrary', 'Database/apdb/Library.apdb', /an Aperture library/],
    ['Projects', 'ApertureData.xml', /an Aperture library/],
  ])('calls a library of before what it is: %s', async (name, file, sentence) => {
    const library = join(folder, name);
    await mkdir(dirname(join(library, file)), { recursive: true });
    await writeFile(join(library, file), '');
    await expect(checkLibrary(library)).rejects.toMatchObject({
      problem: { sentence: expect.stringMatching(sentence) },
    });
  });

  it.each([
    ['empty', '', /empty/],
    ['short', 'SQLite', /does not look like a database/],
    ['garbage', 'garbage garbage garbage garbage', /does not look like a database/],
  ])('says when its database is damaged: %s', async (_what, bytes, reason) => {
    await expect(checkLibrary(await libraryWith(bytes))).rejects.toMatchObject({
      code: 'library-damaged',
      problem: { sentence: expect.stringMatching(reason) },
    });
  });

  it.each([
    ['EPERM', 'library-no-access'],
    ['EACCES', 'library-no-access'],
    ['ENOENT', 'library-missing'],
    ['EIO', 'library-damaged'],
  ])('reads %s as %s', (code, problem) => {
    const error = Object.assign(new Error('no'), { code });
    expect(libraryProblem('/a', error, 'library-missing').code).toBe(problem);
  });
});
