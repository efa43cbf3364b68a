/**
 * One HTTP request to the Immich server and what its failures mean. Redirects are never followed: the key travels in a header and must
 * not reach another host, and a redirected upload loses its body.
 */

import * as http from 'node:http';
import * as https from 'node:https';
import { becauseOf, ProblemError } from '../model/problem.ts';
import { because, type Explanation, quote } from '../model/reasons.ts';
import { TransientFault } from '../patience.ts';
import { isPrivateHost } from '../settings/server-address.ts';
import { AnswerReader, AnswerUnreasonable } from './answer-reader.ts';
import { askSystemAfter, asksSystem, makeAgent, type ServerAddress } from './connections.ts';

/** A call without its limits. */
export interface ServerCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below `/api`, for example `/server/ping`. */
  readonly path: string;
  readonly apiKey: string | null;
  /** Sent as JSON. */
  readonly body?: unknown;
}

export interface ServerRequest extends ServerCall {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without any byte from the server; 60,000 if not given. */
  readonly timeout?: number;
  /** Milliseconds for the whole call, however much the server moves. */
  readonly deadline: number;
  /** Bytes of the answer at most. */
  readonly longestAnswer: number;
  /**
   * Takes the body of an answer with status 200 piece by piece instead of its being kept; then {@link ServerAnswer.text} is empty.
   * @returns milliseconds to wait before more is read
   */
  readonly onBody?: ((chunk: Buffer) => number) | undefined;
}

export interface ServerAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

const DEFAULT_TIMEOUT = 60_000;

/** Sends requests over kept-alive connections to one server. */
export class Transport {
  readonly address: ServerAddress;
  #agent: http.Agent;

  constructor(address: ServerAddress) {
    this.address = address;
    this.#agent = this.#makeAgent();
  }

  /**
   * @throws {ProblemError} server-unreachable (a {@link TransientFault}), server-certificate, server-redirects or stopped. A status of
   * 400 and above is an answer, not an exception.
   * @throws {AnswerUnreasonable} for an answer that is longer than was asked for, or nested deeper than any of Immich's.
   */
  async send(request: ServerRequest): Promise<ServerAnswer> {
    const answer = await this.#exchangeTrusting(request).catch((error: unknown) => {
      const isPlain = error instanceof ProblemError || error instanceof AnswerUnreasonable;
      throw isPlain ? error : connectionProblem(this.address.url, error);
    });
    if (answer.status >= 300 && answer.status < 400) {
      const login = loginPage(answer, this.address.url);
      if (login !== null)
        throw new ProblemError('server-login-page', {
          server: this.address.url,
          reason: because('login-page-at', { host: login }),
        });
      throw new ProblemError('server-redirects', {
        server: this.address.url,
        target: redirectTarget(answer, this.address.url),
      });
    }
    return answer;
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Once more with the system's authorities where those at hand do not do: nothing was sent over a connection that is not trusted. */
  async #exchangeTrusting(request: ServerRequest): Promise<ServerAnswer> {
    const hasAskedSystem = asksSystem(this.address);
    try {
      return await this.#exchange(request);
    } catch (error) {
      if (hasAskedSystem || !askSystemAfter((error as { code?: string }).code ?? '', this.address)) throw error;
      this.#agent.destroy();
      this.#agent = this.#makeAgent();
      return this.#exchange(request);
    }
  }

  #makeAgent(): http.Agent {
    return makeAgent(this.address, { keepAlive: true, maxSockets: 8 });
  }

  /** Rejects with what the connection met. */
  #exchange(request: ServerRequest): Promise<ServerAnswer> {
    const url = new URL(`${this.address.url}/api${request.path}`);
    const body = request.body === undefined ? null : Buffer.from(JSON.stringify(request.body));
    const headers: Record<string, string> = { accept: 'application/json', ...this.address.headers };
    if (request.apiKey !== null) headers['x-api-key'] = request.apiKey;
    if (body !== null) {
      headers['content-type'] = 'application/json';
      headers['content-length'] = String(body.byteLength);
    }
    const { signal } = request;
    const stopped = () => new ProblemError('stopped');
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(stopped());
      const send = url.protocol === 'https:' ? https.request : http.request;
      const outgoing = send(url, { method: request.method, headers, agent: this.#agent });
      const breakOff = (code: string) => () => outgoing.destroy(Object.assign(new Error(code), { code }));
      const onAbort = () => outgoing.destroy(stopped());
      // Bytes that never come to an end keep a connection busy, but are no answer.
      const deadline = setTimeout(breakOff('ETIMEDOUT'), request.deadline);
      const settle = () => {
        clearTimeout(deadline);
        signal?.removeEventListener('abort', onAbort);
      };
      const fail = (error: unknown) => {
        settle();
        reject(error);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      outgoing.setTimeout(request.timeout ?? DEFAULT_TIMEOUT, breakOff('ETIMEDOUT'));
      outgoing.on('error', fail);
      outgoing.on('response', (incoming) => {
        const reader = new AnswerReader(request.longestAnswer);
        const { onBody } = request;
        incoming.on('data', (chunk: Buffer) => {
          if (onBody !== undefined && incoming.statusCode === 200) {
            const wait = onBody(chunk);
            if (wait === 0) return;
            incoming.pause();
            setTimeout(() => incoming.resume(), wait);
            return;
          }
          const trouble = reader.push(chunk);
          if (trouble !== null) outgoing.destroy(trouble);
        });
        incoming.on('aborted', () => fail(Object.assign(new Error('broken off'), { code: 'ECONNRESET' })));
        incoming.on('error', fail);
        incoming.on('end', () => {
          settle();
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text: reader.text() });
        });
      });
      outgoing.end(body ?? undefined);
    });
  }
}

