import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { UpdateMemory } from '../../../src/core/updates/update-memory.ts';

let folder: string;
let troubles: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-versions-'));
  troubles = [];
});

afterEach(() => rm(folder, { recursive: true }));

const start = (version: string, file = join(folder, 'versions.json')) =>
  new UpdateMemory(file, version, (text) => troubles.push(text));

it('has nothing new to tell at the first start', () => {
  expect(start('0.1.0').read()).toEqual({ version: '0.1.0', updatedFrom: null, checkedAt: null, opensAtLogin: false });
  expect(start('0.1.0').read().updatedFrom).toBeNull();
});

it('tells of an update until it was seen, and then never again', () => {
  start('0.1.0').write({ checkedAt: 5, opensAtLogin: true });
  const updated = { version: '0.2.0', updatedFrom: '0.1.0', checkedAt: 5, opensAtLogin: true };
  expect(start('0.2.0').read()).toEqual(updated);
  expect(start('0.2.0').read()).toEqual(updated);
  start('0.2.0').write({ updatedFrom: null });
  expect(start('0.2.0').read().updatedFrom).toBeNull();
});

it('tells of two updates at once, when nobody looked in between', () => {
  start('0.1.0');
  start('0.2.0');
  expect(start('0.3.0-beta.1').read().updatedFrom).toBe('0.1.0');
  expect(start('0.3.0-beta.2').read().updatedFrom).toBe('0.1.0');
});

it('has nothing to tell after a way back', () => {
  start('0.1.0');
  start('0.2.0');
  expect(start('0.1.0').read()).toMatchObject({ version: '0.1.0', updatedFrom: null });
});

it('takes a file that cannot be understood for none, and does not stop at one that cannot be written', async () => {
  const file = join(folder, 'versions.json');
  await writeFile(file, '{"version": 7');
  expect(start('0.2.0').read().updatedFrom).toBeNull();
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ version: '0.2.0' });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(start('0.2.0', join(file, 'below-a-file.json')).read().version).toBe('0.2.0');
  expect(troubles).toHaveLength(1);
});
