/** The address that a person types, with a password for a proxy in it, and what is kept of it. */
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Engine } from '../../../src/core/engine/engine.ts';
import { originIn, readServerAddress } from '../../../src/core/engine/sync-settings.ts';
import { ProblemError } from '../../../src/core/model/problem.ts';
import { because } from '../../../src/core/model/reasons.ts';
import { ConnectionSecrets } from '../../../src/core/secrets/connection-secrets.ts';
import { environmentSecrets } from '../../../src/core/secrets/environment.ts';
import { SealedFile } from '../../../src/core/secrets/sealed-file.ts';
import type { Secrets } from '../../../src/core/secrets/secrets.ts';
import { pathsFor } from '../../../src/core/settings/paths.ts';
import { configApply } from '../../../src/main/cli/commands/config.ts';
import { findServer } from '../../../src/main/services/server-test.ts';
import { makeCertificate } from '../../support/certificate.ts';

const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;

const MINE = 'https://mine.example';
const OTHER = 'https://other.example';

/** `immich-sync config apply`. */
async function applyOther(engine: Engine): Promise<void> {
  const file = join(dirname(engine.paths.settingsFile), 'given.json');
  await writeFile(file, JSON.stringify({ server: { url: OTHER } }));
  await configApply(
    {
      engine,
      terminal: {
        print: () => {},
        printError: () => {},
        redraw: null,
        readSecret: async () => '',
        isInputTerminal: false,
      },
      json: false,
      signal: new AbortController().signal,
      hasOwnKey: true,
      launchControl: null,
      program: [],
      version: '1.0.0',
    },
    file,
  );
}

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
  let isLocked = false;
  let whenAsked = () => {};
  const key: Secrets = {
    read: async () => {
      whenAsked();
      if (isLocked) throw new ProblemError('keychain-locked');
      return kept;
    },
    isKept: async () => kept !== null,
    describe: () => because('kept-in-secret-service'),
    write: async (made) => {
      kept = made;
    },
    remove: async () => {
      kept = null;
    },
  };
  const paths = pathsFor({ home, platform: 'linux', environment: {} });
  const engine = await Engine.open({
    paths,
    secrets: environmentSecrets('a-key-of-a-test'),
    connectionKey: key,
    scripts: home,
    environment: {},
  });
  onTestFinished(async () => {
    await engine.close();
    await rm(home, { recursive: true });
  });
  /** Where Immich is found with what is kept. */
  const found = async () => (await engine.server.look()).server;
  const connection = new ConnectionSecrets({
    file: paths.connectionFile,
    key,
    originAt: (place) => originIn(engine.settings.read(), place),
  });
  /** How that address is reached. */
  const addressTo = (url: string) => {
    const { settings, redactor } = engine;
    return readServerAddress(url, { settings: settings.read(), paths, connection, redactor, findProxy: undefined });
  };
  const lock = () => {
    isLocked = true;
  };
  /** What happens while a person is asked for the keychain. */
  const meanwhile = (work: () => void) => {
    whenAsked = work;
  };
  /** In the settings file, as versions of before and hand-made files have them. */
  const writeHeaders = (url: string | null, headers: Readonly<Record<string, string>>) =>
    engine.settings.change((settings) => ({ ...settings, server: { ...settings.server, url, headers } }));
  /** As the first version with this file has written it. */
  const sealByPlace = (home: Readonly<Record<string, string>>, away: Readonly<Record<string, string>>) =>
    new SealedFile({ file: paths.connectionFile, key }).seal(
      JSON.stringify({
        home: { headers: home, clientCertificate: null },
        away: { headers: away, clientCertificate: null },
      }),
      {
        home: { headers: Object.keys(home), clientCertificate: null },
        away: { headers: Object.keys(away), clientCertificate: null },
      },
    );
  return { engine, home, found, addressTo, sealByPlace, lock, meanwhile, writeHeaders };
}

it('a password that does not fit is not kept, nor shown to the server of before, whose own stays', async () => {
  const { signal } = new AbortController();
  const [mine, other] = [await startProxied(basic('kim:mine')), await startProxied(basic('kim:other'))];
  const { engine, found } = await openEngine();
  expect(await findServer(engine, `http://kim:mine@${mine}/api`, signal)).toMatchObject({ url: `http://${mine}` });
  expect(engine.connection.views()[0]?.headers).toEqual([{ name: 'Authorization', isInSettings: false }]);
  expect(await found()).toBe(`http://${mine}`);

  await expect(findServer(engine, `http://kim:wrong@${other}`, signal)).rejects.toMatchObject({
    code: 'server-login-page',
  });
  expect(await found()).toBe(`http://${mine}`);

  // Another one in the place of the one that is kept.
  expect(await findServer(engine, `http://kim:other@${other}`, signal)).toMatchObject({ url: `http://${other}` });
  expect(await found()).toBe(`http://${other}`);
});

