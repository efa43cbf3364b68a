/**
 * One request passed on to the server: the body streams through with its back-pressure kept, the answer (always small) is collected
 * whole. Redirects are not followed: the key travels in a header.
 */

import type { Agent, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import * as http from 'node:http';
import * as https from 'node:https';
import { because, type Explanation, quote } from '../model/reasons.ts';
import { parseRetryAfter } from '../patience.ts';
import { FormRefused } from './guard-multipart.ts';
import { whyDisconnected } from './transport.ts';
import { causeOfNetworkError, type UploadCause } from './upload-cause.ts';

export interface ForwardTarget {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  /** Everything that is sent, the key included; nothing of the incoming request's headers is taken over by itself. */
  readonly headers: OutgoingHttpHeaders;
  readonly agent: Agent;
  /** Milliseconds without any movement after which the server counts as stuck. */
  readonly stallAfter: number;
  /** Milliseconds for making the connection. */
  readonly connectTimeout: number;
  readonly signal: AbortSignal;
  /** Called with every piece of the body. Returns what is sent in its place, maybe nothing; what it throws breaks the request off. */
  readonly rewrite: (chunk: Buffer) => Buffer;
  /** Called once the body has come, before the request is ended; what it throws breaks it off. */
  readonly onEnd: () => void;
  /** Called with every piece that is sent. Returns the milliseconds to wait before the next one. */
  readonly onChunk: (chunk: Buffer) => number;
}

export interface ForwardAnswer {
  readonly kind: 'answer';
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Milliseconds that the server asked to wait; null when it did not. */
  readonly retryAfter: number | null;
}

export interface ForwardFailure {
  readonly kind: 'failure';
  readonly cause: UploadCause;
  /** Without secrets. */
  readonly message: Explanation;
}

/** An upload's answer takes 100 bytes, the longest forwarded one (media types) 2 KB. */
const MAX_ANSWER = 1024 * 1024;

/** Never rejects. */
export function forward(incoming: IncomingMessage, target: ForwardTarget): Promise<ForwardAnswer | ForwardFailure> {
  const secure = target.url.protocol === 'https:';
  const send = secure ? https.request : http.request;
  const outgoing = send(target.url, { method: target.method, headers: target.headers, agent: target.agent });
  return new Promise((resolve) => {
    let settled = false;
    let pace: NodeJS.Timeout | undefined;
    let connect: NodeJS.Timeout | undefined;

    const settle = (result: ForwardAnswer | ForwardFailure) => {
      if (settled) return;
      settled = true;
      for (const timer of [stall, connect, pace]) clearTimeout(timer);
      target.signal.removeEventListener('abort', onStop);
      incoming.off('data', onData);
      // An unfinished request would spoil its connection for the next one.
      if (!outgoing.writableEnded || result.kind === 'failure') outgoing.destroy();
      // What is left of the body is read and thrown away: the connection's next request waits behind it.
      incoming.resume();
      // Immich answers a known checksum before the body has come. Told so in the middle of it, immich-go 0.32.0 reports a broken pipe
      // instead ("io: read/write on closed pipe"), so good news waits for the end.
      if (result.kind === 'failure' || result.status >= 300 || incoming.readableEnded) return resolve(result);
      incoming.once('end', () => resolve(result));
      incoming.once('close', () => resolve(result));
    };
    const fail = (cause: UploadCause, message: Explanation) => settle({ kind: 'failure', cause, message });
    const failWith = (error: unknown) =>
      fail(causeOfNetworkError((error as { code?: string }).code ?? ''), whyDisconnected(target.url.origin, error));
    /** Null when it is not allowed to continue. */
    const allowed = <Result>(step: () => Result): Result | null => {
      try {
        return step();
      } catch (error) {
        fail('rejected', error instanceof FormRefused ? error.reason : quote(String(error)));
        return null;
      }
    };
    const onStop = () => fail('stopped', because('upload-stopped'));

    const stall = setTimeout(() => {
      if (pace !== undefined) stall.refresh();
      else fail('timeout', because('did-not-move', { seconds: target.stallAfter / 1000 }));
    }, target.stallAfter);

    const resumeWhenFree = () => {
      stall.refresh();
      if (pace === undefined && !outgoing.writableNeedDrain) incoming.resume();
    };
    const onData = (chunk: Buffer) => {
      stall.refresh();
      const piece = allowed(() => target.rewrite(chunk));
      if (piece === null || piece.byteLength === 0) return;
      const wait = target.onChunk(piece);
      const flowing = outgoing.write(piece);
      if (wait > 0) {
        pace = setTimeout(() => {
          pace = undefined;
          resumeWhenFree();
        }, wait);
      }
      if (wait > 0 || !flowing) incoming.pause();
    };

    outgoing.on('socket', (socket) => {
      // Not before: who is there may be asked first, and has a patience of its own.
      if (settled || !socket.connecting) return;
      connect = setTimeout(() => fail('unreachable', because('connection-not-taken')), target.connectTimeout);
      socket.once(secure ? 'secureConnect' : 'connect', () => clearTimeout(connect));
    });
    outgoing.on('drain', () => {
      if (!settled) resumeWhenFree();
    });
    outgoing.on('error', failWith);
    outgoing.on('response', (answer) => {
      const status = answer.statusCode ?? 0;
      if (status >= 300 && status < 400) return fail('redirect', because('redirects-elsewhere'));
      const pieces: Buffer[] = [];
      let size = 0;
      // No new time for it: an answer that drips is none, and a few hundred bytes need no more.
      answer.on('data', (piece: Buffer) => {
        size += piece.byteLength;
        if (size > MAX_ANSWER) return fail('not-understood', because('answer-too-long'));
        pieces.push(piece);
      });
      answer.on('error', failWith);
      answer.on('end', () => {
        const contentType = answer.headers['content-type'] ?? 'application/json';
        const retryAfter = parseRetryAfter(answer.headers['retry-after'], Date.now());
        settle({ kind: 'answer', status, contentType, body: Buffer.concat(pieces).toString('utf8'), retryAfter });
      });
    });

    if (target.method === 'GET') {
      incoming.resume();
      outgoing.end();
    } else {
      incoming.on('data', onData);
      incoming.once('end', () => {
        if (settled) return;
        const isAllowed = allowed(() => {
          target.onEnd();
          return true;
        });
        if (isAllowed) outgoing.end();
      });
    }
    incoming.on('error', () => fail('stopped', because('uploader-broke-off')));
    // What has come completely but was not read to its end is lost as well.
    incoming.once('close', () => {
      if (!incoming.readableEnded) fail('stopped', because('uploader-broke-off'));
    });
    // It may have broken off while it waited for its turn.
    if (incoming.destroyed) fail('stopped', because('uploader-broke-off'));
    if (target.signal.aborted) onStop();
    else target.signal.addEventListener('abort', onStop, { once: true });
  });
}
