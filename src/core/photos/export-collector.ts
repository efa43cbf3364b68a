/** What comes of an export while osxphotos works: a record for each asset, what it prints, and what makes continuing pointless. */
import { diskFull, isFull } from '../disk-space.ts';
import { ProblemError } from '../model/problem.ts';
import type { ChildOutcome } from '../tools/child.ts';
import { below, type ExportRecord, parseExportRecord } from './export-record.ts';
import type { ExportOutcome, ExportRequest } from './export-request.ts';
import { OsxphotosMessages } from './osxphotos-messages.ts';
import { failureCause, failureProblem } from './osxphotos-output.ts';
import { stalled } from './signs-of-life.ts';

export class ExportCollector {
  readonly #request: ExportRequest;
  readonly #destination: string;
  readonly #abort = new AbortController();
  readonly #open: Set<string>;
  readonly #unasked: ExportRecord[] = [];
  readonly #messages = new OsxphotosMessages();
  #failure: { readonly error: unknown } | undefined;

  constructor(request: ExportRequest, destination: string) {
    this.#request = request;
    this.#destination = destination;
    this.#open = new Set(request.uuids);
  }

  /** Aborted when there is no point in continuing. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  record(line: string): void {
    if (this.#failure !== undefined) return;
    const parsed = parseExportRecord(line);
    if (parsed === undefined) {
      this.#messages.unknown(line);
      return;
    }
    const record = below(this.#destination, parsed);
    try {
      if (this.#open.delete(record.uuid)) this.#request.onRecord(record);
      else this.#unasked.push(record);
    } catch (error) {
      this.#fail(error);
    }
    // osxphotos would keep failing at every other photo.
    const messages = record.errors.map((error) => error.message);
    if (failureCause(messages) === 'disk-full') this.#fail(fullDisk(this.#request));
  }

  diskIsFull(path: string): void {
    this.#fail(diskFull(path));
  }

  message(line: string): void {
    this.#messages.take(line);
  }

  failure(outcome: ChildOutcome): unknown {
    if (this.#request.signal?.aborted) return new ProblemError('stopped');
    if (this.#failure !== undefined) return this.#failure.error;
    if (outcome.stalled) return stalled(this.#request.stallAfter ?? 0);
    if (outcome.exitCode === 0) return undefined;
    // The inventory has told of it, and seen to it that nothing on the server is changed; the files are what they are.
    const { unknownLibrary } = this.#messages;
    if (unknownLibrary !== null) return new ProblemError('library-too-new', { reason: unknownLibrary });
    if (failureCause(outcome.lastErrors) === 'disk-full') return fullDisk(this.#request);
    return failureProblem(outcome, this.#request.library, this.#request.staging);
  }

  result(): Pick<ExportOutcome, 'answered' | 'unanswered' | 'unasked' | 'warnings' | 'unknownLines' | 'unknownCount'> {
    return {
      answered: new Set(this.#request.uuids).size - this.#open.size,
      unanswered: [...this.#open],
      unasked: this.#unasked,
      warnings: this.#messages.warnings,
      unknownLines: this.#messages.unknownLines,
      unknownCount: this.#messages.unknownCount,
    };
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
