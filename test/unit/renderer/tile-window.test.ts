import { describe, expect, it } from 'vitest';
import { isSameWindow, scrollTo, tileAfter, tileWindow } from '../../../src/renderer/activity/tile-window.ts';

describe('tileWindow', () => {
  it('draws what can be seen and a little more, however many there are', () => {
    expect(tileWindow(100_000, { width: 560, top: 0, height: 500 })).toEqual({
      columns: 5,
      size: 105,
      height: 2_259_992,
      first: 0,
      end: 35,
      top: 0,
    });
    const middle = tileWindow(100_000, { width: 560, top: 1_120_000, height: 500 });
    expect(middle).toMatchObject({ first: 49_545, top: 1_119_717 });
    expect(middle.end - middle.first).toBeLessThan(60);
  });

  it.each([
    [0, { height: 0, first: 0, end: 0 }],
    [1, { height: 105, first: 0, end: 1 }],
    [6, { height: 218, first: 0, end: 6 }],
  ])('holds %i tiles', (count, expected) => {
    expect(tileWindow(count, { width: 560, top: 0, height: 500 })).toMatchObject(expected);
  });

  it('has a column in the narrowest place', () => {
    expect(tileWindow(3, { width: 20, top: 0, height: 500 })).toMatchObject({ columns: 1, size: 100, height: 316 });
  });
});

describe('isSameWindow', () => {
  const place = { width: 560, top: 1_130, height: 500 };

  it.each([
    ['within a row', { ...place, top: 1_140 }, true],
    ['where a pixel less of width changes no tile', { ...place, width: 559 }, true],
    ['where the row above comes near', { ...place, top: 1_129 }, false],
    ['where the row below comes near', { ...place, top: 1_200 }, false],
    ['in a higher window', { ...place, height: 620 }, false],
    ['in a wider window', { ...place, width: 565 }, false],
  ])('%s', (_what, other, expected) => {
    expect(isSameWindow(place, other)).toBe(expected);
    const drawn = [place, other].map((each) => {
      const { first, end, size, top } = tileWindow(100_000, each);
      return { first, end, size, top };
    });
    if (expected) expect(drawn[0]).toEqual(drawn[1]);
    else expect(drawn[0]).not.toEqual(drawn[1]);
  });
});

describe('tileAfter', () => {
  it.each([
    ['ArrowRight', 4, 5],
    ['ArrowLeft', 0, 0],
    ['ArrowDown', 3, 8],
    ['ArrowDown', 11, 11],
    ['ArrowUp', 7, 2],
    ['Home', 7, 0],
    ['End', 0, 11],
    ['Enter', 3, null],
  ])('%s from %i', (key, from, to) => {
    expect(tileAfter(key, from, 5, 12)).toBe(to);
  });

  it('leads nowhere where there is nothing, and from nothing to the first', () => {
    expect(tileAfter('ArrowDown', -1, 5, 0)).toBeNull();
    expect(tileAfter('ArrowRight', -1, 5, 12)).toBe(0);
  });
});

const GRID = { columns: 5, size: 104 };

it('scrolls no more than is needed', () => {
  expect(scrollTo(0, GRID, 300, 500)).toBe(0);
  expect(scrollTo(10, GRID, 0, 500)).toBe(0);
  expect(scrollTo(25, GRID, 0, 500)).toBe(164);
});
