/** Reads what Photos holds through `osxphotos run inventory.py`: about 15 seconds for 100,000 assets, one record at a time. */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { InventoryAlbum } from '../model/asset.ts';
import { ProblemError } from '../model/problem.ts';
import { because, quote, type Reason } from '../model/reasons.ts';
import { ChildNotStarted, type ChildOutcome, runChild } from '../tools/child.ts';
import type { ModelRange } from '../tools/sets/choose-set.ts';
import type { InventoryAltered, InventoryHeader, InventoryRecord, InventoryUnreadable } from './inventory-record.ts';
import { parseInventoryLine } from './inventory-record.ts';
import { judgeModel } from './known-models.ts';
import { LibrarySession } from './library-session.ts';
import { osxphotosEnvironment } from './osxphotos-environment.ts';
import { OsxphotosMessages } from './osxphotos-messages.ts';
import { describeEnd, failureProblem } from './osxphotos-output.ts';
import { signOfLife, stalled } from './signs-of-life.ts';

export interface InventoryOptions {
  /** Absolute path of the osxphotos program. */
  readonly osxphotos: string;
  /** The folder of `inventory.py`, on a real disk (Python cannot read inside an app's archive). */
  readonly scripts: string;
  /** Absolute path of the `.photoslibrary`. */
  readonly library: string;
  /** Absolute path of the copy of its database that is read; see `takeSnapshot`. */
  readonly snapshot: string;
  /** A private folder of this run; it is made if it does not exist. */
  readonly runFolder: string;
  readonly signal?: AbortSignal | undefined;
  /** Which models of Photos' databases this osxphotos was tested with besides those that are known anyway. */
  readonly models?: readonly ModelRange[];
  /** Milliseconds without a word or a growing file after which osxphotos counts as stuck; no limit if not given. */
  readonly stallAfter?: number | undefined;
  /**
   * Called with each record in the order of the file: header, assets by UUID, albums. `unreadable` records come where the asset would be.
   * The `end` record is not passed on: it is checked here. What it throws ends the inventory.
   */
  readonly onRecord: (record: InventoryRecord) => void;
}

export interface InventorySummary {
  readonly header: InventoryHeader;
  readonly assets: number;
  readonly albums: number;
  /** Assets and albums that could not be read: they must be treated as unchanged, not as deleted. */
  readonly unreadable: readonly InventoryUnreadable[];
  /** Assets whose texts were repaired or cut. */
  readonly altered: readonly InventoryAltered[];
  /** Sentences of osxphotos worth showing, for example that it was not tested on this macOS. */
  readonly warnings: readonly string[];
  /** Lines of osxphotos that nobody here understands, at most 40. */
  readonly unknownLines: readonly string[];
  /** Why the library may have been misread: its database is of a version that nobody here knows; null when it is known. */
  readonly unknownLibrary: Reason | null;
  /** Milliseconds. */
  readonly duration: number;
}

/** Comes on standard error after everything about the inventory. */
const ALL_SAID = 'inventory: complete';

/**
 * Reads the library and lets osxphotos end.
 * @throws {ProblemError} see {@link readAndHold}
 */
export async function readInventory(options: InventoryOptions): Promise<InventorySummary> {
  const { summary, session } = await readAndHold(options);
  await session.dismiss();
  return summary;
}

/**
 * Reads the library and lets osxphotos hold it for an export. The caller has to dismiss it, or have it exported from.
 * @throws {ProblemError} `stopped`; `library-too-new` when osxphotos does not know the library's version and fails over it (one that it reads
 * all the same is reported in the summary: it went on by guessing); `library-no-access`, `library-not-a-library`, `library-damaged`, `disk-full`,
 * `tool-unusable`, `tool-stalled`; `tool-failed` also when the inventory has no end or other counts than it says.
 */
export async function readAndHold(
  options: InventoryOptions,
): Promise<{ readonly summary: InventorySummary; readonly session: LibrarySession }> {
  const temporary = join(options.runFolder, 'temp');
  await mkdir(temporary, { recursive: true });
  const session = new LibrarySession();
  const reader = new InventoryReader(options);
  const startedAt = performance.now();
  const running = startInventory(options, temporary, reader, session);
  session.begin(running);
  try {
    const outcome = await Promise.race([running, reader.complete]);
    const summary = reader.finish(outcome, performance.now() - startedAt);
    session.hold();
    return { summary, session };
  } catch (error) {
    await session.dismiss();
    throw error;
  }
}

async function startInventory(
  options: InventoryOptions,
  temporary: string,
  reader: InventoryReader,
  session: LibrarySession,
): Promise<ChildOutcome> {
  const signals = [reader.signal, session.signal, ...(options.signal === undefined ? [] : [options.signal])];
  try {
    return await runChild({
      program: options.osxphotos,
      args: ['run', join(options.scripts, 'inventory.py'), options.library, options.snapshot],
      env: osxphotosEnvironment(temporary),
      cwd: options.runFolder,
      input: session.input,
      signal: AbortSignal.any(signals),
      stall:
        options.stallAfter === undefined
          ? undefined
          : {
              after: options.stallAfter,
              sign: () => (reader.isComplete ? session.sign() : signOfLife([temporary])),
            },
      onStdout: (line) => reader.record(line),
      onStderr: (line) => (reader.isComplete ? session.message(line) : reader.message(line)),
    });
  } catch (error) {
    if (error instanceof ChildNotStarted) {
      throw new ProblemError(
        'tool-unusable',
        { tool: 'osxphotos', reason: quote(error.code ?? error.message) },
        { cause: error },
      );
    }
    throw error;
  }
}

