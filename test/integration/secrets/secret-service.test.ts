import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { tell } from '../../../src/core/model/problem.ts';
import { chooseSecrets } from '../../../src/core/secrets/chosen.ts';
import { findProgram, type Keyring, provisionKeyring, startKeyring } from '../../support/keyring.ts';
import { writeScript } from '../../support/stand-ins/broken/programs.ts';
import { startSampler } from '../../support/sync/secret-sampler.ts';

const KEY = 'pT5mK9xWq2ZrB7vN4cJ8hL1dF6gS3aYeUoIiRtQwE0u';
const keyrings = provisionKeyring();
const name = keyrings.ready ? 'a real Secret Service' : `a real Secret Service (left out: ${keyrings.reason})`;

describe.runIf(keyrings.ready)(name, () => {
  let keyring: Keyring;
  beforeAll(async () => {
    keyring = await startKeyring();
  });
  afterAll(() => keyring.stop());

  const secrets = (home: string | null) =>
    chooseSecrets({ platform: 'linux', environment: { ...process.env, ...keyring.environment }, home });

  it('keeps, replaces and forgets the key', async () => {
    const own = secrets(null);
    expect(tell(own.describe())).toBe('the keychain of this desktop (Secret Service)');
    expect(await own.read()).toBeNull();
    await own.remove();
    await own.write(`  ${KEY}\n`);
    expect(await own.read()).toBe(KEY);
    await own.write('another-key');
    expect(await secrets(null).read()).toBe('another-key');
    await own.remove();
    expect(await own.read()).toBeNull();
  });

  it('has a key for each home', async () => {
    await secrets('/tmp/one').write('key-one');
    await secrets('/tmp/two').write('key-two');
    expect(await secrets('/tmp/one').read()).toBe('key-one');
    expect(await secrets('/tmp/two').read()).toBe('key-two');
    expect(await secrets(null).read()).toBeNull();
    await secrets('/tmp/one').remove();
    expect(await secrets('/tmp/two').read()).toBe('key-two');
  });

  it('keeps characters that a shell or a parser would take for something else', async () => {
    const hostile = `-"'\\$\`!{}%<>&;*?~#`;
    await secrets('/tmp/a "b" \\c').write(hostile);
    expect(await secrets('/tmp/a "b" \\c').read()).toBe(hostile);
  });

  it('does not show the key to anybody who looks at the processes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'immich-sync-seen-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const seen = join(folder, 'seen');
    // What anybody could read of each of them, however short it lives: its arguments and its environment.
    const notes = `cat /proc/$$/cmdline /proc/$$/environ >> '${seen}'`;
    await writeScript(folder, 'secret-tool', `${notes}\nexec '${findProgram('secret-tool')}' "$@"`);
    const environment = { ...process.env, ...keyring.environment, PATH: `${folder}:${process.env.PATH}` };
    const own = chooseSecrets({ platform: 'linux', environment, home: '/tmp/seen' });
    const stopSampling = await startSampler(KEY, folder);
    await own.write(KEY);
    expect(await own.read()).toBe(KEY);
    // Whoever else is there.
    expect(await stopSampling()).toMatchObject({ sightings: [], files: [] });
    const text = await readFile(seen, 'latin1');
    expect(text).toContain('store\0--label=');
    expect(text).toContain('DBUS_SESSION_BUS_ADDRESS=');
    expect(text).not.toContain(KEY);
  });

  it('tells a locked keychain from one without the key', async () => {
    await secrets('/tmp/locked').write(KEY);
    keyring.lock();
    const locked = { code: 'keychain-locked' };
    await expect(secrets('/tmp/locked').read()).rejects.toMatchObject(locked);
    await expect(secrets('/tmp/locked').write(KEY)).rejects.toMatchObject(locked);
    expect(await secrets('/tmp/none').read()).toBeNull();
    expect(await secrets('/tmp/locked').isKept()).toBe(true);
    expect(await secrets('/tmp/none').isKept()).toBe(false);
  });
});

describe.runIf(keyrings.ready)(`without ${name}`, () => {
  it('says why the keychain cannot be used', async () => {
    const environment = {
      PATH: process.env.PATH,
      HOME: '/nonexistent',
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
    };
    const secrets = chooseSecrets({ platform: 'linux', environment, home: null });
    for (const use of [() => secrets.read(), () => secrets.write(KEY), () => secrets.remove()])
      await expect(use()).rejects.toMatchObject({
        code: 'keychain-unavailable',
        message: expect.stringMatching(/^The keychain could not be used: .*\.$/),
      });
  });
});
