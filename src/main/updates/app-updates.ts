/** Updates of this app, put together: where it is, what uses it, where updates come from, what is remembered. */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { app, autoUpdater } from 'electron';
import { appBundle } from '../../core/agent/agent-plist.ts';
import type { Engine } from '../../core/engine/engine.ts';
import type { ReleaseNotes } from '../../core/model/updates.ts';
import { systemClock } from '../../core/schedule/scheduler.ts';
import { findPlaceProblem } from '../../core/updates/app-place.ts';
import { isAppInUse } from '../../core/updates/in-use.ts';
import { releaseNotes } from '../../core/updates/release-notes.ts';
import type { UpdateMemory } from '../../core/updates/update-memory.ts';
import { type UpdateSource, Updates } from '../../core/updates/updates.ts';

/** What the shell needs of updates. */
export interface AppUpdates
  extends Pick<Updates, 'state' | 'start' | 'wake' | 'check' | 'forgetNews' | 'beforeInstall' | 'install' | 'close'> {
  /** Called whenever the state has changed. */
  readonly onState: (listener: () => void) => void;
  /** What is new in this version; null when nothing is said about it. */
  readonly notes: () => Promise<ReleaseNotes | null>;
}

export interface AppUpdatesOptions {
  readonly engine: Pick<Engine, 'settings' | 'paths' | 'log' | 'schedule'>;
  readonly memory: UpdateMemory;
  /** The folder with `out/`. */
  readonly appFolder: string;
}

export function createAppUpdates({ engine, memory, appFolder }: AppUpdatesOptions): AppUpdates {
  const listeners = new Set<() => void>();
  const version = app.getVersion();
  const program = process.execPath;
  const place = {
    platform: process.platform,
    isPackaged: app.isPackaged,
    bundle: appBundle(program) ?? dirname(program),
  };
  const updates = new Updates({
    version,
    openSource: () => openMacSource(engine.log),
    findRefusal: () => findPlaceProblem(place),
    isOnHotspot: () => engine.schedule.isOnAvoidedHotspot(),
    isInUse: () => isAppInUse({ runFolder: engine.paths.runFolder, program }),
    settings: () => {
      const { updates } = engine.settings.read();
      // What the person chose is not known while the file cannot be read: nothing is installed without being asked for.
      return engine.settings.problem === null ? updates : { ...updates, automatic: false };
    },
    memory,
    clock: systemClock,
    onChange: () => {
      for (const listener of listeners) listener();
    },
    onTrouble: (text) => engine.log.warn(text),
  });
  return {
    state: () => updates.state(),
    start: () => updates.start(),
    wake: () => updates.wake(),
    check: () => updates.check(),
    forgetNews: () => updates.forgetNews(),
    beforeInstall: () => updates.beforeInstall(),
    install: () => updates.install(),
    close: () => updates.close(),
    onState: (listener) => listeners.add(listener),
    notes: async () => releaseNotes(await readFile(join(appFolder, 'out', 'main', 'CHANGELOG.md'), 'utf8'), version),
  };
}

/** Loaded only where it can do something: it is the largest of what the app is made of. */
async function openMacSource(log: Engine['log']): Promise<UpdateSource> {
  const [{ MacUpdater }, { macUpdateSource }] = await Promise.all([
    import('electron-updater/out/MacUpdater.js'),
    import('./mac-update-source.ts'),
  ]);
  return macUpdateSource({
    updater: new MacUpdater(),
    squirrel: autoUpdater,
    cacheFolder: join(homedir(), 'Library', 'Caches'),
    onDetail: (text) => log.debug(`Update: ${text}`),
    startAgain: () => {
      app.relaunch();
      app.exit();
    },
  });
}
