/** Is this folder a Photos library that can be read? Asked before osxphotos is started, whose own words for it mislead ("locked"). */

import { access, open, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { ProblemError } from '../model/problem.ts';
import { because, quote } from '../model/reasons.ts';
import { responsibleApp } from '../system/responsible-app.ts';

const HEADER = Buffer.from('SQLite format 3\0', 'latin1');

/** The database inside a library. */
export const libraryDatabase = (library: string): string => join(library, 'database', 'Photos.sqlite');

/**
 * Opens the library's database for reading and looks at its first 16 bytes; that is also the question that makes macOS ask for, or refuse,
 * access. Nothing is changed.
 * @throws {ProblemError} `library-missing`, `library-not-a-library`, `library-of-older-photos`, `library-of-other-app`, `library-no-access`,
 * `library-no-access-here` or `library-damaged`.
 */
export async function checkLibrary(library: string): Promise<void> {
  const folder = await stat(library).catch((error: NodeJS.ErrnoException) => {
    throw libraryProblem(library, error, 'library-missing');
  });
  if (!folder.isDirectory()) throw new ProblemError('library-not-a-library', { path: library });
  const header = await readHeader(libraryDatabase(library)).catch(async (error: NodeJS.ErrnoException) => {
    const problem = libraryProblem(library, error, 'library-not-a-library');
    throw problem.code === 'library-not-a-library' ? await olderLibrary(library, problem) : problem;
  });
  if (!header.equals(HEADER)) {
    const reason = because(header.length === 0 ? 'empty' : 'no-database');
    throw new ProblemError('library-damaged', { path: library, reason });
  }
}

/**
 * What lies in older libraries: iPhoto and Aperture write a summary for other programs into theirs, and the Photos of macOS 10.12 to 10.14
 * had a database of another name (osxphotos, `get_db_version`). Disks of Macs do not tell capitals from small letters, others do.
 */
async function olderLibrary(library: string, otherwise: ProblemError): Promise<ProblemError> {
  const has = (...path: string[]) =>
    access(join(library, ...path)).then(
      () => true,
      () => false,
    );
  if (extname(library) === '.aplibrary' || (await has('ApertureData.xml')))
    return new ProblemError('library-of-other-app', { path: library, app: 'Aperture' });
  if (extname(library) === '.photolibrary' || (await has('AlbumData.xml')))
    return new ProblemError('library-of-other-app', { path: library, app: 'iPhoto' });
  if ((await has('database', 'photos.db')) || (await has('Database', 'photos.db')))
    return new ProblemError('library-of-older-photos', { path: library });
  return otherwise;
}

/** Up to 16 bytes. */
async function readHeader(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEADER.length), 0, HEADER.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * Puts a failure of the file system into words. macOS answers EPERM, not EACCES, where a permission is missing.
 * @param absent the problem to report when what was asked for does not exist
 */
export function libraryProblem(
  library: string,
  error: NodeJS.ErrnoException,
  absent: 'library-missing' | 'library-not-a-library',
): ProblemError {
  switch (error.code) {
    case 'EPERM':
    case 'EACCES':
      return noAccess(library, error);
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EISDIR':
      return new ProblemError(absent, { path: library }, { cause: error });
    default:
      return new ProblemError(
        'library-damaged',
        { path: library, reason: quote(error.code ?? error.message) },
        { cause: error },
      );
  }
}

/**
 * macOS asks for *Photos* when a library is opened, and that is enough for one in its usual place while somebody is there to answer. Full Disk Access
 * is for the rest. Who needs it depends on where we run.
 */
export function noAccess(library: string, cause?: unknown): ProblemError {
  const app = responsibleApp();
  return app === null
    ? new ProblemError('library-no-access', { path: library }, { cause })
    : new ProblemError('library-no-access-here', { path: library, app }, { cause });
}
