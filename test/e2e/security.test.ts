/** Tries what a page gone wrong would try. The windows and the shell are real; the services behind them are made up. */
import { createSocket } from 'node:dgram';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL_NAMES, CHANNEL_PREFIX } from '../../src/shared/contract.ts';
import { closeFixture, openScene } from '../screens/open-scene.ts';
import { SCENES } from '../screens/scenes.ts';
import { buildMain } from '../support/electron-runtime/build-main.ts';
import { launchApp } from '../support/electron-runtime/launch.ts';
import { APP_FOLDER, type Desktop, makeHome, openDesktop, removeHome } from './desktop.ts';

describe('a page gone wrong', () => {
  let desktop: Desktop;
  let home: string;
  let app: ElectronApplication;
  let page: Page;
  const scene = SCENES.find(({ name }) => name === 'settings-server') ?? SCENES[0];
  if (scene === undefined) throw new Error('there are no scenes');

  beforeAll(async () => {
    [desktop, home] = await Promise.all([openDesktop(), makeHome()]);
    const main = await buildMain(join(import.meta.dirname, '../screens/fixture-main.ts'), 'fixture-main');
    const env = { IMMICH_SYNC_APP_FOLDER: APP_FOLDER };
    app = await launchApp({ ...desktop, app: main, userData: join(home, 'electron'), env });
    await app.firstWindow();
    await app.evaluate(() => globalThis.fixtureReady);
    page = await openScene(app, scene);
  });

  afterAll(async () => {
    if (app !== undefined) await closeFixture(app);
    await desktop?.session.stop();
    if (home !== undefined) await removeHome(home);
  });

  const windows = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

  it.each([
    ['a web page', 'https://example.org/'],
    ['a file', 'file:///etc/passwd'],
    ['a data address', 'data:text/html,<h1>other</h1>'],
    ['a page of its own making', 'blob:'],
    ['a script', 'javascript:document.write(1)'],
    ['another host of our scheme', 'immich-sync://elsewhere/popover.html'],
    ['another page of ours', 'immich-sync://app/setup.html'],
  ])('cannot go to %s', async (_name, address) => {
    const before = page.url();
    await page.evaluate((target) => {
      location.href = target === 'blob:' ? URL.createObjectURL(new Blob(['<h1>other</h1>'])) : target;
    }, address);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    expect(page.url()).toBe(before);
    expect(await page.locator('main').count()).toBe(1);
  });

  it('is ended when it goes to an empty page, which nobody is asked about, and its window opens anew', async () => {
    const before = await app.evaluate(() => globalThis.fixture.log.length);
    const leaving = page.waitForEvent('crash');
    await page.evaluate(() => {
      location.href = 'about:blank';
    });
    await leaving;
    await expect.poll(() => app.evaluate(() => globalThis.fixture.shell.windows.get('settings'))).toBeNull();
    expect((await app.evaluate(() => globalThis.fixture.log)).slice(before)).toEqual([
      'A page went to about:blank and was ended.',
      'The window settings ended (crashed).',
    ]);
    page = await openScene(app, scene);
  });

  it('cannot open a window', async () => {
    const before = await windows();
    expect(await page.evaluate(() => window.open('https://example.org/') === null)).toBe(true);
    expect(await windows()).toBe(before);
  });

  it('cannot load, embed or run anything from elsewhere', async () => {
    const results = await page.evaluate(async () => {
      const attempt = (make: () => HTMLElement) =>
        new Promise<string>((resolve) => {
          const element = make();
          element.addEventListener('load', () => resolve('loaded'));
          element.addEventListener('error', () => resolve('refused'));
          setTimeout(() => resolve('refused'), 400);
          document.body.append(element);
        });
      const element = (tag: string, source: string) => () =>
        Object.assign(document.createElement(tag), { src: source }) as HTMLElement;
      const inline = () => Object.assign(document.createElement('script'), { textContent: 'window.wasRun = true' });
      document.body.append(inline());
      const button = document.createElement('button');
      button.setAttribute('onclick', 'window.wasClicked = true');
      document.body.append(button);
      button.click();
      return {
        script: await attempt(element('script', 'https://example.org/a.js')),
        image: await attempt(element('img', 'https://example.org/a.png')),
        file: await attempt(element('img', 'file:///usr/share/pixmaps/debian-logo.png')),
        fetched: await fetch('https://example.org/').then(
          () => 'loaded',
          () => 'refused',
        ),
        socket: await fetch('http://127.0.0.1:1/').then(
          () => 'loaded',
          () => 'refused',
        ),
        inline: 'wasRun' in window ? 'run' : 'refused',
        attribute: 'wasClicked' in window ? 'run' : 'refused',
      };
    });
    expect(new Set(Object.values(results))).toEqual(new Set(['refused']));
  });

  it('has nothing of Node and of Electron', async () => {
    const found = await page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron', '__dirname'].filter(
        (name) => name in window,
      ),
    );
    expect(found).toEqual([]);
    expect(await page.evaluate(() => Object.keys(window.immichSync).sort())).toEqual(['call', 'on']);
  });

  it('gets no permission', async () => {
    const answers = await page.evaluate(async () => ({
      notifications: await Notification.requestPermission(),
      microphone: await (navigator.mediaDevices?.getUserMedia({ audio: true }).then(
        () => 'granted',
        () => 'denied',
      ) ?? 'denied'),
      location: await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          () => resolve('denied'),
        ),
      ),
    }));
    expect(answers).toEqual({ notifications: 'denied', microphone: 'denied', location: 'denied' });
  });

  it('gets nothing out by WebRTC, neither by UDP nor by TCP', async () => {
    const udp = createSocket('udp4');
    const tcp = createServer((socket) => socket.destroy());
    const heard: string[] = [];
    udp.on('message', () => heard.push('udp'));
    tcp.on('connection', () => heard.push('tcp'));
    await Promise.all([
      new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve)),
      new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve)),
    ]);
    try {
      const ports = [udp.address().port, (tcp.address() as AddressInfo).port] as const;
      const candidates = await page.evaluate(async ([udpPort, tcpPort]) => {
        const found: string[] = [];
        const attempt = async (Peer: typeof RTCPeerConnection) => {
          try {
            const peer = new Peer({
              iceServers: [
                { urls: `stun:127.0.0.1:${udpPort}` },
                { urls: `turn:127.0.0.1:${udpPort}?transport=udp`, username: 'a', credential: 'b' },
                { urls: `turn:127.0.0.1:${tcpPort}?transport=tcp`, username: 'a', credential: 'b' },
              ],
            });
            peer.onicecandidate = ({ candidate }) => void (candidate === null || found.push(candidate.candidate));
            peer.createDataChannel('out');
            await peer.setLocalDescription(await peer.createOffer());
            await new Promise((resolve) => setTimeout(resolve, 1_500));
            peer.close();
          } catch {
            // Refused, which is what is wanted.
          }
        };
        await attempt(RTCPeerConnection);
        // A frame has constructors of its own.
        const frame = document.createElement('iframe');
        document.body.append(frame);
        const inside = frame.contentWindow as (Window & { RTCPeerConnection?: typeof RTCPeerConnection }) | null;
        if (inside?.RTCPeerConnection !== undefined) await attempt(inside.RTCPeerConnection);
        frame.remove();
        return found;
      }, ports);
      expect({ heard, candidates }).toEqual({ heard: [], candidates: [] });
    } finally {
      udp.close();
      tcp.close();
    }
  });

  it('can open only the addresses on the list, by their name', async () => {
    const opened = await app.evaluateHandle(({ shell }) => {
      const list: string[] = [];
      shell.openExternal = async (address) => {
        list.push(address);
      };
      return list;
    });
    const results = await page.evaluate(() =>
      Promise.all(
        ['https://example.org', 'file:///etc/passwd', 'immich/../x', 'constructor', 'osxphotos'].map((link) =>
          window.immichSync.call('link.open', { link: link as 'immich' }),
        ),
      ),
    );
    expect(results.map((result) => result.ok)).toEqual([false, false, false, false, true]);
    expect(await opened.jsonValue()).toEqual(['https://github.com/RhetTbull/osxphotos']);
  });

  it('cannot embed a page of ours, and a frame that it makes has no way to call', async () => {
    const found = await page.evaluate(async () => {
      const embed = async (attributes: Partial<HTMLIFrameElement>) => {
        const frame = Object.assign(document.createElement('iframe'), attributes);
        document.body.append(frame);
        await new Promise((resolve) => setTimeout(resolve, 200));
        // A page of ours would be of the same origin, and readable from here.
        const inside = frame.contentWindow as (Window & { immichSync?: unknown; wasRun?: unknown }) | null;
        let state: string;
        try {
          state = `${typeof inside?.immichSync} ${typeof inside?.wasRun} ${inside?.document.querySelector('main') ?? 'empty'}`;
        } catch {
          state = 'undefined undefined empty';
        }
        frame.remove();
        return state;
      };
      return {
        blank: await embed({}),
        ours: await embed({ src: 'immich-sync://app/popover.html' }),
        text: await embed({ srcdoc: '<script>window.wasRun = true</script>' }),
        foreign: await embed({ src: 'https://example.org/' }),
      };
    });
    expect(new Set(Object.values(found))).toEqual(new Set(['undefined undefined empty']));
  });

  it('is refused when the call comes from a frame inside a window of ours', async () => {
    const results = await app.evaluate(
      async ({ BrowserWindow }, { preload }) => {
        // A window of ours in all but this: its frames get the preload script, as they would by a mistake in a setting or a hole in
        // Chromium. The frame has our origin, so that nothing but its place in the page tells it from the page.
        const window = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, nodeIntegrationInSubFrames: true },
        });
        globalThis.fixture.shell.windows.adopt(window);
        await window.loadURL('immich-sync://app/popover.html');
        const { mainFrame } = window.webContents;
        await mainFrame.executeJavaScript(`
          new Promise((resolve) => {
            const frame = Object.assign(document.createElement('iframe'), { srcdoc: '<p>A page inside the page</p>' });
            frame.addEventListener('load', resolve);
            document.body.append(frame);
          }).then(() => null)`);
        const [frame] = mainFrame.frames;
        if (frame === undefined) throw new Error('there is no frame');
        const call = `window.immichSync.call('settings.get').then((result) => result.ok)`;
        const outcome = {
          origins: [mainFrame.origin, frame.origin],
          page: await mainFrame.executeJavaScript(call),
          frame: await frame.executeJavaScript(call),
        };
        window.destroy();
        return outcome;
      },
      { preload: join(APP_FOLDER, 'out/preload/index.cjs') },
    );
    expect(results).toEqual({ origins: ['immich-sync://app', 'immich-sync://app'], page: true, frame: false });
  });

  it('is refused when the call comes from a window that is not ours', async () => {
    const outcome = await app.evaluate(
      async ({ BrowserWindow }, { preload, channel }) => {
        // The same preload script and the same address, but a window that the shell has not made.
        const stranger = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
        await stranger.loadURL('immich-sync://app/popover.html');
        const result = await stranger.webContents.executeJavaScript(`window.immichSync.call('settings.get')`);
        stranger.destroy();
        return { result, channel };
      },
      { preload: join(APP_FOLDER, 'out/preload/index.cjs'), channel: CHANNEL_PREFIX },
    );
    expect(outcome.result).toMatchObject({ ok: false });
    const troubles = await app.evaluate(() => globalThis.fixture.log);
    expect(troubles).toContain('A call settings.get from a page that is not ours was refused.');
  });

  it('reaches no service with a malformed request', async () => {
    const before = (await app.evaluate(() => globalThis.fixture.calls)).length;
    const nested = fc.anything({ maxDepth: 3, withNullPrototype: false });
    const payloads = fc
      .sample(
        fc.tuple(fc.constantFrom(...CALL_NAMES), fc.oneof(fc.string(), fc.integer(), fc.array(fc.string()), nested)),
        {
          numRuns: 300,
          seed: 7,
        },
      )
      // Only what can cross the border, and is not by chance what the contract asks for.
      .map(([name, payload]) => [name, JSON.parse(JSON.stringify({ hostile: payload ?? 1 }))] as const);
    const results = await page.evaluate(
      (calls) =>
        Promise.all(
          calls.map(([name, payload]) =>
            window.immichSync.call(name as 'sync.start', ...([payload] as unknown as [])).then((result) => result.ok),
          ),
        ),
      payloads,
    );
    expect(results.filter(Boolean)).toEqual([]);
    expect((await app.evaluate(() => globalThis.fixture.calls)).length).toBe(before);
  });

  it('is refused calls and events that the contract does not have', async () => {
    const refusals = await page.evaluate(() =>
      ['key.read', 'key.get', '__proto__', 'constructor', ''].map((name) => {
        try {
          void window.immichSync.call(name as 'sync.start');
          return 'called';
        } catch {
          return 'refused';
        }
      }),
    );
    expect(new Set(refusals)).toEqual(new Set(['refused']));
  });
});
