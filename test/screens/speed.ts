/**
 * How quick the app is, as a report and not as a test: `npm run bench:app`. Medians of the time from the start of the process to the icon,
 * and from a click to the painted popover, and the timers that fire while it idles, with the real engine on an empty home.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDesktop, removeHome, startApp } from '../e2e/desktop.ts';
import { countWakes } from './idle.ts';

const STARTS = 7;
const CLICKS = 20;
/** Milliseconds that the idle app is watched. */
const IDLE = 62_000;

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const desktop = await openDesktop();
const toIcon: number[] = [];
const toPopover: number[] = [];
let idleWakes = Number.NaN;
try {
  for (let start = 0; start < STARTS; start += 1) {
    const home = await mkdtemp(join(tmpdir(), 'immich-sync-speed-'));
    const running = await startApp(desktop, { home });
    await running.page('popover');
    toIcon.push(
      await running.app.evaluate(() => (globalThis as unknown as { millisecondsToIcon: number }).millisecondsToIcon),
    );
    if (start === 0)
      for (let click = 0; click < CLICKS; click += 1)
        toPopover.push(
          await running.app.evaluate(async ({ app, BrowserWindow }) => {
            const [window] = BrowserWindow.getAllWindows();
            if (window === undefined) throw new Error('there is no popover');
            const before = performance.now();
            const shown = new Promise<void>((resolve) => window.once('show', () => resolve()));
            app.emit('activate');
            await shown;
            await window.webContents.executeJavaScript(
              'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))',
            );
            const took = performance.now() - before;
            window.hide();
            return took;
          }),
        );
    if (start === STARTS - 1) idleWakes = await countWakes(running, IDLE);
    await running.quit();
    await removeHome(home);
  }
} finally {
  await desktop.session.stop();
}
console.log(
  JSON.stringify({
    electron: desktop.runtime.kind,
    startToIcon: { median: Math.round(median(toIcon)), all: toIcon.map(Math.round) },
    idle: { seconds: IDLE / 1000, wakes: idleWakes },
    clickToPopover: { median: Math.round(median(toPopover)), all: toPopover.map(Math.round) },
  }),
);
