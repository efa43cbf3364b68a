/** The address that a person types, with a password for a proxy in it, and what is kept of it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Engine } from '../../../src/core/engine/engine.ts';
import { readServerAddress } from '../../../src/core/engine/sync-settings.ts';
import { because } from '../../../src/core/model/reasons.ts';
import { environmentSecrets } from '../../../src/core/secrets/environment.ts';
import { pathsFor } from '../../../src/core/settings/paths.ts';
import { findServer } from '../../../src/main/services/server-test.ts';

const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;

/** Immich behind a proxy that lets in who shows this. @returns its host */
async function startProxied(authorization: string): Promise<string> {
  const server = createServer((request, response) => {
    if (request.headers.authorization !== authorization) response.writeHead(401).end('Who are you?');
    else
      response.end(
        request.url === '/api/server/ping' ? '{"res":"pong"}' : JSON.stringify({ major: 2, minor: 3, patch: 1 }),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function openEngine() {
  const home = await mkdtemp(join(tmpdir(), 'immich-sync-find-'));
  let kept: string | null = null;
  const engine = await Engine.open({
    paths: pathsFor({ home, platform: 'linux', environment: {} }),
    secrets: environmentSecrets('a-key-of-a-test'),
    connectionKey: {
      read: async () => kept,
      isKept: async () => kept !== null,
      describe: () => because('kept-in-secret-service'),
      write: async (key) => {
        kept = key;
      },
      remove: async () => {
        kept = null;
      },
    },
    scripts: home,
    environment: {},
  });
  onTestFinished(async () => {
    await engine.close();
    await rm(home, { recursive: true });
  });
  /** Where Immich is found with what is kept. */
  const found = async () => (await engine.server.look()).server;
  return { engine, found };
}

it('a password that does not fit is not kept, nor shown to the server of before, whose own stays', async () => {
  const { signal } = new AbortController();
  const [mine, other] = [await startProxied(basic('kim:mine')), await startProxied(basic('kim:other'))];
  const { engine, found } = await openEngine();
  expect(await findServer(engine, `http://kim:mine@${mine}/api`, signal)).toMatchObject({ url: `http://${mine}` });
  expect(engine.connection.view('home').headers).toEqual([{ name: 'Authorization', isInSettings: false }]);
  expect(await found()).toBe(`http://${mine}`);

  await expect(findServer(engine, `http://kim:wrong@${other}`, signal)).rejects.toMatchObject({
    code: 'server-login-page',
  });
  expect(await found()).toBe(`http://${mine}`);

  // Another one in the place of the one that is kept.
  expect(await findServer(engine, `http://kim:other@${other}`, signal)).toMatchObject({ url: `http://${other}` });
  expect(await found()).toBe(`http://${other}`);
});

it('the same address given twice is reached with what is kept for the first', async () => {
  const { engine } = await openEngine();
  engine.settings.change((settings) => ({
    ...settings,
    server: { ...settings.server, url: 'http://192.0.2.1', awayUrl: 'http://192.0.2.1' },
  }));
  const secrets = (value: string) => ({ headers: { token: value }, clientCertificate: null });
  const address = await readServerAddress('http://192.0.2.1', {
    settings: engine.settings.read(),
    paths: engine.paths,
    connection: { of: async (place) => secrets(`for ${place}`) },
    redactor: engine.redactor,
    findProxy: undefined,
  });
  expect(address.headers).toEqual({ token: 'for home' });
});