/** What a network error means for a person. */
export function connectionProblem(
  server: string,
  error: unknown,
  platform: NodeJS.Platform = process.platform,
): ProblemError {
  const { code = '', message = '', address } = error as { code?: string; message?: string; address?: string };
  const alert = alertOf(message);
  if (alert !== null && ABOUT_OUR_CERTIFICATE.has(alert))
    return new ProblemError(
      'client-certificate-needed',
      {
        server,
        reason: because(alert === NO_CERTIFICATE || alert === 40 ? 'wants-certificate' : 'refuses-certificate'),
      },
      { cause: error },
    );
  if (isCertificateError(code))
    return new ProblemError(
      'server-certificate',
      { server, reason: certificateReason(code, message) },
      { cause: error },
    );
  if (platform === 'darwin' && REFUSED_BY_MACOS.has(code) && isPrivateHost(address ?? new URL(server).hostname))
    return new TransientFault('local-network-refused', { server }, { cause: error });
  return new TransientFault('server-unreachable', { server, reason: networkReason(code, message) }, { cause: error });
}

/** The same as the reason of a failed upload. */
export function whyDisconnected(server: string, error: unknown): Explanation {
  const { problem } = error instanceof ProblemError ? error : connectionProblem(server, error);
  const { reason } = (problem.values ?? {}) as { readonly reason?: Explanation };
  return reason === undefined || problem.code === 'server-not-immich' ? becauseOf(problem) : reason;
}

/**
 * What a program meets that may not use the local network, also while macOS is still asking (Apple's TN3179): there is no route to an address, and a
 * name of Bonjour is not known.
 */
const REFUSED_BY_MACOS: ReadonlySet<string> = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND']);

function isCertificateError(code: string): boolean {
  // A stranger to TLS has no certificate at all.
  if (isWrongScheme(code)) return false;
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|UNABLE_TO_GET_ISSUER/.test(code);
}

function certificateReason(code: string, message: string): Explanation {
  if (code === 'CERT_HAS_EXPIRED') return because('expired-certificate');
  if (/SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/.test(code)) return because('unknown-issuer');
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return because('certificate-of-another-name');
  return quote(message || code);
}

/** The number of the TLS alert with which the server has broken off (RFC 8446, 6.2), as OpenSSL and BoringSSL end their messages; null for none. */
function alertOf(message: string): number | null {
  const number = /SSL alert number (\d+)/.exec(message)?.[1];
  return number === undefined ? null : Number(number);
}

const NO_CERTIFICATE = 116;
/**
 * What a server says about the certificate of whoever connects: none was sent (116; in TLS 1.2 a handshake failure, 40, which says no more), or one
 * that it does not take: bad, unsupported, revoked, expired, unknown, of an unknown authority.
 */
const ABOUT_OUR_CERTIFICATE: ReadonlySet<number> = new Set([NO_CERTIFICATE, 40, 42, 43, 44, 45, 46, 48]);
/** Protocol version, and too weak ones. */
const NO_COMMON_ENCRYPTION: ReadonlySet<number> = new Set([70, 71]);

const isWrongScheme = (code: string) =>
  code === 'EPROTO' || /^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)/.test(code);

function networkReason(code: string, message: string): Explanation {
  if (NO_COMMON_ENCRYPTION.has(alertOf(message) ?? 0)) return because('no-common-encryption');
  if (isWrongScheme(code)) return because('no-https-there');
  switch (code) {
    case 'ECONNREFUSED':
      return because('nothing-listens');
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return because('unknown-name');
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return because('no-way-there');
    case 'ETIMEDOUT':
      return because('no-answer-in-time');
    case 'ECONNRESET':
    case 'EPIPE':
      return because('connection-lost');
    default:
      return message || code ? quote(message || code) : because('unknown');
  }
}

/** Where proxies that want a login first send everything: Cloudflare Access, Authelia, Authentik, oauth2-proxy, Pomerium. */
const LOGIN =
  /\/cdn-cgi\/access\/|[/.](?:log-?in|sign-?in|auth|oauth2?|sso|outpost\.goauthentik\.io)\b|[?&](?:rd|redirect_uri|rm)=/i;

/** The host of the login page to which an answer leads; null when it leads elsewhere. */
function loginPage({ headers: { location } }: ServerAnswer, from: string): string | null {
  if (location === undefined || !URL.canParse(location, from)) return null;
  const target = new URL(location, from);
  const isLogin = LOGIN.test(`${target.pathname}${target.search}`) || /^(?:auth|login|sso)\./i.test(target.hostname);
  return isLogin ? target.host : null;
}

/** Null where the answer does not name it. */
function redirectTarget(answer: ServerAnswer, from: string): string | null {
  const location = answer.headers.location;
  if (location === undefined || !URL.canParse(location, from)) return null;
  const target = new URL(location, from);
  return `${target.origin}${target.pathname.replace(/\/api(\/.*)?$/, '').replace(/\/$/, '')}`;
}
