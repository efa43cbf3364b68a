/** What every home but a new one knows: of which versions its tools are. */
import { copyFile, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { askVersionOnce } from '../../../src/core/tools/version-memory.ts';
import type { ProvisionedTools } from './provision.ts';

const KEPT = resolve(import.meta.dirname, '../../../.tools/versions.json');

/**
 * osxphotos takes two thirds of a second of processor to say its version. It is asked once for all homes of the tests, not by each of them anew.
 * @param folder of the home's tools; made if it is not there
 */
export async function rememberVersions(folder: string, { osxphotos, immichGo }: ProvisionedTools): Promise<void> {
  await Promise.all([
    askVersionOnce('osxphotos', osxphotos.path, KEPT),
    askVersionOnce('immich-go', immichGo.path, KEPT),
    mkdir(folder, { recursive: true }),
  ]);
  await copyFile(KEPT, join(folder, 'versions.json'));
}
