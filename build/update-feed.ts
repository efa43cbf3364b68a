/** The file by which installed apps learn of a release: `latest-mac.yml`, and `beta-mac.yml` for those that try betas. */
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { releaseOf } from './versions.ts';

/** @returns its name in a release of this version */
export function feedName(version: string): string {
  return `${releaseOf(`v${version}`).channel}-mac.yml`;
}

/**
 * Gives the file the name of its channel. electron-builder calls it `latest-mac.yml` in every release on GitHub. A `channel` in its settings would
 * change that, but goes into the app as well, which then could not go back from betas: https://www.electron.build/auto-update
 */
export async function nameFeed(output: string, version: string): Promise<void> {
  const name = feedName(version);
  if (name !== 'latest-mac.yml') await rename(join(output, 'latest-mac.yml'), join(output, name));
}
