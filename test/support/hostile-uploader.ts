/**
 * Stands in for immich-go and tries everything that an uploader must not be able to do, with what immich-go is given: the address and
 * the token in its environment. Takes and ignores immich-go's arguments. Prints one line of JSON for each attempt: its name and the
 * status of the answer, or `null` when the connection was closed without one.
 */
import { realpathSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import * as net from 'node:net';
import { fileURLToPath } from 'node:url';

export interface HostileAttempt {
  readonly name: string;
  readonly status: number | null;
}

interface RawRequest {
  readonly name: string;
  /** Everything that is written to the connection. */
  readonly bytes: string;
}

const JSON_BODY = '{"force":true,"ids":["00000000-0000-4000-8000-000000000001"]}';

/** What is tried, for one guard. */
export function hostileRequests(host: string, token: string): RawRequest[] {
  const request = (method: string, target: string, headers: readonly string[] = [], body = JSON_BODY): string =>
    [
      `${method} ${target} HTTP/1.1`,
      ...(headers.some((header) => /^host:/i.test(header)) ? [] : [`Host: ${host}`]),
      ...(headers.some((header) => /^x-api-key:/i.test(header)) ? [] : [`x-api-key: ${token}`]),
      'Content-Type: application/json',
      ...(headers.some((header) => /^(content-length|transfer-encoding):/i.test(header))
        ? []
        : [`Content-Length: ${Buffer.byteLength(body)}`]),
      ...headers,
      '',
      body,
    ].join('\r\n');
  const plain = (method: string, target: string) => ({ name: `${method} ${target}`, bytes: request(method, target) });
  const ping = (name: string, headers: readonly string[]) => ({
    name,
    bytes: request('GET', '/api/server/ping', headers, ''),
  });
  /** A second request hidden in what one side takes for the first one's body. */
  const hidden = request('DELETE', '/api/assets');

  return [
    plain('DELETE', '/api/assets'),
    plain('PUT', '/api/assets'),
    plain('PUT', '/api/assets/copy'),
    plain('PUT', '/api/assets/00000000-0000-4000-8000-000000000001'),
    plain('PUT', '/api/assets/00000000-0000-4000-8000-000000000001/original'),
    plain('PATCH', '/api/assets/00000000-0000-4000-8000-000000000001'),
    plain('POST', '/api/albums'),
    plain('PUT', '/api/albums/00000000-0000-4000-8000-000000000002/assets'),
    plain('PATCH', '/api/albums/00000000-0000-4000-8000-000000000002'),
    plain('DELETE', '/api/albums/00000000-0000-4000-8000-000000000002'),
    plain('PUT', '/api/tags'),
    plain('PUT', '/api/jobs/thumbnailGeneration'),
    plain('POST', '/api/stacks'),
    plain('POST', '/api/trash/empty'),
    plain('POST', '/api/api-keys'),
    plain('GET', '/api/api-keys'),
    plain('POST', '/api/assets/bulk-upload-check'),
    plain('GET', '/api/search/metadata'),
    // Paths in disguise.
    plain('POST', '/api/assets/../albums'),
    plain('DELETE', '/api/server/ping/../../assets'),
    plain('POST', '/api/assets/%2e%2e/albums'),
    plain('DELETE', '/api/%61ssets'),
    plain('DELETE', '//api/assets'),
    plain('DELETE', '/api//assets'),
    plain('DELETE', '\\api\\assets'),
    plain('DELETE', '/api/assets?x=/api/server/ping'),
    plain('DELETE', '/api/assets#/api/server/ping'),
    plain('GET', '/api/server/ping%00'),
    plain('POST', '/api/assets'),
    // Other hosts, proxies and tunnels.
    plain('GET', `http://${host}/api/server/ping`),
    plain('DELETE', 'http://photos.example.org/api/assets'),
    plain('CONNECT', 'photos.example.org:443'),
    ping('another host', ['Host: photos.example.org']),
    ping('a name for this computer', [`Host: localhost:${host.split(':')[1]}`]),
    ping('two hosts', [`Host: ${host}`, 'Host: photos.example.org']),
    ping('an upgrade', ['Connection: Upgrade', 'Upgrade: websocket']),
    ping('an upgrade to HTTP/2', [
      'Connection: Upgrade, HTTP2-Settings',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABkAAQAAP__',
    ]),
    // Tokens.
    ping('no token', ['X-Api-Key:']),
    ping('a wrong token', [`x-api-key: ${'0'.repeat(64)}`]),
    ping('the token twice', [`x-api-key: ${token}`, `x-api-key: ${token}`]),
    ping('the token cut short', [`x-api-key: ${token.slice(0, -1)}`]),
    // One request that two readers would understand in two ways.
    {
      name: 'length and chunks at once',
      bytes: request(
        'POST',
        '/api/search/metadata',
        ['Content-Length: 5', 'Transfer-Encoding: chunked'],
        `0\r\n\r\n${hidden}`,
      ),
    },
    {
      name: 'chunks and length at once',
      bytes: request(
        'POST',
        '/api/search/metadata',
        ['Transfer-Encoding: chunked', 'Content-Length: 5'],
        `0\r\n\r\n${hidden}`,
      ),
    },
    {
      name: 'two lengths',
      bytes: request('POST', '/api/search/metadata', ['Content-Length: 0', `Content-Length: ${hidden.length}`], hidden),
    },
    {
      name: 'chunks under another name',
      bytes: request('POST', '/api/search/metadata', ['Transfer-Encoding: xchunked'], `0\r\n\r\n${hidden}`),
    },
    {
      name: 'a header broken by a bare line feed',
      bytes: request(
        'GET',
        '/api/server/ping',
        [`X: y\n\nDELETE /api/assets HTTP/1.1\nHost: ${host}\nx-api-key: ${token}`],
        '',
      ),
    },
    {
      name: 'a request hidden in a question without need of a body',
      bytes: request('DELETE', '/api/assets', [], hidden),
    },
    { name: 'no HTTP at all', bytes: 'DELETE everything, please\r\n\r\n' },
  ];
}

/** Writes the bytes and reads the status of the first answer. */
async function attempt({ name, bytes }: RawRequest, host: string): Promise<HostileAttempt> {
  const [hostname = '', port] = host.split(':');
  const socket = net.connect(Number(port), hostname);
  let answer = '';
  try {
    socket.setTimeout(5_000, () => socket.destroy());
    socket.write(bytes);
    for await (const piece of socket) {
      answer += String(piece);
      if (answer.includes('\r\n\r\n')) break;
    }
  } catch {
    // A broken connection is an answer as well.
  }
  socket.destroy();
  const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1];
  return { name, status: status === undefined ? null : Number(status) };
}

/** Makes a program that can be started in immich-go's place: one file, without arguments of its own. */
export async function installHostileUploader(path: string): Promise<string> {
  await writeFile(
    path,
    `#!${process.execPath}\nawait import(${JSON.stringify(import.meta.url)}).then((m) => m.run());\n`,
  );
  await chmod(path, 0o700);
  return path;
}

export async function run(): Promise<void> {
  const { host } = new URL(process.env.IMMICH_GO_UPLOAD_SERVER ?? '');
  const token = process.env.IMMICH_GO_UPLOAD_API_KEY ?? '';
  for (const request of hostileRequests(host, token)) {
    process.stdout.write(`${JSON.stringify(await attempt(request, host))}\n`);
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await run();
