import type { IncomingMessage } from 'node:http';
import { pipeline, Transform } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { z } from 'zod';
import { ApiError, badRequest, validationFailed } from './api-error.ts';
import type { Fault } from './faults.ts';

/** Real server: Express takes at most 10 MB of JSON. */
const JSON_LIMIT_BYTES = 10 * 1024 * 1024;

/** Lets bytes through at the given pace; ends at once when `signal` fires. */
export function throttle(bytesPerSecond: number, signal: AbortSignal): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      wait((chunk.length / bytesPerSecond) * 1000, undefined, { signal }).then(
        () => done(null, chunk),
        () => done(new Error('stopped')),
      );
    },
    // Small portions, or one chunk of 64 KiB would arrive at once after a long silence.
    readableHighWaterMark: 1024,
    writableHighWaterMark: 1024,
  });
}

/** Cuts a stream into portions of at most `size` bytes. */
export function portions(size: number): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      for (let start = 0; start < chunk.length; start += size) this.push(chunk.subarray(start, start + size));
      done();
    },
  });
}

/** A broken connection reaches the route as an error of the stream that it reads. */
const ignoreBreak = () => undefined;

/** The request's body as the routes see it: as sent, or as an ordered fault lets it through. */
export function bodyStream(request: IncomingMessage, fault: Fault | null, signal: AbortSignal): NodeJS.ReadableStream {
  if (fault?.kind === 'drip') {
    const portion = Math.max(1, Math.floor(fault.bytesPerSecond / 20));
    return pipeline(request, portions(portion), throttle(fault.bytesPerSecond, signal), ignoreBreak);
  }
  if (fault?.kind === 'reset' && fault.when === 'mid-request') {
    let left = fault.afterBytes ?? 1;
    const cut = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        left -= chunk.length;
        if (left > 0) {
          done(null, chunk);
          return;
        }
        request.socket.resetAndDestroy();
        done(new Error('reset by order'));
      },
    });
    return pipeline(request, cut, ignoreBreak);
  }
  return request;
}

/** Reads and forgets, so that the connection stays usable for an answer. Ends quietly when the connection breaks. */
export async function discard(body: NodeJS.ReadableStream): Promise<void> {
  try {
    for await (const _chunk of body);
  } catch {
    // The caller went away; there is nobody left to answer.
  }
}

/**
 * Reads a JSON body. Real server: no body counts as `{}`; broken JSON gets 400, more than 10 MB 413.
 * @throws ApiError
 */
export async function readJson(body: NodeJS.ReadableStream): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > JSON_LIMIT_BYTES) throw new ApiError(413, 'request entity too large');
    chunks.push(bytes);
  }
  if (size === 0) return {};
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw badRequest(error instanceof Error ? error.message : 'Unexpected token in JSON');
  }
}

/** @throws ApiError 400 with the validator's issues, as the real server. */
export function validate<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) throw validationFailed(result.error.issues);
  return result.data;
}
