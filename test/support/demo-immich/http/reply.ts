import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/** What a route answers; written to the wire in one place, so that ordered faults can break any of them. */
export type Reply =
  | { readonly kind: 'empty'; readonly status: number }
  | {
      readonly kind: 'json';
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Record<string, string>;
    }
  | {
      readonly kind: 'bytes';
      readonly status: number;
      readonly contentType: string;
      readonly bytes: Buffer;
      readonly headers?: Record<string, string>;
    }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly size: number;
      readonly contentType: string;
      readonly headers?: Record<string, string>;
    };

export const json = (body: unknown, status = 200): Reply => ({ kind: 'json', status, body });
export const empty = (): Reply => ({ kind: 'empty', status: 204 });
export const html = (text: string): Reply => ({
  kind: 'bytes',
  status: 200,
  contentType: 'text/html; charset=utf-8',
  bytes: Buffer.from(text),
  headers: { 'content-security-policy': "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'" },
});

/** A reply as bytes on their way: head, length and a stream. Files are streamed, never held in memory. */
export interface PreparedReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes of the body. */
  readonly length: number;
  readonly body: () => Readable;
}

export function prepare(reply: Reply): PreparedReply {
  switch (reply.kind) {
    case 'empty':
      return { status: reply.status, headers: {}, length: 0, body: () => Readable.from([]) };
    case 'json': {
      const bytes = Buffer.from(JSON.stringify(reply.body));
      return {
        status: reply.status,
        headers: { 'content-type': 'application/json; charset=utf-8', ...reply.headers },
        length: bytes.length,
        body: () => Readable.from([bytes]),
      };
    }
    case 'bytes':
      return {
        status: reply.status,
        headers: { 'content-type': reply.contentType, ...reply.headers },
        length: reply.bytes.length,
        body: () => Readable.from([reply.bytes]),
      };
    case 'file':
      return {
        status: 200,
        headers: { 'content-type': reply.contentType, ...reply.headers },
        length: reply.size,
        body: () => createReadStream(reply.path),
      };
    default:
      return reply satisfies never;
  }
}

/** Writes the status line and headers; 204 carries no length. */
export function writeHead(response: ServerResponse, prepared: PreparedReply, length = prepared.length): void {
  const lengthHeader = prepared.status === 204 ? {} : { 'content-length': String(length) };
  response.writeHead(prepared.status, { ...prepared.headers, ...lengthHeader });
}
