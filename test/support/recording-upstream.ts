/**
 * A server that writes down everything that reaches it and answers like Immich where the uploader needs an answer. It allows everything:
 * what must not reach the server is looked for in its records, so a leak cannot hide behind a refusal.
 */
import { createHash } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import { limitBandwidth } from '../../src/core/immich/guard-bandwidth.ts';

export interface RecordedRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly bytes: number;
  /** The first 64 KiB of the body, byte for byte. */
  readonly head: Buffer;
  /** SHA-1 of the whole body, hexadecimal. */
  readonly sha1: string;
}

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void;

export interface UpstreamOptions {
  /** Takes a request over instead of the usual answer; returning true means that it did. */
  readonly intercept?: (...handler: Parameters<Handler>) => boolean;
  /** As fast as the network is that it lies behind; no limit if not given. */
  readonly bytesPerSecond?: number;
  /** Certificate and key, PEM: makes it an HTTPS server. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

export interface RecordingUpstream {
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  close(): Promise<void>;
}

const KEPT_HEAD = 65_536;

export async function startRecordingUpstream(options: UpstreamOptions = {}): Promise<RecordingUpstream> {
  const requests: RecordedRequest[] = [];
  const network = options.bytesPerSecond === undefined ? null : limitBandwidth(options.bytesPerSecond);
  let uploads = 0;

  const answer: Handler = (request, response) => {
    if (options.intercept?.(request, response)) return;
    const hash = createHash('sha1');
    const head: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      if (bytes < KEPT_HEAD) head.push(chunk.subarray(0, KEPT_HEAD - bytes));
      bytes += chunk.byteLength;
      hash.update(chunk);
      const wait = network?.wait(chunk.byteLength, performance.now()) ?? 0;
      if (wait > 0) {
        request.pause();
        setTimeout(() => request.resume(), wait);
      }
    });
    request.on('end', () => {
      const { method = '', url: target = '', headers } = request;
      requests.push({ method, target, headers, bytes, head: Buffer.concat(head), sha1: hash.digest('hex') });
      if (method === 'POST' && target === '/api/assets') uploads += 1;
      const [status, body] = usualAnswer(method, target, uploads);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  };

  const server = options.tls ? https.createServer(options.tls, answer) : http.createServer(answer);
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function usualAnswer(method: string, target: string, uploads: number): [number, unknown] {
  switch (`${method} ${target}`) {
    case 'GET /api/server/ping':
      return [200, { res: 'pong' }];
    case 'GET /api/users/me':
      return [200, { id: '11111111-1111-4111-8111-111111111111', email: 'somebody@example.org', name: 'Somebody' }];
    case 'GET /api/server/about':
      return [200, { version: 'v3.1.0', versionUrl: '', licensed: false }];
    case 'GET /api/server/media-types':
      return [200, { image: ['.heic', '.jpeg', '.jpg', '.png'], sidecar: ['.xmp'], video: ['.mov', '.mp4'] }];
    case 'POST /api/assets':
      return [201, { id: `00000000-0000-4000-8000-${String(uploads).padStart(12, '0')}`, status: 'created' }];
    // Only asked for when immich-go talks to this server without the guard.
    case 'GET /api/assets/statistics':
      return [200, { images: 0, videos: 0, total: 0 }];
    case 'GET /api/albums':
      return [200, []];
    case 'POST /api/search/metadata':
      return [200, { assets: { total: 0, count: 0, items: [], facets: [], nextPage: null } }];
    default:
      return [200, {}];
  }
}
