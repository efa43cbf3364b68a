/** What it means that the server refuses. Pure but for the time of day. */

import { plainText } from '../../model/plain-text.ts';
import { ProblemError } from '../../model/problem.ts';
import { because, type Explanation, quote } from '../../model/reasons.ts';
import type { ServerTask } from '../../model/server-tasks.ts';
import { isTransientStatus, parseRetryAfter, TransientFault } from '../../patience.ts';
import type { ServerAnswer } from '../transport.ts';
import { isProxyAnswer } from './barred.ts';

/**
 * What a refusal of the server means. Texts are those of Immich 2.x and 3.x: 401 "Invalid API key", 403 "Missing required permission:
 * asset.upload", 400 with "quota" when the user's storage is full.
 */
export function refusal(
  answer: Pick<ServerAnswer, 'status' | 'text'> & Partial<Pick<ServerAnswer, 'headers'>>,
  what: ServerTask,
): ProblemError {
  const message = serverMessage(answer.text);
  const permission = /Missing required permission: ?([\w.,\s]+)/i.exec(message)?.[1]?.trim();
  if (answer.status === 401) return new ProblemError('key-refused');
  if (answer.status === 403 && permission !== undefined)
    return new ProblemError('key-lacks-permission', { permissions: [permission] });
  if (answer.status === 507 || (answer.status === 400 && /quota/i.test(message)))
    return new ProblemError('server-storage-full', {
      message: message === '' ? because('storage-left-none') : quote(message),
    });
  const values = { what, status: answer.status, message: message === '' ? ownWords(answer.status) : quote(message) };
  if (isTransientStatus(answer.status)) return new TransientFault('server-error', values, waitOf(answer));
  return new ProblemError('server-error', values);
}

/** What a status says that comes from a proxy alone; null for others. */
function ownWords(status: number): Explanation | null {
  if (status === 413) return because('request-too-large');
  return isProxyAnswer(status) ? because('proxy-says', { status }) : null;
}

export function waitOf({ headers }: Partial<Pick<ServerAnswer, 'headers'>>): { readonly retryAfter: number | null } {
  return { retryAfter: parseRetryAfter(headers?.['retry-after'], Date.now()) };
}

/** The sentence the server gives with a refusal: a string on v2, sometimes an array; v3 adds `errors`. */
function serverMessage(text: string): string {
  const json = parseJson(text) as { message?: unknown; error?: unknown } | undefined;
  const message = Array.isArray(json?.message) ? json.message.join('; ') : json?.message;
  return typeof message === 'string' ? plainText(message, 300) : '';
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
