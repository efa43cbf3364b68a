import { describe, expect, it } from 'vitest';
import { judgeServer } from '../../../src/core/immich/compatibility.ts';
import { capabilitiesOf } from '../../../src/core/immich/permissions.ts';
import { tell } from '../../../src/core/model/problem.ts';
import { because } from '../../../src/core/model/reasons.ts';
import { judgeModel } from '../../../src/core/photos/known-models.ts';
import { judgeCaution, underCaution } from '../../../src/core/sync/caution.ts';
import { describeSystem, judgeSystem } from '../../../src/core/tools/system-version.ts';

describe('caution', () => {
  it('is none without a doubt', () => {
    const caution = judgeCaution([]);
    expect(caution).toEqual({ reasons: [], mayChange: true, mayFillAlbums: true });
    const capabilities = capabilitiesOf(['all']);
    expect(underCaution(capabilities, caution)).toBe(capabilities);
  });

  it('lets a run with doubts about server or tools add and not change', () => {
    const caution = judgeCaution([
      { about: 'server', reason: because('server-newer', { version: '4.0.0' }) },
      { about: 'output', reason: because('output-not-understood') },
    ]);
    expect({ ...caution, reasons: caution.reasons.map(tell) }).toEqual({
      reasons: [
        'Immich 4.0.0 is newer than this version of Immich Sync knows',
        'a tool printed something that Immich Sync does not understand',
      ],
      mayChange: false,
      mayFillAlbums: true,
    });
    const { tag, listStacks, ...others } = underCaution(capabilitiesOf(['all']), caution);
    expect([tag, listStacks]).toEqual([true, true]);
    expect(Object.values(others)).toEqual(Object.values(others).map(() => false));
  });

  it('does not believe the albums of a library that it does not know', () => {
    expect(
      judgeCaution([
        { about: 'library', reason: because('library-unknown', { why: because('model-version', { model: 20_500 }) }) },
      ]),
    ).toMatchObject({
      mayChange: false,
      mayFillAlbums: false,
    });
  });
});

describe('versions', () => {
  it.each([
    ['2.0.0', 'tested'],
    ['3.2.1', 'tested'],
    ['3.3.5', 'tested'],
    ['3.4.0', 'untested'],
    ['4.0.0', 'unknown'],
  ])('of the server: %s is %s', (version, judgement) => {
    const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
    expect(judgeServer({ major, minor, patch })).toBe(judgement);
  });

  it.each([
    [13_537, true],
    [19_320, true],
    [20_500, false],
    [269_999_999, false],
    [270_008_501, true],
    [270_010_300, true],
    [271_000_000, false],
    [null, false],
  ])('of the library: %s is known: %s', (model, isKnown) => {
    expect(judgeModel(model) === null).toBe(isKnown);
  });

  it.each([
    ['darwin', '21.6.0', 'macOS 12 (Darwin 21.6.0)', 'too-old'],
    ['darwin', '24.6.0', 'macOS 15 (Darwin 24.6.0)', 'tested'],
    ['darwin', '25.1.0', 'macOS 26 (Darwin 25.1.0)', 'tested'],
    ['darwin', '27.0.0', 'macOS 27 (Darwin 27.0.0)', 'tested'],
    ['darwin', '28.0.0', 'macOS 28 (Darwin 28.0.0)', 'untested'],
    ['linux', '6.1.0', 'linux 6.1.0', 'untested'],
  ] as const)('of the system: %s %s is %s, %s', (platform, release, text, judgement) => {
    expect(describeSystem(platform, release)).toBe(text);
    expect(judgeSystem(platform, release)).toBe(judgement);
  });
});
