import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tell } from '../../../src/core/model/problem.ts';
import { TOOLS } from '../../../src/core/model/tools.ts';
import { KNOWN_VERSIONS } from '../../../src/core/tools/tested-versions.ts';
import { compareVersions, judgeVersion, parseVersion } from '../../../src/core/tools/version.ts';

describe('parseVersion', () => {
  it.each([
    ['osxphotos', 'osxphotos, version 0.77.2\nPython 3.11.7 (main, May  9 2026)\nlinux x86_64', '0.77.2'],
    ['osxphotos', 'osxphotos, version 0.75.1', '0.75.1'],
    ['osxphotos', 'osxphotos (0.77.2)', '0.77.2'],
    ['osxphotos', 'A notice about something\nosxphotos, version 0.78.0rc1', '0.78.0rc1'],
    ['osxphotos', 'osxphotos, version unknown', null],
    ['osxphotos', 'Python 3.11.7', null],
    ['immich-go', 'immich-go version 0.32.0', '0.32.0'],
    ['immich-go', 'immich-go version dev', 'dev'],
    ['immich-go', 'immich-go version:0.32.0,  commit:none, date:unknown', '0.32.0'],
    ['immich-go', 'immich-go version v0.33.1-rc.1', '0.33.1-rc.1'],
    ['immich-go', 'immich-goat 3.1', null],
    ['immich-go', '', null],
  ] as const)('%s: %j is %j', (tool, output, version) => {
    expect(parseVersion(tool, output)).toBe(version);
  });
});

describe('compareVersions', () => {
  it.each([
    ['0.9.0', '0.10.0', -1],
    ['0.77', '0.77.0', 0],
    ['0.77.2', '0.77.1', 1],
    ['0.78.0rc1', '0.78.0', -1],
    ['0.32.0-rc.1', '0.31.9', 1],
    ['1.0.0.dev0', '1.0.0', -1],
    ['0.32.0-1', '0.32.0', 0],
  ])('%s against %s is %i', (left, right, expected) => {
    expect(compareVersions(left, right)).toBe(expected);
  });

  it('orders all versions one way', () => {
    const version = fc
      .tuple(fc.array(fc.nat(40), { minLength: 1, maxLength: 4 }), fc.constantFrom('', 'rc1', '-beta', '.dev0'))
      .map(([numbers, suffix]) => numbers.join('.') + suffix);
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(compareVersions(a, b)).toBe(0 - compareVersions(b, a));
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) {
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });
});

describe('judgeVersion', () => {
  it.each([
    ['osxphotos', '0.77.2', 'tested', null],
    ['osxphotos', '0.75.1', 'tested', null],
    ['osxphotos', '0.76.1', 'untested', 'Immich Sync was tested with 0.75.1 and 0.77.2'],
    ['osxphotos', '0.99.0', 'newer', 'Immich Sync was tested with 0.75.1 and 0.77.2'],
    ['osxphotos', '0.75.0', 'too-old', '0.75.1 or newer is needed'],
    ['immich-go', '0.32.0', 'tested', null],
    ['immich-go', '0.33.0', 'newer', 'Immich Sync was tested with 0.32.0'],
    ['immich-go', '0.31.0', 'too-old', '0.32.0 or newer is needed'],
    ['immich-go', '0.32.0-rc.1', 'too-old', '0.32.0 or newer is needed'],
    ['immich-go', 'dev', 'untested', 'it does not say which version it was built from'],
  ] as const)('%s %s is %s', (tool, version, verdict, reason) => {
    const answer = judgeVersion(tool, version);
    expect(answer).toMatchObject({ version, verdict });
    expect(answer.reason === null ? null : tell(answer.reason)).toBe(reason);
  });

  it.each(TOOLS)('installs a tested version of %s', (tool) => {
    expect(judgeVersion(tool, KNOWN_VERSIONS[tool].pinned).verdict).toBe('tested');
    expect(judgeVersion(tool, KNOWN_VERSIONS[tool].minimum).verdict).toBe('tested');
  });
});
