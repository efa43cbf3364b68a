/** The `immich-sync` command of the installed app: the app's own program with `--cli`, no window, the app's keychain item. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runChild } from '../../src/core/tools/child.ts';
import { type DemoImmich, startDemoImmich } from '../support/demo-immich/index.ts';
import { createPhotosLibrary } from '../support/photos-library/index.ts';
import { writeScript } from '../support/stand-ins/broken/programs.ts';
import { provisionTools } from '../support/tools/provision.ts';
import { APP_FOLDER, type Desktop, makeHome, openDesktop, removeHome } from './desktop.ts';

let desktop: Desktop;
let demo: DemoImmich;
let home: string;

beforeAll(async () => {
  desktop = await openDesktop();
  demo = await startDemoImmich();
});
afterAll(async () => {
  await desktop.session.stop();
  await demo.stop();
});
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => removeHome(home));

async function immichSync(args: readonly string[], input?: string, onStart?: (pid: number) => void) {
  const { runtime, session } = desktop;
  const lines: string[] = [];
  const linux = ['--no-sandbox', '--disable-gpu', '--password-store=gnome-libsecret'];
  const { exitCode } = await runChild({
    program: runtime.executable,
    args: [
      ...(process.platform === 'linux' ? linux : []),
      runtime.kind === 'carrier' ? `--app=${APP_FOLDER}` : APP_FOLDER,
      '--cli',
      '--home',
      home,
      ...args,
    ],
    env: { ...(process.env as Record<string, string>), ...session.env, HOME: home, IMMICH_SYNC_API_KEY: '' },
    cwd: home,
    ...(input === undefined ? {} : { input }),
    ...(onStart === undefined ? {} : { onStart }),
    onStdout: (line) => lines.push(line),
  });
  return { exitCode, lines };
}

describe('the command of the installed app', () => {
  it('keeps settings and the key, and tells the state as one JSON document', async () => {
    expect(await immichSync(['config', 'set', 'server', demo.url])).toEqual({
      exitCode: 0,
      lines: [`server.url = ${demo.url}`],
    });
    const before = await immichSync(['status']);
    expect(before).toMatchObject({
      exitCode: 3,
      lines: expect.arrayContaining([expect.stringContaining('`immich-sync login`')]),
    });
    expect((await immichSync(['login', '--json'], demo.apiKey)).exitCode).toBe(0);
    const { exitCode, lines } = await immichSync(['status', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(lines.join('\n'))).toMatchObject({ server: demo.url, missing: [] });
    // The key came back from the keychain: what is missing now is the library, not the key.
    expect((await immichSync(['sync', '--json'])).exitCode).toBe(5);
  });

  it('prints everything into a pipe, however much it is', async () => {
    const written = Array.from({ length: 20_000 }, (_, index) => `${index} ${'x'.repeat(100)}`);
    await mkdir(join(home, 'logs'));
    await writeFile(join(home, 'logs', 'sync.log'), `${written.join('\n')}\n`);
    const { exitCode, lines } = await immichSync(['logs', '-n', '20000']);
    expect([exitCode, lines.length]).toEqual([0, written.length]);
    expect(lines.at(-1)).toBe(written.at(-1));
  });

  it('stops its sync in order when it is told to quit', async () => {
    const photos = await createPhotosLibrary({ path: join(home, 'Some.photoslibrary'), media: 'small' });
    await photos.addMany([{ kind: 'photo' }]);
    photos.close();
    const started = join(home, 'started');
    const osxphotos = await writeScript(
      home,
      'osxphotos',
      `[ "$1" = --version ] && echo "osxphotos, version 0.77.2" && exit 0; echo $$ > '${started}'; exec sleep 600`,
    );
    const { immichGo } = await provisionTools();
    for (const [name, value] of [
      ['server', demo.url],
      ['library.path', photos.path],
      ['tools.osxphotos', osxphotos],
      ['tools.immichGo', immichGo.path],
    ] as const)
      expect((await immichSync(['config', 'set', name, value])).exitCode).toBe(0);
    expect((await immichSync(['login'], demo.apiKey)).exitCode).toBe(0);

    let pid = 0;
    const syncing = immichSync(['sync', '--json'], undefined, (own) => {
      pid = own;
    });
    // The file is there a moment before what is written into it.
    await expect.poll(() => readFile(started, 'utf8').catch(() => '')).toMatch(/^\d+\n$/);
    const child = Number(await readFile(started, 'utf8'));
    // Chromium makes a quit of it, as macOS' quit event becomes one.
    process.kill(pid, 'SIGHUP');
    const { lines } = await syncing;
    expect(JSON.parse(lines.join('\n'))).toMatchObject({ outcome: 'interrupted' });
    expect(() => process.kill(child, 0)).toThrow('ESRCH');
  });

  it('ends with 2 when it is used wrongly', async () => {
    expect((await immichSync(['nonsense'])).exitCode).toBe(2);
  });
});
