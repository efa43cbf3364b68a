import { describe, expect, it } from 'vitest';
import type { DemoImmich } from '../../support/demo-immich/index.ts';
import { bytesOf, call, keyWith, sha1, withDemo } from './calls.ts';

interface Page {
  readonly assets: {
    readonly items: readonly { readonly originalFileName: string }[];
    readonly nextPage: string | null;
    readonly nextCursor: string | null;
  };
}

const page = async (demo: DemoImmich, query: object) =>
  (await call<Page>(demo, 'POST', '/search/metadata', query)).body.assets;
const inOrder = async (demo: DemoImmich, query: object) =>
  (await page(demo, query)).items.map(({ originalFileName }) => originalFileName);
const find = async (demo: DemoImmich, filter: object) => (await inOrder(demo, { filter })).sort();

/** Four pictures a day apart, the last of them archived, one in the trash, one locked. */
async function fill(demo: DemoImmich): Promise<Record<'a' | 'b' | 'c' | 'd' | 'trashed' | 'locked', string>> {
  const add = (name: string, day: number, options: object = {}) =>
    demo.addAsset({
      name: `${name}.jpg`,
      source: bytesOf(name.repeat(day)),
      capturedAt: new Date(Date.UTC(2024, 0, day)),
      ...options,
    });
  const ids = {
    a: await add('a', 1),
    b: await add('b', 2, { isFavorite: true }),
    c: await add('c', 3),
    d: await add('d', 4, { visibility: 'archive' }),
    trashed: await add('trashed', 5, { isTrashed: true }),
    locked: await add('locked', 6, { visibility: 'locked' }),
  };
  await demo.idle();
  return ids;
}

describe('the search by filter', () => {
  it('finds what is in the trash, too, unless trashedAt is filtered', async () => {
    await withDemo({ version: '3.2.0' }, async (demo) => {
      await fill(demo);
      const living = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'];
      expect(await find(demo, {})).toEqual([...living, 'trashed.jpg']);
      expect(await find(demo, { trashedAt: { eq: null } })).toEqual(living);
      expect(await find(demo, { trashedAt: { ne: null } })).toEqual(['trashed.jpg']);
      expect(await find(demo, { trashedAt: { gte: '2000-01-01T00:00:00Z' } })).toEqual(['trashed.jpg']);
      expect((await inOrder(demo, {})).sort()).toEqual(living);
      const locked = { filter: { visibility: { eq: 'locked' } } };
      expect((await call(demo, 'POST', '/search/metadata', locked)).status).toBe(401);
    });
  });

  it('compares texts, numbers, dates, choices, flags, ids, and one branch of several', async () => {
    await withDemo({}, async (demo) => {
      const { a, b, c } = await fill(demo);
      const album = demo.addAlbum({ name: 'Album', assetIds: [a, b] });
      const other = demo.addAlbum({ name: 'Other', assetIds: [b] });
      const { body: tags } = await call<{ id: string }[]>(demo, 'PUT', '/tags', { tags: ['One/Two', 'One'] });
      const [two, one] = tags.map(({ id }) => id);
      await call(demo, 'PUT', `/tags/${two}/assets`, { ids: [c] });
      await call(demo, 'PUT', `/assets/${a}`, { description: 'By the Sea', rating: 4 });
      const alive = { trashedAt: { eq: null } };
      const found = (filter: object) => find(demo, { ...alive, ...filter });
      expect(await found({ id: { eq: a } })).toEqual(['a.jpg']);
      expect(await found({ visibility: { in: ['archive', 'hidden'] } })).toEqual(['d.jpg']);
      expect(await found({ visibility: { ne: 'archive' } })).toEqual(['a.jpg', 'b.jpg', 'c.jpg']);
      expect(await found({ isFavorite: { eq: true } })).toEqual(['b.jpg']);
      expect(await found({ description: { like: 'the sea' } })).toEqual(['a.jpg']);
      expect(await found({ originalFileName: { startsWith: 'B', endsWith: '.JPG' } })).toEqual(['b.jpg']);
      expect(await found({ rating: { gte: 3 } })).toEqual(['a.jpg']);
      expect(await found({ rating: { eq: null } })).toEqual(['b.jpg', 'c.jpg', 'd.jpg']);
      expect(await found({ rating: { ne: 5 } })).toEqual(['a.jpg']);
      expect(await found({ fileSizeInBytes: { gt: 1, lt: 4 } })).toEqual(['b.jpg', 'c.jpg']);
      const second = { gte: '2024-01-02T00:00:00Z', lt: '2024-01-03T00:00:00Z' };
      expect(await found({ takenAt: second })).toEqual(['b.jpg']);
      const bytes = [sha1('a'), Buffer.from(sha1('bb'), 'hex').toString('base64')];
      expect(await found({ checksum: { in: bytes } })).toEqual(['a.jpg', 'b.jpg']);
      expect(await found({ albumIds: { any: [album, other] } })).toEqual(['a.jpg', 'b.jpg']);
      expect(await found({ albumIds: { all: [album, other] } })).toEqual(['b.jpg']);
      expect(await found({ albumIds: { none: [other] }, isFavorite: { eq: false } })).toEqual([
        'a.jpg',
        'c.jpg',
        'd.jpg',
      ]);
      expect(await found({ hasAlbums: { eq: false }, hasTags: { eq: false } })).toEqual(['d.jpg']);
      expect(await found({ tagIds: { any: [one] } })).toEqual(['c.jpg']);
      expect(await found({ or: [{ id: { eq: a } }, { isFavorite: { eq: true } }] })).toEqual(['a.jpg', 'b.jpg']);
      const empty = { filter: { rating: {} } };
      expect((await call(demo, 'POST', '/search/metadata', empty)).status).toBe(400);
    });
  });

  it('goes on by its cursor, in the order asked for', async () => {
    await withDemo({}, async (demo) => {
      const { a } = await fill(demo);
      await call(demo, 'PUT', `/assets/${a}`, { rating: 4 });
      const filter = { trashedAt: { eq: null } };
      const first = await page(demo, { filter, size: 3 });
      expect(first.items.map(({ originalFileName }) => originalFileName)).toEqual(['d.jpg', 'c.jpg', 'b.jpg']);
      expect(first.nextPage).toBeNull();
      const second = await page(demo, { filter, size: 3, cursor: first.nextCursor });
      expect(second).toMatchObject({ items: [{ originalFileName: 'a.jpg' }], nextCursor: null });
      const up = { field: 'fileSizeInBytes', direction: 'asc' };
      expect(await inOrder(demo, { filter, orderBy: up })).toEqual(['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg']);
      expect((await inOrder(demo, { filter, orderBy: { field: 'rating' } }))[0]).toBe('a.jpg');
      expect((await call(demo, 'POST', '/search/metadata', { cursor: 'nonsense' })).status).toBe(400);
    });
  });

  it('is not known before 3.2.0: the filter is ignored, and everything is answered', async () => {
    await withDemo({ version: '3.1.0' }, async (demo) => {
      await fill(demo);
      expect(await find(demo, { originalFileName: { eq: 'a.jpg' } })).toEqual(['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg']);
    });
  });
});

