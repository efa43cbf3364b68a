/** Headers and client certificates in their encrypted file, with its key in a keychain that a test can take away. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { ConnectionSecrets } from '../../../src/core/secrets/connection-secrets.ts';

const HOME = 'http://192.168.1.20:2283';
const AWAY = 'https://photos.example.org';

let file: string;
let kept: string | null;
let writes: number;

const open = () =>
  new ConnectionSecrets({
    file,
    originAt: () => null,
    key: {
      read: async () => kept,
      write: async (key) => {
        writes += 1;
        kept = key;
      },
      remove: async () => {
        kept = null;
      },
    },
  });

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'immich-sync-sealed-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  file = join(folder, 'connection.json');
  [kept, writes] = [null, 0];
});

it('keeps what is given, for each address by itself, and shows names alone without asking the keychain', async () => {
  await open().setHeader(AWAY, 'CF-Access-Client-Secret', 'a-very-secret-value');
  const certificate = { name: 'mac.p12', form: 'pkcs12', contents: 'c2VjcmV0', passphrase: 'hidden-word' } as const;
  await open().setCertificate(AWAY, certificate);

  expect(await open().of(AWAY)).toEqual({
    headers: { 'CF-Access-Client-Secret': 'a-very-secret-value' },
    clientCertificate: certificate,
    certificateAuthority: null,
  });
  expect(await open().of(HOME)).toEqual({ headers: {}, clientCertificate: null, certificateAuthority: null });
  expect(writes).toBe(1);

  const onDisk = await readFile(file, 'utf8');
  for (const secret of ['a-very-secret-value', 'hidden-word', 'c2VjcmV0', kept ?? ''])
    expect(onDisk).not.toContain(secret);
  expect((await stat(file)).mode & 0o077).toBe(0);
  kept = null;
  expect(open().shown()).toEqual({
    [AWAY]: { headers: ['CF-Access-Client-Secret'], clientCertificate: 'mac.p12', certificateAuthority: null },
  });
});

it('a header of the same name takes the place of the one before, whatever its case', async () => {
  const secrets = open();
  await Promise.all([
    secrets.setHeader(HOME, 'X-Token', 'the first one'),
    secrets.setHeader(HOME, 'x-token', 'the second one'),
    secrets.setHeader(HOME, 'X-Other', 'another one'),
  ]);
  expect((await secrets.of(HOME)).headers).toEqual({ 'x-token': 'the second one', 'X-Other': 'another one' });
});

it('leaves neither file nor key behind when the last secret goes', async () => {
  const secrets = open();
  await secrets.setHeader(HOME, 'X-Token', 'a-value');
  await secrets.removeHeader(HOME, 'x-token');
  await expect(stat(file)).rejects.toThrow(/ENOENT/);
  expect(kept).toBeNull();
});

it('says so when the key is gone, and takes everything anew', async () => {
  await open().setHeader(HOME, 'X-Token', 'a-value');
  kept = null;
  await expect(open().of(HOME)).rejects.toMatchObject({ code: 'connection-secrets-unreadable' });
  await open().setHeader(HOME, 'X-Token', 'another value');
  expect((await open().of(HOME)).headers).toEqual({ 'X-Token': 'another value' });
});

it('does not take a file that somebody has changed', async () => {
  await open().setHeader(HOME, 'X-Token', 'a-value');
  const sealed = JSON.parse(await readFile(file, 'utf8'));
  const cipher = Buffer.from(sealed.cipher, 'base64');
  cipher[0] = (cipher[0] ?? 0) ^ 1;
  await writeFile(file, JSON.stringify({ ...sealed, cipher: cipher.toString('base64') }));
  await expect(open().of(HOME)).rejects.toMatchObject({ code: 'connection-secrets-unreadable' });
});

it.each([
  ['a name with a blank', 'X Token', 'value', /not the name of an HTTP header/],
  ['the key’s own header', 'X-API-Key', 'value', /^X-API-Key: Immich Sync sets this header itself/],
  ['a value of two lines', 'X-Token', 'secret-value\r\nX-Other: 1', /one line/],
])('refuses %s, without repeating the value', async (_what, name, value, sentence) => {
  const refusal = await open()
    .setHeader(HOME, name, value)
    .then(
      () => null,
      (error: Error) => error.message,
    );
  expect(refusal).toMatch(sentence);
  expect(refusal).not.toContain('secret-value');
});

it('two processes that keep the first secret at a time keep both', async () => {
  // Two programs, each with its own queue, and a keychain that takes its time.
  const slow = () =>
    new ConnectionSecrets({
      file,
      originAt: () => null,
      key: {
        read: async () => {
          const before = kept;
          await new Promise(setImmediate);
          return before;
        },
        write: async (key) => {
          await new Promise(setImmediate);
          writes += 1;
          kept = key;
        },
        remove: async () => {
          kept = null;
        },
      },
    });
  await Promise.all([slow().setHeader(HOME, 'X-One', 'first'), slow().setHeader(HOME, 'X-Two', 'second')]);
  expect((await open().of(HOME)).headers).toEqual({ 'X-One': 'first', 'X-Two': 'second' });
  expect(writes).toBe(1);
});
