/** What the app shows during and after a first sync, each number held against the server at that moment. */
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { EngineState, Services } from '../../../src/main/services/services.ts';
import type { PhaseName, PhaseRow, ProgressView } from '../../../src/shared/contract.ts';
import type { Manifest } from '../../support/photos-library/index.ts';
import { until, withApp } from '../../support/sync/app.ts';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { checksumsOn } from '../../support/sync/compare.ts';

const PHOTOS = 18;
const LIVE = 3;
/** Items and their files that the server holds before: one is a Live Photo. */
const ITEMS_BEFORE = 6;
const ON_SERVER_BEFORE = ITEMS_BEFORE + 1;
const ONLY_IN_CLOUD = 2;
const ASSETS = PHOTOS + LIVE + 1 + ONLY_IN_CLOUD + 1;
/** With the films of Live Photos, the edit of one, and the edit of which the original is away. */
const FILES = PHOTOS + 2 * LIVE + 2 + 1;
/** Files after which the first sync is stopped. */
const A_PART = 8;
const OPTIONS = { now: Date.now, batchAssets: 5 };

async function benchOf(): Promise<Bench> {
  const of = (number: number, kind: 'photo' | 'live') => Array.from({ length: number }, () => ({ kind }) as const);
  const bench = await useBench({
    fill: (library) =>
      library.addMany([
        ...of(LIVE, 'live'),
        ...of(PHOTOS, 'photo'),
        { kind: 'photo', edited: true },
        ...of(ONLY_IN_CLOUD, 'photo').map((photo) => ({ ...photo, missing: ['original'] as const })),
        { kind: 'photo', edited: true, missing: ['original'] },
      ]),
  });
  const { assets } = manifestOf(bench);
  const photos = assets.filter(({ parts }) => parts.length === 1 && parts[0]?.path != null);
  const [live] = assets.filter(({ parts }) => parts.some(({ kind }) => kind === 'live-video'));
  for (const { parts } of [...photos.slice(0, ITEMS_BEFORE - 1), ...(live === undefined ? [] : [live])])
    for (const { path, kind } of parts)
      await bench.server.addAsset({
        name: kind === 'live-video' ? 'IMG_0001.MOV' : 'IMG_0001.HEIC',
        source: await readFile(path ?? ''),
      });
  return bench;
}

/** Assets of which everything that Photos has is on the server now. */
function wholeOnServer({ server }: Bench, { assets }: Manifest): number {
  const held = new Set<string | null>(checksumsOn(server));
  return assets.filter(({ parts }) => parts.every(({ sha1 }) => held.has(sha1))).length;
}

const rowOf = ({ phases }: ProgressView, name: PhaseName) => phases.find(({ phase }) => phase === name) as PhaseRow;

/** Holds all that is shown, at each change, against the server. */
class Watch {
  /** Files that the server held when the sync began. */
  #heldBefore = ON_SERVER_BEFORE;
  /** Of a sync in progress. */
  looks = 0;
  /** The most that was shown as verified while a sync went on. */
  verified = 0;
  readonly #bench: Bench;
  readonly #manifest: Manifest;
  readonly #failures = new Set<string>();
  readonly #shown = new Map<string, number>();

  constructor(services: Services, bench: Bench) {
    this.#bench = bench;
    this.#manifest = manifestOf(bench);
    services.onState(() => {
      try {
        this.#look(services.state());
      } catch (error) {
        this.#failures.add(String(error));
      }
    });
  }

  beginSync(): void {
    this.#heldBefore = this.#bench.server.assets().length;
    this.#shown.clear();
    this.looks = 0;
    this.verified = 0;
  }

