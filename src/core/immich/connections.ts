/**
 * How connections to the server are made, for our own calls and for the guard's. Certificates are always verified, whatever the
 * environment says: the key goes over these connections. Trusted are the authorities that come with Node, those of `NODE_EXTRA_CA_CERTS`, those
 * of the settings and, where these do not do, the system's (on a Mac those of the keychain).
 */
import * as http from 'node:http';
import * as https from 'node:https';
import * as tls from 'node:tls';
import type { ClientCertificate } from '../secrets/connection-secrets.ts';
import { secureContextWith } from './client-certificate.ts';
import { RecognisingAgent, type Recognition } from './recognition.ts';

/** Where the server is and how to reach it. */
export interface ServerAddress {
  /** The address without `/api` and without a trailing slash, for example `https://photos.example.org`. */
  readonly url: string;
  /** Headers that a proxy in front of the server asks for. */
  readonly headers: Readonly<Record<string, string>>;
  /** PEM certificates that are trusted besides the system's own. */
  readonly certificateAuthorities: readonly string[];
  /** What the server knows this Mac by; none if not given. */
  readonly clientCertificate?: ClientCertificate | null;
  /** The proxy that leads there, `http://host:port`; none if not given. */
  readonly proxy?: string | null;
  /** Asked before each connection by plain http; none if not given. A certificate vouches for the others. */
  readonly recognition?: Recognition;
}

/**
 * Milliseconds for one of several addresses of a host before the next is tried. Node's own 250 lose a server at the other end of the world
 * whose name also has an IPv6 address that leads nowhere; curl tries both at a time.
 */
const ADDRESS_PATIENCE = 2_500;

/** Servers, by their address, for whose certificate the system's authorities are asked, too. */
const askedOfSystem = new Set<string>();

/** @throws {ProblemError} client-certificate-unusable, client-certificate-locked */
export function makeAgent(address: ServerAddress, options: http.AgentOptions): http.Agent {
  const { proxy = null, recognition } = address;
  const patient = {
    ...options,
    autoSelectFamilyAttemptTimeout: ADDRESS_PATIENCE,
    // Node's agents know proxies by the names of the environment's variables. A server by TLS is reached through a tunnel: no proxy sees more.
    ...(proxy === null ? {} : { proxyEnv: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy } }),
  };
  if (!address.url.startsWith('https:'))
    return recognition === undefined ? new http.Agent(patient) : new RecognisingAgent(recognition, patient);
  const authorities = [
    ...ofNode(),
    ...address.certificateAuthorities,
    ...(asksSystem(address) ? systemAuthorities() : []),
  ];
  const secureContext = secureContextWith(address.clientCertificate ?? null, authorities);
  return new https.Agent({ ...patient, secureContext, rejectUnauthorized: true });
}

/** Whether agents made from now on ask the system's authorities, too. */
export function asksSystem({ url }: ServerAddress): boolean {
  return askedOfSystem.has(url);
}

/**
 * To be called when a connection to the server has failed. The system's authorities are only read when a certificate needs them: it takes
 * some 0.3 s.
 * @param code Node's error code
 * @returns true when that may be what is missing: a new agent asks them.
 */
export function askSystemAfter(code: string, { url }: ServerAddress): boolean {
  if (!/SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/.test(code)) return false;
  askedOfSystem.add(url);
  return true;
}

/** Older Nodes know less; ours, in app and command, has all of it. */
const read = (kind: 'bundled' | 'extra' | 'system'): readonly string[] => tls.getCACertificates?.(kind) ?? [];

function ofNode(): readonly string[] {
  return [...tls.rootCertificates, ...read('extra')];
}

/** None where they cannot be read: then what Node knows has to do. */
function systemAuthorities(): readonly string[] {
  try {
    return read('system');
  } catch {
    return [];
  }
}
