/**
 * What windows that ask for small pictures cost a sync: first syncs of one library in the real app, each in a home and to a server of its own, in
 * turns without and with a page that asks for pictures all the while. Half of the items have one on this Mac, the others are asked of Immich.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { markdownTable, shownCount, shownRatio } from '../bench/markdown.ts';
import { median } from '../bench/samples.ts';
import { type Desktop, removeHome, startApp } from '../e2e/desktop.ts';
import { createLargeLibrary, inScope } from '../support/photos-library/index.ts';
import { type ProvisionedTools, provisionTools } from '../support/tools/provision.ts';
import { addSmallPictures } from './small-pictures.ts';

const DEMO_SERVER = resolve(import.meta.dirname, '../bench/demo-server.ts');

/** Pictures a second that the page asks for; null for the next as soon as one of six is there, as quickly as it can. */
const PACES = [
  { name: 'none', pace: 0 },
  { name: '60 a second', pace: 60 },
  { name: 'as many as it gets', pace: null },
] as const;

interface OneSync {
  readonly seconds: number;
  readonly pictures: number;
  /** Seconds of processor of the app's main process, in which the sync is directed and pictures are found. */
  readonly processor: number;
}

/** @param pairs how often each pace has its turn @returns lines of docs/performance.md */
export async function measurePicturesBesideSync(
  desktop: Desktop,
  assets: number,
  pairs: number,
): Promise<readonly string[]> {
  const tools = await provisionTools();
  const folder = await mkdtemp(join(tmpdir(), 'immich-sync-pictures-'));
  try {
    const library = join(folder, 'Pictures.photoslibrary');
    const made = await createLargeLibrary(library, { assets, media: 'small' });
    const uuids = made
      .manifest({ hashes: false })
      .assets.filter(inScope)
      .map(({ uuid }) => uuid);
    made.close();
    await addSmallPictures(
      library,
      uuids.filter((_uuid, index) => index % 2 === 0),
    );
    const runs = PACES.map(() => [] as OneSync[]);
    for (let turn = 0; turn < pairs; turn += 1)
      for (let place = 0; place < PACES.length; place += 1) {
        // Each is the first, the second and the last of its turn in turns.
        const which = (turn + place) % PACES.length;
        const home = await mkdtemp(join(tmpdir(), 'immich-sync-pictures-home-'));
        try {
          runs[which]?.push(await oneSync(desktop, { home, library, tools, uuids, pace: PACES[which]?.pace ?? null }));
        } finally {
          await removeHome(home);
        }
      }
    const [alone = []] = runs;
    return [
      `First syncs of ${shownCount(uuids.length)} items, ${pairs} of each in turns:`,
      '',
      ...markdownTable(
        [
          'pictures asked for',
          'pictures in a sync',
          'the sync took, at median',
          'all of them',
          'processor of the app’s main process',
          'by the one without, turn by turn',
        ],
        PACES.map(({ name }, which) => {
          const these = runs[which] ?? [];
          const seconds = these.map((run) => run.seconds);
          const ratios = these.map((run, turn) => run.seconds / (alone[turn]?.seconds ?? Number.NaN));
          return [
            name,
            shownCount(median(these.map(({ pictures }) => pictures))),
            `${median(seconds).toFixed(1)} s`,
            spread(seconds.map((value) => value.toFixed(1))),
            `${median(these.map(({ processor }) => processor)).toFixed(1)} s`,
            which === 0 ? '' : `${shownRatio(median(ratios))} (${spread(ratios.map(shownRatio))})`,
          ];
        }),
      ),
      '',
    ];
  } finally {
    await removeHome(folder);
  }
}

const spread = (values: readonly string[]) => [...values].sort((a, b) => Number(a) - Number(b)).join(', ');

interface OneSyncOptions {
  readonly home: string;
  readonly library: string;
  readonly tools: ProvisionedTools;
  readonly uuids: readonly string[];
  readonly pace: number | null;
}

async function oneSync(desktop: Desktop, { home, library, tools, uuids, pace }: OneSyncOptions): Promise<OneSync> {
  const server = fork(DEMO_SERVER);
  const [{ url, apiKey }] = (await once(server, 'message')) as [{ url: string; apiKey: string }];
  const running = await startApp(desktop, { home, tools });
  try {
    await running.closeAssistant();
    const popover = await running.page('popover');
    await popover.evaluate(
      async ([address, path, key]) => {
        const done = [
          await window.immichSync.call('settings.change', { name: 'server.url', value: address }),
          await window.immichSync.call('settings.change', { name: 'library.path', value: path }),
          await window.immichSync.call('key.save', { key }),
          await window.immichSync.call('window.open', { window: 'activity', place: 'log' }),
        ];
        if (done.some(({ ok }) => !ok)) throw new Error(`It could not be set up: ${JSON.stringify(done)}`);
      },
      [url, library, apiKey] as const,
    );
    const activity = await running.page('activity');
    const processor = () =>
      running.app.evaluate(() => {
        const { user, system } = process.cpuUsage();
        return (user + system) / 1_000_000;
      });
    const before = await processor();
    const measured = await syncAndAsk(activity, uuids, pace);
    return { ...measured, processor: (await processor()) - before };
  } finally {
    await running.quit();
    server.disconnect();
    await once(server, 'exit');
  }
}

function syncAndAsk(
  activity: Page,
  uuids: readonly string[],
  pace: number | null,
): Promise<Omit<OneSync, 'processor'>> {
  return activity.evaluate(
    async ([all, aSecond]) => {
      const [AT_A_TIME, LOOK, TICK] = [6, 250, 100];
      const pause = (milliseconds: number) => new Promise<void>((resume) => setTimeout(resume, milliseconds));
      let [pictures, next, isDone] = [0, 0, false];
      const askOne = () =>
        new Promise<void>((resume) => {
          const image = new Image();
          image.onload = () => {
            pictures += 1;
            resume();
          };
          // There is none yet in Immich.
          image.onerror = () => resume();
          image.src = `/picture/${all[next % all.length]}`;
          next += 1;
        });
      const askQuickly = async () => {
        while (!isDone) await askOne();
      };
      const askAtPace = async (each: number) => {
        for (; !isDone; await pause(TICK)) for (let count = 0; count < (each * TICK) / 1_000; count += 1) void askOne();
      };
      await window.immichSync.call('sync.start');
      const asking = aSecond === null ? Promise.all(Array.from({ length: AT_A_TIME }, askQuickly)) : askAtPace(aSecond);
      for (;;) {
        await pause(LOOK);
        const list = await window.immichSync.call('history.list', { limit: 1 });
        const [run] = list.ok ? list.value : [];
        if (run === undefined || run.endedAt === null) continue;
        isDone = true;
        await asking;
        if (run.outcome !== 'done') throw new Error(`The sync came to ${JSON.stringify(run)}`);
        return { seconds: (run.endedAt - run.startedAt) / 1_000, pictures };
      }
    },
    [uuids, pace] as const,
  );
}
