/** Where a service is, and what it is to be shown: read from what a person has typed. All of it is a secret. Pure. */
import type { HookName } from '../model/hooks.ts';
import { ProblemError } from '../model/problem.ts';
import { because, type ReasonCode } from '../model/reasons.ts';
import { decoded } from '../settings/server-address.ts';

export interface HookAddress {
  /** Without user, password and fragment. */
  readonly url: URL;
  /** The value of the header `Authorization`; null for none. */
  readonly authorization: string | null;
}

type AddressFault = Extract<ReasonCode, 'no-web-address' | 'no-topic' | 'no-path-to-check'>;

/**
 * @param text the address; after a blank, what the service wants to be shown: a token of ntfy, or a whole value like `Bearer …`. A user and
 * password inside the address are understood, too. Without a scheme it is https.
 * @throws {ProblemError} hook-address-unusable; nothing of the address is repeated
 */
export function readHookAddress(hook: HookName, text: string): HookAddress {
  const refuse = (fault: AddressFault) => new ProblemError('hook-address-unusable', { reason: because(fault) });
  const [, typed = '', shown = ''] = /^\s*(\S+)(?:\s+(.*?))?\s*$/.exec(text) ?? [];
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`;
  if (!URL.canParse(whole)) throw refuse('no-web-address');
  const url = new URL(whole);
  if (!/^https?:$/.test(url.protocol) || url.hostname === '') throw refuse('no-web-address');
  const authorization =
    shown === '' ? basicOf(url) : hook === 'ntfy' && !shown.includes(' ') ? `Bearer ${shown}` : shown;
  [url.username, url.password, url.hash] = ['', '', ''];
  if (hook !== 'webhook') {
    url.pathname = url.pathname.replace(/\/+$/, '');
    if (url.pathname === '/') throw refuse(hook === 'ntfy' ? 'no-topic' : 'no-path-to-check');
  }
  return { url, authorization };
}

function basicOf({ username, password }: URL): string | null {
  if (username === '' && password === '') return null;
  const pair = `${decoded(username)}:${decoded(password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** Every text that gives the address away, alone or as a part of another one. */
export function secretsIn(text: string, { url, authorization }: HookAddress): readonly string[] {
  const parts = url.pathname.split('/').filter((part) => part.length >= WORTH_HIDING);
  const values = [...url.searchParams.values()].filter((value) => value.length >= WORTH_HIDING);
  const shown = authorization === null ? [] : [authorization, authorization.replace(/^\S+ /, '')];
  return [text, url.href, ...parts, ...values, ...shown];
}

/** Characters. A shorter part of a path is a word, like `api`, that stands everywhere. */
const WORTH_HIDING = 6;
