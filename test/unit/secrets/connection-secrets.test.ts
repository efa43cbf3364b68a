/** Headers and client certificates in their encrypted file, with its key in a keychain that a test can take away. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { ConnectionSecrets } from '../../../src/core/secrets/connection-secrets.ts';

let file: string;
let kept: string | null;
let writes: number;

const open = () =>
  new ConnectionSecrets({
    file,
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
  await open().setHeader('away', 'CF-Access-Client-Secret', 'a-very-secret-value');
  const certificate = { name: 'mac.p12', form: 'pkcs12', contents: 'c2VjcmV0', passphrase: 'hidden-word' } as const;
  await open().setCertificate('away', certificate);

  expect(await open().of('away')).toEqual({
    headers: { 'CF-Access-Client-Secret': 'a-very-secret-value' },
    clientCertificate: certificate,
  });
  expect(await open().of('home')).toEqual({ headers: {}, clientCertificate: null });
  expect(writes).toBe(1);

  const onDisk = await readFile(file, 'utf8');
  for (const secret of ['a-very-secret-value', 'hidden-word', 'c2VjcmV0', kept ?? ''])
    expect(onDisk).not.toContain(secret);
  expect((await stat(file)).mode & 0o077).toBe(0);
  kept = null;
  expect(open().shown('away')).toEqual({ headers: ['CF-Access-Client-Secret'], clientCertificate: 'mac.p12' });
});

it('a header of the same name takes the place of the one before, whatever its case', async () => {
  const secrets = open();
  await Promise.all([
    secrets.setHeader('home', 'X-Token', 'the first one'),
    secrets.setHeader('home', 'x-token', 'the second one'),
    secrets.setHeader('home', 'X-Other', 'another one'),
  ]);
  expect((await secrets.of('home')).headers).toEqual({ 'x-token': 'the second one', 'X-Other': 'another one' });
});

it('leaves neither file nor key behind when the last secret goes', async () => {
  const secrets = open();
  await secrets.setHeader('home', 'X-Token', 'a-value');
  await secrets.removeHeader('home', 'x-token');
  await expect(stat(file)).rejects.toThrow(/ENOENT/);
  expect(kept).toBeNull();
});

it('says so when the key is gone, and takes everything anew', async () => {
  await open().setHeader('home', 'X-Token', 'a-value');
  kept = null;
  await expect(open().of('home')).rejects.toMatchObject({ code: 'connection-secrets-unreadable' });
  await open().setHeader('home', 'X-Token', 'another value');
  expect((await open().of('home')).headers).toEqual({ 'X-Token': 'another value' });
});

it('does not take a file that somebody has changed', async () => {
  await open().setHeader('home', 'X-Token', 'a-value');
  const sealed = JSON.parse(await readFile(file, 'utf8'));
  const cipher = Buffer.from(sealed.cipher, 'base64');
  cipher[0] = (cipher[0] ?? 0) ^ 1;
  await writeFile(file, JSON.stringify({ ...sealed, cipher: cipher.toString('base64') }));
  await expect(open().of('home')).rejects.toMatchObject({ code: 'connection-secrets-unreadable' });
});

it.each([
  ['a name with a blank', 'X Token', 'value', /not the name of an HTTP header/],
  ['the key’s own header', 'X-API-Key', 'value', /^X-API-Key: Immich Sync sets this header itself/],
  ['a value of two lines', 'X-Token', 'secret-value\r\nX-Other: 1', /one line/],
])('refuses %s, without repeating the value', async (_what, name, value, sentence) => {
  const refusal = await open()
    .setHeader('home', name, value)
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
  await Promise.all([slow().setHeader('home', 'X-One', 'first'), slow().setHeader('home', 'X-Two', 'second')]);
  expect((await open().of('home')).headers).toEqual({ 'X-One': 'first', 'X-Two': 'second' });
  expect(writes).toBe(1);
});
