import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { removeFolder } from '../../src/core/remove-folder.ts';

it('removes a folder that is still being written into', async () => {
  const home = await mkdtemp(join(tmpdir(), 'immich-sync-remove-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const folder = join(home, 'run');
  await mkdir(folder);
  let written = 0;
  const write = () =>
    writeFile(join(folder, `${written}`), '').then(
      () => {
        written += 1;
      },
      // The folder is gone.
      () => undefined,
    );
  const until = performance.now() + 200;
  const writers = Array.from({ length: 8 }, async () => {
    while (performance.now() < until) await write();
  });
  while (written < 50) await new Promise((resolve) => setImmediate(resolve));
  await removeFolder(folder);
  await Promise.all(writers);
  expect(existsSync(folder)).toBe(false);
  expect(written).toBeGreaterThanOrEqual(50);
});
