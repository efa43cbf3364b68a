/** Downloads against a server on loopback that cuts, redirects and lies. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InstallStep } from '../../../src/core/model/tools.ts';
import { fetchPinned } from '../../../src/core/tools/install-downloads.ts';
import type { InstallSite } from '../../../src/core/tools/install-site.ts';
import { startForwardProxy } from '../../support/forward-proxy.ts';
import { siteIn } from '../../support/tools/install-site.ts';

const FILE = randomBytes(300_000);
const sha256Of = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

let folder: string;
let server: Server;
let address: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let asked: (string | undefined)[];
let steps: InstallStep[];
let lines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'downloads-'));
  [asked, steps, lines] = [[], [], []];
  answer = whole;
  server = createServer((request, response) => {
    asked.push(request.headers.range);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const firstByte = (request: IncomingMessage) => Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);

/** As a server that can continue. */
function whole(request: IncomingMessage, response: ServerResponse): void {
  respond(request, response).end(FILE.subarray(firstByte(request)));
}

/** The beginning, then the connection is gone. */
function cut(request: IncomingMessage, response: ServerResponse, bytes = 100_000): void {
  const from = firstByte(request);
  respond(request, response).write(FILE.subarray(from, from + bytes), () => response.socket?.end());
}

function respond(request: IncomingMessage, response: ServerResponse): ServerResponse {
  const from = firstByte(request);
  const length = { 'content-length': FILE.length - from };
  const range = { 'content-range': `bytes ${from}-${FILE.length - 1}/${FILE.length}` };
  return from === 0 ? response.writeHead(200, length) : response.writeHead(206, { ...length, ...range });
}

function fetchFile(more: Partial<InstallSite> = {}, url = `${address}/tool.tar.gz`): Promise<string> {
  const site = siteIn(folder, { onLine: (line) => lines.push(line), onStep: (step) => steps.push(step), ...more });
  const activity = 'downloading-immich-go';
  return fetchPinned(site, { title: 'the tool', name: 'tool.tar.gz', url, sha256: sha256Of(FILE), activity });
}

describe('fetchPinned', () => {
  it('downloads once, and tells how far it is', async () => {
    const path = await fetchFile();
    expect(sha256Of(await readFile(path))).toBe(sha256Of(FILE));
    expect(await fetchFile()).toBe(path);
    expect(asked).toEqual([undefined]);
    const total = FILE.length;
    expect(steps[0]).toEqual({ activity: 'downloading-immich-go', bytes: { done: 0, total } });
    expect(steps.at(-1)).toEqual({ activity: 'downloading-immich-go', bytes: { done: total, total } });
  });

  it('continues what is cut short, for as long as that brings something', async () => {
    answer = cut;
    const path = await fetchFile();
    expect(sha256Of(await readFile(path))).toBe(sha256Of(FILE));
    // What is still on its way when the connection goes is lost.
    const starts = asked.map((range) => Number(/\d+/.exec(range ?? 'bytes=0-')?.[0]));
    expect(starts.length).toBeGreaterThan(2);
    expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
    expect(lines.filter((line) => line.includes('it is continued'))).toHaveLength(starts.length - 1);
  });

  it('gives up where nothing comes, and continues at the next installation', async () => {
    answer = (request, response) =>
      asked.length === 1 ? cut(request, response) : void response.writeHead(503).end('busy');
    await expect(fetchFile()).rejects.toMatchObject({ kind: 'unreachable' });
    expect(asked).toHaveLength(2);
    answer = whole;
    await fetchFile();
    expect(asked.at(-1)).toMatch(/^bytes=\d+-$/);
  });

  it('begins anew where the server cannot continue', async () => {
    answer = (request, response) => {
      if (asked.length === 1) cut(request, response);
      else response.writeHead(200, { 'content-length': FILE.length }).end(FILE);
    };
    expect(sha256Of(await readFile(await fetchFile()))).toBe(sha256Of(FILE));
  });

  it.each([100_000, FILE.length, FILE.length + 5])(
    'begins anew where what is there is of another file (%d bytes)',
    async (length) => {
      await fetchFile();
      await rm(join(folder, 'cache/tool.tar.gz'));
      await writeFile(join(folder, 'cache/tool.tar.gz.part'), randomBytes(length));
      answer = (request, response) =>
        firstByte(request) >= FILE.length ? void response.writeHead(416).end() : whole(request, response);
      expect(sha256Of(await readFile(await fetchFile()))).toBe(sha256Of(FILE));
    },
  );

  it('keeps nothing of a file with another checksum', async () => {
    answer = (_request, response) => void response.end('a page of the hotel that wants a room number');
    await expect(fetchFile()).rejects.toMatchObject({
      kind: 'wrong-file',
      message: expect.stringMatching(/^the tool has the checksum [0-9a-f]{64}, not the known one$/),
    });
    for (const name of ['tool.tar.gz', 'tool.tar.gz.part']) expect(existsSync(join(folder, 'cache', name))).toBe(false);
  });

  it.each([
    ['is full', 'disk-full', () => symlinkSync('/dev/full', join(folder, 'cache/tool.tar.gz.part'))],
    ['cannot be written to', 'folder-unusable', () => mkdirSync(join(folder, 'cache/tool.tar.gz.part'))],
  ])('does not blame the server where the disk %s', async (_what, code, spoil) => {
    answer = (request, response) => {
      spoil();
      whole(request, response);
    };
    await expect(fetchFile()).rejects.toMatchObject({ code, problem: { values: { path: `${folder}/cache` } } });
    expect(asked).toHaveLength(1);
  });

  it('follows redirects, but not for ever', async () => {
    answer = (request, response) =>
      request.url === '/tool.tar.gz'
        ? void response.writeHead(302, { location: '/moved' }).end()
        : whole(request, response);
    await fetchFile();
    await rm(join(folder, 'cache'), { recursive: true });
    answer = (_request, response) => void response.writeHead(302, { location: '/again' }).end();
    await expect(fetchFile()).rejects.toThrow(/answered 302/);
  });

  it('names who cannot be reached, and no password', async () => {
    await expect(fetchFile({}, 'http://somebody:secret@127.0.0.1:2/tool.tar.gz')).rejects.toMatchObject({
      kind: 'unreachable',
      host: '127.0.0.1:2',
      message: '127.0.0.1:2 could not be reached (ECONNREFUSED)',
    });
    expect(lines.join()).not.toContain('secret');
  });

  it('stops in the middle when it is told to, and keeps what it has', async () => {
    answer = (request, response) => void respond(request, response).write(FILE.subarray(0, 100_000));
    const stop = new AbortController();
    const onStep = ({ bytes }: InstallStep) =>
      bytes !== null && bytes.done === 100_000 && stop.abort(new Error('enough'));
    await expect(fetchFile({ signal: stop.signal, onStep })).rejects.toThrow('enough');
    answer = whole;
    await fetchFile();
    expect(asked.at(-1)).toMatch(/^bytes=\d+-$/);
  });

  it.each([
    ['the system’s', (proxy: string) => ({ findProxy: async () => proxy })],
    [
      'the environment’s',
      (proxy: string) => ({ env: { http_proxy: proxy }, findProxy: () => Promise.reject(new Error()) }),
    ],
  ])('goes through %s proxy', async (_whose, settings) => {
    const proxy = await startForwardProxy(address);
    await fetchFile(settings(proxy.address), 'http://files.example/tool.tar.gz');
    expect(proxy.asked).toEqual(['GET http://files.example/tool.tar.gz']);
  });
});
