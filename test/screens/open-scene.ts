/** Brings the fixture app to a scene and gives its page when it has settled. */
import type { ElectronApplication, Page } from 'playwright-core';
import type { Scene } from './scenes.ts';

export async function openScene(app: ElectronApplication, scene: Scene): Promise<Page> {
  for (const page of app.windows()) if (!page.url().includes('/popover.html')) await page.close();
  await app.evaluate(
    async (_electron, { name, window, place }) => {
      const { shell } = globalThis.fixture;
      globalThis.fixture.scene(name);
      if (window === 'popover') await shell.menuBar.show();
      else shell.windows.show({ window, place });
    },
    { name: scene.name, window: scene.window, place: scene.place },
  );
  const page = await findPage(app, `/${scene.window}.html`);
  await page.waitForSelector('main');
  for (const [label, text] of Object.entries(scene.fill ?? {}))
    await page.getByLabel(label, { exact: true }).fill(text);
  for (const name of scene.press ?? []) await page.getByRole('button', { name, exact: true }).click();
  await settle(page);
  return page;
}

async function findPage(app: ElectronApplication, path: string): Promise<Page> {
  for (;;) {
    const found = app.windows().find((page) => page.url().includes(path));
    if (found !== undefined) return found;
    await app.waitForEvent('window');
  }
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
