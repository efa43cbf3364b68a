/** A first import that takes many nights, on a clock that is moved by hand: what is said before it, between its syncs, during one and after it. */
import { expect, it } from 'vitest';
import type { EngineState } from '../../../src/main/services/services.ts';
import type { ProgressView } from '../../../src/shared/contract.ts';
import { importText } from '../../../src/shared/status-text.ts';
import { until, withApp } from '../../support/sync/app.ts';
import { type Bench, useBench } from '../../support/sync/bench.ts';

/** So many that three nights leave more than an everyday sync has, however late each of them is stopped. */
const ASSETS = 180;
/** Files after which a night is over; a batch holds some six. */
const A_NIGHT = 30;
const night = (day: number, hour = 2) => new Date(2026, 10, day, hour, 0).getTime();

/** What the app shows right after its start. */
const stateOf = (bench: Bench, now: () => number) => withApp(bench, { now }, async (services) => services.state());

const wordsOf = ({ importing, status }: EngineState) => (importing === null ? null : importText(importing, status));

const uploaded = ({ status }: EngineState) =>
  status.state === 'syncing' ? (status.progress.phases.find(({ phase }) => phase === 'upload')?.done ?? 0) : 0;

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
  const syncForANight = () =>
    withApp(bench, { now }, async (services) => {
      await services.handlers['sync.start'](null);
      const during = await until(services, (state) => uploaded(state) >= A_NIGHT);
      await services.handlers['sync.stop'](null);
      await until(services, ({ status, lastRun }) => status.state !== 'syncing' && lastRun?.outcome === 'interrupted');
      return wordsOf(during);
    });

  // Before: what is to come is known by the plan, how fast is a guess. While it is made, its progress is shown.
  await withApp(bench, { now }, async (services) => {
    const steps: ProgressView[] = [];
    services.onState(() => {
      const { previewing } = services.state();
      if (previewing !== null) steps.push(previewing);
    });
    const preview = await services.handlers['plan.preview'](null);
    expect(preview).toMatchObject({
      toUpload: ASSETS,
      forecast: { percent: 0, isMeasured: false, days: null, limit: 'network' },
    });
    expect(preview.diskNeeded).toBeGreaterThan(preview.diskKept);
    expect(steps.some(({ phases }) => phases.some(({ phase, total }) => phase === 'compare' && total === ASSETS))).toBe(
      true,
    );
    expect(services.state().previewing).toBeNull();
  });
  const planned = (await bench.cli(['plan'])).stdout;
  expect(planned).toMatch(/^Time: +(?:a few minutes|less than an hour); depends on network and server$/m);
  expect(planned).toContain('an estimate, until the first photos have been uploaded');
  expect(planned).toMatch(/^Disk: +up to [\d.]+ MB on this Mac, [\d.]+ MB of it for good$/m);
  expect(wordsOf(await stateOf(bench, now))).toMatch(/^0% in Immich, .* of syncing left$/);

  // The first night measures the way to the server, but tells nothing of the nights to come.
  await syncForANight();
  let last = await stateOf(bench, now);
  expect(last.importing).toMatchObject({ isMeasured: true, days: null });
  expect(wordsOf(last)).toMatch(/^[1-3]\d% in Immich, (?:less than a minute|about \d+ min) of syncing left$/);

  for (const day of [21, 22]) {
    clock = night(day);
    const during = await syncForANight();
    clock = night(day, 9);
    const before = last;
    last = await stateOf(bench, now);
    const complete = last.coverage?.complete ?? 0;
    expect(complete).toBeGreaterThan(before.coverage?.complete ?? 0);
    const nights = last.importing?.days?.count ?? 0;
    expect(wordsOf(last)).toBe(
      `${Math.floor((100 * complete) / ASSETS)}% in Immich, about ${nights} ${nights === 1 ? 'night' : 'nights'} left`,
    );
    // Of nights of four batches, of which the one that is stopped in the middle counts for the next night, no more can be asked.
    const expected = ((ASSETS - complete) * (day - 19)) / complete;
    expect(nights).toBeGreaterThanOrEqual(Math.floor(expected / 3));
    expect(nights).toBeLessThanOrEqual(Math.ceil(expected * 3));
    // During it: the nights that are left with this one, or the hours of the last.
    if (day === 22) expect(during).toMatch(/^\d\d% in Immich, (?:about \d nights|less than a minute) left$/);
  }
  expect((await bench.cli(['status'])).stdout).toMatch(/^\d\d% in Immich/m);

  // Nobody came back to it for days: how far it is stays true, and nothing else is said.
  clock = night(27, 9);
  expect(wordsOf(await stateOf(bench, now))).toBe(`${last.importing?.percent}% in Immich`);

  // After: there is nothing more to tell. Small batches are for nights that shall be cut short.
  bench.change((settings) => ({ ...settings, storage: { ...settings.storage, diskBudget: 1_000_000_000 } }));
  clock = night(28);
  expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { assets: ASSETS, complete: ASSETS } });
  expect(await stateOf(bench, now)).toMatchObject({ importing: null, status: { state: 'up-to-date' } });
  expect((await bench.cli(['status'])).stdout).not.toMatch(/\d% in Immich/);
});
