import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identifyProcess } from '../../../src/core/lock/process-identity.ts';
import { baseEnvironment, type ChildCommand, runChild } from '../../../src/core/tools/child.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-child-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (script: string, options: Partial<ChildCommand> = {}) =>
  runChild({
    program: '/bin/sh',
    args: ['-c', script],
    env: baseEnvironment(),
    cwd: folder,
    ...options,
  });

describe('a child that shows no sign of life', () => {
  it('is stopped, politely first', async () => {
    const outcome = await run('trap "exit 7" INT; while :; do sleep 0.05; done', { stall: { after: 200 } });
    expect(outcome).toMatchObject({ stalled: true, stopped: true, killed: false, timedOut: false, exitCode: 7 });
  });

  it('is killed with all that it has started when it does not listen', async () => {
    const outcome = await run(`trap '' INT; sleep 600 & echo $! > grandchild; wait; wait`, {
      stall: { after: 200 },
      grace: 200,
    });
    expect(outcome).toMatchObject({ stalled: true, killed: true, signal: 'SIGKILL' });
    const grandchild = Number(await readFile(join(folder, 'grandchild'), 'utf8'));
    await expect.poll(() => identifyProcess(grandchild)).toBeNull();
  });

  it('is stopped even when its files cannot be looked at any more', async () => {
    const outcome = await run('exec sleep 600', { stall: { after: 200, sign: () => new Promise(() => {}) } });
    expect(outcome).toMatchObject({ stalled: true, signal: 'SIGINT' });
  });
});

describe('a child that works for longer than it may be silent', () => {
  it('goes on while it says something', async () => {
    const outcome = await run('for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo $i; sleep 0.1; done', {
      stall: { after: 1000 },
    });
    expect(outcome).toMatchObject({ stalled: false, exitCode: 0 });
    expect(outcome.duration).toBeGreaterThan(1000);
  });

  it('goes on while its file grows', async () => {
    const file = join(folder, 'growing');
    const outcome = await run('for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo $i >> growing; sleep 0.1; done', {
      stall: { after: 1000, sign: () => readFile(file, 'utf8').catch(() => '') },
    });
    expect(outcome).toMatchObject({ stalled: false, exitCode: 0 });
    expect(outcome.duration).toBeGreaterThan(1000);
  });
});
