/** Has anything changed in Photos that an inventory would show? Answered from a snapshot of its database, without osxphotos. */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { libraryBlocks, librarySections } from './library-rows.ts';
import { type LibrarySnapshot, readSnapshot } from './library-snapshot.ts';

/** To be raised when the rows or columns that are hashed change: an old fingerprint is then never equal to a new one. */
const VERSION = 2;

/**
 * A hash over everything that an inventory depends on. Equal: nothing to do.
 * @returns null when it cannot be told (a database of unknown shape, or one that cannot be read): take a full inventory
 */
export async function fingerprintOf(snapshot: LibrarySnapshot): Promise<string | null> {
  return (await readSnapshot(snapshot, hashRows)) ?? null;
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
