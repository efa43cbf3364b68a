/** The way through the screens by keyboard, and long lists that leave a page small; and that the checks of every screen find what they look for. */
import type { ElectronApplication } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flawsOf } from '../screens/measure.ts';
import { openScene, twoFrames } from '../screens/open-scene.ts';
import { troublesOfControls } from './controls.ts';
import { type Gallery, openGallery, sceneOf } from './gallery.ts';

describe('screens', () => {
  let gallery: Gallery;
  let app: ElectronApplication;

  beforeAll(async () => {
    gallery = await openGallery();
    app = gallery.app;
  });
  afterAll(() => gallery?.close());

  it('would find what has no room, and what no font has', async () => {
    const page = await openScene(app, sceneOf('settings-general'));
    await page.evaluate(() => {
      const narrow = 'width: 40px; white-space: nowrap;';
      const main = document.querySelector('main');
      const add = (name: string, style: string, text: string, title = '') => {
        const element = document.createElement('div');
        element.className = name;
        element.style.cssText = narrow + style;
        element.textContent = text;
        element.title = title;
        main?.prepend(element);
      };
      add('cut', 'overflow: hidden', 'Synchronisierungen');
      add('told', 'overflow: hidden', 'Synchronisierungen', 'Synchronisierungen');
      add('beside', '', 'Synchronisierungen');
      add('sideways', 'overflow: auto', 'Synchronisierungen');
      // Linear A, which no font here has.
      add('', '', '\u{10600}');
    });
    expect(await flawsOf(page)).toEqual([
      'scrolls sideways: div.sideways “”',
      'leaves its place: div.beside “Synchronisierungen”',
      'cut off: div.cut “Synchronisierungen”',
      'no font: body “\u{10600}”',
    ]);
  });

  it('controls that cannot be reached, seen or told apart are found', async () => {
    const page = await openScene(app, sceneOf('popover-up-to-date'));
    await page.evaluate(() => {
      const put = (tag: string, attributes: Readonly<Record<string, string>>, text = '') => {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        element.textContent = text;
        document.querySelector('main')?.append(element);
        return element;
      };
      put('div', { class: 'clicked' }).addEventListener('click', () => {});
      put('button', { class: 'nameless' });
      put('button', { class: 'unmarked' }, 'Sync now').style.setProperty('outline', 'none', 'important');
      put('div', { role: 'checkbox', 'aria-label': 'Neither' });
      put('div', { role: 'main' });
      put('div', { role: 'region', 'aria-label': 'Twice' });
      put('div', { role: 'region', 'aria-label': 'Twice' });
      put('nav', {});
    });
    try {
      expect(await troublesOfControls(page)).toEqual([
        expect.stringContaining('is clicked without being a control: <div class="clicked"'),
        expect.stringContaining('has the focus unseen: <button class="unmarked"'),
        'has no name: button “” in ',
        '2 are called alike: button “Sync now” in ',
        'is not reached: checkbox “Neither” in ',
        'has 2 landmarks “main”',
        'a landmark has no name: navigation',
        '2 landmarks: region “Twice”',
      ]);
    } finally {
      await page.reload();
    }
  });

  it('the popover is used by keyboard alone', async () => {
    const page = await openScene(app, sceneOf('popover-up-to-date'));
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
    const page = await openScene(app, sceneOf('settings-library'));
    await page.getByRole('button', { name: 'Library' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('heading', { name: 'Albums' }).waitFor();
  });

  it('the focus is not lost when the control that has it goes away, or works for a moment', async () => {
    const page = await openScene(app, sceneOf('settings-server'));
    const focused = () =>
      page.evaluate(() => {
        const element = document.activeElement;
        return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
      });
    const press = (name: string) => page.getByRole('button', { name, exact: true }).press('Enter');
    // It is disabled meanwhile.
    await press('Test connection');
    await expect.poll(focused).toBe('Test connection');
    // A question comes into the place of the button, and the buttons into that of the question; Return would change nothing.
    await page.getByRole('button', { name: 'Remove', exact: true }).press('Enter');
    await expect.poll(focused).toBe('Cancel');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Replace…');
    await press('Headers and certificates…');
    await expect.poll(focused).toBe('Name');
    // A click beside it is nothing that went away.
    await page.getByRole('heading', { name: 'Server', level: 1 }).click();
    await page.getByRole('button', { name: 'Test connection', exact: true }).click({ trial: true });
    await page.evaluate(() => document.querySelector('main')?.append(document.createElement('p')));
    await twoFrames(page);
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
  });

  it('the tiles of albums are walked in rows', async () => {
    const page = await openScene(app, sceneOf('activity-library-albums'));
    const tiles = page.locator('.place-tile');
    await tiles.first().focus();
    await page.keyboard.press('ArrowDown');
    const below = page.locator('.place-tile:focus');
    const [above, under] = [await tiles.first().boundingBox(), await below.boundingBox()];
    expect(under?.x).toBe(above?.x);
    expect(under?.y).toBeGreaterThan(above?.y ?? Number.POSITIVE_INFINITY);
    expect(await below.getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('ArrowUp');
    expect(await tiles.first().evaluate((tile) => tile === document.activeElement)).toBe(true);
  });

  it('a thousand photos are walked by keyboard, leave the page small, and say of themselves whether they are safe', async () => {
    const page = await openScene(app, sceneOf('activity-find'));
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

  it('photos that are scrolled by are drawn once, and their pictures asked for no more', async () => {
    const page = await openScene(app, sceneOf('activity-find'));
    /** @returns the UUIDs of the tiles that are there then, and how many were drawn for it: a time is read for each. */
    const scrollTo = (top: number) =>
      page.evaluate(async (wanted) => {
        const view = document.querySelector('.tiles') as HTMLElement;
        const { parse } = Date;
        let drawn = 0;
        Date.parse = (text) => {
          drawn += 1;
          return parse(text);
        };
        view.scrollTop = wanted;
        for (let frame = 0; frame < 3; frame += 1) await new Promise((next) => requestAnimationFrame(next));
        Date.parse = parse;
        return { tiles: [...view.querySelectorAll('.tile')].map(({ id }) => id.slice('tile-'.length)), drawn };
      }, top);
    const wanted = (of: readonly string[]) =>
      app.evaluate((_electron, uuids) => uuids.filter((uuid) => globalThis.fixture.pictures.wanted.has(uuid)), of);

    let { tiles: before } = await scrollTo(1_000);
    let drawnInAll = 0;
    for (let top = 1_010; top <= 1_300; top += 10) {
      const { tiles, drawn } = await scrollTo(top);
      expect(drawn).toBe(tiles.filter((uuid) => !before.includes(uuid)).length);
      drawnInAll += drawn;
      before = tiles;
    }
    expect(drawnInAll).toBeGreaterThan(0);

    await app.evaluate(() => globalThis.fixture.pictures.hold());
    try {
      const { tiles: passed } = await scrollTo(2_600);
      await expect.poll(() => wanted(passed)).not.toEqual([]);
      await scrollTo(0);
      await expect.poll(() => wanted(passed)).toEqual([]);
    } finally {
      await app.evaluate(() => globalThis.fixture.pictures.give());
    }
  });

  it('ten thousand lines leave the page small', async () => {
    const { fill: _fill, ...many } = sceneOf('activity-many-lines');
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

  it('eight thousand items that are not in Immich leave the page small, to the last of them', async () => {
    const page = await openScene(app, sceneOf('activity-not-in-immich-many'));
    const rows = page.locator('.long-list .group-row');
    const main = page.locator('main');
    // The rest is asked for when the end comes near.
    const last = page.getByText('IMG_8203.HEIC');
    await expect
      .poll(async () => {
        await main.evaluate((element) => element.scrollTo(0, element.scrollHeight));
        return last.isVisible();
      })
      .toBe(true);
    expect(await rows.count()).toBeLessThan(300);
    await main.evaluate((element) => element.scrollTo(0, 0));
    await page.getByText('IMG_0000.HEIC').waitFor();
    expect(await rows.count()).toBeLessThan(300);
  });
});
