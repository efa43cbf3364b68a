import { describe, expect, it } from 'vitest';
import { SYNC_PERMISSIONS } from '../../support/demo-immich/index.ts';
import { call, keyWith, withDemo } from './calls.ts';

const ID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

describe('keys and permissions', () => {
  it('refuses no key and a wrong key with 401, in the shapes of both API versions', async () => {
    await withDemo({}, async (demo) => {
      expect(await call(demo, 'GET', '/users/me', undefined, null)).toEqual({
        status: 401,
        body: { message: 'Authentication required' },
      });
      expect(await call(demo, 'GET', '/users/me', undefined, 'wrong')).toEqual({
        status: 401,
        body: { message: 'Invalid API key' },
      });
    });
    await withDemo({ apiVersion: 'v2' }, async (demo) => {
      expect(await call(demo, 'GET', '/users/me', undefined, 'wrong')).toEqual({
        status: 401,
        body: {
          message: 'Invalid API key',
          error: 'Unauthorized',
          statusCode: 401,
          correlationId: expect.any(String),
        },
      });
    });
  });

  it('asks for no key at ping, version, features, config and media-types', async () => {
    await withDemo({}, async (demo) => {
      for (const path of ['ping', 'version', 'features', 'config', 'media-types']) {
        expect((await call(demo, 'GET', `/server/${path}`, undefined, null)).status).toBe(200);
      }
      expect((await call(demo, 'GET', '/server/about', undefined, null)).status).toBe(401);
    });
  });

  it.each([
    ['POST', '/assets', 'asset.upload'],
    ['GET', `/assets/${ID}`, 'asset.read'],
    ['PUT', `/assets/${ID}`, 'asset.update'],
    ['PUT', '/assets', 'asset.update'],
    ['DELETE', '/assets', 'asset.delete'],
    ['GET', '/assets/statistics', 'asset.statistics'],
    ['PUT', '/assets/copy', 'asset.copy'],
    ['GET', `/assets/${ID}/original`, 'asset.download'],
    ['GET', `/assets/${ID}/thumbnail`, 'asset.view'],
    ['POST', '/trash/restore/assets', 'asset.delete'],
    ['POST', '/trash/empty', 'asset.delete'],
    ['POST', '/search/metadata', 'asset.read'],
    ['POST', '/search/statistics', 'asset.statistics'],
    ['GET', '/albums', 'album.read'],
    ['POST', '/albums', 'album.create'],
    ['PATCH', `/albums/${ID}`, 'album.update'],
    ['DELETE', `/albums/${ID}`, 'album.delete'],
    ['PUT', `/albums/${ID}/assets`, 'albumAsset.create'],
    ['PUT', '/albums/assets', 'albumAsset.create'],
    ['DELETE', `/albums/${ID}/assets`, 'albumAsset.delete'],
    ['GET', '/tags', 'tag.read'],
    ['PUT', '/tags', 'tag.create'],
    ['PUT', `/tags/${ID}/assets`, 'tag.asset'],
    ['PUT', '/tags/assets', 'tag.asset'],
    ['POST', '/stacks', 'stack.create'],
    ['GET', '/stacks', 'stack.read'],
    ['PUT', `/stacks/${ID}`, 'stack.update'],
    ['DELETE', `/stacks/${ID}`, 'stack.delete'],
    ['GET', '/users/me', 'user.read'],
    ['GET', '/server/about', 'server.about'],
    ['POST', '/assets/jobs', 'job.create'],
    ['PUT', '/jobs/metadataExtraction', 'job.create'],
  ] as const)('%s %s needs %s and names it', async (method, path, permission) => {
    await withDemo({}, async (demo) => {
      const everythingElse = keyWith(demo, ...SYNC_PERMISSIONS.filter((name) => name !== permission));
      expect(await call(demo, method, path, undefined, everythingElse)).toEqual({
        status: 403,
        body: { message: `Missing required permission: ${permission}` },
      });
      const { status } = await call(demo, method, path, undefined, keyWith(demo, permission));
      expect(status).not.toBe(403);
      expect(status).not.toBe(404);
    });
  });

  it('lets jobs be touched by an administrator only, whatever the key may', async () => {
    await withDemo({}, async (demo) => {
      const userId = demo.addUser({ name: 'Ann', email: 'ann@example.org' });
      const key = demo.addKey({ userId, permissions: ['all'] });
      expect(await call(demo, 'PUT', '/jobs/metadataExtraction', { command: 'pause' }, key)).toEqual({
        status: 403,
        body: { message: 'Forbidden' },
      });
    });
  });

  it('lists a key’s permissions to the key itself, whatever they are', async () => {
    await withDemo({}, async (demo) => {
      const answer = await call(demo, 'GET', '/api-keys/me', undefined, keyWith(demo, 'asset.upload'));
      expect(answer).toMatchObject({ status: 200, body: { permissions: ['asset.upload'] } });
    });
  });

  it('takes a key back', async () => {
    await withDemo({}, async (demo) => {
      demo.removeKey(demo.apiKey);
      expect((await call(demo, 'GET', '/users/me')).status).toBe(401);
    });
  });
});

