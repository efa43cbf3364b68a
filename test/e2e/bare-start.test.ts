/**
 * The packaged app on a machine with nothing on it: an empty home, a PATH with the system's folders only. Its assistant alone leads to a verified
 * sync, both tools by its one button, downloaded for real.
 */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoImmich, startDemoImmich } from '../support/demo-immich/index.ts';
import { type DesktopSession, startDesktopSession } from '../support/electron-runtime/desktop-session.ts';
import { packApp } from '../support/electron-runtime/pack-app.ts';
import { type PackagedApp, startableProgram, startPackagedApp } from '../support/electron-runtime/packaged.ts';
import { provisionElectron } from '../support/electron-runtime/provision.ts';
import { createPhotosLibrary } from '../support/photos-library/index.ts';
import { makeHome, removeHome } from './desktop.ts';

const PICTURES = resolve(import.meta.dirname, '../../test-results/bare-start');
/** How this machine reaches a registry. */
const NETWORK =
  /^(?:(?:https?|no|all)_proxy|SSL_CERT_(?:FILE|DIR)|NODE_EXTRA_CA_CERTS|(?:PIP|UV)_(?:INDEX_URL|DEFAULT_INDEX|CERT))$/i;

// On a Mac the job's smoke test goes this way with the signed app.
describe.runIf(process.platform === 'linux')('the packaged app on a bare machine', () => {
  let folder: string;
  let home: string;
  let session: DesktopSession;
  let demo: DemoImmich;
  let app: PackagedApp;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'immich-sync-bare-'));
    await mkdir(PICTURES, { recursive: true });
    const runtime = await provisionElectron();
    const packed = await packApp({ output: folder, runtime });
    [session, demo, home] = await Promise.all([startDesktopSession(), startDemoImmich(), makeHome()]);
    const photos = await createPhotosLibrary({
      path: join(home, 'Pictures/Photos Library.photoslibrary'),
      media: 'small',
    });
    await photos.addMany([{ kind: 'photo' }, { kind: 'live' }, { kind: 'photo', edited: true }]);
    photos.close();
    const network = Object.fromEntries(Object.entries(process.env).filter(([name]) => NETWORK.test(name))) as Record<
      string,
      string
    >;
    app = await startPackagedApp({
      program: await startableProgram(packed, join(folder, 'startable'), runtime.kind),
      home,
      env: {
        ...network,
        ...session.env,
        HOME: home,
        PATH: '/usr/bin:/bin',
        LANG: 'en_GB.UTF-8',
      },
    });
  });

  afterAll(async () => {
    await app?.stop();
    await Promise.all([session?.stop(), demo?.stop()]);
    if (home !== undefined) await removeHome(home);
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const text = (window: string) => app.evaluate('document.body.innerText', window).catch(() => '');
  const until = (words: RegExp, { window = 'setup', timeout = 20_000 } = {}) =>
    expect.poll(() => text(window), { timeout, interval: 200 }).toMatch(words);
  /** As a person does: once the button can be pressed. */
  const press = (name: string) =>
    expect
      .poll(
        () =>
          app.evaluate(
            `(() => { const button = [...document.querySelectorAll('button')].find((one) => one.textContent === ${JSON.stringify(name)});
              if (button === undefined || button.disabled) return false; button.click(); return true; })()`,
            'setup',
          ),
        { interval: 100 },
      )
      .toBe(true);
  const type = (words: string) =>
    app.evaluate(
      `(() => { const field = document.querySelector('main input'); field.value = ${JSON.stringify(words)};
        field.dispatchEvent(new Event('input', { bubbles: true })); })()`,
      'setup',
    );

  it('leads from its first start to a verified sync', async () => {
    await until(/Your Immich server/);
    await type(demo.url);
    await press('Connect');
    await until(/Immich .* answers at/);
    await press('Continue');

    await until(/Make an API key/);
    await type(demo.apiKey);
    await press('Check');
    await until(/Connected/);
    await press('Continue');

    await until(/can read your library/);
    await press('Continue');

    await until(/osxphotos · not installed yet[\s\S]*immich-go · not installed yet/);
    await press('Set up both');
    await until(/osxphotos · installing/);
    await app.picture(join(PICTURES, 'setting-up.png'), 'setup');
    await until(
      /osxphotos · [\d.]+ · tested · installed by Immich Sync[\s\S]*immich-go · [\d.]+ · tested · installed by Immich Sync/,
      {
        timeout: 600_000,
      },
    );
    await app.picture(join(PICTURES, 'set-up.png'), 'setup');
    await press('Continue');

    await until(/In Photos\s+3 items/, { timeout: 60_000 });
    expect(demo.assets()).toEqual([]);
    await press('Start first sync');
    await until(/Up to date[\s\S]*3 of 3 in Immich, verified/, { window: 'popover', timeout: 100_000 });
    expect(demo.assets()).toHaveLength(5);
    // They are the app's own, in its own folder.
    for (const tool of ['osxphotos', 'immich-go'])
      expect(JSON.parse(await readFile(join(home, 'tools', tool, 'installed.json'), 'utf8'))).toMatchObject({
        way: expect.any(String),
      });
  });
});
