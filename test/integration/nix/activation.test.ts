/** What an activation of the Nix modules does, with the real command; the keychain is a file. */
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { evaluateModule, isNixHere, whereThereIsNix } from '../../support/nix/evaluate.ts';
import { writeScript } from '../../support/stand-ins/broken/programs.ts';

const KEY = 'pT5mK9xWq2ZrB7vN4cJ8hL1dF6gS3aYeUoIiRtQwE0u';
const CLI = resolve(import.meta.dirname, '../../../src/main/cli.ts');

let folder: string;
let app: string;
let kept: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-activation-'));
  app = join(folder, 'Immich Sync.app');
  kept = join(folder, 'kept');
  const resources = join(app, 'Contents', 'Resources');
  await mkdir(resources, { recursive: true });
  await writeScript(
    folder,
    'secret-tool',
    `case $1 in store) cat > '${kept}' ;; lookup) cat '${kept}' 2>/dev/null || exit 1 ;; esac`,
  );
  await writeScript(
    resources,
    'immich-sync',
    `PATH='${folder}':$PATH exec '${process.execPath}' --disable-warning=ExperimentalWarning '${CLI}' --home '${folder}/home' "$@"`,
  );
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Evaluates the module and runs what it leaves to an activation, as the person. */
function activate(user: object) {
  const { config } = z
    .object({
      config: z.looseObject({
        home: z.looseObject({ activation: z.object({ 'immich-sync': z.object({ data: z.string() }) }) }),
      }),
    })
    .parse(evaluateModule(folder, 'home-manager', { enable: true, start: 'nothing', app, ...user }));
  const { status, stdout, stderr } = spawnSync(
    '/bin/sh',
    ['-c', `run() { "$@"; }\n${config.home.activation['immich-sync'].data}`],
    { encoding: 'utf8', env: { HOME: folder, PATH: process.env.PATH } },
  );
  return { status, stdout, stderr };
}

const settings = async () => JSON.parse(await readFile(join(folder, 'home', 'settings.json'), 'utf8'));
const QUIET = { status: 0, stdout: '', stderr: '' };

describe.skipIf(process.platform !== 'linux' || !isNixHere)(`an activation${whereThereIsNix}`, () => {
  it('sets what is named and keeps the key from a file; nothing of the key is in the store', async () => {
    await writeFile(join(folder, 'key of mine'), `${KEY}\n`);
    expect(
      activate({
        server: 'https://photos.example.org',
        times: ['14:30', '02:00'],
        settings: { upload: { bytesPerSecond: 5_000_000 } },
        apiKeyFile: join(folder, 'key of mine'),
      }),
    ).toEqual(QUIET);
    expect(await settings()).toMatchObject({
      server: { url: 'https://photos.example.org' },
      schedule: { times: ['02:00', '14:30'] },
      upload: { bytesPerSecond: 5_000_000, concurrency: 4 },
    });
    expect(await readFile(kept, 'utf8')).toBe(KEY);
    const stored = await readdir(join(folder, 'store'), { withFileTypes: true });
    const files = stored.filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(1);
    for (const { name } of files) expect(await readFile(join(folder, 'store', name), 'utf8')).not.toContain(KEY);
  });

  it('takes the key that a program prints, and leaves settings alone that are not named', async () => {
    await mkdir(join(folder, 'home'));
    await writeFile(join(folder, 'home', 'settings.json'), JSON.stringify({ upload: { concurrency: 7 } }));
    expect(activate({ apiKeyCommand: ['printf', '%s', KEY], settings: { log: { level: 'debug' } } })).toEqual(QUIET);
    expect(await readFile(kept, 'utf8')).toBe(KEY);
    expect(await settings()).toMatchObject({ upload: { concurrency: 7 }, log: { level: 'debug' } });
  });

  it('goes on when something fails, and says what', async () => {
    const { status, stderr } = activate({
      server: 'not an address',
      apiKeyCommand: ['sh', '-c', 'echo half-a-key; exit 3'],
    });
    expect(status).toBe(0);
    expect(stderr).toContain('its settings are as they were.');
    expect(stderr).toContain('the command for the API key failed.');
    expect(stderr).not.toContain('half-a-key');
    expect(await readFile(kept, 'utf8').catch(() => null)).toBeNull();
    expect(activate({ apiKeyFile: join(folder, 'gone') }).stderr).toContain('the API key was not taken over.');
  });

  it('says that the app is missing where it is', async () => {
    await chmod(join(app, 'Contents', 'Resources', 'immich-sync'), 0o644);
    const { status, stderr } = activate({ server: 'https://photos.example.org' });
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: expect.stringContaining('Install it, then activate again.'),
    });
  });
});