it('what belongs to an address is not sent to another one before a person says so, and says which it is for', async () => {
  const { engine, addressTo } = await openEngine();
  const { connection, server } = engine;
  const [mine, other] = ['https://mine.example', 'https://other.example'];
  await connection.setAddress('home', 'https://kim:mine@mine.example');
  await connection.setHeader(mine, 'X-Token', 'a-value');
  const headersTo = async (url: string) => (await addressTo(url)).headers;
  const kept = { Authorization: basic('kim:mine'), 'X-Token': 'a-value' };
  expect(await headersTo(mine)).toEqual(kept);
  expect(await headersTo(other)).toEqual({});

  await connection.setAddress('home', other);
  expect(server.urls).toEqual([other]);
  expect(await headersTo(other)).toEqual({});
  expect(connection.views()).toMatchObject([
    { origin: other, isUsed: true, headers: [] },
    { origin: mine, isUsed: false, headers: [{ name: 'Authorization' }, { name: 'X-Token' }] },
  ]);
  // Another port, or without encryption, is another one as well.
  for (const elsewhere of ['http://mine.example', 'https://mine.example:8443'])
    expect(await headersTo(elsewhere)).toEqual({});

  await connection.setHeader(other, 'X-Token', 'its own');
  await connection.reuse(mine, other);
  expect(await headersTo(other)).toEqual({ ...kept, 'X-Token': 'its own' });
  expect(await headersTo(mine)).toEqual({});
  await connection.forget(other);
  expect(connection.views()).toMatchObject([{ origin: other, headers: [] }]);
});

it('what the settings file has for every request stays with the addresses that it was written for', async () => {
  const { engine, home, addressTo } = await openEngine();
  const certificateAuthorityFile = join(home, 'authority.pem');
  await writeFile(certificateAuthorityFile, makeCertificate().cert);
  engine.settings.change((settings) => ({
    ...settings,
    server: {
      ...settings.server,
      url: 'https://mine.example',
      headers: { 'X-Token': 'a-value' },
      certificateAuthorityFile,
    },
  }));
  expect(await addressTo('https://mine.example')).toMatchObject({ headers: { 'X-Token': 'a-value' } });
  // Tried before it is kept.
  expect(await addressTo('https://other.example')).toMatchObject({ headers: {}, certificateAuthorities: [] });
  await engine.connection.setAddress('home', 'https://other.example');
  expect(await addressTo('https://other.example')).toMatchObject({ headers: {}, certificateAuthorities: [] });
  expect(engine.settings.read().server).toMatchObject({ headers: {}, certificateAuthorityFile: null });
  expect(engine.connection.views()[1]).toEqual({
    origin: 'https://mine.example',
    isUsed: false,
    headers: [{ name: 'X-Token', isInSettings: false }],
    clientCertificate: null,
    certificateAuthority: 'authority.pem',
  });
  expect((await addressTo('https://mine.example')).certificateAuthorities).toHaveLength(1);
});

it.each([
  ['on its own', (engine: Engine) => engine.connection.setAddress('home', OTHER)],
  ['as one of several settings', applyOther],
])('headers of the settings file are at no moment for a new address that is set %s', async (_how, set) => {
  const { engine, addressTo, meanwhile, lock, writeHeaders } = await openEngine();
  writeHeaders(MINE, { 'X-Token': 'a-value' });
  const serverMeanwhile: unknown[] = [];
  meanwhile(() => serverMeanwhile.push(engine.settings.read().server));
  await set(engine);
  expect(serverMeanwhile).not.toHaveLength(0);
  for (const server of serverMeanwhile) expect(server).toMatchObject({ url: MINE });
  expect((await addressTo(OTHER)).headers).toEqual({});
  expect((await addressTo(MINE)).headers).toEqual({ 'X-Token': 'a-value' });

  writeHeaders(MINE, { 'X-Token': 'a-value' });
  lock();
  await expect(set(engine)).rejects.toMatchObject({ code: 'keychain-locked' });
  expect(engine.settings.read().server).toMatchObject({ url: MINE, headers: { 'X-Token': 'a-value' } });
});

it('nor for the one that follows when there was none in between', async () => {
  const { engine, addressTo, writeHeaders } = await openEngine();
  writeHeaders(MINE, { 'X-Token': 'a-value' });
  await engine.connection.setAddress('home', null);
  await engine.connection.setAddress('home', OTHER);
  expect((await addressTo(OTHER)).headers).toEqual({});
  expect((await addressTo(MINE)).headers).toEqual({ 'X-Token': 'a-value' });
});

