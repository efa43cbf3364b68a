/**
 * One run of immich-go over one folder, behind the guard. What it says is kept for explanations; what arrived is only ever known from the
 * server's answer to the checksums.
 */

import { mkdtemp } from 'node:fs/promises';
import { basename, isAbsolute, join, resolve } from 'node:path';
import type { Explanation } from '../model/reasons.ts';
import { baseEnvironment, type ChildOutcome, runChild } from '../tools/child.ts';
import type { Guard } from './guard.ts';
import type { GuardFailure, GuardRefusal } from './guard-records.ts';
import { type ImmichGoEvent, readLogLine, relativePathOf } from './immich-go-log.ts';
import { failuresBeforeGivingUp, type UploadCause, weightiest } from './upload-cause.ts';
import { tailLog } from './upload-log-tail.ts';

export interface UploadOptions {
  /** Absolute path of immich-go, 0.32.0 or newer. */
  readonly program: string;
  /** Absolute path of the folder to upload, in the shape `{year}/{month}/file`. */
  readonly folder: string;
  readonly guard: Pick<Guard, 'url' | 'token' | 'listen'>;
  /** An existing private folder for the log and the child's working folder. */
  readonly workFolder: string;
  /** Uploads at the same time, 1 to 20; 4 if not given. */
  readonly concurrentTasks?: number;
  /** Milliseconds without a byte to the server and without a word in the log after which the child is stopped; no limit if not given. */
  readonly stallAfter?: number | undefined;
  /** Aborting it stops the child. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds between asking the child to stop and killing it. */
  readonly grace?: number;
  /** Called with everything the log tells, as it is told; `file` is a path relative to the folder. */
  readonly onEvent?: (event: ImmichGoEvent) => void;
  /** Called once with the child's process id. */
  readonly onStart?: (pid: number) => void;
}

export interface FailedFile {
  /** Relative to the folder; a bare name for a file that immich-go passed over. */
  readonly path: string;
  readonly message: Explanation;
}

export type FileFailure = Pick<GuardFailure, 'cause' | 'message' | 'httpStatus'>;

export interface UploadOutcome {
  /** Null when a signal ended immich-go. */
  readonly exitCode: number | null;
  /** The caller stopped it. */
  readonly stopped: boolean;
  /** It was stopped because nothing moved any more. */
  readonly stalled: boolean;
  /** It was stopped because every further file would have failed for the same `cause`. */
  readonly gaveUp: boolean;
  readonly discovered: { readonly assets: number; readonly sidecars: number };
  /** Paths relative to the folder. */
  readonly uploaded: readonly string[];
  /** Paths relative to the folder. */
  readonly duplicates: readonly string[];
  readonly failed: readonly FailedFile[];
  /** Errors that belong to no file, at most 20. */
  readonly errors: readonly string[];
  /** The gravest reason for which requests to the server failed; null if none did. */
  readonly cause: UploadCause | null;
  /** In the server's words, or about the connection; for the `cause`. */
  readonly causeMessage: Explanation | null;
  /** The HTTP status that came with it; null when the server did not answer. */
  readonly causeStatus: number | null;
  /** Why the upload of a file failed, by the file's name without folders; files of one name share their entry. */
  readonly fileFailures: ReadonlyMap<string, FileFailure>;
  /** Why an upload failed that broke off before the guard had seen a name; null when none did. */
  readonly namelessFailure: FileFailure | null;
  /** Milliseconds that the server asked to wait, the longest; null when it did not. */
  readonly retryAfter: number | null;
  /** What the guard refused besides the calls that immich-go is known to make without success, at most 20. */
  readonly refusals: readonly GuardRefusal[];
  /** Log lines that this program does not understand: how many, and the first 20. */
  readonly unknown: { readonly count: number; readonly lines: readonly string[] };
  /** The last lines of standard error, for explaining an exit without a log. */
  readonly lastErrors: readonly string[];
  readonly logFile: string;
}

