/**
 * Stands in for immich-go and tries everything that an uploader must not be able to do, with what immich-go is given: the address and
 * the token in its environment. Takes and ignores immich-go's arguments. Prints one line of JSON for each attempt: its name and the
 * status of the answer, or `null` when the connection was closed without one.
 */
import { createHash } from 'node:crypto';
import { realpathSync, statSync } from 'node:fs';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import * as net from 'node:net';
import { basename, isAbsolute, join } from 'node:path';
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
  const strange = Buffer.from('a file that nobody asked for');
  const upload = (name: string, fields: Readonly<Record<string, string>>) =>
    uploadRequest({ name, host, token, fileName: 'a.jpg', announced: strange, contents: strange, fields });
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
    // Forms of an upload that nobody asked for.
    upload('an upload of its own', { visibility: 'timeline' }),
    upload('a film on the server, hidden', { livePhotoVideoId: '00000000-0000-4000-8000-000000000001' }),
    upload('an upload that is locked away', { visibility: 'locked' }),
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
    socket.write(bytes, 'latin1');
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

interface Upload {
  readonly name: string;
  readonly host: string;
  readonly token: string;
  readonly fileName: string;
  /** What the announced checksum is of. */
  readonly announced: Buffer;
  readonly contents: Buffer;
  readonly fields: Readonly<Record<string, string>>;
}

function uploadRequest({ name, host, token, fileName, announced, contents, fields }: Upload): RawRequest {
  const part = (disposition: string, value: string) =>
    `--x\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${value}\r\n`;
  const file = `name="assetData"; filename="${fileName}"\r\nContent-Type: application/octet-stream`;
  const body = [
    ...Object.entries(fields).map(([field, value]) => part(`name="${field}"`, value)),
    part(file, contents.toString('latin1')),
    '--x--\r\n',
  ].join('');
  const head = [
    'POST /api/assets HTTP/1.1',
    `Host: ${host}`,
    `x-api-key: ${token}`,
    'Content-Type: multipart/form-data; boundary=x',
    `Content-Length: ${Buffer.byteLength(body, 'latin1')}`,
    `x-immich-checksum: ${createHash('sha1').update(announced).digest('hex')}`,
  ];
  return { name, bytes: [...head, '', body].join('\r\n') };
}

/** What can be tried with a file that it was given. */
async function misuses(path: string, host: string, token: string): Promise<RawRequest[]> {
  const contents = await readFile(path);
  const usual = { host, token, fileName: basename(path), announced: contents, contents };
  const precious = process.env.IMMICH_SYNC_TEST_PRECIOUS ?? '';
  return [
    uploadRequest({ ...usual, name: 'its file, hiding what is on the server', fields: { livePhotoVideoId: precious } }),
    uploadRequest({ ...usual, name: 'its file, locked away', fields: { visibility: 'locked' } }),
    uploadRequest({
      ...usual,
      name: 'its file, with other contents',
      contents: Buffer.from(contents.map((byte) => byte ^ 1)),
      fields: {},
    }),
  ];
}

export async function run(): Promise<void> {
  const { host } = new URL(process.env.IMMICH_GO_UPLOAD_SERVER ?? '');
  const token = process.env.IMMICH_GO_UPLOAD_API_KEY ?? '';
  for (const request of hostileRequests(host, token)) {
    process.stdout.write(`${JSON.stringify(await attempt(request, host))}\n`);
  }
  const folder = process.argv.at(-1) ?? '';
  if (!isAbsolute(folder) || !statSync(folder).isDirectory()) return;
  for (const found of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!found.isFile() || found.name.endsWith('.xmp')) continue;
    for (const request of await misuses(join(found.parentPath, found.name), host, token))
      process.stdout.write(`${JSON.stringify(await attempt(request, host))}\n`);
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await run();
