import { readdir } from 'node:fs/promises';
import * as http from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesOf, call, keyWith, sha1, upload, uploadText, withDemo } from './calls.ts';

const storedFiles = async (folder: string) => {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  return all.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

describe('POST /assets', () => {
  it('stores the bytes and knows them by a checksum of its own', async () => {
    await withDemo({}, async (demo) => {
      const bytes = bytesOf('a picture');
      const answer = await upload(demo, { name: 'IMG_1.HEIC', bytes });
      expect(answer).toMatchObject({ status: 201, body: { status: 'created' } });
      expect(await demo.bytes(sha1(bytes))).toEqual(bytes);
      const asset = await call(demo, 'GET', `/assets/${answer.body.id}`);
      expect(asset.body).toMatchObject({
        checksum: Buffer.from(sha1(bytes), 'hex').toString('base64'),
        originalFileName: 'IMG_1.HEIC',
        type: 'IMAGE',
      });
    });
  });

  it('answers 200 duplicate for the same bytes and changes nothing about the asset', async () => {
    await withDemo({}, async (demo) => {
      const first = await upload(demo, { name: 'a.jpg', bytes: bytesOf('same') });
      await demo.idle();
      const before = demo.snapshot();
      const again = await upload(demo, {
        name: 'other.jpg',
        bytes: bytesOf('same'),
        fields: { isFavorite: 'true' },
        sidecar: '<x/>',
      });
      expect(again).toEqual({ status: 200, body: { id: first.body.id, status: 'duplicate' } });
      await demo.idle();
      expect(demo.snapshot()).toEqual(before);
      expect(await storedFiles(demo.folder)).toHaveLength(1);
    });
  });

  it('makes one asset of four uploads of the same bytes at once', async () => {
    await withDemo({}, async (demo) => {
      const bytes = Buffer.alloc(300_000, 7);
      const answers = await Promise.all([1, 2, 3, 4].map((n) => upload(demo, { name: `${n}.jpg`, bytes })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      expect(await storedFiles(demo.folder)).toHaveLength(1);
    });
  });

  it('keeps the same bytes of two users apart', async () => {
    await withDemo({}, async (demo) => {
      const other = demo.addKey({ userId: demo.addUser({ name: 'Ann', email: 'ann@example.org' }) });
      await uploadText(demo, 'a.jpg');
      const answer = await upload(demo, { name: 'a.jpg', bytes: bytesOf('a.jpg'), key: other });
      expect(answer.status).toBe(201);
    });
  });

  it.each(['hex', 'base64'] as const)('short-circuits a duplicate by an announced checksum in %s', async (encoding) => {
    await withDemo({}, async (demo) => {
      const bytes = bytesOf('already here');
      const first = await upload(demo, { name: 'a.jpg', bytes });
      const checksum = Buffer.from(sha1(bytes), 'hex').toString(encoding);
      const again = await upload(demo, {
        name: 'a.jpg',
        bytes: bytesOf('other bytes altogether'),
        headers: { 'x-immich-checksum': checksum },
      });
      expect(again).toEqual({ status: 200, body: { id: first.body.id, status: 'duplicate' } });
    });
  });

  it('accepts a wrong announced checksum and goes by the bytes', async () => {
    await withDemo({}, async (demo) => {
      const bytes = bytesOf('honest bytes');
      const answer = await upload(demo, { name: 'a.jpg', bytes, headers: { 'x-immich-checksum': sha1('lie') } });
      expect(answer.status).toBe(201);
      expect(demo.assets().map(({ checksum }) => checksum)).toEqual([sha1(bytes)]);
    });
  });

  it('refuses a sidecar when a filename field stood before it', async () => {
    await withDemo({}, async (demo) => {
      const answer = await upload(demo, {
        name: 'a.jpg',
        bytes: bytesOf('a'),
        sidecar: '<x/>',
        fields: { filename: 'a.jpg' },
      });
      expect(answer).toMatchObject({ status: 400, body: { message: 'Unsupported file type a.jpg' } });
      expect(await storedFiles(demo.folder)).toEqual([]);
    });
  });

  it.each([
    ['an unknown kind of file', { name: 'notes.txt' }, 'Unsupported file type notes.txt'],
    ['no capture date', { fields: { fileCreatedAt: null } }, 'Validation failed'],
    ['isFavorite that is neither true nor false', { fields: { isFavorite: '1' } }, 'Validation failed'],
    ['the old duration text', { fields: { duration: '0:00:00.000' } }, 'Validation failed'],
    ['metadata as repeated fields', { fields: { 'metadata[0][key]': 'x' } }, 'Validation failed'],
    ['metadata that is no JSON', { fields: { metadata: 'x' } }, 'Validation failed'],
    [
      'an unknown film',
      { fields: { livePhotoVideoId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' } },
      'Live photo video not found',
    ],
  ])('refuses %s and keeps no file', async (_what, parts, message) => {
    await withDemo({}, async (demo) => {
      const answer = await upload(demo, { name: 'a.jpg', bytes: bytesOf('a'), ...parts });
      expect(answer).toMatchObject({ status: 400, body: { message } });
      expect(await storedFiles(demo.folder)).toEqual([]);
      expect(demo.assets()).toEqual([]);
    });
  });

  it('wants device ids in v2 only', async () => {
    const fields = { deviceAssetId: null, deviceId: null };
    await withDemo({ apiVersion: 'v2' }, async (demo) => {
      const refused = await upload(demo, { name: 'a.jpg', bytes: bytesOf('a'), fields });
      expect(refused).toMatchObject({ status: 400, body: { error: 'Bad Request', statusCode: 400 } });
      const legacy = { duration: '0:00:00.000' };
      expect(await upload(demo, { name: 'a.jpg', bytes: bytesOf('a'), fields: legacy })).toMatchObject({ status: 201 });
    });
    await withDemo({}, async (demo) => {
      expect(await upload(demo, { name: 'a.jpg', bytes: bytesOf('a'), fields })).toMatchObject({ status: 201 });
    });
  });

  it('refuses what is over the quota', async () => {
    await withDemo({ users: [{ name: 'Small', email: 's@example.org', quota: 10 }] }, async (demo) => {
      expect(await upload(demo, { name: 'a.jpg', bytes: Buffer.alloc(8) })).toMatchObject({ status: 201 });
      const answer = await upload(demo, { name: 'b.jpg', bytes: Buffer.alloc(9, 1) });
      expect(answer).toMatchObject({ status: 400, body: { message: 'Quota has been exceeded!' } });
    });
  });

  it.each(['größe 😀.jpg', '-rf.jpg', '[1]*?.jpg', 'A "quoted" name.jpg', `${'x'.repeat(251)}.jpg`, '[bold]rich.jpg'])(
    'keeps the file name %s',
    async (name) => {
      await withDemo({}, async (demo) => {
        // Written as Go's multipart writer does: the bytes of the name, quotes and backslashes escaped.
        const escaped = name.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
        const part = (head: string, value: string) =>
          `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n${value}\r\n`;
        const date = '2024-03-06T10:11:12.000Z';
        const body =
          part('name="fileCreatedAt"', date) +
          part('name="fileModifiedAt"', date) +
          `--b\r\nContent-Disposition: form-data; name="assetData"; filename="${escaped}"\r\nContent-Type: application/octet-stream\r\n\r\nbytes\r\n--b--\r\n`;
        const response = await fetch(`${demo.url}/api/assets`, {
          method: 'POST',
          headers: { 'x-api-key': demo.apiKey, 'content-type': 'multipart/form-data; boundary=b' },
          body: Buffer.from(body),
        });
        expect(response.status).toBe(201);
        expect(demo.assets().map((asset) => asset.name)).toEqual([name]);
      });
    },
  );

  it('takes empty files, as 2.x does, and files of many megabytes, chunked', async () => {
    await withDemo({ version: '2.7.5' }, async (demo) => {
      expect(await upload(demo, { name: 'empty.jpg', bytes: Buffer.alloc(0) })).toMatchObject({ status: 201 });
      const big = Buffer.alloc(20 * 1024 * 1024, 3);
      expect(await upload(demo, { name: 'big.mov', bytes: big })).toMatchObject({ status: 201 });
      expect(
        demo
          .assets()
          .map(({ checksum }) => checksum)
          .sort(),
      ).toEqual([sha1(''), sha1(big)].sort());
      expect(demo.requests.list({ path: '/assets' }).at(-1)?.bytesReceived).toBeGreaterThan(big.length);
    });
  });

  it.each([
    ['2.7.5', 400],
    ['3.0.0', 201],
  ])('%s answers a picture that ends with .mpo with %s', async (version, status) => {
    await withDemo({ version }, async (demo) => {
      expect((await upload(demo, { name: 'both.mpo', bytes: bytesOf('both') })).status).toBe(status);
      const { body } = await call<{ image: string[] }>(demo, 'GET', '/server/media-types');
      expect(body.image.includes('.mpo')).toBe(status === 201);
    });
  });

  it('refuses empty files as 3.1.0 does', async () => {
    await withDemo({ version: '3.1.0' }, async (demo) => {
      const answer = await upload(demo, { name: 'empty.jpg', bytes: Buffer.alloc(0) });
      expect(answer).toMatchObject({ status: 400, body: { message: 'File is empty' } });
      expect(demo.assets()).toEqual([]);
    });
  });

  it('keeps nothing of an upload that breaks off', async () => {
    await withDemo({}, async (demo) => {
      const [host, port] = demo.url.replace('http://', '').split(':');
      const request = http.request({
        host,
        port,
        method: 'POST',
        path: '/api/assets',
        headers: { 'x-api-key': demo.apiKey, 'content-type': 'multipart/form-data; boundary=b' },
      });
      const ended = new Promise<string>((resolve) => {
        request.on('error', (error) => resolve(error.message));
      });
      request.write('--b\r\nContent-Disposition: form-data; name="assetData"; filename="a.jpg"\r\n\r\nbegin');
      await expect.poll(() => storedFiles(demo.folder)).toHaveLength(1);
      request.destroy(new Error('gone'));
      expect(await ended).toBe('gone');
      await expect.poll(() => storedFiles(demo.folder)).toEqual([]);
      expect(demo.assets()).toEqual([]);
      expect(await upload(demo, { name: 'a.jpg', bytes: bytesOf('begin and end') })).toMatchObject({ status: 201 });
    });
  });

  it('lets a form without an end, a boundary or a file go with 400', async () => {
    await withDemo({}, async (demo) => {
      const post = async (contentType: string, body: string) => {
        const headers = { 'x-api-key': demo.apiKey, 'content-type': contentType };
        const response = await fetch(`${demo.url}/api/assets`, { method: 'POST', headers, body });
        return response.status;
      };
      const file = '--b\r\nContent-Disposition: form-data; name="assetData"; filename="a.jpg"\r\n\r\nbegin';
      expect(await post('multipart/form-data; boundary=b', file)).toBe(400);
      expect(await post('multipart/form-data', file)).toBe(400);
      expect(await post('application/json', '{}')).toBe(400);
      expect(await post('multipart/form-data; boundary=b', '--b--\r\n')).toBe(400);
      expect(await storedFiles(demo.folder)).toEqual([]);
    });
  });
});

describe('POST /assets/bulk-upload-check', () => {
  it('accepts what is absent and names what is there, the trash and the locked folder included', async () => {
    await withDemo({}, async (demo) => {
      const here = await demo.addAsset({ name: 'a.jpg', source: bytesOf('here') });
      const trashed = await demo.addAsset({ name: 'b.jpg', source: bytesOf('trashed'), isTrashed: true });
      const locked = await demo.addAsset({ name: 'c.jpg', source: bytesOf('locked'), visibility: 'locked' });
      const assets = ['here', 'trashed', 'locked', 'absent'].map((id) => ({ id, checksum: sha1(id) }));
      const answer = await call(demo, 'POST', '/assets/bulk-upload-check', { assets });
      expect(answer).toEqual({
        status: 200,
        body: {
          results: [
            { id: 'here', action: 'reject', reason: 'duplicate', assetId: here, isTrashed: false },
            { id: 'trashed', action: 'reject', reason: 'duplicate', assetId: trashed, isTrashed: true },
            { id: 'locked', action: 'reject', reason: 'duplicate', assetId: locked, isTrashed: false },
            { id: 'absent', action: 'accept' },
          ],
        },
      });
    });
  });

  it('looks only among the caller’s own assets and reads base64 as well', async () => {
    await withDemo({}, async (demo) => {
      await demo.addAsset({ name: 'a.jpg', source: bytesOf('mine') });
      const checksum = Buffer.from(sha1('mine'), 'hex').toString('base64');
      const ask = async (key: string) =>
        (
          await call<{ results: { action: string }[] }>(
            demo,
            'POST',
            '/assets/bulk-upload-check',
            { assets: [{ id: '1', checksum }] },
            key,
          )
        ).body.results[0]?.action;
      expect(await ask(demo.apiKey)).toBe('reject');
      expect(await ask(demo.addKey({ userId: demo.addUser({ name: 'Ann', email: 'ann@example.org' }) }))).toBe(
        'accept',
      );
    });
  });

  it('needs asset.upload', async () => {
    await withDemo({}, async (demo) => {
      const answer = await call(demo, 'POST', '/assets/bulk-upload-check', { assets: [] }, keyWith(demo, 'asset.read'));
      expect(answer).toEqual({ status: 403, body: { message: 'Missing required permission: asset.upload' } });
    });
  });
});
