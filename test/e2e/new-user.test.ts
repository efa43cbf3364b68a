/**
 * A new user's whole way, by keyboard alone: first start, assistant, a first sync that is watched, “is this photo safe?”, two failures and
 * their mending. At each step there is a picture (test-results/new-user), and everything that is said with a number in it, or of a photo,
 * is held against what the library holds and what the server says when it is asked.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatBytes } from '../../src/shared/format.ts';
import { type DemoImmich, startDemoImmich } from '../support/demo-immich/index.ts';
import { createPhotosLibrary, type ExpectedAsset, inScope, type Manifest } from '../support/photos-library/index.ts';
import { type ProvisionedTools, provisionTools } from '../support/tools/provision.ts';
import { type Desktop, makeHome, openDesktop, type RunningApp, removeHome, startApp } from './desktop.ts';
import { type ServerTruth, truthOf } from './server-truth.ts';

const PICTURES = resolve(import.meta.dirname, '../../test-results/new-user');
/** “today at 14:05”, “2:05 PM”. */
const TIME = String.raw`\d{1,2}:\d\d(?: [AP]M)?`;
const MOST_TABS = 60;
/** Of the log, whatever it says. */
const LOG_LINE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (?:info|warn|error) /;
/** When a photo was taken, as Photos says it. */
const TAKEN = /^(?:\d{1,2} \w{3}|\w{3} \d{1,2},) 20\d\d, /;
/** What claims nothing of the library or of the server: when syncs were and will be, legends, how long the log is. */
const ASIDES: readonly RegExp[] = [
  // Until the sync that was started is over.
  /^Today \d\d:\d\d · Running now$/,
  new RegExp(`^(?:Today|Tomorrow) ${TIME}(?:, by you| · Nothing new| · Done| · done in \\d.*)?$`),
  new RegExp(`^Today ${TIME}, by you · done in \\d+ .*$`),
  /^Last 30 days$/,
  /^\d+ lines?$/,
  /^Not in Immich \(1\)$/,
];

/** A line of the log. */
const logged = (text: string) => new RegExp(`${LOG_LINE.source} ?${text}$`);

/** What is seen, line by line. */
// biome-ignore lint/performance/useDomNodeTextContent: and not what is only there.
const textOf = (element: Locator) => element.innerText();

type Roles = Parameters<Page['getByRole']>[0];

