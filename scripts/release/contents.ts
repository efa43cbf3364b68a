/** What an app of the Mac has in it, looked at without a Mac. Each function returns what is wrong, in words; nothing when all is well. */
import { createHash } from 'node:crypto';
import { access, constants, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extractFile, getRawHeader } from '@electron/asar';
import type { BundledPackage } from '../../build/bundled-packages.ts';
import { bundleVersion } from '../../build/versions.ts';
import { readPropertyList } from '../../src/core/agent/property-list.ts';

type Problems = Promise<readonly string[]>;

/** What an app says of itself to macOS. @param version of the release */
export async function descriptionProblems(app: string, version: string): Problems {
  const info = await infoOf(app);
  const expected = {
    CFBundleIdentifier: 'app.immich-sync',
    CFBundleShortVersionString: version,
    CFBundleVersion: bundleVersion(version),
    LSMinimumSystemVersion: '13.0',
    LSUIElement: true,
  };
  return Object.entries(expected)
    .filter(([key, value]) => info[key] !== value)
    .map(([key, value]) => `${key} is ${JSON.stringify(info[key])} instead of ${JSON.stringify(value)}`);
}

interface ArchiveEntry {
  readonly files?: Readonly<Record<string, ArchiveEntry>>;
  readonly integrity?: { readonly algorithm: string; readonly hash: string };
}

/**
 * Electron compares the archive's header with Info.plist, and each file with the header, and ends itself when they differ.
 * https://www.electronjs.org/docs/latest/tutorial/asar-integrity
 */
export async function archiveProblems(app: string): Problems {
  const archive = join(app, 'Contents', 'Resources', 'app.asar');
  const { header, headerString } = getRawHeader(archive) as unknown as { header: ArchiveEntry; headerString: string };
  const integrity = (await infoOf(app)).ElectronAsarIntegrity as Readonly<Record<string, { hash: string }>> | undefined;
  const headerIsRight = integrity?.['Resources/app.asar']?.hash === sha256(headerString);
  const files = filesIn(header);
  const wrong = files.filter(
    ([path, entry]) =>
      entry.integrity?.algorithm !== 'SHA256' || entry.integrity.hash !== sha256(extractFile(archive, path)),
  );
  return [
    ...(headerIsRight ? [] : ['Info.plist has another hash than the archive']),
    ...wrong.map(([path]) => `${path} is not what the archive’s header says`),
  ];
}

function filesIn({ files = {} }: ArchiveEntry, parent = ''): readonly (readonly [string, ArchiveEntry])[] {
  return Object.entries(files).flatMap(([name, entry]) =>
    entry.files === undefined ? [[join(parent, name), entry] as const] : filesIn(entry, join(parent, name)),
  );
}

/** Ours beside the archive, and what must never be in an app: secrets, sources, what machines leave behind. */
export async function fileProblems(app: string): Problems {
  const resources = join(app, 'Contents', 'Resources');
  const needed = [
    'app.asar',
    'app-update.yml',
    'licences.txt',
    'LICENSE.electron.txt',
    'LICENSES.chromium.html',
    'python/inventory.py',
    'shell/immich-sync.1',
    'python/on_photo.py',
    'tools/osxphotos/requirements.txt',
  ];
  const missing = await Promise.all(
    needed.map(async (name) => ((await can(resources, name, constants.R_OK)) ? [] : [name])),
  );
  const onDisk = await readdir(app, { recursive: true });
  const { header } = getRawHeader(join(resources, 'app.asar')) as unknown as { header: ArchiveEntry };
  const inArchive = filesIn(header).map(([path]) => path);
  const stray = [
    ...onDisk.filter((path) => STRAY.test(path)),
    ...inArchive.filter((path) => STRAY.test(path) || !/^(out\/|icons\/[^/]+\.png$|package\.json$)/.test(path)),
  ];
  return [
    ...missing.flat().map((name) => `${name} is missing`),
    ...((await can(resources, 'immich-sync', constants.X_OK)) ? [] : ['the command cannot be started']),
    ...stray.map((path) => `${path} does not belong there`),
  ];
}

const STRAY =
  /(^|\/)(\.DS_Store|\.env|\.git|__pycache__|node_modules|bundled-packages\.json|default_app\.asar)(\/|$)|\.(map|ts|tsx|pyc|p8|p12|pem|keychain|mobileprovision)$/;

/** @param packages those that are bundled */
export async function licenceProblems(app: string, packages: readonly BundledPackage[]): Problems {
  const text = await readFile(join(app, 'Contents', 'Resources', 'licences.txt'), 'utf8').catch(() => '');
  return packages
    .map(({ name, version }) => `${name} ${version}`)
    .filter((heading) => !text.includes(`\n${heading} (`))
    .map((heading) => `licences.txt lacks ${heading}`);
}

async function infoOf(app: string): Promise<Readonly<Record<string, unknown>>> {
  const info = await readPropertyList(join(app, 'Contents', 'Info.plist'));
  if (info === null) throw new Error('Info.plist cannot be read.');
  return info as Readonly<Record<string, unknown>>;
}

const can = (folder: string, name: string, mode: number) =>
  access(join(folder, name), mode).then(
    () => true,
    () => false,
  );

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
