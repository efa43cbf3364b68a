/** The calls that immich-go makes, with its headers, its multipart form and its way of telling errors. */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import { hostname } from 'node:os';
import { basename, extname } from 'node:path';

/** The text is what the real one logs: `<call>, <method>, <address>, <status>\n<message>\n`. */
export class CallError extends Error {
  override readonly name = 'CallError';
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface FileToUpload {
  readonly path: string;
  readonly size: number;
  readonly modifiedAt: Date;
  readonly kind: 'image' | 'video';
  readonly sidecar: string | undefined;
}

export class Server {
  readonly #base: string;
  readonly #key: string;
  readonly #signal: AbortSignal;

  constructor(base: string, key: string, signal: AbortSignal) {
    this.#base = base;
    this.#key = key;
    this.#signal = signal;
  }

  /** @throws {CallError} */
  async call(name: string, method: string, path: string, body?: unknown): Promise<unknown> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    return this.#request(name, method, path, headers, async (request) => {
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** @returns the asset's id, and whether the server had it before */
  async upload(file: FileToUpload): Promise<{ readonly id: string; readonly duplicate: boolean }> {
    const name = basename(file.path);
    const boundary = randomBytes(30).toString('hex');
    const fields = {
      deviceAssetId: `${name}-${file.size}`,
      deviceId: hostname(),
      assetType: file.kind,
      fileCreatedAt: file.modifiedAt.toISOString(),
      fileModifiedAt: file.modifiedAt.toISOString(),
      isFavorite: 'false',
      fileExtension: extname(name),
      duration: '0',
      isReadOnly: 'false',
      visibility: 'timeline',
    };
    const headers = {
      accept: 'application/json',
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'x-immich-checksum': await sha1(file.path, 'base64'),
      'transfer-encoding': 'chunked',
    };
    const answer = await this.#request('AssetUpload', 'POST', '/assets', headers, async (request) => {
      const part = (head: string) => request.write(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`);
      const filePart = (field: string, title: string) =>
        part(`name="${field}"; filename="${quoted(title)}"\r\nContent-Type: application/octet-stream`);
      for (const [field, value] of Object.entries(fields)) {
        part(`name="${field}"`);
        request.write(`${value}\r\n`);
      }
      filePart('assetData', name);
      for await (const chunk of createReadStream(file.path)) {
        if (!request.write(chunk)) await Promise.race([once(request, 'drain'), once(request, 'close')]);
        if (request.destroyed) return;
      }
      request.write('\r\n');
      if (file.sidecar !== undefined) {
        filePart('sidecarData', `${name}.xmp`);
        request.write(await readFile(file.sidecar));
        request.write('\r\n');
      }
      request.end(`--${boundary}--\r\n`);
    });
    const { id, status } = answer as { id: string; status: string };
    return { id, duplicate: status === 'duplicate' };
  }

  async #request(
    name: string,
    method: string,
    path: string,
    headers: Record<string, string>,
    send: (request: http.ClientRequest) => Promise<void>,
  ): Promise<unknown> {
    const address = `${this.#base}/api${path}`;
    const failure = (detail: string) => new CallError(`${name}, ${method}, ${address}${detail}`);
    const answer = await new Promise<Answer>((resolve, reject) => {
      const start = address.startsWith('https:') ? https.request : http.request;
      const request = start(address, { method, headers: { ...headers, 'x-api-key': this.#key }, signal: this.#signal });
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
      });
      request.on('error', reject);
      send(request).catch(reject);
    }).catch((error: Error) => {
      throw failure(this.#signal.aborted ? '\nCtrl+C received. Shutting down...' : `\n${error.message}`);
    });
    if (answer.status >= 300) {
      throw failure(`, ${answer.status} ${http.STATUS_CODES[answer.status] ?? ''}\n${messageIn(answer.text)}\n`);
    }
    return answer.text === '' ? null : JSON.parse(answer.text);
  }
}

export async function sha1(path: string, encoding: 'base64' | 'hex'): Promise<string> {
  const sum = createHash('sha1');
  for await (const chunk of createReadStream(path)) sum.update(chunk);
  return sum.digest(encoding);
}

/** As Go's mime/multipart escapes a file name. */
function quoted(name: string): string {
  return name.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function messageIn(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === 'string' ? message : JSON.stringify(message ?? '');
  } catch {
    return '';
  }
}

function once(request: http.ClientRequest, event: string): Promise<void> {
  return new Promise((resolve) => request.once(event, () => resolve()));
}
