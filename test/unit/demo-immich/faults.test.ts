import { describe, expect, it } from 'vitest';
import { startDemoImmich } from '../../support/demo-immich/index.ts';
import { bytesOf, call, sha1, upload, withDemo } from './calls.ts';

const ping = { method: 'GET', path: '/server/ping' };
const posted = { method: 'POST', path: '/assets' };

/** The reason why a fetch failed, or its status. */
const outcome = (work: Promise<{ status: number }>) =>
  work.then(
    ({ status }) => status,
    (error: Error) => (error.cause instanceof Error && 'code' in error.cause ? error.cause.code : error.message),
  );

describe('ordered faults', () => {
  it.each([401, 403, 404, 413, 429, 500, 502, 507])(
    'answer %d as often as ordered, after as many as ordered',
    async (status) => {
      await withDemo({}, async (demo) => {
        const fault = demo.faults.add({ match: ping, kind: 'status', status, times: 2, after: 1 });
        const statuses = [];
        for (let index = 0; index < 4; index += 1) statuses.push((await call(demo, 'GET', '/server/ping')).status);
        expect(statuses).toEqual([200, status, status, 200]);
        expect(fault.used).toBe(2);
      });
    },
  );

  it('strike only what matches, with any body, and end when taken back', async () => {
    await withDemo({}, async (demo) => {
      const fault = demo.faults.add({
        match: { path: /^\/api\/server/ },
        kind: 'status',
        status: 500,
        body: { odd: 1 },
      });
      expect(await call(demo, 'GET', '/server/version')).toEqual({ status: 500, body: { odd: 1 } });
      expect((await call(demo, 'GET', '/users/me')).status).toBe(200);
      fault.remove();
      expect((await call(demo, 'GET', '/server/version')).status).toBe(200);
    });
  });

  it('keep an upload from happening', async () => {
    await withDemo({}, async (demo) => {
      demo.faults.add({ match: posted, kind: 'status', status: 413, early: true, times: 1 });
      demo.faults.add({ match: posted, kind: 'status', status: 502, times: 1 });
      const bytes = Buffer.alloc(500_000);
      expect((await upload(demo, { name: 'a.jpg', bytes })).status).toBe(413);
      expect((await upload(demo, { name: 'a.jpg', bytes })).status).toBe(502);
      expect(demo.assets()).toEqual([]);
      expect((await upload(demo, { name: 'a.jpg', bytes })).status).toBe(201);
    });
  });

  it('delay', async () => {
    await withDemo({}, async (demo) => {
      demo.faults.add({ match: ping, kind: 'delay', milliseconds: 120 });
      const began = performance.now();
      expect((await call(demo, 'GET', '/server/ping')).status).toBe(200);
      expect(performance.now() - began).toBeGreaterThan(110);
    });
  });

  it('busy: one after the other, and each server for itself', async () => {
    await withDemo({}, (first) =>
      withDemo({}, async (second) => {
        for (const demo of [first, second]) demo.faults.add({ match: ping, kind: 'busy', milliseconds: 120 });
        const began = performance.now();
        const ended = async (demo: typeof first) => {
          await call(demo, 'GET', '/server/ping');
          return performance.now() - began;
        };
        const [, behind, other] = await Promise.all([ended(first), ended(first), ended(second)]);
        expect(behind).toBeGreaterThan(230);
        expect(other).toBeLessThan(behind);
      }),
    );
  });

  it('drip both ways', async () => {
    await withDemo({}, async (demo) => {
      demo.faults.add({ match: posted, kind: 'drip', bytesPerSecond: 10_000 });
      const began = performance.now();
      expect((await upload(demo, { name: 'a.jpg', bytes: Buffer.alloc(2000) })).status).toBe(201);
      expect(performance.now() - began).toBeGreaterThan(200);
    });
  });

  it.each(['before-body', 'mid-request', 'after-work', 'mid-response'] as const)(
    'reset the connection: %s',
    async (when) => {
      await withDemo({}, async (demo) => {
        demo.faults.add({ match: posted, kind: 'reset', when, times: 1 });
        const parts = { name: 'a.jpg', bytes: Buffer.alloc(400_000, 1) };
        expect(await outcome(upload(demo, parts))).not.toBeTypeOf('number');
        const isDone = when === 'after-work' || when === 'mid-response';
        await expect.poll(() => demo.assets().length).toBe(isDone ? 1 : 0);
        expect(await outcome(upload(demo, parts))).toBe(isDone ? 200 : 201);
      });
    },
  );

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('stall: %s the work', async (when, done) => {
    await withDemo({}, async (demo) => {
      demo.faults.add({ match: posted, kind: 'stall', when });
      const stopped = outcome(upload(demo, { name: 'a.jpg', bytes: bytesOf('a') }));
      await expect.poll(() => demo.requests.count(posted)).toBe(1);
      await expect.poll(() => demo.assets().length).toBe(done);
      await demo.stop();
      expect(await stopped).not.toBeTypeOf('number');
    });
  });

  it('cut JSON short in a complete answer, and answer a page instead', async () => {
    await withDemo({}, async (demo) => {
      demo.faults.add({ match: ping, kind: 'truncated-json', times: 1 });
      demo.faults.add({ match: ping, kind: 'html', times: 1 });
      const cut = await fetch(`${demo.url}/api/server/ping`);
      expect(cut.status).toBe(200);
      expect('{"res":"pong"}'.startsWith(await cut.text())).toBe(true);
      const page = await fetch(`${demo.url}/api/server/ping`);
      expect(page.headers.get('content-type')).toContain('text/html');
    });
  });

  it('redirect', async () => {
    await withDemo({}, async (demo) => {
      demo.faults.add({ kind: 'redirect', location: 'https://elsewhere.example/', status: 308 });
      const response = await fetch(`${demo.url}/api/server/ping`, { redirect: 'manual' });
      expect(response.status).toBe(308);
      expect(response.headers.get('location')).toBe('https://elsewhere.example/');
    });
  });

  it('lie at the bulk check, about all or some', async () => {
    await withDemo({}, async (demo) => {
      await demo.addAsset({ name: 'a.jpg', source: bytesOf('here') });
      const match = { path: '/assets/bulk-upload-check' };
      const ask = async () => {
        const assets = ['here', 'absent'].map((id) => ({ id, checksum: sha1(id) }));
        const { body } = await call<{ results: { action: string }[] }>(demo, 'POST', match.path, { assets });
        return body.results.map(({ action }) => action);
      };
      demo.faults.add({ match, kind: 'lie', say: 'accept', times: 1 });
      demo.faults.add({ match, kind: 'lie', say: 'reject', checksums: [sha1('absent')], times: 1 });
      expect(await ask()).toEqual(['accept', 'accept']);
      expect(await ask()).toEqual(['reject', 'reject']);
      expect(await ask()).toEqual(['reject', 'accept']);
    });
  });

  it('keep other bytes than were sent', async () => {
    await withDemo({}, async (demo) => {
      demo.faults.add({ match: posted, kind: 'corrupt-upload', times: 1 });
      expect((await upload(demo, { name: 'a.jpg', bytes: bytesOf('true') })).status).toBe(201);
      expect(demo.assets().map(({ checksum }) => checksum)).not.toContain(sha1('true'));
    });
  });
});

