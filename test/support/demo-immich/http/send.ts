import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { ApiVersion } from '../api-version.ts';
import { ApiError, errorBody } from './api-error.ts';
import { beBusy } from './busy.ts';
import type { Fault } from './faults.ts';
import { html, json, prepare, type Reply, writeHead } from './reply.ts';
import { discard, portions, throttle } from './request-body.ts';

/** One request and its answer on the wire. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Fires when the server stops. */
  readonly signal: AbortSignal;
}

async function closed(response: ServerResponse): Promise<void> {
  if (!response.closed) await once(response, 'close');
}

export function refusal(error: unknown, apiVersion: ApiVersion): Reply {
  const known = error instanceof ApiError ? error : new ApiError(500, 'Internal server error');
  const { body, correlationId } = errorBody(known, apiVersion);
  return { kind: 'json', status: known.status, body, headers: { 'x-correlation-id': correlationId } };
}

/** What an ordered fault does before the work. Null: continue; a reply: this instead of the work; `'broken'`: no answer at all. */
export async function strikeBefore(
  fault: Fault | null,
  exchange: Exchange,
  apiVersion: ApiVersion,
): Promise<Reply | 'broken' | null> {
  const { request, response, signal } = exchange;
  switch (fault?.kind) {
    case 'status': {
      if (!fault.early) await discard(request);
      if (fault.retryAfter !== undefined) response.setHeader('retry-after', fault.retryAfter);
      if (fault.body === undefined)
        return refusal(new ApiError(fault.status, `Ordered fault ${fault.status}`), apiVersion);
      return json(fault.body, fault.status);
    }
    case 'html':
      await discard(request);
      return html(fault.text ?? '<!doctype html><title>Welcome</title><p>Please sign in to this network.');
    case 'redirect':
      return {
        kind: 'bytes',
        status: fault.status ?? 302,
        contentType: 'text/plain',
        bytes: Buffer.alloc(0),
        headers: { location: fault.location },
      };
    case 'delay':
      await wait(fault.milliseconds, undefined, { signal });
      return null;
    case 'busy':
      await beBusy(fault, signal);
      return null;
    case 'stall':
      if (fault.when === 'after') return null;
      await closed(response);
      return 'broken';
    case 'reset':
      if (fault.when !== 'before-body') return null;
      request.socket.resetAndDestroy();
      return 'broken';
    default:
      return null;
  }
}

/** Writes the reply, as an ordered fault lets it. */
export async function send(reply: Reply, fault: Fault | null, exchange: Exchange): Promise<void> {
  const { request, response, signal } = exchange;
  if (response.closed || response.destroyed) return;
  const prepared = prepare(reply);
  if (fault?.kind === 'stall') {
    await closed(response);
    return;
  }
  if (fault?.kind === 'reset') {
    if (fault.when === 'mid-response') {
      writeHead(response, prepared);
      for await (const chunk of prepared.body()) {
        const half = Buffer.from(chunk).subarray(0, Math.floor(chunk.length / 2));
        await new Promise<void>((resolve) => response.write(half, () => resolve()));
        break;
      }
    }
    request.socket.resetAndDestroy();
    return;
  }
  if (fault?.kind === 'truncated-json' && reply.kind === 'json') {
    const text = Buffer.from(JSON.stringify(reply.body));
    const half = text.subarray(0, Math.floor(text.length / 2));
    writeHead(response, prepared, half.length);
    response.end(half);
    return;
  }
  writeHead(response, prepared);
  if (fault?.kind === 'drip') {
    const portion = Math.max(1, Math.floor(fault.bytesPerSecond / 20));
    await pipeline(prepared.body(), portions(portion), throttle(fault.bytesPerSecond, signal), response);
  } else {
    await pipeline(prepared.body(), response);
  }
}
