/** A run holds off idle sleep, for as long as it is in progress and no longer. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { caffeinate, type Wakefulness } from '../../../src/core/system/wakefulness.ts';
import { useBench } from '../../support/sync/bench.ts';

let folder: string;
let program: string;

/** As caffeinate(8) with `-w`: there until that process is not. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-awake-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  program = join(folder, 'caffeinate');
  const script = `#!/bin/sh
cd '${folder}'
echo "$*" > arguments.new && mv arguments.new arguments
echo $$ > pid
while kill -0 "$3" 2>/dev/null; do sleep 0.1; done
`;
  await writeFile(program, script, { mode: 0o755 });
});

const pid = async () => Number(await readFile(join(folder, 'pid'), 'utf8').catch(() => '0'));
const isAwake = async () => {
  try {
    process.kill(await pid(), 0);
    return (await pid()) > 0;
  } catch {
    return false;
  }
};
const patience = { timeout: 20_000 };

it('holds until it is let go of', async () => {
  const letSleep = caffeinate(program).hold();
  await expect.poll(isAwake, patience).toBe(true);
  expect(await readFile(join(folder, 'arguments'), 'utf8')).toBe(`-i -w ${process.pid}\n`);
  letSleep();
  await expect.poll(isAwake, patience).toBe(false);
});

it('ends with a process that is killed', async () => {
  const holder = spawn(process.execPath, [join(import.meta.dirname, 'holder.ts'), program], { stdio: 'ignore' });
  onTestFinished(() => void holder.kill('SIGKILL'));
  await expect.poll(isAwake, patience).toBe(true);
  holder.kill('SIGKILL');
  await expect.poll(isAwake, patience).toBe(false);
});

it('is no trouble for a run when it cannot be started', async () => {
  caffeinate(join(folder, 'nothing')).hold()();
});

it('goes on during a run, whatever becomes of it', async () => {
  let [holds, held] = [0, 0];
  const wakefulness: Wakefulness = {
    hold: () => {
      holds += 1;
      held += 1;
      return () => {
        held -= 1;
      };
    },
  };
  const bench = await useBench({ wakefulness, fill: (library) => library.addMany([{ kind: 'photo' }]) });
  const seen = new Set<number>();
  expect(await bench.sync({ onProgress: () => seen.add(held) })).toMatchObject({ outcome: 'done' });
  expect([holds, held, [...seen]]).toEqual([1, 0, [1]]);
  await bench.server.stop();
  expect(await bench.sync()).toMatchObject({ outcome: 'failed' });
  expect([holds, held]).toEqual([2, 0]);
});