describe('addresses', () => {
  it.each([
    ['GET', '/nothing/here'],
    ['GET', '/api/server/ping'],
    ['POST', '/assets/exist'],
  ])('answers %s /api%s with 404 before it asks for a key', async (method, path) => {
    await withDemo({}, async (demo) => {
      expect(await call(demo, method, path, undefined, null)).toEqual({
        status: 404,
        body: { message: `Cannot ${method} /api${path}` },
      });
    });
  });

  it('knows PATCH on assets in v3 only', async () => {
    await withDemo({}, async (demo) => {
      expect((await call(demo, 'PATCH', `/assets/${ID}`, {})).status).toBe(400);
    });
    await withDemo({ apiVersion: 'v2' }, async (demo) => {
      expect((await call(demo, 'PATCH', `/assets/${ID}`, {})).status).toBe(404);
    });
  });

  it('answers a page with status 200 outside /api, as the web app does', async () => {
    await withDemo({}, async (demo) => {
      const response = await fetch(`${demo.url}/server/ping`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toContain('text/html');
      const wellKnown = await fetch(`${demo.url}/.well-known/immich`);
      expect(await wellKnown.json()).toEqual({ api: { endpoint: '/api' } });
    });
  });

  it('names its version in both API versions', async () => {
    await withDemo({}, async (demo) => {
      expect((await call(demo, 'GET', '/server/version')).body).toEqual({
        major: 3,
        minor: 2,
        patch: 1,
        prerelease: null,
      });
      expect((await call(demo, 'GET', '/server/about')).body).toMatchObject({ version: 'v3.2.1' });
    });
    await withDemo({ apiVersion: 'v2' }, async (demo) => {
      expect((await call(demo, 'GET', '/server/version')).body).toEqual({ major: 2, minor: 7, patch: 5 });
    });
    await withDemo({ apiVersion: 'v2', version: '1.132.0' }, async (demo) => {
      expect((await call(demo, 'GET', '/server/version')).body).toEqual({ major: 1, minor: 132, patch: 0 });
    });
  });

  it('refuses the sync stream to keys, broken JSON, and JSON beyond ten megabytes', async () => {
    await withDemo({}, async (demo) => {
      expect((await call(demo, 'POST', '/sync/stream', {})).status).toBe(403);
      const headers = { 'x-api-key': demo.apiKey, 'content-type': 'application/json' };
      const broken = await fetch(`${demo.url}/api/search/metadata`, { method: 'POST', headers, body: '{"page":' });
      expect(broken.status).toBe(400);
      const assets = Array.from({ length: 120_000 }, (_, id) => ({
        id: `${id}`.padStart(40),
        checksum: 'a'.repeat(40),
      }));
      expect((await call(demo, 'POST', '/assets/bulk-upload-check', { assets })).status).toBe(413);
    });
  });
});
