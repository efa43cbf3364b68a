/**
 * Links of other apps and of Shortcuts to this one: `immich-sync://sync`, `immich-sync://pause?for=1h`, `immich-sync://open/find?q=Lisbon`. Anybody
 * can have one opened, a web page too: so each form is written out here, and everything but opening a window is asked about first.
 */
import { pauseLength } from '../core/schedule/pause-length.ts';
import type { WindowTarget } from '../shared/contract.ts';

export const LINK_SCHEME = 'immich-sync';

export type AppLink =
  | { readonly kind: 'sync' }
  /** @property minutes null for a pause without an end */
  | { readonly kind: 'pause'; readonly minutes: number | null }
  /** @property target null for the popover */
  | { readonly kind: 'open'; readonly target: WindowTarget | null }
  | { readonly kind: 'unknown' };

const MAX_LINK = 1_000;
const MAX_SEARCH = 150;
const UNKNOWN = { kind: 'unknown' } as const;

/** Whether a word of a command line is such a link. */
export const isAppLink = (text: string): boolean => text.toLowerCase().startsWith(`${LINK_SCHEME}:`);

export function readAppLink(link: string): AppLink {
  if (link.length > MAX_LINK || !URL.canParse(link)) return UNKNOWN;
  const { protocol, username, password, host, pathname, searchParams, hash } = new URL(link);
  if (protocol !== `${LINK_SCHEME}:` || host === '' || username !== '' || password !== '' || hash !== '')
    return UNKNOWN;
  // Each value once, and none that the form does not have.
  const names = [...searchParams.keys()];
  const has = (...wanted: readonly string[]) =>
    names.length === new Set(names).size && names.every((name) => wanted.includes(name));
  switch (`${host}${pathname.replace(/\/$/, '')}`) {
    case 'sync':
      return has() ? { kind: 'sync' } : UNKNOWN;
    case 'pause':
      return has('for') ? pauseFor(searchParams.get('for')) : UNKNOWN;
    case 'open':
      return has() ? { kind: 'open', target: null } : UNKNOWN;
    case 'open/activity':
      return has() ? { kind: 'open', target: { window: 'activity', place: null } } : UNKNOWN;
    case 'open/settings':
      return has() ? { kind: 'open', target: { window: 'settings', place: null } } : UNKNOWN;
    case 'open/find':
      return has('q') ? find(searchParams.get('q') ?? '') : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

function pauseFor(length: string | null): AppLink {
  if (length === null) return { kind: 'pause', minutes: null };
  const minutes = pauseLength(length);
  return minutes === null ? UNKNOWN : { kind: 'pause', minutes };
}

function find(words: string): AppLink {
  if (words.length > MAX_SEARCH) return UNKNOWN;
  return { kind: 'open', target: { window: 'activity', place: words.trim() === '' ? 'find' : `find:${words.trim()}` } };
}
