import { expect, it } from 'vitest';
import { dayAfter } from '../../../src/renderer/components/strip-keys.ts';

it.each([
  ['ArrowLeft', 5, 4],
  ['ArrowLeft', 0, 0],
  ['ArrowRight', 9, 9],
  ['Home', 5, 0],
  ['End', 0, 9],
  ['Enter', 5, null],
])('%s on day %d of ten leads to %d', (key, index, day) => {
  expect(dayAfter(key, index, 10)).toBe(day);
});
