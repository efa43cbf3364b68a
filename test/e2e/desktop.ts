/** What every end-to-end test stands on: one Electron and one desktop for a file, one home and one app for a test. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import type { WindowName } from '../../src/shared/contract.ts';
import { type DesktopSession, startDesktopSession } from '../support/electron-runtime/desktop-session.ts';
import { launchApp } from '../support/electron-runtime/launch.ts';
import { makeMacKeychain } from '../support/electron-runtime/mac-keychain.ts';
import { type ElectronRuntime, provisionElectron } from '../support/electron-runtime/provision.ts';
import type { ProvisionedTools } from '../support/tools/provision.ts';
import { rememberVersions } from '../support/tools/remember-versions.ts';

export const APP_FOLDER = resolve(import.meta.dirname, '../../app');

export interface Desktop {
  readonly runtime: ElectronRuntime;
  readonly session: DesktopSession;
}

export async function openDesktop(): Promise<Desktop> {
  return { runtime: await provisionElectron(), session: await startDesktopSession() };
}

export interface RunningApp {
  readonly app: ElectronApplication;
  readonly home: string;
  /** The page of a window that is open or about to open. */
  readonly page: (window: WindowName) => Promise<Page>;
  /** As a click on the icon. */
  readonly clickIcon: () => Promise<void>;
  /** Closes the assistant, which opens by itself before the first sync; the popover comes in its place. */
  readonly closeAssistant: () => Promise<void>;
  /** Quits as the menu does, and waits for the end. */
  readonly quit: () => Promise<void>;
  /** Ends it on the spot, behind a test: nothing is closed in order. */
  readonly kill: () => Promise<void>;
}

export interface StartOptions {
  readonly home: string;
  /** Their folders go first on the PATH; without them the app finds none. */
  readonly tools?: ProvisionedTools | null;
  readonly env?: Readonly<Record<string, string>>;
  /** Switches of Chromium; they outdo those that every test gets. */
  readonly args?: readonly string[];
}

export async function makeHome(): Promise<string> {
  // A Mac's temporary folder is behind a link; programs answer with the real path.
  const home = await realpath(await mkdtemp(join(tmpdir(), 'immich-sync-e2e-')));
  if (process.platform === 'darwin') await makeMacKeychain(home);
  return home;
}

export async function removeHome(home: string): Promise<void> {
  // Chromium's helpers write for a moment after their parent has gone.
  await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

/**
 * Clicks a button that closes its own window, and waits until the window is gone. The click itself seldom hears of its success: the page it
 * would hear it from is no longer there.
 */
export async function clickToClose(page: Page, button: string): Promise<void> {
  const [closed, click] = await Promise.allSettled([
    page.waitForEvent('close', { timeout: 60_000 }),
    page.getByRole('button', { name: button, exact: true }).click({ timeout: 60_000 }),
  ]);
  if (closed.status === 'rejected') throw click.status === 'rejected' ? click.reason : closed.reason;
}

/** Starts the built app as a person would. */
export async function startApp(
  desktop: Desktop,
  { home, tools = null, env = {}, args = [] }: StartOptions,
): Promise<RunningApp> {
  if (tools !== null) await rememberVersions(join(home, 'tools'), tools);
  const toolFolders = tools === null ? [] : [dirname(tools.osxphotos.path), dirname(tools.immichGo.path)];
  const app = await launchApp({
    ...desktop,
    app: APP_FOLDER,
    args: [`--home=${home}`, ...args],
    userData: join(home, 'electron'),
    env: { HOME: home, PATH: [...toolFolders, '/usr/bin', '/bin'].join(':'), IMMICH_SYNC_API_KEY: '', ...env },
  });
  const page = async (window: WindowName): Promise<Page> => {
    const isWanted = (candidate: Page) => candidate.url().includes(`/${window}.html`);
    const found = app.windows().find(isWanted) ?? (await app.waitForEvent('window', { predicate: isWanted }));
    await found.waitForSelector('main');
    return found;
  };
  await app.firstWindow();
  return {
    app,
    home,
    page,
    clickIcon: () =>
      app.evaluate(async ({ app: electronApp }) => {
        // The system's menu bar cannot be clicked from here; `activate` is what a click on the app in Finder does.
        electronApp.emit('activate');
      }),
    closeAssistant: async () => {
      const setup = await page('setup');
      // Its answer seldom comes: the page is gone before.
      const close = setup.evaluate(() => window.immichSync.call('window.close')).catch(() => undefined);
      await Promise.all([setup.waitForEvent('close'), close]);
    },
    quit: async () => {
      const ended = new Promise((end) => app.process().once('exit', end));
      await app.evaluate(({ app: electronApp }) => electronApp.quit()).catch(() => {});
      await ended;
    },
    kill: async () => {
      // Notes what was run by now; a process that is killed does not get to it.
      if (process.env.IMMICH_SYNC_COVERAGE)
        await app.evaluate(() => process.getBuiltinModule('node:v8').takeCoverage()).catch(() => {});
      app.process().kill('SIGKILL');
    },
  };
}
