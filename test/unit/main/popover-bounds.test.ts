import { describe, expect, it } from 'vitest';
import { popoverBounds } from '../../../src/main/menu-bar/popover-bounds.ts';

/** A Mac's display with a menu bar of 25 points and a Dock of 75. */
const workArea = { x: 0, y: 25, width: 1440, height: 800 };
const bounds = { x: 900, y: 30, width: 360, height: 400 };
const boundsOf = (more: Partial<Parameters<typeof popoverBounds>[0]>) =>
  popoverBounds({ bounds, workArea, height: 320, zoom: 1, ...more });

describe('the bounds of the popover', () => {
  it('follow the height of the page and leave the top where it hangs', () => {
    expect(boundsOf({})).toEqual({ x: 900, y: 30, width: 360, height: 320 });
    expect(boundsOf({ height: 512 })).toEqual({ x: 900, y: 30, width: 360, height: 512 });
  });

  it('have an end: of its own, and of the screen', () => {
    expect(boundsOf({ height: 3_000 }).height).toBe(640);
    expect(boundsOf({ height: 3_000, workArea: { ...workArea, height: 500 } })).toMatchObject({ y: 30, height: 487 });
  });

  it('grow with the text, around the icon, and never beyond the edge', () => {
    expect(boundsOf({ zoom: 1.5 })).toEqual({ x: 810, y: 30, width: 540, height: 480 });
    // The icon is near the right edge.
    expect(boundsOf({ zoom: 2, bounds: { ...bounds, x: 1_070 } })).toEqual({ x: 720, y: 30, width: 720, height: 640 });
    expect(boundsOf({ zoom: 5 })).toMatchObject({ x: 0, width: 1440, height: 787 });
  });

  it('keep the bottom where the bar with the icons is below', () => {
    const low = { x: 900, y: 420, width: 360, height: 400 };
    expect(boundsOf({ bounds: low })).toEqual({ x: 900, y: 500, width: 360, height: 320 });
    expect(boundsOf({ bounds: low, height: 500 })).toEqual({ x: 900, y: 320, width: 360, height: 500 });
  });

  it('are of the display that the icon is on', () => {
    const second = { x: -1920, y: -200, width: 1920, height: 1055 };
    const there = { x: -300, y: -195, width: 360, height: 400 };
    expect(boundsOf({ workArea: second, bounds: there })).toEqual({ x: -360, y: -195, width: 360, height: 320 });
  });
});