  expectTruth(): void {
    expect([...this.#failures]).toEqual([]);
    expect(this.looks).toBeGreaterThan(5);
  }

  #look({ status, coverage }: EngineState): void {
    const [whole, files] = [wholeOnServer(this.#bench, this.#manifest), this.#bench.server.assets().length];
    if (coverage !== null) {
      const { assets, complete, incomplete, absent, remainder } = coverage;
      expect(complete + incomplete + absent).toBe(assets);
      expect(remainder.reduce((sum, { count }) => sum + count, 0)).toBe(assets - complete);
      expect(complete).toBeLessThanOrEqual(whole);
      this.#neverLess('verified', complete);
      if (status.state === 'syncing') this.verified = complete;
    }
    if (status.state !== 'syncing') return;
    this.looks += 1;
    const { progress } = status;
    expect(progress.bytesDone).toBeLessThanOrEqual(progress.bytesTotal);
    if (progress.bytesTotal > 0) expect(progress.fraction).toBeCloseTo(progress.bytesDone / progress.bytesTotal);
    for (const row of progress.phases) {
      if (row.state === 'next') continue;
      if (row.total !== null) expect(row.done, row.phase).toBeLessThanOrEqual(row.total);
      this.#neverLess(`${row.phase}, ${row.total === null ? 'all' : `of ${row.total}`}`, row.done ?? 0);
    }
    // What is over has its number, and nothing is told that the server does not hold.
    const rows = (['library', 'compare', 'upload'] as const).map((name) => rowOf(progress, name));
    const [library, compare, upload] = rows as [PhaseRow, PhaseRow, PhaseRow];
    if (library.state === 'done') expect(library.done).toBe(ASSETS);
    if (compare.state === 'done') {
      // What was on its way when a sync was stopped may arrive after it.
      expect(compare.done).toBeGreaterThanOrEqual(this.#heldBefore);
      expect(compare.done).toBeLessThanOrEqual(files);
    }
    if (upload.state === 'next') return;
    expect(upload.total).toBe(FILES - (compare.done ?? 0));
    expect(upload.done).toBeLessThanOrEqual(files - (compare.done ?? 0));
  }

  #neverLess(what: string, value: number): void {
    expect(value, what).toBeGreaterThanOrEqual(this.#shown.get(what) ?? 0);
    this.#shown.set(what, value);
  }
}

const uploaded = ({ status }: EngineState) =>
  status.state === 'syncing' ? (rowOf(status.progress, 'upload').done ?? 0) : 0;
const isOver = ({ status, lastRun }: EngineState) => status.state !== 'syncing' && lastRun?.endedAt != null;

it('are true at every moment: after a preview, over a stop, and to the end', async () => {
  const bench = await benchOf();
  await withApp(bench, OPTIONS, async (services) => {
    const preview = await services.handlers['plan.preview'](null);
    expect(preview).toMatchObject({
      assets: ASSETS,
      alreadyThere: ITEMS_BEFORE,
      onlyInCloud: ONLY_IN_CLOUD,
      others: [],
    });
    expect(preview.alreadyThere + preview.toUpload + preview.onlyInCloud).toBe(ASSETS);
    const watch = new Watch(services, bench);
    bench.server.faults.add({ kind: 'delay', milliseconds: 200, match: { method: 'POST', path: '/assets' } });

    // Stopped by the person: that is nothing to look at, and nothing has failed.
    watch.beginSync();
    await services.handlers['sync.start'](null);
    await until(services, (state) => uploaded(state) >= A_PART);
    await services.handlers['sync.stop'](null);
    const stopped = await until(services, isOver);
    watch.expectTruth();
    expect(stopped).toMatchObject({ status: { state: 'pending' }, problems: [], lastRun: { outcome: 'interrupted' } });
    const [ofStopped] = await bench.history();
    expect(ofStopped?.report).toMatchObject({ parts: { failed: 0 }, problems: [{ code: 'stopped' }] });
    expect(ofStopped?.report?.coverage.reasons).not.toHaveProperty('failing');

    watch.beginSync();
    await services.handlers['sync.start'](null);
    const ended = await until(services, (state) => isOver(state) && state.lastRun?.outcome !== 'interrupted');
    watch.expectTruth();
    expect(watch.verified).toBeGreaterThan(0);
    expect(ended).toMatchObject({
      status: { state: 'up-to-date' },
      coverage: {
        assets: ASSETS,
        complete: ASSETS - ONLY_IN_CLOUD - 1,
        remainder: [{ reason: 'original-not-on-this-mac', count: ONLY_IN_CLOUD + 1 }],
      },
      lastRun: { outcome: 'done' },
    });
    expect(bench.server.assets()).toHaveLength(FILES);
  });
});
