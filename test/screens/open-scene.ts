/** Brings the fixture app to a scene and gives its page when it has settled. */
import type { ElectronApplication, Page } from 'playwright-core';
import type { Scene } from './scenes.ts';

/** @param inLanguage what an English text of a control may read like in the language that the fixture speaks */
export async function openScene(
  app: ElectronApplication,
  scene: Scene,
  inLanguage: (english: string) => readonly string[] = (english) => [english],
): Promise<Page> {
  const leaving = app
    .windows()
    .filter((page) => !page.url().includes('/popover.html'))
    .map((page) => page.waitForEvent('close'));
  await app.evaluate(async ({ BrowserWindow }) => {
    const { shell } = globalThis.fixture;
    // Closed as a person closes them: closing through the debugger now and then ended the older Electron.
    for (const other of BrowserWindow.getAllWindows()) {
      if (other.id === shell.menuBar.window?.id) continue;
      const closed = new Promise<void>((resolve) => other.once('closed', () => resolve()));
      other.close();
      await closed;
    }
  });
  await Promise.all(leaving);
  await app.evaluate(
    async (_electron, { name, window, place }) => {
      const { shell } = globalThis.fixture;
      globalThis.fixture.scene(name);
      if (window === 'popover') await shell.menuBar.show();
      else if (window === 'question') globalThis.fixture.ask(name);
      else shell.windows.show({ window, place });
    },
    { name: scene.name, window: scene.window, place: scene.place },
  );
  const page = await findPage(app, `/${scene.window}.html`);
  await page.waitForSelector('main');
  for (const [label, text] of Object.entries(scene.fill ?? {}))
    await page.getByLabel(oneOf(inLanguage(label))).fill(text);
  for (const name of scene.press ?? []) {
    const names = typeof name === 'string' ? inLanguage(name) : [name()];
    await page.getByRole('button', { name: oneOf(names) }).click();
  }
  for (const label of scene.check ?? []) await page.getByLabel(oneOf(inLanguage(label))).check();
  await settle(page);
  return page;
}

/** One of these texts, whole; Playwright takes all spaces for the same, French ones too. */
const oneOf = (texts: readonly string[]): RegExp =>
  new RegExp(
    `^\\s*(?:${texts.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s/g, '\\s')).join('|')})\\s*$`,
  );

async function findPage(app: ElectronApplication, path: string): Promise<Page> {
  for (;;) {
    const found = app.windows().find((page) => !page.isClosed() && page.url().includes(path));
    if (found !== undefined) return found;
    await app.waitForEvent('window');
  }
}

/**
 * Makes what a scene shows as large as `factor` says, in the smallest window that a person can make. Chromium keeps the factor for all pages of
 * ours: {@link usualSize} takes it back.
 */
export async function enlarge(app: ElectronApplication, { window }: Scene, factor: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, [file, by]) => {
      const shown = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL().includes(file));
      if (shown === undefined) throw new Error(`No window shows ${file}`);
      const [width = 0, height = 0] = shown.getMinimumSize();
      // Popover and questions are as large as what they show.
      if (shown.isResizable()) shown.setContentSize(width, height);
      shown.webContents.setZoomFactor(by);
    },
    [`/${window}.html`, factor] as const,
  );
  const page = await findPage(app, `/${window}.html`);
  // The zoom comes to the page by another way than the answer.
  await page.waitForFunction((by) => Math.abs(globalThis.outerWidth / globalThis.innerWidth - by) < 0.2, factor);
  await settle(page);
}

/** What is shown next is as large as usual again. */
export async function usualSize(app: ElectronApplication, { window }: Scene): Promise<void> {
  await app.evaluate(({ BrowserWindow }, file) => {
    const shown = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL().includes(file));
    shown?.webContents.setZoomFactor(1);
  }, `/${window}.html`);
}

/** The picture of a window as it is enlarged, of which the debugger's own picture knows nothing. @returns a PNG */
export async function capture(app: ElectronApplication, { window }: Scene): Promise<Buffer> {
  const picture = await app.evaluate(async ({ BrowserWindow }, file) => {
    const shown = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL().includes(file));
    return (await shown?.webContents.capturePage())?.toPNG().toString('base64') ?? '';
  }, `/${window}.html`);
  return Buffer.from(picture, 'base64');
}

/** Quits; in a scene with a running sync it would ask first. */
export async function closeFixture(app: ElectronApplication): Promise<void> {
  await app.evaluate(() => globalThis.fixture.scene('popover-up-to-date'));
  await app.close();
}

/** Two frames after the last answer: all that was asked for has been drawn. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('load');
  await page.evaluate(async () => {
    await document.fonts.ready;
    const isQuiet = () =>
      new Promise<void>((resolve) => {
        let timer = setTimeout(finish, 120);
        const observer = new MutationObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(finish, 120);
        });
        function finish() {
          observer.disconnect();
          requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
        }
        observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
      });
    await isQuiet();
  });
}

/** What was just changed has been drawn. */
export function twoFrames(page: Page): Promise<void> {
  return page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
}
