/** An update in the shell: what the popover and Settings say of it, and that a restart for it ends the app in order. */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { closeFixture, openScene } from '../screens/open-scene.ts';
import { SCENES } from '../screens/scenes.ts';
import { buildMain } from '../support/electron-runtime/build-main.ts';
import { launchApp } from '../support/electron-runtime/launch.ts';
import { installElectronInNode } from '../support/updates/electron-in-node.ts';
import { ReleaseServer } from '../support/updates/release-server.ts';
import { APP_FOLDER, clickToClose, type Desktop, makeHome, openDesktop, removeHome } from './desktop.ts';

let desktop: Desktop;
let home: string;
let app: ElectronApplication;
/** Asked for at the start: an app that has ended has none any more. */
let process: ReturnType<ElectronApplication['process']>;

beforeAll(async () => {
  desktop = await openDesktop();
});

afterAll(async () => {
  await desktop?.session.stop();
});

beforeEach(async () => {
  home = await makeHome();
  app = await launchApp({
    ...desktop,
    app: await buildMain(join(import.meta.dirname, '../screens/fixture-main.ts'), 'fixture-main'),
    userData: join(home, 'electron'),
    env: { IMMICH_SYNC_APP_FOLDER: APP_FOLDER, IMMICH_SYNC_STEPS: join(home, 'steps') },
  });
  process = app.process();
  await app.firstWindow();
  await app.evaluate(() => globalThis.fixtureReady);
});

afterEach(async () => {
  if (process.exitCode === null) await closeFixture(app);
  await removeHome(home);
});

function open(name: string): Promise<Page> {
  const scene = SCENES.find((candidate) => candidate.name === name);
  if (scene === undefined) throw new Error(`There is no scene ${name}`);
  return openScene(app, scene);
}

it('is installed by one click, when all is closed and every window is gone', async () => {
  const popover = await open('popover-update-ready');
  // A window that a person has left open is in nobody's way either.
  await app.evaluate(() => globalThis.fixture.shell.windows.show({ window: 'activity', place: null }));
  await app.waitForEvent('window');
  const ended = new Promise((resolve) => process.once('exit', resolve));
  await clickToClose(popover, 'Restart to update');
  await ended;
  expect((await readFile(join(home, 'steps'), 'utf8')).split('\n')).toEqual([
    'updates closed',
    'closed',
    expect.stringMatching(/^windows: /),
    'installed',
  ]);
});

it('waits while a sync is in progress', async () => {
  await open('popover-update-ready');
  await app.evaluate(() => globalThis.fixture.scene('popover-syncing'));
  const popover = await open('popover-syncing');
  expect(await popover.getByText('Restart to update').count()).toBe(0);
  const answer = await popover.evaluate(() => window.immichSync.call('updates.restart'));
  expect(answer).toMatchObject({ ok: false, problem: { code: 'update-busy' } });
  expect(process.exitCode).toBeNull();
});

it('tells once what is new', async () => {
  const popover = await open('popover-updated');
  await popover.getByText('Updated to 0.2.0').waitFor();
  await popover.getByRole('button', { name: 'What’s new' }).click();
  const settings =
    app.windows().find((page) => page.url().includes('/settings.html')) ?? (await app.waitForEvent('window'));
  await settings.getByRole('heading', { name: 'What’s new in 0.2.0' }).waitFor();
  await settings.getByText('immich-sync verify --deep').waitFor();
  await app.evaluate(() => globalThis.fixture.shell.menuBar.show());
  await popover.getByText('Updated to 0.2.0').waitFor({ state: 'detached' });
});

it('comes from an updater that is whole in what was built', async () => {
  const electron = installElectronInNode();
  const server = new ReleaseServer();
  await server.start();
  try {
    await server.publish({ version: '0.2.0', contents: Buffer.alloc(100_000, 'app') });
    electron.userData = home;
    const built = createRequire(import.meta.url)(join(APP_FOLDER, 'out', 'main', 'MacUpdater.cjs')) as {
      readonly default: typeof import('electron-updater/out/MacUpdater.js');
    };
    const updater = new built.default.MacUpdater();
    updater.updateConfigPath = join(home, 'app-update.yml');
    updater.autoDownload = false;
    Object.assign(updater, { _testOnlyOptions: { platform: 'darwin' } });
    await writeFile(join(home, 'app-update.yml'), server.appUpdateYml);
    expect(await updater.checkForUpdates()).toMatchObject({
      isUpdateAvailable: true,
      updateInfo: { version: '0.2.0' },
    });
  } finally {
    await server.stop();
  }
});

it('is asked for in Settings', async () => {
  const settings = await open('settings-general');
  await settings.getByText('Up to date, checked today at 08:10').waitFor();
  await settings.getByRole('button', { name: 'Check now' }).click();
  await expect.poll(() => app.evaluate(() => globalThis.fixture.calls.includes('updates.check'))).toBe(true);
});
