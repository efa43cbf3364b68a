/** Which server the key is shown to, asked as a sync, the doctor and a person do: with servers that tell which installation they are, and such that do not. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { keyCheck } from '../../../src/core/doctor/key.ts';
import { Engine } from '../../../src/core/engine/engine.ts';
import { because } from '../../../src/core/model/reasons.ts';
import { pathsFor } from '../../../src/core/settings/paths.ts';
import { NO_WAKEFULNESS } from '../../../src/core/system/wakefulness.ts';
import { type DemoImmich, startDemoImmich } from '../../support/demo-immich/index.ts';
import { addressOf } from '../../support/other-address.ts';

const NOWHERE = 'http://127.0.0.1:9';
const signal = new AbortController().signal;

async function startServer({ tells = true } = {}): Promise<DemoImmich> {
  const server = await startDemoImmich();
  onTestFinished(() => server.stop());
  // As a proxy does that lets other questions alone through.
  if (!tells)
    server.faults.add({ match: { path: '/server/version-history' }, kind: 'status', status: 404, times: 1_000 });
  return server;
}

/** @param apiKey null for none */
async function openEngine(apiKey: string | null, url: string, awayUrl: string | null = null) {
  const home = await mkdtemp(join(tmpdir(), 'immich-sync-key-server-'));
  const kept = { apiKey };
  const engine = await Engine.open({
    paths: pathsFor({ home, platform: 'linux', environment: {} }),
    secrets: {
      read: async () => kept.apiKey,
      isKept: async () => kept.apiKey !== null,
      describe: () => because('kept-in-secret-service'),
      write: async (value) => {
        kept.apiKey = value;
      },
      remove: async () => {
        kept.apiKey = null;
      },
    },
    scripts: home,
    environment: {},
    wakefulness: NO_WAKEFULNESS,
  });
  onTestFinished(async () => {
    await engine.close();
    await rm(home, { recursive: true });
  });
  const use = (url: string, awayUrl: string | null) =>
    void engine.settings.change((settings) => ({
      ...settings,
      server: { ...settings.server, url, awayUrl, patience: 0 },
    }));
  use(url, awayUrl);
  return { engine, use };
}

const keyed = ({ requests }: DemoImmich) => requests.list().filter(({ isKeyed }) => isKeyed);

it('the doctor shows a new key nowhere where a sync does not', async () => {
  const [home, stranger] = await Promise.all([startServer(), startServer()]);
  const { engine, use } = await openEngine(home.apiKey, home.url, stranger.url);
  const refusal = { code: 'server-not-recognised' };
  await expect(engine.server.settings()).rejects.toMatchObject(refusal);
  await expect(keyCheck.look(engine, signal)).rejects.toMatchObject(refusal);
  await expect(engine.server.test(home.url, home.apiKey)).rejects.toMatchObject(refusal);
  expect([...keyed(home), ...keyed(stranger)]).toEqual([]);

  use(home.url, null);
  expect(await keyCheck.look(engine, signal)).toMatchObject({ found: [{ code: 'key-may-enough' }] });
  // Away from home it looks where a sync goes.
  use(NOWHERE, home.url);
  expect(await keyCheck.look(engine, signal)).toMatchObject({ found: [{ code: 'key-may-enough' }] });
});

it('a server that does not tell which it is gets the key once a person has confirmed it, also at two addresses', async () => {
  const server = await startServer({ tells: false });
  const { engine } = await openEngine(server.apiKey, server.url, NOWHERE);
  await expect(engine.server.settings()).rejects.toMatchObject({ code: 'server-not-recognised' });
  expect(await engine.server.confirm(null)).toBe(server.url);
  for (let times = 0; times < 2; times += 1) {
    expect(await engine.server.settings()).toMatchObject({ server: { url: server.url } });
    await engine.server.test(server.url, server.apiKey);
  }
});

