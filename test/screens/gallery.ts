/**
 * Draws every screen and every icon, light and dark, in the real Electron: `npm run screens`, or `npm run screens -- popover` for those
 * whose names begin so, `-- popover --language=de` in another language (`pseudo`: English made longer, `pseudo-rtl`: from right to left),
 * `--enlarged` at twice its size in the smallest window, `--light` in light alone. The pictures go to test-results/screens; look at all of them.
 * What has no room is told (`measure.ts`), and what is hard to read (`faint-texts.ts`). Those of a full
 * round for README and documentation (documentation-NAME.png) are copied to docs/screens by hand.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { useLanguage } from '../../src/shared/texts.ts';
import { buildMain } from '../support/electron-runtime/build-main.ts';
import { startDesktopSession } from '../support/electron-runtime/desktop-session.ts';
import { launchApp } from '../support/electron-runtime/launch.ts';
import { provisionElectron } from '../support/electron-runtime/provision.ts';
import { faintTexts } from './faint-texts.ts';
import { galleryLanguage, translator } from './gallery-language.ts';
import { drawIconSheet } from './icon-sheet.ts';
import { flawsOf } from './measure.ts';
import { capture, closeFixture, enlarge, openScene, usualSize } from './open-scene.ts';
import { drawReadmePictures } from './readme-pictures.ts';
import { SCENES } from './scenes.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
const [prefix = ''] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const tag = process.argv.find((argument) => argument.startsWith('--language='))?.split('=')[1] ?? 'en';
const language = await galleryLanguage(tag);
useLanguage(language);
const isEnlarged = process.argv.includes('--enlarged');
const isInBoth = !process.argv.includes('--light');
const suffix = `${tag === 'en' ? '' : `-${tag}`}${isEnlarged ? '-enlarged' : ''}`;
const out = join(PROJECT, 'test-results', 'screens');
await mkdir(out, { recursive: true });

const runtime = await provisionElectron(console.log);
const session = await startDesktopSession();
const userData = await mkdtemp(join(tmpdir(), 'immich-sync-screens-'));
const main = await buildMain(join(import.meta.dirname, 'fixture-main.ts'), 'fixture-main');
let app: ElectronApplication | undefined;
try {
  app = await launchApp({
    runtime,
    session,
    app: main,
    userData,
    env: { IMMICH_SYNC_APP_FOLDER: join(PROJECT, 'app') },
  });
  await app.firstWindow();
  await app.evaluate(() => globalThis.fixtureReady);
  await app.evaluate((_electron, texts) => globalThis.fixture.language(texts), language);
  for (const isDark of isInBoth ? [false, true] : [false]) {
    await app.evaluate((_electron, dark) => globalThis.fixture.dark(dark), isDark);
    for (const scene of SCENES.filter((candidate) => candidate.name.startsWith(prefix))) {
      const page = await openScene(app, scene, translator(language));
      const path = join(out, `${scene.name}${suffix}-${isDark ? 'dark' : 'light'}.png`);
      if (isEnlarged) {
        await enlarge(app, scene, 2);
        await writeFile(path, await capture(app, scene));
      } else await page.screenshot({ path, animations: 'disabled' });
      const flaws = [...(isDark ? [] : await flawsOf(page, { isTight: isEnlarged })), ...(await faintTexts(page))];
      for (const flaw of flaws) console.log(`${scene.name}: ${flaw}`);
      if (isEnlarged) await usualSize(app, scene);
    }
  }
  if (prefix === '' && suffix === '' && isInBoth) {
    await drawIconSheet(join(PROJECT, 'app', 'icons'), join(out, 'icons.png'));
    await drawReadmePictures(out, out);
  }
  const troubles = await app.evaluate(() => globalThis.fixture.log);
  for (const trouble of troubles) console.error(trouble);
  console.log(`The pictures are in ${out}`);
} finally {
  if (app !== undefined) await closeFixture(app);
  await session.stop();
  await rm(userData, { recursive: true, force: true });
}
