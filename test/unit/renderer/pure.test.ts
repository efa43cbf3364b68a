import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterLines, splitAtFinds } from '../../../src/renderer/activity/log-filter.ts';
import { isAtEnd, logWindow, ROW_HEIGHT } from '../../../src/renderer/activity/log-window.ts';
import { onAccentColour } from '../../../src/renderer/colour.ts';
import { LOG_LINES } from '../../screens/fixtures.ts';

describe('the window onto a long log', () => {
  it('always draws what is in view, and little more', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.nat(500_000), fc.integer({ min: 50, max: 1_500 }), (lines, scroll, height) => {
        const { first, end, offset, height: whole } = logWindow(lines, scroll, height);
        const top = Math.min(scroll, Math.max(0, whole - height));
        const firstInView = Math.max(0, Math.floor((top - 8) / ROW_HEIGHT));
        const lastInView = Math.min(lines, Math.floor((top + height - 8) / ROW_HEIGHT));
        expect(end - first).toBeLessThanOrEqual(Math.ceil(height / ROW_HEIGHT) + 41);
        expect(offset).toBe(8 + first * ROW_HEIGHT);
        if (scroll <= whole - height) {
          expect(first).toBeLessThanOrEqual(firstInView);
          expect(end).toBeGreaterThanOrEqual(lastInView);
        }
      }),
    );
  });

  it('knows the end', () => {
    expect(isAtEnd(900, 100, 1_000)).toBe(true);
    expect(isAtEnd(800, 100, 1_000)).toBe(false);
  });
});

describe('the filter', () => {
  it('keeps lines of a level and worse', () => {
    expect(filterLines(LOG_LINES, 'all', '  ')).toBe(LOG_LINES);
    expect(filterLines(LOG_LINES, 'warn', '').map(({ level }) => level)).toEqual(['warn']);
    expect(filterLines(LOG_LINES, 'error', '')).toEqual([]);
    expect(filterLines(LOG_LINES, 'all', 'SHA-1')).toHaveLength(1);
  });

  it('cuts a line at its finds without losing a letter', () => {
    expect(splitAtFinds('aXbxc', 'x')).toEqual(['a', 'X', 'b', 'x', 'c']);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, search) => {
        expect(splitAtFinds(text, search).join('')).toBe(text);
      }),
    );
  });
});

describe('text on the accent colour', () => {
  it.each([
    ['#0a66ff', '#ffffff'],
    ['#ffcc00', '#000000'],
    ['#000000', '#ffffff'],
    ['#ffffff', '#000000'],
  ] as const)('%s', (colour, text) => expect(onAccentColour(colour)).toBe(text));
});
