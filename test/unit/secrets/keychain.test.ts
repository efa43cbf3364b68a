import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addCommand, keychain } from '../../../src/core/secrets/keychain.ts';

const KEY = 'pT5mK9xWq2ZrB7vN4cJ8hL1dF6gS3aYeUoIiRtQwE0u';
let folder: string;
let program: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-keychain-'));
  program = join(folder, 'security');
  const fake = join(import.meta.dirname, 'fake-security.ts');
  await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" "${fake}" "${folder}" "$@"\n`);
  await chmod(program, 0o700);
});
afterEach(() => rm(folder, { recursive: true }));

const secrets = (account = 'default') => keychain({ account, environment: process.env, program });

describe('keychain', () => {
  it('keeps, replaces and forgets the key', async () => {
    expect(await secrets().read()).toBeNull();
    await secrets().remove();
    await secrets().write(`${KEY}\n`);
    expect(await secrets().read()).toBe(KEY);
    await secrets().write('another-key');
    expect(await secrets().read()).toBe('another-key');
    expect(await secrets('home /elsewhere').read()).toBeNull();
    await secrets().remove();
    expect(await secrets().read()).toBeNull();
  });

  it('knows whether a key is kept without reading it', async () => {
    expect(await secrets().isKept()).toBe(false);
    await secrets().write(KEY);
    await writeFile(join(folder, 'arguments.txt'), '');
    expect(await secrets().isKept()).toBe(true);
    expect(await readFile(join(folder, 'arguments.txt'), 'utf8')).not.toContain('"-w"');
  });

  it('gives the key on standard input only', async () => {
    await secrets().write(KEY);
    const given = await readFile(join(folder, 'arguments.txt'), 'utf8');
    expect(given.split('\n')).toEqual([
      '["-i"]',
      '["find-generic-password","-a","default","-s","Immich Sync","-w"]',
      '',
    ]);
  });

  it('keeps quotes and backslashes in key and account', async () => {
    const [key, account] = [`a"b\\c'd\\"e`, `home /a "b" c\\d's`];
    await secrets(account).write(key);
    expect(await secrets(account).read()).toBe(key);
  });

  it.each([
    [36, 'keychain-locked'],
    [51, 'keychain-refused'],
    [128, 'keychain-refused'],
    [37, 'keychain-missing'],
    [50, 'keychain-missing'],
    [99, 'keychain-unavailable'],
  ])('explains the exit code %i', async (failure, code) => {
    await writeFile(join(folder, 'fails-with'), String(failure));
    for (const use of [() => secrets().read(), () => secrets().write(KEY), () => secrets().remove()])
      await expect(use()).rejects.toMatchObject({ code });
  });

  it('gives up on a question that nobody answers', async () => {
    await writeFile(program, '#!/bin/sh\nexec sleep 60\n');
    const asking = keychain({ account: 'default', environment: process.env, program, timeout: 100 });
    await expect(asking.read()).rejects.toMatchObject({ code: 'keychain-unanswered' });
  });

  it('notices when the key was not kept in spite of a good exit code', async () => {
    await writeFile(join(folder, 'loses-items'), '');
    await expect(secrets().write(KEY)).rejects.toThrow('it did not keep the key');
  });

  it('explains that the program is not there', async () => {
    const missing = keychain({ account: 'default', environment: {}, program: join(folder, 'nothing') });
    await expect(missing.read()).rejects.toMatchObject({ code: 'keychain-unavailable' });
  });
});

describe('addCommand', () => {
  it('is one line for `security -i`', () => {
    expect(addCommand('default', 'a"b')).toBe(
      '"add-generic-password" "-U" "-a" "default" "-s" "Immich Sync" "-l" "Immich Sync: API key" "-w" "a\\"b"\n',
    );
  });

  it('does not let a line break through', () => {
    expect(() => addCommand('a\nb', KEY)).toThrow(/line break/);
  });
});
