/** Sends a file to a server the way immich-go does: a form in pieces, with the key in a header. */
import { createHash } from 'node:crypto';
import * as http from 'node:http';
import { Readable } from 'node:stream';
import type { ExpectedFile } from '../../src/core/immich/guard-form.ts';

export interface FormAnswer {
  readonly status: number;
  readonly body: string;
}

export interface FormOptions {
  readonly url: string;
  readonly key: string;
  readonly fileName?: string;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly agent?: http.Agent;
}

const BOUNDARY = '7d1f0a6cb2';
export const MODIFIED_AT = Date.UTC(2024, 2, 6, 10, 11, 12);

/** The contents of a file. */
export interface Contents extends Iterable<Buffer> {
  /** SHA-1 in hexadecimal. */
  readonly sha1: string;
  /** Bytes. */
  readonly size: number;
}

/** The bytes of a form around the contents of a file. */
export function* formOf(contents: Iterable<Buffer>, fileName = 'IMG_1.JPG') {
  yield Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="duration"\r\n\r\n0\r\n`);
  yield Buffer.from(
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="assetData"; filename="${fileName}"\r\n` +
      'Content-Type: application/octet-stream\r\n\r\n',
  );
  yield* contents;
  yield Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
}

/** `count` pieces of 64 KiB, filled with one letter. */
export function pieces(count: number, letter = 7): Contents {
  const piece = Buffer.alloc(65_536, letter);
  const all = function* () {
    for (let index = 0; index < count; index += 1) yield piece;
  };
  const hash = createHash('sha1');
  for (const each of all()) hash.update(each);
  return { [Symbol.iterator]: all, sha1: hash.digest('hex'), size: count * piece.byteLength };
}

/** What the guard is to expect of a file. */
export function expected({ sha1, size }: Contents, name = 'IMG_1.JPG'): ExpectedFile {
  return { sha1, size, name, modifiedAt: MODIFIED_AT, sidecar: null };
}

/** Resolves with the answer, or rejects when the connection breaks before one. */
export function sendForm(contents: Contents, options: FormOptions): Promise<FormAnswer> {
  return new Promise((resolve, reject) => {
    const request = http.request(`${options.url}/api/assets`, {
      method: 'POST',
      headers: {
        'x-api-key': options.key,
        'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
        'x-immich-checksum': Buffer.from(contents.sha1, 'hex').toString('base64'),
        ...options.headers,
      },
      ...(options.agent ? { agent: options.agent } : {}),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.on('error', reject);
    });
    Readable.from(formOf(contents, options.fileName)).on('error', reject).pipe(request);
  });
}
