/** Packs an app as the product ships, with the Electron that there is: for Linux as a folder, for a Mac signed ad hoc. */
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type AfterPackContext, type Arch, build, type Configuration, Platform } from 'electron-builder';
import manifest from '../../../app/package.json' with { type: 'json' };
import { packaging } from '../../../build/packaging.ts';
import type { ElectronRuntime } from './provision.ts';

export const PROJECT = resolve(import.meta.dirname, '../../..');

export interface PackOptions {
  readonly output: string;
  readonly runtime: ElectronRuntime;
  /** The folder of the app; the product's own if not given. */
  readonly app?: string;
  /** What is different from electron-builder.yml. */
  readonly config?: Pick<Configuration, 'appId' | 'productName' | 'files'>;
  /** On a Mac. */
  readonly target?: 'dir' | 'dmg';
  /** On a Mac: for the processor of this machine if not given. */
  readonly arch?: Arch.universal;
}

export interface PackedApp {
  /** The app's bundle on a Mac, its folder on Linux; what `@electron/fuses` wants, too, on a Mac. */
  readonly folder: string;
  readonly program: string;
  readonly resources: string;
}

/** The older Electron has a shorter row of fuses; naming one that it lacks is an error. */
function withoutNewestFuses(context: AfterPackContext): void {
  const fuses = context.packager.config.electronFuses as Record<string, unknown>;
  delete fuses.grantFileProtocolExtraPrivileges;
}

export async function packApp(options: PackOptions): Promise<PackedApp> {
  const { output, runtime, app = join(PROJECT, 'app'), config: changes = {}, target = 'dir', arch } = options;
  const isMac = process.platform === 'darwin';
  const config: Configuration = {
    extends: join(PROJECT, 'electron-builder.yml'),
    ...changes,
    directories: { app, output },
    // An app for both processors needs two of them, which electron-builder fetches.
    ...(arch === undefined ? { electronDist: runtime.distribution } : {}),
    ...(runtime.kind === 'carrier' ? { electronVersion: '25.1.1', beforePack: withoutNewestFuses } : {}),
    ...(isMac ? packaging(manifest.version, 'ad-hoc') : {}),
  };
  const platform = isMac ? Platform.MAC : Platform.LINUX;
  const targets = arch === undefined ? platform.createTarget(target) : platform.createTarget(target, arch);
  const name = changes.productName ?? 'Immich Sync';
  await build({ projectDir: PROJECT, targets, config, publish: 'never' });
  if (!isMac) {
    const folder = join(output, 'linux-unpacked');
    const resources = join(folder, 'resources');
    // The launcher of the tests, which the older Electron has in it.
    await rm(join(resources, 'app'), { recursive: true, force: true });
    return { folder, program: join(folder, 'immich-sync'), resources };
  }
  const folder = join(output, macFolder(arch), `${name}.app`);
  return { folder, program: join(folder, 'Contents', 'MacOS', name), resources: join(folder, 'Contents', 'Resources') };
}

/** As electron-builder names it: `mac`, `mac-arm64`, `mac-universal`. */
function macFolder(arch: Arch | undefined): string {
  const name = arch === undefined ? process.arch : 'universal';
  return name === 'x64' ? 'mac' : `mac-${name}`;
}
