import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tell } from '../../../src/core/model/problem.ts';
import { chooseSecrets } from '../../../src/core/secrets/chosen.ts';
import { secretService } from '../../../src/core/secrets/secret-service.ts';
import { cleanKey } from '../../../src/core/secrets/secrets.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-secrets-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function program(name: string, script: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o700);
  return file;
}

describe('chooseSecrets', () => {
  it('prefers the environment, which it cannot change', async () => {
    const environment = { IMMICH_SYNC_API_KEY: ' the-key\n' };
    for (const platform of ['darwin', 'linux'] as const) {
      const secrets = chooseSecrets({ platform, environment, home: null });
      expect(tell(secrets.describe())).toBe('the environment variable IMMICH_SYNC_API_KEY');
      expect(await secrets.read()).toBe('the-key');
      for (const use of [secrets.write('x'), secrets.remove()])
        await expect(use).rejects.toThrow('the key comes from IMMICH_SYNC_API_KEY, which has to be unset first');
    }
  });

  it('takes the keychain of the system otherwise', async () => {
    await program('secret-tool', 'exit 1');
    expect(tell(chooseSecrets({ platform: 'darwin', environment: {}, home: null }).describe())).toBe(
      'the macOS keychain',
    );
    const environment = { IMMICH_SYNC_API_KEY: ' ', PATH: `relative:/nonexistent:${folder}` };
    const linux = chooseSecrets({ platform: 'linux', environment, home: null });
    expect(tell(linux.describe())).toBe('the keychain of this desktop (Secret Service)');
    expect(await linux.read()).toBeNull();
  });

  it('says what is missing when there is no keychain, instead of using a file', async () => {
    const secrets = chooseSecrets({ platform: 'linux', environment: { PATH: folder }, home: null });
    for (const use of [secrets.read(), secrets.write('the-key'), secrets.remove()])
      await expect(use).rejects.toMatchObject({
        code: 'keychain-missing',
        message: expect.stringContaining('secret-tool is not installed'),
      });
    expect(tell(secrets.describe())).toMatch(/^no place: /);
  });
});

describe('secretService', () => {
  const using = (file: string, timeout?: number) =>
    secretService({
      program: file,
      account: 'default',
      environment: {},
      ...(timeout === undefined ? {} : { timeout }),
    });

  it('repeats what the tool complains about', async () => {
    const file = await program(
      'secret-tool',
      'echo "secret-tool: Cannot autolaunch D-Bus without X11 $DISPLAY." >&2; exit 1',
    );
    await expect(using(file).read()).rejects.toThrow(
      'The keychain could not be used: Cannot autolaunch D-Bus without X11.',
    );
  });

  it('does not wait for ever for a keychain that nobody unlocks', async () => {
    const file = await program('secret-tool', 'exec sleep 60');
    await expect(using(file, 100).read()).rejects.toMatchObject({ code: 'keychain-unanswered' });
  });

  it.each([
    ['Cannot create an item in a locked collection', 'keychain-locked'],
    ['The prompt was dismissed', 'keychain-refused'],
  ])('tells what “%s” is', async (complaint, code) => {
    const file = await program('secret-tool', `cat > /dev/null; echo "secret-tool: ${complaint}" >&2; exit 1`);
    await expect(using(file).write('the-key')).rejects.toMatchObject({ code });
  });

  it('notices when the key was not kept', async () => {
    const file = await program('secret-tool', 'cat > /dev/null; exit 0');
    await expect(using(file).write('the-key')).rejects.toThrow('it did not keep the key');
  });
});

describe('cleanKey', () => {
  it('takes off what comes with pasting and piping', () => {
    expect(cleanKey(' \tabcDEF123\r\n')).toBe('abcDEF123');
  });

  it.each([
    ['', 'it is empty'],
    [' \n', 'it is empty'],
    ['geheim geheim', 'it contains spaces or line breaks'],
    ['geheim\ngeheim', 'it contains spaces or line breaks'],
    ['geheim\u0000', 'it contains characters that no key has'],
    ['geheim•', 'it contains characters that no key has'],
    ['geheim'.repeat(200), 'it is too long'],
  ])('refuses %j without repeating it', (typed, reason) => {
    expect(() => cleanKey(typed)).toThrow(
      expect.objectContaining({ code: 'key-malformed', message: `That cannot be an Immich API key: ${reason}.` }),
    );
  });
});
