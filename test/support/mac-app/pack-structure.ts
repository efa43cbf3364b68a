/** Packs the Mac's app on any machine from a stand-in Electron: everything up to the signing, and the updater's files if wanted. */
import { join, resolve } from 'node:path';
import { Arch, build, type Configuration, Platform } from 'electron-builder';
import manifest from '../../../app/package.json' with { type: 'json' };
import { packaging } from '../../../build/packaging.ts';
import { completeFeed } from '../../../build/update-feed.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
/** Takes the place of 7-Zip, which electron-builder would fetch from GitHub. */
const ARCHIVER = join(import.meta.dirname, '7za');

export interface StructureOptions {
  /** Of makeStandInElectron. */
  readonly electronDist: string;
  readonly output: string;
  /** `zip` comes with its block map and the channel's file, as the updater reads them. */
  readonly target?: 'dir' | 'zip';
  /** If not given, that of app/package.json. */
  readonly version?: string;
  readonly changes?: Pick<Configuration, 'appId' | 'productName'>;
}

/** @returns the path of the app's bundle */
export async function packMacStructure(options: StructureOptions): Promise<string> {
  const { electronDist, output, target = 'dir', version = manifest.version, changes = {} } = options;
  const { mac, ...rest } = packaging(version, 'none');
  // The tool that makes Apple's form of our icon is fetched from GitHub.
  const icon = join(electronDist, 'Electron.app/Contents/Resources/electron.icns');
  const config: Configuration = {
    extends: join(PROJECT, 'electron-builder.yml'),
    ...rest,
    ...changes,
    electronDist,
    directories: { output },
    extraMetadata: { version },
    mac: { ...mac, icon },
  };
  process.env.ELECTRON_BUILDER_7ZIP_PATH ??= ARCHIVER;
  const targets = Platform.MAC.createTarget(target, Arch.arm64);
  await build({ projectDir: PROJECT, targets, config, publish: 'never' });
  if (target === 'zip') await completeFeed(output, version);
  return join(output, 'mac-arm64', `${changes.productName ?? 'Immich Sync'}.app`);
}
