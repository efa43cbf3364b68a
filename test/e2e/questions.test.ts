/** Questions in a window of our own: nothing stands still while they are open, and nothing that ends the app waits for them. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closeFixture } from '../screens/open-scene.ts';
import { buildMain } from '../support/electron-runtime/build-main.ts';
import { launchApp } from '../support/electron-runtime/launch.ts';
import { APP_FOLDER, clickToClose, type Desktop, makeHome, openDesktop, removeHome } from './desktop.ts';

let desktop: Desktop;
let home: string;

beforeAll(async () => {
  desktop = await openDesktop();
});

afterAll(async () => {
  await desktop?.session.stop();
});

beforeEach(async () => {
  home = await makeHome();
});

afterEach(async () => {
  if (home !== undefined) await removeHome(home);
});

const findQuestion = async (app: ElectronApplication): Promise<Page> => {
  const isQuestion = (page: Page) => page.url().includes('/question.html');
  const page = app.windows().find(isQuestion) ?? (await app.waitForEvent('window', { predicate: isQuestion }));
  await page.getByRole('alertdialog').waitFor();
  return page;
};

/** The window may be gone before the key is let go. */
const press = (page: Page, key: string) => page.keyboard.press(key).catch(() => {});

describe('quitting during a sync', () => {
  let app: ElectronApplication;
  /** Asked for at the start: an app that has ended has none any more. */
  let process: ReturnType<ElectronApplication['process']>;

  beforeEach(async () => {
    const main = await buildMain(join(import.meta.dirname, '../screens/fixture-main.ts'), 'fixture-main');
    app = await launchApp({
      ...desktop,
      app: main,
      userData: join(home, 'electron'),
      env: { IMMICH_SYNC_APP_FOLDER: APP_FOLDER },
    });
    process = app.process();
    await app.firstWindow();
    await app.evaluate(() => globalThis.fixtureReady);
    await app.evaluate(() => globalThis.fixture.scene('popover-syncing'));
  });

  afterEach(async () => {
    if (process.exitCode === null) await closeFixture(app);
  });

  const quit = () => app.evaluate(({ app: electronApp }) => electronApp.quit());
  const questions = () =>
    app.evaluate(
      ({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().filter((window) => window.webContents.getURL().includes('/question.html')).length,
    );

  it('is asked about once, while everything goes on, and Escape stays', async () => {
    await quit();
    const question = await findQuestion(app);
    await quit();
    expect(await questions()).toBe(1);
    const ticks = await app.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let count = 0;
          const ticking = setInterval(() => {
            count += 1;
            if (count < 5) return;
            clearInterval(ticking);
            resolve(count);
          }, 10);
        }),
    );
    expect(ticks).toBe(5);
    await press(question, 'Escape');
    await expect.poll(questions).toBe(0);
    expect(process.exitCode).toBeNull();
  });

  it('quits with Return', async () => {
    const ended = new Promise((resolve) => process.once('exit', resolve));
    await quit();
    const question = await findQuestion(app);
    await press(question, 'Enter');
    expect(await ended).toBe(0);
  });

  it('is not asked about any more when the session ends: the app goes when it is told to', async () => {
    const ended = new Promise((resolve) => process.once('exit', resolve));
    await quit();
    await findQuestion(app);
    await app.evaluate(({ powerMonitor }) => powerMonitor.emit('shutdown', { preventDefault: () => {} }));
    await expect.poll(questions).toBe(0);
    expect(process.exitCode).toBeNull();
    // As macOS does at log-out, by an Apple event that becomes `app.quit()`.
    await quit().catch(() => {});
    expect(await ended).toBe(0);
  });

  it('is not asked about when a program ends the app, as Homebrew does before it takes the app away', async () => {
    const ended = new Promise((resolve) => process.once('exit', resolve));
    await quit();
    await findQuestion(app);
    process.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('gives no window of another kind the question', async () => {
    const popover = app.windows().find((page) => page.url().includes('/popover.html'));
    await quit();
    await findQuestion(app);
    const results = await popover?.evaluate(async () => [
      (await window.immichSync.call('question.get')).ok,
      (await window.immichSync.call('question.answer', { isConfirmed: true })).ok,
    ]);
    expect(results).toEqual([false, false]);
    expect(await questions()).toBe(1);
  });
});

it('tells why the app cannot start, and ends with the answer', async () => {
  await writeFile(join(home, 'run'), 'in the way of a folder');
  const app = await launchApp({
    ...desktop,
    app: APP_FOLDER,
    args: [`--home=${home}`],
    userData: join(home, 'electron'),
    env: { HOME: home, IMMICH_SYNC_API_KEY: '' },
  });
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  const question = await findQuestion(app);
  expect(await question.getByRole('heading').textContent()).toBe('Immich Sync can’t start');
  await clickToClose(question, 'Quit Immich Sync');
  expect(await ended).toBe(1);
});
