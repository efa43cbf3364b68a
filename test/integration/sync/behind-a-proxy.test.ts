/** A server behind a proxy that wants a client certificate, a password and a header of its own: our calls and immich-go get through. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { makeCertificate } from '../../support/certificate.ts';
import { useBench } from '../../support/sync/bench.ts';

const PASSWORD = 'a long password';
const TOKEN = 'the-token-of-the-proxy';

it('a sync gets through, and what it needs for that stands nowhere in the clear', async () => {
  const bench = await useBench({ fill: (library) => library.addAsset({ kind: 'photo' }) });
  const folder = await mkdtemp(join(tmpdir(), 'immich-sync-proxy-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [proxy, own] = [makeCertificate(), makeCertificate()];
  await writeFile(join(folder, 'authority.pem'), proxy.cert);
  await writeFile(join(folder, 'mac.pem'), own.cert + own.key);
  const url = await startProxy(bench.server.url, {
    ...proxy,
    ca: own.cert,
    requestCert: true,
    rejectUnauthorized: true,
  });
  const { connection } = await bench.openEngine();

  // What is missing is named, one after the other.
  const withPassword = url.replace('https://', `https://anna:${encodeURIComponent(PASSWORD)}@`);
  await connection.setAddress('home', withPassword);
  const problemOf = async () => (await bench.sync()).problems[0]?.code;
  expect(await problemOf()).toBe('server-certificate');
  const authority = join(folder, 'authority.pem');
  await connection.takeAuthority(url, authority);
  // A copy is kept.
  await rm(authority);
  expect(await problemOf()).toBe('client-certificate-needed');
  await connection.takeCertificate(url, join(folder, 'mac.pem'), null);
  expect(await problemOf()).toBe('server-login-page');
  await connection.setHeader(url, 'X-Proxy-Token', TOKEN);
  expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { complete: 1 } });
  expect(bench.server.assets()).toHaveLength(1);

  const names = {
    headers: [
      { name: 'Authorization', isInSettings: false },
      { name: 'X-Proxy-Token', isInSettings: false },
    ],
    clientCertificate: 'mac.pem',
    certificateAuthority: 'authority.pem',
  };
  expect(connection.views()).toEqual([{ origin: url, isUsed: true, ...names }]);
  const { settingsFile, connectionFile, logFile } = bench.paths;
  expect(JSON.parse(await readFile(settingsFile, 'utf8')).server.url).toBe(url);
  const basic = Buffer.from(`anna:${PASSWORD}`).toString('base64');
  for (const file of [settingsFile, connectionFile, logFile])
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), basic, TOKEN, 'PRIVATE KEY'])
      expect(await readFile(file, 'utf8')).not.toContain(secret);
});

async function startProxy(target: string, options: https.ServerOptions): Promise<string> {
  const server = https.createServer(options, (request, response) => {
    const { authorization, 'x-proxy-token': token, ...headers } = request.headers;
    const isKnown = authorization === `Basic ${Buffer.from(`anna:${PASSWORD}`).toString('base64')}` && token === TOKEN;
    if (!isKnown) {
      request.resume();
      response.writeHead(401, { 'www-authenticate': 'Basic realm="photos"' }).end('<html>401</html>');
      return;
    }
    const onward = http.request(target + request.url, { method: request.method ?? 'GET', headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
