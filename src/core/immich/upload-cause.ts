/** Why a request to the server failed, in a form that a program can act on. Pure. */

import { plainText } from '../model/plain-text.ts';
import { isTransientStatus } from '../patience.ts';

/** What went wrong on the way to the server. */
export type NetworkCause = 'unreachable' | 'certificate' | 'redirect' | 'timeout' | 'reset' | 'stopped';

/** What the server itself had against the request. */
export type AnswerCause =
  | 'key-refused'
  /** By a proxy that asks everybody to sign in. */
  | 'barred'
  | 'permission-missing'
  | 'storage-full'
  | 'too-large'
  | 'rejected'
  | 'server-error'
  | 'not-understood';

export type UploadCause = NetworkCause | AnswerCause;

/** Most telling first: what a person has to do something about comes before what may pass by itself. */
const BY_WEIGHT: readonly UploadCause[] = [
  'key-refused',
  'barred',
  'permission-missing',
  'storage-full',
  'certificate',
  'redirect',
  'unreachable',
  'too-large',
  'timeout',
  'reset',
  'server-error',
  'not-understood',
  'rejected',
  'stopped',
];

/** The cause to name when several were met. */
export function weightiest(causes: Iterable<UploadCause>): UploadCause | null {
  const met = new Set(causes);
  return BY_WEIGHT.find((cause) => met.has(cause)) ?? null;
}

/**
 * How many failures in a row make it pointless to continue with the batch: immich-go itself never gives up on `--on-errors continue`, it
 * would read and send every remaining file for nothing. A cause that may be about one file alone has no limit.
 */
export function failuresBeforeGivingUp(cause: UploadCause): number {
  switch (cause) {
    case 'key-refused':
    case 'barred':
    case 'permission-missing':
      return 1;
    case 'certificate':
    case 'redirect':
    case 'unreachable':
      return 4;
    case 'storage-full':
    case 'timeout':
    case 'reset':
    case 'server-error':
      return 20;
    case 'too-large':
    case 'not-understood':
    case 'rejected':
    case 'stopped':
      return Number.POSITIVE_INFINITY;
  }
}

/** @param code Node's error code, for example `ECONNREFUSED`. */
export function causeOfNetworkError(code: string): NetworkCause {
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|^ERR_TLS|^ERR_SSL|^EPROTO$/.test(code))
    return 'certificate';
  switch (code) {
    case 'ETIMEDOUT':
    case 'ESOCKETTIMEDOUT':
      return 'timeout';
    case 'ECONNRESET':
    case 'ECONNABORTED':
    case 'EPIPE':
      return 'reset';
    default:
      return code.startsWith('HPE_') ? 'reset' : 'unreachable';
  }
}

/**
 * @param status HTTP status, 400 or above.
 * @param message what the server said. A full quota is a 400 and a missing permission a 403 with a fixed text, see
 * `server/src/services/asset-media.service.ts` (`Quota has been exceeded!`) and `auth.service.ts` (`Missing required permission: …`).
 * @param isBarred whether it was a proxy, which asks everybody to sign in
 */
export function causeOfAnswer(status: number, message: string, isBarred = false): AnswerCause {
  if (isBarred) return 'barred';
  if (status === 507 || /quota|ENOSPC|no space left/i.test(message)) return 'storage-full';
  if (status === 401) return 'key-refused';
  if (status === 403 && /permission/i.test(message)) return 'permission-missing';
  if (status === 413) return 'too-large';
  // 404 on an upload is about the server, not about the file: a proxy that leads elsewhere, or an Immich that is being replaced.
  if (isTransientStatus(status) || status === 404 || status === 501) return 'server-error';
  return 'rejected';
}

/** True for what may be gone when the same file is sent again. */
export function isTransientCause(cause: UploadCause): boolean {
  switch (cause) {
    case 'unreachable':
    case 'timeout':
    case 'reset':
    case 'server-error':
    case 'not-understood':
    case 'stopped':
      return true;
    case 'key-refused':
    case 'barred':
    case 'permission-missing':
    case 'storage-full':
    case 'certificate':
    case 'redirect':
    case 'too-large':
    case 'rejected':
      return false;
  }
}

/** The server's own words out of an error's body: `{message, errors?}` in v3, `{message, error, statusCode}` in v2, HTML from proxies. Empty when there are none. */
export function wordsOfAnswer(body: string): string {
  return plainText(wordsOf(body), 500);
}

function wordsOf(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null || !('message' in parsed)) return '';
    const { message } = parsed;
    return Array.isArray(message) ? message.join('; ') : String(message);
  } catch {
    const title = /<title>([^<]*)<\/title>/i.exec(body)?.[1];
    return (title ?? (body.includes('<') ? '' : body)).replace(/\s+/g, ' ').trim();
  }
}
