/**
 * Keeps a folder of ours out of Time Machine's backups: what is staged is a copy of what Photos holds, and gone in a moment. `tmutil` sets the
 * extended attribute `com.apple.metadata:com_apple_backup_excludeItem`, which goes along when the folder is moved; without `-p` it needs no
 * administrator.
 */
import { tmpdir } from 'node:os';
import { baseEnvironment, runChild } from '../tools/child.ts';

/** What this asks of the system. */
export interface BackupSystem {
  readonly platform: NodeJS.Platform;
  /** Absolute path of tmutil(8). */
  readonly tmutil: string;
}

const THIS_SYSTEM: BackupSystem = { platform: process.platform, tmutil: '/usr/bin/tmutil' };

/**
 * @param folder one that we made: a folder of the person's, with whatever is in it, stays in their backups.
 * @returns false where it could not be done; a backup is then only larger.
 */
export async function leaveOutOfBackups(folder: string, system: BackupSystem = THIS_SYSTEM): Promise<boolean> {
  if (system.platform !== 'darwin') return true;
  try {
    const { exitCode } = await runChild({
      program: system.tmutil,
      args: ['addexclusion', folder],
      env: baseEnvironment(),
      cwd: tmpdir(),
    });
    return exitCode === 0;
  } catch {
    return false;
  }
}