const UPLOAD_CALL = 'POST /api/assets';
const KEPT = 20;
const MAX_KEPT_LINE_LENGTH = 500;
/** Milliseconds between two looks into the log. */
const TAIL_INTERVAL = 200;

/**
 * Uploads the folder. A failing upload is an outcome, not an exception.
 * @throws {ChildNotStarted} when immich-go cannot be started.
 * @throws {RangeError} when the folder's path cannot be given to immich-go, see {@link isUsableFolder}.
 */
export async function uploadFolder(options: UploadOptions): Promise<UploadOutcome> {
  const folder = resolve(options.folder);
  if (!isAbsolute(options.folder) || !isUsableFolder(folder)) {
    throw new RangeError(`immich-go cannot be given the folder ${options.folder}`);
  }
  // Fresh for each run: immich-go appends to its log, and takes settings from an immich-go.yaml in its working folder.
  const cwd = await mkdtemp(join(options.workFolder, 'immich-go-'));
  const logFile = join(cwd, 'immich-go.log');

  const collected = new Collector(basename(folder), options.onEvent);
  const stop = new AbortController();
  let stalled = false;
  let gaveUp = false;
  let movedAt = performance.now();
  let failuresInARow = 0;

  const stopListening = options.guard.listen({
    onBytes: () => {
      movedAt = performance.now();
    },
    onUpload: ({ status }) => {
      if (status !== 'failed') failuresInARow = 0;
    },
    onFailure: (failure) => {
      collected.failure(failure);
      // immich-go ends by itself when one of its first questions fails.
      if (failure.call !== UPLOAD_CALL) return;
      failuresInARow += 1;
      if (failuresInARow < failuresBeforeGivingUp(failure.cause)) return;
      gaveUp = true;
      stop.abort();
    },
    onRefusal: (refusal) => collected.refusal(refusal),
  });
  const tail = tailLog(logFile, (line) => collected.line(line));
  const look = async () => {
    if ((await tail.read()) > 0) movedAt = performance.now();
    if (options.stallAfter === undefined || performance.now() - movedAt < options.stallAfter) return;
    stalled = true;
    stop.abort();
  };
  // A log that cannot be read shows when it is finished.
  const ticking = setInterval(() => void look().catch(() => {}), TAIL_INTERVAL);

  let child: ChildOutcome;
  try {
    child = await runChild({
      program: options.program,
      args: uploadArguments(folder, logFile, options.concurrentTasks ?? 4),
      env: {
        ...baseEnvironment(),
        IMMICH_GO_UPLOAD_SERVER: options.guard.url,
        IMMICH_GO_UPLOAD_API_KEY: options.guard.token,
      },
      cwd,
      signal: options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal]),
      ...(options.grace === undefined ? {} : { grace: options.grace }),
      ...(options.onStart === undefined ? {} : { onStart: options.onStart }),
    });
  } finally {
    clearInterval(ticking);
    stopListening();
    await tail.finish();
  }

  return {
    ...collected.result(),
    exitCode: child.exitCode,
    stopped: options.signal?.aborted === true && child.stopped,
    stalled,
    gaveUp,
    lastErrors: child.lastErrors,
    logFile,
  };
}

/** Flags, because immich-go 0.32.0 ignores most of its documented environment names for uploads (`internal/config/manager.go`). */
export function uploadArguments(folder: string, logFile: string, concurrentTasks: number): string[] {
  return [
    'upload',
    'from-folder',
    '--no-ui',
    '--pause-immich-jobs=false',
    '--on-errors',
    'continue',
    // Otherwise a date that it believes to see in a name or path is forced onto the server's asset.
    '--date-from-name=false',
    '--concurrent-tasks',
    String(concurrentTasks),
    // It counts for the whole upload of a file, however long that takes; the guard notices when nothing moves.
    '--client-timeout',
    '48h',
    '--log-type=JSON',
    '--log-level',
    'INFO',
    '--log-file',
    logFile,
    folder,
  ];
}

/**
 * False for a path that immich-go would take for a pattern or for an archive (`internal/fshelper/{hasmeta,parseArgs}.go`).
 */
