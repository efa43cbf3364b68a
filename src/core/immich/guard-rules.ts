/**
 * Which requests of the uploader reach the server. Pure, and a list of what is allowed: whatever is not on it is refused. Targets are
 * compared letter by letter, never decoded or tidied, so a path in disguise is simply not on the list.
 * The calls immich-go 0.32.0 makes, in its own words: `immich/{ping,asset,metadata,upload,albums,tag,job}.go`.
 */
import { createHash, timingSafeEqual } from 'node:crypto';

/** What the rules look at. */
export interface GuardRequest {
  readonly method: string;
  /** The request line's target as it came over the wire. */
  readonly target: string;
  /** Every `Host` header of the request; a second one is a trick. */
  readonly hosts: readonly string[];
  readonly token: string | undefined;
  readonly contentType: string | undefined;
  readonly transferEncoding: string | undefined;
  readonly remoteAddress: string | undefined;
}

/** What the guard knows about itself. */
export interface GuardIdentity {
  /** For example `127.0.0.1:51234`. */
  readonly host: string;
  readonly token: string;
  readonly closed: boolean;
}

export type RefusalReason =
  /** Came after the run. */
  | 'closed'
  /** Came from another machine. */
  | 'not-loopback'
  /** Was meant for another host: a proxy request, or a web page that makes its name point to this computer. */
  | 'wrong-host'
  | 'wrong-token'
  /** A call that an upload does not need. */
  | 'not-allowed'
  /** Not HTTP, or HTTP that can be read in two ways. */
  | 'malformed'
  /** The upload of a file that nobody asked for. */
  | 'unexpected-file'
  /** An upload that says or holds something else than the file that was asked for. */
  | 'unexpected-form';

export type Decision =
  | { readonly kind: 'forward' }
  | { readonly kind: 'upload'; readonly boundary: string }
  | { readonly kind: 'answer'; readonly body: string }
  | { readonly kind: 'refuse'; readonly reason: RefusalReason; readonly expected: boolean };

const FORWARDED = new Set([
  '/api/server/ping',
  '/api/server/about',
  '/api/server/version',
  '/api/server/features',
  '/api/server/config',
  '/api/server/media-types',
  '/api/users/me',
]);

/**
 * Listings are answered with an empty server: every checksum has been asked about before, and an uploader that knows nothing of the
 * server's assets cannot decide to replace or to merge them.
 */
const ANSWERED = new Map([
  ['GET /api/assets/statistics', { images: 0, videos: 0, total: 0 }],
  ['GET /api/albums', []],
  ['GET /api/tags', []],
  [
    'POST /api/search/metadata',
    {
      albums: { total: 0, count: 0, items: [], facets: [] },
      assets: { total: 0, count: 0, items: [], facets: [], nextPage: null },
    },
  ],
]);

/**
 * What immich-go 0.32.0 tries although it was told not to, or without being asked: it resumes jobs at the end of every run, makes a tag
 * of a sidecar's only keyword, and stacks files that share a stem and a second. None of it is needed.
 */
const EXPECTED_REFUSALS = [
  /^PUT \/api\/jobs\/[A-Za-z]+$/,
  /^PUT \/api\/tags(\/[\w-]+\/assets)?$/,
  /^POST \/api\/stacks$/,
];

export function decide(request: GuardRequest, guard: GuardIdentity): Decision {
  if (!isLoopback(request.remoteAddress)) return refuse('not-loopback');
  if (guard.closed) return refuse('closed');
  if (request.hosts.length !== 1 || request.hosts[0] !== guard.host) return refuse('wrong-host');
  if (!sameSecret(request.token ?? '', guard.token)) return refuse('wrong-token');

  // With anything else it is a matter of opinion where the body ends. Node itself refuses a length and chunks together.
  if (request.transferEncoding !== undefined && request.transferEncoding !== 'chunked') return refuse('malformed');

  const { method, target } = request;
  if (method === 'GET' && FORWARDED.has(target)) return { kind: 'forward' };
  if (method === 'POST' && target === '/api/assets') {
    const boundary = boundaryOf(request.contentType);
    return boundary === null ? refuse('malformed') : { kind: 'upload', boundary };
  }
  const answer = ANSWERED.get(`${method} ${target}`);
  if (answer !== undefined) return { kind: 'answer', body: JSON.stringify(answer) };
  return refuse('not-allowed', isExpectedRefusal(method, target));
}

function isExpectedRefusal(method: string, target: string): boolean {
  return EXPECTED_REFUSALS.some((pattern) => pattern.test(`${method} ${target}`));
}

/** True for 127.0.0.0/8, also in the form in which a socket for both families reports it, and for ::1. */
export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  return address === '::1' || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address);
}

/** The boundary of a multipart form as Go writes one; null for any other, which readers might understand in different ways. */
export function boundaryOf(contentType: string | undefined): string | null {
  return /^multipart\/form-data; *boundary=([\w-]{1,70})$/i.exec(contentType ?? '')?.[1] ?? null;
}

/** Compares without telling by its duration how much was right; the hashes make both sides equally long. */
function sameSecret(given: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(right));
}

function refuse(reason: RefusalReason, expected = false): Decision {
  return { kind: 'refuse', reason, expected };
}
