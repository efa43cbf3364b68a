/** Exports a batch of assets with osxphotos into the staging folder. The truth about each asset is its record, never the exit code. */

import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diskFull, explainFullDisk, isFull, watchForFullDisk } from '../disk-space.ts';
import type { DownloadWay } from '../model/choices.ts';
import { ProblemError } from '../model/problem.ts';
import { quote, type Reason } from '../model/reasons.ts';
import type { Versions } from '../model/scope.ts';
import { ChildNotStarted, type ChildOutcome, runChild } from '../tools/child.ts';
import { exportDestination, isExportDatabaseSound, moveExportDatabaseAside } from './export-database.ts';
import type { ExportPace } from './export-pace.ts';
import { below, type ExportRecord, parseExportRecord } from './export-record.ts';
import type { LibrarySession } from './library-session.ts';
import { osxphotosEnvironment } from './osxphotos-environment.ts';
import { failureCause, failureProblem, OutputMeanings, unknownLibraryReason } from './osxphotos-output.ts';
import { RecordsTail } from './records-tail.ts';
import { signOfLife, stalled } from './signs-of-life.ts';

export type { ExportRecord } from './export-record.ts';

export interface ExportRequest {
  /** Absolute path of the osxphotos program. */
  readonly osxphotos: string;
  /** The folder of `on_photo.py`, on a real disk. */
  readonly scripts: string;
  /** Absolute path of the `.photoslibrary`. */
  readonly library: string;
  /** Absolute path of the copy of its database that is read; see `takeSnapshot`. */
  readonly snapshot: string;
  /** At least one. With none osxphotos would export the whole library. */
  readonly uuids: readonly string[];
  /** An existing folder. Files come as `{year}/{month}/{name}` inside it, or inside a numbered folder in it (see export-database.ts). */
  readonly staging: string;
  /** Absolute path, on a local disk; osxphotos makes it. */
  readonly exportDatabase: string;
  /** A private folder of this run. */
  readonly runFolder: string;
  /** True if the list may hold unpicked burst frames, which osxphotos does not find by their UUIDs without help. */
  readonly unpickedBursts?: boolean;
  /** Which files of an edited asset to export; both if not given. */
  readonly versions?: Versions | undefined;
  /** Fetch originals that are only in iCloud, by Photos itself (AppleScript) or by PhotoKit; not at all if not given. Works on a Mac only. */
  readonly download?: DownloadWay | undefined;
  /** The tag below which keywords come; none if not given. */
  readonly tagParent?: string | null;
  /** Given how many assets, counted in the order of `uuids`, may be exported; not given is all. See {@link ExportPace}. */
  readonly pace?: ExportPace;
  /** A library that osxphotos has read already. It is used if it is still held, and for what else there is to do osxphotos is started. */
  readonly session?: LibrarySession | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without a word or a growing file after which osxphotos counts as stuck; no limit if not given. */
  readonly stallAfter?: number | undefined;
  /** Called once for each asset as soon as it is exported, in the order of capture times. What it throws ends the export. */
  readonly onRecord: (record: ExportRecord) => void;
}

export interface ExportOutcome {
  /** Number of assets with a record. */
  readonly answered: number;
  /** Assets without a record: not in the library (any more). */
  readonly unanswered: readonly string[];
  /** Records of assets that were not in the list: none, unless osxphotos changes its manners with bursts. */
  readonly unasked: readonly ExportRecord[];
  /** The asset at which osxphotos ended with an error or did not move any more; those after it are unanswered, too. Null when it came through. */
  readonly brokenAt: { readonly uuid: string; readonly problem: ProblemError } | null;
  /** The folder that was exported to. */
  readonly destination: string;
  /** Where a damaged export database was moved to, if it was. */
  readonly damagedDatabase: string | null;
  readonly warnings: readonly string[];
  /** Lines of osxphotos that nobody here understands, at most 40, and how many there were. */
  readonly unknownLines: readonly string[];
  readonly unknownCount: number;
  /** Milliseconds. */
  readonly duration: number;
}

const MAX_UNKNOWN_LINES = 40;
/** Its first line names the asset that is being exported. */
const CURRENT = 'current.txt';
const UUID = /^[\w-]+$/;

/**
 * @throws {ProblemError} `stopped`, `disk-full`, `library-too-new`, `library-no-access`, `library-not-a-library`, `library-damaged`,
 * `tool-unusable`, and `tool-failed` or `tool-stalled` where no single asset is to blame. Records that came before were passed on and are
 * valid. A damaged export database is moved aside and the export begins anew, once.
 */
export async function exportAssets(request: ExportRequest): Promise<ExportOutcome> {
  if (request.uuids.length === 0 || !request.uuids.every((uuid) => UUID.test(uuid))) {
    throw new Error(
      'exportAssets needs at least one UUID, and only UUIDs: with an empty list osxphotos exports everything',
    );
  }
  if (await isExportDatabaseSound(request.exportDatabase, false)) {
    const isHeld = request.session?.isWaiting === true;
    let first = await attempt(request, null);
    // Perhaps a newer osxphotos exports no more from a library that it has read: it shall then be a matter of time and not of success.
    if (isHeld && hasNotBegun(first)) first = await attempt(request, null);
    if (first.failure === undefined) return first.outcome;
    const damaged = !(await isExportDatabaseSound(request.exportDatabase, true));
    if (!damaged || request.signal?.aborted) return brokenOutcome(first);
  }
  const aside = await moveExportDatabaseAside(request.exportDatabase, new Date());
  const second = await attempt(request, aside);
  return brokenOutcome(second);
}

