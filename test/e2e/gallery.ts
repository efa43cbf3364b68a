/** The app with the gallery's fixture, on a desktop of its own. */
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import type { Language } from '../../src/shared/texts.ts';
import { closeFixture } from '../screens/open-scene.ts';
import { SCENES, type Scene } from '../screens/scenes.ts';
import { buildMain } from '../support/electron-runtime/build-main.ts';
import { launchApp } from '../support/electron-runtime/launch.ts';
import { APP_FOLDER, makeHome, openDesktop, removeHome } from './desktop.ts';

export interface Gallery {
  readonly app: ElectronApplication;
  /** Windows and menus speak it from then on. */
  speak(language: Language): Promise<void>;
  close(): Promise<void>;
}

export async function openGallery(): Promise<Gallery> {
  const [desktop, home] = await Promise.all([openDesktop(), makeHome()]);
  const main = await buildMain(join(import.meta.dirname, '../screens/fixture-main.ts'), 'fixture-main');
  const env = { IMMICH_SYNC_APP_FOLDER: APP_FOLDER };
  const app = await launchApp({ ...desktop, app: main, userData: join(home, 'electron'), env });
  await app.firstWindow();
  await app.evaluate(() => globalThis.fixtureReady);
  return {
    app,
    speak: (language) => app.evaluate((_electron, texts) => globalThis.fixture.language(texts), language),
    async close() {
      await closeFixture(app);
      await desktop.session.stop();
      await removeHome(home);
    },
  };
}

/** @throws Error when there is no scene of that name */
export function sceneOf(name: string): Scene {
  const found = SCENES.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`There is no scene ${name}`);
  return found;
}
