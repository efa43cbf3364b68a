import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { EMPTY_SHA1, hashFile } from '../../../src/core/sync/hash.ts';

async function fileWith(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'immich-sync-hash-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  await writeFile(path, text);
  return path;
}

it('gives the SHA-1 and the size of what is in the file', async () => {
  expect(await hashFile(await fileWith('abc'))).toMatchObject({
    sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
    size: 3,
  });
  expect(await hashFile(await fileWith(''))).toMatchObject({ sha1: EMPTY_SHA1, size: 0 });
});

// Only GNU's touch takes nanoseconds; Node's own utimes goes through a floating-point number and cannot set such a time.
it.runIf(process.platform === 'linux')('rounds the time down to the millisecond, as the inventory does', async () => {
  const path = await fileWith('abc');
  execFileSync('touch', ['-d', '2026-11-22T15:46:23.534999986Z', path]);
  expect((await hashFile(path)).modifiedAt).toBe(Date.parse('2026-11-22T15:46:23.534Z'));
});

it('follows no link, and waits for no pipe: the library has neither', async () => {
  const path = await fileWith('a secret of this Mac');
  await symlink(path, `${path}.link`);
  await expect(hashFile(`${path}.link`)).rejects.toMatchObject({ code: 'ELOOP' });
  execFileSync('mkfifo', [`${path}.pipe`]);
  await expect(hashFile(`${path}.pipe`)).rejects.toMatchObject({ code: 'EFTYPE' });
  await expect(hashFile('/dev/null')).rejects.toMatchObject({ code: 'EFTYPE' });
});

it('stops in the middle when it is told to', async () => {
  const path = await fileWith('abc');
  await expect(hashFile(path, undefined, AbortSignal.abort())).rejects.toThrow();
});
