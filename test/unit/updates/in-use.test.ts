import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { acquireRunLock } from '../../../src/core/lock/run-lock.ts';
import { isAppInUse } from '../../../src/core/updates/in-use.ts';

const withFolder = async (work: (folder: string) => Promise<void>) => {
  const folder = await mkdtemp(join(tmpdir(), 'immich-sync-in-use-'));
  await work(folder).finally(() => rm(folder, { recursive: true }));
};

it('is in use while somebody holds the run lock', () =>
  withFolder(async (runFolder) => {
    const options = { runFolder, program: '/nowhere', ask: async () => '' };
    expect(await isAppInUse(options)).toBe(false);
    const lock = await acquireRunLock(runFolder, { trigger: 'test' });
    expect(await isAppInUse(options)).toBe(true);
    lock.release();
    expect(await isAppInUse(options)).toBe(false);
  }));

it('is in use while one of its commands runs, whatever that does', () =>
  withFolder(async (runFolder) => {
    // This very Node is the app, and a process of it that waits is the command.
    const command = spawn(process.execPath, ['-e', 'process.stdin.resume()', '--', '--cli', 'logs', '--follow']);
    await once(command, 'spawn');
    expect(await isAppInUse({ runFolder, program: process.execPath })).toBe(true);
    expect(await isAppInUse({ runFolder, program: `${process.execPath}-of-another-app` })).toBe(false);
    command.stdin.end();
    await once(command, 'exit');
  }));
