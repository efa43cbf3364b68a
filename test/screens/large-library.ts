/**
 * How quick the windows are with a large library, as a report and not as a test: `npm run bench:windows`. The map of 500,000 items from a
 * click to what is drawn, and the frames while thousands of results of Find scroll by, in the real app with its real engine; then
 * syncs with and without a window that asks for pictures all the while (pictures-beside-sync.ts). Prints the lines of docs/performance.md.
 *
 * Options: `--map 500000`, `--find 100000` items (0 leaves it out), `--pairs 5` of syncs of `--sync 300` items.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import type { FoundPage, Result } from '../../src/shared/contract.ts';
import { largeLibrary, makeLargeHome } from '../bench/large-home.ts';
import { markdownTable, shownCount } from '../bench/markdown.ts';
import { median, quantile } from '../bench/samples.ts';
import { type Desktop, openDesktop, type RunningApp, removeHome, startApp } from '../e2e/desktop.ts';
import { measurePicturesBesideSync } from './pictures-beside-sync.ts';
import { addSmallPictures } from './small-pictures.ts';

const { values: options } = parseArgs({
  options: {
    map: { type: 'string', default: '500000' },
    find: { type: 'string', default: '100000' },
    sync: { type: 'string', default: '300' },
    pairs: { type: 'string', default: '5' },
  },
});
/** Clicks on each view of the map. */
const CLICKS = 15;
/** Milliseconds of scrolling. */
const SCROLLING = 15_000;
/** So many of the newest are scrolled by, each with a small picture on this Mac. */
const SCROLLED = 6_000;
/** Pixels for each frame: a strong flick. */
const STEP = 60;
/** A frame of a screen with 60 a second. */
const FRAME = 17;

const shown = (milliseconds: number) => `${milliseconds.toFixed(0)} ms`;
const desktop = await openDesktop();
try {
  if (Number(options.map) > 0) await inLargeLibrary(desktop, Number(options.map), 'former', measureMap);
  if (Number(options.find) > 0) await inLargeLibrary(desktop, Number(options.find), 'find', measureScrolling);
  if (Number(options.pairs) > 0)
    for (const line of await measurePicturesBesideSync(desktop, Number(options.sync), Number(options.pairs)))
      console.log(line);
} finally {
  await desktop.session.stop();
}

async function inLargeLibrary(
  on: Desktop,
  assets: number,
  place: string,
  measure: (activity: Page, running: RunningApp) => Promise<readonly string[]>,
): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'immich-sync-large-'));
  try {
    await makeLargeHome(home, assets);
    const running = await startApp(on, { home });
    try {
      await running.closeAssistant();
      const popover = await running.page('popover');
      await popover.evaluate((at) => window.immichSync.call('window.open', { window: 'activity', place: at }), place);
      for (const line of await measure(await running.page('activity'), running)) console.log(line);
    } finally {
      await running.quit();
    }
  } finally {
    await removeHome(home);
  }
}

/** Each time from another page, so that everything is asked for anew. */
async function measureMap(activity: Page): Promise<readonly string[]> {
  const steps = [
    { click: 'Library', drawn: '.month-map', asks: 'months, asked for' },
    { click: 'Albums', drawn: '.place-tile', asks: 'albums, asked for' },
    { click: 'Kinds', drawn: '.place-tile', asks: 'kinds, which came with the months' },
    { click: 'Storage', drawn: '.storage-places', asks: 'storage, which came with the months' },
  ];
  const took = new Map(steps.map(({ asks }) => [asks, { answered: [] as number[], drawn: [] as number[] }]));
  for (let click = 0; click < CLICKS; click += 1) {
    await clickAndDraw(activity, 'Live log', '.log-view');
    for (const step of steps) {
      const { answered, drawn } = await clickAndDraw(activity, step.click, step.drawn);
      took.get(step.asks)?.answered.push(answered);
      took.get(step.asks)?.drawn.push(drawn);
    }
  }
  const assets = await activity.evaluate(async () => {
    const map = await window.immichSync.call('library.map');
    return map.ok ? map.value.all.assets : 0;
  });
  const rows = [...took].map(([name, { answered, drawn }]) => [
    name,
    ...[answered, drawn].flatMap((values) => [shown(median(values)), shown(quantile(values, 1))]),
  ]);
  return [
    `Map of ${shownCount(assets)} items, ${CLICKS} clicks each:`,
    '',
    ...markdownTable(['click', 'in the page: half within', 'the slowest', 'drawn: half within', 'the slowest'], rows),
    '',
  ];
}

