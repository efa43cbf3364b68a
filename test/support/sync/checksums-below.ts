/** What lies in a folder, down to the last byte. */
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { hashFile } from '../../../src/core/sync/hash.ts';

/** Every file below a folder with the checksum of its bytes. */
export async function checksumsBelow(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const lines: string[] = [];
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    const file = join(entry.parentPath, entry.name);
    lines.push(`${relative(root, file)} ${(await hashFile(file)).sha1}`);
  }
  return lines.sort();
}
