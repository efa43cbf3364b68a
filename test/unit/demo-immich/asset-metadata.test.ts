import { describe, expect, it } from 'vitest';
import { bytesOf, call, keyWith, upload, uploadText, withDemo } from './calls.ts';

const UNKNOWN = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const KEY = 'org.example.notes';
const item = (value: object, key = KEY) => ({ key, value });
const kept = (value: object, key = KEY) => ({ key, value, updatedAt: expect.any(String) });
const missing = (id: string, key = KEY) => ({
  message: `Metadata with key "${key}" not found for asset with id "${id}"`,
});

describe('metadata of assets', () => {
  it.each(['2.5.0', '2.7.5', '3.1.0', '3.3.5'])('keeps any object under any key on %s', async (version) => {
    await withDemo({ version }, async (demo) => {
      const id = await uploadText(demo, 'a.jpg');
      const at = `/assets/${id}/metadata`;
      expect(await call(demo, 'GET', at)).toEqual({ status: 200, body: [] });
      expect(await call(demo, 'PUT', at, { items: [item({ deep: [1, { two: null }] })] })).toEqual({
        status: 200,
        body: [kept({ deep: [1, { two: null }] })],
      });
      expect((await call(demo, 'PUT', at, { items: [item({ n: 1 }, 'mobile-app')] })).body).toEqual([
        kept({ n: 1 }, 'mobile-app'),
      ]);
      expect((await call(demo, 'GET', at)).body).toEqual([
        kept({ deep: [1, { two: null }] }),
        kept({ n: 1 }, 'mobile-app'),
      ]);
      expect(await call(demo, 'GET', `${at}/${KEY}`)).toEqual({
        status: 200,
        body: kept({ deep: [1, { two: null }] }),
      });
      expect((await call(demo, 'DELETE', `${at}/${KEY}`)).status).toBe(204);
      expect((await call(demo, 'DELETE', `${at}/${KEY}`)).status).toBe(204);
      const gone = await call(demo, 'GET', `${at}/${KEY}`);
      expect(gone.status).toBe(400);
      expect(gone.body).toMatchObject(missing(id));
    });
  });

  it('writes and takes away for many in one call', async () => {
    await withDemo({}, async (demo) => {
      const [a, b] = [await uploadText(demo, 'a.jpg'), await uploadText(demo, 'b.jpg')];
      const written = await call(demo, 'PUT', '/assets/metadata', {
        items: [
          { assetId: a, ...item({ n: 1 }) },
          { assetId: b, ...item({ n: 2 }) },
          { assetId: a, ...item({ n: 3 }, 'second') },
        ],
      });
      expect(written).toEqual({
        status: 200,
        body: [
          { assetId: a, ...kept({ n: 1 }) },
          { assetId: b, ...kept({ n: 2 }) },
          { assetId: a, ...kept({ n: 3 }, 'second') },
        ],
      });
      const removed = await call(demo, 'DELETE', '/assets/metadata', {
        items: [
          { assetId: a, key: KEY },
          { assetId: b, key: 'never there' },
        ],
      });
      expect(removed.status).toBe(204);
      expect((await call(demo, 'GET', `/assets/${a}/metadata`)).body).toEqual([kept({ n: 3 }, 'second')]);
      expect((await call(demo, 'GET', `/assets/${b}/metadata`)).body).toEqual([kept({ n: 2 })]);
    });
  });

  it('writes nothing at all when one asset is not the caller’s, or one key is named twice', async () => {
    await withDemo({}, async (demo) => {
      const id = await uploadText(demo, 'a.jpg');
      const one = { assetId: id, ...item({ n: 1 }) };
      expect(await call(demo, 'PUT', '/assets/metadata', { items: [one, { ...one, assetId: UNKNOWN }] })).toEqual({
        status: 400,
        body: { message: 'Not found or no asset.update access' },
      });
      expect(await call(demo, 'PUT', '/assets/metadata', { items: [one, one] })).toEqual({
        status: 400,
        body: { message: `Duplicate items are not allowed: "(${id}, ${KEY})"` },
      });
      expect((await call(demo, 'PUT', `/assets/${id}/metadata`, { items: [item({}), item({})] })).status).toBe(400);
      expect((await call(demo, 'PUT', '/assets/metadata', { items: [{ ...one, value: 'text' }] })).status).toBe(400);
      expect((await call(demo, 'GET', `/assets/${id}/metadata`)).body).toEqual([]);
    });
  });

  it('needs asset.read to look and asset.update to write, and leaves the asset’s own date alone', async () => {
    await withDemo({}, async (demo) => {
      const id = await uploadText(demo, 'a.jpg');
      await demo.idle();
      const [reader, writer] = [keyWith(demo, 'asset.read'), keyWith(demo, 'asset.update')];
      const updatedAt = async () => (await call(demo, 'GET', `/assets/${id}`)).body.updatedAt;
      const before = await updatedAt();
      const items = [{ assetId: id, ...item({ n: 1 }) }];
      expect((await call(demo, 'PUT', '/assets/metadata', { items }, reader)).status).toBe(403);
      expect((await call(demo, 'PUT', `/assets/${id}/metadata`, { items }, reader)).status).toBe(403);
      expect((await call(demo, 'DELETE', `/assets/${id}/metadata/${KEY}`, undefined, reader)).status).toBe(403);
      expect((await call(demo, 'PUT', '/assets/metadata', { items }, writer)).status).toBe(200);
      expect((await call(demo, 'GET', `/assets/${id}/metadata/${KEY}`, undefined, writer)).status).toBe(403);
      expect((await call(demo, 'GET', `/assets/${id}/metadata/${KEY}`, undefined, reader)).status).toBe(200);
      expect(await updatedAt()).toBe(before);
    });
  });

  it('goes with the asset: the same bytes uploaded again have none', async () => {
    await withDemo({}, async (demo) => {
      const id = await uploadText(demo, 'a.jpg');
      await call(demo, 'PUT', `/assets/${id}/metadata`, { items: [item({ n: 1 })] });
      await call(demo, 'DELETE', '/assets', { ids: [id], force: true }, keyWith(demo, 'all'));
      await demo.idle();
      const again = await uploadText(demo, 'a.jpg');
      expect(again).not.toBe(id);
      expect((await call(demo, 'GET', `/assets/${again}/metadata`)).body).toEqual([]);
    });
  });

  it('before 2.5.0 knows the phone app’s key alone, and no form for many', async () => {
    await withDemo({ version: '2.4.1' }, async (demo) => {
      const id = await uploadText(demo, 'a.jpg');
      const at = `/assets/${id}/metadata`;
      expect((await call(demo, 'PUT', at, { items: [item({ iCloudId: 'x' }, 'mobile-app')] })).status).toBe(200);
      expect((await call(demo, 'GET', `${at}/mobile-app`)).status).toBe(200);
      expect((await call(demo, 'PUT', at, { items: [item({})] })).status).toBe(400);
      expect((await call(demo, 'GET', `${at}/${KEY}`)).status).toBe(400);
      const many = await call(demo, 'PUT', '/assets/metadata', { items: [{ assetId: id, ...item({}, 'mobile-app') }] });
      expect(many.status).toBe(400);
      expect(many.body.message).toEqual(['id must be a UUID']);
      const form = { metadata: JSON.stringify([item({})]) };
      expect((await upload(demo, { name: 'b.jpg', bytes: bytesOf('b'), fields: form })).status).toBe(400);
    });
  });
});

describe('the version', () => {
  it.each([
    ['2.4.1', 'v2'],
    ['2.7.5', 'v2'],
    ['3.1.0', 'v3'],
    ['3.3.5', 'v3'],
  ] as const)('%s speaks as %s', async (version, apiVersion) => {
    await withDemo({ version }, async (demo) => {
      expect(demo).toMatchObject({ version, apiVersion });
      const [major, minor, patch] = version.split('.').map(Number);
      expect((await call(demo, 'GET', '/server/version')).body).toMatchObject({ major, minor, patch });
    });
  });
});
