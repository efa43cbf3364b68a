/** What stands where Immich should: proxies, login pages, the wrong scheme. Each has its plain sentence, and none gets the key. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { ImmichClient } from '../../../src/core/immich/client/client.ts';
import { toProblem } from '../../../src/core/model/problem.ts';

async function pingOf(answer: (response: ServerResponse) => void, scheme = 'http') {
  const keys: unknown[] = [];
  const handle = (request: { headers: Record<string, unknown> }, response: ServerResponse) => {
    keys.push(request.headers['x-api-key']);
    answer(response);
  };
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const client = new ImmichClient(
    { url: `${scheme}://127.0.0.1:${port}`, headers: {}, certificateAuthorities: [] },
    'the-key',
  );
  const problem = await client.server.ping().then(() => null, toProblem);
  expect(keys.filter((key) => key !== undefined)).toEqual([]);
  return problem;
}

const redirect = (location: string) => (response: ServerResponse) => response.writeHead(302, { location }).end();

it.each<[string, (response: ServerResponse) => void, string, RegExp]>([
  [
    'Cloudflare Access',
    redirect('https://team.cloudflareaccess.com/cdn-cgi/access/login/photos.example.org?kid=1'),
    'server-login-page',
    /team\.cloudflareaccess\.com/,
  ],
  [
    'Authelia',
    redirect('https://auth.example.org/?rd=https%3A%2F%2Fphotos'),
    'server-login-page',
    /auth\.example\.org/,
  ],
  ['oauth2-proxy', redirect('/oauth2/start?rd=%2Fapi'), 'server-login-page', /login page/],
  ['a proxy with a password', (response) => response.writeHead(401).end('<html>'), 'server-login-page', /401/],
  ['a proxy that lets nobody in', (response) => response.writeHead(403).end('<html>'), 'server-login-page', /403/],
  [
    'another address of Immich',
    redirect('https://photos.example.org/api/server/ping'),
    'server-redirects',
    /photos\.example\.org/,
  ],
  ['Cloudflare without a server', (response) => response.writeHead(530).end('<html>'), 'server-unreachable', /530/],
  ['Cloudflare with a slow server', (response) => response.writeHead(524).end('<html>'), 'server-unreachable', /524/],
  [
    'nginx that wants https',
    (response) => response.writeHead(400).end('<html>The plain HTTP request was sent to HTTPS port</html>'),
    'server-not-immich',
    /begin the address with https/,
  ],
])('%s', async (_what, answer, code, words) => {
  expect(await pingOf(answer)).toMatchObject({ code, sentence: expect.stringMatching(words) });
});

it('a server that does not speak https', async () => {
  const problem = await pingOf((response) => response.end(), 'https');
  expect(problem).toMatchObject({ code: 'server-unreachable', sentence: expect.stringContaining('begins with http') });
});
