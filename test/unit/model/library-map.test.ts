import { expect, it } from 'vitest';
import type { ItemKind } from '../../../src/core/model/asset.ts';
import type { Coverage } from '../../../src/core/model/coverage.ts';
import { libraryMap, type MonthCount } from '../../../src/core/model/library-map.ts';

const count = (
  month: string,
  kind: ItemKind,
  assets: number,
  complete: number,
  reasons: Coverage['reasons'] = {},
): MonthCount => ({
  month,
  kind,
  coverage: { assets, complete, incomplete: 0, absent: assets - complete, reasons },
  storage: {
    onMac: assets,
    macBytes: assets * 100,
    inCloud: 0,
    cloudBytes: 0,
    verifiedBytes: complete * 100,
  },
});

it('puts the kinds of a month together, the months of a kind and of a year, and all', () => {
  const map = libraryMap([
    count('', 'photo', 1, 0, { 'not-yet-uploaded': 1 }),
    count('2017-07', 'movie', 4, 1, { 'not-yet-uploaded': 1, failing: 2 }),
    count('2018-07', 'movie', 4, 1, { 'not-yet-uploaded': 1, failing: 2 }),
    count('2018-07', 'photo', 10, 7, { 'not-yet-uploaded': 3 }),
    count('2018-09', 'photo', 2, 2),
  ]);
  expect(map.months).toEqual([
    { month: '', assets: 1, complete: 0, reasons: [{ reason: 'not-yet-uploaded', count: 1 }] },
    {
      month: '2017-07',
      assets: 4,
      complete: 1,
      reasons: [
        { reason: 'failing', count: 2 },
        { reason: 'not-yet-uploaded', count: 1 },
      ],
    },
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
  ]);
  expect(map.kinds.map(({ kind, assets, complete }) => [kind, assets, complete])).toEqual([
    ['movie', 8, 2],
    ['photo', 13, 9],
  ]);
  expect(map.years.map(({ year, macBytes, verifiedBytes }) => [year, macBytes, verifiedBytes])).toEqual([
    ['', 100, 0],
    ['2017', 400, 100],
    ['2018', 1600, 1000],
  ]);
  expect(map.all).toEqual({
    assets: 21,
    complete: 11,
    onMac: 21,
    macBytes: 2100,
    inCloud: 0,
    cloudBytes: 0,
    verifiedBytes: 1100,
  });
  expect(libraryMap([])).toMatchObject({ months: [], kinds: [], years: [], all: { assets: 0 } });
});
