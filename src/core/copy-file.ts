/** Copies of large files that cost neither time nor space where the disk can clone. */
import { constants, copyFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { checkFree, diskFull } from './disk-space.ts';
import { baseEnvironment, runChild } from './tools/child.ts';

/** What this asks of the system. */
export interface CopySystem {
  readonly platform: NodeJS.Platform;
  /** Absolute path of macOS' `cp`. */
  readonly cp: string;
}

const THIS_SYSTEM: CopySystem = { platform: process.platform, cp: '/bin/cp' };

/**
 * On macOS Node clones nothing: libuv took that out of `copyFile`, with or without `COPYFILE_FICLONE`. `cp -c` does, and copies where the
 * disk is no APFS.
 * @throws {ProblemError} disk-full where a clone is impossible and the copy has no room
 * @throws file system errors
 */
export async function cloneOrCopy(from: string, to: string, system: CopySystem = THIS_SYSTEM): Promise<void> {
  const folder = dirname(to);
  const { size, dev } = await stat(from);
  const mayClone = system.platform === 'darwin' && dev === (await stat(folder)).dev;
  if (!mayClone) checkFree(folder, size);
  if (system.platform === 'darwin') {
    const { exitCode, lastErrors } = await runChild({
      program: system.cp,
      args: ['-c', from, to],
      env: baseEnvironment(),
      cwd: folder,
    });
    if (exitCode === 0) return;
    if (lastErrors.some((line) => /No space left on device/.test(line))) throw diskFull(folder, size);
  }
  await copyFile(from, to, constants.COPYFILE_FICLONE);
}
