/** The whole way of an update but its last step, which is Squirrel's: real electron-updater, real yml, zips and block maps, on loopback. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { UpdateSource } from '../../../src/core/updates/updates.ts';
import { macUpdateSource } from '../../../src/main/updates/mac-update-source.ts';
import { type ElectronInNode, installElectronInNode } from '../../support/updates/electron-in-node.ts';
import { ReleaseServer } from '../../support/updates/release-server.ts';

/** Darwin 25 is macOS 26. */
const SYSTEM = '25.1.0';

const server = new ReleaseServer();
let electron: ElectronInNode;
let folder: string;
let cache: string;

beforeAll(async () => {
  electron = installElectronInNode();
  await server.start();
});

afterAll(() => server.stop());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-updates-'));
  // Where electron-updater keeps its downloads, on either system.
  vi.stubEnv('HOME', folder);
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'Library', 'Caches'));
  cache = join(folder, 'Library', 'Caches', 'immich-sync-updater');
  await writeFile(join(folder, 'app-update.yml'), server.appUpdateYml);
  server.clear();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** The app, started in that version. */
async function start(version: string, systemRelease = SYSTEM): Promise<UpdateSource> {
  electron.squirrel.restart();
  electron.version = version;
  electron.userData = join(folder, 'electron');
  const { MacUpdater } = await import('electron-updater/out/MacUpdater.js');
  const updater = new MacUpdater();
  updater.updateConfigPath = join(folder, 'app-update.yml');
  // Without it `latest-linux.yml` would be asked for here.
  Object.assign(updater, { _testOnlyOptions: { platform: 'darwin', isUseDifferentialDownload: true } });
  return macUpdateSource({
    updater,
    squirrel: electron.squirrel,
    cacheFolder: cache,
    onDetail: () => {},
    startAgain: () => electron.events.push('start again'),
    systemRelease,
  });
}

/** Half a megabyte that cannot be compressed, and is the same for each test; `changed` says what is other in a version. */
function appContents(changed = ''): Buffer {
  const contents = Buffer.alloc(512 * 1024);
  for (let index = 0; index < contents.length; index += 64)
    createHash('sha512').update(String(index)).digest().copy(contents, index);
  contents.write(changed, 300_000);
  return contents;
}

const downloaded = async () => (existsSync(join(cache, 'pending')) ? await readdir(join(cache, 'pending')) : []);

it('is found, downloaded whole the first time, and only as far as it differs after that', async () => {
  await server.publish({ version: '0.1.0', contents: appContents() });
  const first = await server.publish({ version: '0.2.0', contents: appContents('0.2.0') });
  const source = await start('0.1.0');
  expect(await source.check('stable')).toEqual({ kind: 'newer', version: '0.2.0' });
  await source.download();
  expect(electron.squirrel.taken.map((update) => update.equals(first))).toEqual([true]);
  expect(server.bytesOfUpdates).toBeGreaterThanOrEqual(first.length);
  // Nobody is told which installation asks.
  expect(new Set(server.exchanges.map(({ stagingId }) => stagingId || null))).toEqual(new Set([null]));

  const second = await server.publish({ version: '0.3.0', contents: appContents('0.3.0!') });
  server.exchanges = [];
  const updated = await start('0.2.0');
  expect(await updated.check('stable')).toEqual({ kind: 'newer', version: '0.3.0' });
  await updated.download();
  expect(electron.squirrel.taken.map((update) => update.equals(second))).toEqual([true]);
  expect(server.bytesOfUpdates).toBeLessThan(second.length / 4);
  expect(server.exchanges.filter(({ range }) => range !== null).length).toBeGreaterThan(0);
  updated.install();
  expect(electron.squirrel.hasQuitAndInstalled).toBe(true);
});

