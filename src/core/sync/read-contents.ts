/** The hash step: SHA-1 of every new or changed part, read in place from the library. Nothing is copied. */

import type { Ledger } from '../ledger/ledger.ts';
import type { PartToHash } from '../ledger/ledger-asset.ts';
import { ProblemError } from '../model/problem.ts';
import { because, type Explanation, quote } from '../model/reasons.ts';
import type { Scope } from '../model/scope.ts';
import type { Amount } from '../model/work.ts';
import type { Disks } from './disks.ts';
import { hashFile } from './hash.ts';
import type { ProblemList } from './problem-list.ts';
import type { ProgressTracker } from './progress.ts';

export interface ReadContentsContext {
  readonly ledger: Ledger;
  readonly scope: Scope;
  readonly disks: Disks;
  readonly problems: ProblemList;
  readonly progress: ProgressTracker;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Checksums are written into the ledger so many together: alone, each would take as long as the reading of a small picture. */
const WRITTEN_TOGETHER = 200;
/** Milliseconds after which what was read is written at the latest, as far as another file was read since. */
const WRITTEN_WITHIN = 1_000;

/** Two readers keep a disk busy; more only make it seek. */
const READERS = 2;
/** Milliseconds between two notes of how far the reading is. */
const NOTE_EVERY = 60_000;

/** @throws {ProblemError} stopped, disk-gone */
export async function readContents(context: ReadContentsContext): Promise<void> {
  const { ledger, progress, problems, scope, now } = context;
  // Told in every run: an empty file is never uploaded, and stays a part of the remainder until it is repaired.
  for (const filename of ledger.parts.emptyFiles(scope)) problems.addItem({ code: 'file-empty' }, filename);
  const { files, bytes } = ledger.parts.workToHash(scope);
  if (files === 0) return;
  progress.enter('hash', { filesToHash: files, bytesToHash: bytes });
  expectWork(ledger, { files, bytes });
  let done = { files: 0, bytes: 0 };
  let notedAt = performance.now();
  const note = () => {
    const seconds = (performance.now() - notedAt) / 1000;
    ledger.work.record('read', now(), { ...done, seconds, uploading: 0 });
    done = { files: 0, bytes: 0 };
    notedAt = performance.now();
  };
  const queue = ledger.parts.toHash(scope);
  const checksums = new Checksums(ledger);
  try {
    await Promise.all(
      Array.from({ length: READERS }, async () => {
        for (const part of queue) {
          await readPart(part, checksums, context);
          done = { files: done.files + 1, bytes: done.bytes + part.size };
          if (performance.now() - notedAt >= NOTE_EVERY) note();
        }
      }),
    );
  } finally {
    checksums.write();
    note();
  }
}

/** Before they are read, all of them may have to be uploaded; the plan will tell. */
function expectWork(ledger: Ledger, toRead: Amount): void {
  const planned = ledger.work.left('transfer');
  ledger.work.expect('read', toRead);
  ledger.work.expect('transfer', {
    files: Math.max(planned.files, toRead.files),
    bytes: Math.max(planned.bytes, toRead.bytes),
  });
}

/** Checksums on their way into the ledger. */
class Checksums {
  readonly #ledger: Ledger;
  #read: { readonly part: PartToHash; readonly sha1: string }[] = [];
  #writtenAt = performance.now();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  add(part: PartToHash, sha1: string): void {
    this.#read.push({ part, sha1 });
    if (this.#read.length >= WRITTEN_TOGETHER || performance.now() - this.#writtenAt >= WRITTEN_WITHIN) this.write();
  }

  write(): void {
    const read = this.#read;
    this.#read = [];
    this.#ledger.parts.setHashes(read);
    this.#writtenAt = performance.now();
  }
}

async function readPart(
  part: PartToHash,
  checksums: Checksums,
  { disks, problems, progress, signal }: Pick<ReadContentsContext, 'disks' | 'problems' | 'progress' | 'signal'>,
): Promise<void> {
  try {
    const { sha1, size, modifiedAt } = await hashFile(part.path, (bytes) => progress.add('bytesHashed', bytes), signal);
    // A file that changed since the inventory is left for the next run, which sees it whole.
    if (size === part.size && modifiedAt === part.modifiedAt) checksums.add(part, sha1);
    else problems.addItem({ code: 'export-differs' }, part.path);
    progress.add('filesHashed');
  } catch (error) {
    if (signal.aborted) throw new ProblemError('stopped');
    await disks.check();
    problems.addItem({ code: 'file-unreadable', reason: readReason(error) }, part.path);
  }
}

function readReason(error: unknown): Explanation {
  const { code } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return because('access-refused');
    case 'ENOENT':
      return because('gone');
    case 'ELOOP':
      return because('is-link');
    case 'EFTYPE':
      return because('is-no-file');
    case 'EIO':
      return because('disk-error');
    default:
      return quote(code ?? String(error));
  }
}
