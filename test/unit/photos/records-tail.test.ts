import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RecordsTail } from '../../../src/core/photos/records-tail.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records-'));
  path = join(folder, 'records.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('following a file of records', () => {
  it('passes lines on while it grows, whole ones only, also when they are larger than a read', async () => {
    const lines: string[] = [];
    const tail = new RecordsTail(path, (line) => lines.push(line));
    const long = 'é😀'.repeat(40_000);
    await appendFile(path, 'one\ntw');
    await vi.waitFor(() => expect(lines).toEqual(['one']), { timeout: 5000 });
    await appendFile(path, `o\n${long}\n`);
    await vi.waitFor(() => expect(lines).toEqual(['one', 'two', long]), { timeout: 5000 });
    await appendFile(path, 'torn');
    await tail.finish();
    expect(lines).toEqual(['one', 'two', long]);
  });

  it('is content with a file that never comes', async () => {
    const lines: string[] = [];
    await new RecordsTail(path, (line) => lines.push(line)).finish();
    expect(lines).toEqual([]);
  });

  it('passes on what its listener throws, and asks it no more', async () => {
    const lines: string[] = [];
    const tail = new RecordsTail(path, (line) => {
      lines.push(line);
      throw new Error('enough');
    });
    await appendFile(path, 'one\ntwo\n');
    await expect(tail.finish()).rejects.toThrow('enough');
    expect(lines).toEqual(['one']);
  });
});
