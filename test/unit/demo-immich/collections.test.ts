import { describe, expect, it } from 'vitest';
import type { DemoImmich } from '../../support/demo-immich/index.ts';
import { bytesOf, call, keyWith, uploadText, withDemo } from './calls.ts';

interface Album {
  readonly id: string;
  readonly albumName: string;
  readonly assetCount: number;
  readonly assets?: readonly { readonly id: string }[];
}
interface Tag {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly parentId?: string;
}
interface Stack {
  readonly id: string;
  readonly primaryAssetId: string;
  readonly assets: readonly { readonly id: string }[];
}

const UNKNOWN = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

const ann = (demo: DemoImmich) => {
  const userId = demo.addUser({ name: 'Ann', email: 'ann@example.org' });
  return { userId, key: demo.addKey({ userId, permissions: ['all'] }) };
};

describe('albums', () => {
  it('tell when they are new the moments of their first and last picture, later the days', async () => {
    await withDemo({}, async (demo) => {
      const add = (name: string, time: string) =>
        demo.addAsset({ name, source: bytesOf(name), capturedAt: new Date(time) });
      const assetIds = [await add('a.jpg', '2024-01-02T03:04:05Z'), await add('b.jpg', '2024-05-06T07:08:09Z')];
      await demo.idle();
      const made = await call<Record<string, string>>(demo, 'POST', '/albums', { albumName: 'Dates', assetIds });
      expect(made.body).toMatchObject({ startDate: '2024-01-02T03:04:05.000Z', endDate: '2024-05-06T07:08:09.000Z' });
      expect(made.body).not.toHaveProperty('lastModifiedAssetTimestamp');
      const days = { startDate: '2024-01-02T00:00:00.000Z', endDate: '2024-05-06T00:00:00.000Z' };
      expect((await call(demo, 'GET', `/albums/${made.body.id}`)).body).toMatchObject(days);
      expect((await call(demo, 'GET', '/albums')).body).toMatchObject([days]);
    });
  });

  it('count what is in the timeline or archived, keep their birthday, and are 400 when gone', async () => {
    await withDemo({}, async (demo) => {
      const [a, b, c] = [
        await uploadText(demo, 'a.jpg'),
        await uploadText(demo, 'b.jpg'),
        await uploadText(demo, 'c.mov'),
      ];
      const { body: album } = await call<Album & { createdAt: string }>(demo, 'POST', '/albums', {
        albumName: 'Album',
        assetIds: [a, b, c],
      });
      await call(demo, 'PUT', `/assets/${a}`, { visibility: 'archive' });
      await call(demo, 'PUT', `/assets/${c}`, { visibility: 'hidden' });
      const read = async () => (await call<Album>(demo, 'GET', `/albums/${album.id}`)).body;
      expect(await read()).toMatchObject({ assetCount: 2, createdAt: album.createdAt });
      await call(demo, 'DELETE', '/assets', { ids: [b] }, keyWith(demo, 'asset.delete'));
      expect(await read()).toMatchObject({ assetCount: 1, createdAt: album.createdAt });
      await call(demo, 'DELETE', `/albums/${album.id}`, undefined, keyWith(demo, 'album.delete'));
      expect(await call(demo, 'GET', `/albums/${album.id}`)).toEqual({
        status: 400,
        body: { message: 'Not found or no album.read access' },
      });
    });
  });

  it('may have one name twice, no name, and slashes in it', async () => {
    await withDemo({}, async (demo) => {
      for (const albumName of ['Twin', 'Twin', '', 'A / B']) {
        expect((await call(demo, 'POST', '/albums', { albumName })).status).toBe(201);
      }
      expect(demo.albums().map(({ name }) => name)).toEqual(['', 'A / B', 'Twin', 'Twin']);
    });
  });

  it('tell for each asset whether it came in', async () => {
    await withDemo({}, async (demo) => {
      const [a, b] = [await uploadText(demo, 'a.jpg'), await uploadText(demo, 'b.jpg')];
      const foreign = await demo.addAsset({ userId: ann(demo).userId, name: 'c.jpg', source: bytesOf('c') });
      const { body: album } = await call<Album>(demo, 'POST', '/albums', { albumName: 'Album', assetIds: [a] });
      expect(album.assetCount).toBe(1);
      const added = await call(demo, 'PUT', `/albums/${album.id}/assets`, { ids: [a, b, foreign, UNKNOWN] });
      expect(added).toEqual({
        status: 200,
        body: [
          { id: a, success: false, error: 'duplicate' },
          { id: b, success: true },
          { id: foreign, success: false, error: 'no_permission' },
          { id: UNKNOWN, success: false, error: 'no_permission' },
        ],
      });
      const removed = await call(demo, 'DELETE', `/albums/${album.id}/assets`, { ids: [a, a, UNKNOWN] });
      expect(removed.body).toEqual([
        { id: a, success: true },
        { id: a, success: false, error: 'not_found' },
        { id: UNKNOWN, success: false, error: 'not_found' },
      ]);
    });
  });

  it('refuse an empty id as immich-go sends it, and make no album then', async () => {
    await withDemo({}, async (demo) => {
      const answer = await call(demo, 'POST', '/albums', { albumName: 'Album', assetIds: [''] });
      expect(answer.status).toBe(400);
      expect(demo.albums()).toEqual([]);
    });
  });

  it('are filled many at once', async () => {
    await withDemo({}, async (demo) => {
      const id = await uploadText(demo, 'a.jpg');
      const albumIds = [demo.addAlbum({ name: '1' }), demo.addAlbum({ name: '2' })];
      const add = async (assetIds: string[]) =>
        (await call(demo, 'PUT', '/albums/assets', { albumIds, assetIds })).body;
      expect(await add([id])).toEqual({ success: true });
      expect(await add([id])).toEqual({ success: false, error: 'duplicate' });
      expect(await add([UNKNOWN])).toEqual({ success: false, error: 'no_permission' });
      expect(demo.albums().map(({ assets }) => assets.length)).toEqual([1, 1]);
    });
  });

  it('hold their assets in v2’s answer and not in v3’s', async () => {
    await withDemo({ apiVersion: 'v2' }, async (demo) => {
      const id = demo.addAlbum({ name: 'Album', assetIds: [await uploadText(demo, 'a.jpg')] });
      const { body } = await call<Album>(demo, 'GET', `/albums/${id}`);
      expect(body.assets).toHaveLength(1);
      expect(body).toMatchObject({ ownerId: demo.userId, albumUsers: [] });
      expect((await call<Album>(demo, 'GET', `/albums/${id}?withoutAssets=true`)).body.assets).toEqual([]);
    });
    await withDemo({}, async (demo) => {
      const id = demo.addAlbum({ name: 'Album', assetIds: [await uploadText(demo, 'a.jpg')] });
      const { body } = await call(demo, 'GET', `/albums/${id}`);
      expect(body).toMatchObject({ assetCount: 1, albumUsers: [{ role: 'owner', user: { id: demo.userId } }] });
      for (const name of ['assets', 'owner', 'ownerId']) expect(body).not.toHaveProperty(name);
    });
  });

  it.each([
    ['v3', '', ['Mine', 'Shared']],
    ['v3', '?isOwned=true', ['Mine']],
    ['v3', '?isShared=true', ['Shared']],
    ['v3', '?name=Mine', ['Mine']],
    ['v2', '', ['Mine']],
    ['v2', '?shared=true', ['Shared']],
  ] as const)('listed in %s with "%s" are %j', async (apiVersion, query, expected) => {
    await withDemo({ apiVersion }, async (demo) => {
      const { userId } = ann(demo);
      demo.addAlbum({ name: 'Mine' });
      demo.addAlbum({ userId, name: 'Shared', sharedWith: [{ userId: demo.userId, role: 'viewer' }] });
      demo.addAlbum({ userId, name: 'Hers' });
      const { body } = await call<Album[]>(demo, 'GET', `/albums${query}`);
      expect(body.map(({ albumName }) => albumName).sort()).toEqual(expected);
    });
  });

  it('let an editor add, a viewer only look, and the owner alone rename', async () => {
    await withDemo({}, async (demo) => {
      const { userId, key } = ann(demo);
      const hers = await demo.addAsset({ userId, name: 'hers.jpg', source: bytesOf('hers') });
      const id = demo.addAlbum({ name: 'Album' });
      const put = async () => (await call(demo, 'PUT', `/albums/${id}/assets`, { ids: [hers] }, key)).status;
      expect(await put()).toBe(400);
      const share = keyWith(demo, 'albumUser.create');
      await call(demo, 'PUT', `/albums/${id}/users`, { albumUsers: [{ userId, role: 'editor' }] }, share);
      expect(await put()).toBe(200);
      expect((await call(demo, 'PATCH', `/albums/${id}`, { albumName: 'Hers' }, key)).status).toBe(400);
      expect((await call(demo, 'PATCH', `/albums/${id}`, { albumName: 'Ours' })).body).toMatchObject({
        albumName: 'Ours',
      });
      expect(demo.albums()).toMatchObject([{ name: 'Ours', sharedWith: ['ann@example.org:editor'] }]);
    });
  });

  it('count one for a live photo, though a search in them finds both halves', async () => {
    await withDemo({}, async (demo) => {
      const [still, film] = [await uploadText(demo, 'a.heic'), await uploadText(demo, 'a.mov')];
      const id = demo.addAlbum({ name: 'Album', assetIds: [still, film] });
      await call(demo, 'PUT', `/assets/${still}`, { livePhotoVideoId: film });
      expect((await call(demo, 'GET', `/albums/${id}`)).body).toMatchObject({ assetCount: 1 });
      const found = await call<{ assets: { count: number } }>(demo, 'POST', '/search/metadata', { albumIds: [id] });
      expect(found.body.assets.count).toBe(2);
    });
  });

  it('do not exist for strangers', async () => {
    await withDemo({}, async (demo) => {
      const id = demo.addAlbum({ name: 'Album' });
      const { key } = ann(demo);
      expect(await call(demo, 'GET', `/albums/${id}`, undefined, key)).toEqual({
        status: 400,
        body: { message: 'Not found or no album.read access' },
      });
      expect((await call(demo, 'PUT', `/albums/${UNKNOWN}/assets`, { ids: [] })).body).toEqual({
        message: 'Album not found',
      });
      expect((await call(demo, 'DELETE', `/albums/${id}`, undefined, keyWith(demo, 'album.delete'))).status).toBe(204);
      expect(demo.albums()).toEqual([]);
    });
  });
});

