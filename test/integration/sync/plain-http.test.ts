/** A key that is sent by plain HTTP to an address on the internet can be read on its way: whoever sets, tests, checks or uses one is told. */
import { readFile } from 'node:fs/promises';
import { expect, it, onTestFinished } from 'vitest';
import { runDoctor } from '../../../src/core/doctor/doctor.ts';
import { Engine } from '../../../src/core/engine/engine.ts';
import { environmentSecrets } from '../../../src/core/secrets/environment.ts';
import { scriptsFolder } from '../../../src/main/scripts-folder.ts';
import { testServer } from '../../../src/main/services/server-test.ts';
import { startForwardProxy } from '../../support/forward-proxy.ts';
import { useBench } from '../../support/sync/bench.ts';

const ADDRESS = 'http://photos.example.org';
const WARNING = 'The address begins with http: the key and the pictures can be read on their way.';

it('is told where the address is set by a command', async () => {
  const bench = await useBench();
  const warning = expect.stringContaining(WARNING);
  expect(await bench.cli(['config', 'set', 'server', ADDRESS])).toMatchObject({ exitCode: 0, stderr: warning });
  const login = ['login', '--server', ADDRESS, '--no-check', '--json'];
  expect(await bench.cli(login, { input: `${bench.server.apiKey}\n` })).toMatchObject({ stderr: warning });
  expect((await bench.cli(['config', 'set', 'server', bench.server.url])).stderr).not.toContain('http:');
});

it('is told by the windows’ test of the server, by the doctor and in the log of a sync', async () => {
  const bench = await useBench({ fill: (library) => library.addAsset({ kind: 'photo' }) });
  bench.change((settings) => ({ ...settings, server: { ...settings.server, url: ADDRESS } }));
  // The name leads to the server, as the office's proxy would have it.
  const proxy = await startForwardProxy(bench.server.url);
  const engine = await Engine.open({
    paths: bench.paths,
    secrets: environmentSecrets(bench.server.apiKey),
    scripts: scriptsFolder(),
    environment: process.env,
    findProxy: async () => proxy.address,
  });
  onTestFinished(() => engine.close());

  expect((await testServer(engine, null, null)).warnings).toContainEqual(expect.stringContaining(WARNING));

  const checks = await runDoctor(engine, new AbortController().signal);
  expect(checks.find(({ id }) => id === 'server')?.finding).toContain(WARNING);

  const request = { trigger: 'command', dueAt: null, isFull: false, signal: new AbortController().signal } as const;
  expect(await engine.sync(request)).toMatchObject({ outcome: 'done' });
  expect(await readFile(bench.paths.logFile, 'utf8')).toContain(WARNING);
  expect(proxy.asked).toContain(`GET ${ADDRESS}/api/server/version`);
});
