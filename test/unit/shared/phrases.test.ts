import { expect, it } from 'vitest';
import { detailChangeText } from '../../../src/shared/phrases.ts';

it.each([
  ['favourite', 'favourite'],
  ['no favourite', 'no favourite'],
  ['archive', 'in the archive'],
  ['timeline', 'in the timeline'],
  ['5 stars', '5 stars'],
  ['1 stars', '1 star'],
  ['no stars', 'no stars'],
  ['+favourite sea', '+favourite sea'],
  ['-stars', '-stars'],
  ['constructor', 'constructor'],
])('a change to be made: %s is told as %s', (change, text) => {
  expect(detailChangeText(change)).toBe(text);
});