describe('tags', () => {
  it('nest at slashes, and are made once', async () => {
    await withDemo({}, async (demo) => {
      const { body: made } = await call<Tag[]>(demo, 'PUT', '/tags', { tags: ['Places/Rome', 'Plain'] });
      expect(made.map(({ value }) => value)).toEqual(['Places/Rome', 'Plain']);
      const { body: again } = await call<Tag[]>(demo, 'PUT', '/tags', { tags: ['Places/Rome'] });
      expect(again[0]?.id).toBe(made[0]?.id);
      const { body: all } = await call<Tag[]>(demo, 'GET', '/tags');
      const places = all.find(({ value }) => value === 'Places');
      expect(all).toHaveLength(3);
      expect(made[0]).toMatchObject({ name: 'Rome', parentId: places?.id });
      const answer = await call(demo, 'POST', '/tags', { name: 'Plain' });
      expect(answer).toEqual({ status: 400, body: { message: 'A tag with that name already exists' } });
    });
  });

  it('are given and taken, one or many at once, and survive a later extraction', async () => {
    await withDemo({}, async (demo) => {
      const [a, b] = [await uploadText(demo, 'a.jpg'), await uploadText(demo, 'b.jpg')];
      const { body } = await call<Tag[]>(demo, 'PUT', '/tags', { tags: ['One', 'Two'] });
      const [one, two] = body.map(({ id }) => id);
      expect((await call(demo, 'PUT', `/tags/${one}/assets`, { ids: [a, a] })).body).toEqual([
        { id: a, success: true },
        { id: a, success: false, error: 'duplicate' },
      ]);
      const many = await call(demo, 'PUT', '/tags/assets', { tagIds: [one, two], assetIds: [a, b] });
      expect(many.body).toEqual({ count: 3 });
      await call(demo, 'DELETE', `/tags/${two}/assets`, { ids: [b] });
      await call(
        demo,
        'POST',
        '/assets/jobs',
        { assetIds: [a, b], name: 'refresh-metadata' },
        keyWith(demo, 'job.create'),
      );
      await demo.idle();
      const tags = Object.fromEntries(demo.assets().map((asset) => [asset.name, asset.tags]));
      expect(tags).toEqual({ 'a.jpg': ['One', 'Two'], 'b.jpg': ['One'] });
    });
  });

  it('go with their children', async () => {
    await withDemo({}, async (demo) => {
      const { body } = await call<Tag[]>(demo, 'PUT', '/tags', { tags: ['a/b', 'a'] });
      await call(demo, 'DELETE', `/tags/${body[1]?.id}`, undefined, keyWith(demo, 'tag.delete'));
      expect((await call(demo, 'GET', '/tags')).body).toEqual([]);
      expect(demo.snapshot().users[0]?.tags).toEqual([]);
    });
  });
});

