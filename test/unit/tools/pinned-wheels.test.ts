import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InstallSite } from '../../../src/core/tools/install-site.ts';
import { unpackPinnedWheel } from '../../../src/core/tools/pinned-wheels.ts';
import { siteIn } from '../../support/tools/install-site.ts';

/** A wheel of two files, `t/__init__.py` and the program `t-1.0.data/scripts/t`. */
const WHEEL = Buffer.from(
  'UEsDBBQAAAAIAAAAIQCDFtyMAwAAAAEAAAANAAAAdC9fX2luaXRfXy5weasAAFBLAwQUAAAACAAAACEAedQ/FxcAAAAVAAAAFAAAAHQtMS4wLmRhdGEvc2NyaXB0cy90U1bUT8rM0y/O4EpNzshXyEjNycnnAgBQSwECFAMUAAAACAAAACEAgxbcjAMAAAABAAAADQAAAAAAAAAAAAAApIEAAAAAdC9fX2luaXRfXy5weVBLAQIUAxQAAAAIAAAAIQB51D8XFwAAABUAAAAUAAAAAAAAAAAAAADtgS4AAAB0LTEuMC5kYXRhL3NjcmlwdHMvdFBLBQYAAAAAAgACAH0AAAB3AAAAAAA=',
  'base64',
);
/** One with a file that leads out of the folder. */
const ESCAPING = Buffer.from(
  'UEsDBBQAAAAIAAAAIQCDFtyMAwAAAAEAAAAKAAAALi4vb3V0c2lkZasAAFBLAQIUAxQAAAAIAAAAIQCDFtyMAwAAAAEAAAAKAAAAAAAAAAAAAACkgQAAAAAuLi9vdXRzaWRlUEsFBgAAAAABAAEAOAAAACsAAAAAAA==',
  'base64',
);
const FILE = 't-1.0-py3-none-any.whl';

let folder: string;
let server: Server;
let address: string;
let body: Buffer;
let asked: { readonly path: string; readonly authorization: string | undefined }[];
let lines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wheels-'));
  body = WHEEL;
  asked = [];
  lines = [];
  server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push({ path, authorization: request.headers.authorization });
    if (path === '/simple/t/')
      response.end(`<a href="../../files/other.whl">o</a><a href="../../files/${FILE}#sha256=x">t</a>`);
    else if (path === `/files/${FILE}`) response.end(body);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await pin(WHEEL);
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

async function pin(bytes: Buffer): Promise<void> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const wheels = { 'darwin-arm64': { url: `${address}/files/${FILE}`, sha256 } };
  await writeFile(join(folder, 'wheels.json'), JSON.stringify({ t: { version: '1.0', wheels } }));
}

function unpack(more: Partial<InstallSite> = {}): Promise<string> {
  const site = siteIn(folder, { onLine: (line) => lines.push(line), ...more });
  return unpackPinnedWheel(site, 't', join(folder, 'out'), (path) => path.includes('/scripts/'), 'downloading-uv');
}

describe('unpackPinnedWheel', () => {
  it('unpacks what is wanted, programs as programs', async () => {
    expect(await unpack()).toBe('1.0');
    expect(await readdir(join(folder, 'out'))).toEqual(['t-1.0.data']);
    const program = join(folder, 'out/t-1.0.data/scripts/t');
    expect(await readFile(program, 'utf8')).toContain('echo hello');
    expect((await stat(program)).mode & 0o777).toBe(0o755);
    expect(lines).toEqual([`Downloading ${address}/files/${FILE}`]);
  });

  it('goes on with what an earlier try has downloaded', async () => {
    await unpack();
    await unpack();
    expect(asked).toHaveLength(1);
  });

  it('downloads again what was cut short', async () => {
    await mkdir(join(folder, 'cache'));
    await writeFile(join(folder, 'cache', FILE), WHEEL.subarray(0, 50));
    expect(await unpack()).toBe('1.0');
    expect(asked).toHaveLength(1);
  });

  it('unpacks nothing that has another checksum', async () => {
    body = ESCAPING;
    await expect(unpack()).rejects.toThrow(/^t has the checksum [0-9a-f]{64}, not the known one$/);
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  it('writes nothing outside of its folder', async () => {
    body = ESCAPING;
    await pin(ESCAPING);
    await expect(unpack()).rejects.toThrow(/^t could not be unpacked: invalid relative path/);
    expect(existsSync(join(folder, 'outside'))).toBe(false);
  });

  it('asks the index that pip and uv are told to use, and names no password', async () => {
    const index = `${address.replace('//', '//somebody:secret@')}/simple`;
    expect(await unpack({ env: { PIP_INDEX_URL: index } })).toBe('1.0');
    expect(asked.map(({ path }) => path)).toEqual(['/simple/t/', `/files/${FILE}`]);
    expect(Buffer.from(asked[0]?.authorization?.split(' ')[1] ?? '', 'base64').toString()).toBe('somebody:secret');
    expect(lines.join()).not.toContain('secret');
  });

  it('says what is missing for this machine', async () => {
    await expect(unpack({ arch: 'riscv64' })).rejects.toThrow('there is no t for darwin on riscv64');
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(unpack({ signal: stop.signal })).rejects.toThrow('aborted');
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });
});
