import { expect, it } from 'vitest';
import { growthBars } from '../../../src/shared/growth-bars.ts';

const year = (name: string, macBytes: number, cloudBytes: number, verifiedBytes: number) => ({
  year: name,
  assets: 1,
  complete: 1,
  onMac: 1,
  inCloud: 0,
  macBytes,
  cloudBytes,
  verifiedBytes,
});

it('has a bar for every year, as tall as what is here and in iCloud, filled by what is in Immich', () => {
  expect(growthBars([year('', 5, 0, 0), year('2018', 300, 100, 200), year('2020', 0, 0, 100)])).toEqual([
    { year: '2018', bytes: 400, inImmich: 200, height: 100, filled: 50 },
    { year: '2019', bytes: 0, inImmich: 0, height: 0, filled: 0 },
    // Photos no longer says how large it was; Immich has it all the same.
    { year: '2020', bytes: 100, inImmich: 100, height: 25, filled: 25 },
  ]);
  expect(growthBars([])).toEqual([]);
});
