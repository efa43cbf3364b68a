import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ImmichClient } from '../../../../src/core/immich/client/client.ts';
import type { ClientOptions } from '../../../../src/core/immich/client/http.ts';
import { refusal } from '../../../../src/core/immich/client/refusal.ts';
import { judgeServer } from '../../../../src/core/immich/compatibility.ts';
import { judgePermissions } from '../../../../src/core/immich/permissions.ts';
import type { ProblemError } from '../../../../src/core/model/problem.ts';

let server: Server | undefined;
const seen: { path: string; key: string | undefined }[] = [];

async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  options?: ClientOptions,
): Promise<ImmichClient> {
  seen.length = 0;
  server = createServer((request, response) => {
    seen.push({ path: request.url ?? '', key: request.headers['x-api-key'] as string | undefined });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return new ImmichClient(
    { url: `http://127.0.0.1:${port}`, headers: {}, certificateAuthorities: [] },
    'the-key',
    options,
  );
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no problem',
    (error: ProblemError) => error.code,
  );

describe('the client', () => {
  it('shows the key to nobody before it is known to be Immich', async () => {
    const client = await serve((_request, response) => response.end('<html>A router</html>'));
    expect(await codeOf(client.server.ping())).toBe('server-not-immich');
    expect(seen).toEqual([{ path: '/api/server/ping', key: undefined }]);
  });

  it('does not follow a redirect', async () => {
    const client = await serve((_request, response) =>
      response.writeHead(308, { location: 'https://elsewhere.example/api/users/me' }).end(),
    );
    const error = await client.account.user().catch((thrown: ProblemError) => thrown);
    expect(error).toMatchObject({
      code: 'server-redirects',
      message: expect.stringContaining('https://elsewhere.example'),
    });
    expect(seen).toHaveLength(1);
  });

  it.each([
    ['a truncated answer', '{"results":[{"id":"a"', 'server-error'],
    ['HTML', '<html>Bad gateway</html>', 'server-error'],
    ['an answer for other files', '{"results":[]}', 'server-error'],
  ])('does not take %s for proof', async (_what, body, code) => {
    const client = await serve((_request, response) => response.end(body));
    expect(await codeOf(client.assets.check(['a']))).toBe(code);
  });

  it('reads the list of stacks, but not where the key may not or where it is too long, and does not try that again', async () => {
    const stack = { id: 's', primaryAssetId: 'a', assets: [{ id: 'a' }, { id: 'b' }] };
    const client = await serve((_request, response) => response.end(JSON.stringify([stack])));
    expect(await client.stacks.list()).toEqual([{ id: 's', primaryAssetId: 'a', members: ['a', 'b'] }]);
    server?.close();
    const refused = await serve((_request, response) =>
      response.writeHead(403).end('{"message":"Missing required permission: stack.read"}'),
    );
    expect(await refused.stacks.list()).toBeNull();
    server?.close();
    const endless = await serve((_request, response) => {
      const piece = Buffer.alloc(1024 * 1024, ' ');
      const more = () => {
        if (!response.destroyed) response.write(piece, more);
      };
      more();
    });
    expect(await endless.stacks.list()).toBeNull();
    expect(seen).toHaveLength(1);
  });

  it('takes a rejection that is not about a duplicate for no proof', async () => {
    const results = [
      { id: 'a', action: 'reject', reason: 'unsupported-format' },
      { id: 'b', action: 'reject', reason: 'duplicate', assetId: '1', isTrashed: true },
      { id: 'c', action: 'reject', reason: 'duplicate', assetId: '2' },
    ];
    const client = await serve((_request, response) => response.end(JSON.stringify({ results })));
    const answers = await client.assets.check(['a', 'b', 'c']);
    expect([...answers.values()].map(({ state }) => state)).toEqual(['absent', 'in-trash', 'present']);
  });

  it('says what is wrong when nobody answers or the connection breaks', async () => {
    const broken = await serve((request) => request.socket.destroy());
    expect(await codeOf(broken.account.user())).toBe('server-unreachable');
    const nobody = new ImmichClient({ url: 'http://127.0.0.1:1', headers: {}, certificateAuthorities: [] }, 'the-key');
    expect(await codeOf(nobody.account.user())).toBe('server-unreachable');
  });

  it('breaks off when stopped', async () => {
    const stop = new AbortController();
    const client = await serve(() => stop.abort(), { signal: stop.signal });
    expect(await codeOf(client.account.user())).toBe('stopped');
  });
});

describe('refusal', () => {
  it.each([
    [401, '{"message":"Invalid API key"}', 'key-refused'],
    [403, '{"message":"Missing required permission: asset.upload"}', 'key-lacks-permission'],
    [403, '{"message":"Forbidden"}', 'server-error'],
    [400, '{"message":"Quota has been exceeded!"}', 'server-storage-full'],
    [507, '', 'server-storage-full'],
    [502, '<html>Bad gateway</html>', 'server-error'],
  ])('%i %s is %s', (status, text, code) => {
    expect(refusal({ status, text }, 'list-albums').code).toBe(code);
  });
});

describe('compatibility', () => {
  it('knows the tested, the untested and the too old', () => {
    expect(judgeServer({ major: 3, minor: 2, patch: 1 })).toBe('tested');
    expect(judgeServer({ major: 2, minor: 7, patch: 5 })).toBe('tested');
    expect(judgeServer({ major: 3, minor: 4, patch: 0 })).toBe('untested');
    expect(judgeServer({ major: 4, minor: 0, patch: 0 })).toBe('unknown');
    expect(() => judgeServer({ major: 1, minor: 144, patch: 1 })).toThrow(/1\.144\.1/);
  });

  it('never asks for permission to delete assets', () => {
    expect(judgePermissions([]).lacks.map(({ name }) => name)).not.toContain('asset.delete');
    expect(judgePermissions(['all']).lacks).toEqual([]);
    expect(judgePermissions(['asset.upload']).has.map(({ name }) => name)).toEqual(['asset.upload']);
  });
});
