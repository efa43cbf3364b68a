import { describe, expect, it } from 'vitest';
import { type IconPlace, isIconNowhere, watchIcon } from '../../../src/main/menu-bar/icon-watch.ts';
import { HandClock } from '../../support/hand-clock.ts';

const HEIGHT = 982;
const UNPLACED: IconPlace = { x: 0, y: HEIGHT };
const PARKED: IconPlace = { x: -1, y: HEIGHT - 1 };
const PLACED: IconPlace = { x: 1_204, y: 0 };

describe('an icon', () => {
  it.each([
    ['new, or switched off in System Settings', UNPLACED, true],
    ['parked by macOS 26.5', PARKED, true],
    ['in the menu bar', PLACED, false],
    ['in a menu bar that hides by itself', { x: 1_204, y: -24 }, false],
    ['on a display to the left', { x: -300, y: 0 }, false],
    ['on a display below', { x: 400, y: HEIGHT }, false],
  ] as const)('%s', (_name, place, isNowhere) => {
    expect(isIconNowhere(place, HEIGHT)).toBe(isNowhere);
  });

  /** @param places what the system answers, each from its time on (milliseconds after the icon was made). */
  async function alarms(places: readonly (readonly [since: number, place: IconPlace])[]): Promise<readonly number[]> {
    const clock = new HandClock('2026-06-01T08:00:00Z');
    const madeAt = clock.now();
    const told: number[] = [];
    watchIcon({
      isNowhere: () => {
        const now = clock.now() - madeAt;
        const place = places.findLast(([since]) => since <= now)?.[1] ?? UNPLACED;
        return isIconNowhere(place, HEIGHT);
      },
      clock,
      onHidden: () => told.push(clock.now() - madeAt),
    });
    await clock.forward(60_000);
    expect(clock.timers).toBe(0);
    return told;
  }

  it('that takes half a second to be placed raises no alarm', async () => {
    expect(await alarms([[500, PLACED]])).toEqual([]);
  });

  it('that takes five seconds on a Mac that is busy with its start raises none', async () => {
    expect(await alarms([[5_000, PLACED]])).toEqual([]);
  });

  it('that stays nowhere is told of once', async () => {
    expect(await alarms([[0, UNPLACED]])).toEqual([10_000]);
    expect(await alarms([[400, PARKED]])).toEqual([10_000]);
  });

  it('that goes later is not told of: the person is there, and has just switched it off', async () => {
    expect(
      await alarms([
        [500, PLACED],
        [6_000, UNPLACED],
      ]),
    ).toEqual([]);
  });
});
