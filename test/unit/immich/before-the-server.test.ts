/** What stands where Immich should: proxies, login pages, the wrong scheme. Each has its plain sentence, and none gets the key. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { ImmichClient } from '../../../src/core/immich/client/client.ts';
import { toProblem } from '../../../src/core/model/problem.ts';

type Answer = (response: ServerResponse) => void;

async function pingOf(answer: Answer, scheme = 'http') {
  const keys: unknown[] = [];
  const client = await serving((response) => {
    keys.push(response.req.headers['x-api-key']);
    answer(response);
  }, scheme);
  const problem = await client.server.ping().then(() => null, toProblem);
  expect(keys.filter((key) => key !== undefined)).toEqual([]);
  return problem;
}

async function serving(answer: Answer, scheme = 'http'): Promise<ImmichClient> {
  const server = createServer((_request, response) => answer(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const address = { url: `${scheme}://127.0.0.1:${port}`, headers: {}, certificateAuthorities: [] };
  return new ImmichClient(address, 'the-key');
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
    'Cloudflare without its tunnel',
    (response) => response.writeHead(530).end(),
    'server-unreachable',
    /tunnel to it is down: 530/,
  ],
  [
    'nginx that wants a password',
    (response) => response.writeHead(401, { 'www-authenticate': 'Basic realm="photos"' }).end('<html>'),
    'server-login-page',
    /asks for a user name and a password/,
  ],
  [
    'a page to sign in',
    (response) => response.end('<html><form><input name="p" type="password"></form></html>'),
    'server-login-page',
    /page to sign in/,
  ],
  [
    'nginx that wants a client certificate',
    (response) => response.writeHead(400).end('<html><title>400 No required SSL certificate was sent</title></html>'),
    'client-certificate-needed',
    /asks for a client certificate/,
  ],
  [
    'nginx that does not know the client certificate',
    (response) => response.writeHead(400).end('<html><title>400 The SSL certificate error</title></html>'),
    'client-certificate-needed',
    /does not accept the client certificate/,
  ],
  [
    'nginx that wants https',
    (response) => response.writeHead(400).end('<html>The plain HTTP request was sent to HTTPS port</html>'),
    'server-not-immich',
    /begin the address with https/,
  ],
])('%s', async (_what, answer, code, words) => {
  expect(await pingOf(answer)).toMatchObject({ code, sentence: expect.stringMatching(words) });
});

it('Immich in maintenance mode', async () => {
  const problem = await pingOf((response) => {
    const isConfig = response.req.url === '/api/server/config';
    response.writeHead(isConfig ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isConfig ? { maintenanceMode: true } : { message: 'Cannot GET', statusCode: 404 }));
  });
  expect(problem).toMatchObject({ code: 'server-unreachable', sentence: expect.stringContaining('maintenance mode') });
});

it('a page of another program is not Immich in maintenance mode', async () => {
  const problem = await pingOf((response) => response.writeHead(404).end('{"maintenanceMode":false}'));
  expect(problem).toMatchObject({ code: 'server-not-immich' });
});

it.each([401, 403])('a proxy that bars a call with %i says nothing about the key', async (status) => {
  const client = await serving((response) => response.writeHead(status).end('<html>Sign in</html>'));
  await expect(client.account.user()).rejects.toMatchObject({ code: 'server-login-page' });
});

it('Immich itself refuses the key in its own words', async () => {
  const client = await serving((response) =>
    response.writeHead(401).end(JSON.stringify({ message: 'Invalid API key', statusCode: 401 })),
  );
  await expect(client.account.user()).rejects.toMatchObject({ code: 'key-refused' });
});

it('a proxy that takes no long requests is named as such', async () => {
  const client = await serving((response) => response.writeHead(413).end('<html>'));
  await expect(client.account.user()).rejects.toThrow(/does not accept requests of this size/);
});

it('a server that does not speak https', async () => {
  const problem = await pingOf((response) => response.end(), 'https');
  expect(problem).toMatchObject({ code: 'server-unreachable', sentence: expect.stringContaining('begins with http') });
});
