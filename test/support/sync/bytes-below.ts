import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes on the disk below a folder; hard links to one file count once. */
export async function bytesBelow(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = new Map<number, number>();
  for (const name of names) {
    const found = await stat(join(folder, name)).catch(() => null);
    if (found?.isFile()) sizes.set(found.ino, found.size);
  }
  return [...sizes.values()].reduce((total, size) => total + size, 0);
}
