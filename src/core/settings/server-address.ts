/** What people type or paste as their server's address, made into the one form that is stored and used. */
import { isIP } from 'node:net';
import { ProblemError } from '../model/problem.ts';
import { because, type Reason } from '../model/reasons.ts';

/**
 * Returns `http(s)://host[:port][/path]` without a slash at the end.
 * Blanks around it, a query, a fragment, slashes at the end and a final `/api` are taken off. Without a scheme a private address, a name
 * without a dot, `.local` and `localhost` get `http://` (that is how a server at home answers), every other name gets `https://`.
 * @throws {ProblemError} server-address-invalid
 */
export function normaliseServerAddress(text: string): string {
  const typed = text.trim();
  const url = parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `${likelyScheme(typed)}//${typed}`);
  const isUsable =
    url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && !/\s/.test(typed);
  if (!isUsable) throw new ProblemError('server-address-invalid', { address: withoutCredentials(typed) });
  return `${url.origin}${url.pathname.replace(/(?:\/+api)*\/*$/i, '')}`;
}

/** An address with a user name and password in it, for a proxy that asks for them, taken apart. */
export interface TypedAddress {
  /** Without them; not normalised. */
  readonly address: string;
  /** The value of the header `Authorization`; null where there are none. */
  readonly authorization: string | null;
}

/** Passwords in addresses are percent-encoded; one that is not is taken as it is. Pure. */
export function takeCredentials(typed: string): TypedAddress {
  const [, scheme = '', credentials, rest = ''] =
    /^\s*([a-z][a-z0-9+.-]*:\/\/)?([^/?#\s]*)@([^@]*)$/is.exec(typed) ?? [];
  if (credentials === undefined || !credentials.includes(':')) return { address: typed, authorization: null };
  const [user = '', ...password] = credentials.split(':');
  const plain = `${decoded(user)}:${decoded(password.join(':'))}`;
  return {
    address: `${scheme}${rest}`,
    authorization: `Basic ${Buffer.from(plain, 'utf8').toString('base64')}`,
  };
}

/** Of a user name or password in an address; one that is not percent-encoded is taken as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The scheme of an address that was typed without one. */
function likelyScheme(typed: string): 'http:' | 'https:' {
  const port = /:(\d+)(?:[/?#]|$)/.exec(typed)?.[1];
  if (port === '443') return 'https:';
  if (port === '80') return 'http:';
  const host = parse(`https://${typed}`)?.hostname;
  return host !== undefined && isPrivateHost(host) ? 'http:' : 'https:';
}

/**
 * What a person should know about an address, wherever it is set, tested or used; null when all is well. Plain HTTP carries the key over
 * networks that are not the person's own, unless the host is a private one. Takes a normalised address.
 */
export function warningAbout(address: string): Reason | null {
  const url = new URL(address);
  // Names of a tailnet lead to addresses of one, over its own encrypted network.
  if (url.protocol !== 'http:' || isPrivateHost(url.hostname) || url.hostname.endsWith('.ts.net')) return null;
  return because('address-not-encrypted');
}

/** Loopback, link-local, private (RFC 1918, RFC 4193) and carrier-grade (RFC 6598, used by Tailscale) addresses, and local names. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  switch (isIP(host)) {
    case 4:
      return /^(?:127|10|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(
        host,
      );
    case 6:
      return host === '::1' || /^(?:f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/.test(host);
    default:
      return !host.includes('.') || /\.(?:local|lan|localhost|internal|home\.arpa)$/.test(host);
  }
}

function parse(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** A password inside an address must not come back in a sentence. */
const withoutCredentials = (text: string) => text.replace(/\/\/[^/]*@/, '//…@').replace(/^[^/]*@/, '…@');
