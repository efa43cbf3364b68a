import { expect, it } from 'vitest';
import { ReadingOrder } from '../../../src/main/services/reading-order.ts';

it('a reading that comes after one that was begun later counts no more', () => {
  const order = new ReadingOrder();
  const [first, second, third] = [order.begin(), order.begin(), order.begin()];
  expect(second()).toBe(true);
  expect(first()).toBe(false);
  expect(third()).toBe(true);
});
