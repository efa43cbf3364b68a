import { describe, expect, it } from 'vitest';
import { type CloudFacts, cloudChoices } from '../../../src/core/forecast/cloud.ts';

const OPTIMISED: CloudFacts = {
  assets: 31_204,
  bytes: 31_204 * 3_000_000,
  perNight: null,
  isPossible: true,
  library: 48_120,
  diskBudget: 10_000_000_000,
};

describe('the question about originals in iCloud', () => {
  it('offers as many a night as the disk budget holds, with the nights that takes', () => {
    const { isToBeAsked, choices, suggested } = cloudChoices(OPTIMISED);
    expect({ isToBeAsked, suggested }).toEqual({ isToBeAsked: true, suggested: 2_000 });
    expect(choices.at(-1)).toEqual({ perNight: 2_000, nights: 16 });
    expect(choices[0]).toEqual({ perNight: 10, nights: 3_121 });
  });

  it.each([
    ['a fifth of the library', { assets: 9_624 }, true],
    ['less than a fifth', { assets: 9_623 }, false],
    ['an answer already', { perNight: 200 }, false],
    ['the answer not to fetch any', { perNight: 0 }, false],
    ['no Photos that could fetch', { isPossible: false }, false],
    ['none in iCloud', { assets: 0 }, false],
  ])('with %s', (_name, facts, expected) => {
    expect(cloudChoices({ ...OPTIMISED, ...facts }).isToBeAsked).toBe(expected);
  });

  it('offers no more than there are, and always something', () => {
    expect(cloudChoices({ ...OPTIMISED, assets: 8, bytes: 0 })).toMatchObject({
      choices: [{ perNight: 10, nights: 1 }],
      suggested: 10,
    });
    expect(cloudChoices({ ...OPTIMISED, assets: 60, bytes: 0 }).choices.map(({ perNight }) => perNight)).toEqual([
      10, 50, 100,
    ]);
    // A budget that holds hardly any.
    expect(cloudChoices({ ...OPTIMISED, diskBudget: 1_000_000 }).suggested).toBe(10);
  });

  it('offers nothing where nothing can be fetched', () => {
    expect(cloudChoices({ ...OPTIMISED, isPossible: false })).toMatchObject({
      isToBeAsked: false,
      choices: [],
      suggested: null,
    });
  });
});