/** In front of a server: what of a secret header has come along, and refusals of whoever brings none. */
async function startProxy(target: string, { asksForPassword }: { readonly asksForPassword: boolean }) {
  const passwords: string[] = [];
  const proxy = createServer((incoming, response) => {
    const { authorization } = incoming.headers;
    if (authorization !== undefined) passwords.push(authorization);
    else if (asksForPassword) return void response.writeHead(401, { 'www-authenticate': 'Basic' }).end();
    const { method, url, headers } = incoming;
    const outgoing = request(new URL(url ?? '', target), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    proxy.close();
    proxy.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, passwords };
}

it('over plain http another server gets the headers as little as the key', async () => {
  const [mine, stranger] = await Promise.all([startServer(), startServer()]);
  const [ours, theirs] = await Promise.all([
    startProxy(mine.url, { asksForPassword: true }),
    startProxy(stranger.url, { asksForPassword: false }),
  ]);
  let leadsTo = ours.url;
  const url = await addressOf(() => leadsTo);
  const { engine } = await openEngine(mine.apiKey, url);
  engine.settings.change((settings) => ({
    ...settings,
    server: { ...settings.server, headers: { Authorization: 'Basic c2VjcmV0' } },
  }));
  await engine.server.test(url, mine.apiKey);
  expect(await engine.server.settings()).toMatchObject({ server: { url } });
  expect(ours.passwords).not.toEqual([]);

  leadsTo = theirs.url;
  await expect(engine.server.settings()).rejects.toMatchObject({ code: 'server-not-recognised' });
  await expect(engine.server.test(url, mine.apiKey)).rejects.toMatchObject({ code: 'server-not-recognised' });
  // Whether a due sync can begin: asked without the key.
  await engine.server.look();
  expect(theirs.passwords).toEqual([]);
  expect(keyed(stranger)).toEqual([]);
});

it('the server that has accepted a key is the one that was met before, whoever was met at its address since', async () => {
  const [mine, stranger] = await Promise.all([startServer(), startServer()]);
  let leadsTo = mine.url;
  const url = await addressOf(() => leadsTo);
  const { engine } = await openEngine(mine.apiKey, url);
  // A sync begins; before its first answer comes, the doctor looks in another network.
  const settings = await engine.server.settings();
  leadsTo = stranger.url;
  await engine.server.settings();
  engine.server.rememberAccepted(settings);
  await expect(engine.server.settings()).rejects.toMatchObject({ code: 'server-not-recognised' });
  leadsTo = mine.url;
  await engine.server.settings();
});

it('a server that was made anew can be confirmed before there is a key for it', async () => {
  const [before, anew] = await Promise.all([startServer(), startServer()]);
  let leadsTo = before.url;
  const url = await addressOf(() => leadsTo);
  const { engine } = await openEngine(before.apiKey, url);
  await engine.server.test(url, before.apiKey);

  leadsTo = anew.url;
  await engine.secrets.remove();
  await expect(engine.server.test(url, anew.apiKey)).rejects.toMatchObject({ code: 'server-not-recognised' });
  expect(await engine.server.confirm(null)).toBe(url);
  expect(keyed(anew)).toEqual([]);
  await engine.server.test(url, anew.apiKey);
});

it('of two servers that answer, a person names theirs', async () => {
  const [mine, stranger] = await Promise.all([startServer(), startServer()]);
  const { engine, use } = await openEngine(mine.apiKey, stranger.url, mine.url);
  await expect(engine.server.confirm(null)).rejects.toMatchObject({
    code: 'servers-ambiguous',
    message: `It is not certain that the Immich servers at ${stranger.url} and ${mine.url} are the same.`,
  });
  await expect(engine.server.confirm(NOWHERE)).rejects.toMatchObject({
    code: 'usage',
    message: `${NOWHERE} is not one of the server’s addresses: ${stranger.url}, ${mine.url}.`,
  });
  expect(await engine.server.confirm(mine.url)).toBe(mine.url);
  expect(await engine.server.settings()).toMatchObject({ server: { url: mine.url } });
  expect(keyed(stranger)).toEqual([]);

  // Where both lead to one server there is nothing to name.
  use(await addressOf(mine.url), mine.url);
  expect(await engine.server.confirm(null)).toBe(engine.server.urls[0]);
});

it('of two servers that do not tell which they are, a person names theirs, too', async () => {
  const [one, other] = await Promise.all([startServer({ tells: false }), startServer({ tells: false })]);
  const { engine } = await openEngine(one.apiKey, one.url, other.url);
  await expect(engine.server.confirm(null)).rejects.toMatchObject({ code: 'servers-ambiguous' });
});
