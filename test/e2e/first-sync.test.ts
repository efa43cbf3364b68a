/** The whole way of a person: first start, assistant, preview, first sync, what the screens say then, quit, and start again. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoImmich, startDemoImmich } from '../support/demo-immich/index.ts';
import { createSampleLibrary } from '../support/photos-library/index.ts';
import { type ProvisionedTools, provisionTools } from '../support/tools/provision.ts';
import { clickToClose, type Desktop, makeHome, openDesktop, type RunningApp, removeHome, startApp } from './desktop.ts';

const CHECKSUMS = { method: 'POST', path: '/api/assets/bulk-upload-check' } as const;

describe('a first sync in the app', () => {
  let desktop: Desktop;
  let tools: ProvisionedTools;
  let demo: DemoImmich;
  let home: string;
  let running: RunningApp;

  beforeAll(async () => {
    [desktop, tools, demo, home] = await Promise.all([openDesktop(), provisionTools(), startDemoImmich(), makeHome()]);
    await createSampleLibrary(join(home, 'Sample.photoslibrary'), { inCloud: false });
    running = await startApp(desktop, { home, tools });
  });

  afterAll(async () => {
    await running?.app.close();
    await demo?.stop();
    await desktop?.session.stop();
    if (home !== undefined) await removeHome(home);
  });

  const openAssistant = async () => {
    await (await running.page('popover')).getByRole('button', { name: 'Set up…' }).click();
  };
  const isPopoverVisible = () =>
    running.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().some(
        (window) => window.webContents.getURL().includes('/popover.html') && window.isVisible(),
      ),
    );

  it('opens the assistant by itself', async () => {
    const setup = await running.page('setup');
    await setup.getByRole('heading', { name: 'Your Immich server' }).waitFor();
    expect(await isPopoverVisible()).toBe(false);
  });

  it('shows where it lives when the assistant is closed, and leads back into it', async () => {
    const setup = await running.page('setup');
    await clickToClose(setup, 'Finish later');
    await expect.poll(isPopoverVisible).toBe(true);
    const popover = await running.page('popover');
    await popover.getByRole('heading', { name: 'Welcome to Immich Sync' }).waitFor();
    await popover.getByText('Immich Sync lives here, in the menu bar.').waitFor();
    await openAssistant();
  });

  it('waits for a server before it goes on', async () => {
    const setup = await running.page('setup');
    await setup.getByRole('heading', { name: 'Your Immich server' }).waitFor();
    expect(await setup.getByRole('button', { name: 'Continue' }).isDisabled()).toBe(true);
  });

  it('finds the server, by keyboard alone', async () => {
    const setup = await running.page('setup');
    // The field has the focus already; Return connects, and then continues.
    await setup.keyboard.type(demo.url);
    await setup.keyboard.press('Enter');
    await setup.getByText(`Immich 3.2.1 answers at ${demo.url}`).waitFor();
    await expect.poll(() => setup.evaluate(() => document.activeElement?.textContent)).toBe('Continue');
    await setup.keyboard.press('Enter');
    await setup.getByRole('heading', { name: 'Make an API key' }).waitFor();
  });

  it('says what is wrong with a wrong key, on the page where it can be mended', async () => {
    const setup = await running.page('setup');
    await setup.getByLabel('API key', { exact: true }).fill('not-the-key-of-this-server');
    await setup.getByRole('button', { name: 'Check', exact: true }).click();
    await setup.getByText('Immich refused the API key.').waitFor();
    expect(await setup.getByRole('button', { name: 'Continue' }).isDisabled()).toBe(true);
  });

  it('names what a key lacks, and takes it once that is mended in Immich', async () => {
    const setup = await running.page('setup');
    const poorKey = demo.addKey({
      permissions: [
        'user.read',
        'server.about',
        'asset.upload',
        'asset.read',
        'asset.update',
        'album.read',
        'album.create',
      ],
    });
    await setup.getByLabel('API key', { exact: true }).fill(poorKey);
    await setup.getByRole('button', { name: 'Check', exact: true }).click();
    const verdict = setup.getByRole('alert');
    await verdict.getByText('Cannot sync').waitFor();
    expect(await verdict.textContent()).toContain(
      'This key may not add to albums. Tick albumAsset.create in Immich, then check again.',
    );
    expect(await setup.getByRole('button', { name: 'Continue' }).isDisabled()).toBe(true);
    expect(await setup.getByText(/^Connected/).count()).toBe(0);
    await running.app.evaluate(({ shell }) => {
      shell.openExternal = async (address) => void Object.assign(globalThis, { opened: address });
    });
    await verdict.getByRole('button', { name: 'Edit key in Immich' }).click();
    const opened = () => running.app.evaluate(() => (globalThis as { opened?: string }).opened);
    await expect.poll(opened).toBe(`${demo.url}/user-settings?isOpen=api-keys`);
    demo.addKey({ secret: poorKey });
    await verdict.getByRole('button', { name: 'Check again' }).click();
    await setup.getByText(/^Connected/).waitFor();
    expect(await setup.getByRole('button', { name: 'Continue' }).isEnabled()).toBe(true);
  });

  it('takes a good key, puts it into the keychain and out of the form', async () => {
    const setup = await running.page('setup');
    await setup.getByLabel('API key', { exact: true }).fill(demo.apiKey);
    await setup.keyboard.press('Enter');
    await setup.getByText(/Connected · Immich 3\.2\.1 · signed in as demo@example\.org/).waitFor();
    await setup.getByRole('button', { name: 'Continue' }).click();
    await setup.getByRole('heading', { name: 'Your Photos library' }).waitFor();
    const stored = await readFile(join(home, 'key.json'), 'utf8');
    expect(JSON.parse(stored)).toEqual({ version: 1, cipher: expect.any(String), savedAt: expect.any(Number) });
    expect(stored).not.toContain(demo.apiKey);
    expect(Buffer.from(JSON.parse(stored).cipher, 'base64').toString('latin1')).not.toContain(demo.apiKey);
  });

  it('goes back and forth, and is where it was after it was closed', async () => {
    const setup = await running.page('setup');
    await setup.getByRole('button', { name: 'Server' }).click();
    await setup.getByRole('heading', { name: 'Your Immich server' }).waitFor();
    await setup.getByRole('button', { name: 'Library' }).click();
    await setup.getByRole('heading', { name: 'Your Photos library' }).waitFor();
    expect(await setup.getByRole('button', { name: 'Tools' }).isDisabled()).toBe(true);
    await running.closeAssistant();
    await openAssistant();
    await (await running.page('setup')).getByRole('heading', { name: 'Your Photos library' }).waitFor();
  });

  it('finds the library that is chosen, and the tools', async () => {
    const setup = await running.page('setup');
    // A Mac would ask; nothing is opened before the person says so.
    if (process.platform === 'darwin') await setup.getByRole('button', { name: 'Allow Access to Photos' }).click();
    await setup.getByText('There is no library at this location').waitFor();
    await running.app.evaluate(
      ({ dialog }, path) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
      },
      join(home, 'Sample.photoslibrary'),
    );
    await setup.getByRole('button', { name: 'Choose…' }).click();
    await setup.getByText('Immich Sync can read your library').waitFor();
    await setup.getByRole('button', { name: 'Continue' }).click();
    await setup.getByText(`osxphotos · ${tools.osxphotos.version} · tested`).waitFor();
    await setup.getByRole('button', { name: 'Continue' }).click();
  });

  it('previews, and sends nothing', async () => {
    const setup = await running.page('setup');
    await setup.getByText('In Photos').waitFor({ timeout: 300_000 });
    await setup.getByText('Only in iCloud').waitFor();
    expect(await setup.getByRole('button', { name: 'Start first sync' }).isEnabled()).toBe(true);
    expect(demo.assets()).toEqual([]);
  });

  /** Left alone a comparison would take a minute from now on. */
  const holdComparison = () => demo.faults.add({ kind: 'delay', milliseconds: 60_000, match: CHECKSUMS, times: 1 });

  it('gives a comparison up when the assistant is closed', async () => {
    const setup = await running.page('setup');
    await setup.getByRole('button', { name: 'Back' }).click();
    await setup.getByText(`osxphotos · ${tools.osxphotos.version} · tested`).waitFor();
    const held = holdComparison();
    await setup.getByRole('button', { name: 'Continue' }).click();
    await expect.poll(() => held.used).toBe(1);
    await running.closeAssistant();
    const popover = await running.page('popover');
    const isComparing = () =>
      popover.evaluate(async () => {
        const snapshot = await window.immichSync.call('snapshot.get');
        return snapshot.ok && snapshot.value.previewing !== null;
      });
    await expect.poll(isComparing).toBe(false);
  });

  it('starts without waiting for the end of a comparison', async () => {
    const held = holdComparison();
    await openAssistant();
    const setup = await running.page('setup');
    await setup.getByText('Looking through your library').waitFor();
    await expect.poll(() => held.used).toBe(1);
    expect(await setup.getByRole('button', { name: 'Start first sync' }).isDisabled()).toBe(true);
    await clickToClose(setup, 'Start now');
    await expect.poll(isPopoverVisible).toBe(true);
  });

  it('tells the true number when it is done', async () => {
    await running.clickIcon();
    const popover = await running.page('popover');
    await popover.getByRole('heading', { name: 'Up to date' }).waitFor({ timeout: 300_000 });
    const detail = await popover.locator('.popover-head p').textContent();
    const [, complete, assets] =
      /^([\d,]+) of ([\d,]+) in Immich, verified\stoday\sat\s[\d:]+(?:\s[AP]M)?$/.exec(detail ?? '') ?? [];
    expect(complete).toBe(assets);
    expect(demo.assets().length).toBeGreaterThan(0);
  });

  it('shows the run and its log in Activity', async () => {
    const popover = await running.page('popover');
    await popover.getByRole('button', { name: 'Activity' }).click();
    const activity = await running.page('activity');
    await activity.getByRole('heading', { name: /, by you · done in / }).waitFor();
    await activity.locator('.log-row').first().waitFor();
    const log = await activity.locator('.log-view').textContent();
    expect(log).toMatch(/info/);
    expect(log).not.toContain(demo.apiKey);
  });

  it('keeps state and key over a restart and uploads nothing again', async () => {
    const uploads = () => demo.requests.list({ method: 'POST', path: '/api/assets' }).length;
    const before = uploads();
    await running.quit();
    running = await startApp(desktop, { home, tools });
    await running.clickIcon();
    const popover = await running.page('popover');
    await popover.getByRole('heading', { name: 'Up to date' }).waitFor();
    await popover.getByRole('button', { name: 'Sync now' }).click();
    // Words that belong together do not break.
    await popover
      .getByText(/Nothing\snew/)
      .first()
      .waitFor({ timeout: 300_000 });
    expect(uploads()).toBe(before);
  });
});
