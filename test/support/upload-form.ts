/** Sends a file to a server the way immich-go does: a form in pieces, with the key in a header. */
import * as http from 'node:http';
import { Readable } from 'node:stream';

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

/** The bytes of a form around the contents of a file. */
export async function* formOf(contents: Iterable<Buffer> | AsyncIterable<Buffer>, fileName = 'IMG_1.JPG') {
  yield Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="duration"\r\n\r\n0\r\n`);
  yield Buffer.from(
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="assetData"; filename="${fileName}"\r\n` +
      'Content-Type: application/octet-stream\r\n\r\n',
  );
  yield* contents;
  yield Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
}

/** `count` pieces of 64 KiB. */
export function* pieces(count: number): Generator<Buffer> {
  const piece = Buffer.alloc(65_536, 7);
  for (let index = 0; index < count; index += 1) yield piece;
}

/** Resolves with the answer, or rejects when the connection breaks before one. */
export function sendForm(
  contents: Iterable<Buffer> | AsyncIterable<Buffer>,
  options: FormOptions,
): Promise<FormAnswer> {
  return new Promise((resolve, reject) => {
    const request = http.request(`${options.url}/api/assets`, {
      method: 'POST',
      headers: {
        'x-api-key': options.key,
        'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
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
