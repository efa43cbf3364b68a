/**
 * The guard stands between the uploader and the server. The uploader knows only an address on this computer and a token for one run; the
 * guard holds the real key, lets through what an upload needs (`guard-rules.ts`) and records what it refused. So the uploader cannot
 * replace, delete, merge or pause anything on the server, whatever it tries, and no other program ever holds the key.
 */

import { randomBytes } from 'node:crypto';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { makeAgent, type ServerAddress } from './connections.ts';
import { NOT_UNDERSTOOD, retryAfterOf, storedBy, troubleOf, UNEXPECTED_FILE } from './guard-answers.ts';
import { limitBandwidth } from './guard-bandwidth.ts';
import { type ExpectedFile, UploadForm } from './guard-form.ts';
import { type ForwardAnswer, type ForwardTarget, forward } from './guard-forward.ts';
import { FormRewriter } from './guard-multipart.ts';
import { type LivePair, UploadQueue } from './guard-queue.ts';
import { type GuardListener, GuardRecords, type GuardReport } from './guard-records.ts';
import { refuse, reply, send } from './guard-replies.ts';
import { decide, type RefusalReason } from './guard-rules.ts';

export interface GuardOptions {
  readonly server: ServerAddress;
  readonly apiKey: string;
  /** Uploads that may be on their way to the server at a time; no limit if not given. */
  readonly uploadsAtATime?: number | undefined;
  /** Milliseconds that the still of a Live Photo waits for its video when nothing else is on its way; 5,000 if not given. */
  readonly pairPatience?: number | undefined;
  /** A limit for all uploads together; none if not given. */
  readonly bytesPerSecond?: number | undefined;
  /** Milliseconds without movement after which the server counts as stuck; 180,000 if not given: it may be busy with a long film. */
  readonly stallAfter?: number | undefined;
  /** Milliseconds for connecting; 20,000 if not given. */
  readonly connectTimeout?: number | undefined;
  readonly listener?: GuardListener | undefined;
}

export interface ExpectedUploads {
  readonly files: readonly ExpectedFile[];
  /** Which of them are the stills of Live Photos, and with which videos. */
  readonly pairs: readonly LivePair[];
  /** How many uploads may wait for their videos: fewer than the uploader has workers. */
  readonly mostWaiting: number;
}

export interface Guard {
  /** What the uploader is given as its server, `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** What the uploader is given as its API key: worth nothing elsewhere, and nothing after `close`. */
  readonly token: string;
  /** What may be uploaded from now on, in place of what was said before; nothing else is let through, and nothing before the first time. */
  expect(uploads: ExpectedUploads): void;
  /** Adds a listener; the returned function removes it. */
  listen(listener: GuardListener): () => void;
  report(): GuardReport;
  /** Breaks off what is under way and resolves when the port is free. */
  close(): Promise<void>;
}

/** A connection that the guard closes at the moment of its next use would cost an upload: keep them as long as a batch may pause. */
const KEEP_ALIVE = 600_000;
/** Servers commonly close idle connections after 60 s and more; Immich says 5 s, and Node's agent listens to that. */
const UPSTREAM_IDLE = 30_000;
const MAX_CALL_LENGTH = 200;
/** Characters. A shorter header is no secret, and may stand in any answer. */
const WORTH_HIDING = 8;

/**
 * Starts a guard on a free port of 127.0.0.1.
 * @throws {TypeError} when the key or a header holds characters that cannot be sent; the message does not show them.
 */
