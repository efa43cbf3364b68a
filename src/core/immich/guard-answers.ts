/** What the server's answer to a request that was passed on means, for the records. Pure. */
import { because, type Explanation, quote } from '../model/reasons.ts';
import { isBarred } from './client/barred.ts';
import type { ForwardAnswer, ForwardFailure } from './guard-forward.ts';
import { causeOfAnswer, type UploadCause, wordsOfAnswer } from './upload-cause.ts';

export interface Trouble {
  readonly httpStatus: number | null;
  readonly cause: UploadCause;
  readonly message: Explanation;
}

export const NOT_UNDERSTOOD: Trouble = {
  httpStatus: null,
  cause: 'not-understood',
  message: because('not-like-immich'),
};

export const UNEXPECTED_FILE: Trouble = {
  httpStatus: null,
  cause: 'rejected',
  message: because('immich-go-sent-unasked'),
};

export function troubleOf(result: ForwardAnswer | ForwardFailure): Trouble | null {
  if (result.kind === 'failure') return { httpStatus: null, cause: result.cause, message: result.message };
  const { status, body } = result;
  if (status < 300) return null;
  const said = wordsOfAnswer(body);
  const message = said === '' ? because('status', { status }) : quote(said);
  return { httpStatus: status, cause: causeOfAnswer(status, said, isBarred({ status, text: body })), message };
}

export function retryAfterOf(result: ForwardAnswer | ForwardFailure): number | null {
  return result.kind === 'answer' ? result.retryAfter : null;
}

/**
 * What became of an upload, `{"id":"…","status":"created"|"duplicate"}`; null if it failed or the answer is not of this form. Where it is not said that
 * the server has made the asset of it, it was there.
 */
export function storedBy(
  result: ForwardAnswer | ForwardFailure,
): { remoteId: string; status: 'created' | 'duplicate' } | null {
  if (result.kind === 'failure' || result.status >= 300) return null;
  try {
    const { id, status } = JSON.parse(result.body) as { id?: unknown; status?: unknown };
    if (typeof id !== 'string' || id === '') return null;
    return { remoteId: id, status: status === 'created' ? 'created' : 'duplicate' };
  } catch {
    return null;
  }
}
