/** A home of the app or the command with a large ledger, as after a first import that was interrupted: nothing is left to do but to look. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { rememberChecked, rememberTarget } from '../../src/core/engine/current-target.ts';
import { scopeOf } from '../../src/core/engine/sync-settings.ts';
import { Ledger } from '../../src/core/ledger/ledger.ts';
import { pathsFor } from '../../src/core/settings/paths.ts';
import { openSettings } from '../../src/core/settings/store.ts';
import { makeLargeLedger } from './large-ledger.ts';

const SERVER = 'http://immich.test';
/** Files for an asset: its edit, and the video of a Live Photo. */
const FILES = 1.34;
/** Of a hundred assets: in the middle of a first import. */
const PROVED = 60;

/** Where the library of that home would be. */
export const largeLibrary = (home: string): string => join(home, 'Large.photoslibrary');

/** @param home absolute; made if it is not there. Nothing in it syncs by itself. @param assets about so many */
export async function makeLargeHome(home: string, assets: number): Promise<void> {
  await mkdir(home, { recursive: true });
  const paths = pathsFor({ home, platform: process.platform, environment: {} });
  const settings = openSettings(paths.settingsFile).change((current) => ({
    ...current,
    server: { ...current.server, url: SERVER },
    library: { ...current.library, path: largeLibrary(home) },
    schedule: { ...current.schedule, times: [] },
  }));
  const parts = Math.round(assets * FILES);
  const target = makeLargeLedger(paths.ledgerFile, { parts, proved: PROVED, isDescribed: true });
  const ledger = new Ledger(paths.ledgerFile);
  rememberTarget(ledger, target, { email: 'user@immich.test' }, SERVER);
  rememberChecked(ledger, target);
  ledger.settleCoverage(target, scopeOf(settings));
  ledger.close();
}
