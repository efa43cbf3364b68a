/**
 * Disks that go away in the middle of a run, the library's or that of the staging folder: what then fails at each file is no matter of that
 * file. Asked where something failed, so that no run without failures pays for it.
 */
import { stat } from 'node:fs/promises';
import { ProblemError } from '../model/problem.ts';
import { libraryDatabase } from '../photos/library.ts';
import type { SyncSettings } from './settings.ts';

export class Disks {
  readonly #library: string;
  readonly #staging: string;
  #isLibraryInUse = false;
  #stagingDevice: number | null = null;

  constructor({ library, folders }: Pick<SyncSettings, 'library' | 'folders'>) {
    this.#library = library;
    this.#staging = folders.staging;
  }

  /** The library can be read; from now on it has to stay. */
  useLibrary(): void {
    this.#isLibraryInUse = true;
  }

  /** The staging folder is there, and has to stay where it is. */
  async useStaging(): Promise<void> {
    const device = await deviceOf(`${this.#staging}/`);
    if (typeof device === 'number') this.#stagingDevice = device;
  }

  /** @throws {ProblemError} disk-gone */
  async check(): Promise<void> {
    if (this.#isLibraryInUse && (await deviceOf(libraryDatabase(this.#library))) === 'gone')
      throw new ProblemError('disk-gone', { of: 'library', path: this.#library });
    if (this.#stagingDevice === null) return;
    const device = await deviceOf(`${this.#staging}/`);
    // Where a disk is mounted in a folder of the person's, that folder stays, on another disk.
    if (device === 'gone' || (device !== 'hidden' && device !== this.#stagingDevice))
      throw new ProblemError('disk-gone', { of: 'staging', path: this.#staging });
  }

  /** Makes a problem of an error that comes of a disk that is gone; any other error comes back as it is. */
  async explain(error: unknown): Promise<unknown> {
    if (error instanceof ProblemError && error.code === 'stopped') return error;
    return this.check().then(
      () => error,
      (gone: unknown) => gone,
    );
  }
}

/** The number of the disk that a file is on; `hidden` where we may not look. */
async function deviceOf(path: string): Promise<number | 'gone' | 'hidden'> {
  try {
    return (await stat(path)).dev;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' || code === 'EPERM' ? 'hidden' : 'gone';
  }
}
