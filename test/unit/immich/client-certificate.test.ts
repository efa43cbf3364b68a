/** Client certificates: real files, and a real TLS server that lets nobody in without one. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ImmichClient } from '../../../src/core/immich/client/client.ts';
import { readClientCertificate } from '../../../src/core/immich/client-certificate.ts';
import type { ClientCertificate } from '../../../src/core/secrets/connection-secrets.ts';
import { makeCertificate } from '../../support/certificate.ts';
import { CERTIFICATE_WITH_PASSPHRASE, OLD_CERTIFICATE, PASSPHRASE } from '../../support/client-certificates.ts';

const server = makeCertificate();
const own = makeCertificate();

async function fileWith(name: string, contents: string | Buffer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'immich-sync-certificate-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, name);
  await writeFile(path, contents);
  return path;
}

const pemFile = () => fileWith('mac.pem', own.cert + own.key);

/** Immich behind a proxy that asks for a certificate of `own`. */
async function pingWith(clientCertificate: ClientCertificate | null, version: 'TLSv1.2' | 'TLSv1.3') {
  const options = { cert: server.cert, key: server.key, ca: own.cert, requestCert: true, rejectUnauthorized: true };
  const proxy = https.createServer({ ...options, minVersion: version, maxVersion: version }, (_request, response) =>
    response.end('{"res":"pong"}'),
  );
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const url = `https://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const client = new ImmichClient({ url, headers: {}, certificateAuthorities: [server.cert], clientCertificate }, '');
  onTestFinished(() => client.close());
  return client.server.ping().then(
    () => 'pong',
    (error: { code: string }) => error.code,
  );
}

it.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'a server that asks for one is named as such, and let in with it (%s)',
  async (version) => {
    expect(await pingWith(null, version)).toBe('client-certificate-needed');
    expect(await pingWith(await readClientCertificate(await pemFile(), null), version)).toBe('pong');
  },
);

it('keeps the file as it is, for good', async () => {
  expect(await readClientCertificate(await pemFile(), null)).toEqual({
    name: 'mac.pem',
    form: 'pem',
    contents: Buffer.from(own.cert + own.key).toString('base64'),
    passphrase: null,
  });
});

it('opens a .p12 file with its passphrase alone', async () => {
  const path = await fileWith('mac.p12', CERTIFICATE_WITH_PASSPHRASE);
  await expect(readClientCertificate(path, null)).rejects.toMatchObject({ code: 'client-certificate-locked' });
  await expect(readClientCertificate(path, 'wrong')).rejects.toThrow(
    /mac\.p12 cannot be opened \(the passphrase is wrong\)/,
  );
  expect(await readClientCertificate(path, PASSPHRASE)).toMatchObject({ form: 'pkcs12', passphrase: PASSPHRASE });
});

it.each<[string, string | Buffer, string | null, RegExp]>([
  ['no certificate at all', 'hello', null, /no certificate in a \.p12, \.pfx or \.pem file/],
  ['a certificate alone', own.cert, null, /no private key/],
  ['a private key alone', own.key, null, /no certificate in/],
  ['the key of another certificate', own.cert + server.key, null, /do not belong together/],
  // As Keychain Access of older systems writes it. The app, which has BoringSSL, opens it.
  ['one in an old cipher', OLD_CERTIFICATE, PASSPHRASE, /encrypted in an old way; export it again/],
])('does not take %s', async (_what, contents, passphrase, sentence) => {
  const path = await fileWith('mac.p12', contents);
  await expect(readClientCertificate(path, passphrase)).rejects.toThrow(sentence);
});

it('says when the file is not there', async () => {
  await expect(readClientCertificate('/nowhere/mac.p12', null)).rejects.toMatchObject({
    code: 'client-certificate-unusable',
  });
});
