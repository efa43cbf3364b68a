/** What shows that osxphotos is still at work although it says nothing: files that grow. And the problem for when nothing shows it. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemError } from '../model/problem.ts';

/** How many files there are below these folders (or files), their bytes and the newest change: another text is a sign of life. */
export async function signOfLife(paths: readonly string[]): Promise<string> {
  let files = 0;
  let bytes = 0;
  let newest = 0;
  for (const path of paths) {
    for (const file of await filesAt(path)) {
      const found = await stat(file).catch(() => undefined);
      if (found === undefined) continue;
      files += 1;
      bytes += found.size;
      newest = Math.max(newest, found.mtimeMs);
    }
  }
  return `${files} ${bytes} ${newest}`;
}

async function filesAt(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => null);
  if (entries === null) return [path];
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** @param after milliseconds that it was silent */
export function stalled(after: number): ProblemError {
  const minutes = Math.max(1, Math.round(after / 60_000));
  return new ProblemError('tool-stalled', {
    tool: 'osxphotos',
    minutes,
  });
}
