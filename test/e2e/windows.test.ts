/** How the icon, the popover and the windows behave, with made-up services behind them. */
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeFixture } from '../screens/open-scene.ts';
import { buildMain } from '../support/electron-runtime/build-main.ts';
import { launchApp } from '../support/electron-runtime/launch.ts';
import { APP_FOLDER, type Desktop, makeHome, openDesktop, removeHome } from './desktop.ts';

describe('the menu bar', () => {
  let desktop: Desktop;
  let home: string;
  let app: ElectronApplication;

  beforeAll(async () => {
    [desktop, home] = await Promise.all([openDesktop(), makeHome()]);
    const main = await buildMain(join(import.meta.dirname, '../screens/fixture-main.ts'), 'fixture-main');
    const env = { IMMICH_SYNC_APP_FOLDER: APP_FOLDER, IMMICH_SYNC_POPOVER_KEPT: '1000' };
    app = await launchApp({ ...desktop, app: main, userData: join(home, 'electron'), env });
    await app.firstWindow();
    await app.evaluate(() => globalThis.fixtureReady);
  });

  afterAll(async () => {
    if (app !== undefined) await closeFixture(app);
    await desktop?.session.stop();
    if (home !== undefined) await removeHome(home);
  });

  const isVisible = () => app.evaluate(() => globalThis.fixture.shell.menuBar.isVisible);
  const clickTray = () => app.evaluate(() => void globalThis.fixture.shell.menuBar.tray.emit('click', {}));
  const windowCount = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

  it('opens the popover with a click and shuts it with the next', async () => {
    await clickTray();
    await expect.poll(isVisible).toBe(true);
    await clickTray();
    await expect.poll(isVisible).toBe(false);
  });

  it('hides instead of closing, and stays one window', async () => {
    await clickTray();
    await expect.poll(isVisible).toBe(true);
    await app.evaluate(() => globalThis.fixture.shell.menuBar.window?.close());
    await expect.poll(isVisible).toBe(false);
    await clickTray();
    await expect.poll(isVisible).toBe(true);
    expect(await windowCount()).toBe(1);
  });

  it('stays open while a system dialog has the focus', async () => {
    const stayed = await app.evaluate(async () => {
      const { menuBar } = globalThis.fixture.shell;
      return menuBar.keepOpenDuring(async () => {
        menuBar.window?.emit('blur');
        // menubar hides 100 ms after the focus is gone.
        await new Promise((resolve) => setTimeout(resolve, 250));
        return menuBar.isVisible;
      });
    });
    expect(stayed).toBe(true);
  });

  it('hides when the displays change', async () => {
    await app.evaluate(({ screen }) => screen.emit('display-metrics-changed'));
    await expect.poll(isVisible).toBe(false);
  });

  it('keeps no process for a popover that nobody looks at, and makes a new one', async () => {
    await expect.poll(windowCount).toBe(0);
    await clickTray();
    await expect.poll(isVisible).toBe(true);
    // The page of the former window may be told to be open for a moment still.
    const headings = () =>
      Promise.all(
        app.windows().map((page) =>
          page
            .getByRole('heading', { name: 'Up to date' })
            .isVisible()
            .catch(() => false),
        ),
      );
    await expect.poll(headings).toContain(true);
    expect(await windowCount()).toBe(1);
  });

  it('opens each window once and comes to it again', async () => {
    const open = (place: string | null) =>
      app.evaluate(
        (_electron, target) => globalThis.fixture.shell.windows.show({ window: 'settings', place: target }),
        place,
      );
    const settings = () => app.windows().find((candidate) => candidate.url().includes('/settings.html'));
    await open(null);
    await expect.poll(settings).toBeDefined();
    const page = settings();
    if (page === undefined) throw new Error('unreachable');
    await page.getByRole('heading', { name: 'Server', level: 1 }).waitFor();
    await open('schedule');
    await page.getByRole('heading', { name: 'Schedule', level: 1 }).waitFor();
    expect(app.windows().filter((candidate) => candidate.url().includes('/settings.html'))).toHaveLength(1);
  });

  it('speaks another language at once, in open windows and menus', async () => {
    await app.evaluate(() => globalThis.fixture.shell.windows.show({ window: 'settings', place: 'general' }));
    const settings = () => app.windows().find((page) => page.url().includes('settings.html'));
    await expect.poll(() => settings()?.getByRole('heading', { name: 'General' }).isVisible()).toBe(true);
    const seen = () =>
      app.evaluate(({ Menu }) => ({
        title: globalThis.fixture.shell.windows.get('settings')?.getTitle(),
        menu: Menu.getApplicationMenu()?.items[0]?.submenu?.items.map(({ label }) => label) ?? [],
      }));
    const choose = (choice: 'de' | 'en') =>
      app.evaluate((_electron, language) => globalThis.fixture.chooseLanguage(language), choice);
    await choose('de');
    await expect.poll(() => settings()?.getByRole('heading', { name: 'Allgemein' }).isVisible()).toBe(true);
    await expect.poll(async () => (await seen()).title).toBe('Einstellungen');
    expect((await seen()).menu).toContain('Einstellungen …');
    expect(await settings()?.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual([
      'de',
      'ltr',
    ]);
    await choose('en');
    await expect.poll(() => settings()?.getByRole('heading', { name: 'General' }).isVisible()).toBe(true);
    await app.evaluate(() => globalThis.fixture.shell.windows.get('settings')?.close());
  });

  it('has a menu with the state, the actions and a way out', async () => {
    const labels = await app.evaluate(({ Menu }) => {
      let shown: string[] = [];
      const { menuBar } = globalThis.fixture.shell;
      const { tray } = menuBar;
      tray.popUpContextMenu = (menu?: Electron.Menu) => {
        shown = menu?.items.map((item) => item.label).filter((label) => label !== '') ?? [];
      };
      tray.emit('right-click');
      const application = Menu.getApplicationMenu()?.items.map((item) => item.role ?? item.label);
      return { shown, application };
    });
    expect(labels.shown).toEqual([
      'Up to date',
      'Sync now',
      'Preview next sync…',
      'Pause',
      'Open Immich',
      'Find a Photo…',
      'Activity…',
      'Settings…',
      'Check for updates…',
      'Immich Sync Help',
      'About Immich Sync',
      'Quit Immich Sync',
    ]);
    // Without an Edit menu the key could not be pasted on a Mac.
    expect(labels.application?.map((entry) => entry.toLowerCase())).toContain('edit');
  });
});
