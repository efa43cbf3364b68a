import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cloneOrCopy } from '../../src/core/copy-file.ts';

let folder: string;
let from: string;
let to: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'copy-file-'));
  [from, to] = [join(folder, 'from'), join(folder, 'to')];
  await writeFile(from, 'contents');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A program in the place of macOS' `cp`, which notes what it was told. */
async function mac(script: string) {
  const cp = join(folder, 'cp');
  await writeFile(cp, `#!/bin/sh\nprintf '%s\\n' "$@" > "${join(folder, 'told')}"\n${script}\n`);
  await chmod(cp, 0o755);
  return { platform: 'darwin' as const, cp };
}
const told = async () => (await readFile(join(folder, 'told'), 'utf8')).trim().split('\n');
const copied = () => readFile(to, 'utf8');

describe('a copy that costs nothing where it can', () => {
  it('is a copy everywhere', async () => {
    await cloneOrCopy(from, to);
    expect(await copied()).toBe('contents');
  });

  it('is a clone on macOS, which Node does not make: `cp -c`', async () => {
    await cloneOrCopy(from, to, await mac('printf cloned > "$3"'));
    expect(await told()).toEqual(['-c', from, to]);
    expect(await copied()).toBe('cloned');
  });

  it('is a copy all the same where the clone fails', async () => {
    await cloneOrCopy(from, to, await mac('exit 1'));
    expect(await copied()).toBe('contents');
  });

  it('names the full disk where a clone was none and had no room', async () => {
    const system = await mac('echo "cp: to: No space left on device" >&2; exit 1');
    await expect(cloneOrCopy(from, to, system)).rejects.toMatchObject({ code: 'disk-full' });
  });

  it('fails as the file system does when there is nothing to copy', async () => {
    await expect(cloneOrCopy(join(folder, 'none'), to)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
