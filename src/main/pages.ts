/** What has to be there before the first window: the pages, what they are denied, and questions, which work before the engine is open. */
import { join } from 'node:path';
import { app, session, systemPreferences } from 'electron';
import { localeFrom } from '../core/model/languages.ts';
import type { Appearance } from '../shared/contract.ts';
import { languageInUse } from '../shared/texts.ts';
import { registerCalls } from './ipc/register.ts';
import { type PictureOf, servePages } from './page-protocol.ts';
import { denyEverything, denyNavigation } from './security.ts';
import { Questions } from './windows/questions.ts';

export interface PagesOptions {
  /** The folder with `out/` and `icons/`. */
  readonly appFolder: string;
  readonly onTrouble: (text: string) => void;
  readonly pictureOf: PictureOf;
  /** For tests that need the same looks in every picture. */
  readonly appearance?: () => Appearance;
}

/** Of the windows' preload script. */
export const preloadFile = (appFolder: string): string => join(appFolder, 'out', 'preload', 'index.cjs');

/** Call once, when the app is ready; before that, `declarePageProtocol` and `app.enableSandbox`. */
export async function openPages({
  appFolder,
  onTrouble,
  pictureOf,
  appearance = systemAppearance,
}: PagesOptions): Promise<Questions> {
  denyNavigation(onTrouble);
  await denyEverything(session.defaultSession);
  servePages(join(appFolder, 'out', 'renderer'), pictureOf);
  const questions = new Questions({ preload: preloadFile(appFolder), appearance, onTrouble });
  registerCalls({
    handlers: questions.handlers,
    isOwnWindow: (contents) => questions.isOwn(contents),
    onTrouble,
  });
  return questions;
}

export function systemAppearance(): Appearance {
  const isMac = process.platform === 'darwin';
  return {
    platform: isMac ? 'darwin' : process.platform === 'win32' ? 'win32' : 'linux',
    // Electron answers `rrggbbaa`.
    accent: isMac ? `#${systemPreferences.getAccentColor().slice(0, 6)}` : null,
    hasVibrancy: isMac,
    locale: localeFrom([app.getSystemLocale(), app.getLocale()]),
    language: languageInUse(),
  };
}
