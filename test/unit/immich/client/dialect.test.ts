import { expect, it } from 'vitest';
import { isChange, methodOfChange } from '../../../../src/core/immich/client/dialect.ts';

const ID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

it.each([
  ['/assets', true],
  [`/assets/${ID}`, true],
  [`/stacks/${ID}`, true],
  [`/tags/${ID}`, true],
  ['/assets/metadata', false],
  ['/assets/copy', false],
  [`/assets/${ID}/metadata`, false],
  ['/tags', false],
  ['/tags/assets', false],
  [`/tags/${ID}/assets`, false],
  [`/albums/${ID}/assets`, false],
])('PUT %s is a change of a thing itself: %s', (path, expected) => {
  expect(isChange({ method: 'PUT', path })).toBe(expected);
  expect(isChange({ method: 'DELETE', path })).toBe(false);
});

it('changes are patches from Immich 3 on', () => {
  expect([2, 3, 4].map((major) => methodOfChange({ major }))).toEqual(['PUT', 'PATCH', 'PATCH']);
});
