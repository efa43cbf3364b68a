/**
 * What is true of every screen of the gallery: nothing that axe finds, light and dark; each of its controls by keyboard and for VoiceOver; room for
 * long and for wide languages and for large text. The windows are in test files of their own, which run at the same time.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENGLISH, type Language } from '../../src/shared/texts.ts';
import { faintTexts } from '../screens/faint-texts.ts';
import { galleryLanguage } from '../screens/gallery-language.ts';
import { flawsOf } from '../screens/measure.ts';
import { enlarge, openScene, twoFrames, usualSize } from '../screens/open-scene.ts';
import { SCENES, type Scene } from '../screens/scenes.ts';
import { troublesOfControls } from './controls.ts';
import { type Gallery, openGallery } from './gallery.ts';

export function checkEveryScreenOf(...windows: readonly Scene['window'][]): void {
  let gallery: Gallery;
  let app: ElectronApplication;
  let axeSource: string;
  let measured: readonly Language[];

  beforeAll(async () => {
    measured = await Promise.all(['de', 'ja'].map(galleryLanguage));
    axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    gallery = await openGallery();
    app = gallery.app;
  });
  afterAll(() => gallery?.close());

  describe.each(SCENES.filter(({ window }) => windows.includes(window)))('$name', (shown) => {
    let page: Page;
    beforeAll(async () => {
      page = await openScene(app, shown);
      // The debugger's evaluation is not bound by the page's own rules, which allow no script but ours.
      await page.evaluate(axeSource);
    });

    it('has controls that are reached by keyboard, seen there, and told apart, and landmarks', async () => {
      expect(await troublesOfControls(page)).toEqual([]);
    });

    it.each(['light', 'dark'] as const)('has nothing that axe finds, %s', async (colorScheme) => {
      // Colours do not fade into each other then.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await page.evaluate(() =>
        (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'] }),
      );
      const told = violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.any[0]?.message}`).join(' | ')}`,
      );
      expect(told).toEqual([]);
      expect(await faintTexts(page)).toEqual([]);
    });

    it('has room for German and Japanese', async () => {
      try {
        for (const language of measured) {
          await gallery.speak(language);
          // A question keeps the language in which it is asked.
          const spoken = shown.window === 'question' ? await openScene(app, shown) : page;
          await spoken.waitForFunction((tag) => document.documentElement.lang === tag, language.tag);
          await twoFrames(spoken);
          expect(await flawsOf(spoken), language.tag).toEqual([]);
        }
      } finally {
        await gallery.speak(ENGLISH);
      }
    });

    it('fits into its smallest window, and at twice its size, in German, too', async () => {
      const spoken = shown.window === 'question' ? await openScene(app, shown) : page;
      try {
        for (const factor of [1, 2]) {
          await enlarge(app, shown, factor);
          expect(await flawsOf(spoken, { isTight: true }), `${factor}`).toEqual([]);
        }
        const [german] = measured;
        // A question keeps the language in which it is asked.
        if (german === undefined || shown.window === 'question') return;
        await gallery.speak(german);
        await spoken.waitForFunction((tag) => document.documentElement.lang === tag, german.tag);
        await twoFrames(spoken);
        expect(await flawsOf(spoken, { isTight: true }), `2, ${german.tag}`).toEqual([]);
      } finally {
        await gallery.speak(ENGLISH);
        await usualSize(app, shown);
      }
    });
  });
}
