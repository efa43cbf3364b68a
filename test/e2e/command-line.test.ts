/** The `immich-sync` command of the installed app: the app's own program with `--cli`, no window, the app's keychain item. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runChild } from '../../src/core/tools/child.ts';
import { type DemoImmich, startDemoImmich } from '../support/demo-immich/index.ts';
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

async function immichSync(args: readonly string[], input?: string) {
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
    expect((await immichSync(['login', '--json'], demo.apiKey)).exitCode).toBe(0);
    const { exitCode, lines } = await immichSync(['status', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(lines.join('\n'))).toMatchObject({ server: demo.url, missing: [] });
    // The key came back from the keychain: what is missing now is the library, not the key.
    expect((await immichSync(['sync', '--json'])).exitCode).toBe(5);
  });

  it('ends with 2 when it is used wrongly', async () => {
    expect((await immichSync(['nonsense'])).exitCode).toBe(2);
  });
});
