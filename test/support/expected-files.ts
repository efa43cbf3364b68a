/** What a guard is to expect of an uploader that is given a folder. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ExpectedFile } from '../../src/core/immich/guard-form.ts';

export async function filesBelow(folder: string): Promise<ExpectedFile[]> {
  const names = await readdir(folder, { recursive: true });
  const files: ExpectedFile[] = [];
  for (const name of names.filter((each) => !each.endsWith('.xmp'))) {
    const path = join(folder, name);
    const found = await stat(path);
    if (found.isDirectory()) continue;
    const { size, mtimeMs } = found;
    const sha1 = createHash('sha1')
      .update(await readFile(path))
      .digest('hex');
    const sidecar = names.find((each) => each.endsWith('.xmp') && dirname(each) === dirname(name)) ?? null;
    files.push({ sha1, size, modifiedAt: mtimeMs, name: basename(name), sidecar });
  }
  return files;
}
