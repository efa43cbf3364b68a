import { describe, expect, it } from 'vitest';
import { picturesInRow } from '../../../src/renderer/activity/tile-window.ts';
import { heightToAskFor } from '../../../src/renderer/popover/height-to-ask-for.ts';

describe('the height that the popover asks for', () => {
  it('is that of what it shows', () => {
    expect(heightToAskFor(null, { state: 'up-to-date', height: 320 }, true)).toBe(320);
    expect(heightToAskFor({ state: 'error', height: 500 }, { state: 'up-to-date', height: 320 }, true)).toBe(320);
    expect(heightToAskFor({ state: 'attention', height: 500 }, { state: 'attention', height: 420 }, true)).toBe(420);
  });

  it('does not breathe with the numbers of a sync that somebody watches', () => {
    const before = { state: 'syncing', height: 420 } as const;
    expect(heightToAskFor(before, { state: 'syncing', height: 402 }, true)).toBe(420);
    expect(heightToAskFor(before, { state: 'syncing', height: 438 }, true)).toBe(438);
    expect(heightToAskFor(before, { state: 'syncing', height: 402 }, false)).toBe(402);
    expect(heightToAskFor(before, { state: 'up-to-date', height: 320 }, true)).toBe(320);
  });
});

it('a row has as many pictures as it has room for, and one at least', () => {
  expect([0, 82, 173, 174, 700].map(picturesInRow)).toEqual([1, 1, 1, 2, 7]);
});
