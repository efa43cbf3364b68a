import { mkdtempSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { didAnyChange } from '../../../src/core/photos/changed-files.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'changed-files-'));
  path = join(folder, 'a.jpg');
  writeFileSync(path, 'picture');
  // Just below a full millisecond.
  utimesSync(path, 1_700_000_000.1239996, 1_700_000_000.1239996);
});
afterEach(() => rmSync(folder, { recursive: true }));

const known = () => ({ path, size: 7, modifiedAt: Number(statSync(path, { bigint: true }).mtimeNs / 1_000_000n) });

describe('files that another program changes', () => {
  it('are the same while nobody does', async () => {
    expect(await didAnyChange([known()])).toBe(false);
    expect(await didAnyChange([])).toBe(false);
  });

  it('are noticed by their size, by their time, by their absence, and when they are links', async () => {
    const before = known();
    writeFileSync(path, 'pictures');
    utimesSync(path, before.modifiedAt / 1000, before.modifiedAt / 1000);
    expect(await didAnyChange([before])).toBe(true);
    writeFileSync(path, 'picturf');
    expect(await didAnyChange([before])).toBe(true);
    rmSync(path);
    expect(await didAnyChange([before])).toBe(true);
    writeFileSync(join(folder, 'b.jpg'), 'picture');
    symlinkSync(join(folder, 'b.jpg'), path);
    expect(await didAnyChange([before])).toBe(true);
  });

  it('are noticed among thousands', async () => {
    const many = Array.from({ length: 1_500 }, known);
    expect(await didAnyChange(many)).toBe(false);
    expect(await didAnyChange([...many, { ...known(), size: 8 }])).toBe(true);
  });
});