class InventoryReader {
  readonly #options: InventoryOptions;
  readonly #abort = new AbortController();
  readonly #unreadable: InventoryUnreadable[] = [];
  readonly #altered: InventoryAltered[] = [];
  readonly #messages = new OsxphotosMessages();
  #header: InventoryHeader | undefined;
  #album: InventoryAlbum | undefined;
  #assets = 0;
  #albums = 0;
  /** The last record has come. */
  #hasEnd = false;
  /** It said that all of its messages have come, too. */
  #hasSaidAll = false;
  /** The first thing that makes continuing pointless. */
  #failure: { readonly error: unknown } | undefined;

  /** Settles once the inventory is complete, while osxphotos may still run. */
  readonly complete: Promise<undefined>;
  #settle: () => void = () => undefined;

  constructor(options: InventoryOptions) {
    this.#options = options;
    this.complete = new Promise((resolve) => (this.#settle = () => resolve(undefined)));
  }

  get isComplete(): boolean {
    return this.#hasEnd && this.#hasSaidAll && this.#failure === undefined;
  }

  /** Aborted when there is no use in reading on. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  record(line: string): void {
    if (this.#failure !== undefined) return;
    try {
      this.#take(line);
    } catch (error) {
      this.#fail(error);
    }
  }

  message(line: string): void {
    if (line === ALL_SAID) {
      this.#hasSaidAll = true;
      if (this.isComplete) this.#settle();
      return;
    }
    this.#messages.take(line);
  }

  /** @param outcome undefined when osxphotos still runs @param duration milliseconds */
  finish(outcome: ChildOutcome | undefined, duration: number): InventorySummary {
    if (this.#options.signal?.aborted) throw new ProblemError('stopped');
    if (outcome !== undefined) this.#judgeEnd(outcome);
    if (!this.#hasEnd || this.#header === undefined)
      throw incomplete(because('inventory-unfinished', { end: outcome === undefined ? null : describeEnd(outcome) }));
    return {
      header: this.#header,
      assets: this.#assets,
      albums: this.#albums,
      unreadable: this.#unreadable,
      altered: this.#altered,
      warnings: this.#messages.warnings,
      unknownLines: this.#messages.unknownLines,
      unknownLibrary: this.#messages.unknownLibrary ?? judgeModel(this.#header.modelVersion, this.#options.models),
      duration,
    };
  }

  #judgeEnd(outcome: ChildOutcome): void {
    const hasFailed = this.#failure !== undefined || outcome.exitCode !== 0;
    const { unknownLibrary } = this.#messages;
    if (unknownLibrary !== null && hasFailed && !outcome.stalled)
      throw new ProblemError('library-too-new', { reason: unknownLibrary });
    if (this.#failure !== undefined) throw this.#failure.error;
    if (outcome.stalled) throw stalled(this.#options.stallAfter ?? 0);
    if (outcome.exitCode !== 0) throw failureProblem(outcome, this.#options.library, this.#options.runFolder);
  }

  #take(line: string): void {
    const record = parseInventoryLine(line);
    if (record === undefined)
      throw incomplete(because('inventory-line-unreadable', { line: quote(line.slice(0, 80)) }));
    if (this.#hasEnd) throw incomplete(because('inventory-goes-on'));
    if ((this.#header === undefined) !== (record.kind === 'library'))
      throw incomplete(because('inventory-without-header'));
    if (record.kind === 'members') {
      if (this.#album?.uuid !== record.uuid) throw incomplete(because('inventory-members-alone'));
      this.#album = { ...this.#album, assets: this.#album.assets.concat(record.assets) };
      return;
    }
    this.#passAlbumOn();
    switch (record.kind) {
      case 'library':
        this.#header = record;
        break;
      case 'asset':
        this.#assets += 1;
        break;
      case 'album':
        this.#albums += 1;
        this.#album = record;
        return;
      case 'unreadable':
        this.#unreadable.push(record);
        break;
      case 'altered':
        this.#altered.push(record);
        return;
      case 'end':
        if (record.assets !== this.#assets || record.albums !== this.#albums) {
          throw incomplete(
            because('inventory-incomplete', {
              assets: this.#assets,
              allAssets: record.assets,
              albums: this.#albums,
              allAlbums: record.albums,
            }),
          );
        }
        this.#hasEnd = true;
        if (this.isComplete) this.#settle();
        return;
    }
    this.#options.onRecord(record);
  }

  /** An album is whole only when the next record begins. */
  #passAlbumOn(): void {
    const album = this.#album;
    this.#album = undefined;
    if (album !== undefined) this.#options.onRecord(album);
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#abort.abort();
  }
}

const incomplete = (reason: Reason) => new ProblemError('tool-failed', { tool: 'osxphotos', reason });
