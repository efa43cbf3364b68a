/** Answers that are not Immich's, but of a proxy in front of it. Pure. */
import { because, type Explanation } from '../../model/reasons.ts';
import type { ServerAnswer } from '../transport.ts';

type Answer = Pick<ServerAnswer, 'status' | 'text'> & Partial<Pick<ServerAnswer, 'headers'>>;

/** True for the answers that a proxy gives when there is nothing behind it. */
export function isProxyAnswer(status: number): boolean {
  // Cloudflare has numbers of its own: 520 to 527, and 530.
  return (status >= 502 && status <= 504) || (status >= 520 && status <= 530);
}

/** True for words that Immich refuses with: JSON with a message, in all versions. */
export function isOfImmich(text: string): boolean {
  try {
    const { message } = JSON.parse(text) as { readonly message?: unknown };
    return typeof message === 'string' || Array.isArray(message);
  } catch {
    return false;
  }
}

/** Whether whoever lets nobody in is not Immich. */
export function isBarred({ status, text }: Answer): boolean {
  return (status === 401 || status === 403) && !isOfImmich(text);
}

/** Why a proxy lets nobody in. */
export function whyBarred({ status, headers }: Answer): Explanation {
  return /^basic\b/i.test(headers?.['www-authenticate'] ?? '')
    ? because('proxy-asks-password')
    : because('says', { status });
}
