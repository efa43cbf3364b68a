import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { didAnyAppear } from '../../../src/core/photos/appeared.ts';

async function library(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'appeared-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const name of ['0', '1']) await mkdir(join(folder, name));
  return folder;
}

test('files that are still missing have not appeared, whatever lies beside them', async () => {
  const folder = await library();
  await writeFile(join(folder, '0', 'other.heic'), 'x');
  expect(await didAnyAppear([join(folder, '0', 'a.heic'), join(folder, '1', 'b.heic')])).toBe(false);
  expect(await didAnyAppear([])).toBe(false);
});

test('one file in any folder is noticed', async () => {
  const folder = await library();
  await writeFile(join(folder, '1', 'b.heic'), 'x');
  expect(await didAnyAppear([join(folder, '0', 'a.heic'), join(folder, '1', 'b.heic')])).toBe(true);
  expect(await didAnyAppear([join(folder, '0', 'b.heic')])).toBe(false);
});

test('a folder that is not there holds nothing, and does not hide the others', async () => {
  const folder = await library();
  await writeFile(join(folder, '1', 'b.heic'), 'x');
  expect(await didAnyAppear([join(folder, 'no-such-folder', 'a.heic')])).toBe(false);
  expect(await didAnyAppear([join(folder, 'no-such-folder', 'a.heic'), join(folder, '1', 'b.heic')])).toBe(true);
});

test('a name is known in either Unicode form', async () => {
  const folder = await library();
  await writeFile(join(folder, '0', 'e\u0301te\u0301.heic'), 'x');
  expect(await didAnyAppear([join(folder, '0', '\u00e9t\u00e9.heic')])).toBe(true);
});
