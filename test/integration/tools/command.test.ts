/** `immich-sync tools` as its own process, with a small uv in place of the real one. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runChild } from '../../../src/core/tools/child.ts';
import { installedIn, markInstalled } from '../../../src/core/tools/private-tools.ts';
import { writeProgram, writeScript } from '../../support/stand-ins/broken/programs.ts';
import { PROGRAM } from '../../support/sync/command-line.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tools command-'));
  await mkdir(join(folder, 'programs'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function tools(...args: readonly string[]): Promise<{ exitCode: number | null; lines: readonly string[] }> {
  const lines: string[] = [];
  const { exitCode } = await runChild({
    program: process.execPath,
    args: [PROGRAM, '--home', join(folder, 'home'), 'tools', ...args],
    env: { HOME: folder, PATH: join(folder, 'programs') },
    cwd: folder,
    onStdout: (line) => lines.push(line),
    onStderr: (line) => lines.push(line),
  });
  return { exitCode, lines };
}

/** A small uv: `uv venv … HOME` makes the folder, `uv pip install …` the program in it. */
function writeUv(meanwhile = ''): Promise<unknown> {
  return writeScript(
    join(folder, 'programs'),
    'uv',
    `PATH=/usr/bin:/bin
${meanwhile}
for last in "$@"; do :; done
case "$1" in
  venv) mkdir -p "$last/bin"; : > "$last/bin/python"; echo "$last" > '${folder}/uv-home' ;;
  pip) program="$(cat '${folder}/uv-home')/bin/osxphotos"
    printf '#!/bin/sh\\necho "osxphotos, version 0.77.2"\\n' > "$program"; chmod +x "$program" ;;
esac`,
  );
}

it('lists what is there, installs, and uses what it is told to', async () => {
  const old = await writeProgram(join(folder, 'programs'), 'immich-go', 'old-immich-go');
  const before = await tools();
  expect(before.exitCode).toBe(5);
  expect(before.lines).toEqual(
    expect.arrayContaining([
      '✕ osxphotos: osxphotos is not installed.',
      '✕ immich-go: immich-go 0.31.0 is too old; 0.32.0 or newer is needed.',
      '  also found: 0.31.0 (too old, found in your PATH)',
      `    ${old}`,
    ]),
  );

  await writeUv();
  const installed = await tools('install', 'osxphotos');
  expect(installed.exitCode).toBe(0);
  expect(installed.lines).toContain('✓ osxphotos 0.77.2 (tested, installed by Immich Sync)');

  const newer = await writeProgram(folder, 'osxphotos', 'new-osxphotos');
  const used = await tools('use', 'osxphotos', newer);
  expect(used.lines).toContain('! osxphotos 0.99.0 (newer than tested, chosen by you)');
  const own = await tools('use', 'osxphotos', 'own', '--json');
  expect(JSON.parse(own.lines[0] ?? '')).toMatchObject({
    tools: [
      { tool: 'osxphotos', inUse: { by: 'private', version: '0.77.2', verdict: 'tested' }, offered: null },
      { tool: 'immich-go', inUse: null, problem: { code: 'tool-too-old' }, offered: '0.32.0' },
    ],
  });
  expect(await tools('install', 'exiftool')).toMatchObject({
    exitCode: 2,
    lines: expect.arrayContaining([expect.stringContaining('The tools are osxphotos and immich-go.')]),
  });
});

it('lets no sync begin while it replaces a tool', async () => {
  const [home, seen] = [join(folder, 'home'), join(folder, 'run.json')];
  const older = join(home, 'tools');
  await mkdir(join(older, 'osxphotos/bin'), { recursive: true });
  await writeScript(join(older, 'osxphotos/bin'), 'osxphotos', 'echo "osxphotos, version 0.75.1"');
  await writeFile(join(older, 'osxphotos/bin/python'), '');
  await markInstalled(older, { tool: 'osxphotos', version: '0.75.1', way: 'uv' });
  await writeUv(`cp '${home}/run/run.json' '${seen}'`);
  expect((await tools('install', 'osxphotos')).exitCode).toBe(0);
  expect(JSON.parse(await readFile(seen, 'utf8'))).toMatchObject({ trigger: 'tools' });
  expect(existsSync(join(home, 'run/run.json'))).toBe(false);
  expect(await installedIn(older, 'osxphotos')).toMatchObject({ version: '0.77.2' });
});
