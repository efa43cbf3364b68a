/** What electron-builder leaves to do between packing and signing. */
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import type { AfterPackContext } from 'electron-builder';
import { readBundledPackages } from './bundled-packages.ts';
import { licencesText } from './licences.ts';
import { writeIdentifiers } from './mach-o.ts';

const PROJECT = join(import.meta.dirname, '..');

export default async function afterPack(context: AfterPackContext): Promise<void> {
  await addLicences(context.packager.getResourcesDir(context.appOutDir));
  if (context.electronPlatformName !== 'darwin') return;
  const app = join(context.appOutDir, `${context.packager.appInfo.productFilename}.app`);
  await giveOwnIdentifiers(app, context.packager.appInfo.id);
  // Electron's default, written out as all others are. electron-builder 26 has no name for it; move it to electronFuses when it has.
  await flipFuses(app, { version: FuseVersion.V1, [FuseV1Options.WasmTrapHandlers]: true });
}

async function addLicences(resources: string): Promise<void> {
  const [packages, ownLicence] = await Promise.all([
    readBundledPackages(join(PROJECT, 'app', 'out')),
    readFile(join(PROJECT, 'LICENSE'), 'utf8'),
  ]);
  await writeFile(join(resources, 'licences.txt'), await licencesText(packages, ownLicence));
}

/**
 * Gives the app's executables identifiers (LC_UUID) of their own. macOS decides by that of the main executable who may use the local
 * network, and Electron's is the same in every app that is made of the same version: the person's answer fails, or counts for another app.
 * Ours stays the same through all versions, so the answer holds after an update.
 * https://developer.apple.com/documentation/technotes/tn3178-checking-for-and-resolving-build-uuid-problems
 * https://github.com/electron-userland/electron-builder/issues/9158
 *
 * A universal app passes here three times, as each of its halves and whole, which makes no difference.
 */
async function giveOwnIdentifiers(app: string, appId: string): Promise<void> {
  for (const executable of await executablesOf(app))
    await rewriteFile(executable, (file) =>
      writeIdentifiers(file, (architecture) => ownUuid(appId, basename(executable), architecture)),
    );
}

/** @returns 16 bytes, always the same ones for the same names, in the form of a UUID of version 8 (RFC 9562: made as one likes). */
function ownUuid(appId: string, executable: string, architecture: string): Buffer {
  const bytes = createHash('sha256')
    .update(JSON.stringify([appId, executable, architecture]))
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes;
}

/** The main executable and those of the helpers: Chromium's network service is one. */
async function executablesOf(app: string): Promise<readonly string[]> {
  const frameworks = join(app, 'Contents', 'Frameworks');
  const helpers = (await readdir(frameworks)).filter((name) => name.endsWith('.app'));
  const folders = [app, ...helpers.map((name) => join(frameworks, name))].map((bundle) =>
    join(bundle, 'Contents', 'MacOS'),
  );
  const found = await Promise.all(
    folders.map(async (folder) => (await readdir(folder)).map((name) => join(folder, name))),
  );
  return found.flat();
}

/** A new file in the place of the old one: macOS remembers of a file that it has started what its signature was, and ends a changed one. */
async function rewriteFile(path: string, change: (file: Buffer) => void): Promise<void> {
  const file = await readFile(path);
  change(file);
  const beside = `${path}.new`;
  await writeFile(beside, file, { mode: (await stat(path)).mode });
  await rename(beside, path);
}
