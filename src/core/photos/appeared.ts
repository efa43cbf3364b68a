/** Looks for files that were not there before. */
import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

/**
 * Whether one of these files is there. Reads each folder once instead of asking for each file: Photos keeps its files in a few dozen folders,
 * and of a library that is mostly in iCloud tens of thousands are missing (10,000 assets: 15 ms instead of 650).
 * @param paths absolute; a folder that is not there or cannot be read holds nothing.
 */
export async function didAnyAppear(paths: readonly string[]): Promise<boolean> {
  for (const [folder, missing] of Map.groupBy(paths, dirname)) {
    // Some disks give names back in another Unicode form than they were written in.
    const present = new Set((await readdir(folder).catch(() => [])).map((name) => name.normalize('NFC')));
    if (missing.some((path) => present.has(basename(path).normalize('NFC')))) return true;
  }
  return false;
}
