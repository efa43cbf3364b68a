import { describe, expect, it } from 'vitest';
import { isShrinkage } from '../../../src/core/sync/shrinkage.ts';

describe('a library that shrinks', () => {
  it.each([
    [{ before: 10_000, lost: 500 }, false],
    [{ before: 10_000, lost: 501 }, true],
    [{ before: 100, lost: 20 }, false],
    [{ before: 100, lost: 21 }, true],
    [{ before: 3, lost: 3 }, true],
    [{ before: 3, lost: 2 }, false],
    [{ before: 0, lost: 0 }, false],
  ])('asks when more than 5 %% and 20 items are gone, or all: %j', (loss, asks) => {
    expect(isShrinkage(loss)).toBe(asks);
  });
});
