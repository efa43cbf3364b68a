import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunReport } from '../../../src/core/sync/outcome.ts';
import type { DemoSnapshot } from '../../support/demo-immich/index.ts';
import { type AssetOptions, createPhotosLibrary } from '../../support/photos-library/index.ts';
import { seededRandom } from '../../support/photos-library/random.ts';
import { type Bench, openBench } from '../../support/sync/bench.ts';
import { killGroup, processesNaming } from '../../support/sync/processes.ts';

const ROUNDS = 100;
/** Few, but of every kind: what a kill can break is in the steps, not in their number. */
const ASSETS = 12;
const SEED = Number(process.env.IMMICH_SYNC_KILL_SEED ?? 20_261_122);

let folder: string;
let library: string;
/** What an undisturbed run comes to. */
let expected: {
  readonly snapshot: DemoSnapshot;
  readonly report: RunReport;
  /** Milliseconds. */
  readonly duration: number;
  /** How many the server answered. */
  readonly requests: number;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-killed-'));
  library = await makeLibrary(join(folder, 'Killed.photoslibrary'));
  const bench = await openBench({ library });
  try {
    const startedAt = performance.now();
    const result = await bench.cli(['sync', '--json']);
    const duration = performance.now() - startedAt;
    const report = result.json<RunReport>();
    expect(report).toMatchObject({ outcome: 'done', problems: [], coverage: { assets: ASSETS } });
    await bench.server.idle();
    expected = { snapshot: bench.server.snapshot(), report, duration, requests: bench.server.requests.count() };
  } finally {
    await bench.close();
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Assets of many kinds in albums, two of them with one title. */
async function makeLibrary(path: string): Promise<string> {
  const photos = await createPhotosLibrary({ path, media: 'small' });
  const kinds: AssetOptions[] = [
    { kind: 'photo', caption: 'The sea', keywords: ['Sea', 'Travel'] },
    { kind: 'live' },
    { kind: 'photo', edited: true },
    { kind: 'raw-jpeg' },
    { kind: 'photo', filename: 'IMG_0001.JPG', date: '2024-07-06T12:00:00+02:00' },
    { kind: 'movie' },
  ];
  const uuids = await photos.addMany(
    Array.from({ length: ASSETS }, (_, index) => kinds[index % kinds.length] ?? { kind: 'photo' }),
  );
  const travel = photos.createFolder('Travel');
  photos.createAlbum('Holiday', { assets: uuids.slice(0, 4) });
  photos.createAlbum('Holiday', { assets: uuids.slice(2, 6) });
  photos.createAlbum('Lisbon', { assets: uuids.slice(6), folder: travel });
  photos.close();
  return path;
}

/** Whatever names the bench in its command line: the tools, wherever they were started from. */
const leftRunning = (bench: Bench) => processesNaming(bench.folder);

interface Round {
  readonly number: number;
  /** By the clock, which hits every phase that takes long, or by what the server has seen, which hits every step of the others. */
  readonly moment: { readonly unit: 'milliseconds' | 'requests'; readonly count: number };
  /** Whether the tools are killed along with the command, or go on without it. */
  readonly withTools: boolean;
}

async function untilMoment({ unit, count }: Round['moment'], bench: Bench, isOver: () => boolean): Promise<void> {
  const startedAt = performance.now();
  const reached = () => (unit === 'requests' ? bench.server.requests.count() : performance.now() - startedAt) >= count;
  while (!isOver() && !reached()) await wait(1);
}

/** @returns whether the run was really cut off: a late kill may find it done. */
async function playRound({ moment, withTools }: Round): Promise<boolean> {
  const bench = await openBench({ library });
  try {
    const command = bench.startCli(['sync', '--json']);
    let isOver = false;
    void command.ended.then(() => {
      isOver = true;
    });
    await untilMoment(moment, bench, () => isOver);
    killGroup(command.pid);
    if (withTools) for (const { group } of leftRunning(bench)) killGroup(group);
    const { exitCode, stdout } = await command.ended;
    if (exitCode !== null) expect(JSON.parse(stdout)).toMatchObject({ outcome: 'done', problems: [] });

    const report = await bench.sync();
    expect(report).toMatchObject({
      problems: [],
      outcome: expect.stringMatching(/^(done|nothing-new)$/),
      coverage: expected.report.coverage,
      parts: { known: expected.report.parts.known, verified: expected.report.parts.verified, failed: 0 },
      albums: { managed: expected.report.albums.managed },
    });
    await bench.server.idle();
    expect(bench.server.snapshot()).toEqual(expected.snapshot);
    expect(leftRunning(bench)).toEqual([]);
    expect(await readdir(bench.places.runFolder)).toEqual(['lock.sqlite']);
    expect(await readdir(bench.places.stagingFolder)).not.toContain('.outbox');
    const history = await bench.history();
    expect(history.at(-1)?.outcome).toMatch(exitCode === null ? /^(interrupted|done)$/ : 'done');
    // A third run finds everything in order.
    expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', coverage: expected.report.coverage });
    return exitCode === null;
  } finally {
    for (const { group } of leftRunning(bench)) killGroup(group);
    await bench.close();
  }
}

it(`comes to the same end when it is killed at ${ROUNDS} random moments and continued`, {
  timeout: 600_000,
}, async () => {
  const random = seededRandom(SEED);
  const rounds = Array.from(
    { length: ROUNDS },
    (_, index): Round => ({
      number: index + 1,
      moment:
        index % 3 === 0
          ? { unit: 'milliseconds', count: Math.round(random.next() * expected.duration) }
          : { unit: 'requests', count: random.integer(1, expected.requests) },
      withTools: index % 2 === 0,
    }),
  );
  let cut = 0;
  const queue = rounds.values();
  await Promise.all(
    Array.from({ length: 2 }, async () => {
      for (const round of queue) {
        const wasCut = await playRound(round).catch((error: unknown) => {
          throw new Error(
            `Round ${round.number} of seed ${SEED}, killed after ${round.moment.count} ${round.moment.unit} ${round.withTools ? 'with' : 'without'} its tools`,
            { cause: error },
          );
        });
        if (wasCut) cut += 1;
      }
    }),
  );
  console.log(
    `${ROUNDS} of ${ROUNDS} ended in the undisturbed state; ${cut} of them were really cut off. Seed ${SEED}, an undisturbed run takes ${Math.round(expected.duration)} ms and ${expected.requests} requests.`,
  );
  expect(cut).toBeGreaterThan(ROUNDS / 2);
});
