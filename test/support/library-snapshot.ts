import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprintOf } from '../../src/core/photos/gate.ts';
import { takeSnapshot } from '../../src/core/photos/library-snapshot.ts';

/** @param parent where a folder for it is made @returns the path of a copy of the library's database, as a run takes one */
export async function snapshotOf(library: string, parent: string): Promise<string> {
  const folder = await mkdtemp(join(parent, 'photos-'));
  return (await takeSnapshot(library, folder)).database;
}

/** What the gate does when Photos has written something. @param folder for the snapshot; it is emptied */
export async function lookAtLibrary(library: string, folder: string): Promise<string | null> {
  return fingerprintOf(await takeSnapshot(library, folder));
}
