/**
 * Updates by electron-updater and Squirrel.Mac. The app that is served is the zip of a release on GitHub (`app-update.yml` in the app's
 * Resources says which project), with its SHA-512 in `latest-mac.yml` or `beta-mac.yml`; that it is signed by the same team is checked by
 * Squirrel, which replaces the app as soon as no process of it is left (SQRLTerminationListener: all instances of the bundle, so that
 * commands count, too).
 */
import { release } from 'node:os';
import type { MacUpdater } from 'electron-updater/out/MacUpdater.js';
import { checkFree } from '../../core/disk-space.ts';
import { ProblemError } from '../../core/model/problem.ts';
import { because } from '../../core/model/reasons.ts';
import { macosName } from '../../core/tools/system-version.ts';
import { compareVersions } from '../../core/tools/version.ts';
import type { UpdateSource } from '../../core/updates/updates.ts';
import { updateProblem } from './update-errors.ts';

/** Squirrel.Mac, which Electron's `autoUpdater` is on a Mac. */
export interface Squirrel {
  once(event: 'update-downloaded', listener: () => void): unknown;
  once(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'update-downloaded', listener: () => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
}

export interface MacUpdateSourceOptions {
  readonly updater: MacUpdater;
  readonly squirrel: Squirrel;
  /** Where downloads are kept, or the nearest folder above it that is there; absolute. */
  readonly cacheFolder: string;
  /** For the log. */
  readonly onDetail: (text: string) => void;
  /** The update did not start: this app is to be started again, which has let go of everything. */
  readonly startAgain: () => void;
  /** Milliseconds that Squirrel gets to unpack and check an update; ten minutes if not given. */
  readonly stagingTakes?: number;
  /** The version of Darwin. */
  readonly systemRelease?: string;
}

/** The download, a copy of it for the next difference, and the app that Squirrel unpacks. */
const COPIES = 5;
/** Milliseconds until an app that should have ended is started again. */
const INSTALL_TAKES = 60_000;

export function macUpdateSource(options: MacUpdateSourceOptions): UpdateSource {
  const { updater, squirrel, cacheFolder, onDetail, systemRelease = release(), stagingTakes = 600_000 } = options;
  updater.logger = { debug: onDetail, info: onDetail, warn: onDetail, error: onDetail };
  updater.autoDownload = false;
  // Squirrel takes the update at once, and whenever the app ends it is installed.
  updater.autoInstallOnAppQuit = true;
  // What is asked for says nothing of who asks: electron-updater would send the number by which it decides about staged releases.
  updater.requestHeaders = { 'x-user-staging-id': '' };
  // An error without a listener would end the app; each is reported by the promise, too.
  updater.on('error', () => {});
  let found: { readonly version: string; readonly size: number } | null = null;

  return {
    async check(channel) {
      found = null;
      updater.channel = channel === 'beta' ? 'beta' : 'latest';
      updater.allowPrerelease = channel === 'beta';
      // Naming a channel switches it on.
      updater.allowDowngrade = false;
      try {
        const result = await updater.checkForUpdates();
        if (result === null) return { kind: 'none' };
        const { version, minimumSystemVersion, files } = result.updateInfo;
        if (result.isUpdateAvailable) {
          found = { version, size: Math.max(0, ...files.map(({ size }) => size ?? 0)) };
          return { kind: 'newer', version };
        }
        const isNewer = compareVersions(version, updater.currentVersion.version) > 0;
        return isNewer && minimumSystemVersion !== undefined && compareVersions(systemRelease, minimumSystemVersion) < 0
          ? { kind: 'needs-newer-system', version, needed: macosName(minimumSystemVersion) }
          : { kind: 'none' };
      } catch (error) {
        throw updateProblem(error, { version: null, folder: cacheFolder });
      }
    },

    async download() {
      const { version, size } = found ?? { version: null, size: 0 };
      const staged = new Staged(squirrel, version);
      try {
        checkFree(cacheFolder, COPIES * size);
        await updater.downloadUpdate();
        await staged.within(stagingTakes);
      } catch (error) {
        throw updateProblem(error, { version, folder: cacheFolder });
      } finally {
        staged.forget();
      }
    },

    install() {
      squirrel.once('error', options.startAgain);
      setTimeout(options.startAgain, INSTALL_TAKES);
      updater.quitAndInstall();
    },
  };
}

/** Squirrel's answer to an update that it was given. */
class Staged {
  readonly #squirrel: Squirrel;
  readonly #version: string | null;
  readonly #answer = Promise.withResolvers<void>();
  readonly #take = () => this.#answer.resolve();
  readonly #refuse = (error: Error) => this.#answer.reject(error);
  #timer: NodeJS.Timeout | undefined;

  constructor(squirrel: Squirrel, version: string | null) {
    this.#squirrel = squirrel;
    this.#version = version;
    squirrel.once('update-downloaded', this.#take);
    squirrel.once('error', this.#refuse);
    // Nobody may be waiting yet.
    this.#answer.promise.catch(() => {});
  }

  async within(milliseconds: number): Promise<void> {
    const tooLate = () =>
      this.#answer.reject(
        new ProblemError('update-failed', { version: this.#version, reason: because('update-not-taken-in-time') }),
      );
    this.#timer = setTimeout(tooLate, milliseconds);
    await this.#answer.promise;
  }

  forget(): void {
    clearTimeout(this.#timer);
    this.#squirrel.removeListener('update-downloaded', this.#take);
    this.#squirrel.removeListener('error', this.#refuse);
  }
}
