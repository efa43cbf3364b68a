/** What goes wrong, and that each of it can be mended from the screen that tells it. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DemoImmich, startDemoImmich } from '../support/demo-immich/index.ts';
import { createSampleLibrary } from '../support/photos-library/index.ts';
import { type ProvisionedTools, provisionTools } from '../support/tools/provision.ts';
import { type Desktop, makeHome, openDesktop, type RunningApp, removeHome, startApp } from './desktop.ts';

/** Pictures of what was seen, to look at afterwards. */
const PICTURES = resolve(import.meta.dirname, '../../test-results/failures');

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
    await createSampleLibrary(library, { inCloud: false });
    // A server that a test has taken away is waited for as long as a person would look on.
    await writeFile(join(home, 'settings.json'), JSON.stringify({ server: { patience: 2 } }));
  });

  afterEach(async () => {
    // Killed, not quit: a test that failed during a sync would be asked whether to stop it.
    running?.app.process().kill('SIGKILL');
    await demo?.stop();
    if (home !== undefined) await removeHome(home);
  });

  /** Set up by the calls that the assistant makes, without its clicks; those have a test of their own. */
  async function startSetUp(withTools: ProvisionedTools | null = tools): Promise<Page> {
    running = await startApp(desktop, { home, tools: withTools });
    await running.clickIcon();
    const popover = await running.page('popover');
    const results = await popover.evaluate(
      async ({ url, key, path }) => [
        await window.immichSync.call('settings.change', { name: 'server.url', value: url }),
        await window.immichSync.call('settings.change', { name: 'library.path', value: path }),
        await window.immichSync.call('key.save', { key }),
      ],
      { url: demo.url, key: demo.apiKey, path: library },
    );
    expect(results.map((result) => result.ok)).toEqual([true, true, true]);
    return popover;
  }

  const start = (popover: Page) => popover.evaluate(() => window.immichSync.call('sync.start'));
  const heading = (page: Page, name: string | RegExp) =>
    page.getByRole('heading', { name, level: 1 }).waitFor({ timeout: 60_000 });

  it('a sync that is stopped while it uploads says so, and the next one brings the rest', async () => {
    const popover = await startSetUp();
    demo.faults.add({ kind: 'delay', milliseconds: 150, match: { method: 'POST', path: '/api/assets' } });
    await start(popover);
    await heading(popover, /^Uploading [1-9]/);
    await popover.getByRole('button', { name: 'Stop' }).click();
    await heading(popover, /items? still to bring over|needs? a look/);
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
        // An empty one with the same key: what the first one held is gone with it.
        demo = await startDemoImmich({ port: Number(new URL(demo.url).port), key: { secret: demo.apiKey } });
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
    const popover = await startSetUp();
    demo.faults.add({ kind: 'delay', milliseconds: 150, match: { method: 'POST', path: '/api/assets' } });
    await start(popover);
    await heading(popover, /^Uploading [1-9]/);
    await way.die();
    await heading(popover, 'Waiting for the server');
    await popover
      .getByText(/It did not answer at/)
      .first()
      .waitFor({ timeout: 5_000 });
    expect(await popover.getByText(/items? waits? for the next sync/).count()).toBe(1);
    expect(await popover.locator('.main-button button').allInnerTexts()).toEqual(['Try now']);
    const picture = (what: string) => join(PICTURES, `server-${way.name.replaceAll(' ', '-')}-${what}.png`);
    await popover.screenshot({ path: picture('popover') });

    await popover.getByRole('button', { name: 'Activity' }).click();
    const activity = await running.page('activity');
    await activity.getByText('The server does not answer').waitFor();
    await activity.getByText('Immich Sync tries again by itself.').waitFor();
    await activity.getByText('None confirmed yet').waitFor();
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
    await popover.getByRole('button', { name: 'Replace key…' }).click();
    const settings = await running.page('settings');
    await settings.getByLabel('API key').fill(demo.addKey());
    await settings.getByRole('button', { name: 'Save' }).click();
    await settings.getByText(/^Connected · Immich/).waitFor();
    await running.clickIcon();
    await popover.getByRole('button', { name: 'Try again' }).click();
    await heading(popover, 'Up to date');
  });

  it('a library that is gone is chosen anew from the popover', async () => {
    const popover = await startSetUp();
    const moved = join(home, 'Moved.photoslibrary');
    await rename(library, moved);
    await start(popover);
    await heading(popover, 'The Photos library is not there');
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

  it('a tool that is missing leads to the page that installs it', async () => {
    const popover = await startSetUp(null);
    await start(popover);
    await heading(popover, /is not installed$/);
    await popover.getByRole('button', { name: 'Install…' }).click();
    const settings = await running.page('settings');
    await settings.getByRole('button', { name: 'Install', exact: true }).first().waitFor();
    await settings.getByRole('button', { name: 'Copy command' }).first().waitFor();
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
});
