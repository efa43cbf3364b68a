/** The file by which installed apps learn of a release: `latest-mac.yml`, and `beta-mac.yml` for those that try betas. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { macosVersion } from '../src/core/tools/system-version.ts';
import { releaseOf } from './versions.ts';

const BUILDER_FILE = join(import.meta.dirname, '..', 'electron-builder.yml');

/** @returns its name in a release of this version */
export function feedName(version: string): string {
  return `${releaseOf(`v${version}`).channel}-mac.yml`;
}

/** The oldest system that the app starts on, as the updater compares it: the version of Darwin, `22.0.0` for macOS 13. */
export async function oldestDarwin(): Promise<string> {
  const { mac } = parse(await readFile(BUILDER_FILE, 'utf8')) as {
    readonly mac: { readonly minimumSystemVersion: string };
  };
  const oldest = Number.parseInt(mac.minimumSystemVersion, 10);
  for (let darwin = 20; ; darwin += 1)
    if ((macosVersion('darwin', String(darwin)) ?? 0) >= oldest) return `${darwin}.0.0`;
}

/**
 * Completes what electron-builder has written for the updater.
 *
 * It gets the name of its channel: electron-builder calls it `latest-mac.yml` in every release on GitHub. A `channel` in its settings would change
 * that, but goes into the app as well, which then could not go back from betas (https://www.electron.build/auto-update). And it gets the oldest
 * system, so that no app is offered an update which does not start where it is.
 */
export async function completeFeed(output: string, version: string): Promise<void> {
  const written = join(output, 'latest-mac.yml');
  const text = await readFile(written, 'utf8');
  await rm(written);
  await writeFile(join(output, feedName(version)), `${text}minimumSystemVersion: ${await oldestDarwin()}\n`);
}
