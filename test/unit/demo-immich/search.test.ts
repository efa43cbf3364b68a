import { describe, expect, it } from 'vitest';
import type { DemoImmich } from '../../support/demo-immich/index.ts';
import { bytesOf, call, sha1, withDemo } from './calls.ts';

interface Page {
  readonly assets: {
    readonly items: readonly { readonly id: string; readonly originalFileName: string; readonly exifInfo?: unknown }[];
    readonly total: number;
    readonly count: number;
    readonly nextPage: string | null;
  };
}

const search = async (demo: DemoImmich, query: object) =>
  (await call<Page>(demo, 'POST', '/search/metadata', query)).body.assets;
const names = async (demo: DemoImmich, query: object) =>
  (await search(demo, query)).items.map((item) => item.originalFileName).sort();

/** Assets `0.jpg`, `1.jpg` … a day apart; the last is the newest. */
async function fill(demo: DemoImmich, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const capturedAt = new Date(Date.UTC(2024, 0, 1 + index));
    ids.push(await demo.addAsset({ name: `${index}.jpg`, source: bytesOf(`picture ${index}`), capturedAt }));
  }
  await demo.idle();
  return ids;
}

describe('POST /search/metadata', () => {
  it('goes page by page, newest first, and counts only the page', async () => {
    await withDemo({}, async (demo) => {
      await fill(demo, 5);
      const first = await search(demo, { size: 2 });
      expect(first.items.map((item) => item.originalFileName)).toEqual(['4.jpg', '3.jpg']);
      expect(first).toMatchObject({ total: 2, count: 2, nextPage: '2' });
      expect(await search(demo, { size: 2, page: 2 })).toMatchObject({ total: 2, nextPage: '3' });
      expect(await search(demo, { size: 2, page: 3 })).toMatchObject({ total: 1, count: 1, nextPage: null });
      expect(await search(demo, { size: 2, page: 4 })).toMatchObject({ items: [], nextPage: null });
      const oldest = await search(demo, { size: 1, order: 'asc' });
      expect(oldest.items.map((item) => item.originalFileName)).toEqual(['0.jpg']);
    });
  });

  it('gives 250 a page unless told, at most 1000', async () => {
    await withDemo({}, async (demo) => {
      await fill(demo, 251);
      expect(await search(demo, {})).toMatchObject({ count: 250, nextPage: '2' });
      expect(await search(demo, { size: 1000 })).toMatchObject({ count: 251, nextPage: null });
      expect((await call(demo, 'POST', '/search/metadata', { size: 1001 })).status).toBe(400);
      expect((await call(demo, 'POST', '/search/metadata', { page: 0 })).status).toBe(400);
    });
  });

  it('ignores an unknown key and answers everything', async () => {
    await withDemo({}, async (demo) => {
      await fill(demo, 2);
      expect((await search(demo, { deviceAssetId: 'none', nonsense: 1 })).count).toBe(2);
    });
    await withDemo({ apiVersion: 'v2' }, async (demo) => {
      await fill(demo, 2);
      expect((await search(demo, { deviceAssetId: 'none' })).count).toBe(0);
      expect((await search(demo, { nonsense: 1 })).count).toBe(2);
    });
  });

  it('finds by checksum in hex and base64, name part, type, date, album, tag, favourite', async () => {
    await withDemo({}, async (demo) => {
      const [zero = '', one = ''] = await fill(demo, 3);
      await demo.addAsset({ name: 'Film.MOV', source: bytesOf('film'), isFavorite: true });
      const album = demo.addAlbum({ name: 'Album', assetIds: [zero, one] });
      const other = demo.addAlbum({ name: 'Other', assetIds: [one] });
      const tags = await call<{ id: string }[]>(demo, 'PUT', '/tags', { tags: ['a/b', 'a'] });
      const [child, parent] = tags.body.map(({ id }) => id);
      await call(demo, 'PUT', `/tags/${child}/assets`, { ids: [zero] });
      const hex = sha1('picture 1');
      expect(await names(demo, { checksum: hex })).toEqual(['1.jpg']);
      expect(await names(demo, { checksum: Buffer.from(hex, 'hex').toString('base64') })).toEqual(['1.jpg']);
      expect(await names(demo, { checksum: sha1('nothing') })).toEqual([]);
      expect(await names(demo, { originalFileName: 'film' })).toEqual(['Film.MOV']);
      expect(await names(demo, { type: 'VIDEO' })).toEqual(['Film.MOV']);
      expect(await names(demo, { isFavorite: true })).toEqual(['Film.MOV']);
      expect(await names(demo, { takenAfter: '2024-01-02T00:00:00Z', takenBefore: '2024-01-02T23:00:00Z' })).toEqual([
        '1.jpg',
      ]);
      expect(await names(demo, { albumIds: [album] })).toEqual(['0.jpg', '1.jpg']);
      expect(await names(demo, { albumIds: [album, other] })).toEqual(['1.jpg']);
      expect(await names(demo, { isNotInAlbum: true })).toEqual(['2.jpg', 'Film.MOV']);
      expect(await names(demo, { tagIds: [parent] })).toEqual(['0.jpg']);
      expect(await names(demo, { tagIds: null })).toEqual(['1.jpg', '2.jpg', 'Film.MOV']);
      expect(await names(demo, { id: zero })).toEqual(['0.jpg']);
    });
  });

  it.each([
    ['2.0.0', ['timeline.jpg'], 200],
    ['2.7.5', ['timeline.jpg'], 200],
    ['3.0.0', ['archive.jpg', 'hidden.mov', 'timeline.jpg'], 401],
    ['3.3.5', ['archive.jpg', 'hidden.mov', 'timeline.jpg'], 401],
  ])('%s shows %j unless a visibility is asked for; trashed ones only when asked', async (version, all, counting) => {
    await withDemo({ version }, async (demo) => {
      await demo.addAsset({ name: 'timeline.jpg', source: bytesOf('1') });
      await demo.addAsset({ name: 'archive.jpg', source: bytesOf('2'), visibility: 'archive' });
      await demo.addAsset({ name: 'hidden.mov', source: bytesOf('3'), visibility: 'hidden' });
      await demo.addAsset({ name: 'locked.jpg', source: bytesOf('4'), visibility: 'locked' });
      await demo.addAsset({ name: 'trashed.jpg', source: bytesOf('5'), isTrashed: true });
      expect(await names(demo, {})).toEqual(all);
      expect(await names(demo, { visibility: 'archive' })).toEqual(['archive.jpg']);
      expect(await names(demo, { visibility: 'hidden' })).toEqual(['hidden.mov']);
      expect(await names(demo, { visibility: 'timeline' })).toEqual(['timeline.jpg']);
      expect((await call(demo, 'POST', '/search/metadata', { visibility: 'locked' })).status).toBe(401);
      const locked = await call(demo, 'POST', '/search/statistics', { visibility: 'locked' });
      expect(locked.status).toBe(counting);
      expect(await names(demo, { withDeleted: true })).toEqual([...all, 'trashed.jpg'].sort());
      expect(await names(demo, { trashedAfter: '2000-01-01T00:00:00Z' })).toEqual(['trashed.jpg']);
      expect((await call(demo, 'POST', '/search/statistics', {})).body).toEqual({ total: all.length });
      const films = await call(demo, 'POST', '/search/statistics', { type: 'VIDEO', visibility: 'hidden' });
      expect(films.body).toEqual({ total: 1 });
    });
  });

  it('gives EXIF only when asked', async () => {
    await withDemo({}, async (demo) => {
      await fill(demo, 1);
      expect((await search(demo, {})).items[0]).not.toHaveProperty('exifInfo');
      expect((await search(demo, { withExif: true })).items[0]).toHaveProperty('exifInfo.dateTimeOriginal');
    });
  });

  it('refuses an album that the caller may not read, and shows others’ pictures in one that it may', async () => {
    await withDemo({}, async (demo) => {
      const userId = demo.addUser({ name: 'Ann', email: 'ann@example.org' });
      const hers = await demo.addAsset({ userId, name: 'hers.jpg', source: bytesOf('hers') });
      const secret = demo.addAlbum({ userId, name: 'Secret' });
      const sharedWith = [{ userId: demo.userId, role: 'viewer' as const }];
      const shared = demo.addAlbum({ userId, name: 'Shared', assetIds: [hers], sharedWith });
      expect(await names(demo, { albumIds: [shared] })).toEqual(['hers.jpg']);
      expect(await names(demo, {})).toEqual([]);
      expect(await call(demo, 'POST', '/search/metadata', { albumIds: [secret] })).toEqual({
        status: 400,
        body: { message: 'Not found or no album.read access' },
      });
    });
  });
});

describe('the timeline', () => {
  it('has a bucket for each month and its assets in columns', async () => {
    await withDemo({}, async (demo) => {
      await fill(demo, 40);
      expect((await call(demo, 'GET', '/timeline/buckets')).body).toEqual([
        { timeBucket: '2024-02-01', count: 9 },
        { timeBucket: '2024-01-01', count: 31 },
      ]);
      const { body } = await call<{ id: string[]; isImage: boolean[] }>(
        demo,
        'GET',
        '/timeline/bucket?timeBucket=2024-02-01',
      );
      expect(body.id).toHaveLength(9);
      expect(body.isImage.every(Boolean)).toBe(true);
    });
  });
});
