/** Both tools by one button, with a small uv in place of the real one and a release on loopback in place of GitHub's. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { because } from '../../../src/core/model/reasons.ts';
import { type InstallProgress, TOOLS, type ToolName } from '../../../src/core/model/tools.ts';
import { installedIn, markInstalled } from '../../../src/core/tools/private-tools.ts';
import { type SetUpOptions, setUpTools } from '../../../src/core/tools/set-up-tools.ts';
import { builtInToolSet, type ToolSet } from '../../../src/core/tools/tool-set.ts';
import { writeScript } from '../../support/stand-ins/broken/programs.ts';
import { mountSmallDisk, whyNoSmallDisk } from '../../support/sync/small-disk.ts';

const resources = join(import.meta.dirname, '../../../app/tools');
/** Nothing listens there. */
const NOBODY = 'http://127.0.0.1:2';
const noDisk = whyNoSmallDisk();
const ARCHIVE = 'immich-go_Darwin_arm64.tar.gz';

let folder: string;
let programs: string;
let into: string;
let toolSet: ToolSet;
let archive: Buffer;
let server: Server;
let github: string;
let answer: (response: ServerResponse) => void;
let asked: string[];
let progress: InstallProgress[];
let ready: ToolName[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'set up tools-'));
  [programs, into] = [join(folder, 'programs'), join(folder, 'tools')];
  [asked, progress, ready] = [[], [], []];
  await mkdir(programs);
  await writeUv();
  await writeScript(folder, 'immich-go', 'echo "immich-go version 0.32.0"');
  await promisify(execFile)('tar', ['-czf', join(folder, ARCHIVE), '-C', folder, 'immich-go']);
  archive = await readFile(join(folder, ARCHIVE));
  const builtIn = await builtInToolSet(resources);
  const sha256 = createHash('sha256').update(archive).digest('hex');
  const release = { ...builtIn['immich-go'], archives: { 'darwin-arm64': { name: ARCHIVE, sha256 } } };
  toolSet = { ...builtIn, 'immich-go': release };
  answer = (response) => void response.end(archive);
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  github = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

/** `uv venv … HOME` makes the folder, `uv pip install …` the program in it. */
function writeUv(meanwhile = ''): Promise<unknown> {
  const script = `PATH=/usr/bin:/bin
${meanwhile}
for last in "$@"; do :; done
case "$1" in
  venv) mkdir -p "$last/bin"; : > "$last/bin/python"; echo "$last" > '${folder}/uv-home' ;;
  pip) program="$(cat '${folder}/uv-home')/bin/osxphotos"
    printf '#!/bin/sh\\necho "osxphotos, version 0.77.2"\\n' > "$program"; chmod +x "$program" ;;
esac`;
  return writeScript(programs, 'uv', script);
}

function setUp(more: Partial<SetUpOptions> = {}): Promise<void> {
  return setUpTools({
    tools: TOOLS,
    into,
    resources,
    toolSet,
    folders: [programs],
    env: { HOME: folder, PATH: '/usr/bin:/bin', PIP_INDEX_URL: `${NOBODY}/simple`, IMMICH_SYNC_GITHUB_MIRROR: github },
    platform: 'darwin',
    arch: 'arm64',
    onProgress: (step) => progress.push(step),
    onReady: (tool) => ready.push(tool),
    ...more,
  });
}

async function installOlder(): Promise<void> {
  await mkdir(join(into, 'immich-go'), { recursive: true });
  await writeScript(join(into, 'immich-go'), 'immich-go', 'echo "immich-go version 0.31.0"');
  await markInstalled(into, { tool: 'immich-go', version: '0.31.0', way: 'release' });
}

