/**
 * Whether a server may have the key. Anybody’s Immich may answer at a private address, on another network for example. Without a key each tells the
 * history of its updates (`GET /server/version-history`), a row with a random id for each (server/src/schema/tables/version-history.table.ts); the oldest
 * is as old as its database and stays, also through a restored backup, so it tells one installation from another. It is no secret: who could ask the
 * person’s server can repeat it. A host whose certificate was verified can be nobody else. Pure.
 */
import { createHash } from 'node:crypto';
import { ProblemError } from '../model/problem.ts';

/** The server that has accepted the key. */
export interface KeyServer {
  /** Null where it did not tell. */
  readonly installation: string | null;
  /** Where it was met, normalised. */
  readonly addresses: readonly string[];
  /** See {@link markOf}; empty when there was no key. */
  readonly key: string;
  /** Where a person said that the server which does not tell is theirs. */
  readonly confirmed: readonly string[];
}

/** A server that answered. */
export interface Met {
  /** Normalised. */
  readonly url: string;
  readonly installation: string | null;
}

/** Tells keys apart without holding them. */
export function markOf(apiKey: string): string {
  return createHash('sha256').update(`Immich Sync ${apiKey}`).digest('hex').slice(0, 16);
}

/** Whether a certificate vouches for whoever is at an address. */
export const isVerified = (url: string) => url.startsWith('https:');

/** @param urls the addresses of the settings */
export function isServerOfKey(known: KeyServer, { url, installation }: Met, urls: readonly string[]): boolean {
  const wasMet = known.addresses.includes(url);
  if (wasMet && isVerified(url)) return true;
  if (installation !== null) return installation === known.installation;
  return known.confirmed.includes(url) || (known.installation === null && wasMet && urls.length === 1);
}

/** Whether the key is one that no server has accepted yet: a person has entered it for the addresses as they are now. */
export function isNewKey(known: KeyServer | null, apiKey: string): boolean {
  return known?.key !== markOf(apiKey);
}

/**
 * Which of the servers at all addresses may have a new key. A single address is what the person means, unless another server was met there; of two, what
 * a certificate vouches for, or both together where they lead to one installation.
 * @returns their addresses
 */
export function mayHaveNewKey(
  known: KeyServer | null,
  met: readonly Met[],
  urls: readonly string[],
): readonly string[] {
  const ofKey = known === null ? [] : met.filter((one) => isServerOfKey(known, one, urls));
  if (ofKey.length > 0) return ofKey.map(({ url }) => url);
  const free = met.filter(({ url }) => !known?.addresses.includes(url));
  if (urls.length === 1 || isOneInstallation(free)) return free.map(({ url }) => url);
  const verified = free.filter(({ url }) => isVerified(url));
  return verified.length === 1 || isOneInstallation(verified) ? verified.map(({ url }) => url) : [];
}

/** Whether several addresses lead to one server, by what is told there. */
export const isOneInstallation = (met: readonly Met[]) =>
  met.length > 1 &&
  met[0]?.installation !== null &&
  met.every(({ installation }) => installation === met[0]?.installation);

/**
 * What to say of a server that may not have the key.
 * @param trusted an address of the settings that leads to the person's server; null where none is known to
 */
export function doubtAbout(known: KeyServer | null, { url, installation }: Met, trusted: string | null): ProblemError {
  // One that does not tell may well be the previous one.
  if (installation === null) return new ProblemError('server-not-recognised', { server: url, since: 'first' });
  if (trusted !== null && trusted !== url && !known?.addresses.includes(url))
    return new ProblemError('addresses-differ', { server: url, other: trusted, email: null, wasAsked: 'no' });
  const since = known === null ? 'first' : known.addresses.includes(url) ? 'changed' : 'moved';
  return new ProblemError('server-not-recognised', { server: url, since });
}

/** What is kept once the server at an address has accepted the key. */
export function afterAccepting(known: KeyServer | null, { url, installation }: Met, apiKey: string): KeyServer {
  const key = markOf(apiKey);
  if (known === null) return { installation, addresses: [url], key, confirmed: [] };
  const isConfirmed = installation === null && known.confirmed.includes(url);
  const isSameServer = isConfirmed || known.installation === installation;
  const isSameKey = known.key === key;
  return {
    installation: isConfirmed ? known.installation : installation,
    addresses: [...(isSameServer && isSameKey ? known.addresses.filter((other) => other !== url) : []), url],
    key,
    confirmed: isSameServer || isSameKey ? known.confirmed : [],
  };
}

/**
 * What is kept once a person has said that the server at an address is theirs. One that tells takes the place of the one before; one that does not is taken
 * for the same as at the other addresses.
 * @param apiKey null when there is none now: the next one may go there
 */
export function afterConfirming(known: KeyServer | null, { url, installation }: Met, apiKey: string | null): KeyServer {
  const key = apiKey === null ? '' : markOf(apiKey);
  const before = known?.key === key ? known : null;
  const confirmed = before?.confirmed.filter((other) => other !== url) ?? [];
  if (installation !== null) return { installation, addresses: [url], key, confirmed };
  const others = before?.addresses.filter((other) => other !== url) ?? [];
  return {
    installation: before?.installation ?? null,
    addresses: [...others, url],
    key,
    confirmed: [...confirmed, url],
  };
}
