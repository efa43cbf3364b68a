/** Every screen of the gallery under axe, light and dark, with room for long and for wide languages, and the way through them by keyboard. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type axe from 'axe-core';
import type { ElectronApplication } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENGLISH, type Language } from '../../src/shared/texts.ts';
import { galleryLanguage } from '../screens/gallery-language.ts';
import { flawsOf } from '../screens/measure.ts';
import { closeFixture, openScene, twoFrames } from '../screens/open-scene.ts';
import { SCENES, type Scene } from '../screens/scenes.ts';
import { buildMain } from '../support/electron-runtime/build-main.ts';
import { launchApp } from '../support/electron-runtime/launch.ts';
import { APP_FOLDER, type Desktop, makeHome, openDesktop, removeHome } from './desktop.ts';

const ENLARGED = join(import.meta.dirname, '../../test-results/enlarged');

describe('every screen', () => {
  let desktop: Desktop;
  let home: string;
  let app: ElectronApplication;
  let axeSource: string;
  let measured: readonly Language[];

  beforeAll(async () => {
    [desktop, home] = await Promise.all([openDesktop(), makeHome(), mkdir(ENLARGED, { recursive: true })]);
    measured = await Promise.all(['de', 'ja'].map(galleryLanguage));
    axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const main = await buildMain(join(import.meta.dirname, '../screens/fixture-main.ts'), 'fixture-main');
    const env = { IMMICH_SYNC_APP_FOLDER: APP_FOLDER };
    app = await launchApp({ ...desktop, app: main, userData: join(home, 'electron'), env });
    await app.firstWindow();
    await app.evaluate(() => globalThis.fixtureReady);
  });

  afterAll(async () => {
    if (app !== undefined) await closeFixture(app);
    await desktop?.session.stop();
    if (home !== undefined) await removeHome(home);
  });

  const speak = (language: Language) =>
    app.evaluate((_electron, texts) => globalThis.fixture.language(texts), language);

  const scene = (name: string): Scene => {
    const found = SCENES.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`There is no scene ${name}`);
    return found;
  };

  describe.each(['light', 'dark'])('%s', (theme) => {
    beforeAll(async () => {
      await app.evaluate((_electron, isDark) => globalThis.fixture.dark(isDark), theme === 'dark');
    });

    it.each(SCENES.map(({ name }) => name))(
      '%s has nothing that axe finds serious, and room for German and Japanese',
      async (name) => {
        const page = await openScene(app, scene(name));
        // The debugger's evaluation is not bound by the page's own rules, which allow no script but ours.
        await page.evaluate(axeSource);
        const { violations } = await page.evaluate(() =>
          (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'] }),
        );
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        const told = serious.map(
          ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.any[0]?.message}`).join(' | ')}`,
        );
        expect(told).toEqual([]);
        // The colours do not change what has room.
        if (theme === 'dark') return;
        try {
          for (const language of measured) {
            await speak(language);
            // A question keeps the language in which it is asked.
            const spoken = scene(name).window === 'question' ? await openScene(app, scene(name)) : page;
            await spoken.waitForFunction((tag) => document.documentElement.lang === tag, language.tag);
            await twoFrames(spoken);
            expect(await flawsOf(spoken), language.tag).toEqual([]);
          }
        } finally {
          await speak(ENGLISH);
        }
      },
    );
  });

  // To twice its size, in the smallest window that there is.
  describe('enlarged', () => {
    // Chromium keeps it for all pages of ours, not for the window.
    afterAll(() => app.evaluate(() => globalThis.fixture.shell.menuBar.window?.webContents.setZoomFactor(1)));

    it.each(SCENES.filter(({ window }) => window === 'setup').map(({ name }) => name))(
      '%s can be read and used',
      async (name) => {
        const page = await openScene(app, scene(name));
        await app.evaluate(({ BrowserWindow }) => {
          const assistant = BrowserWindow.getAllWindows().find(({ webContents }) =>
            webContents.getURL().includes('/setup.html'),
          );
          if (assistant === undefined) throw new Error('The assistant is not open');
          const [width = 0, height = 0] = assistant.getMinimumSize();
          assistant.setContentSize(width, height);
          assistant.webContents.setZoomFactor(2);
        });
        await expect.poll(() => page.evaluate(() => window.innerWidth)).toBeLessThan(400);
        const cut = await page.evaluate(() => {
          const { clientWidth } = document.documentElement;
          const isWide = (element: Element) => {
            const { left, right } = element.getBoundingClientRect();
            return left < 0 || right > clientWidth;
          };
          const isNarrow = (element: Element) =>
            element.matches('input[type=text], input[type=password]') && element.clientWidth < 120;
          const controls = [...document.querySelectorAll('button, input, select, h1, code, .row-value')];
          return controls
            .filter((element) => isWide(element) || isNarrow(element))
            .map((element) => element.textContent || element.id);
        });
        expect(cut).toEqual([]);
        // All of it can be scrolled to.
        const last = page.locator('.setup-next');
        await last.scrollIntoViewIfNeeded();
        const isInside = await last.evaluate((element) => {
          const { top, bottom } = element.getBoundingClientRect();
          return top >= 0 && bottom <= window.innerHeight;
        });
        expect(isInside).toBe(true);
        // The debugger's picture knows nothing of the enlargement.
        for (const [part, top] of [
          ['top', 0],
          ['end', 100_000],
        ] as const) {
          await page.evaluate((y) => document.querySelector('.setup-frame')?.scrollTo(0, y), top);
          const picture = await app.evaluate(async ({ BrowserWindow }) => {
            const assistant = BrowserWindow.getAllWindows().find(({ webContents }) =>
              webContents.getURL().includes('/setup.html'),
            );
            return (await assistant?.webContents.capturePage())?.toPNG().toString('base64') ?? '';
          });
          await writeFile(join(ENLARGED, `${name}-${part}.png`), Buffer.from(picture, 'base64'));
        }
      },
    );
  });

  it('each page of Settings fits into its smallest window at twice the size', async () => {
    const page = await openScene(app, scene('settings-server-way'));
    await app.evaluate(({ BrowserWindow }) => {
      const settings = BrowserWindow.getAllWindows().find(({ webContents }) =>
        webContents.getURL().includes('/settings.html'),
      );
      const [width = 0, height = 0] = settings?.getMinimumSize() ?? [];
      settings?.setContentSize(width, height);
      settings?.webContents.setZoomFactor(2);
    });
    try {
      await expect.poll(() => page.evaluate(() => window.innerWidth)).toBeLessThan(400);
      const names = await page.locator('.side-item').allTextContents();
      expect(names).toContain('Server');
      for (const name of names) {
        await page.getByRole('button', { name, exact: true }).click();
        await page.getByRole('heading', { name, level: 1 }).waitFor();
        const cut = await page.evaluate(() => {
          const { clientWidth } = document.documentElement;
          const main = document.querySelector('main');
          const controls = [...document.querySelectorAll('button, input, select, h1, h2, .row-value')];
          const wide = controls.filter((element) => element.getBoundingClientRect().right > clientWidth);
          // Nor can it be scrolled sideways.
          const sideways =
            main === null
              ? []
              : [...main.querySelectorAll('*')].filter(
                  (element) =>
                    element.getBoundingClientRect().right > main.getBoundingClientRect().left + main.clientWidth,
                );
          return [...wide, ...sideways].map(
            (element) => `${element.tagName} ${element.className} ${element.textContent}`,
          );
        });
        expect(cut, name).toEqual([]);
      }
    } finally {
      await app.evaluate(() => globalThis.fixture.shell.menuBar.window?.webContents.setZoomFactor(1));
    }
  });

  it.each(['activity-library', 'activity-library-storage', 'activity-library-checked', 'activity-running'])(
    '%s fits into the smallest window of Activity',
    async (name) => {
      const page = await openScene(app, scene(name));
      await app.evaluate(({ BrowserWindow }) => {
        const activity = BrowserWindow.getAllWindows().find(({ webContents }) =>
          webContents.getURL().includes('/activity.html'),
        );
        const [width = 0, height = 0] = activity?.getMinimumSize() ?? [];
        activity?.setContentSize(width, height);
      });
      await expect.poll(() => page.evaluate(() => window.innerWidth)).toBeLessThan(800);
      expect(
        await page.evaluate(() => {
          const main = document.querySelector('main');
          const right = (main?.getBoundingClientRect().left ?? 0) + (main?.clientWidth ?? 0);
          return main === null || main.scrollWidth > main.clientWidth
            ? [...(main?.querySelectorAll('*') ?? [])]
                .filter((element) => element.getBoundingClientRect().right > right)
                .map(({ tagName, className }) => `${tagName} ${className}`)
            : [];
        }),
      ).toEqual([]);
    },
  );

  // The popover keeps its size, so everything has to fit into two thirds of its width.
  it.each(['popover-up-to-date', 'popover-error', 'popover-paused', 'popover-attention'])(
    '%s has all its controls in sight at 150 per cent',
    async (name) => {
      const page = await openScene(app, scene(name));
      const zoom = (factor: number) =>
        app.evaluate((_electron, by) => globalThis.fixture.shell.menuBar.window?.webContents.setZoomFactor(by), factor);
      await zoom(1.5);
      try {
        await expect.poll(() => page.evaluate(() => window.innerWidth)).toBeLessThan(260);
        const cut = await page.evaluate(() =>
          [...document.querySelectorAll('button')]
            .filter((button) => {
              const { left, right } = button.getBoundingClientRect();
              const card = button.closest('.card')?.getBoundingClientRect();
              return left < 0 || right > window.innerWidth || (card !== undefined && right > card.right);
            })
            .map((button) => button.getAttribute('aria-label') ?? button.textContent),
        );
        expect(cut).toEqual([]);
        const foot = await page.locator('.popover-foot').evaluate((element) => element.getBoundingClientRect().bottom);
        expect(Math.floor(foot)).toBeLessThanOrEqual(await page.evaluate(() => window.innerHeight));
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
      } finally {
        await zoom(1);
      }
    },
  );

  it('the popover is used by keyboard alone', async () => {
    const page = await openScene(app, scene('popover-up-to-date'));
    const reached: string[] = [];
    for (let step = 0; step < 7; step += 1) {
      await page.keyboard.press('Tab');
      reached.push(
        await page.evaluate(
          () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
        ),
      );
    }
    expect(reached).toEqual([
      // One stop for all days; the arrow keys go from day to day.
      'Today: Done, 16 new',
      'Show: 8 originals are only in iCloud',
      'Sync now',
      'Activity',
      'Open Immich',
      'Pause',
      'Settings',
    ]);
    await page.getByRole('button', { name: 'Today: Done, 16 new' }).focus();
    await page.keyboard.press('ArrowLeft');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Yesterday: Done, 32 new',
    );
    await page.keyboard.press('Escape');
    await expect.poll(() => app.evaluate(() => globalThis.fixture.shell.menuBar.isVisible)).toBe(false);
  });

  it('the sidebar is walked with the arrow keys', async () => {
    const page = await openScene(app, scene('settings-library'));
    await page.getByRole('button', { name: 'Library' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('heading', { name: 'Albums' }).waitFor();
  });

  it('a thousand photos are walked by keyboard, leave the page small, and say of themselves whether they are safe', async () => {
    const page = await openScene(app, scene('activity-find'));
    const tiles = page.getByRole('listbox', { name: 'Photos found' });
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    const chosen = page.getByRole('option', { selected: true });
    expect(await chosen.getAttribute('aria-label')).toContain('IMG_4130.HEIC');
    await page.getByRole('heading', { name: 'IMG_4130.HEIC' }).waitFor();
    await page.keyboard.press('End');
    await page.getByRole('heading', { name: 'IMG_4326.HEIC' }).waitFor();
    // The end of what is there was come to: there is more now.
    await expect.poll(() => page.getByRole('option').first().getAttribute('aria-setsize')).toBe('400');
    expect(await page.getByRole('option').count()).toBeLessThan(80);
    // What is in view is drawn a moment after the scrolling.
    const unsafe = page.getByRole('option', { name: /Refused by Immich|Only in iCloud|Not uploaded yet|Left out/ });
    await unsafe.first().waitFor();
    expect(await tiles.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
    const broken = await page
      .locator('.tile img')
      .evaluateAll(
        (images) =>
          images.filter(
            (image) => (image as HTMLImageElement).complete && (image as HTMLImageElement).naturalWidth === 0,
          ).length,
      );
    expect(broken).toBe(0);
  });

  it('ten thousand lines leave the page small', async () => {
    const { fill: _fill, ...many } = scene('activity-many-lines');
    const page = await openScene(app, many);
    const view = page.locator('.log-view');
    expect(await page.getByText('10,000 lines').count()).toBe(1);
    expect(await page.locator('.log-row').count()).toBeLessThan(150);
    // It follows the end; half way up other lines are drawn, not more of them.
    await page.getByText(/Line 9999:/).waitFor();
    await view.evaluate((element) => {
      element.scrollTop = element.scrollHeight / 2;
    });
    await page.getByText(/Line 5000:/).waitFor();
    expect(await page.locator('.log-row').count()).toBeLessThan(150);
  });
});
