import { describe, expect, it } from 'vitest';
import { because } from '../../../src/core/model/reasons.ts';
import { compareReadings, type SeenAsset } from '../../../src/core/tool-updates/judge-trial.ts';

/** Of 1,000 items; what `change` makes null is not seen. */
function reading(change: (index: number, asset: SeenAsset) => SeenAsset | null = (_, asset) => asset) {
  const seen = new Map<string, SeenAsset>();
  for (let index = 0; index < 1_000; index += 1) {
    const asset = change(index, { cloudGuid: `cloud-${index}`, isHere: index % 2 === 0 });
    if (asset !== null) seen.set(`uuid-${index}`, asset);
  }
  return seen;
}

describe('how a new osxphotos reads the library', () => {
  it('is right when it is the same, when there is more, and when there was nothing', () => {
    expect(compareReadings(reading(), reading())).toBeNull();
    expect(compareReadings(new Map(), reading())).toBeNull();
    const more = reading().set('another', { cloudGuid: null, isHere: true });
    expect(compareReadings(reading(), more)).toBeNull();
  });

  it('may differ by what happens between two syncs', () => {
    const few = reading((index, asset) => (index < 50 ? null : asset));
    expect(compareReadings(reading(), few)).toBeNull();
  });

  it('is wrong when many items are not seen', () => {
    const many = reading((index, asset) => (index < 51 ? null : asset));
    expect(compareReadings(reading(), many)).toEqual(because('loses-items', { count: 51, of: 1_000 }));
    expect(compareReadings(reading(), new Map())).toEqual(because('loses-items', { count: 1_000, of: 1_000 }));
  });

  it('is wrong when many are taken for others', () => {
    const others = reading((index, asset) => (index < 60 ? { ...asset, cloudGuid: null } : asset));
    expect(compareReadings(reading(), others)).toEqual(because('mistakes-items', { count: 60, of: 1_000 }));
  });

  it('is wrong when the files of many are not found', () => {
    const absent = reading((_, asset) => ({ ...asset, isHere: false }));
    expect(compareReadings(reading(), absent)).toEqual(because('loses-files', { count: 500, of: 1_000 }));
  });

  it('knows items by what iCloud calls them, when the library was made anew', () => {
    const renamed = new Map([...reading()].map(([uuid, asset]) => [`new-${uuid}`, asset]));
    expect(compareReadings(reading(), renamed)).toBeNull();
  });
});
