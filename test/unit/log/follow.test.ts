import { appendFile, mkdir, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followLog, readLastLines } from '../../../src/core/log/follow.ts';
import { rotate } from '../../../src/core/log/log-files.ts';

let folder: string;
let file: string;
let stopping: AbortController;
let followed: AsyncGenerator<string, void>[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-follow-'));
  file = join(folder, 'sync.log');
  stopping = new AbortController();
  followed = [];
});
afterEach(async () => {
  stopping.abort();
  for (const lines of followed) await lines.return();
  await rm(folder, { recursive: true });
});

function follow(count = 0): AsyncGenerator<string, void> {
  const lines = followLog(file, { signal: stopping.signal, lines: count });
  followed.push(lines);
  return lines;
}

async function take(lines: AsyncGenerator<string, void>, count: number): Promise<string[]> {
  const taken: string[] = [];
  while (taken.length < count) {
    const { value, done } = await lines.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

describe('readLastLines', () => {
  it('reaches back into older files', async () => {
    await writeFile(join(folder, 'sync.2.log'), 'one\ntwo\n');
    await writeFile(join(folder, 'sync.1.log'), 'three\n');
    await writeFile(file, 'four\nfive\n');
    expect(await readLastLines(file, 1)).toEqual(['five']);
    expect(await readLastLines(file, 4)).toEqual(['two', 'three', 'four', 'five']);
    expect(await readLastLines(file, 99)).toEqual(['one', 'two', 'three', 'four', 'five']);
    expect(await readLastLines(file, 0)).toEqual([]);
  });

  it('finds none in a log that is not there', async () => {
    expect(await readLastLines(join(folder, 'missing', 'sync.log'), 5)).toEqual([]);
  });
});

describe('followLog', () => {
  it('gives the last lines and then each new one, whole', async () => {
    await writeFile(file, 'one\ntwo\nthr');
    const lines = follow(1);
    expect(await take(lines, 1)).toEqual(['two']);
    await appendFile(file, 'ee\nfo');
    expect(await take(lines, 1)).toEqual(['three']);
    await appendFile(file, Buffer.concat([Buffer.from('ur ü'), Buffer.from('ü').subarray(0, 1)]));
    const next = take(lines, 1);
    await appendFile(file, Buffer.concat([Buffer.from('ü').subarray(1), Buffer.from('\n')]));
    expect(await next).toEqual(['four üü']);
  });

  it('gives only new lines when none from before are asked for', async () => {
    await writeFile(file, 'old\n');
    const lines = follow();
    const next = take(lines, 1);
    // The generator opens the file when it is first asked; the line is written until it has been seen.
    const writing = setInterval(() => void appendFile(file, 'new\n'), 10);
    expect(await next).toEqual(['new']);
    clearInterval(writing);
  });

  it('goes on across one and several rotations', async () => {
    await writeFile(file, 'one\n');
    const lines = follow(1);
    expect(await take(lines, 1)).toEqual(['one']);
    await appendFile(file, 'two\n');
    rotate(file);
    await writeFile(file, 'three\n');
    expect(await take(lines, 2)).toEqual(['two', 'three']);
    await appendFile(file, 'four\n');
    rotate(file);
    await writeFile(file, 'five\n');
    rotate(file);
    await writeFile(file, 'six\n');
    expect(await take(lines, 3)).toEqual(['four', 'five', 'six']);
  });

  it('waits for a log that is not there yet, and for its folder', async () => {
    file = join(folder, 'logs', 'sync.log');
    const lines = follow(5);
    const next = take(lines, 1);
    await mkdir(join(folder, 'logs'));
    await writeFile(join(folder, 'new'), 'first\n');
    await rename(join(folder, 'new'), file);
    expect(await next).toEqual(['first']);
  });

  it('begins anew when the log was emptied', async () => {
    await writeFile(file, 'a long line\n');
    const lines = follow(1);
    expect(await take(lines, 1)).toEqual(['a long line']);
    await truncate(file);
    await writeFile(file, 'short\n');
    expect(await take(lines, 1)).toEqual(['short']);
  });

  it('ends when it is told to, also while it waits', async () => {
    await writeFile(file, 'one\n');
    const lines = follow(1);
    expect(await take(lines, 1)).toEqual(['one']);
    const next = lines.next();
    stopping.abort();
    expect(await next).toEqual({ value: undefined, done: true });
  });
});