async function measureScrolling(activity: Page, running: RunningApp): Promise<readonly string[]> {
  const uuids = await activity.evaluate(async (count) => {
    await window.immichSync.call('find.open');
    const found: string[] = [];
    for (let after: number | null = null; found.length < count; ) {
      const page: Result<FoundPage> = await window.immichSync.call('find.search', {
        typed: '',
        language: 'en-GB',
        after,
      });
      if (!page.ok) throw new Error('nothing is found');
      found.push(...page.value.items.map(({ uuid }) => uuid));
      after = page.value.next;
      if (after === null) break;
    }
    return found;
  }, SCROLLED);
  await addSmallPictures(largeLibrary(running.home), uuids);
  // The page has asked before the index was there.
  await activity.reload();
  await activity.locator('.tile').first().waitFor();
  const frames = (step: number) =>
    activity.evaluate(
      async ([by, milliseconds]) => {
        const view = document.querySelector('.tiles');
        if (view === null) throw new Error('there are no tiles');
        const tiles = new Set<string>();
        const times: number[] = [];
        await new Promise<void>((resolve) => {
          const began = performance.now();
          const frame = (now: number) => {
            times.push(now);
            for (const { id } of view.querySelectorAll('.tile')) tiles.add(id);
            view.scrollTop += by;
            if (performance.now() - began > milliseconds) resolve();
            else requestAnimationFrame(frame);
          };
          requestAnimationFrame(frame);
        });
        const drawn = [...view.querySelectorAll('img')].filter(
          ({ complete, naturalWidth }) => complete && naturalWidth > 0,
        );
        return {
          lengths: times.slice(1).map((time, index) => time - (times[index] ?? 0)),
          tiles: tiles.size,
          drawn: drawn.length,
        };
      },
      [step, SCROLLING] as const,
    );
  const still = await frames(0);
  const scrolled = await frames(STEP);
  const rows = [
    { name: 'nothing moves', ...still },
    { name: `${shownCount(STEP * 60)} pixels a second`, ...scrolled },
  ].map(({ name, lengths, tiles }) => [
    name,
    shownCount(tiles),
    shownCount(lengths.length),
    `${((100 * lengths.filter((length) => length > FRAME).length) / lengths.length).toFixed(1)} %`,
    shown(quantile(lengths, 0.95)),
    shown(quantile(lengths, 1)),
  ]);
  return [
    ...markdownTable(['', 'tiles', 'frames', `over ${FRAME} ms`, '95 of 100 within', 'the longest'], rows),
    '',
    `${scrolled.drawn} of the tiles at the end had their pictures when the scrolling stopped.`,
    '',
  ];
}

/** Milliseconds from a click on the button of that name until what it leads to is in the page, and two frames later. */
async function clickAndDraw(page: Page, name: string, selector: string) {
  return page.evaluate(
    async ([wanted, drawnBy]) => {
      const button = [...document.querySelectorAll('button')].find(
        ({ textContent, ariaLabel }) => textContent?.trim() === wanted || ariaLabel === wanted,
      );
      if (button === undefined) throw new Error(`There is no button ${wanted}`);
      for (const old of document.querySelectorAll(drawnBy)) old.setAttribute('data-old', '');
      const isThere = () => document.querySelector(`:is(${drawnBy}):not([data-old])`) !== null;
      const before = performance.now();
      button.click();
      await new Promise<void>((resolve, reject) => {
        if (isThere()) return resolve();
        setTimeout(() => reject(new Error(`${wanted} leads to no ${drawnBy}`)), 30_000);
        const observer = new MutationObserver(() => {
          if (!isThere()) return;
          observer.disconnect();
          resolve();
        });
        observer.observe(document.body, { subtree: true, childList: true });
      });
      const answered = performance.now() - before;
      await new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
      return { answered, drawn: performance.now() - before };
    },
    [name, selector] as const,
  );
}
