import { copyFile, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { JobQueue } from './media/job-queue.ts';
import type { State, StateCopy } from './state.ts';

/** A database's dump and the files that belong to it. Good for any number of restorations. */
export interface DemoBackup {
  /** @internal */
  readonly state: StateCopy;
  /** @internal Where the copies of the files lie. */
  readonly folder: string;
}

/** Originals and sidecars; those of held assets are nowhere. */
const filesOf = (state: Pick<StateCopy, 'assets'>): string[] =>
  [...state.assets.values()].flatMap(({ path, sidecarPath }) => (sidecarPath === null ? [path] : [path, sidecarPath]));

async function copyAll(paths: readonly string[], from: (path: string) => string, to: (path: string) => string) {
  for (const path of paths) {
    await mkdir(dirname(to(path)), { recursive: true });
    await copyFile(from(path), to(path)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
}

const inBackup = (folder: string) => (path: string) => join(folder, path);
const inPlace = (path: string) => path;

export async function takeBackup(state: State, folder: string): Promise<DemoBackup> {
  const backup = { state: state.copy(), folder };
  await copyAll(filesOf(backup.state), inPlace, inBackup(folder));
  return backup;
}

/**
 * Everything goes back in time: ids, albums, tags, stacks, metadata, trash, and the files. What has been uploaded since is gone
 * with its files, and work that was waiting is forgotten. Users and keys of today stay, or no test could call its server any more.
 */
export async function restoreBackup(state: State, jobs: JobQueue, { state: kept, folder }: DemoBackup): Promise<void> {
  await jobs.clear();
  const stays = new Set(filesOf(kept));
  for (const path of filesOf(state)) if (!stays.has(path)) await rm(path, { force: true });
  state.replaceWith(kept);
  await copyAll([...stays], inBackup(folder), inPlace);
}
