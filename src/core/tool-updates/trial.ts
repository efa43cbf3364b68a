/** A new osxphotos is tried on the library before it is used: it reads everything once, and nothing of that counts. */
import { join } from 'node:path';
import { becauseOf, ProblemError } from '../model/problem.ts';
import { because, quote, type Reason } from '../model/reasons.ts';
import { readInventory } from '../photos/inventory.ts';
import { takeSnapshot } from '../photos/library-snapshot.ts';
import type { SyncSettings } from '../sync/settings.ts';
import type { ModelRange } from '../tools/sets/choose-set.ts';
import { compareReadings, type SeenAsset, type SeenAssets } from './judge-trial.ts';

export interface TrialOptions {
  readonly settings: Pick<SyncSettings, 'library' | 'folders' | 'stallAfter'>;
  /** Absolute path of the new program. */
  readonly osxphotos: string;
  /** What it was tested with. */
  readonly models: readonly ModelRange[];
  /** That of the one in use. */
  readonly former: string;
  /** What the last inventory saw; empty before there was one. */
  readonly before: SeenAssets;
  /** A private folder of this trial. */
  readonly runFolder: string;
  readonly signal: AbortSignal;
}

/** What nobody reads a library with. */
const NOT_ITS_OWN: ReadonlySet<string> = new Set(['stopped', 'disk-full', 'library-busy', 'library-missing']);

/**
 * @returns why it must not be used; null when it may be
 * @throws {ProblemError} what keeps it from being tried: nobody could read this library now
 */
export async function tryOnLibrary(options: TrialOptions): Promise<Reason | null> {
  const { settings, runFolder, before } = options;
  const { database: snapshot } = await takeSnapshot(settings.library, join(runFolder, 'photos'));
  const reading = await read(options, options.osxphotos, snapshot);
  const oddity = reading.seen === null ? reading.trouble : compareReadings(before, reading.seen);
  if (oddity === null) return null;
  // The library itself may have changed, be damaged or not to be read now: the one in use is asked about this very moment, too.
  const former = await read(options, options.former, snapshot);
  if (reading.seen !== null) return former.seen === null ? oddity : compareReadings(former.seen, reading.seen);
  const isTheLibrary = reading.error !== null && reading.error.code === former.error?.code;
  if (isTheLibrary && reading.error.code !== 'library-too-new') throw reading.error;
  return oddity;
}

type Reading =
  | { readonly seen: SeenAssets; readonly error: null }
  /** It failed, or it is not certain that it reads the library rightly. */
  | { readonly seen: null; readonly trouble: Reason; readonly error: ProblemError | null };

/** @throws {ProblemError} what has nothing to do with the program */
async function read(
  { settings, models, runFolder, signal }: TrialOptions,
  osxphotos: string,
  snapshot: string,
): Promise<Reading> {
  const seen = new Map<string, SeenAsset>();
  const doubt = (trouble: Reason): Reading => ({ seen: null, trouble, error: null });
  try {
    const { unknownLibrary, unknownLines } = await readInventory({
      osxphotos,
      scripts: settings.folders.scripts,
      library: settings.library,
      snapshot,
      runFolder,
      models,
      signal,
      stallAfter: settings.stallAfter,
      onRecord: (record) => {
        if (record.kind !== 'asset') return;
        const { uuid, cloudGuid, parts } = record;
        seen.set(uuid, { cloudGuid, isHere: parts[0]?.available === true });
      },
    });
    if (unknownLibrary !== null) return doubt(because('not-tested-with-library', { why: unknownLibrary }));
    const [line] = unknownLines;
    if (line !== undefined) return doubt(because('says-unknown', { line: quote(line.trim().slice(0, 120)) }));
    return { seen, error: null };
  } catch (error) {
    if (!(error instanceof ProblemError) || NOT_ITS_OWN.has(error.code)) throw error;
    return { seen: null, trouble: becauseOf(error.problem), error };
  }
}
