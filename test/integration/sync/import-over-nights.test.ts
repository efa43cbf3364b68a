/** A first import that takes many nights, on a clock that is moved by hand: what is said before it, between its syncs, during one and after it. */
import { expect, it } from 'vitest';
import { Engine, type Status } from '../../../src/core/engine/engine.ts';
import { environmentSecrets } from '../../../src/core/secrets/environment.ts';
import { forecastView } from '../../../src/main/engine/forecast-view.ts';
import { scriptsFolder } from '../../../src/main/scripts-folder.ts';
import { importText } from '../../../src/shared/status-text.ts';
import { type Bench, useBench } from '../../support/sync/bench.ts';

const ASSETS = 150;
/** Files after which a night is over; a batch holds some six. */
const A_NIGHT = 36;
const night = (day: number, hour = 2) => new Date(2026, 10, day, hour, 0).getTime();

/** Looks as if the app were started anew. */
async function withEngine<Result>(bench: Bench, now: () => number, look: (engine: Engine) => Promise<Result>) {
  const engine = await Engine.open({
    places: bench.places,
    secrets: environmentSecrets(bench.server.apiKey),
    scripts: scriptsFolder(),
    environment: process.env,
    now,
  });
  try {
    return await look(engine);
  } finally {
    await engine.close();
  }
}

const statusOf = (bench: Bench, now: () => number) => withEngine(bench, now, (engine) => engine.status());

const wordsOf = ({ forecast }: Status, state: 'attention' | 'syncing' = 'attention') =>
  forecast?.isImport === true ? importText(forecastView(forecast), { state }) : null;

it('tells how far it is and how many nights are left, over restarts, and nothing where nothing can be said', async () => {
  let clock = night(20);
  const now = () => clock;
  const bench = await useBench({
    now,
    media: 'full',
    fill: (library) => library.addMany(Array.from({ length: ASSETS }, () => ({ kind: 'photo' as const }))),
    settings: (settings) => ({ ...settings, storage: { ...settings.storage, diskBudget: 1_000_000 } }),
  });
  /** A sync that is stopped when the night is over. @returns what was shown shortly before. */
  const syncForANight = async (): Promise<string | null> => {
    const stop = new AbortController();
    let during: Promise<Status> | null = null;
    const report = await bench.sync({
      signal: stop.signal,
      onProgress: ({ filesUploaded }) => {
        if (filesUploaded < A_NIGHT || during !== null) return;
        during = statusOf(bench, now);
        void during.finally(() => stop.abort());
      },
    });
    expect(report.outcome).toBe('interrupted');
    return during === null ? null : wordsOf(await during, 'syncing');
  };

  // Before: what is to come is known by the plan, how fast is a guess.
  const plan = await withEngine(bench, now, (engine) => engine.plan({ signal: new AbortController().signal }));
  expect(plan).toMatchObject({
    upload: { assets: ASSETS },
    forecast: { percent: 0, isMeasured: false, days: null, limit: 'network', isImport: true, left: { assets: ASSETS } },
  });
  const planned = (await bench.cli(['plan'])).stdout;
  expect(planned).toMatch(/^Time: +(?:some minutes|less than an hour); network and server decide$/m);
  expect(planned).toContain('a guess, until the first pictures have been sent');
  expect(planned).toMatch(/^Disk: +[\d.]+ MB at most on this Mac, of which [\d.]+ MB stay$/m);
  expect(wordsOf(await statusOf(bench, now))).toMatch(/^0 % in Immich, .* of syncing left$/);

  // The first night measures the way to the server, but tells nothing of the nights to come.
  await syncForANight();
  const first = await statusOf(bench, now);
  expect(first.forecast).toMatchObject({ isMeasured: true, days: null });
  expect(wordsOf(first)).toMatch(/^2\d % in Immich, (?:less than a minute|about \d+ min) of syncing left$/);

  let last = first;
  for (const day of [21, 22]) {
    clock = night(day);
    const during = await syncForANight();
    clock = night(day, 9);
    const before = last;
    last = await statusOf(bench, now);
    const { complete } = last.coverage;
    expect(complete).toBeGreaterThan(before.coverage.complete);
    const nights = last.forecast?.days?.count ?? 0;
    expect(wordsOf(last)).toBe(
      `${Math.floor((100 * complete) / ASSETS)} % in Immich, about ${nights} ${nights === 1 ? 'night' : 'nights'} left`,
    );
    const perNight = complete / (day - 19);
    expect(Math.abs(nights - (ASSETS - complete) / perNight)).toBeLessThanOrEqual(2);
    // During it: the nights that are left with this one, or the hours of the last.
    if (day === 22) expect(during).toMatch(/^\d\d % in Immich, (?:about \d nights|less than a minute) left$/);
  }
  expect((await bench.cli(['status'])).stdout).toMatch(/^\d\d % in Immich/m);

  // Nobody came back to it for days: how far it is stays true, and nothing else is said.
  clock = night(27, 9);
  expect(wordsOf(await statusOf(bench, now))).toBe(`${last.forecast?.percent} % in Immich`);

  // After: there is nothing more to tell. Small batches are for nights that shall be cut short.
  bench.change((settings) => ({ ...settings, storage: { ...settings.storage, diskBudget: 1_000_000_000 } }));
  clock = night(28);
  expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { assets: ASSETS, complete: ASSETS } });
  expect((await statusOf(bench, now)).forecast).toBeNull();
  expect((await bench.cli(['status'])).stdout).not.toContain(' % ');
});
