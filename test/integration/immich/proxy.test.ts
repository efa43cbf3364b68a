/** A server that is reached by a proxy only, by plain requests and through a tunnel. */
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { ImmichClient } from '../../../src/core/immich/client/client.ts';
import { makeCertificate } from '../../support/certificate.ts';
import { startForwardProxy } from '../../support/forward-proxy.ts';

it.each(['http', 'https'] as const)('is asked through it: %s', async (scheme) => {
  const certificate = makeCertificate();
  const heard: (string | undefined)[] = [];
  const answer: http.RequestListener = ({ url: path }, response) => {
    heard.push(path);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ major: 3, minor: 1, patch: 0 }));
  };
  const server = scheme === 'https' ? https.createServer(certificate, answer) : http.createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = `${scheme}://${host}`;
  const proxy = await startForwardProxy();
  const client = new ImmichClient(
    { url, headers: {}, certificateAuthorities: [certificate.cert], proxy: proxy.address },
    'the key',
  );
  onTestFinished(() => client.close());
  expect(await client.server.version()).toMatchObject({ major: 3, minor: 1 });
  expect(proxy.asked).toEqual([scheme === 'https' ? `CONNECT ${host}` : `GET ${url}/api/server/version`]);
  expect(heard[0]).toBe('/api/server/version');
});
