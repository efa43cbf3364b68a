import { existsSync, mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PhotosDatabase } from './database.ts';
import type { Mac } from './identity.ts';
import type { Random } from './random.ts';
import type { MediaSize } from './types.ts';

/** What every change of a library needs. */
export interface LibraryContext {
  /** Absolute path of the `.photoslibrary`. */
  readonly path: string;
  readonly database: PhotosDatabase;
  readonly random: Random;
  readonly media: MediaSize;
  /** Whether the library is in iCloud. */
  readonly icloud: boolean;
  readonly mac: Mac;
  /** Whether each change is told of in the persistent history. */
  readonly recording: boolean;
  /** The library's own time, in seconds since 2001; each call is at least a second later than the one before. */
  tick(): number;
}

/** Makes changes that Photos would make together. @param work gets the time of the change */
export function change<Result>(context: LibraryContext, work: (now: number) => Result): Result {
  const now = context.tick();
  return context.database.transaction(now, () => work(now), context.recording);
}

/** Writes a file of the library. A file written over is at least a second newer than before, as it would be in life. */
export function writeLibraryFile(context: LibraryContext, relative: string, bytes: Buffer): void {
  const path = join(context.path, relative);
  const before = existsSync(path) ? statSync(path).mtimeMs : null;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  if (before !== null) {
    const after = Math.max(Date.now(), before + 1000) / 1000;
    utimesSync(path, after, after);
  }
}
