/** Packs what the smoke test looks at. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Arch } from 'electron-builder';
import { packApp } from '../support/electron-runtime/pack-app.ts';
import { startableProgram } from '../support/electron-runtime/packaged.ts';
import type { ElectronRuntime } from '../support/electron-runtime/provision.ts';
import type { Packages } from './bench.ts';

const PROBE = {
  appId: 'app.immich-sync.probe',
  productName: 'Immich Sync Probe',
  files: ['*.cjs', 'package.json'],
};

export async function packForSmoke(folder: string, runtime: ElectronRuntime): Promise<Packages> {
  const isMac = process.platform === 'darwin';
  // As it ships: for both processors, in a disk image. electron-builder fetches the Electron for each.
  const ours = await packApp({
    output: join(folder, 'ours'),
    runtime,
    ...(isMac ? { target: 'dmg', arch: Arch.universal } : {}),
  });
  const probe = await packApp({
    output: join(folder, 'probe'),
    runtime,
    app: join(import.meta.dirname, 'probe'),
    config: PROBE,
  });
  if (!isMac)
    return {
      program: await startableProgram(ours, join(folder, 'startable'), runtime.kind),
      probe: await startableProgram(probe, join(folder, 'startable-probe'), runtime.kind),
      mac: null,
    };
  const image = (await readdir(join(folder, 'ours'))).find((name) => name.endsWith('.dmg'));
  if (image === undefined) throw new Error('electron-builder made no disk image.');
  return {
    program: ours.program,
    probe: probe.program,
    mac: {
      app: ours.folder,
      probeApp: probe.folder,
      diskImage: join(folder, 'ours', image),
      electronApp: join(runtime.distribution, 'Electron.app'),
    },
  };
}
