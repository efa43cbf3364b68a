/**
 * Sends one message, once. Certificates are verified as those of the server are. Redirects are not followed: the address is a secret, and where it
 * leads to is not what the person has entered.
 */
import * as http from 'node:http';
import * as https from 'node:https';
import { askSystemAfter, makeAgent, type ServerAddress } from '../immich/connections.ts';
import { connectionProblem, whyDisconnected } from '../immich/transport.ts';
import { because, type Explanation } from '../model/reasons.ts';
import { isTransientStatus, parseRetryAfter } from '../patience.ts';
import type { HookAddress } from './address.ts';
import type { Message } from './message.ts';

/** Why a message did not arrive. Nothing in it gives the address away. */
export class NotDelivered extends Error {
  override readonly name = 'NotDelivered';
  readonly reason: Explanation;
  readonly mayPass: boolean;
  /** Milliseconds that the service asked to wait; null when it did not. */
  readonly retryAfter: number | null;

  constructor(
    reason: Explanation,
    { mayPass = false, retryAfter = null }: { mayPass?: boolean; retryAfter?: number | null } = {},
  ) {
    super('A message did not arrive');
    this.reason = reason;
    this.mayPass = mayPass;
    this.retryAfter = retryAfter;
  }
}

export interface SendOptions {
  /** The way there: proxy and authorities, no headers. */
  readonly way: Pick<ServerAddress, 'certificateAuthorities' | 'proxy'>;
  readonly authorization: HookAddress['authorization'];
  /** Milliseconds for all of it. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

/** Bytes of an answer that are read. */
const MAX_ANSWER = 1_000;

/** @throws {NotDelivered} */
export async function send(message: Message, options: SendOptions): Promise<void> {
  const server = message.url.origin;
  const way = { ...options.way, url: server, headers: {} };
  const limit = AbortSignal.timeout(options.deadline);
  const signal = AbortSignal.any([options.signal, limit]);
  const once = () => exchange(message, way, options.authorization, signal);
  try {
    judge(
      await once().catch((error: unknown) => {
        if (askSystemAfter((error as { code?: string }).code ?? '', way)) return once();
        throw error;
      }),
    );
  } catch (error) {
    if (error instanceof NotDelivered) throw error;
    if (signal.aborted) throw new NotDelivered(because('no-answer-in-time'), { mayPass: true });
    const isUntrusted = connectionProblem(server, error).code === 'server-certificate';
    const why = whyDisconnected(server, error);
    throw new NotDelivered(isUntrusted ? because('certificate-not-trusted', { why }) : why, { mayPass: !isUntrusted });
  }
}

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** Its beginning. */
  readonly text: string;
}

function judge({ status, headers, text }: Answer): void {
  // Healthchecks says 200 to whatever looks like one of its addresses: https://healthchecks.io/docs/http_api/
  if (status < 300 && /^OK \(not found\)/i.test(text)) throw new NotDelivered(because('no-such-check'));
  if (status < 300) return;
  if (status < 400) throw new NotDelivered(because('leads-elsewhere'));
  if (status === 401 || status === 403) throw new NotDelivered(because('not-authorized', { status }));
  throw new NotDelivered(because('says', { status }), {
    mayPass: isTransientStatus(status),
    retryAfter: parseRetryAfter(headers['retry-after'], Date.now()),
  });
}

function exchange(
  { url, headers, body }: Message,
  way: ServerAddress,
  authorization: string | null,
  signal: AbortSignal,
): Promise<Answer> {
  const agent = makeAgent(way, {});
  const start = url.protocol === 'https:' ? https.request : http.request;
  return new Promise<Answer>((resolve, reject) => {
    const outgoing = start(url, {
      agent,
      signal,
      method: 'POST',
      headers: {
        'user-agent': 'immich-sync',
        'content-length': String(Buffer.byteLength(body)),
        ...headers,
        ...(authorization === null ? {} : { authorization }),
      },
    });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      let text = '';
      incoming.setEncoding('utf8');
      incoming.on('error', reject);
      incoming.on('data', (chunk: string) => {
        text = (text + chunk).slice(0, MAX_ANSWER);
      });
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text }));
    });
    outgoing.end(body);
  }).finally(() => agent.destroy());
}
