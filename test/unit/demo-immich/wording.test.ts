/** What a request that is wrong is told, as real 2.7.5 was seen to say it. */
import { describe, expect, it } from 'vitest';
import { call, withDemo } from './calls.ts';

const ID = '11111111-1111-4111-8111-111111111111';
const LIST_OF_IDS = ['each value in ids must be a UUID', 'ids should not be empty', 'ids must be an array'];

describe('2.x', () => {
  it.each([
    ['PUT', `/assets/${ID}`, { description: 5 }, ['description must be a string']],
    ['PUT', `/assets/${ID}`, { isFavorite: 'yes' }, ['isFavorite must be a boolean value']],
    ['PUT', `/assets/${ID}`, { rating: 9 }, ['rating must not be greater than 5']],
    ['PUT', `/assets/${ID}`, { rating: 1.5 }, ['rating must be an integer number']],
    ['PUT', `/assets/${ID}`, { latitude: 500, longitude: 5 }, ['latitude must be a latitude string or number']],
    ['PUT', `/assets/${ID}`, { dateTimeOriginal: 'today' }, ['dateTimeOriginal must be a valid ISO 8601 date string']],
    ['PUT', '/assets', {}, LIST_OF_IDS],
    ['PUT', '/assets', { ids: ['x', 5] }, ['each value in ids must be a UUID']],
    ['POST', '/stacks', { assetIds: [ID] }, ['assetIds must contain at least 2 elements']],
    ['POST', '/search/metadata', { page: 0 }, ['page must not be less than 1']],
    ['POST', '/search/metadata', { takenAfter: 'x' }, 'takenAfter must be a date string'],
    ['POST', '/assets/bulk-upload-check', { assets: [{ id: 5, checksum: 'x' }] }, ['assets.0.id must be a string']],
    [
      'PUT',
      '/assets/metadata',
      { items: [{ assetId: ID, key: 'x', value: 'x' }] },
      ['items.0.value must be an object'],
    ],
    ['GET', '/albums?shared=x', undefined, ['shared must be a boolean value']],
    ['GET', '/assets/x', undefined, ['id must be a UUID']],
  ])('%s %s %j', async (method, path, body, message) => {
    await withDemo({ version: '2.7.5' }, async (demo) => {
      const key = demo.addKey({ permissions: ['all'] });
      expect(await call(demo, method, path, body, key)).toMatchObject({ status: 400, body: { message } });
    });
  });
});

it('3.x says no more than that it is wrong', async () => {
  await withDemo({ version: '3.1.0' }, async (demo) => {
    const { status, body } = await call(demo, 'PUT', `/assets/${ID}`, { description: 5 });
    expect([status, body.message]).toEqual([400, 'Validation failed']);
  });
});
