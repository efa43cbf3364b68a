/**
 * Both tools by the assistant's one button, then a sync with them. A small uv and a small Go stand in for what is downloaded (that is tested
 * by itself, in integration/tools): what they "install" starts the real tools.
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DemoImmich, startDemoImmich } from '../support/demo-immich/index.ts';
import { createPhotosLibrary } from '../support/photos-library/index.ts';
import { writeScript } from '../support/stand-ins/broken/programs.ts';
import { type ProvisionedTools, provisionTools } from '../support/tools/provision.ts';
import { clickToClose, type Desktop, makeHome, openDesktop, type RunningApp, removeHome, startApp } from './desktop.ts';

const PICTURES = resolve(import.meta.dirname, '../../test-results/tools');

describe('setting up the tools', () => {
  let desktop: Desktop;
  let tools: ProvisionedTools;
  let demo: DemoImmich;
  let home: string;
  let running: RunningApp;

  beforeAll(async () => {
    await mkdir(PICTURES, { recursive: true });
    [desktop, tools] = await Promise.all([openDesktop(), provisionTools()]);
  });
  afterAll(() => desktop?.session.stop());

  beforeEach(async () => {
    [demo, home] = await Promise.all([startDemoImmich(), makeHome()]);
    await writeInstallers(join(home, 'programs'));
    const photos = await createPhotosLibrary({ path: join(home, 'Sample.photoslibrary'), media: 'small' });
    await photos.addMany([{ kind: 'photo' }, { kind: 'live' }]);
    photos.close();
    running = await startApp(desktop, { home, env: { PATH: `${join(home, 'programs')}:/usr/bin:/bin` } });
  });
  afterEach(async () => {
    await running?.kill();
    await demo?.stop();
    if (home !== undefined) await removeHome(home);
  });

  const allowed = () => join(home, 'go on');

  /** uv waits until it may install; Debian's own package is not to be had here. */
  async function writeInstallers(folder: string): Promise<void> {
    await mkdir(folder);
    const program = (path: string) => `printf '%s\\n' '#!/bin/sh' 'exec "${path}" "$@"' > "$file"; chmod +x "$file"`;
    await writeScript(
      folder,
      'uv',
      `PATH=/usr/bin:/bin
for last in "$@"; do :; done
case "$1" in
  venv) mkdir -p "$last/bin"; : > "$last/bin/python"; echo "$last" > '${home}/uv-home' ;;
  pip) while [ ! -e '${allowed()}' ]; do sleep 0.05; done
    file="$(cat '${home}/uv-home')/bin/osxphotos"; ${program(tools.osxphotos.path)} ;;
esac`,
    );
    await writeScript(
      folder,
      'go',
      `while [ $# -gt 1 ]; do [ "$1" = -o ] && file="$2"; shift; done; ${program(tools.immichGo.path)}`,
    );
    await writeScript(folder, 'apt-get', 'exit 1');
  }

  /** The assistant at its step of the tools, everything before it done. */
  async function openStep(): Promise<Page> {
    await running.clickIcon();
    const popover = await running.page('popover');
    const results = await popover.evaluate(
      async ({ url, key, path }) => [
        await window.immichSync.call('settings.change', { name: 'server.url', value: url }),
        await window.immichSync.call('settings.change', { name: 'library.path', value: path }),
        await window.immichSync.call('key.save', { key }),
        await window.immichSync.call('window.open', { window: 'setup', place: 'tools' }),
      ],
      { url: demo.url, key: demo.apiKey, path: join(home, 'Sample.photoslibrary') },
    );
    expect(results.map((result) => result.ok)).toEqual([true, true, true, true]);
    const setup = await running.page('setup');
    await setup.getByRole('heading', { name: 'The tools' }).waitFor();
    return setup;
  }

  it('one button sets up both, can be cancelled, and a sync uses them', async () => {
    const setup = await openStep();
    const proceed = setup.getByRole('button', { name: 'Continue' });
    const setUp = setup.getByRole('button', { name: 'Set up both' });
    await setUp.waitFor();
    expect(await setup.getByText('not installed yet').count()).toBe(2);
    expect(await proceed.isDisabled()).toBe(true);

    await setUp.click();
    await setup.getByRole('status').filter({ hasText: 'Downloading and installing osxphotos…' }).waitFor();
    expect(Number(await setup.getByRole('progressbar').getAttribute('aria-valuenow'))).toBeGreaterThan(20);
    await setup.getByText('osxphotos · installing…').waitFor();
    await setup.getByText('immich-go · next').waitFor();
    expect(await setup.locator('.dot.bad').count()).toBe(0);
    await setup.screenshot({ path: join(PICTURES, 'setting-up.png') });

    await setup.getByRole('button', { name: 'Cancel' }).click();
    await setUp.waitFor();
    expect(await setup.getByRole('alert').count()).toBe(0);
    expect(existsSync(join(home, 'tools/osxphotos'))).toBe(false);

    await writeFile(allowed(), '');
    await setUp.click();
    await setup.getByText(`osxphotos · ${tools.osxphotos.version} · tested · installed by Immich Sync`).waitFor();
    await setup.getByText('immich-go · 0.32.0 · tested · installed by Immich Sync').waitFor();
    await setup.screenshot({ path: join(PICTURES, 'set-up.png') });

    await proceed.click();
    await clickToClose(setup, 'Start first sync');
    const popover = await running.page('popover');
    await popover.getByRole('heading', { name: 'Up to date', level: 1 }).waitFor({ timeout: 300_000 });
    expect(demo.assets().length).toBeGreaterThan(0);
  });

  it('another one that is there can be used, and our own again', async () => {
    await writeFile(allowed(), '');
    const setup = await openStep();
    await setup.getByRole('button', { name: 'Set up both' }).click();
    await setup.getByText(/^osxphotos · .* · installed by Immich Sync/).waitFor();
    await mkdir(join(home, '.local/bin'), { recursive: true });
    const path = await writeScript(join(home, '.local/bin'), 'osxphotos', 'echo "osxphotos, version 0.99.0"');

    const call = (window: 'settings', place: string) =>
      setup.evaluate((target) => globalThis.window.immichSync.call('window.open', target), { window, place });
    await call('settings', 'tools');
    const settings = await running.page('settings');
    await settings.getByRole('button', { name: 'Use this one: osxphotos 0.99.0' }).click();
    await settings.getByText('osxphotos · 0.99.0 · newer than tested · chosen by you').waitFor();
    await settings.locator('.path', { hasText: path }).waitFor();
    expect(await settings.locator('.tool-list > .group-row > .dot.warn').count()).toBe(1);
    await settings.screenshot({ path: join(PICTURES, 'chosen.png') });
    await settings.getByRole('button', { name: `Use this one: osxphotos ${tools.osxphotos.version}` }).click();
    await settings.getByText(/^osxphotos · .* · tested · installed by Immich Sync/).waitFor();
  });
});
