/** Removing a folder that a program may still be writing into: one that outlived its sync is on its way out, but not gone at once. */
import { rm } from 'node:fs/promises';

/** Tries again for about three seconds when something appears in the folder while it is emptied (ENOTEMPTY). */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}
