/** Where the key is: in the keychain and in no file; where no keychain can be used, in memory, which is said, and gone with the app. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeCertificate } from '../support/certificate.ts';
import { type DemoImmich, startDemoImmich } from '../support/demo-immich/index.ts';
import { startHookReceiver } from '../support/hook-receiver.ts';
import { type Desktop, makeHome, openDesktop, type RunningApp, removeHome, startApp } from './desktop.ts';

/** Chromium's own store without a keychain: a fixed password, which is no encryption. */
const NO_KEYCHAIN = ['--password-store=basic'];

const HEADER = 'the-token-of-the-proxy';
const TOPIC = 'photos-of-the-test';
const TOKEN = 'tk_of_the_test';

/** The files below a folder that hold one of the texts, as bytes or in base64. */
async function filesWith(folder: string, texts: readonly string[]): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const wanted = texts.flatMap((text) => [Buffer.from(text), Buffer.from(Buffer.from(text).toString('base64'))]);
  const found: string[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // Chromium removes files of its own while we look.
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    if (wanted.some((text) => bytes.includes(text))) found.push(path);
  }
  return found;
}

describe('the key', () => {
  let desktop: Desktop;
  let demo: DemoImmich;
  let home: string;
  let running: RunningApp;

  beforeAll(async () => {
    desktop = await openDesktop();
  });

  afterAll(async () => {
    await desktop?.session.stop();
  });

  beforeEach(async () => {
    [demo, home] = await Promise.all([startDemoImmich(), makeHome()]);
  });

  afterEach(async () => {
    await running?.kill();
    await demo?.stop();
    if (home !== undefined) await removeHome(home);
  });

  /** Opens Settings › Server of an app that knows the server's address. */
  async function openServerSettings(): Promise<Page> {
    await running.clickIcon();
    const popover = await running.page('popover');
    await popover.evaluate(async (url) => {
      await window.immichSync.call('settings.change', { name: 'server.url', value: url });
      await window.immichSync.call('window.open', { window: 'settings', place: 'server' });
    }, demo.url);
    return running.page('settings');
  }

  async function giveKey(): Promise<Page> {
    const settings = await openServerSettings();
    await settings.getByText('None yet').waitFor();
    await settings.getByRole('button', { name: 'Add…' }).click();
    await settings.getByLabel('API key', { exact: true }).fill(demo.apiKey);
    await settings.getByRole('button', { name: 'Save' }).click();
    return settings;
  }

  /**
   * The server comes to have another address, and what the way to the former one needed goes there only when a person says so. By keyboard, with
   * the file that the system's panel would give.
   */
  async function changeAddress(settings: Page): Promise<void> {
    const region = (address: string) => settings.getByRole('region', { name: `For ${address}` });
    const button = (name: string) => settings.getByRole('button', { name });
    const come = async (address: string) => {
      await settings.getByLabel('Address', { exact: true }).fill(address);
      await settings.getByLabel('Address', { exact: true }).press('Enter');
      await region(address).waitFor();
    };
    const authority = join(home, 'home-authority.pem');
    await writeFile(authority, makeCertificate().cert);
    await running.app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
    }, authority);
    await button('Choose the file of the authority…').press('Enter');
    await region(demo.url).getByText('home-authority.pem').waitFor();

    const other = demo.url.replace('127.0.0.1', 'localhost');
    await come(other);
    const here = region(other);
    expect(await here.getByText('Earlier address').isVisible()).toBe(true);
    expect(await here.getByText('home-authority.pem').isVisible()).toBe(false);
    await button(`Use here: ${demo.url}`).press('Enter');
    await here.getByText('home-authority.pem').waitFor();
    await here.getByText('X-Proxy-Token').waitFor();
    await here.getByText('Earlier address').waitFor({ state: 'detached' });
    await button('Remove the header X-Proxy-Token').press('Enter');
    await here.getByText('X-Proxy-Token').waitFor({ state: 'detached' });

    await come(demo.url);
    await button(`Remove: ${other}`).press('Enter');
    await region(demo.url).getByText('Earlier address').waitFor({ state: 'detached' });
  }

  it('is kept in the keychain, in no file, and works after a restart', async () => {
    running = await startApp(desktop, { home });
    const settings = await giveKey();
    await settings.getByText(/^Saved in the Keychain/).waitFor();
    await settings.getByText(/^Connected · Immich/).waitFor();
    // A header for a proxy goes the same way, by keyboard alone; it is shown by its name.
    await settings.getByRole('button', { name: 'Headers and certificates…' }).press('Enter');
    await settings.getByLabel('Name', { exact: true }).fill('X-Proxy-Token');
    await settings.getByLabel('Name', { exact: true }).press('Tab');
    await settings.keyboard.type(HEADER);
    await settings.keyboard.press('Enter');
    await settings.getByRole('button', { name: 'Remove the header X-Proxy-Token' }).waitFor();
    expect(await settings.content()).not.toContain(HEADER);
    await settings.getByText(/^Connected · Immich/).waitFor();
    // So does the address of a service that is told of syncs.
    const receiver = await startHookReceiver();
    await settings.getByRole('button', { name: 'Monitoring' }).click();
    await settings.getByRole('button', { name: 'Set up…: ntfy' }).press('Enter');
    await settings.getByLabel('Address').fill(`${receiver.address}/${TOPIC}`);
    await settings.getByLabel('Address').press('Tab');
    await settings.keyboard.type(TOKEN);
    await settings.keyboard.press('Enter');
    await settings.getByText('On, nothing sent yet').waitFor();
    receiver.answers.push({ status: 403 });
    await settings.getByRole('button', { name: 'Send a test: ntfy' }).press('Enter');
    await settings.getByText(/Last message not sent .*: it did not accept the authorization \(403\)/).waitFor();
    expect(await settings.content()).not.toContain(TOPIC);
    await running.quit();
    expect(await filesWith(home, [demo.apiKey, HEADER, TOPIC, TOKEN])).toEqual([]);

    running = await startApp(desktop, { home });
    const again = await openServerSettings();
    await again.getByText(/^Saved in the Keychain/).waitFor();
    const tested = await again.evaluate(() => window.immichSync.call('server.test', { url: null, key: null }));
    expect(tested).toMatchObject({ ok: true });
    await changeAddress(again);
    await again.getByRole('button', { name: 'Monitoring' }).click();
    await again.getByRole('button', { name: 'Send a test: ntfy' }).click();
    await again.getByText(/Last message sent /).waitFor();
    expect(receiver.received.map(({ path, headers }) => [path, headers.authorization])).toEqual(
      Array(2).fill([`/${TOPIC}`, `Bearer ${TOKEN}`]),
    );
  });

  // A Mac always has one.
  it.runIf(process.platform === 'linux')(
    'is kept in memory only where there is none, and has to be given again',
    async () => {
      running = await startApp(desktop, { home, args: NO_KEYCHAIN });
      const settings = await giveKey();
      await settings.getByText('Kept until you quit').waitFor();
      await settings.getByText(/The key is kept in memory only: enter it again after a restart\./).waitFor();
      await settings.getByText(/^Connected · Immich/).waitFor();
      expect(await filesWith(home, [demo.apiKey])).toEqual([]);

      await running.quit();
      expect(await filesWith(home, [demo.apiKey])).toEqual([]);
      // What shows that the search finds something at all.
      expect(await filesWith(home, [demo.url])).not.toEqual([]);

      running = await startApp(desktop, { home, args: NO_KEYCHAIN });
      const again = await openServerSettings();
      await again.getByText('None yet').waitFor();
    },
  );
});