export async function startGuard(options: GuardOptions): Promise<Guard> {
  const { server: address, apiKey, stallAfter = 180_000, connectTimeout = 20_000, pairPatience = 5_000 } = options;
  http.validateHeaderValue('x-api-key', apiKey);
  for (const [name, value] of Object.entries(address.headers)) {
    http.validateHeaderName(name);
    http.validateHeaderValue(name, value);
  }

  const token = randomBytes(32).toString('hex');
  const agent = makeAgent(address, { keepAlive: true, timeout: UPSTREAM_IDLE });
  const bandwidth = options.bytesPerSecond === undefined ? null : limitBandwidth(options.bytesPerSecond);
  const queue = new UploadQueue({
    atATime: options.uploadsAtATime ?? Number.POSITIVE_INFINITY,
    patience: pairPatience,
  });
  const stopped = new AbortController();
  const records = new GuardRecords();
  if (options.listener !== undefined) records.listen(options.listener);
  let host = '';
  const hidden = Object.values(address.headers)
    .flatMap((value) => [value, value.replace(/^\w+ /, '')])
    .filter(({ length }) => length >= WORTH_HIDING);

  /**
   * A server, or a proxy before it, may repeat in an error what it was sent; key and headers must get neither into records nor to the uploader, which logs
   * what it is told.
   */
  const withoutSecrets = (text: string) =>
    hidden.reduce((left, secret) => left.replaceAll(secret, '[header]'), text.replaceAll(apiKey, '[key]'));

  const noteRefusal = (call: string, reason: RefusalReason, expected: boolean) =>
    records.refusal({ call: withoutSecrets(call), reason, expected });

  const pass = async (
    request: http.IncomingMessage,
    { headers, onChunk, rewrite, onEnd }: Pick<ForwardTarget, 'headers' | 'onChunk' | 'rewrite' | 'onEnd'>,
  ) => {
    const result = await forward(request, {
      url: new URL(address.url + request.url),
      method: request.method === 'POST' ? 'POST' : 'GET',
      headers: { accept: 'application/json', ...address.headers, ...headers, 'x-api-key': apiKey },
      agent,
      stallAfter,
      connectTimeout,
      signal: stopped.signal,
      rewrite,
      onEnd,
      onChunk,
    });
    return result.kind === 'answer' ? { ...result, body: withoutSecrets(result.body) } : result;
  };

  let files: ReadonlyMap<string, readonly ExpectedFile[]> = new Map();

  /** What the server said to the questions that the uploader asks again at every start. */
  const answers = new Map<string, ForwardAnswer>();

  const passCall = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const known = answers.get(request.url ?? '');
    if (known !== undefined) {
      request.resume();
      return reply(response, known);
    }
    const result = await pass(request, {
      headers: {},
      onChunk: () => 0,
      rewrite: (chunk) => chunk,
      onEnd: () => {},
    });
    const trouble = troubleOf(result);
    if (trouble !== null)
      records.failure({ call: callOf(request), fileName: null, ...trouble, retryAfter: retryAfterOf(result) });
    else if (result.kind === 'answer') answers.set(request.url ?? '', result);
    reply(response, result);
  };

  const passUpload = async (request: http.IncomingMessage, response: http.ServerResponse, boundary: string) => {
    const checksum = announcedChecksum(request);
    const candidates = checksum === null ? undefined : files.get(checksum);
    if (candidates === undefined) {
      noteRefusal(callOf(request), 'unexpected-file', false);
      records.failure({ call: callOf(request), fileName: null, ...UNEXPECTED_FILE, retryAfter: null });
      return refuse(request, response);
    }
    const videoId = await queue.enter(checksum);
    let createdId: string | null = null;
    try {
      createdId = await passInTurn(request, response, { boundary, videoId, candidates });
    } finally {
      queue.leave(checksum, createdId);
    }
  };

  /** @returns the remote id of the asset that the server made; null if it made none. */
  const passInTurn = async (
    request: http.IncomingMessage,
    response: http.ServerResponse,
    { boundary, videoId, candidates }: UploadInTurn,
  ): Promise<string | null> => {
    let bytes = 0;
    let isRefused = false;
    const liveVideoId = videoId !== null && UUID.test(videoId) ? videoId : null;
    const form = new UploadForm(candidates);
    const rewriter = new FormRewriter(boundary, {
      first: liveVideoId === null ? null : { name: 'livePhotoVideoId', value: liveVideoId },
      onPart: form.onPart,
    });
    const judged = <Result>(step: () => Result): Result => {
      try {
        return step();
      } catch (error) {
        isRefused = true;
        throw error;
      }
    };
    const result = await pass(request, {
      headers: {
        // Without the length: what is sent of a form may be longer or shorter than what comes.
        'content-type': `multipart/form-data; boundary=${boundary}`,
        'x-immich-checksum': request.headers['x-immich-checksum'],
      },
      rewrite: (chunk) => judged(() => rewriter.push(chunk)),
      onEnd: () =>
        judged(() => {
          rewriter.end();
          form.end();
        }),
      onChunk: (chunk) => {
        bytes += chunk.byteLength;
        records.bytes(chunk.byteLength);
        return bandwidth?.wait(chunk.byteLength, performance.now()) ?? 0;
      },
    });
    const { fileName, hasSidecar } = form;
    const stored = storedBy(result);
    const trouble = troubleOf(result) ?? (stored === null ? NOT_UNDERSTOOD : null);
    if (stored !== null) {
      const httpStatus = result.kind === 'answer' ? result.status : null;
      records.upload({ ...stored, liveVideoId, fileName, hasSidecar, bytes, httpStatus, cause: null, message: null });
    } else if (trouble !== null) {
      records.failure({ call: callOf(request), fileName, ...trouble, retryAfter: retryAfterOf(result) });
      records.upload({ fileName, hasSidecar, bytes, status: 'failed', remoteId: null, liveVideoId, ...trouble });
    }
    if (isRefused) {
      noteRefusal(callOf(request), 'unexpected-form', false);
      refuse(request, response);
      return null;
    }
    // An answer without an id makes immich-go 0.32.0 panic ("asset ID is empty"), and with it the whole batch.
    reply(response, trouble === NOT_UNDERSTOOD ? { kind: 'failure', ...NOT_UNDERSTOOD } : result);
    return stored?.status === 'created' ? stored.remoteId : null;
  };

  const handle = (request: http.IncomingMessage, response: http.ServerResponse, awaitsContinue = false) => {
    records.request();
    const decision = decide(
      {
        method: request.method ?? '',
        target: request.url ?? '',
        hosts: hostsOf(request),
        token: request.headers['x-api-key']?.toString(),
        contentType: request.headers['content-type'],
        transferEncoding: request.headers['transfer-encoding'],
        remoteAddress: request.socket.remoteAddress,
      },
      { host, token, closed: stopped.signal.aborted },
    );
    // Whatever still goes wrong here must end this request, not the program.
    const onTrouble = () => response.destroy();
    if (awaitsContinue && decision.kind !== 'refuse') response.writeContinue();
    switch (decision.kind) {
      case 'refuse':
        noteRefusal(callOf(request), decision.reason, decision.expected);
        return refuse(request, response);
      case 'answer':
        request.resume();
        return send(response, 200, 'application/json', decision.body);
      case 'forward':
        return void passCall(request, response).catch(onTrouble);
      case 'upload':
        return void passUpload(request, response, decision.boundary).catch(onTrouble);
    }
  };

  /** For what is no plain request: upgrades, tunnels, and bytes that are not HTTP or can be read in two ways. */
  const turnAway = (socket: Duplex, call: string, reason: RefusalReason) => {
    noteRefusal(call, reason, false);
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  };

  const server = http.createServer({
    // An upload may take hours; a stuck one is noticed by its lack of movement.
    requestTimeout: 0,
    headersTimeout: 30_000,
    keepAliveTimeout: KEEP_ALIVE,
    // The rules look at the host, so that a wrong one is recorded.
    requireHostHeader: false,
    noDelay: true,
  });
  server.on('request', (request, response) => handle(request, response));
  server.on('checkContinue', (request, response) => handle(request, response, true));
  server.on('checkExpectation', (request, response) => {
    noteRefusal(callOf(request), 'malformed', false);
    refuse(request, response);
  });
  server.on('upgrade', (request, socket) => turnAway(socket, callOf(request), 'not-allowed'));
  server.on('connect', (request, socket) => turnAway(socket, callOf(request), 'not-allowed'));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // A request that ends in the middle comes from an uploader that was stopped or gave up: nothing was attempted.
    const isBrokenOff = error.code === 'HPE_INVALID_EOF_STATE';
    if (error.code?.startsWith('HPE_') && !isBrokenOff) turnAway(socket, error.code, 'malformed');
    else socket.destroy();
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  host = `127.0.0.1:${port}`;

  return {
    url: `http://${host}`,
    token,
    expect: ({ files: expected, pairs, mostWaiting }) => {
      files = Map.groupBy(expected, ({ sha1 }) => sha1);
      queue.expect(pairs, mostWaiting);
    },
    listen: (listener) => records.listen(listener),
    report: () => records.report(),
    close: async () => {
      stopped.abort();
      queue.close();
      const freed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      agent.destroy();
      await freed;
    },
  };
}

/** The SHA-1 of the file that is about to come, in hexadecimal, as the uploader says; null when it says none. */
function announcedChecksum(request: http.IncomingMessage): string | null {
  const header = request.headers['x-immich-checksum'];
  if (typeof header !== 'string') return null;
  const bytes = Buffer.from(header, /^[\da-f]{40}$/i.test(header) ? 'hex' : 'base64');
  return bytes.byteLength === 20 ? bytes.toString('hex') : null;
}

/** What is put into a form must be nothing but an id. */
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

interface UploadInTurn {
  readonly boundary: string;
  /** The remote id of the video that is to be named in the form; null for none. */
  readonly videoId: string | null;
  readonly candidates: readonly ExpectedFile[];
}

/** Method and path for the records; a query could hold anything. */
function callOf(request: http.IncomingMessage): string {
  return `${request.method} ${request.url?.replace(/\?.*$/s, '')}`.slice(0, MAX_CALL_LENGTH);
}

/** Node keeps the first of several `Host` headers; here all count. */
function hostsOf({ rawHeaders }: http.IncomingMessage): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'host');
}
