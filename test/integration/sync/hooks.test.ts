/** Services that are notified of each sync, through the command line, a real keychain, and loopback services that write down what comes. */
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { statusDocumentSchema } from '../../../src/core/engine/status-document.ts';
import { runDocumentSchema } from '../../../src/core/hooks/run-document.ts';
import type { HookName } from '../../../src/core/model/hooks.ts';
import { chooseSecrets } from '../../../src/core/secrets/chosen.ts';
import { hookSecret } from '../../../src/core/secrets/secrets.ts';
import { startHookReceiver } from '../../support/hook-receiver.ts';
import { provisionKeyring, startKeyring } from '../../support/keyring.ts';
import { useBench } from '../../support/sync/bench.ts';
import { startSampler } from '../../support/sync/secret-sampler.ts';

const keyrings = provisionKeyring();

async function filesHolding(folder: string, needle: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const held = await Promise.all(files.map(async (file) => (await readFile(file)).includes(needle)));
  return files.filter((_file, index) => held[index]);
}

const name = `hooks${keyrings.ready ? '' : ` (left out: ${keyrings.reason})`}`;
describe.runIf(keyrings.ready && process.platform === 'linux')(name, () => {
  it('are told of each sync in order, and what they are told by is nowhere to be seen', async () => {
    const [keyring, checks, hooks, ntfy] = await Promise.all([
      startKeyring(),
      startHookReceiver(),
      startHookReceiver(),
      startHookReceiver(),
    ]);
    onTestFinished(() => keyring.stop());
    const statusFile = '~/status.json';
    const bench = await useBench({
      fill: async (library) => void (await library.addMany([{ kind: 'photo' }, { kind: 'live' }])),
      settings: (settings) => ({
        ...settings,
        log: { level: 'debug' },
        hooks: { healthchecks: false, webhook: true, ntfy: 'failures', statusFile },
      }),
    });
    const secret = randomBytes(20).toString('hex');
    const { environment } = keyring;
    const cli = (args: readonly string[], input = '') => bench.cli(args, { environment, input });
    const keep = (hook: HookName, text: string) =>
      chooseSecrets({
        platform: 'linux',
        environment: { ...process.env, ...environment },
        home: bench.paths.home,
        kind: hookSecret(hook),
      }).write(text);
    await keep('webhook', `${hooks.address}/hook Bearer ${secret}`);
    await keep('ntfy', `${ntfy.address}/topic tk_${secret}`);
    const refused = await cli(['hooks', 'set', 'ntfy', '--json'], `ftp://127.0.0.1/${secret}`);
    const stopSampler = await startSampler(secret, bench.paths.home ?? '');
    expect((await cli(['hooks', 'set', 'healthchecks'], `${checks.address}/${secret}\n`)).exitCode).toBe(0);
    const done = await cli(['sync', '--json']);
    const seen = await stopSampler();
    // The check was deleted meanwhile; the sync does not mind.
    checks.answers.push({ status: 200, text: 'OK (not found)' }, { status: 200, text: 'OK (not found)' });
    const again = await cli(['sync', '--json']);
    const told = await cli(['status', '--json']);
    const doctor = await cli(['doctor', '--json']);
    await bench.server.stop();
    const german = { ...environment, LC_ALL: 'de_DE.UTF-8' };
    const failed = await bench.cli(['sync', '--json'], { environment: german });
    const tested = await cli(['hooks', 'test']);

    expect([refused.exitCode, refused.json()]).toMatchObject([
      2,
      { problems: [{ code: 'hook-address-unusable', values: { reason: { code: 'no-web-address' } } }] },
    ]);
    expect([done.exitCode, again.exitCode, failed.exitCode, tested.exitCode]).toEqual([0, 0, 4, 0]);
    const kinds = checks.received.map(({ path }) => path.replace(`/${secret}`, '').replace(/\?.*/, ''));
    expect(kinds).toEqual(['/start', '', '/start', '', '/start', '/fail', '/log']);
    const pings = checks.received.map(({ path }) => new URL(path, checks.address).searchParams.get('rid'));
    expect(pings[0]).toBe(pings[1]);
    expect(new Set(pings).size).toBe(4);
    expect(checks.received[1]?.body).toContain('2 of 2 items in Immich, verified.');

    const documents = hooks.received.map(({ body }) => runDocumentSchema.parse(JSON.parse(body)));
    expect(documents.map(({ event, run }) => [event, run?.outcome])).toEqual([
      ['ended', 'done'],
      ['ended', 'nothing-new'],
      ['ended', 'failed'],
      ['test', undefined],
    ]);
    expect(documents[0]?.id).toBe(pings[0]);
    expect(hooks.received[0]?.headers.authorization).toBe(`Bearer ${secret}`);
    // Its document is for programs, the message for people.
    expect(failed.json()).toMatchObject({ problems: [{ title: 'The server does not answer' }] });
    expect(ntfy.received.map(({ headers }) => headers.title)).toEqual([
      'Immich Sync: Synchronisierung fehlgeschlagen',
      'Immich Sync: Test from Immich Sync',
    ]);
    expect(ntfy.received[0]?.headers.authorization).toBe(`Bearer tk_${secret}`);

    const problem = { code: 'hook-failing', sentence: expect.stringContaining('it does not know this check') };
    expect(told.json()).toMatchObject({ problems: [problem] });
    statusDocumentSchema.parse(told.json());
    expect(doctor.json()).toMatchObject({
      checks: expect.arrayContaining([
        expect.objectContaining({ id: 'hooks', problem: expect.objectContaining(problem) }),
      ]),
    });

    const written = statusDocumentSchema.parse(
      JSON.parse(await readFile(join(bench.paths.home ?? '', 'status.json'), 'utf8')),
    );
    expect(written).toMatchObject({
      state: 'waiting',
      coverage: { assets: 2, complete: 2 },
      lastRun: { outcome: 'failed' },
    });

    expect(seen.commands.some((command) => command.includes('immich-go'))).toBe(true);
    expect(seen.sightings).toEqual([]);
    expect(seen.files).toEqual([]);
    expect(await filesHolding(bench.folder, secret)).toEqual([]);
    for (const { stdout, stderr } of [refused, done, again, told, doctor, failed, tested])
      expect(stdout + stderr).not.toContain(secret);
  });
});
