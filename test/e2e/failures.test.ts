/** What goes wrong, and that each of it can be repaired from the screen that tells it. */
import { chmod, chown, cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { problemPage } from '../../src/core/model/project.ts';
import { type DemoImmich, type PermissionName, startDemoImmich } from '../support/demo-immich/index.ts';
import { createPhotosLibrary, createSampleLibrary } from '../support/photos-library/index.ts';
import { ALL_PERMISSIONS } from '../support/sync/permissions.ts';
import { type ProvisionedTools, provisionTools } from '../support/tools/provision.ts';
import { type Desktop, makeHome, openDesktop, type RunningApp, removeHome, startApp } from './desktop.ts';

/** Pictures of what was seen, to look at afterwards. */
const PICTURES = resolve(import.meta.dirname, '../../test-results/failures');

declare global {
  /** What the app would have had opened. */
  var openedAddress: string | undefined;
  /** What it would have shown in the system's file manager. */
  var shownFile: string | undefined;
}

const NOBODY = 65_534;

/** As macOS does without Full Disk Access; the superuser needs another owner besides. */
async function shutOut(folder: string): Promise<void> {
  if (process.getuid?.() === 0) await chown(folder, NOBODY, NOBODY);
  await chmod(folder, process.getuid?.() === 0 ? 0o700 : 0o000);
}

const letIn = (folder: string) => chmod(folder, 0o755);

/** An Electron that has to keep to permissions even where the tests run as the superuser: the capabilities to pass them over are taken away. */
async function withoutPrivileges(desktop: Desktop, folder: string): Promise<Desktop> {
  if (process.getuid?.() !== 0) return desktop;
  const program = join(folder, 'electron-without-privileges');
  const drop = 'setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-dac_override,-dac_read_search';
  await writeFile(program, `#!/bin/sh\nexec ${drop} -- '${desktop.runtime.executable}' "$@"\n`, { mode: 0o755 });
  return { ...desktop, runtime: { ...desktop.runtime, executable: program } };
}

describe('when something goes wrong', () => {
  let desktop: Desktop;
  let tools: ProvisionedTools;
  let demo: DemoImmich;
  let home: string;
  let library: string;
  let running: RunningApp;

  beforeAll(async () => {
    await mkdir(PICTURES, { recursive: true });
    [desktop, tools] = await Promise.all([openDesktop(), provisionTools()]);
  });

  afterAll(async () => {
    await desktop?.session.stop();
  });

  beforeEach(async () => {
    [demo, home] = await Promise.all([startDemoImmich(), makeHome()]);
    library = join(home, 'Sample.photoslibrary');
    const photos = await createPhotosLibrary({ path: library, media: 'small' });
    await photos.addMany([{ kind: 'photo' }, { kind: 'live' }, { kind: 'photo', edited: true }]);
    photos.close();
    // A server that a test has taken away is waited for as long as a person would look on.
    await writeFile(join(home, 'settings.json'), JSON.stringify({ server: { patience: 2 } }));
  });

  /** Enough to upload for something to happen in the middle of it. */
  async function growLibrary(): Promise<void> {
    await rm(library, { recursive: true });
    await createSampleLibrary(library, { inCloud: false });
  }

  afterEach(async () => {
    // Killed, not quit: a test that failed during a sync would be asked whether to stop it.
    await running?.kill();
    await demo?.stop();
    if (home !== undefined) await removeHome(home);
  });

  /** Set up by the calls that the assistant makes, without its clicks; those have a test of their own. */
  async function startSetUp(withTools: ProvisionedTools | null = tools): Promise<Page> {
    running = await startApp(desktop, { home, tools: withTools });
    await running.closeAssistant();
    const popover = await running.page('popover');
    await setUp(popover, library);
    return popover;
  }

  async function setUp(popover: Page, path: string): Promise<void> {
    const results = await popover.evaluate(
      async ({ url, key, path }) => [
        await window.immichSync.call('settings.change', { name: 'server.url', value: url }),
        await window.immichSync.call('settings.change', { name: 'library.path', value: path }),
        await window.immichSync.call('key.save', { key }),
      ],
      { url: demo.url, key: demo.apiKey, path },
    );
    expect(results.map((result) => result.ok)).toEqual([true, true, true]);
  }

  const start = (popover: Page) => popover.evaluate(() => window.immichSync.call('sync.start'));
  const heading = (page: Page, name: string | RegExp) =>
    page.getByRole('heading', { name, level: 1 }).waitFor({ timeout: 300_000 });

  it('a sync that is stopped while it uploads says so, and the next one brings the rest', async () => {
    await growLibrary();
    const popover = await startSetUp();
    demo.faults.add({ kind: 'delay', milliseconds: 150, match: { method: 'POST', path: '/api/assets' } });
    await start(popover);
    await heading(popover, /^Uploading [1-9]/);
    await popover.getByRole('button', { name: 'Stop' }).click();
    await heading(popover, /items? still to upload|needs? a look/);
    await popover.screenshot({ path: join(PICTURES, 'stopped.png') });
    const arrived = demo.assets().length;
    demo.faults.clear();
    await popover.getByRole('button', { name: 'Sync now' }).click();
    await heading(popover, 'Up to date');
    expect(demo.assets().length).toBeGreaterThan(arrived);
    const checksums = demo.assets().map((asset) => asset.checksum);
    expect(new Set(checksums).size).toBe(checksums.length);
  });

  it('a server that goes away is waited for, and “Try now” goes on when it is back', async () => {
    const popover = await startSetUp();
    const { url } = demo;
    const port = Number(new URL(url).port);
    await demo.stop();
    await start(popover);
    await heading(popover, 'Waiting for the server');
    await popover.getByText(/^in \d+ minutes$/).waitFor();
    demo = await startDemoImmich({ port });
    await popover.evaluate((key) => window.immichSync.call('key.save', { key }), demo.apiKey);
    await popover.getByRole('button', { name: 'Try now' }).click();
    await heading(popover, 'Up to date');
  });

  it.each([
    {
      name: 'ends',
      die: () => demo.stop(),
      comeBack: async () => {
        // The same installation without its photos: what the first one held is gone with it.
        const { apiKey, installation, url } = demo;
        demo = await startDemoImmich({ port: Number(new URL(url).port), key: { secret: apiKey }, installation });
        return 0;
      },
    },
    {
      name: 'breaks every connection',
      die: async () => {
        demo.faults.clear();
        demo.faults.add({ kind: 'reset', when: 'before-body' });
      },
      comeBack: async () => {
        demo.faults.clear();
        return demo.assets().length;
      },
    },
  ])('a server that $name during the upload is said in plain words, and “Try now” brings the rest', async (way) => {
    await growLibrary();
    const popover = await startSetUp();
    demo.faults.add({ kind: 'delay', milliseconds: 150, match: { method: 'POST', path: '/api/assets' } });
    await start(popover);
    await heading(popover, /^Uploading [1-9]/);
    await way.die();
    await heading(popover, 'Waiting for the server');
    await popover
      .getByText(/It did not answer at/)
      .first()
      .waitFor();
    // So much is still to come that it counts as an import; its card says how far it is, and nothing says it twice.
    await popover.getByText(/^0% in Immich, .+ left$/).waitFor();
    expect(await popover.getByText(/items? waits? for the next sync/).count()).toBe(0);
    expect(await popover.locator('.main-button button').allInnerTexts()).toEqual(['Try now']);
    const picture = (what: string) => join(PICTURES, `server-${way.name.replaceAll(' ', '-')}-${what}.png`);
    await popover.screenshot({ path: picture('popover') });

    await popover.getByRole('button', { name: 'Activity' }).click();
    const activity = await running.page('activity');
    await activity.getByRole('heading', { name: /does not answer/ }).waitFor();
    // The log says it, too.
    await activity.getByRole('paragraph').filter({ hasText: 'Immich Sync tries again automatically.' }).waitFor();
    await activity.getByText('None verified yet').waitFor();
    await activity.locator('.log-row').first().waitFor();
    await activity.screenshot({ path: picture('activity') });

    const kept = await way.comeBack();
    await running.clickIcon();
    await popover.getByRole('button', { name: 'Try now' }).click();
    await heading(popover, 'Up to date');
    const checksums = demo.assets().map((asset) => asset.checksum);
    expect(new Set(checksums).size).toBe(checksums.length);
    expect(checksums.length).toBeGreaterThan(kept);
    // What had arrived before it died was found there, and not sent a second time.
    const again = demo.requests.list({ method: 'POST', path: '/api/assets' }).filter(({ status }) => status === 200);
    expect(again).toEqual([]);
  });

  it('a key that was deleted is replaced from the popover', async () => {
    const popover = await startSetUp();
    demo.removeKey(demo.apiKey);
    await start(popover);
    await heading(popover, 'Immich refused the API key');
    await popover.screenshot({ path: join(PICTURES, 'key-was-deleted.png') });
    await popover.getByRole('button', { name: 'Replace key…' }).click();
    const settings = await running.page('settings');
    await settings.getByLabel('API key', { exact: true }).fill(demo.addKey());
    await settings.getByRole('button', { name: 'Save' }).click();
    await settings.getByText(/^Connected · Immich/).waitFor();
    await running.clickIcon();
    await popover.getByRole('button', { name: 'Try again' }).click();
    await heading(popover, 'Up to date');
  });

  it('a key that may not add to albums is edited in Immich', async () => {
    const popover = await startSetUp();
    const permit = (permissions: readonly PermissionName[]) => demo.addKey({ secret: demo.apiKey, permissions });
    permit(ALL_PERMISSIONS.filter((permission) => permission !== 'albumAsset.create'));
    await start(popover);
    await heading(popover, 'The key lacks permissions');
    await popover.screenshot({ path: join(PICTURES, 'key-may-not-add-to-albums.png') });
    await running.app.evaluate(({ shell }) => {
      shell.openExternal = async (address) => void Object.assign(globalThis, { opened: address });
    });
    await popover.getByRole('button', { name: 'Edit key in Immich' }).click();
    const opened = () => running.app.evaluate(() => (globalThis as { opened?: string }).opened);
    await expect.poll(opened).toBe(`${demo.url}/user-settings?isOpen=api-keys`);
    permit(ALL_PERMISSIONS);
    await running.clickIcon();
    await popover.getByRole('button', { name: 'Try again' }).click();
    await heading(popover, 'Up to date');
  });

  it.runIf(process.platform === 'linux')(
    'a library that may not be read is said, and chosen anew or allowed',
    async () => {
      const shut = join(home, 'Shut.photoslibrary');
      await cp(library, shut, { recursive: true });
      await shutOut(shut);
      running = await startApp(await withoutPrivileges(desktop, home), { home, tools });
      await running.closeAssistant();
      const popover = await running.page('popover');
      await setUp(popover, shut);
      await start(popover);
      await heading(popover, 'No access to the Photos library');
      await popover.screenshot({ path: join(PICTURES, 'library-unreadable-popover.png') });
      await running.app.evaluate(({ shell }) => {
        shell.openExternal = async (address) => {
          globalThis.openedAddress = address;
        };
      });
      await popover.getByRole('button', { name: 'Open Photos access' }).click();
      await expect
        .poll(() => running.app.evaluate(() => globalThis.openedAddress))
        .toBe('x-apple.systempreferences:com.apple.preference.security?Privacy_Photos');
      await popover.getByRole('button', { name: 'Learn more: No access to the Photos library' }).click();
      await expect
        .poll(() => running.app.evaluate(() => globalThis.openedAddress))
        .toBe(problemPage('library-no-access'));

      // The assistant watches: as soon as it is allowed, it says so by itself.
      await popover.evaluate(() => window.immichSync.call('window.open', { window: 'setup', place: 'library' }));
      const setup = await running.page('setup');
      await setup.getByText('macOS does not let Immich Sync read your library yet').waitFor();
      await setup.screenshot({ path: join(PICTURES, 'library-unreadable-setup.png') });
      await letIn(shut);
      await setup.getByText('Immich Sync can read your library').waitFor();
      await shutOut(shut);
      await setup.close();

      // Or another one is chosen.
      await popover.evaluate(() => window.immichSync.call('window.open', { window: 'settings', place: 'library' }));
      const settings = await running.page('settings');
      await settings.getByRole('heading', { name: /macOS does not let|No access/ }).waitFor();
      await settings.screenshot({ path: join(PICTURES, 'library-unreadable-settings.png') });
      await running.app.evaluate(({ dialog }, path) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
      }, library);
      await settings.getByRole('button', { name: 'Choose…' }).first().click();
      await settings.locator('.path', { hasText: library }).waitFor();
      await settings.getByRole('heading', { name: /macOS does not let|No access/ }).waitFor({ state: 'detached' });
      await running.clickIcon();
      await popover.getByRole('button', { name: 'Try again' }).click();
      await heading(popover, 'Up to date');
    },
  );

  it('a library that is gone is chosen anew from the popover', async () => {
    const popover = await startSetUp();
    const moved = join(home, 'Moved.photoslibrary');
    await rename(library, moved);
    await start(popover);
    await heading(popover, 'The Photos library was not found');
    await popover.getByRole('button', { name: 'Choose library…' }).click();
    const settings = await running.page('settings');
    await running.app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
    }, moved);
    await settings.getByRole('button', { name: 'Choose…' }).click();
    await settings.locator('.path', { hasText: moved }).waitFor();
    await running.clickIcon();
    await popover.getByRole('button', { name: 'Try again' }).click();
    await heading(popover, 'Up to date');
  });

  it('a tool that is missing leads to the page that installs it, and is noticed when it is there', async () => {
    const popover = await startSetUp(null);
    await start(popover);
    await heading(popover, /is not installed$/);
    await popover.getByRole('button', { name: 'Install…' }).click();
    const settings = await running.page('settings');
    await settings.getByRole('button', { name: 'Set up both' }).waitFor();
    await settings.screenshot({ path: join(PICTURES, 'tool-missing.png') });
    // Where a package manager puts programs.
    const folder = join(home, '.local', 'bin');
    await mkdir(folder, { recursive: true });
    await symlink(tools.osxphotos.path, join(folder, 'osxphotos'));
    await symlink(tools.immichGo.path, join(folder, 'immich-go'));
    await settings.evaluate(() => window.dispatchEvent(new Event('focus')));
    await settings.getByText(`osxphotos · ${tools.osxphotos.version} · tested · from your home folder`).waitFor();
    await running.clickIcon();
    await popover.getByRole('button', { name: 'Try again' }).click();
    await heading(popover, 'Up to date');
  });

  it('settings that are damaged are set aside, and it is said', async () => {
    const popover = await startSetUp();
    await running.quit();
    await writeFile(join(home, 'settings.json'), '{"server": oops');
    running = await startApp(desktop, { home, tools });
    await running.clickIcon();
    const again = await running.page('popover');
    await heading(again, 'Welcome to Immich Sync');
    await again.evaluate(() => window.immichSync.call('window.open', { window: 'settings', place: null }));
    const settings = await running.page('settings');
    await settings.getByText(/The settings file was damaged\. It was kept as/).waitFor();
    expect(popover.isClosed()).toBe(true);
  });

  it.each([
    {
      file: 'ledger.sqlite',
      title: 'The ledger was written by a newer version',
      spoil: async (path: string) => {
        const database = new DatabaseSync(path);
        database.exec('PRAGMA journal_mode = DELETE; PRAGMA user_version = 999');
        database.close();
      },
    },
    {
      file: 'settings.json',
      title: 'The settings could not be read',
      spoil: (path: string) => writeFile(path, '{"schemaVersion": 999}'),
    },
  ])('$file of a newer version is said and left alone, and mended the app goes on', async ({ file, title, spoil }) => {
    const path = join(home, file);
    await startSetUp();
    await running.quit();
    const sound = await readFile(path);
    await spoil(path);
    const newer = await readFile(path);

    running = await startApp(desktop, { home, tools });
    await running.clickIcon();
    const popover = await running.page('popover');
    await heading(popover, title);
    await popover.getByText(path).waitFor();
    await popover.getByText(/written by a newer version of Immich Sync/).waitFor();
    expect(await popover.getByText('Never').count()).toBe(0);
    await popover.screenshot({ path: join(PICTURES, `newer-${file}.png`) });
    await running.app.evaluate(({ shell }) => {
      shell.showItemInFolder = (shown) => {
        globalThis.shownFile = shown;
      };
    });
    await popover.getByRole('button', { name: 'Show file' }).click();
    await expect.poll(() => running.app.evaluate(() => globalThis.shownFile)).toBe(path);
    await popover.getByRole('button', { name: 'Try again' }).click();
    await popover.getByRole('alert').waitFor();
    expect(await readFile(path)).toEqual(newer);

    // In one step, as editors save.
    await writeFile(`${path}.new`, sound);
    await rename(`${path}.new`, path);
    await running.clickIcon();
    // The app looks at the file by itself, too, and “Try again” goes with the problem: it may be another button by the time of a click.
    await start(popover);
    await heading(popover, 'Up to date');
  });
});