describe('stacks', () => {
  const setUp = async (demo: DemoImmich, ...names: string[]) => {
    const ids = [];
    for (const name of names) ids.push(await uploadText(demo, name));
    return ids;
  };
  const create = async (demo: DemoImmich, assetIds: (string | undefined)[]) =>
    (await call<Stack>(demo, 'POST', '/stacks', { assetIds })).body;

  it('of archived members are told by the stacks, not by the assets', async () => {
    await withDemo({}, async (demo) => {
      const ids = await Promise.all(['a.jpg', 'b.jpg'].map((name) => uploadText(demo, name)));
      const [a = '', b = ''] = ids;
      const { id } = await create(demo, ids);
      const told = async (asset: string) => (await call(demo, 'GET', `/assets/${asset}`)).body.stack;
      const set = (asset: string, visibility: string) => call(demo, 'PUT', `/assets/${asset}`, { visibility });
      expect(await told(a)).toEqual({ id, primaryAssetId: a, assetCount: 2 });
      await set(a, 'archive');
      expect(await told(b)).toEqual({ id, primaryAssetId: a, assetCount: 2 });
      await set(b, 'archive');
      expect(await told(a)).toBeNull();
      expect(await told(b)).toBeNull();
      const { body: stack } = await call<Stack>(demo, 'GET', `/stacks/${id}`);
      expect(stack.assets.map((asset) => asset.id)).toEqual([a, b]);
      expect((await call<Stack[]>(demo, 'GET', `/stacks?primaryAssetId=${a}`)).body).toEqual([stack]);
      expect((await call(demo, 'GET', `/stacks?primaryAssetId=${b}`)).body).toEqual([]);
      expect((await call(demo, 'GET', '/stacks?primaryAssetId=x')).status).toBe(400);
      await set(b, 'hidden');
      expect((await call<Stack>(demo, 'GET', `/stacks/${id}`)).body.assets.map((asset) => asset.id)).toEqual([a]);
      expect(
        (await call(demo, 'PUT', `/stacks/${id}`, { primaryAssetId: b }, keyWith(demo, 'stack.update'))).status,
      ).toBe(400);
    });
  });

  it.each([
    ['3.0.3', 1],
    ['3.1.0', 0],
  ])('that lose a member for good: %s keeps %i stacks of one', async (version, kept) => {
    await withDemo({ version }, async (demo) => {
      const [a = '', b = ''] = await Promise.all(['a.jpg', 'b.jpg'].map((name) => uploadText(demo, name)));
      await create(demo, [a, b]);
      await call(demo, 'DELETE', '/assets', { ids: [b], force: true }, keyWith(demo, 'asset.delete'));
      await demo.idle();
      expect((await call(demo, 'GET', '/stacks')).body).toHaveLength(kept);
    });
  });

  it('take the first asset as the primary and merge with a stack of which they hold the primary', async () => {
    await withDemo({}, async (demo) => {
      const [a, b, c] = await setUp(demo, 'a.jpg', 'b.jpg', 'c.jpg');
      const first = await create(demo, [a, b]);
      expect(first.primaryAssetId).toBe(a);
      const merged = await create(demo, [c, a]);
      expect(merged.primaryAssetId).toBe(c);
      expect(merged.assets.map(({ id }) => id).sort()).toEqual([a, b, c].sort());
      expect(merged.assets[0]?.id).toBe(c);
      expect((await call<Stack[]>(demo, 'GET', '/stacks')).body.map(({ id }) => id)).toEqual([merged.id]);
      expect((await call(demo, 'GET', `/assets/${b}`)).body).toMatchObject({
        stack: { id: merged.id, primaryAssetId: c, assetCount: 3 },
      });
    });
  });

  it('change their primary, lose members and dissolve', async () => {
    await withDemo({}, async (demo) => {
      const key = keyWith(demo, 'stack.update', 'stack.delete', 'asset.delete');
      const [a, b, c, d] = await setUp(demo, 'a.jpg', 'b.jpg', 'c.jpg', 'd.jpg');
      const { id } = await create(demo, [a, b, c]);
      expect((await call(demo, 'PUT', `/stacks/${id}`, { primaryAssetId: d }, key)).status).toBe(400);
      expect((await call(demo, 'PATCH', `/stacks/${id}`, { primaryAssetId: b }, key)).body).toMatchObject({
        primaryAssetId: b,
      });
      expect((await call(demo, 'DELETE', `/stacks/${id}/assets/${b}`, undefined, key)).status).toBe(400);
      expect((await call(demo, 'DELETE', `/stacks/${id}/assets/${a}`, undefined, key)).status).toBe(204);
      await call(demo, 'DELETE', '/assets', { ids: [b], force: true }, key);
      await demo.idle();
      expect((await call(demo, 'GET', '/stacks')).body).toEqual([]);
      expect(demo.assets().every(({ stackPrimary }) => stackPrimary === null)).toBe(true);
    });
  });

  it('need two assets of one’s own', async () => {
    await withDemo({}, async (demo) => {
      const [a] = await setUp(demo, 'a.jpg');
      expect((await call(demo, 'POST', '/stacks', { assetIds: [a] })).status).toBe(400);
      expect((await call(demo, 'POST', '/stacks', { assetIds: [a, UNKNOWN] })).status).toBe(400);
    });
  });
});
