/**
 * One HTTP request to the Immich server and what its failures mean. Redirects are never followed: the key travels in a header and must
 * not reach another host, and a redirected upload loses its body.
 */
import * as http from 'node:http';
import * as https from 'node:https';
import { StringDecoder } from 'node:string_decoder';
import { rootCertificates } from 'node:tls';
import { ProblemError } from '../problem.ts';
import { TransientFault } from '../retry.ts';

/** Where the server is and how to reach it. */
export interface ServerAddress {
  /** The address without `/api` and without a trailing slash, for example `https://photos.example.org`. */
  readonly url: string;
  /** Headers that a proxy in front of the server asks for. */
  readonly headers: Readonly<Record<string, string>>;
  /** PEM certificates that are trusted besides the system's own. */
  readonly certificateAuthorities: readonly string[];
}

export interface ServerRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below `/api`, for example `/server/ping`. */
  readonly path: string;
  readonly apiKey: string | null;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without any byte from the server; 60,000 if not given. */
  readonly timeout?: number;
  /** Bytes of an answer that is worth waiting for; a longer one is broken off with {@link AnswerTooLong}. */
  readonly longestAnswer?: number;
}

/** The answer is longer than whoever asked wanted to read. */
export class AnswerTooLong extends Error {
  override readonly name = 'AnswerTooLong';
}

export interface ServerAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

const DEFAULT_TIMEOUT = 60_000;
/** An answer to a page of 1,000 items is about 1 MB; more than this is not an answer of Immich. */
const LARGEST_ANSWER = 64 * 1024 * 1024;

/** Sends requests over kept-alive connections to one server. */
export class Transport {
  readonly address: ServerAddress;
  readonly #agent: http.Agent;

  constructor(address: ServerAddress) {
    this.address = address;
    this.#agent = makeAgent(address);
  }

  /**
   * @throws {ProblemError} server-unreachable (a {@link TransientFault}), server-certificate, server-redirects or stopped. A status of
   * 400 and above is an answer, not an exception.
   * @throws {AnswerTooLong} only where `longestAnswer` is given.
   */
  async send(request: ServerRequest): Promise<ServerAnswer> {
    const answer = await this.#exchange(request);
    if (answer.status >= 300 && answer.status < 400) {
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
      const onAbort = () => outgoing.destroy(stopped());
      const fail = (error: unknown) => {
        signal?.removeEventListener('abort', onAbort);
        const isPlain = error instanceof ProblemError || error instanceof AnswerTooLong;
        reject(isPlain ? error : connectionProblem(this.address.url, error));
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      outgoing.setTimeout(request.timeout ?? DEFAULT_TIMEOUT, () =>
        outgoing.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })),
      );
      outgoing.on('error', fail);
      outgoing.on('response', (incoming) => {
        const decoder = new StringDecoder('utf8');
        let text = '';
        let size = 0;
        incoming.on('data', (chunk: Buffer) => {
          size += chunk.byteLength;
          if (request.longestAnswer !== undefined && size > request.longestAnswer)
            outgoing.destroy(new AnswerTooLong());
          else if (size > LARGEST_ANSWER)
            outgoing.destroy(Object.assign(new Error('the answer is too large'), { code: 'ETOOLARGE' }));
          text += decoder.write(chunk);
        });
        incoming.on('aborted', () =>
          fail(Object.assign(new Error('the connection broke off'), { code: 'ECONNRESET' })),
        );
        incoming.on('error', fail);
        incoming.on('end', () => {
          signal?.removeEventListener('abort', onAbort);
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text: text + decoder.end(),
          });
        });
      });
      outgoing.end(body ?? undefined);
    });
  }
}

function makeAgent(address: ServerAddress): http.Agent {
  const options = { keepAlive: true, maxSockets: 8 };
  if (!address.url.startsWith('https:')) return new http.Agent(options);
  const { certificateAuthorities } = address;
  // Naming authorities replaces Node's own list, so that goes along.
  return new https.Agent(
    certificateAuthorities.length === 0
      ? options
      : { ...options, ca: [...rootCertificates, ...certificateAuthorities] },
  );
}

/** Turns a network error into words. */
export function connectionProblem(server: string, error: unknown): ProblemError {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (isCertificateError(code))
    return new ProblemError(
      'server-certificate',
      { server, reason: certificateReason(code, message) },
      { cause: error },
    );
  return new TransientFault('server-unreachable', { server, reason: networkReason(code, message) }, { cause: error });
}

function isCertificateError(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|UNABLE_TO_GET_ISSUER/.test(code);
}

function certificateReason(code: string, message: string): string {
  if (code === 'CERT_HAS_EXPIRED') return 'it has expired';
  if (/SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/.test(code)) return 'its issuer is unknown to this computer';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'it is made out for another name';
  return message || code;
}

function networkReason(code: string, message: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens at that address';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the name is not known on this network';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      // macOS answers "no route to host" when an app may not use the local network.
      return 'there is no way to it from here; on a Mac also check Privacy & Security › Local Network';
    case 'ETIMEDOUT':
      return 'no answer in time';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'the connection broke off';
    default:
      return message || code || 'unknown reason';
  }
}

function redirectTarget(answer: ServerAnswer, from: string): string {
  const location = answer.headers.location;
  if (location === undefined || !URL.canParse(location, from)) return 'another address';
  const target = new URL(location, from);
  return `${target.origin}${target.pathname.replace(/\/api(\/.*)?$/, '').replace(/\/$/, '')}`;
}
