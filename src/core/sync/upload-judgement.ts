/** What an upload's end says of its files, and of the server: which may arrive in a moment, and what makes continuing pointless. Pure. */

import type { UploadOutcome } from '../immich/upload.ts';
import { isTransientCause, type UploadCause } from '../immich/upload-cause.ts';
import { ProblemError, tell } from '../model/problem.ts';
import { because, type Explanation, quote } from '../model/reasons.ts';
import { TransientFault } from '../patience.ts';
import type { OutboxFile, StagedFile } from './outbox.ts';

/** A file that the server does not hold after an upload. */
export interface MissingFile {
  readonly file: StagedFile;
  readonly cause: UploadCause | null;
  /** In the server's or the uploader's words; null when neither said anything about it. */
  readonly message: Explanation | null;
  readonly httpStatus: number | null;
  /** True when the same upload may succeed in a moment. */
  readonly mayPass: boolean;
}

/** This many files, all of them and no other, failing for the same reason tell of the server and not of the files. */
const MIN_FOR_AN_OUTAGE = 3;

const SILENCE = { cause: null, message: null, httpStatus: null } as const;

export function neverAsked(file: StagedFile): MissingFile {
  return { file, ...SILENCE, mayPass: true };
}

export function missingFile(
  file: StagedFile,
  outcome: UploadOutcome,
  place: OutboxFile | undefined,
  isCutShort: boolean,
): MissingFile {
  if (place === undefined) return neverAsked(file);
  const told = outcome.failed.find(({ path }) => path === place.relativePath);
  const failure = outcome.fileFailures.get(place.name) ?? (told === undefined ? null : outcome.namelessFailure);
  if (failure !== null) return { file, ...failure, mayPass: isTransientCause(failure.cause) };
  if (told !== undefined) return { file, ...SILENCE, message: told.message, mayPass: false };
  return { file, ...SILENCE, mayPass: isCutShort };
}

/** Ended by itself, but neither well (0) nor with failed files (1). */
export function isCrash({ exitCode, stopped, stalled, gaveUp }: UploadOutcome): boolean {
  return exitCode !== 0 && exitCode !== 1 && !stopped && !stalled && !gaveUp;
}

/** When not one file of a batch gets through it is the server, whatever it says about each of them. */
export function outageOf(
  missing: readonly MissingFile[],
  batch: readonly StagedFile[],
  server: string,
): ProblemError | null {
  const [first] = missing;
  if (first === undefined || missing.length < Math.max(batch.length, MIN_FOR_AN_OUTAGE)) return null;
  return uploadTrouble(first, server, null);
}

function uploadTrouble(
  { cause, message, httpStatus }: Pick<MissingFile, 'cause' | 'message' | 'httpStatus'>,
  server: string,
  retryAfter: number | null,
): TransientFault {
  const words = message ?? because('no-file-arrived');
  // It did answer, as if all were well, but not like Immich.
  const status = httpStatus ?? (cause === 'not-understood' ? 200 : null);
  return status === null
    ? new TransientFault('server-unreachable', { server, reason: words }, { retryAfter })
    : new TransientFault('server-error', { what: 'receive-upload', status, message: words }, { retryAfter });
}

/** What immich-go said last, of one that ended badly. */
export function lastWords({ errors, lastErrors, exitCode }: UploadOutcome): Explanation {
  const said = errors[0] ?? lastErrors.at(-1);
  return said === undefined ? because('exit-code', { exitCode }) : quote(said);
}

/** What an upload's failure means for the run: null when only single files failed. */
export function uploadFailure(outcome: UploadOutcome, server: string): ProblemError | null {
  const { cause, retryAfter } = outcome;
  if (outcome.stalled)
    return new TransientFault('server-unreachable', { server, reason: because('nothing-moved') }, { retryAfter });
  // immich-go ends with 1 when single files failed; without any word about a file it never got to work.
  const didNothing = outcome.uploaded.length + outcome.duplicates.length + outcome.failed.length === 0;
  const isHopeless = outcome.gaveUp || (didNothing && outcome.exitCode !== 0);
  const known = cause === null ? null : causeProblem(cause, outcome, { server, isHopeless });
  if (known !== null) return known;
  if (!isHopeless || isCrash(outcome)) return null;
  return new ProblemError('tool-failed', {
    tool: 'immich-go',
    reason: lastWords(outcome),
  });
}

function causeProblem(
  cause: UploadCause,
  { causeMessage, causeStatus, retryAfter }: Pick<UploadOutcome, 'causeMessage' | 'causeStatus' | 'retryAfter'>,
  { server, isHopeless }: { readonly server: string; readonly isHopeless: boolean },
): ProblemError | null {
  const message = causeMessage ?? because('unknown');
  switch (cause) {
    case 'key-refused':
      return new ProblemError('key-refused');
    case 'barred':
      return new ProblemError('server-login-page', { server, reason: message });
    case 'permission-missing':
      return new ProblemError('key-lacks-permission', {
        permissions: [/permission: ?([\w.]+)/i.exec(tell(message))?.[1] ?? 'asset.upload'],
      });
    case 'storage-full':
      return new ProblemError('server-storage-full', { message });
    case 'certificate':
      return new ProblemError('server-certificate', { server, reason: message });
    case 'redirect':
      return new ProblemError('server-redirects', { server, target: null });
    case 'unreachable':
      return new TransientFault('server-unreachable', { server, reason: message }, { retryAfter });
    case 'timeout':
    case 'reset':
    case 'server-error':
    case 'not-understood':
      return isHopeless ? uploadTrouble({ cause, message, httpStatus: causeStatus }, server, retryAfter) : null;
    case 'too-large':
    case 'rejected':
    case 'stopped':
      return null;
  }
}
