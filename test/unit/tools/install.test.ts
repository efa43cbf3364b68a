import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installAdvice } from '../../../src/core/tools/advice.ts';
import { sumFor } from '../../../src/core/tools/install-immich-go.ts';
import { KNOWN_VERSIONS } from '../../../src/core/tools/tested-versions.ts';
import { TOOLS } from '../../../src/core/tools/tool.ts';

const resources = join(import.meta.dirname, '../../../app/tools');
const sum = 'a'.repeat(64);

describe('sumFor', () => {
  it.each([
    [`${sum}  immich-go_Darwin_arm64.tar.gz\n`, sum],
    [`${'b'.repeat(64)}  other.tar.gz\n${sum} *immich-go_Darwin_arm64.tar.gz`, sum],
    [`${sum}  x-immich-go_Darwin_arm64.tar.gz`, null],
    ['<html>not found</html>', null],
    ['', null],
  ])('reads %j', (text, expected) => {
    expect(sumFor(text, 'immich-go_Darwin_arm64.tar.gz')).toBe(expected);
  });
});

describe('the pinned versions', () => {
  it('are those of the lock files', () => {
    const python = readFileSync(join(resources, 'osxphotos/requirements.txt'), 'utf8');
    expect(python).toContain(`\nosxphotos==${KNOWN_VERSIONS.osxphotos.pinned} \\\n    --hash=sha256:`);
    const line = `github.com/simulot/immich-go v${KNOWN_VERSIONS['immich-go'].pinned}`;
    expect(readFileSync(join(resources, 'immich-go/go.mod'), 'utf8')).toContain(`require ${line}\n`);
    expect(readFileSync(join(resources, 'immich-go/go.sum'), 'utf8')).toContain(`${line} h1:`);
  });

  it('hold a checksum for every Python package', () => {
    const text = readFileSync(join(resources, 'osxphotos/requirements.txt'), 'utf8');
    const packages = text.split(/\n(?=[a-z])/).slice(1);
    expect(packages.length).toBeGreaterThan(40);
    expect(packages.filter((each) => !each.includes('--hash=sha256:'))).toEqual([]);
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