describe('a new user', () => {
  let desktop: Desktop;
  let tools: ProvisionedTools;
  let demo: DemoImmich;
  let home: string;
  let running: RunningApp;
  let manifest: Manifest;
  let truth: ServerTruth;
  let wanted: readonly ExpectedAsset[];
  let pictures = 0;

  beforeAll(async () => {
    await rm(PICTURES, { recursive: true, force: true });
    [desktop, tools, demo, home] = await Promise.all([
      openDesktop(),
      provisionTools(),
      startDemoImmich(),
      makeHome(),
      mkdir(PICTURES, { recursive: true }),
    ]);
    const photos = await createPhotosLibrary({ path: join(home, 'Family.photoslibrary'), media: 'small' });
    const garden = await photos.addMany([
      { kind: 'photo', filename: 'Cherry tree.JPG', caption: 'First blossom', keywords: ['Garden'] },
      { kind: 'live', filename: 'Swing.HEIC', favorite: true },
      { kind: 'photo', filename: 'Birthday.HEIC', edited: true },
    ]);
    await photos.addMany([
      { kind: 'movie', filename: 'First steps.MOV' },
      { kind: 'photo', filename: 'Present.JPG', hidden: true },
      { kind: 'photo', filename: 'Far away.JPG', missing: ['original'] },
      { kind: 'photo', filename: 'Thrown away.JPG', trashed: true },
    ]);
    photos.createAlbum('Garden', { folder: photos.createFolder('Home'), assets: garden });
    manifest = photos.manifest();
    photos.close();
    wanted = manifest.assets.filter(inScope);
    truth = await truthOf(demo, manifest);
    running = await startApp(desktop, { home, tools });
  });

  afterAll(async () => {
    await running?.kill();
    await demo?.stop();
    await desktop?.session.stop();
    if (home !== undefined) await removeHome(home);
  });

  const assetOf = (filename: string): ExpectedAsset => {
    const asset = manifest.assets.find(({ originalFilename }) => originalFilename === filename);
    if (asset === undefined) throw new Error(`There is no ${filename}`);
    return asset;
  };

  const contentsOf = (filename: string, kind: 'original' | 'edited' = 'original'): string =>
    assetOf(filename).parts.find((part) => part.kind === kind)?.sha1 ?? '';

  const itemsHere = () => wanted.filter(({ parts }) => parts.some(({ available }) => available)).length;
  const assetsOf = (title: string) => manifest.albums.find((album) => album.title === title)?.assets.length ?? 0;
  const filesHere = () => wanted.flatMap(({ parts }) => parts).filter(({ available }) => available);

  /** Presses Tab until the control has the focus. */
  async function tabTo(page: Page, role: Roles, name: string | RegExp): Promise<void> {
    const wantedControl = page.getByRole(role, typeof name === 'string' ? { name, exact: true } : { name }).first();
    await wantedControl.waitFor();
    for (let press = 0; press < MOST_TABS; press += 1) {
      if (await wantedControl.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not come to ${role} “${name}”`);
  }

  async function press(page: Page, name: string | RegExp): Promise<void> {
    await tabTo(page, 'button', name);
    await page.keyboard.press('Enter');
  }

  const hasFocus = (page: Page, name: string) =>
    expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(name);

  /**
   * Takes a picture, and judges all that is said with a number in it: each line has to be one of those that are true.
   * @param truths as they have to be said, in any order; each of them has to be there
   * @param asides lines with numbers that claim nothing about the library or the server
   */
  async function judge(
    page: Page,
    name: string,
    truths: readonly (string | RegExp)[],
    asides: readonly (string | RegExp)[] = [],
  ): Promise<void> {
    pictures += 1;
    await page.screenshot({ path: join(PICTURES, `${String(pictures).padStart(2, '0')}-${name}.png`) });
    const text = await textOf(page.locator('main'));
    const lines = text.split('\n').map((line) => line.replaceAll(/\s/g, ' ').trim());
    const fits = (line: string, told: string | RegExp) => (typeof told === 'string' ? line === told : told.test(line));
    const numbers = lines.filter((line) => /\d/.test(line));
    expect
      .soft(
        numbers.filter((line) => ![...truths, ...asides].some((told) => fits(line, told))),
        `${name}: said, and not known to be true`,
      )
      .toEqual([]);
    expect
      .soft(truths.filter((told) => !lines.some((line) => fits(line, told))).map(String), `${name}: true, and not said`)
      .toEqual([]);
  }

  it('comes to the server, by its address', async () => {
    const setup = await running.page('setup');
    await setup.getByRole('heading', { name: 'Your Immich server' }).waitFor();
    await setup.keyboard.type(demo.url);
    await setup.keyboard.press('Enter');
    await hasFocus(setup, 'Continue');
    await judge(setup, 'server', [`Immich ${truth.version} answers at ${demo.url}`], [/^Step 1 of 5 · /]);
    await setup.keyboard.press('Enter');
  });

  it('gives a key', async () => {
    const setup = await running.page('setup');
    await setup.getByRole('heading', { name: 'Make an API key' }).waitFor();
    await setup.keyboard.type(demo.apiKey);
    await setup.keyboard.press('Enter');
    await hasFocus(setup, 'Continue');
    await judge(
      setup,
      'key',
      [`Connected · Immich ${truth.version} · signed in as ${truth.email}`],
      [/^Step 2 of 5 · /],
    );
    await setup.keyboard.press('Enter');
  });

  it('chooses the library, and sees that the tools are there', async () => {
    const setup = await running.page('setup');
    await setup.getByRole('heading', { name: 'Your Photos library' }).waitFor();
    // The system's own window, which no test can press.
    await running.app.evaluate(
      ({ dialog }, path) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
      },
      join(home, 'Family.photoslibrary'),
    );
    if (process.platform === 'darwin') await press(setup, 'Allow Access to Photos');
    await press(setup, 'Choose…');
    await setup.getByText('Immich Sync can read your library').waitFor();
    await hasFocus(setup, 'Continue');
    await judge(setup, 'library', [join(home, 'Family.photoslibrary')], [/^Step 3 of 5 · /]);
    await setup.keyboard.press('Enter');
    await setup.getByRole('heading', { name: 'The tools' }).waitFor();
    await hasFocus(setup, 'Continue');
    await judge(
      setup,
      'tools',
      [
        `osxphotos · ${tools.osxphotos.version} · tested · found in your PATH`,
        tools.osxphotos.path,
        tools.immichGo.path,
      ],
      [/^Step 4 of 5 · /, /^immich-go · /, /^Install /],
    );
    await setup.keyboard.press('Enter');
  });

  it('sees what the first sync will do', async () => {
    const setup = await running.page('setup');
    await setup.getByText('In Photos').waitFor({ timeout: 300_000 });
    await hasFocus(setup, 'Start first sync');
    const bytes = filesHere().reduce((sum, { size }) => sum + (size ?? 0), 0);
    expect((await truth.held()).size).toBe(0);
    await judge(
      setup,
      'preview',
      [
        `${wanted.length} items · ${formatBytes(bytes)}`,
        'None',
        `${itemsHere()} items · ${formatBytes(bytes)}`,
        '1 · uploaded once Photos has downloaded them',
        '1 to make',
      ],
      // How much of the disk it takes is an estimate.
      [/^Step 5 of 5 · /, /^up to .* permanently$/],
    );
    expect(demo.requests.count({ method: 'POST', path: '/api/assets' })).toBe(0);
  });

  it('watches it, and sees no more than is there', async () => {
    const setup = await running.page('setup');
    // One file is kept waiting, so that there is something to see; as many others come as come.
    const letOn = Promise.withResolvers<void>();
    demo.before('POST', '/api/assets', () => letOn.promise);
    const closed = setup.waitForEvent('close');
    await setup.keyboard.press('Enter').catch(() => undefined);
    await closed;
    const popover = await running.page('popover');
    const files = filesHere();
    const bytes = formatBytes(files.reduce((sum, { size }) => sum + (size ?? 0), 0));
    const toldUploads = async () => Number(/^Uploading (\d+) of /.exec(await textOf(popover.locator('h1')))?.[1] ?? 0);
    // What is told comes to be what the server holds, and stays it: nothing moves now.
    await expect
      .poll(async () => [(await toldUploads()) > 0, (await toldUploads()) - (await truth.held()).size], {
        timeout: 60_000,
      })
      .toEqual([true, 0]);
    const sent = (await truth.held()).size;
    const progress = [
      `Uploading ${sent} of ${files.length}`,
      // Read by the preview, and not there: it was empty.
      `${wanted.length}`,
      '0',
      `${itemsHere()} of ${itemsHere()} items`,
      `${sent} of ${files.length} files`,
      new RegExp(`^[\\d.]+(?: \\w+)? of ${bytes}(?: · .*/s)?$`),
    ];
    await judge(popover, 'uploading', [...progress, `0 of ${wanted.length} verified`], [/ left$/]);
    await press(popover, 'Activity');
    const activity = await running.page('activity');
    await activity.getByRole('heading', { name: /^Uploading/ }).waitFor();
    await activity.getByText(/Exported \d+ assets/).waitFor();
    await judge(
      activity,
      'uploading-in-activity',
      [
        ...progress,
        // Asked for before the upload, by the preview: then there was nothing.
        new RegExp(`^0 of ${wanted.length} in Immich, verified today at ${TIME}$`),
        logged(`Immich ${truth.version} at ${demo.url}, signed in as ${truth.email}.`),
        logged(`Asked Immich about ${files.length} files: 0 already there.`),
        logged(`To upload: ${files.length} files of ${itemsHere()} assets.`),
      ],
      [
        ...ASIDES,
        / left$/,
        // Where what came before the one that waits took long enough to be measured.
        /^Speed in the last minutes, at most /,
        logged('Sync started by you.'),
        logged('Exported .*'),
        // Of the preview, where it ended in the same second.
        logged(`Read ${wanted.length} assets and 1 albums: .*`),
      ],
    );
    letOn.resolve();
  });

  it('is told the true number, and what came', async () => {
    const activity = await running.page('activity');
    await activity.getByRole('heading', { name: /, by you · done in / }).waitFor({ timeout: 300_000 });
    await activity.getByText('new items').waitFor();
    await demo.idle();
    const held = await truth.held();
    const complete = (await truth.complete()).length;
    expect([held.size, complete]).toEqual([filesHere().length, itemsHere()]);
    const edits = wanted.filter(({ edited }) => edited).length;
    expect(await truth.albums()).toEqual(['Home / Garden']);
    await judge(
      activity,
      'first-sync',
      [
        new RegExp(`^${held.size} files, including ${edits} edit · .* · each verified by checksum$`),
        `${complete} of ${wanted.length} in Immich, verified`,
        `${complete} new items`,
        '1 album',
        new RegExp(`^1 made, ${assetsOf('Garden')} photos added`),
        new RegExp(`^new, ${assetsOf('Garden')} added`),
        '1 paired',
        `${await truth.stacks()} made or changed`,
        '1 favourite, 1 hidden or shown',
      ],
      [...ASIDES, LOG_LINE],
    );
    await running.clickIcon();
    const popover = await running.page('popover');
    await popover.getByRole('heading', { name: 'Up to date', level: 1 }).waitFor();
    await judge(
      popover,
      'up-to-date',
      [
        new RegExp(`^${complete} of ${wanted.length} in Immich, verified today at ${TIME}$`),
        new RegExp(`^Today ${TIME} · ${complete} new, ${edits} edited, 1 album$`),
        '1 original is only in iCloud',
      ],
      ASIDES,
    );
  });

  /** Types into Find and chooses the first photo that is found. */
  async function find(activity: Page, words: string, filename: string): Promise<void> {
    await tabTo(activity, 'searchbox', 'Find a photo');
    await activity.keyboard.press('ControlOrMeta+a');
    await activity.keyboard.type(words);
    await activity.getByText('1 photo', { exact: true }).waitFor();
    await tabTo(activity, 'listbox', 'Photos found');
    await activity.keyboard.press('Home');
    await activity.getByRole('heading', { name: filename }).waitFor();
  }

  it('asks whether a photo is safe', async () => {
    const activity = await running.page('activity');
    await press(activity, 'Find a photo');
    const held = await truth.held();
    await find(activity, 'birth', 'Birthday.HEIC');
    expect([held.has(contentsOf('Birthday.HEIC')), held.has(contentsOf('Birthday.HEIC', 'edited'))]).toEqual([
      true,
      true,
    ]);
    await judge(
      activity,
      'find-edited',
      [
        '1 photo',
        new RegExp(`^In Immich, verified today at ${TIME}$`),
        new RegExp(`^verified today at ${TIME}$`),
        'Home / Garden',
      ],
      [...ASIDES, TAKEN],
    );
    await running.app.evaluate(({ shell }) => {
      shell.openExternal = async (address) => void Object.assign(globalThis, { opened: address });
    });
    await press(activity, 'Open in Immich');
    const opened = () => running.app.evaluate(() => (globalThis as { opened?: string }).opened);
    await expect.poll(opened).toContain(held.get(contentsOf('Birthday.HEIC', 'edited')) ?? 'not there');
    // Of this one there is nothing to upload yet.
    await find(activity, 'far', 'Far away.JPG');
    await judge(
      activity,
      'find-in-icloud',
      ['1 photo', 'Only in iCloud, not in Immich yet', 'not on this Mac'],
      [...ASIDES, TAKEN],
    );
  });

  it('whose key is withdrawn is told so, and gives another one', async () => {
    const lost = demo.apiKey;
    demo.removeKey(lost);
    await running.clickIcon();
    const popover = await running.page('popover');
    await press(popover, 'Sync now');
    await popover.getByRole('heading', { name: 'Immich refused the API key', level: 1 }).waitFor({ timeout: 300_000 });
    expect(await truth.statusFor(lost)).toBe(401);
    const complete = (await truth.complete()).length;
    await judge(
      popover,
      'key-refused',
      [`${complete} of ${wanted.length} verified`, 'Nothing is lost. Syncs continue once this is fixed.'],
      ASIDES,
    );
    await press(popover, 'Replace key…');
    const settings = await running.page('settings');
    await settings.getByLabel('API key', { exact: true }).waitFor();
    await settings.keyboard.type(demo.addKey());
    await settings.keyboard.press('Enter');
    const connected = `Connected · Immich ${truth.version} · signed in as ${truth.email}`;
    await settings.getByText(connected).waitFor();
    const saved = new RegExp(`^Saved in the Keychain on .*\\b${new Date().getFullYear()}$`);
    await judge(settings, 'key-replaced', [connected, saved], ASIDES);
    await running.clickIcon();
    await press(popover, 'Try again');
    await popover.getByRole('heading', { name: 'Up to date', level: 1 }).waitFor({ timeout: 300_000 });
    await popover.getByText(/ · Nothing\snew$/).waitFor();
    await judge(
      popover,
      'up-to-date-again',
      [
        new RegExp(`^${complete} of ${wanted.length} in Immich, verified today at ${TIME}$`),
        '1 original is only in iCloud',
      ],
      ASIDES,
    );
  });

  it('who throws a photo away in Immich is told where it is, until it is back', async () => {
    const id = (await truth.held()).get(contentsOf('Cherry tree.JPG')) ?? '';
    await truth.trash(id);
    const popover = await running.page('popover');
    await press(popover, 'Sync now');
    await popover.getByText('1 item is in Immich’s trash', { exact: true }).waitFor({ timeout: 300_000 });
    const number = async () =>
      new RegExp(`^${(await truth.complete()).length} of ${wanted.length} in Immich, verified today at ${TIME}$`);
    await judge(
      popover,
      'in-the-trash',
      [
        await number(),
        new RegExp(`^Today ${TIME} · 1 file in Immich’s trash$`),
        '1 item is in Immich’s trash',
        '1 original is only in iCloud',
      ],
      ASIDES,
    );
    const activity = await running.page('activity');
    await find(activity, 'cherry', 'Cherry tree.JPG');
    await activity.getByText('In Immich’s trash').first().waitFor();
    await judge(activity, 'find-in-the-trash', ['1 photo', 'In Immich’s trash'], [...ASIDES, TAKEN]);
    await truth.restore(id);
    await running.clickIcon();
    await press(popover, 'Sync now');
    await popover
      .getByText('1 item is in Immich’s trash', { exact: true })
      .waitFor({ state: 'detached', timeout: 60_000 });
    await popover.getByRole('heading', { name: 'Up to date', level: 1 }).waitFor({ timeout: 300_000 });
    await judge(popover, 'restored', [await number(), '1 original is only in iCloud'], ASIDES);
    expect((await truth.complete()).length).toBe(itemsHere());
  });
});
