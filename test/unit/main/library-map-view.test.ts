import { expect, it } from 'vitest';
import type { Coverage } from '../../../src/core/model/coverage.ts';
import { libraryMap } from '../../../src/main/services/library-map-view.ts';

const coverage = (assets: number, complete: number, reasons: Coverage['reasons'] = {}): Coverage => ({
  assets,
  complete,
  incomplete: 0,
  absent: assets - complete,
  reasons,
});

it('puts the kinds of a month together, and the months of a kind', () => {
  const map = libraryMap([
    { month: '2018-07', media: 'movie', coverage: coverage(4, 1, { 'not-yet-uploaded': 1, failing: 2 }) },
    { month: '2018-07', media: 'photo', coverage: coverage(10, 7, { 'not-yet-uploaded': 3 }) },
    { month: '2018-09', media: 'photo', coverage: coverage(2, 2) },
  ]);
  expect(map).toEqual({
    months: [
      {
        month: '2018-07',
        assets: 14,
        complete: 8,
        reasons: [
          { reason: 'not-yet-uploaded', count: 4 },
          { reason: 'failing', count: 2 },
        ],
      },
      { month: '2018-09', assets: 2, complete: 2, reasons: [] },
    ],
    kinds: [
      { media: 'photo', assets: 12, complete: 9 },
      { media: 'movie', assets: 4, complete: 1 },
    ],
  });
  expect(libraryMap([])).toEqual({ months: [], kinds: [] });
});
