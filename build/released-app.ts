/** What Homebrew and Nix have to know of a release, read out of the very archive that they will download. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import plist from 'plist';
import { openPromise as openZip } from 'yauzl';
import { z } from 'zod';

export interface ReleasedApp {
  readonly version: string;
  /** Of the app in the archive, without its folder: `Immich Sync.app`. */
  readonly bundle: string;
  readonly bundleId: string;
  /** The oldest macOS that it starts on, `13.0`. */
  readonly minimumSystem: string;
  /** Of the archive, in hexadecimal digits. */
  readonly sha256: string;
  /** Without its folder. */
  readonly fileName: string;
}

/** Where the command is in the app. */
export const COMMAND = 'Contents/Resources/immich-sync';

const infoSchema = z.object({
  CFBundleIdentifier: z.string().min(1),
  CFBundleShortVersionString: z.string().regex(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/),
  LSMinimumSystemVersion: z.string().regex(/^\d+(?:\.\d+)*$/),
});

/**
 * @param archive path of the release's zip for macOS
 * @throws {Error} when it is not that: no app, not one alone, no command in it, or another version than its name says
 */
export async function readReleasedApp(archive: string): Promise<ReleasedApp> {
  const zip = await openZip(archive);
  const bundles = new Set<string>();
  let hasCommand = false;
  let info: unknown;
  for await (const entry of zip.eachEntry()) {
    const [bundle = '', ...rest] = entry.fileName.split('/');
    bundles.add(bundle);
    const path = rest.join('/');
    if (path === COMMAND) hasCommand = true;
    if (path === 'Contents/Info.plist')
      info = plist.parse((await buffer(await zip.openReadStreamPromise(entry))).toString('utf8'));
  }
  const [bundle = '', ...others] = bundles;
  if (others.length > 0 || !bundle.endsWith('.app'))
    throw new Error(`${archive} holds ${[...bundles].join(', ') || 'nothing'}, and not one app alone.`);
  if (!hasCommand) throw new Error(`${bundle} has no ${COMMAND}.`);
  const { CFBundleIdentifier, CFBundleShortVersionString, LSMinimumSystemVersion } = infoSchema.parse(info);
  const fileName = basename(archive);
  if (!fileName.includes(CFBundleShortVersionString))
    throw new Error(`${fileName} does not name the version of the app in it, ${CFBundleShortVersionString}.`);
  return {
    version: CFBundleShortVersionString,
    bundle,
    bundleId: CFBundleIdentifier,
    minimumSystem: LSMinimumSystemVersion,
    sha256: await sha256Of(archive),
    fileName,
  };
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
