/** What is the person's to decide: an album of Immich to be used, a file that is refused to be tried again or left out. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DemoImmich, startDemoImmich } from '../support/demo-immich/index.ts';
import { createPhotosLibrary } from '../support/photos-library/index.ts';
import { sha1Of } from '../support/sync/compare.ts';
import { provisionTools } from '../support/tools/provision.ts';
import { type Desktop, makeHome, openDesktop, type RunningApp, removeHome, startApp } from './desktop.ts';

let desktop: Desktop;
let demo: DemoImmich;
let home: string;
let running: RunningApp;
let popover: Page;
/** The one that the server refuses. */
let refused: { readonly name: string; readonly sha1: string };

beforeAll(async () => {
  const [opened, tools, server, folder] = await Promise.all([
    openDesktop(),
    provisionTools(),
    startDemoImmich(),
    makeHome(),
  ]);
  [desktop, demo, home] = [opened, server, folder];
  const photos = await createPhotosLibrary({ path: join(home, 'Choices.photoslibrary'), media: 'small' });
  const uuids = await photos.addMany([{ kind: 'photo' }, { kind: 'photo' }]);
  photos.createAlbum('Holiday', { assets: uuids });
  const asset = photos.manifest().assets[1];
  if (asset === undefined) throw new Error('The library has no second photo.');
  refused = { name: asset.originalFilename, sha1: sha1Of(asset, 'original') ?? '' };
  photos.close();
  demo.addAlbum({ name: 'Holiday' });
  running = await startApp(desktop, { home, tools });
  await running.closeAssistant();
  popover = await running.page('popover');
  await popover.evaluate(
    async ({ url, key, path }) => {
      await window.immichSync.call('settings.change', { name: 'server.url', value: url });
      await window.immichSync.call('settings.change', { name: 'library.path', value: path });
      await window.immichSync.call('key.save', { key });
      await window.immichSync.call('plan.preview');
    },
    { url: demo.url, key: demo.apiKey, path: photos.path },
  );
});
afterAll(async () => {
  await running?.kill();
  await desktop?.session.stop();
  await demo?.stop();
  if (home !== undefined) await removeHome(home);
});

it('each is decided by a click, and the next sync does it', async () => {
  const heading = (name: string | RegExp) =>
    popover.getByRole('heading', { name, level: 1 }).waitFor({ timeout: 300_000 });
  await popover.evaluate(() => window.immichSync.call('window.open', { window: 'settings', place: 'albums' }));
  const settings = await running.page('settings');
  await settings.getByRole('button', { name: 'Look for them…' }).click();
  await settings.getByRole('checkbox', { name: /Holiday/ }).check();
  const adopted = () =>
    popover.evaluate(async () => {
      const result = await window.immichSync.call('settings.get');
      return result.ok ? result.value.values['albums.adopt'] : null;
    });
  await expect.poll(adopted).toEqual(['Holiday']);

  const upload = { method: 'POST', path: '/api/assets' } as const;
  demo.faults.add({ kind: 'refuse-contents', checksums: [refused.sha1], status: 400, match: upload });
  await popover.evaluate(() => window.immichSync.call('sync.start'));
  await heading('1 item needs a look');
  await popover.evaluate(() => window.immichSync.call('window.open', { window: 'activity', place: 'remainder' }));
  const activity = await running.page('activity');
  const button = (words: string) => activity.getByRole('button', { name: `${words}: ${refused.name}` });
  const sent = demo.requests.count(upload);
  await button('Try again').click();
  await expect.poll(() => demo.requests.count(upload)).toBeGreaterThan(sent);
  await heading('1 item needs a look');

  await button('Leave out').click();
  await activity.getByText('1 item is left out, as you chose').waitFor();
  await heading('Up to date');

  expect(demo.assets()).toHaveLength(1);
  expect(demo.albums()).toMatchObject([{ name: 'Holiday' }]);
  expect(demo.albums()[0]?.assets).toHaveLength(1);
});
