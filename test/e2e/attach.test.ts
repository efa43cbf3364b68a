/** The app and the command on one home: either does what the other is asked for, both show it, and both can stop it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunReport } from '../../src/core/model/run-report.ts';
import { LINK_SCHEME } from '../../src/main/app-link.ts';
import { type DemoImmich, startDemoImmich } from '../support/demo-immich/index.ts';
import { openApp } from '../support/electron-runtime/open-app.ts';
import { createPhotosLibrary, type PhotosLibrary } from '../support/photos-library/index.ts';
import { startCommand } from '../support/sync/command-line.ts';
import { type ProvisionedTools, provisionTools } from '../support/tools/provision.ts';
import { clickToClose, type Desktop, makeHome, openDesktop, type RunningApp, removeHome, startApp } from './desktop.ts';

const UPLOAD = { method: 'POST', path: '/api/assets' } as const;

describe('the app and the command on one home', () => {
  let desktop: Desktop;
  let tools: ProvisionedTools;
  let demo: DemoImmich;
  let home: string;
  let running: RunningApp;
  let popover: Page;
  let photos: PhotosLibrary;

  beforeAll(async () => {
    [desktop, tools, demo, home] = await Promise.all([openDesktop(), provisionTools(), startDemoImmich(), makeHome()]);
    photos = await createPhotosLibrary({ path: join(home, 'Shared.photoslibrary'), media: 'small' });
    demo.faults.add({ kind: 'delay', milliseconds: 300, match: UPLOAD });
    await start();
    await running.closeAssistant();
    await popover.evaluate(
      async ({ url, key, path }) => {
        await window.immichSync.call('settings.change', { name: 'server.url', value: url });
        await window.immichSync.call('settings.change', { name: 'library.path', value: path });
        await window.immichSync.call('settings.change', { name: 'upload.concurrency', value: 1 });
        await window.immichSync.call('key.save', { key });
      },
      { url: demo.url, key: demo.apiKey, path: photos.path },
    );
  });
  afterAll(async () => {
    photos?.close();
    await running?.app.close().catch(() => {});
    await desktop?.session.stop();
    await demo?.stop();
    if (home !== undefined) await removeHome(home);
  });
  // Each sync has something to do.
  beforeEach(() => photos.addMany(Array.from({ length: 8 }, () => ({ kind: 'photo' }))));

  async function start(): Promise<void> {
    running = await startApp(desktop, { home, tools });
    await running.clickIcon();
    popover = await running.page('popover');
  }

  const command = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
    startCommand(['--home', home, ...args], { environment: { HOME: home, IMMICH_SYNC_API_KEY: '', ...environment } });
  const toolFolders = () => ({ PATH: `${tools.osxphotos.path}/..:${tools.immichGo.path}/..:/usr/bin:/bin` });
  const heading = (name: string | RegExp) =>
    popover.getByRole('heading', { name, level: 1 }).waitFor({ timeout: 300_000 });

  it('`sync` asks the app, whose key it does not have, and follows it to the end', async () => {
    const sync = command(['sync', '--json']);
    await heading(/^Uploading [1-9]/);
    const { exitCode, json } = await sync.ended;
    expect(exitCode).toBe(0);
    const report = json<RunReport>();
    expect(report).toMatchObject({ outcome: 'done', trigger: 'command', problems: [] });
    expect(report.coverage.complete).toBe(report.coverage.assets);
    await heading('Up to date');
  });

  it('Ctrl-C on a sync that the app does for a command stops it', async () => {
    const sync = command(['sync', '--json']);
    await heading(/^Uploading [1-9]/);
    sync.signal('SIGINT');
    const { exitCode, json } = await sync.ended;
    expect(exitCode).toBe(130);
    expect(json<RunReport>()).toMatchObject({ outcome: 'interrupted', reason: 'The sync was stopped.' });
    await heading(/items? still to upload|needs? a look/);
  });

  it('a command’s own sync is shown with its progress, and stopped from the popover', async () => {
    const sync = command(['sync', '--json'], { ...toolFolders(), IMMICH_SYNC_API_KEY: demo.apiKey });
    await heading(/^Uploading [1-9]/);
    await popover.getByRole('button', { name: 'Stop' }).click();
    const { exitCode, json } = await sync.ended;
    expect(exitCode).toBe(130);
    expect(json<RunReport>()).toMatchObject({ outcome: 'interrupted', reason: 'The sync was stopped.' });
    await heading(/items? still to upload|needs? a look/);
  });

  it('a pause by command is shown at once, and ended by one', async () => {
    expect((await command(['sync', '--json']).ended).exitCode).toBe(0);
    await command(['pause']).ended;
    await heading('Paused');
    await command(['resume']).ended;
    await heading('Up to date');
  });

  it('a link of another app opens a place at once, and asks before it pauses or syncs', async () => {
    const link = (text: string) =>
      running.app.evaluate(({ app }, given) => app.emit('second-instance', {}, ['immich-sync', given]), text);
    await link('immich-sync://open/find?q=img');
    const activity = await running.page('activity');
    await activity.getByRole('searchbox').first().waitFor();
    expect(await activity.getByRole('searchbox').first().inputValue()).toBe('img');

    await link('immich-sync://pause?for=1h');
    await clickToClose(await running.page('question'), 'Cancel');
    await heading('Up to date');
    await running.app.evaluate(({ app }) => {
      app.emit('open-url', { preventDefault: () => {} }, 'immich-sync://pause?for=1h');
    });
    await clickToClose(await running.page('question'), 'Pause');
    await heading('Paused');
    await link('immich-sync://sync');
    await clickToClose(await running.page('question'), 'Sync now');
    await heading(/^Uploading [1-9]/);
    await heading('Up to date');
    await link('immich-sync://erase?all=1');
    await clickToClose(await running.page('question'), 'OK');
  });

  it('diagnostics are read in the window, then saved as they were shown, and the report of the library, too', async () => {
    const file = join(home, 'diagnostics.zip');
    await running.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, file);
    await popover.evaluate(() => window.immichSync.call('window.open', { window: 'activity', place: 'log' }));
    const activity = await running.page('activity');
    await activity.getByRole('button', { name: 'Diagnostics…' }).click();
    await activity.getByRole('button', { name: 'doctor.txt' }).click({ timeout: 60_000 });
    const shown = await activity.getByRole('region', { name: 'doctor.txt' }).textContent();
    expect(shown).toContain('http://‹address');
    expect(shown).not.toContain(new URL(demo.url).host);
    await activity.getByRole('button', { name: 'Save…' }).click();
    const told = activity.locator('.saved-as:not(:empty), .failure-bar');
    expect(await told.first().textContent()).toContain(`Saved as ${file}`);
    expect((await readFile(file)).subarray(0, 2).toString()).toBe('PK');
    // So is the report of the library; a panel that is cancelled changes nothing.
    const report = join(home, 'library.html');
    await running.app.evaluate(({ dialog }, filePath) => {
      const asked: (string | undefined)[] = [];
      dialog.showSaveDialog = async (...given: unknown[]) => {
        asked.push((given.at(-1) as Electron.SaveDialogOptions).defaultPath);
        return { canceled: asked.length === 1, filePath };
      };
      Object.assign(globalThis, { asked });
    }, report);
    await activity.getByRole('button', { name: 'Library', exact: true }).click();
    const save = activity.getByRole('button', { name: 'Save report…' });
    await save.click();
    await expect
      .poll(() => running.app.evaluate(() => (globalThis as { asked?: string[] }).asked))
      .toEqual([expect.stringMatching(/immich-sync-library-\d{4}-\d\d-\d\d\.html$/)]);
    await save.click();
    await activity.getByText(`Saved as ${report}`).waitFor();
    expect(await readFile(report, 'utf8')).toMatch(/^<!doctype html>/i);
  });

  it('takes what the system tells of the Mac', async () => {
    await running.app.evaluate(({ powerMonitor }) => {
      // A listener that throws throws here; from the system it would be an error that nobody catches.
      for (const event of ['suspend', 'on-ac', 'resume', 'unlock-screen', 'user-did-become-active', 'shutdown'])
        powerMonitor.emit(event);
    });
    await heading('Up to date');
  });

  it('quitting does not stop a command’s sync, and asks nothing', async () => {
    const sync = command(['sync', '--json'], { ...toolFolders(), IMMICH_SYNC_API_KEY: demo.apiKey });
    await heading(/^Uploading [1-9]/);
    await running.quit();
    expect(await sync.ended).toMatchObject({ exitCode: 0 });
    await start();
    await heading('Up to date');
  });

  it('a command says that the app was killed in the middle', async () => {
    const sync = command(['sync']);
    await heading(/^Uploading [1-9]/);
    running.app.process().kill('SIGKILL');
    const { exitCode, stderr } = await sync.ended;
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/The sync was cut off: process \d+ ended before it was done\./);
  });

  it('opened as `npm run demo` opens it, a window is there that can be seen', async () => {
    const stop = new AbortController();
    const debuggedAt = Promise.withResolvers<string>();
    const opened = openApp({
      home,
      link: `${LINK_SCHEME}://open/activity`,
      // Chromium says on stderr which port it took, on the loopback alone.
      args: ['--remote-debugging-port=0'],
      env: { ...desktop.session.env, HOME: home, IMMICH_SYNC_API_KEY: demo.apiKey },
      signal: stop.signal,
      onLine: (line) => {
        const found = /DevTools listening on ws:\/\/([\d.:]+)\//.exec(line)?.[1];
        if (found !== undefined) debuggedAt.resolve(found);
      },
    });
    try {
      const titles = async (): Promise<readonly string[]> => {
        const answer = await fetch(`http://${await debuggedAt.promise}/json/list`);
        const pages = (await answer.json()) as readonly { readonly title: string; readonly url: string }[];
        return pages.filter(({ url }) => url.includes('/activity.html')).map(({ title }) => title);
      };
      await expect.poll(titles, { timeout: 60_000 }).toEqual(['Activity']);
    } finally {
      stop.abort();
      await opened;
    }
  });
});