it('nor is one that is written while a person is asked for the keychain', async () => {
  const { engine, addressTo, meanwhile, writeHeaders } = await openEngine();
  writeHeaders(MINE, { 'X-Token': 'a-value' });
  meanwhile(() => {
    meanwhile(() => {});
    writeHeaders(MINE, { 'X-Token': 'another value', 'X-More': 'more' });
  });
  await engine.connection.setAddress('home', OTHER);
  expect((await addressTo(OTHER)).headers).toEqual({});
  expect((await addressTo(MINE)).headers).toEqual({ 'X-Token': 'another value', 'X-More': 'more' });
});

it('keeps nothing for any address when the settings cannot be saved', async () => {
  const { engine, writeHeaders } = await openEngine();
  writeHeaders(MINE, { 'X-Token': 'a-value' });
  await chmod(engine.settings.file, 0o400);
  await expect(engine.connection.setAddress('home', 'https://kim:secret@other.example')).rejects.toMatchObject({
    code: 'settings-not-saved',
  });
  expect(engine.connection.views()).toEqual([
    {
      origin: MINE,
      isUsed: true,
      headers: [{ name: 'X-Token', isInSettings: true }],
      clientCertificate: null,
      certificateAuthority: null,
    },
  ]);
});

it('an address can be changed whatever headers the settings file has', async () => {
  const { engine, addressTo, writeHeaders } = await openEngine();
  const odd = { Host: 'inner.example', 'X-Empty': '', 'X-Name': 'Zoë-s-door', 'X-Tab': 'one\ttwo' };
  writeHeaders(MINE, { ...odd, 'X-Token': 'a-value' });
  await engine.connection.setAddress('home', OTHER);
  expect(engine.settings.read().server).toMatchObject({ url: OTHER, headers: {} });
  expect((await addressTo(MINE)).headers).toEqual({ 'X-Token': 'a-value' });
  await engine.log.flush();
  const log = await readFile(engine.paths.logFile, 'utf8');
  for (const name of Object.keys(odd)) expect(log).toContain(`${name}: `);
  for (const secret of ['inner.example', 'Zoë-s-door', 'one\ttwo', 'a-value']) expect(log).not.toContain(secret);
});

it('what an earlier version has kept for a place is for the address that the settings have there', async () => {
  const { engine, addressTo, sealByPlace } = await openEngine();
  const away = 'https://away.example';
  engine.settings.change((settings) => ({ ...settings, server: { ...settings.server, url: MINE, awayUrl: away } }));
  await sealByPlace({ 'X-Token': 'for-home' }, { 'X-Token': 'for-away', 'X-More': 'more' });
  expect(engine.connection.views()).toMatchObject([
    { origin: MINE, headers: [{ name: 'X-Token' }] },
    { origin: away, headers: [{ name: 'X-Token' }, { name: 'X-More' }] },
  ]);
  await engine.connection.setAddress('home', OTHER);
  expect((await addressTo(OTHER)).headers).toEqual({});
  expect((await addressTo(MINE)).headers).toEqual({ 'X-Token': 'for-home' });
  expect((await addressTo(away)).headers).toEqual({ 'X-Token': 'for-away', 'X-More': 'more' });
});

it('and stays so once it was read, also when somebody else changes the settings file', async () => {
  const { engine, addressTo, sealByPlace, writeHeaders } = await openEngine();
  writeHeaders(MINE, {});
  await sealByPlace({ 'X-Token': 'for-home' }, {});
  expect((await addressTo(MINE)).headers).toEqual({ 'X-Token': 'for-home' });
  writeHeaders(OTHER, {});
  expect((await addressTo(OTHER)).headers).toEqual({});
  expect(engine.connection.views()).toMatchObject([
    { origin: OTHER, headers: [] },
    { origin: MINE, isUsed: false, headers: [{ name: 'X-Token' }] },
  ]);
});

it('keeps neither address nor password where one of them cannot be kept', async () => {
  const { engine, lock } = await openEngine();
  await engine.connection.setAddress('home', 'https://mine.example');
  lock();
  await expect(engine.connection.setAddress('home', 'https://kim:secret@other.example')).rejects.toMatchObject({
    code: 'keychain-locked',
  });
  expect(engine.settings.read().server.url).toBe('https://mine.example');
  await expect(engine.connection.setAddress('home', 'https://kim:secret@')).rejects.toMatchObject({
    code: expect.stringMatching(/invalid/),
  });
  expect(engine.connection.views()).toHaveLength(1);
});

it('refuses a file that holds no certificate', async () => {
  const { engine, home } = await openEngine();
  const file = join(home, 'letter.pem');
  await writeFile(file, 'Dear sir or madam');
  await expect(engine.connection.takeAuthority('https://mine.example', file)).rejects.toMatchObject({
    code: 'authority-unusable',
  });
});
