/**
 * What becomes the Mac's app, packed here from a stand-in Electron: everything up to the signing. What only the real one shows is in the
 * macOS job (test/mac).
 */
import { access, constants, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { Arch, build, type Configuration, Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readIdentifiers } from '../../build/mach-o.ts';
import { readPropertyList } from '../../src/core/agent/property-list.ts';
import { makeStandInElectron } from '../support/mac-app/stand-in-electron.ts';

const PROJECT = resolve(import.meta.dirname, '../..');

/** Packs the app and returns the path of its bundle. */
async function pack(electronDist: string, output: string, changes: Configuration = {}): Promise<string> {
  const config: Configuration = {
    extends: join(PROJECT, 'electron-builder.yml'),
    electronDist,
    directories: { output },
    // Signing is Apple's and needs a Mac; the tool that makes Apple's form of our icon is fetched from GitHub.
    mac: { identity: null, icon: join(electronDist, 'Electron.app/Contents/Resources/electron.icns') },
    electronFuses: { resetAdHocDarwinSignature: false },
    ...changes,
  };
  const targets = Platform.MAC.createTarget('dir', Arch.arm64);
  await build({ projectDir: PROJECT, targets, config, publish: 'never' });
  return join(output, 'mac-arm64', `${changes.productName ?? 'Immich Sync'}.app`);
}

/** The identifiers of each program of an app, by architecture. */
async function identifiersOf(app: string): Promise<readonly string[]> {
  const programs = (await readdir(app, { recursive: true })).filter((path) =>
    /(^|\/)Contents\/MacOS\/[^/]+$/.test(path),
  );
  const found = await Promise.all(programs.map(async (path) => readIdentifiers(await readFile(join(app, path)))));
  return found.flatMap((identifiers) => identifiers.map(({ architecture, uuid }) => `${architecture} ${uuid}`));
}

describe('the Mac’s app', () => {
  let folder: string;
  let electron: string;
  let app: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'immich-sync-mac-package-'));
    electron = join(folder, 'electron');
    await makeStandInElectron(electron);
    app = await pack(electron, join(folder, 'ours'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('says what it is and what it asks for, and nothing that Electron’s template asks for', async () => {
    const info = (await readPropertyList(join(app, 'Contents', 'Info.plist'))) as Readonly<Record<string, unknown>>;
    expect(info).toMatchObject({
      CFBundleIdentifier: 'app.immich-sync',
      CFBundleExecutable: 'Immich Sync',
      LSUIElement: true,
      LSMinimumSystemVersion: '13.0',
      LSApplicationCategoryType: 'public.app-category.photography',
      ElectronAsarIntegrity: { 'Resources/app.asar': { algorithm: 'SHA256' } },
    });
    expect(
      Object.keys(info)
        .filter((key) => key.endsWith('UsageDescription'))
        .sort(),
    ).toEqual([
      'NSAppleEventsUsageDescription',
      'NSDocumentsFolderUsageDescription',
      'NSLocalNetworkUsageDescription',
      'NSNetworkVolumesUsageDescription',
      'NSPhotoLibraryUsageDescription',
      'NSRemovableVolumesUsageDescription',
    ]);
  });

  it('has identifiers of its own, each another one: of every program, for each processor, the same in each build', async () => {
    const ours = await identifiersOf(app);
    expect(new Set(ours).size).toBe(5 * 2);
    const again = await pack(electron, join(folder, 'again'));
    expect(await identifiersOf(again)).toEqual(ours);
    const others = [
      ...(await identifiersOf(join(electron, 'Electron.app'))),
      ...(await identifiersOf(await pack(electron, join(folder, 'other'), { appId: 'com.example.other' }))),
    ];
    expect(others).toHaveLength(2 * 5 * 2);
    expect(ours.filter((identifier) => others.includes(identifier))).toEqual([]);
    await access(join(app, 'Contents', 'MacOS', 'Immich Sync'), constants.X_OK);
  });

  it('has every fuse set', async () => {
    const { version, ...fuses } = await getCurrentFuseWire(app);
    expect(version).toBe('1');
    const expected: Record<keyof typeof FuseV1Options, boolean> = {
      RunAsNode: false,
      EnableCookieEncryption: false,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      LoadBrowserProcessSpecificV8Snapshot: false,
      GrantFileProtocolExtraPrivileges: false,
      WasmTrapHandlers: true,
    };
    expect(fuses).toEqual(
      Object.fromEntries(
        Object.entries(expected).map(([name, on]) => [
          FuseV1Options[name as keyof typeof FuseV1Options],
          on ? FuseState.ENABLE : FuseState.DISABLE,
        ]),
      ),
    );
  });

  it('has its command, the scripts and the installers’ files beside the archive', async () => {
    const resources = join(app, 'Contents', 'Resources');
    expect(await readdir(resources)).toEqual(
      expect.arrayContaining(['app.asar', 'icon.icns', 'immich-sync', 'python', 'tools']),
    );
    await access(join(resources, 'immich-sync'), constants.X_OK);
    expect(await readdir(join(resources, 'python'), { recursive: true })).toEqual(
      expect.arrayContaining(['inventory.py', 'on_photo.py', join('immich_sync', 'osxphotos_private.py')]),
    );
  });
});
