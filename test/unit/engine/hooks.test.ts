/** What becomes of the end of a sync: the status file, and what is told of a sync that did not start. */
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Engine } from '../../../src/core/engine/engine.ts';
import type { HookName } from '../../../src/core/model/hooks.ts';
import { ProblemError } from '../../../src/core/model/problem.ts';
import { because } from '../../../src/core/model/reasons.ts';
import type { SyncRequest } from '../../../src/core/model/run-request.ts';
import type { Settings } from '../../../src/core/model/settings.ts';
import type { Secrets } from '../../../src/core/secrets/secrets.ts';
import { pathsFor } from '../../../src/core/settings/paths.ts';
import { NO_WAKEFULNESS } from '../../../src/core/system/wakefulness.ts';
import { startHookReceiver } from '../../support/hook-receiver.ts';

const REQUEST: SyncRequest = { trigger: 'command', dueAt: null, isFull: false, signal: new AbortController().signal };

const holding = (value: string | null): Secrets => ({
  read: async () => value,
  isKept: async () => value !== null,
  describe: () => because('kept-in-secret-service'),
  write: async () => {},
  remove: async () => {},
});

interface OpenOptions {
  readonly secrets?: Secrets;
  readonly hooks?: Partial<Settings['hooks']>;
  readonly hookSecrets?: (hook: HookName) => Secrets;
  readonly connectionKey?: Secrets;
  readonly now?: () => number;
}

async function openEngine({ secrets = holding('a-key'), hooks = {}, hookSecrets, connectionKey, now }: OpenOptions) {
  const home = await mkdtemp(join(tmpdir(), 'immich-sync-hooks-'));
  onTestFinished(() => rm(home, { recursive: true }));
  const engine = await Engine.open({
    paths: pathsFor({ home, platform: 'linux', environment: {} }),
    secrets,
    scripts: home,
    environment: {},
    wakefulness: NO_WAKEFULNESS,
    ...(hookSecrets === undefined ? {} : { hookSecrets }),
    ...(connectionKey === undefined ? {} : { connectionKey }),
    ...(now === undefined ? {} : { now }),
  });
  engine.settings.change((settings) => ({
    ...settings,
    server: { ...settings.server, url: 'http://127.0.0.1:9', patience: 0 },
    hooks: { ...settings.hooks, ...hooks },
  }));
  return { engine, home };
}

it('a keychain that asks somebody who is not there keeps no sync from ending', async () => {
  const answer = Promise.withResolvers<boolean>();
  const secrets = { ...holding('a-key'), isKept: () => answer.promise };
  const { engine, home } = await openEngine({ secrets, hooks: { statusFile: '~/status.json' } });
  expect(await engine.sync(REQUEST)).toMatchObject({ outcome: 'failed' });
  answer.resolve(true);
  await engine.close();
  expect(JSON.parse(await readFile(join(home, 'status.json'), 'utf8'))).toMatchObject({
    lastRun: { outcome: 'failed' },
  });
});

it('a link that somebody has laid beside the status file is not followed', async () => {
  const { engine, home } = await openEngine({ hooks: { statusFile: '~/status.json' } });
  const precious = join(home, 'precious');
  await writeFile(precious, 'as it was');
  await symlink(precious, join(home, 'status.json.new'));
  await engine.sync(REQUEST);
  await engine.close();
  expect(await readFile(precious, 'utf8')).toBe('as it was');
  expect(await readFile(join(home, 'status.json'), 'utf8')).toContain('"failed"');
  expect((await readdir(home)).filter((name) => name.startsWith('status.json')).sort()).toEqual([
    'status.json',
    'status.json.new',
  ]);
});

it('what keeps syncs from starting is told once, and again after one that started', async () => {
  const ntfy = await startHookReceiver();
  const refusing = { ...holding('a-key') };
  const key = { isThere: false };
  const secrets: Secrets = {
    ...refusing,
    read: async () => {
      if (key.isThere) return 'a-key';
      throw new ProblemError('keychain-locked');
    },
  };
  const { engine } = await openEngine({
    secrets,
    hooks: { ntfy: 'failures' },
    hookSecrets: () => holding(`${ntfy.address}/topic`),
  });
  const failing = () => engine.sync(REQUEST).catch(() => null);
  await failing();
  await failing();
  key.isThere = true;
  await failing();
  key.isThere = false;
  await failing();
  await engine.close();
  expect(ntfy.received.map(({ headers }) => headers.title)).toHaveLength(3);
});

it('what keeps syncs from starting is told again when it did not arrive, to that service alone, and to all when it goes on for a day', async () => {
  const [ntfy, webhook] = await Promise.all([startHookReceiver(), startHookReceiver()]);
  const HOUR = 3_600_000;
  let now = Date.UTC(2026, 10, 26, 2);
  const secrets = { ...holding(null), read: () => Promise.reject(new ProblemError('keychain-locked')) };
  const addresses = { ntfy: `${ntfy.address}/topic`, webhook: `${webhook.address}/sync`, healthchecks: null };
  const { engine } = await openEngine({
    secrets,
    hooks: { ntfy: 'failures', webhook: true },
    hookSecrets: (hook) => holding(addresses[hook]),
    now: () => now,
  });
  const told = async () => {
    const arrived = new Promise<void>((resolve) => {
      const stop = engine.hooks.observe(() => {
        stop();
        resolve();
      });
    });
    await engine.sync(REQUEST).catch(() => null);
    return arrived;
  };
  const heard = () => [ntfy, webhook].map(({ received }) => received.length);
  webhook.answers.push({ status: 404 });
  await told();
  await expect.poll(heard).toEqual([1, 1]);
  await expect
    .poll(async () => (await engine.hooks.states()).map(({ last }) => last !== null))
    .toEqual([false, true, true]);

  now += HOUR;
  await told();
  expect(heard()).toEqual([1, 2]);

  now += 19 * HOUR;
  await told();
  expect(heard()).toEqual([2, 2]);
  now += 4 * HOUR;
  await told();
  expect(heard()).toEqual([2, 3]);
  await engine.close();
});

it('a connection file that cannot be read keeps no service from being told of just that', async () => {
  const ntfy = await startHookReceiver();
  const { engine, home } = await openEngine({
    hooks: { ntfy: 'failures' },
    hookSecrets: () => holding(`${ntfy.address}/topic`),
    connectionKey: holding(null),
  });
  await writeFile(pathsFor({ home, platform: 'linux', environment: {} }).connectionFile, 'damaged');
  await expect(engine.sync(REQUEST)).rejects.toMatchObject({ code: 'connection-secrets-unreadable' });
  await engine.close();
  expect(ntfy.received).toHaveLength(1);
});