export function isUsableFolder(path: string): boolean {
  return !/[*?[\\]/.test(path) && !/\.(zip|tgz|tar\.gz)$/i.test(path);
}

/** Sorts what the log and the guard tell. */
class Collector {
  readonly #folderName: string;
  readonly #onEvent: ((event: ImmichGoEvent) => void) | undefined;
  readonly #uploaded = new Set<string>();
  readonly #duplicates = new Set<string>();
  readonly #failed = new Map<string, Explanation>();
  readonly #errors = new Set<string>();
  readonly #refusals: GuardRefusal[] = [];
  readonly #unknown: string[] = [];
  /** The first failure for each cause. */
  readonly #causes = new Map<UploadCause, GuardFailure>();
  readonly #fileFailures = new Map<string, FileFailure>();
  #namelessFailure: FileFailure | null = null;
  #retryAfter: number | null = null;
  readonly #assets = new Set<string>();
  readonly #sidecars = new Set<string>();
  #unknownCount = 0;

  constructor(folderName: string, onEvent?: (event: ImmichGoEvent) => void) {
    this.#folderName = folderName;
    this.#onEvent = onEvent;
  }

  line(line: string): void {
    const event = this.#withRelativePath(readLogLine(line), line);
    switch (event.kind) {
      case 'discovered':
        // immich-go tells of a sidecar when it sees the file and again when it uses it.
        (event.what === 'asset' ? this.#assets : this.#sidecars).add(event.file);
        break;
      case 'uploaded':
        this.#uploaded.add(event.file);
        break;
      case 'duplicate':
        this.#duplicates.add(event.file);
        break;
      case 'failed':
        this.#failed.set(event.file, event.message);
        break;
      case 'error':
        if (this.#errors.size < KEPT) this.#errors.add(event.message);
        break;
      case 'unknown':
        this.#unknownCount += 1;
        if (this.#unknown.length < KEPT) this.#unknown.push(event.line.slice(0, MAX_KEPT_LINE_LENGTH));
        break;
      case 'expected':
      case 'notice':
        break;
    }
    this.#onEvent?.(event);
  }

  failure(failure: GuardFailure): void {
    const { cause, message, httpStatus, fileName, retryAfter } = failure;
    if (!this.#causes.has(cause)) this.#causes.set(cause, failure);
    if (fileName !== null) this.#fileFailures.set(fileName, { cause, message, httpStatus });
    else if (failure.call === UPLOAD_CALL) this.#namelessFailure = { cause, message, httpStatus };
    if (retryAfter !== null) this.#retryAfter = Math.max(this.#retryAfter ?? 0, retryAfter);
  }

  refusal(refusal: GuardRefusal): void {
    if (!refusal.expected && this.#refusals.length < KEPT) this.#refusals.push(refusal);
  }

  result() {
    const cause = weightiest(this.#causes.keys());
    const first = cause === null ? undefined : this.#causes.get(cause);
    // Each failing file is reported twice, once with its name and once without.
    const told = new Set<unknown>(this.#failed.values());
    return {
      discovered: { assets: this.#assets.size, sidecars: this.#sidecars.size },
      uploaded: [...this.#uploaded],
      duplicates: [...this.#duplicates],
      failed: [...this.#failed].map(([path, message]) => ({ path, message })),
      errors: [...this.#errors].filter((message) => !told.has(message)),
      cause,
      causeMessage: first?.message ?? null,
      causeStatus: first?.httpStatus ?? null,
      fileFailures: this.#fileFailures,
      namelessFailure: this.#namelessFailure,
      retryAfter: this.#retryAfter,
      refusals: this.#refusals,
      unknown: { count: this.#unknownCount, lines: this.#unknown },
    };
  }

  #withRelativePath(event: ImmichGoEvent, line: string): ImmichGoEvent {
    if (!('file' in event)) return event;
    const file = relativePathOf(event.file, this.#folderName);
    return file === null ? { kind: 'unknown', line } : { ...event, file };
  }
}
