/** A server whose words are meant for the terminal of whoever reads them. */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { useBench } from '../../support/sync/bench.ts';

const HOSTILE = '\u001b[2J\u001b]0;owned\u0007\r\n✓ All is well\u202e\u009b31m';

it('reaches neither terminal nor log with more than plain letters', async () => {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    switch (request.url) {
      case '/api/server/ping':
        return response.end('{"res":"pong"}');
      case '/api/server/version':
        return response.end('{"major":3,"minor":1,"patch":0}');
      case '/api/api-keys/me':
        return response.end('{"permissions":["all"]}');
      case '/api/users/me':
        return response.end(JSON.stringify({ id: 'a', email: `mail${HOSTILE}@example.org` }));
      default:
        response.statusCode = 418;
        return response.end(JSON.stringify({ message: HOSTILE }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const bench = await useBench({ fill: (library) => library.addAsset({ kind: 'photo' }) });
  const { port } = server.address() as AddressInfo;
  bench.change((settings) => ({ ...settings, server: { ...settings.server, url: `http://127.0.0.1:${port}` } }));

  const results = [await bench.cli(['doctor']), await bench.cli(['sync']), await bench.cli(['sync', '--json'])];

  const log = await readFile(bench.paths.logFile, 'utf8');
  expect(results[0]?.stdout).toContain('@example.org');
  expect(results[1]?.stdout).toContain('418');
  for (const text of [log, ...results.flatMap(({ stdout, stderr }) => [stdout, stderr])]) {
    expect(text).not.toMatch(/[^\P{Cc}\n\t]|\u202e/u);
    expect(text).not.toMatch(/^✓ All is well/m);
  }
});
