/** The lock and the socket of what goes on: nothing of them is kept by work that is over, whatever lies in the run folder. */
import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Engine } from '../../../src/core/engine/engine.ts';
import { isRunLockFree } from '../../../src/core/lock/run-lock.ts';
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
