/** Each run has a private folder for its temporary files, copies of Photos' database among them. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { removeFolder } from '../remove-folder.ts';

/** @param name the number of the run, or `plan`. @returns the path of its folder, which is empty */
export async function makeRunFolder(parent: string, name: number | 'plan'): Promise<string> {
  const folder = join(parent, String(name));
  await removeRunFolders(parent);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Removes what cut-off runs left behind. Nobody else can be using it: the caller holds the lock. */
export async function removeRunFolders(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (/^(?:\d+|plan)$/.test(name)) await removeFolder(join(parent, name));
  }
}
