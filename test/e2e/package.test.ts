/** What ships: on a Mac its app, signed ad hoc; on Linux a folder, which goes the same way up to the signing. */
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WINDOW_NAMES } from '../../src/shared/contract.ts';
import { startDemoImmich } from '../support/demo-immich/index.ts';
import { type DesktopSession, startDesktopSession } from '../support/electron-runtime/desktop-session.ts';
import { type PackedApp, packApp } from '../support/electron-runtime/pack-app.ts';
import {
  type PackagedOptions,
  runPackagedCommand,
  startAgain,
  startableProgram,
  startPackagedApp,
} from '../support/electron-runtime/packaged.ts';
import { type ElectronRuntime, provisionElectron } from '../support/electron-runtime/provision.ts';
import { createPhotosLibrary } from '../support/photos-library/index.ts';
import { provisionTools } from '../support/tools/provision.ts';
import { makeHome, removeHome } from './desktop.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
/** What was seen, to look at afterwards. */
const PICTURES = join(PROJECT, 'test-results', 'package');

describe('the packaged app', () => {
  let folder: string;
  let packed: PackedApp;
  let kind: ElectronRuntime['kind'];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'immich-sync-package-'));
    const runtime = await provisionElectron();
    kind = runtime.kind;
    packed = await packApp({ output: folder, runtime });
  });

  afterAll(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it('holds the built app, its icons and nothing else', async () => {
    const files = listPackage(join(packed.resources, 'app.asar'), { isPack: false });
    expect(files.filter((file) => !/^\/(?:out|icons)(?:\/|$)/.test(file))).toEqual(['/package.json']);
    expect(files).toContain('/out/main/index.cjs');
    expect(files).toContain('/out/preload/index.cjs');
    for (const page of WINDOW_NAMES) expect(files).toContain(`/out/renderer/${page}.html`);
    expect(files).toContain('/icons/up-to-dateTemplate@2x.png');
  });

  it('has the scripts and the installers’ files outside the archive', async () => {
    expect(await pythonBelow(join(packed.resources, 'python'))).toEqual(
      expect.arrayContaining(['inventory.py', 'on_photo.py', join('immich_sync', 'osxphotos_private.py')]),
    );
    expect(await pythonBelow(join(packed.resources, 'python'))).toEqual(
      await pythonBelow(join(PROJECT, 'app', 'python')),
    );
    // Python's bytecode is of the machine that has packed.
    expect(await readdir(join(packed.resources, 'python', 'immich_sync'))).not.toContain('__pycache__');
    expect(await readdir(join(packed.resources, 'tools'))).toEqual(expect.arrayContaining(['osxphotos', 'immich-go']));
  });

  it('cannot be used as a plain Node and opens no debugging port', async () => {
    const fuses = await getCurrentFuseWire(packed.program);
    expect(fuses[FuseV1Options.RunAsNode]).toBe(FuseState.DISABLE);
    expect(fuses[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(FuseState.DISABLE);
    expect(fuses[FuseV1Options.EnableNodeCliInspectArguments]).toBe(FuseState.DISABLE);
    expect(fuses[FuseV1Options.OnlyLoadAppFromAsar]).toBe(FuseState.ENABLE);
  });

  describe('when it is started', () => {
    let session: DesktopSession;
    let home: string;
    let app: PackagedOptions;

    beforeAll(async () => {
      [session, home] = await Promise.all([startDesktopSession(), makeHome()]);
      const program = await startableProgram(packed, join(folder, 'startable'), kind);
      app = { program, home, env: { ...session.env, HOME: home, PATH: '/usr/bin:/bin', LANG: 'en_GB.UTF-8' } };
    });
    afterAll(async () => {
      await session?.stop();
      if (home !== undefined) await removeHome(home);
    });

    it('shows popover and assistant, drawn from inside the archive, and comes forward when it is started again', async () => {
      const { pages, evaluate, picture, stop } = await startPackagedApp(app);
      try {
        const both = [expect.stringMatching(/\/popover\.html$/), expect.stringMatching(/\/setup\.html$/)];
        await expect.poll(async () => [...(await pages())].sort()).toEqual(both);
        const words = () => evaluate('document.body.innerText');
        await expect.poll(words).toMatch(/Welcome to Immich Sync[\s\S]*Set up…/);
        // What is drawn has its style sheet, too.
        expect(await evaluate('getComputedStyle(document.querySelector("main")).display')).toBe('flex');
        expect(await startAgain(app)).toBe(0);
        await expect.poll(() => evaluate('document.hasFocus()', 'setup')).toBe(true);
        await mkdir(PICTURES, { recursive: true });
        await picture(join(PICTURES, 'assistant.png'), 'setup');
        expect(await evaluate('window.immichSync.call("settings.get").then((result) => result.ok)')).toBe(true);
        // The command finds it, and leaves it alone.
        const { exitCode, stdout } = await runPackagedCommand(app, ['status', '--json']);
        expect([exitCode, JSON.parse(stdout).missing]).toEqual([3, ['server', 'key']]);
      } finally {
        await stop();
      }
    });

    it('syncs by its command with the scripts beside the archive', async () => {
      const [demo, tools] = await Promise.all([startDemoImmich(), provisionTools()]);
      try {
        const photos = await createPhotosLibrary({ path: join(home, 'Packed.photoslibrary'), media: 'small' });
        await photos.addMany([{ kind: 'photo' }, { kind: 'live' }]);
        photos.close();
        const command = (args: readonly string[], input?: string) => runPackagedCommand(app, args, input);
        for (const [name, value] of [
          ['server', demo.url],
          ['library.path', photos.path],
          ['tools.osxphotos', tools.osxphotos.path],
          ['tools.immichGo', tools.immichGo.path],
        ] as const)
          expect((await command(['config', 'set', name, value])).exitCode).toBe(0);
        expect((await command(['login'], demo.apiKey)).exitCode).toBe(0);
        const { exitCode, stdout } = await command(['sync', '--json']);
        expect([exitCode, JSON.parse(stdout)]).toMatchObject([
          0,
          { outcome: 'done', problems: [], coverage: { assets: 2, complete: 2 } },
        ]);
        expect(demo.assets()).toHaveLength(3);
      } finally {
        await demo.stop();
      }
    });
  });
});

describe('the windows’ scripts', () => {
  it('stay under 150 kB compressed, all texts of English included', async () => {
    const { gzipSync } = await import('node:zlib');
    const assets = join(PROJECT, 'app', 'out', 'renderer', 'assets');
    let total = 0;
    for (const name of await readdir(assets)) total += gzipSync(await readFile(join(assets, name))).length;
    expect(total).toBeLessThan(150_000);
  });

  it('hold no server-side code', async () => {
    const assets = join(PROJECT, 'app', 'out', 'renderer', 'assets');
    for (const name of await readdir(assets)) {
      const text = await readFile(join(assets, name), 'utf8');
      expect(text).not.toMatch(/ZodError|require\(|ipcRenderer/);
    }
  });
});

async function pythonBelow(folder: string): Promise<readonly string[]> {
  return (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.py')).sort();
}