interface Attempt {
  readonly outcome: ExportOutcome;
  readonly failure: unknown;
  /** UUID of the asset that osxphotos was at in the end; null when it was at none. */
  readonly current: string | null;
}

function firstLine(text: string): string | null {
  const end = text.indexOf('\n');
  return end === -1 ? null : text.slice(0, end);
}

/** True when osxphotos failed at no asset, but before the first. */
function hasNotBegun({ failure, outcome, current }: Attempt): boolean {
  const { answered, unasked } = outcome;
  return (
    failure instanceof ProblemError &&
    failure.code === 'tool-failed' &&
    current === null &&
    answered + unasked.length === 0
  );
}

/** What came of an attempt that one asset has broken off. @throws its failure when it was about no single asset */
function brokenOutcome({ outcome, failure, current }: Attempt): ExportOutcome {
  if (failure === undefined) return outcome;
  const isAboutOne =
    failure instanceof ProblemError && (failure.code === 'tool-failed' || failure.code === 'tool-stalled');
  if (!isAboutOne || current === null || !outcome.unanswered.includes(current)) throw failure;
  return { ...outcome, brokenAt: { uuid: current, problem: failure } };
}

async function attempt(request: ExportRequest, damagedDatabase: string | null): Promise<Attempt> {
  await mkdir(request.runFolder, { recursive: true });
  const destination = await exportDestination(request.staging, request.exportDatabase);
  const folder = await mkdtemp(join(request.runFolder, 'export-'));
  const collector = new ExportCollector(request, destination);
  try {
    const outcome = await startExport(request, destination, folder, collector);
    return {
      outcome: { ...collector.result(), brokenAt: null, destination, damagedDatabase, duration: outcome.duration },
      failure: explainFullDisk(collector.failure(outcome), [
        request.staging,
        request.runFolder,
        request.exportDatabase,
      ]),
      current: await readFile(join(folder, CURRENT), 'utf8').then(firstLine, () => null),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What follows `osxphotos export`. Options that are missing here are missing on purpose: DESIGN, child processes. */
export function exportArguments(
  request: Pick<ExportRequest, 'library' | 'snapshot' | 'exportDatabase' | 'unpickedBursts' | 'versions' | 'download'>,
  destination: string,
  folder: string,
): string[] {
  return [
    destination,
    '--library',
    request.library,
    '--alt-db',
    request.snapshot,
    '--exportdb',
    request.exportDatabase,
    '--update',
    '--uuid-from-file',
    join(folder, 'uuids.txt'),
    // Without it, one frame brings its whole burst.
    '--skip-bursts',
    ...(request.unpickedBursts === true ? ['--query-function', 'on_photo.py::with_unpicked_frames'] : []),
    '--query-function',
    'on_photo.py::with_plain_names',
    '--query-function',
    'on_photo.py::in_order',
    ...(request.versions === 'originals' ? ['--skip-edited'] : []),
    ...(request.versions === 'edits' ? ['--skip-original-if-edited'] : []),
    ...(request.download === undefined
      ? []
      : ['--download-missing', '--query-function', 'on_photo.py::before_download']),
    ...(request.download === 'photokit' ? ['--use-photokit'] : []),
    '--directory',
    '{created.year}/{created.mm}',
    // Found in the working folder: a path with a blank in it (`Immich Sync.app`) cannot be written in a template.
    '--filename',
    '{function:on_photo.py::file_stem}',
    '--sidecar',
    'xmp',
    '--touch-file',
    '--no-progress',
    '--tmpdir',
    join(folder, 'temp'),
    '--retry',
    '1',
    '--post-function',
    'on_photo.py::on_photo',
  ];
}

/** Python may have left its bytecode beside it in a checkout. */
const isSource = (path: string) => !path.endsWith('__pycache__');

async function startExport(
  request: ExportRequest,
  destination: string,
  folder: string,
  collector: ExportCollector,
): Promise<ChildOutcome> {
  const temporary = join(folder, 'temp');
  const records = join(folder, 'records.jsonl');
  await mkdir(temporary);
  for (const name of ['on_photo.py', 'immich_sync'])
    await cp(join(request.scripts, name), join(folder, name), { recursive: true, filter: isSource });
  await writeFile(join(folder, 'uuids.txt'), `${request.uuids.join('\n')}\n`);
  request.pace?.begin(join(folder, 'allowed'));
  const tail = new RecordsTail(records, (line) => collector.record(line));
  // Where it cannot write, osxphotos tries again and again without a word (0.77.2).
  const stopWatching = watchForFullDisk([destination, folder, dirname(request.exportDatabase)], (path) =>
    collector.diskIsFull(path),
  );
  const order = {
    folder,
    arguments: exportArguments(request, destination, folder),
    environment: {
      ...osxphotosEnvironment(temporary),
      IMMICH_SYNC_RECORDS: records,
      IMMICH_SYNC_UUIDS: join(folder, 'uuids.txt'),
      IMMICH_SYNC_CURRENT: join(folder, CURRENT),
      ...(request.pace === undefined ? {} : { IMMICH_SYNC_ALLOWED: join(folder, 'allowed') }),
      ...(request.download === undefined ? {} : { IMMICH_SYNC_DOWNLOAD: request.download }),
      ...(request.tagParent ? { IMMICH_SYNC_TAG_PARENT: request.tagParent } : {}),
    },
  };
  const signal = request.signal === undefined ? collector.signal : AbortSignal.any([collector.signal, request.signal]);
  // A movie of many gigabytes takes its time, and makes its file in staging grow.
  const sign = () => signOfLife([folder, destination, request.exportDatabase, `${request.exportDatabase}-wal`]);
  const onMessage = (line: string) => collector.message(line);
  try {
    const exported = request.session?.isWaiting
      ? await request.session.export(order, { signal, sign, onMessage })
      : null;
    if (exported !== null) return exported;
    return await runChild({
      program: request.osxphotos,
      args: ['export', ...order.arguments],
      env: order.environment,
      cwd: folder,
      signal,
      stall: request.stallAfter === undefined ? undefined : { after: request.stallAfter, sign },
      onStdout: onMessage,
      onStderr: onMessage,
    });
  } catch (error) {
    if (!(error instanceof ChildNotStarted)) throw error;
    const reason = quote(error.code ?? error.message);
    throw new ProblemError('tool-unusable', { tool: 'osxphotos', reason }, { cause: error });
  } finally {
    stopWatching();
    request.pace?.end();
    await tail.finish();
  }
}

class ExportCollector {
  readonly #request: ExportRequest;
  readonly #destination: string;
  readonly #abort = new AbortController();
  readonly #open: Set<string>;
  readonly #unasked: ExportRecord[] = [];
  readonly #warnings: string[] = [];
  readonly #unknownLines: string[] = [];
  readonly #meanings = new OutputMeanings();
  #unknownCount = 0;
  #unknownLibrary: Reason | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(request: ExportRequest, destination: string) {
    this.#request = request;
    this.#destination = destination;
    this.#open = new Set(request.uuids);
  }

  /** Aborted when there is no use in going on. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  record(line: string): void {
    if (this.#failure !== undefined) return;
    const parsed = parseExportRecord(line);
    if (parsed === undefined) {
      this.#unknown(line);
      return;
    }
    const record = below(this.#destination, parsed);
    try {
      if (this.#open.delete(record.uuid)) this.#request.onRecord(record);
      else this.#unasked.push(record);
    } catch (error) {
      this.#fail(error);
    }
    // osxphotos would go on to fail at every other photo.
    const messages = record.errors.map((error) => error.message);
    if (failureCause(messages) === 'disk-full') this.#fail(fullDisk(this.#request));
  }

  diskIsFull(path: string): void {
    this.#fail(diskFull(path));
  }

  message(line: string): void {
    switch (this.#meanings.of(line)) {
      case 'expected':
      case 'system':
        return;
      case 'slow':
      case 'untested-system':
        this.#warnings.push(line.trim());
        return;
      case 'unknown-library':
        // The inventory has told, and seen to it that nothing on the server is changed; the files are what they are.
        this.#unknownLibrary ??= unknownLibraryReason(line);
        return;
      case 'unknown':
        this.#unknown(line);
    }
  }

  failure(outcome: ChildOutcome): unknown {
    if (this.#request.signal?.aborted) return new ProblemError('stopped');
    if (this.#failure !== undefined) return this.#failure.error;
    if (outcome.stalled) return stalled(this.#request.stallAfter ?? 0);
    if (outcome.exitCode === 0) return undefined;
    if (this.#unknownLibrary !== undefined)
      return new ProblemError('library-too-new', { reason: this.#unknownLibrary });
    if (failureCause(outcome.lastErrors) === 'disk-full') return fullDisk(this.#request);
    return failureProblem(outcome, this.#request.library, this.#request.staging);
  }

  result(): Pick<ExportOutcome, 'answered' | 'unanswered' | 'unasked' | 'warnings' | 'unknownLines' | 'unknownCount'> {
    return {
      answered: new Set(this.#request.uuids).size - this.#open.size,
      unanswered: [...this.#open],
      unasked: this.#unasked,
      warnings: this.#warnings,
      unknownLines: this.#unknownLines,
      unknownCount: this.#unknownCount,
    };
  }

  #unknown(line: string): void {
    this.#unknownCount += 1;
    if (this.#unknownLines.length < MAX_UNKNOWN_LINES) this.#unknownLines.push(line);
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#abort.abort();
  }
}

/** Of the disks that an export writes to, the one that is full. */
function fullDisk({ staging, runFolder, exportDatabase }: ExportRequest): ProblemError {
  return diskFull([staging, runFolder, exportDatabase].find(isFull) ?? staging);
}
