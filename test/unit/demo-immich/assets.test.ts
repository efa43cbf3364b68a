import { describe, expect, it } from 'vitest';
import type { DemoImmich } from '../../support/demo-immich/index.ts';
import { bytesOf, call, keyWith, uploadText, withDemo } from './calls.ts';

const get = async (demo: DemoImmich, id: string, key?: string) =>
  (await call(demo, 'GET', `/assets/${id}`, undefined, key)).body;
const counts = async (demo: DemoImmich, query = '') => (await call(demo, 'GET', `/assets/statistics${query}`)).body;

describe('an asset', () => {
  it('takes a person’s edits and keeps them through a later extraction', async () => {
    await withDemo({}, async (demo) => {
      const id = await uploadText(demo, 'a.jpg');
      const edit = {
        description: 'Mine',
        dateTimeOriginal: '2020-05-06T07:08:09+02:00',
        latitude: 41.9,
        longitude: 12.5,
        rating: 4,
        isFavorite: true,
      };
      // At once, while the server may still be at work on the upload.
      expect((await call(demo, 'PUT', `/assets/${id}`, edit)).status).toBe(200);
      await call(
        demo,
        'POST',
        '/assets/jobs',
        { assetIds: [id], name: 'refresh-metadata' },
        keyWith(demo, 'job.create'),
      );
      await demo.idle();
      expect(await get(demo, id)).toMatchObject({
        isFavorite: true,
        fileCreatedAt: '2020-05-06T05:08:09.000Z',
        // In the zone of the place.
        localDateTime: '2020-05-06T07:08:09.000Z',
        exifInfo: { description: 'Mine', latitude: 41.9, longitude: 12.5, rating: 4, timeZone: 'Europe/Rome' },
      });
    });
  });

  it('is edited with many others at once', async () => {
    await withDemo({}, async (demo) => {
      const ids = [await uploadText(demo, 'a.jpg'), await uploadText(demo, 'b.jpg')];
      expect((await call(demo, 'PUT', '/assets', { ids, isFavorite: true, description: 'Both' })).status).toBe(204);
      await demo.idle();
      expect(demo.assets()).toMatchObject([
        { isFavorite: true, description: 'Both' },
        { isFavorite: true, description: 'Both' },
      ]);
    });
  });

  it.each([
    ['a rating of six', { rating: 6 }],
    ['half a place', { latitude: 1 }],
    ['a date that is none', { dateTimeOriginal: 'yesterday' }],
    ['an unknown visibility', { visibility: 'secret' }],
  ])('refuses %s', async (_what, edit) => {
    await withDemo({}, async (demo) => {
      const id = await uploadText(demo, 'a.jpg');
      await demo.idle();
      const before = demo.snapshot();
      const answer = await call(demo, 'PUT', `/assets/${id}`, edit);
      expect(answer).toMatchObject({ status: 400, body: { message: 'Validation failed' } });
      expect(demo.snapshot()).toEqual(before);
    });
  });

  it('says in v2 what is wrong as a list of sentences', async () => {
    await withDemo({ apiVersion: 'v2' }, async (demo) => {
      const answer = await call(demo, 'GET', '/assets/not-an-id');
      expect(answer).toMatchObject({ status: 400, body: { message: ['id must be a UUID'], error: 'Bad Request' } });
    });
  });

  it('has device ids and a duration text in v2, whole milliseconds in v3', async () => {
    await withDemo({ apiVersion: 'v2' }, async (demo) => {
      const body = await get(demo, await uploadText(demo, 'a.mov'));
      expect(body).toMatchObject({ deviceAssetId: 'a.mov-5', deviceId: 'test', duration: '0:00:00.00000' });
    });
    await withDemo({}, async (demo) => {
      const body = await get(demo, await uploadText(demo, 'a.mov'));
      expect(body).toMatchObject({ duration: null });
      expect(body).not.toHaveProperty('deviceId');
    });
  });

  it('is nobody else’s business', async () => {
    await withDemo({}, async (demo) => {
      const id = await uploadText(demo, 'a.jpg');
      const ann = demo.addKey({
        userId: demo.addUser({ name: 'Ann', email: 'ann@example.org' }),
        permissions: ['all'],
      });
      const refused = (permission: string) => ({
        status: 400,
        body: { message: `Not found or no ${permission} access` },
      });
      expect(await call(demo, 'GET', `/assets/${id}`, undefined, ann)).toEqual(refused('asset.read'));
      expect(await call(demo, 'PUT', `/assets/${id}`, { isFavorite: true }, ann)).toEqual(refused('asset.update'));
      expect(await call(demo, 'DELETE', '/assets', { ids: [id] }, ann)).toEqual(refused('asset.delete'));
      expect(demo.assets()).toHaveLength(1);
    });
  });

  it('can be downloaded byte for byte and shown small', async () => {
    await withDemo({}, async (demo) => {
      const id = await uploadText(demo, 'größe.mov', 'film');
      const headers = { 'x-api-key': demo.addKey({ permissions: ['asset.download', 'asset.view'] }) };
      const original = await fetch(`${demo.url}/api/assets/${id}/original`, { headers });
      expect(await original.text()).toBe('film');
      expect(original.headers.get('content-type')).toBe('video/quicktime');
      const small = await fetch(`${demo.url}/api/assets/${id}/thumbnail`, { headers });
      expect(small.headers.get('content-type')).toMatch(/^image\//);
    });
  });

  it('keeps an app’s own metadata', async () => {
    await withDemo({}, async (demo) => {
      const id = await uploadText(demo, 'a.jpg');
      const items = [{ key: 'mobile-app', value: { iCloudId: 'x' } }];
      await call(demo, 'PUT', `/assets/${id}/metadata`, { items });
      expect((await call(demo, 'GET', `/assets/${id}/metadata`)).body).toMatchObject(items);
    });
  });
});

describe('locked assets', () => {
  it('may be uploaded and are then closed to every key', async () => {
    await withDemo({}, async (demo) => {
      const key = keyWith(demo, 'all');
      const open = await demo.addAsset({ name: 'open.jpg', source: bytesOf('open') });
      const id = await demo.addAsset({ name: 'a.jpg', source: bytesOf('a'), visibility: 'locked' });
      const album = demo.addAlbum({ name: 'Album' });
      expect((await call(demo, 'GET', `/assets/${id}`, undefined, key)).status).toBe(400);
      expect((await call(demo, 'POST', '/search/metadata', { visibility: 'locked' }, key)).status).toBe(401);
      expect((await call(demo, 'GET', '/assets/statistics?visibility=locked', undefined, key)).status).toBe(401);
      const added = await call(demo, 'PUT', `/albums/${album}/assets`, { ids: [id, open] }, key);
      expect(added.body).toEqual([
        { id, success: false, error: 'no_permission' },
        { id: open, success: true },
      ]);
    });
  });

  it('leave their albums when they are locked', async () => {
    await withDemo({}, async (demo) => {
      const id = await uploadText(demo, 'a.jpg');
      demo.addAlbum({ name: 'Album', assetIds: [id] });
      await call(demo, 'PUT', '/assets', { ids: [id], visibility: 'locked' });
      expect(demo.albums()[0]?.assets).toEqual([]);
    });
  });
});

describe('the trash', () => {
  const setUp = async (demo: DemoImmich) => {
    const key = keyWith(demo, 'asset.delete', 'asset.read', 'asset.update', 'albumAsset.create');
    return { key, id: await uploadText(demo, 'a.jpg') };
  };

  it('takes an asset, lets it into albums all the same, and gives it back', async () => {
    await withDemo({}, async (demo) => {
      const { key, id } = await setUp(demo);
      expect((await call(demo, 'DELETE', '/assets', { ids: [id] }, key)).status).toBe(204);
      expect(await get(demo, id)).toMatchObject({ isTrashed: true });
      expect(await counts(demo)).toEqual({ images: 0, videos: 0, total: 0 });
      expect(await counts(demo, '?isTrashed=true')).toEqual({ images: 1, videos: 0, total: 1 });
      const album = demo.addAlbum({ name: 'Album' });
      const added = await call(demo, 'PUT', `/albums/${album}/assets`, { ids: [id] }, key);
      expect(added.body).toEqual([{ id, success: true }]);
      expect((await call(demo, 'GET', `/albums/${album}`)).body).toMatchObject({ assetCount: 0 });
      expect((await call(demo, 'POST', '/trash/restore/assets', { ids: [id] }, key)).body).toEqual({ count: 1 });
      expect((await call(demo, 'GET', `/albums/${album}`)).body).toMatchObject({ assetCount: 1 });
    });
  });

  it('stays where it is when the same bytes are uploaded again', async () => {
    await withDemo({}, async (demo) => {
      const { key, id } = await setUp(demo);
      await call(demo, 'DELETE', '/assets', { ids: [id] }, key);
      expect(await uploadText(demo, 'a.jpg')).toBe(id);
      expect(demo.assets()).toMatchObject([{ isTrashed: true }]);
    });
  });

  it('does not take a live photo’s film along', async () => {
    await withDemo({}, async (demo) => {
      const { key, id } = await setUp(demo);
      const film = await uploadText(demo, 'a.mov');
      await call(demo, 'PUT', `/assets/${id}`, { livePhotoVideoId: film });
      await call(demo, 'DELETE', '/assets', { ids: [id] }, key);
      expect(await get(demo, film)).toMatchObject({ isTrashed: false, visibility: 'hidden' });
    });
  });

  it('is emptied for good, films of live photos included', async () => {
    await withDemo({}, async (demo) => {
      const { key, id } = await setUp(demo);
      const film = await uploadText(demo, 'a.mov');
      await call(demo, 'PUT', `/assets/${id}`, { livePhotoVideoId: film });
      await call(demo, 'DELETE', '/assets', { ids: [id] }, key);
      expect((await call(demo, 'POST', '/trash/empty', undefined, key)).body).toEqual({ count: 1 });
      await demo.idle();
      expect(demo.assets()).toEqual([]);
    });
  });

  it('is passed by with force', async () => {
    await withDemo({}, async (demo) => {
      const { key, id } = await setUp(demo);
      await call(demo, 'DELETE', '/assets', { ids: [id], force: true }, key);
      await demo.idle();
      expect(demo.assets()).toEqual([]);
      expect((await call(demo, 'GET', `/assets/${id}`)).status).toBe(400);
    });
  });
});

describe('live photos by order', () => {
  it('hides the film, counts one, and shows it again when the link is cut', async () => {
    await withDemo({}, async (demo) => {
      const still = await uploadText(demo, 'a.heic');
      const film = await uploadText(demo, 'a.mov');
      await demo.idle();
      expect(await counts(demo)).toEqual({ images: 1, videos: 1, total: 2 });
      await call(demo, 'PUT', `/assets/${still}`, { livePhotoVideoId: film });
      expect(await get(demo, still)).toMatchObject({ livePhotoVideoId: film });
      expect(await counts(demo)).toEqual({ images: 1, videos: 0, total: 1 });
      await call(demo, 'PUT', `/assets/${still}`, { livePhotoVideoId: null });
      expect(await counts(demo)).toEqual({ images: 1, videos: 1, total: 2 });
    });
  });

  it('refuses a still as the film, and someone else’s film', async () => {
    await withDemo({}, async (demo) => {
      const [still, other] = [await uploadText(demo, 'a.heic'), await uploadText(demo, 'b.heic')];
      const userId = demo.addUser({ name: 'Ann', email: 'ann@example.org' });
      const film = await demo.addAsset({ userId, name: 'a.mov', source: bytesOf('film') });
      const link = async (livePhotoVideoId: string) =>
        (await call(demo, 'PUT', `/assets/${still}`, { livePhotoVideoId })).body.message;
      expect(await link(other)).toBe('Live photo video must be a video');
      expect(await link(film)).toBe('Live photo video does not belong to the user');
    });
  });
});

describe('PUT /assets/copy', () => {
  it('carries albums, favourite and stack from one asset to another', async () => {
    await withDemo({}, async (demo) => {
      const [source, target] = [await uploadText(demo, 'a.jpg'), await uploadText(demo, 'b.jpg')];
      demo.addAlbum({ name: 'Album', assetIds: [source] });
      await call(demo, 'PUT', `/assets/${source}`, { isFavorite: true });
      const key = keyWith(demo, 'asset.copy');
      expect((await call(demo, 'PUT', '/assets/copy', { sourceId: source, targetId: target }, key)).status).toBe(204);
      expect(demo.albums()[0]?.assets).toHaveLength(2);
      expect(demo.assets().every(({ isFavorite }) => isFavorite)).toBe(true);
      expect((await call(demo, 'PUT', '/assets/copy', { sourceId: source, targetId: source }, key)).status).toBe(400);
    });
  });
});