describe('deprecated calls', () => {
  it.each([
    ['2.3.1', []],
    ['2.7.5', ['GET /jobs']],
    ['3.1.0', ['GET /jobs', 'PUT /assets', 'PUT /assets/:id', 'PUT /stacks/:id', 'PUT /tags/:id']],
    [
      '3.3.5',
      [
        'GET /jobs',
        'GET /server/config',
        'POST /search/metadata by single fields',
        'PUT /assets',
        'PUT /assets/:id',
        'PUT /stacks/:id',
        'PUT /tags/:id',
      ],
    ],
  ])('are answered and counted by %s', async (version, expected) => {
    await withDemo({ version }, async (demo) => {
      const { a, b } = await fill(demo);
      const key = keyWith(demo, 'all');
      const { body: stack } = await call<{ id: string }>(demo, 'POST', '/stacks', { assetIds: [a, b] }, key);
      const { body: tag } = await call<{ id: string }>(demo, 'POST', '/tags', { name: 'One' }, key);
      const statuses = await Promise.all(
        [
          call(demo, 'GET', '/jobs', undefined, key),
          call(demo, 'GET', '/server/config'),
          call(demo, 'POST', '/search/metadata', { isFavorite: true }),
          call(demo, 'PUT', '/assets', { ids: [a], isFavorite: true }),
          call(demo, 'PUT', `/assets/${a}`, { isFavorite: true }),
          call(demo, 'PUT', `/stacks/${stack.id}`, { primaryAssetId: b }, key),
          call(demo, 'PUT', `/tags/${tag.id}`, { color: '#ff0000' }, key),
        ].map(async (answer) => (await answer).status),
      );
      expect(statuses.every((status) => status < 300)).toBe(true);
      expect(Object.keys(demo.deprecations.list()).sort()).toEqual(expected);
      demo.deprecations.clear();
      if (demo.apiVersion === 'v2') return;
      expect((await call(demo, 'PATCH', '/assets', { ids: [a], isFavorite: true })).status).toBe(204);
      expect((await call(demo, 'PATCH', `/assets/${a}`, { isFavorite: true })).status).toBe(200);
      expect((await call(demo, 'PATCH', `/stacks/${stack.id}`, { primaryAssetId: a }, key)).status).toBe(200);
      await call(demo, 'POST', '/search/metadata', { filter: { isFavorite: { eq: true } } });
      expect(demo.deprecations.list()).toEqual({});
    });
  });
});
