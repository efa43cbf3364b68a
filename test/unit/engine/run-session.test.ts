/** The lock and the socket of what is in progress: nothing of them is kept by work that is over, whatever lies in the run folder. */
import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { listenAsApp } from '../../../src/core/attach/app-listener.ts';
import { connect } from '../../../src/core/channel/connection.ts';
import { Engine } from '../../../src/core/engine/engine.ts';
import { isRunLockFree } from '../../../src/core/lock/run-lock.ts';
import { Scheduler } from '../../../src/core/schedule/scheduler.ts';
import { environmentSecrets } from '../../../src/core/secrets/environment.ts';
import { pathsFor } from '../../../src/core/settings/paths.ts';

async function openEngine() {
  const home = await mkdtemp(join(tmpdir(), 'immich-sync-session-'));
  const awake = { holds: 0 };
  const engine = await Engine.open({
    paths: pathsFor({ home, platform: 'linux', environment: {} }),
    secrets: environmentSecrets('key'),
    scripts: home,
    environment: {},
    wakefulness: {
      hold: () => {
        awake.holds += 1;
        return () => {
          awake.holds -= 1;
        };
      },
    },
  });
  onTestFinished(async () => {
    await engine.close();
    await rm(home, { recursive: true });
  });
  return { engine, awake, runFolder: engine.paths.runFolder };
}

const signal = new AbortController().signal;

it('is done, and gives back lock and wakefulness, where it cannot be followed from elsewhere', async () => {
  const { engine, awake, runFolder } = await openEngine();
  // No socket can be made in its place.
  mkdirSync(join(runFolder, 'run.sock'), { recursive: true });
  for (let times = 0; times < 2; times += 1) {
    expect(await engine.runs.during('plan', { signal }, async () => 'done')).toBe('done');
    expect(isRunLockFree(runFolder)).toBe(true);
    expect(awake.holds).toBe(0);
  }
});

it('a sync that waits for the keychain stops when it is told to, and no service hears of it', async () => {
  const { engine } = await openEngine();
  engine.settings.change((settings) => ({ ...settings, server: { ...settings.server, url: 'http://127.0.0.1:9' } }));
  vi.spyOn(engine.secrets, 'read').mockReturnValue(new Promise(() => {}));
  const told = vi.spyOn(engine.hooks, 'tell');
  for (const work of ['sync', 'plan', 'verify'] as const) {
    const stop = new AbortController();
    const ended = engine[work]({
      trigger: 'manual',
      dueAt: null,
      isFull: false,
      deep: null,
      signal: stop.signal,
    });
    stop.abort();
    await expect(ended, work).rejects.toMatchObject({ code: 'stopped' });
  }
  expect(told).not.toHaveBeenCalled();
});

it('a command that has asked the app for a sync is told when that was stopped before it had begun', async () => {
  const { engine, runFolder } = await openEngine();
  engine.settings.change((settings) => ({ ...settings, server: { ...settings.server, url: 'http://127.0.0.1:9' } }));
  const asked = Promise.withResolvers<void>();
  vi.spyOn(engine.secrets, 'read').mockImplementation(() => {
    asked.resolve();
    return new Promise(() => {});
  });
  const nothing = () => {};
  const events = { onChange: nothing, onProgress: nothing, onReport: nothing, onProblem: nothing };
  const scheduler = new Scheduler(engine, events);
  const stopListening = await listenAsApp({
    engine,
    startSync: ({ isFull }) => scheduler.runNow({ trigger: 'command', isFull }),
    stopSync: () => void scheduler.stop(),
    onChange: nothing,
  });
  const app = await connect(runFolder, 'app');
  app?.ask({ asks: 'sync', isFull: false });
  await asked.promise;
  app?.ask({ asks: 'stop' });
  expect(await app?.follow(nothing)).toMatchObject({ kind: 'end', problem: { code: 'stopped' } });
  await stopListening?.();
});

it('gives back the lock when its record cannot be removed', async () => {
  const { engine, runFolder } = await openEngine();
  const spoil = async () => {
    await rm(join(runFolder, 'run.json'), { force: true });
    mkdirSync(join(runFolder, 'run.json'));
  };
  await expect(engine.runs.during('plan', { signal }, spoil)).rejects.toThrow();
  expect(isRunLockFree(runFolder)).toBe(true);
});

it('gives back the lock when what a crash has left cannot be cleared away', async () => {
  const { engine, runFolder } = await openEngine();
  engine.records.history(1);
  mkdirSync(join(runFolder, 'run.sock'), { recursive: true });
  await import('node:fs').then(({ writeFileSync }) => writeFileSync(join(runFolder, 'run.json'), '{}'));
  await engine.recover().catch(() => undefined);
  expect(isRunLockFree(runFolder)).toBe(true);
});
