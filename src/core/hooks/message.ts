/** Which services hear of what, and in which words. Pure. */
import type { HookName } from '../model/hooks.ts';
import type { Settings } from '../model/settings.ts';
import type { HookAddress } from './address.ts';
import { runDocument } from './run-document.ts';
import { type RunEvent, type Verdict, verdictOf } from './run-event.ts';
import { summaryOf } from './summary.ts';

export interface Message {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Whether a service is to be told of it. */
export function hearsOf(hook: HookName, event: RunEvent, settings: Settings['hooks']): boolean {
  if (event.kind === 'test') return true;
  if (!isOn(hook, settings)) return false;
  switch (hook) {
    case 'healthchecks':
      return true;
    case 'webhook':
      return event.kind !== 'started';
    case 'ntfy':
      if (event.kind === 'started') return false;
      return settings.ntfy === 'everything' || verdictOf(event) === 'bad';
  }
}

export function isOn(hook: HookName, settings: Settings['hooks']): boolean {
  return hook === 'ntfy' ? settings.ntfy !== 'never' : settings[hook];
}

/** @param now milliseconds since 1970 @returns null where this service has no form for it */
export function messageFor(hook: HookName, address: HookAddress, event: RunEvent, now: number): Message | null {
  switch (hook) {
    case 'healthchecks':
      return healthchecks(address, event);
    case 'webhook':
      return event.kind === 'started'
        ? null
        : {
            url: address.url,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(runDocument(event, now)),
          };
    case 'ntfy':
      return event.kind === 'started' ? null : ntfy(address, event);
  }
}

/** https://healthchecks.io/docs/http_api/: the address itself is a success; `/log` is written down and changes nothing. */
const ENDINGS: Readonly<Record<Verdict, string>> = { good: '', bad: '/fail', open: '/log' };

function healthchecks({ url }: HookAddress, event: RunEvent): Message {
  const ending = event.kind === 'started' ? '/start' : ENDINGS[verdictOf(event)];
  const to = new URL(url);
  to.pathname += ending;
  if (event.kind !== 'test') to.searchParams.set('rid', event.ping);
  const summary = event.kind === 'started' ? null : summaryOf(event);
  return { url: to, headers: PLAIN, body: summary === null ? '' : `${summary.title}\n${summary.text}\n` };
}

const PLAIN = { 'content-type': 'text/plain; charset=utf-8' };

/** https://docs.ntfy.sh/publish/: 4 is high, 3 the default. */
function ntfy({ url }: HookAddress, event: Exclude<RunEvent, { readonly kind: 'started' }>): Message {
  const { title, text } = summaryOf(event);
  const isBad = verdictOf(event) === 'bad';
  return {
    url,
    headers: {
      ...PLAIN,
      title: inHeader(`Immich Sync: ${title}`),
      priority: isBad ? '4' : '3',
      tags: isBad ? 'warning' : 'white_check_mark',
    },
    body: text,
  };
}

/** A header holds ASCII; for more ntfy reads RFC 2047. */
function inHeader(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}
