/** Packs what the smoke test looks at. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Arch } from 'electron-builder';
import { type PackedApp, packApp } from '../support/electron-runtime/pack-app.ts';
import { startableProgram } from '../support/electron-runtime/packaged.ts';
import type { ElectronRuntime } from '../support/electron-runtime/provision.ts';
import { type Packages, system } from './bench.ts';
import { readMountPoint } from './readings/disk-image.ts';

const APP = 'Immich Sync.app';

const PROBE = {
  appId: 'app.immich-sync.probe',
  productName: 'Immich Sync Probe',
  files: ['*.cjs', 'package.json'],
};

/** @param dist the folder of a release that was packed already, on a Mac; null to pack one */
export async function packForSmoke(folder: string, runtime: ElectronRuntime, dist: string | null): Promise<Packages> {
  const isMac = process.platform === 'darwin';
  if (dist !== null) return packedForRelease(folder, runtime, dist);
  // As it ships: for both processors, in a disk image. electron-builder fetches the Electron for each.
  const ours = await packApp({
    output: join(folder, 'ours'),
    runtime,
    ...(isMac ? { target: 'dmg', arch: Arch.universal } : {}),
  });
  const probe = await packProbe(folder, runtime);
  if (!isMac)
    return {
      program: await startableProgram(ours, join(folder, 'startable'), runtime.kind),
      probe: await startableProgram(probe, join(folder, 'startable-probe'), runtime.kind),
      mac: null,
    };
  return onMac(ours.folder, probe, await diskImageIn(join(folder, 'ours')), runtime);
}

/** What people get: the app is the one out of the disk image, put where it stays, as a person does. */
async function packedForRelease(folder: string, runtime: ElectronRuntime, dist: string): Promise<Packages> {
  const diskImage = await diskImageIn(dist);
  const mountPoint = readMountPoint(
    await system('/usr/bin/hdiutil', 'attach', '-nobrowse', '-readonly', '-plist', diskImage),
  );
  const app = join(folder, APP);
  try {
    await system('/usr/bin/ditto', join(mountPoint, APP), app);
  } finally {
    await system('/usr/bin/hdiutil', 'detach', '-force', mountPoint);
  }
  return onMac(app, await packProbe(folder, runtime), diskImage, runtime);
}

function packProbe(folder: string, runtime: ElectronRuntime): Promise<PackedApp> {
  return packApp({
    output: join(folder, 'probe'),
    runtime,
    app: join(import.meta.dirname, 'probe'),
    config: PROBE,
  });
}

async function diskImageIn(folder: string): Promise<string> {
  const image = (await readdir(folder)).find((name) => name.endsWith('.dmg'));
  if (image === undefined) throw new Error(`There is no disk image in ${folder}.`);
  return join(folder, image);
}

function onMac(app: string, probe: PackedApp, diskImage: string, runtime: ElectronRuntime): Packages {
  return {
    program: join(app, 'Contents', 'MacOS', 'Immich Sync'),
    probe: probe.program,
    mac: { app, probeApp: probe.folder, diskImage, electronApp: join(runtime.distribution, 'Electron.app') },
  };
}