describe('the server itself', () => {
  it('counts requests with their bytes', async () => {
    await withDemo({}, async (demo) => {
      await upload(demo, { name: 'a.jpg', bytes: Buffer.alloc(100_000) });
      await call(demo, 'GET', '/server/ping');
      expect(demo.requests.list()).toMatchObject([
        { method: 'POST', path: '/api/assets', status: 201 },
        { method: 'GET', path: '/api/server/ping', status: 200 },
      ]);
      expect(demo.requests.list(posted)[0]?.bytesReceived).toBeGreaterThan(100_000);
      expect(demo.requests.list(ping)[0]?.bytesReceived).toBeLessThan(1000);
      demo.requests.clear();
      expect(demo.requests.count()).toBe(0);
    });
  });

  it('ends completely, twice without harm, and takes its folder away', async () => {
    const demo = await startDemoImmich();
    await upload(demo, { name: 'a.jpg', bytes: bytesOf('a') });
    await Promise.all([demo.stop(), demo.stop()]);
    await expect(fetch(`${demo.url}/api/server/ping`)).rejects.toThrow();
    await expect(demo.bytes(sha1('a'))).rejects.toThrow();
  });

  it('says so when its port is taken', async () => {
    await withDemo({}, async (demo) => {
      const port = Number(new URL(demo.url).port);
      await expect(startDemoImmich({ port })).rejects.toThrow('EADDRINUSE');
    });
  });

  it('shows a person what has arrived, without letting names into the markup', async () => {
    await withDemo({}, async (demo) => {
      const id = await demo.addAsset({ name: '<b>.jpg', source: bytesOf('a') });
      await demo.addAsset({ name: 'locked.jpg', source: bytesOf('b'), visibility: 'locked' });
      demo.addAlbum({ name: 'Rome & <i>more</i>', assetIds: [id] });
      const page = await (await fetch(demo.url)).text();
      expect(page).toContain('Rome &#38; &#60;i&#62;more');
      expect(page).not.toContain('<b>.jpg');
      expect(page).not.toContain('locked.jpg');
      expect(page).not.toMatch(/https?:\/\//);
      const picture = await fetch(`${demo.url}/demo/thumbnail/${id}`);
      expect(picture.headers.get('content-type')).toBe('image/svg+xml');
    });
  });

  it('compares end states without ids and clocks', async () => {
    const state = async () =>
      withDemo({}, async (demo) => {
        const ids = [await demo.addAsset({ name: 'a.jpg', source: bytesOf('a') })];
        demo.addAlbum({ name: 'Album', assetIds: ids });
        await demo.idle();
        return demo.snapshot();
      });
    expect(await state()).toEqual(await state());
  });
});
