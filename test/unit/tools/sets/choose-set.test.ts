import { describe, expect, it } from 'vitest';
import {
  type Candidates,
  chooseSet,
  isFor,
  type Surroundings,
  toolsToReplace,
} from '../../../../src/core/tools/sets/choose-set.ts';
import type { ListedSet } from '../../../../src/core/tools/sets/tool-list.ts';
import { listedSet, toolList } from '../../../support/tool-list/lists.ts';

const HERE: Surroundings = { machine: 'darwin-arm64', macos: 27, photosModel: 270_010_300, immich: '3.3.5' };
const BUILT_IN: Candidates = {
  number: 0,
  tools: { osxphotos: { version: '0.77.2', pins: null }, 'immich-go': { version: '0.32.0', pins: null } },
  knownModels: [
    [13_000, 19_999],
    [270_000_000, 270_999_999],
  ],
  failed: [],
};
const chosen = (sets: readonly ListedSet[], here: Partial<Surroundings> = {}, more: Partial<Candidates> = {}) =>
  chooseSet(toolList(5, sets), { ...HERE, ...here }, { ...BUILT_IN, ...more })?.number ?? null;
const testedWith = (more: Partial<ListedSet['testedWith']>) => ({
  testedWith: { ...listedSet(1, '0.78.0').testedWith, ...more },
});

describe('which set is for this Mac', () => {
  it('is the newest one, wherever it stands in the list', () => {
    expect(chosen([listedSet(2, '0.78.0'), listedSet(4, '0.79.0'), listedSet(3, '0.78.1')])).toBe(4);
    expect(chosen([])).toBeNull();
  });

  it('is none of what is in use already, nor an older one', () => {
    expect(chosen([listedSet(1, '0.77.2')])).toBeNull();
    expect(chosen([listedSet(2, '0.76.0')])).toBeNull();
    expect(chosen([listedSet(2, '0.78.0')], {}, { number: 2 })).toBeNull();
  });

  it.each<[string, Partial<ListedSet['testedWith']>, Partial<Surroundings>]>([
    ['another macOS', { macos: [13, 26] }, {}],
    ['another Photos', { photosModels: [[13_000, 19_999]] }, {}],
    ['an older Immich', { immich: ['2.0', '3.2'] }, {}],
    ['a newer Immich', { immich: ['3.4', '3.9'] }, {}],
    ['other processors', {}, { machine: 'linux-riscv64' }],
  ])('is none that was tested with %s only', (_what, tested, here) => {
    const older = listedSet(2, '0.78.0');
    expect(isFor(listedSet(3, '0.79.0', testedWith(tested)), { ...HERE, ...here })).toBe(false);
    expect(chosen([older, listedSet(3, '0.79.0', testedWith(tested))])).toBe(Object.keys(here).length > 0 ? 3 : 2);
  });

  it('is not kept away by what nobody knows', () => {
    const nothing = { macos: null, photosModel: null, immich: null };
    expect(chosen([listedSet(2, '0.78.0', testedWith({ macos: [40, 41] }))], nothing)).toBe(2);
  });

  it('is none that was tried in vain, until the list is another', () => {
    const sets = [listedSet(2, '0.78.0'), listedSet(3, '0.79.0')];
    expect(chosen(sets, {}, { failed: [{ number: 3, serial: 5 }] })).toBe(2);
    expect(chosen(sets, {}, { failed: [{ number: 3, serial: 4 }] })).toBe(3);
  });

  it('may have the same osxphotos, where that turned out to read a newer Photos', () => {
    const wider = listedSet(2, '0.77.2', testedWith({ macos: [13, 28], photosModels: [[280_000_000, 280_999_999]] }));
    expect(chosen([wider], { macos: 28, photosModel: 280_010_000 })).toBe(2);
    expect(chosen([wider], { macos: 28, photosModel: 280_010_000 }, { tools: {} })).toBeNull();
  });
});

describe('which tools a set replaces', () => {
  const set = listedSet(2, '0.78.0');

  it('are those that this program has installed, and that are older', () => {
    expect(toolsToReplace(set, BUILT_IN.tools, 'linux-x64')).toEqual(['osxphotos']);
    expect(toolsToReplace(set, { 'immich-go': { version: '0.31.0', pins: null } }, 'linux-x64')).toEqual(['immich-go']);
    expect(toolsToReplace(set, {}, 'linux-x64')).toEqual([]);
  });

  it('are those of the same version, too, when they are to be installed otherwise', () => {
    expect(toolsToReplace(set, { osxphotos: { version: '0.78.0', pins: 'other' } }, 'linux-x64')).toEqual([
      'osxphotos',
    ]);
    const same = { osxphotos: { version: '0.78.0', pins: set.osxphotos.requirements.sha256 } };
    expect(toolsToReplace(set, same, 'linux-x64')).toEqual([]);
  });
});
