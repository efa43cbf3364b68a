/** A disk of its own for a test: small enough to be filled, and another volume than everything else. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Null when this process can mount one, else why not. */
export function whyNoSmallDisk(): string | null {
  if (process.platform !== 'linux') return 'only Linux mounts a disk in memory';
  if (process.getuid?.() !== 0) return 'only the superuser mounts a disk';
  const probe = ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs'];
  try {
    // In a namespace of its own, so that nothing is left behind.
    execFileSync('unshare', ['-m', 'mount', ...probe, '/mnt'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'mounting is not allowed here';
  }
}

/** Mounts an empty disk in memory, gone after the test. @returns its folder */
export async function mountSmallDisk(megabytes: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'immich-sync-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', folder]);
  onTestFinished(async () => {
    // Lazily: a program that a failed test left behind must not keep the disk.
    execFileSync('umount', ['-l', folder]);
    await rm(folder, { recursive: true, force: true });
  });
  return folder;
}
