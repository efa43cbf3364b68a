/** What the answers to uploads mean. */
import { expect, it } from 'vitest';
import { storedBy } from '../../../src/core/immich/guard-answers.ts';

const answer = (body: string, status = 201) =>
  storedBy({ kind: 'answer', status, contentType: 'application/json', body, retryAfter: null });

it.each([
  ['{"id":"a","status":"created"}', { remoteId: 'a', status: 'created' }],
  ['{"id":"a","status":"duplicate"}', { remoteId: 'a', status: 'duplicate' }],
  // Of what is not said to be made of our form nothing is ours.
  ['{"id":"a","status":"replaced"}', { remoteId: 'a', status: 'duplicate' }],
  ['{"id":"a"}', { remoteId: 'a', status: 'duplicate' }],
  ['{"id":"","status":"created"}', null],
  ['{"status":"created"}', null],
  ['<html></html>', null],
])('%s', (body, stored) => {
  expect(answer(body)).toEqual(stored);
});

it('a refusal stores nothing', () => {
  expect(answer('{"id":"a","status":"created"}', 400)).toBeNull();
});