describe('there is none', () => {
  it('when this version is the newest, or newer than that', async () => {
    await server.publish({ version: '0.2.0', contents: appContents() });
    expect(await (await start('0.2.0')).check('stable')).toEqual({ kind: 'none' });
    expect(await (await start('0.3.0-beta.1')).check('stable')).toEqual({ kind: 'none' });
  });

  it('in the stable channel while only a beta is newer; the beta channel has it, and a finished one behind it', async () => {
    await server.publish({ version: '0.1.0', contents: appContents() });
    await server.publish({ version: '0.2.0-beta.1', contents: appContents('beta') });
    const source = await start('0.1.0');
    expect(await source.check('stable')).toEqual({ kind: 'none' });
    expect(await source.check('beta')).toEqual({ kind: 'newer', version: '0.2.0-beta.1' });
    await source.download();
    expect(electron.squirrel.taken).toHaveLength(1);
    await server.publish({ version: '0.2.0', contents: appContents('0.2.0') });
    expect(await (await start('0.2.0-beta.1')).check('beta')).toEqual({ kind: 'newer', version: '0.2.0' });
  });

  it('for who is not among the first, while a release is handed out step by step', async () => {
    await server.publish({ version: '0.2.0', contents: appContents(), more: { stagingPercentage: 0 } });
    expect(await (await start('0.1.0')).check('stable')).toEqual({ kind: 'none' });
    server.clear();
    await server.publish({ version: '0.2.0', contents: appContents(), more: { stagingPercentage: 100 } });
    expect(await (await start('0.1.0')).check('stable')).toEqual({ kind: 'newer', version: '0.2.0' });
  });

  it('for a macOS that is too old for it, which is said', async () => {
    const tooNew = { minimumSystemVersion: '99.0.0' };
    await server.publish({ version: '0.2.0', contents: appContents(), more: tooNew });
    expect(await (await start('0.1.0')).check('stable')).toEqual({
      kind: 'needs-newer-system',
      version: '0.2.0',
      needed: 'macOS 99',
    });
  });
});

describe('what goes wrong', () => {
  it('a damaged zip is deleted and never given to Squirrel; the next try takes a sound one', async () => {
    const contents = appContents('0.2.0');
    await server.publish({ version: '0.2.0', contents, sha512: Buffer.alloc(64).toString('base64') });
    const source = await start('0.1.0');
    await source.check('stable');
    await expect(source.download()).rejects.toMatchObject({ code: 'update-damaged' });
    expect(electron.squirrel.taken).toEqual([]);
    expect(await downloaded()).toEqual([]);
    server.clear();
    await server.publish({ version: '0.2.0', contents });
    await source.check('stable');
    await source.download();
    expect(electron.squirrel.taken).toHaveLength(1);
  });

  it('a download that breaks off is told, leaves nothing behind, and is begun anew', async () => {
    await server.publish({ version: '0.2.0', contents: appContents() });
    server.breaksOffAfter = 100_000;
    const source = await start('0.1.0');
    await source.check('stable');
    await expect(source.download()).rejects.toMatchObject({
      code: 'update-server-unreachable',
      problem: { sentence: expect.stringContaining('the connection was lost') },
    });
    expect(electron.squirrel.taken).toEqual([]);
    expect(await downloaded()).toEqual([]);
    server.breaksOffAfter = null;
    await source.check('stable');
    await source.download();
    expect(electron.squirrel.taken).toHaveLength(1);
  });

  it('a folder that nothing can be written to is named', async () => {
    await server.publish({ version: '0.2.0', contents: appContents() });
    await mkdir(join(folder, 'Library', 'Caches'), { recursive: true });
    await writeFile(cache, 'a file in its place');
    const source = await start('0.1.0');
    await source.check('stable');
    await expect(source.download()).rejects.toMatchObject({
      code: 'update-failed',
      problem: { sentence: expect.stringContaining('there is a file where a folder belongs') },
    });
  });

  // macOS frees what is purgeable only when it is written to.
  it.skipIf(process.platform === 'darwin')(
    'a disk without room for it is told before anything is downloaded',
    async () => {
      await server.publish({ version: '0.2.0', contents: appContents(), size: 1e15 });
      const source = await start('0.1.0');
      await source.check('stable');
      await expect(source.download()).rejects.toMatchObject({ code: 'disk-full' });
      expect(server.bytesOfUpdates).toBe(0);
    },
  );

  it('what Squirrel refuses, because somebody else has signed it, is no update', async () => {
    await server.publish({ version: '0.2.0', contents: appContents() });
    const source = await start('0.1.0');
    electron.squirrel.refusal = 'Code signature at URL did not pass validation';
    await source.check('stable');
    await expect(source.download()).rejects.toMatchObject({
      code: 'update-failed',
      problem: { values: { reason: 'Code signature at URL did not pass validation' } },
    });
  });

  it('a server without releases, and one that is away', async () => {
    await expect((await start('0.1.0')).check('stable')).rejects.toMatchObject({ code: 'update-server-unreachable' });
    const away = new ReleaseServer();
    await away.start();
    const yml = away.appUpdateYml;
    await away.stop();
    await writeFile(join(folder, 'app-update.yml'), yml);
    await expect((await start('0.1.0')).check('stable')).rejects.toMatchObject({
      code: 'update-server-unreachable',
      problem: { sentence: expect.stringContaining('it refused the connection') },
    });
  });
});
