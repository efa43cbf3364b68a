import { chmod, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expandPath, makePrivate, type Paths, pathsFor, preparePaths } from '../../../src/core/settings/paths.ts';

describe('pathsFor', () => {
  it('follows the manners of macOS', () => {
    expect(pathsFor({ platform: 'darwin', environment: { HOME: '/Users/ann' } })).toEqual({
      home: null,
      userFolder: '/Users/ann',
      settingsFile: '/Users/ann/Library/Application Support/Immich Sync/settings.json',
      versionsFile: '/Users/ann/Library/Application Support/Immich Sync/versions.json',
      ledgerFile: '/Users/ann/Library/Application Support/Immich Sync/ledger.sqlite',
      connectionFile: '/Users/ann/Library/Application Support/Immich Sync/connection.json',
      searchFile: '/Users/ann/Library/Application Support/Immich Sync/search.sqlite',
      statusFile: '/Users/ann/Library/Application Support/Immich Sync/status.json',
      exportDatabase: '/Users/ann/Library/Application Support/Immich Sync/export.db',
      runFolder: '/Users/ann/Library/Application Support/Immich Sync/run',
      toolsFolder: '/Users/ann/Library/Application Support/Immich Sync/tools',
      stagingFolder: '/Users/ann/Pictures/immich-sync',
      logFile: '/Users/ann/Library/Logs/immich-sync/sync.log',
      legacyConfigFile: '/Users/ann/.config/immich-sync/config',
      launchAgentFolders: ['/Users/ann/Library/LaunchAgents', '/Library/LaunchAgents'],
    } satisfies Paths);
  });

  it('follows the XDG folders on Linux and ignores relative ones', () => {
    const environment = { HOME: '/home/ann', XDG_CONFIG_HOME: '/conf', XDG_STATE_HOME: 'state' };
    expect(pathsFor({ platform: 'linux', environment })).toMatchObject({
      settingsFile: '/conf/immich-sync/settings.json',
      ledgerFile: '/home/ann/.local/state/immich-sync/ledger.sqlite',
      searchFile: '/home/ann/.local/state/immich-sync/search.sqlite',
      statusFile: '/home/ann/.local/state/immich-sync/status.json',
      toolsFolder: '/home/ann/.local/share/immich-sync/tools',
      logFile: '/home/ann/.local/state/immich-sync/logs/sync.log',
      stagingFolder: '/home/ann/Pictures/immich-sync',
    });
  });

  it.each(['darwin', 'linux'] as const)('puts everything below --home on %s', (platform) => {
    const { home, ...paths } = pathsFor({ home: 'some/where', platform, environment: { HOME: '/home/ann' } });
    expect(home).toBe(resolve('some/where'));
    for (const path of Object.values(paths).flat()) expect(`${path}${sep}`).toMatch(new RegExp(`^${home}${sep}`));
  });
});

describe('expandPath', () => {
  it.each([
    ['~/Pictures/Photos Library.photoslibrary', '/Users/ann/Pictures/Photos Library.photoslibrary'],
    ['~', '/Users/ann'],
    ['/Volumes/Disk/x/', '/Volumes/Disk/x'],
    ['~other/x', '/Users/ann/~other/x'],
  ])('makes %j into %j', (path, expected) => {
    expect(expandPath(path, { userFolder: '/Users/ann' })).toBe(expected);
  });
});

describe('preparePaths', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'immich-sync-paths-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('makes folders that only this user can look into', async () => {
    const paths = pathsFor({ home: join(folder, 'home'), platform: 'linux', environment: {} });
    await preparePaths(paths);
    for (const path of [paths.home ?? '', paths.runFolder, paths.toolsFolder, dirname(paths.logFile)])
      expect((await stat(path)).mode & 0o777).toBe(0o700);
    await expect(stat(paths.stagingFolder)).rejects.toThrow('ENOENT');
  });

  it('takes from folders and files of before what others could do with them', async () => {
    const paths = pathsFor({ home: join(folder, 'home'), platform: 'linux', environment: {} });
    for (const path of [paths.runFolder, paths.toolsFolder, dirname(paths.logFile)])
      await mkdir(path, { recursive: true });
    const files = [paths.settingsFile, paths.ledgerFile, paths.exportDatabase, paths.logFile];
    for (const file of files) await writeFile(file, '');
    const folders = [paths.home ?? '', paths.runFolder, paths.toolsFolder, dirname(paths.logFile)];
    for (const path of folders) await chmod(path, 0o755);
    for (const file of files) await chmod(file, 0o644);
    await preparePaths(paths);
    for (const path of folders) expect((await stat(path)).mode & 0o777).toBe(0o700);
    for (const file of files) expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('leaves alone what is everybody’s, or another’s', async () => {
    await chmod(folder, 0o1777);
    await preparePaths(pathsFor({ home: folder, platform: 'linux', environment: {} }));
    expect((await stat(folder)).mode & 0o7777).toBe(0o1777);
    const file = join(folder, 'file');
    await writeFile(file, '');
    await chmod(file, 0o644);
    await symlink(file, join(folder, 'settings-link'));
    await makePrivate(join(folder, 'settings-link'));
    expect((await stat(file)).mode & 0o777).toBe(0o644);
  });

  it('says which folder cannot be made and why', async () => {
    await writeFile(join(folder, 'file'), '');
    const paths = pathsFor({ home: join(folder, 'file'), platform: 'linux', environment: {} });
    await expect(preparePaths(paths)).rejects.toMatchObject({
      code: 'folder-unusable',
      message: `The folder ${join(folder, 'file')} cannot be used (there is a file where a folder belongs).`,
    });
  });
});
