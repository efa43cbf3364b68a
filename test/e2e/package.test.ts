/** What ships: packaged for Linux as a folder, which goes the same way as the Mac's package up to the signing. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { type AfterPackContext, build, type Configuration, Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { provisionElectron } from '../support/electron-runtime/provision.ts';

const PROJECT = resolve(import.meta.dirname, '../..');

/** The older Electron has a shorter row of fuses; naming one that it lacks is an error. */
function withoutNewestFuses(context: AfterPackContext): void {
  const fuses = context.packager.config.electronFuses as Record<string, unknown>;
  delete fuses.grantFileProtocolExtraPrivileges;
}

describe.runIf(process.platform === 'linux')('the packaged app', () => {
  let folder: string;
  let packed: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'immich-sync-package-'));
    const runtime = await provisionElectron();
    const config: Configuration = {
      extends: join(PROJECT, 'electron-builder.yml'),
      electronDist: runtime.distribution,
      directories: { output: folder },
      ...(runtime.kind === 'carrier' ? { electronVersion: '25.1.1', beforePack: withoutNewestFuses } : {}),
    };
    await build({ projectDir: PROJECT, targets: Platform.LINUX.createTarget('dir'), config, publish: 'never' });
    packed = join(folder, 'linux-unpacked');
  });

  afterAll(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it('holds the built app, its icons and nothing else', async () => {
    const files = listPackage(join(packed, 'resources', 'app.asar'), { isPack: false });
    expect(files.filter((file) => !/^\/(?:out|icons)(?:\/|$)/.test(file))).toEqual(['/package.json']);
    expect(files).toContain('/out/main/index.cjs');
    expect(files).toContain('/out/preload/index.cjs');
    for (const page of ['popover', 'settings', 'activity', 'setup'])
      expect(files).toContain(`/out/renderer/${page}.html`);
    expect(files).toContain('/icons/up-to-dateTemplate@2x.png');
  });

  it('has the scripts and the installers’ files outside the archive', async () => {
    expect(await readdir(join(packed, 'resources', 'python'))).toEqual(
      expect.arrayContaining(['inventory.py', 'on_photo.py']),
    );
    expect(await readdir(join(packed, 'resources', 'tools'))).toEqual(
      expect.arrayContaining(['osxphotos', 'immich-go']),
    );
  });

  it('cannot be used as a plain Node and opens no debugging port', async () => {
    const fuses = await getCurrentFuseWire(join(packed, 'immich-sync'));
    expect(fuses[FuseV1Options.RunAsNode]).toBe(FuseState.DISABLE);
    expect(fuses[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(FuseState.DISABLE);
    expect(fuses[FuseV1Options.EnableNodeCliInspectArguments]).toBe(FuseState.DISABLE);
    expect(fuses[FuseV1Options.OnlyLoadAppFromAsar]).toBe(FuseState.ENABLE);
  });
});

describe('the windows’ scripts', () => {
  it('stay under 100 kB compressed', async () => {
    const { gzipSync } = await import('node:zlib');
    const assets = join(PROJECT, 'app', 'out', 'renderer', 'assets');
    let total = 0;
    for (const name of await readdir(assets)) total += gzipSync(await readFile(join(assets, name))).length;
    expect(total).toBeLessThan(100_000);
  });

  it('hold no server-side code', async () => {
    const assets = join(PROJECT, 'app', 'out', 'renderer', 'assets');
    for (const name of await readdir(assets)) {
      const text = await readFile(join(assets, name), 'utf8');
      expect(text).not.toMatch(/ZodError|require\(|ipcRenderer/);
    }
  });
});
