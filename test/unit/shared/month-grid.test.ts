import { describe, expect, it } from 'vitest';
import { monthNames, monthTo, nameOfMonth, yearsOf } from '../../../src/shared/month-grid.ts';

describe('the years of the map', () => {
  it.each([
    [[], []],
    [[''], []],
    [
      ['2016-05', '2018-01'],
      [2016, 2017, 2018],
    ],
    // Nobody wants 1,900 empty rows for one camera without a clock.
    [
      ['0101-01', '2018-01', '2016-05'],
      [101, 2016, 2018],
    ],
  ])('%j', (months, years) => {
    expect(yearsOf(months.map((month) => ({ month })))).toEqual(years);
  });
});

it('names months in the language of the person', () => {
  expect(monthNames('en-GB').slice(0, 3)).toEqual(['Jan', 'Feb', 'Mar']);
  expect(monthNames('de')).toHaveLength(12);
  expect(nameOfMonth('2018-07', 'en-GB')).toBe('July 2018');
  expect(nameOfMonth('2018-07', 'de')).toBe('Juli 2018');
});

it('goes by arrow keys to the months around that have photos', () => {
  const months = ['2016-07', '2018-02', '2018-07', '2019-07'];
  expect(monthTo('ArrowLeft', '2018-07', months)).toBe('2018-02');
  expect(monthTo('ArrowRight', '2018-07', months)).toBe('2019-07');
  expect(monthTo('ArrowUp', '2018-07', months)).toBe('2016-07');
  expect(monthTo('ArrowDown', '2018-07', months)).toBe('2019-07');
  expect(monthTo('ArrowUp', '2018-02', months)).toBeNull();
  expect(monthTo('Home', '2018-02', months)).toBe('2016-07');
  expect(monthTo('End', '2018-02', months)).toBe('2019-07');
  expect(monthTo('Enter', '2018-02', months)).toBeNull();
});
