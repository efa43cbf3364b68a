/** What electron-updater, Squirrel and the system say of an update that went wrong, as a problem. Pure but for a look at the disk. */
import { explainFullDisk } from '../../core/disk-space.ts';
import { fileReason } from '../../core/model/file-reason.ts';
import { ProblemError } from '../../core/model/problem.ts';

interface UpdaterError extends NodeJS.ErrnoException {
  readonly statusCode?: number;
}

/** Chromium's names of errors and Node's, in words. Both are met: requests are Chromium's. */
const CONNECTION: readonly (readonly [RegExp, string])[] = [
  [/ERR_INTERNET_DISCONNECTED|ENETUNREACH|ENETDOWN|ERR_NETWORK_CHANGED/, 'there is no internet connection'],
  [/ERR_NAME_NOT_RESOLVED|ENOTFOUND|EAI_AGAIN/, 'its name could not be found'],
  [/ERR_CERT|CERT_|ERR_SSL/, 'its certificate is not valid'],
  [/ERR_PROXY|ERR_TUNNEL/, 'the proxy refused'],
  [/TIMED_?OUT/i, 'it did not answer in time'],
  [/ERR_CONNECTION_REFUSED|ECONNREFUSED/, 'it refused the connection'],
  [/ERR_CONNECTION|ECONNRESET|EPIPE|aborted|ERR_CONTENT_LENGTH|ERR_INCOMPLETE/i, 'the connection broke off'],
  [/net::ERR_/, 'the connection failed'],
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
    return new ProblemError('update-failed', { version, reason: `${path}: ${fileReason(error)}` }, { cause: error });
  if (typeof statusCode === 'number') return unreachable(`it answered with ${statusCode}`, error);
  const words = CONNECTION.find(([pattern]) => pattern.test(code) || pattern.test(message));
  if (words !== undefined) return unreachable(words[1], error);
  if (version === null) return unreachable('its answer could not be understood', error);
  const [reason = 'no reason was given'] = message.split('\n');
  return new ProblemError('update-failed', { version, reason: reason.replace(/\.$/, '') }, { cause: error });
}

const unreachable = (reason: string, cause: unknown) =>
  new ProblemError('update-server-unreachable', { reason }, { cause });
