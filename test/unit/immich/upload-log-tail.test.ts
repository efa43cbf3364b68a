import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tailLog } from '../../../src/core/immich/upload-log-tail.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-tail-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('passes on whole lines, however the file grows', async () => {
  const path = join(folder, 'a.log');
  const lines: string[] = [];
  const tail = tailLog(path, (line) => lines.push(line));
  expect(await tail.read()).toBe(0);

  const bytes = Buffer.from('one\ntwo é😀 two\n\nthree');
  const middleOfSmiley = bytes.indexOf('😀') + 2;
  await appendFile(path, bytes.subarray(0, middleOfSmiley));
  expect(await tail.read()).toBe(middleOfSmiley);
  expect(lines).toEqual(['one']);
  await appendFile(path, bytes.subarray(middleOfSmiley));
  await Promise.all([tail.read(), tail.read()]);
  expect(lines).toEqual(['one', 'two é😀 two']);
  await tail.finish();
  expect(lines).toEqual(['one', 'two é😀 two', 'three']);
});

test('reads a log longer than its buffer', async () => {
  const path = join(folder, 'long.log');
  const expected = Array.from({ length: 5_000 }, (_, index) => `line ${index} ${'x'.repeat(50)}`);
  await appendFile(path, `${expected.join('\n')}\n`);
  const lines: string[] = [];
  const tail = tailLog(path, (line) => lines.push(line));
  await tail.read();
  await tail.finish();
  expect(lines).toEqual(expected);
});

test('a log that never came is an empty one', async () => {
  const lines: string[] = [];
  await tailLog(join(folder, 'none.log'), (line) => lines.push(line)).finish();
  expect(lines).toEqual([]);
});