describe('setting up both tools', () => {
  it('installs one after the other, with one progress', async () => {
    await setUp();
    expect(ready).toEqual(TOOLS);
    expect(await installedIn(into, 'immich-go')).toMatchObject({ way: 'release', version: '0.32.0' });
    expect(asked).toEqual([`/simulot/immich-go/releases/download/v0.32.0/${ARCHIVE}`]);
    const activities = progress.map(({ tool, activity }) => `${tool}: ${activity}`);
    expect([...new Set(activities)]).toEqual([
      'osxphotos: downloading-python',
      'osxphotos: installing-packages',
      'osxphotos: checking',
      'immich-go: downloading-immich-go',
      'immich-go: checking',
    ]);
    const fractions = progress.map(({ fraction }) => fraction);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(progress.find(({ tool }) => tool === 'immich-go')?.fraction).toBeCloseTo(0.8);
    expect(fractions.at(-1)).toBeGreaterThan(0.95);
  });

  it('asks for nothing that is there already', async () => {
    await setUp();
    await setUp();
    expect(asked).toHaveLength(1);
    expect(ready).toEqual([...TOOLS, ...TOOLS]);
  });

  it('says who cannot be reached where there is no network, and stops there', async () => {
    await rm(join(programs, 'uv'));
    await expect(setUp()).rejects.toMatchObject({
      problem: {
        code: 'tool-unreachable',
        sentence: 'osxphotos could not be downloaded, because 127.0.0.1:2 cannot be reached.',
      },
    });
    expect(asked).toEqual([]);
  });

  it('knows that uv had no network', async () => {
    const saying = 'error: Failed to fetch: `https://somebody:secret@pypi.example/simple/osxphotos/`';
    await writeUv(`[ "$1" = pip ] && { echo '${saying}' >&2; echo '  Caused by: dns error' >&2; exit 1; }`);
    const env = { HOME: folder, PATH: '/usr/bin:/bin' };
    await expect(setUp({ tools: ['osxphotos'], env, platform: 'linux', arch: 'riscv64' })).rejects.toMatchObject({
      problem: { sentence: 'osxphotos could not be downloaded, because pypi.example cannot be reached.' },
    });
  });

  it('installs nothing that is another file, and the other tool all the same', async () => {
    answer = (response) => void response.end('a page that wants a room number');
    await expect(setUp({ tools: ['immich-go', 'osxphotos'] })).rejects.toMatchObject({
      problem: {
        code: 'tool-download-wrong',
        sentence: 'immich-go was not installed, because what was downloaded is not the file that was tested.',
      },
    });
    expect(ready).toEqual(['osxphotos']);
    expect(existsSync(join(into, 'immich-go'))).toBe(false);
  });

  it('says what is wrong with the folder where nothing can be installed into it', async () => {
    await writeFile(into, 'a file');
    await expect(setUp()).rejects.toMatchObject({
      problem: { code: 'folder-unusable', values: { path: into, reason: because('file-in-place-of-folder') } },
    });
    expect(ready).toEqual([]);
  });

  it('knows that uv had no room', async () => {
    await writeUv(
      `[ "$1" = pip ] && { echo 'error: Failed to install: No space left on device (os error 28)' >&2; exit 1; }`,
    );
    await expect(setUp()).rejects.toMatchObject({
      problem: { code: 'disk-full', values: { path: join(into, 'osxphotos'), needed: expect.any(Number) } },
    });
    expect(asked).toEqual([]);
  });

  it.skipIf(noDisk !== null)('changes nothing where there is no room for it', async () => {
    into = join(await mountSmallDisk(300), 'tools');
    await installOlder();
    await expect(setUp({ platform: 'linux', arch: 'x64' })).rejects.toMatchObject({
      problem: { code: 'disk-full', values: { path: into, needed: expect.any(Number) } },
    });
    expect([asked, ready, progress]).toEqual([[], [], []]);
    expect(await readdir(into)).toEqual(['immich-go']);
    expect(await installedIn(into, 'immich-go')).toMatchObject({ version: '0.31.0' });
  });

  it('says why where there is no way at all', async () => {
    await rm(join(programs, 'uv'));
    await expect(setUp({ platform: 'linux', arch: 'riscv64' })).rejects.toMatchObject({
      problem: { code: 'tool-not-installed', sentence: expect.stringContaining('osxphotos could not be installed (') },
    });
  });
});

describe('setting up that is cancelled', () => {
  it('keeps what was there, and what was downloaded for the next time', async () => {
    await installOlder();
    answer = (response) => {
      response.writeHead(200, { 'content-length': archive.length });
      response.write(archive.subarray(0, 100));
    };
    const stop = new AbortController();
    const onProgress = ({ bytes }: InstallProgress) =>
      bytes !== null && bytes.done > 0 && stop.abort(new Error('enough'));
    await expect(setUp({ tools: ['immich-go'], signal: stop.signal, onProgress })).rejects.toThrow('enough');
    expect(await installedIn(into, 'immich-go')).toMatchObject({ version: '0.31.0' });
    expect(existsSync(join(into, '.immich-go-downloads', `${ARCHIVE}.part`))).toBe(true);

    answer = (response) => void response.end(archive);
    await setUp({ tools: ['immich-go'] });
    expect(await installedIn(into, 'immich-go')).toMatchObject({ version: '0.32.0' });
    expect(existsSync(join(into, '.immich-go-downloads'))).toBe(false);
  });

  it('ends what it has started', async () => {
    await symlink('/bin/sleep', join(folder, 'sleep'));
    await writeUv(`echo $$; exec '${folder}/sleep' 600`);
    const stop = new AbortController();
    let pid = 0;
    const onLine = (_tool: ToolName, line: string) => {
      pid ||= Number(/^\d+$/.exec(line)?.[0] ?? 0);
      if (pid > 0) stop.abort(new Error('enough'));
    };
    await expect(setUp({ signal: stop.signal, onLine })).rejects.toThrow('enough');
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(existsSync(join(into, 'osxphotos'))).toBe(false);
    expect(asked).toEqual([]);
  });
});
