import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identifyProcess } from '../../../src/core/lock/process-identity.ts';
import {
  acquireRunLock,
  type ChildRecord,
  currentRun,
  isRunLeftBehind,
  type RunRecord,
} from '../../../src/core/lock/run-lock.ts';
import { machineId } from '../../../src/core/system/machine-id.ts';

let folder: string;
let started: ChildProcess[];

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'immich-sync-lock-')), 'run');
  started = [];
});
afterEach(async () => {
  for (const child of started) await end(child);
  await rm(join(folder, '..'), { recursive: true });
});

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Another process that takes the lock when it is told to. */
function startRacer() {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'racer.ts'), folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  started.push(child);
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    async tell(word: 'acquire' | 'release'): Promise<string> {
      child.stdin.write(`${word}\n`);
      return (await answers.next()).value ?? 'ended';
    },
  };
}

/** A program as a run would start it: leading its own process group, going on until it is ended. It must print a line when it is ready. */
async function startProgram(script = `console.log('ready')`) {
  const child = spawn(process.execPath, ['-e', `${script}; setInterval(() => {}, 1e6)`], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  started.push(child);
  const [firstLine] = await once(createInterface({ input: child.stdout }), 'line');
  const pid = child.pid ?? 0;
  const startTime = (await identifyProcess(pid))?.started ?? '';
  const record: ChildRecord = { pid, started: startTime, program: process.execPath };
  return { child, record, firstLine: String(firstLine) };
}

/** Leaves the record of a run that did not come to its end. */
async function leaveRecord(record: Partial<RunRecord>): Promise<RunRecord> {
  const whole: RunRecord = {
    pid: 4_000_000,
    started: 'another boot 1',
    machine: await machineId(),
    since: '2026-11-22T01:00:00.000Z',
    trigger: 'due',
    children: [],
    ...record,
  };
  const lock = await acquireRunLock(folder, { trigger: 'test' });
  lock.release();
  await writeFile(join(folder, 'run.json'), JSON.stringify(whole));
  return whole;
}

describe('acquireRunLock', () => {
  it('says who is running, also within one process', async () => {
    const lock = await acquireRunLock(folder, { trigger: 'due' });
    expect(lock).toMatchObject({ interrupted: null, ended: [] });
    expect(await currentRun(folder)).toMatchObject({ pid: process.pid, trigger: 'due', children: [] });
    for (let again = 0; again < 2; again += 1)
      await expect(acquireRunLock(folder, { trigger: 'test' })).rejects.toMatchObject({
        code: 'another-run',
        exitCode: 75,
        message: expect.stringMatching(
          new RegExp(
            `^Another sync is in progress \\(process ${process.pid}, since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\)\\.$`,
          ),
        ),
      });
    expect(await startRacer().tell('acquire')).toBe('another-run');
    lock.release();
    lock.release();
    expect(await currentRun(folder)).toBeNull();
    const next = await acquireRunLock(folder, { trigger: 'test' });
    expect(next.interrupted).toBeNull();
    next.release();
  });

  it('keeps its files to this user and leaves only the empty lock file', async () => {
    const lock = await acquireRunLock(folder, { trigger: 'test' });
    lock.addChild(process.pid, process.execPath);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    lock.release();
    expect(await readdir(folder)).toEqual(['lock.sqlite']);
    expect((await stat(join(folder, 'lock.sqlite'))).size).toBe(0);
  });

  it('goes to exactly one of 8 processes that ask at the same moment, 50 times', async () => {
    const racers = Array.from({ length: 8 }, startRacer);
    const winners = new Set<number>();
    for (let round = 0; round < 50; round += 1) {
      const answers = await Promise.all(racers.map((racer) => racer.tell('acquire')));
      expect(
        answers.filter((answer) => answer === 'got'),
        `round ${round}: ${answers}`,
      ).toHaveLength(1);
      expect(answers.filter((answer) => answer === 'another-run')).toHaveLength(7);
      winners.add(answers.indexOf('got'));
      await Promise.all(racers.map((racer) => racer.tell('release')));
    }
    expect(winners.size).toBeGreaterThan(1);
  });

  it('goes to exactly one of several when its holder was killed', async () => {
    const holder = startRacer();
    expect(await holder.tell('acquire')).toBe('got');
    let killed = holder;
    for (
      let left = Array.from({ length: 4 }, startRacer);
      left.length > 0;
      left = left.filter((racer) => racer !== killed)
    ) {
      await end(killed.child);
      const answers = await Promise.all(left.map((racer) => racer.tell('acquire')));
      expect(answers.filter((answer) => answer === 'got')).toHaveLength(1);
      killed = left[answers.indexOf('got')] ?? killed;
    }
  });

  it('returns the record of a run that was killed', async () => {
    const racer = startRacer();
    await racer.tell('acquire');
    await end(racer.child);
    const lock = await acquireRunLock(folder, { trigger: 'test' });
    expect(lock.interrupted).toMatchObject({ pid: racer.child.pid, trigger: 'test' });
    lock.release();
  });

  it('is not held back by a record whose process number is used again or is of another boot', async () => {
    const { child } = await startProgram();
    for (const pid of [child.pid ?? 0, process.pid, 4_000_000]) {
      const left = await leaveRecord({ pid });
      expect(await currentRun(folder)).toBeNull();
      const lock = await acquireRunLock(folder, { trigger: 'test' });
      expect(lock.interrupted).toEqual(left);
      lock.release();
    }
    expect(child.exitCode).toBeNull();
  });

  it.each(['', '{"pid": 5', '[]', '{"pid": "x"}'])('is not held back by a damaged record: %j', async (text) => {
    await leaveRecord({});
    await writeFile(join(folder, 'run.json'), text);
    const lock = await acquireRunLock(folder, { trigger: 'test' });
    expect(lock.interrupted).toBeNull();
    lock.release();
  });

  it('ends what a killed run left behind, with all that it had started itself', async () => {
    const stubborn = `process.on('SIGINT', () => {}); setInterval(() => {}, 1e6); console.log('ready')`;
    const { child, record, firstLine } = await startProgram(`
      const grandchild = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}]);
      grandchild.stdout.once('data', () => console.log(grandchild.pid))`);
    const grandchild = Number(firstLine);
    expect(await identifyProcess(grandchild)).not.toBeNull();
    await leaveRecord({ children: [record] });
    const exit = once(child, 'exit');
    const lock = await acquireRunLock(folder, { trigger: 'test' });
    expect(lock.ended).toEqual([record]);
    expect((await exit)[1]).toBe('SIGINT');
    await expect.poll(() => identifyProcess(grandchild)).toBeNull();
    expect(await currentRun(folder)).toMatchObject({ children: [] });
    lock.release();
  });

  it('kills what does not heed SIGINT', async () => {
    const { child, record } = await startProgram(`process.on('SIGINT', () => {}); console.log('ready')`);
    await leaveRecord({ children: [record] });
    const exit = once(child, 'exit');
    const lock = await acquireRunLock(folder, { trigger: 'test', grace: 50 });
    expect(lock.ended).toEqual([record]);
    expect((await exit)[1]).toBe('SIGKILL');
    lock.release();
  });

  it('leaves alone what it cannot prove to be its own', async () => {
    const { child, record } = await startProgram();
    const children = [
      { ...record, started: 'another boot 1' },
      { ...record, started: null },
      { ...record, program: '/opt/homebrew/bin/immich-go' },
    ];
    await leaveRecord({ children });
    const lock = await acquireRunLock(folder, { trigger: 'test' });
    expect(lock.ended).toEqual([]);
    lock.release();
    await leaveRecord({ machine: 'another computer', children: [record] });
    const next = await acquireRunLock(folder, { trigger: 'test' });
    expect(next.ended).toEqual([]);
    next.release();
    expect([child.exitCode, child.signalCode]).toEqual([null, null]);
  });

  it('knows of a run on another computer by the lock: a home on a shared disk, or one that moved here', async () => {
    const away = await leaveRecord({ machine: 'another computer', pid: process.pid });
    expect(await currentRun(folder)).toBeNull();
    expect(await isRunLeftBehind(folder)).toBe(true);

    const there = startRacer();
    expect(await there.tell('acquire')).toBe('got');
    await writeFile(join(folder, 'run.json'), JSON.stringify(away));
    expect(await currentRun(folder)).toMatchObject({ machine: 'another computer' });
    await expect(acquireRunLock(folder, { trigger: 'test' })).rejects.toMatchObject({ code: 'another-run' });
    await end(there.child);
    expect(await currentRun(folder)).toBeNull();
  });

  it('keeps its children in the record while they run', async () => {
    const lock = await acquireRunLock(folder, { trigger: 'test' });
    const { record } = await startProgram();
    lock.addChild(record.pid, record.program);
    const read = async (): Promise<RunRecord> => JSON.parse(await readFile(join(folder, 'run.json'), 'utf8'));
    expect((await read()).children).toMatchObject([{ pid: record.pid, program: record.program }]);
    await expect.poll(async () => (await read()).children).toEqual([record]);
    lock.removeChild(record.pid);
    expect((await read()).children).toEqual([]);
    lock.release();
  });

  it('says which folder it cannot use', async () => {
    folder = join(folder, '..', 'file');
    await writeFile(folder, '');
    await expect(acquireRunLock(folder, { trigger: 'test' })).rejects.toMatchObject({ code: 'folder-unusable' });
  });
});
