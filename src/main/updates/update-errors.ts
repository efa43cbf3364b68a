/** What electron-updater, Squirrel and the system say of an update that went wrong, as a problem. Pure but for a look at the disk. */
import { explainFullDisk } from '../../core/disk-space.ts';
import { fileReason } from '../../core/model/file-reason.ts';
import { ProblemError } from '../../core/model/problem.ts';
import { because, type Explanation, quote, type Reason } from '../../core/model/reasons.ts';

interface UpdaterError extends NodeJS.ErrnoException {
  readonly statusCode?: number;
}

/** Chromium's names of errors and Node's: requests are Chromium's. */
const CONNECTION: readonly (readonly [RegExp, Reason])[] = [
  [/ERR_INTERNET_DISCONNECTED|ENETUNREACH|ENETDOWN|ERR_NETWORK_CHANGED/, because('no-internet')],
  [/ERR_NAME_NOT_RESOLVED|ENOTFOUND|EAI_AGAIN/, because('unknown-name')],
  [/ERR_CERT|CERT_|ERR_SSL/, because('certificate-not-valid')],
  [/ERR_PROXY|ERR_TUNNEL/, because('proxy-refused')],
  [/TIMED_?OUT/i, because('no-answer-in-time')],
  [/ERR_CONNECTION_REFUSED|ECONNREFUSED/, because('connection-not-taken')],
  [/ERR_CONNECTION|ECONNRESET|EPIPE|aborted|ERR_CONTENT_LENGTH|ERR_INCOMPLETE/i, because('connection-lost')],
  [/net::ERR_/, because('connection-failed')],
];

export interface FailedUpdate {
  /** Null while it was looked for. */
  readonly version: string | null;
  /** Where it was downloaded to. */
  readonly folder: string;
}

export function updateProblem(error: unknown, { version, folder }: FailedUpdate): ProblemError {
  if (error instanceof ProblemError) return error;
  const { code = '', message = '', statusCode, path } = (error ?? {}) as UpdaterError;
  if (code === 'ERR_CHECKSUM_MISMATCH' && version !== null)
    return new ProblemError('update-damaged', { version }, { cause: error });
  const explained = explainFullDisk(error, [folder]);
  if (explained instanceof ProblemError) return explained;
  if (path !== undefined && code !== '')
    return failed(version, because('of-file', { path, why: fileReason(error) }), error);
  if (typeof statusCode === 'number') return unreachable(because('says', { status: statusCode }), error);
  const words = CONNECTION.find(([pattern]) => pattern.test(code) || pattern.test(message));
  if (words !== undefined) return unreachable(words[1], error);
  if (version === null) return unreachable(because('answer-not-understood'), error);
  const [said = ''] = message.split('\n');
  return failed(version, said === '' ? because('unknown') : quote(said.replace(/\.$/, '')), error);
}

const failed = (version: string | null, reason: Explanation, cause: unknown) =>
  new ProblemError('update-failed', { version, reason }, { cause });
const unreachable = (reason: Reason, cause: unknown) =>
  new ProblemError('update-server-unreachable', { reason }, { cause });
