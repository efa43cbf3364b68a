/** Has anything changed in Photos that an inventory would show? Answered from a copy of its database, without osxphotos. */
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { withLibraryCopy } from './library-copy.ts';
import { libraryBlocks, librarySections } from './library-rows.ts';

export { quickFingerprint } from './library-copy.ts';

export interface LibraryFingerprint {
  /** A hash over everything that an inventory depends on. Equal: nothing to do. */
  readonly fingerprint: string;
  /** See `quickFingerprint`; of the same moment. */
  readonly quick: string;
}

/** To be raised when the rows or columns that are hashed change: an old fingerprint is then never equal to a new one. */
const VERSION = 2;

/**
 * @param temporary a folder for the copy, best on the library's own volume (a clone then costs no space); it is made if it does not exist
 * @returns null when it cannot be told (a database of unknown shape, or Photos is writing all the time): take a full inventory
 * @throws file system errors: check the library first
 */
export async function readLibraryFingerprint(options: {
  readonly library: string;
  readonly temporary: string;
}): Promise<LibraryFingerprint | null> {
  await mkdir(options.temporary, { recursive: true });
  const copy = await withLibraryCopy(options.library, options.temporary, hashRows);
  return copy?.result === undefined ? null : { fingerprint: copy.result, quick: copy.quick };
}

async function hashRows(database: DatabaseSync): Promise<string | undefined> {
  const sections = librarySections(database);
  if (sections === undefined) return undefined;
  const hash = createHash('sha256');
  hash.update(`version ${VERSION}\n`);
  for (const section of sections) {
    hash.update(`${section.name} ${section.sql}\n`);
    for (const block of libraryBlocks(database, section)) {
      hash.update(block);
      // Lets this process do its other work; a block takes about two milliseconds.
      await setImmediate();
    }
  }
  return hash.digest('hex');
}
