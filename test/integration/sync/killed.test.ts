/**
 * Syncs killed without a warning at random moments, and continued: each must come to the end that an undisturbed one comes to.
 *
 * - `IMMICH_SYNC_KILL_ROUNDS`: how many; every fifth is with the tools that people use, the others with the quick stand-ins
 * - `IMMICH_SYNC_KILL_SEED`: another number gives other moments
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunReport } from '../../../src/core/model/run-report.ts';
import type { ToolName } from '../../../src/core/model/tools.ts';
import { outboxFolder } from '../../../src/core/sync/outbox.ts';
import type { DemoSnapshot } from '../../support/demo-immich/index.ts';
import { type AssetOptions, createPhotosLibrary, seededRandom } from '../../support/photos-library/index.ts';
import { writeStandIn } from '../../support/stand-ins/write.ts';
import { type Bench, type BenchOptions, openBench } from '../../support/sync/bench.ts';
import { killGroup, processesNaming } from '../../support/sync/processes.ts';

const ROUNDS = Number(process.env.IMMICH_SYNC_KILL_ROUNDS ?? 100);
const SEED = Number(process.env.IMMICH_SYNC_KILL_SEED ?? 20_261_122);
/** Few, but of every kind and in several batches: what a kill can break is in the steps, not in their number. */
const ASSETS = 8;
const DISK_BUDGET = 1_000_000;

/** What an undisturbed run comes to. */
interface Undisturbed {
  readonly snapshot: DemoSnapshot;
  readonly report: RunReport;
  /** Milliseconds. */
  readonly duration: number;
  /** How many the server answered. */
  readonly requests: number;
}

let folder: string;
let library: string;
let standIns: Required<NonNullable<BenchOptions['tools']>>;
const expected = {} as Record<'real' | 'stand-in', Undisturbed>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-killed-'));
  library = await makeLibrary(join(folder, 'Killed.photoslibrary'));
  const program = (tool: ToolName) => writeStandIn(tool, join(folder, 'stand-ins'));
  standIns = { osxphotos: await program('osxphotos'), immichGo: await program('immich-go') };
  for (const tools of ['real', 'stand-in'] as const) {
    // Once to fill the cache.
    await undisturbed(tools);
    expected[tools] = await undisturbed(tools);
  }
  expect(expected['stand-in'].report.coverage).toEqual(expected.real.report.coverage);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const openRound = (tools: Round['tools']) =>
  openBench({
    library,
    settings: (settings) => ({ ...settings, storage: { ...settings.storage, diskBudget: DISK_BUDGET } }),
    ...(tools === 'stand-in' ? { tools: standIns } : {}),
  });

const startSync = (bench: Bench) => bench.startCli(['sync', '--json']);

async function undisturbed(tools: Round['tools']): Promise<Undisturbed> {
  const bench = await openRound(tools);
  try {
    const startedAt = performance.now();
    const result = await startSync(bench).ended;
    const duration = performance.now() - startedAt;
    const report = result.json<RunReport>();
    expect(report).toMatchObject({ outcome: 'done', problems: [], coverage: { assets: ASSETS } });
    await bench.server.idle();
    return { snapshot: bench.server.snapshot(), report, duration, requests: bench.server.requests.count() };
  } finally {
    await bench.close();
  }
}

/** Assets of many kinds in albums, two of them with one title. */
async function makeLibrary(path: string): Promise<string> {
  const photos = await createPhotosLibrary({ path, media: 'full' });
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
  readonly tools: 'real' | 'stand-in';
  /** By the clock, which hits every phase that takes long, or by what the server has seen, which hits every step of the others. */
  readonly moment: { readonly unit: 'milliseconds' | 'requests'; readonly count: number };
  /** Whether the tools are killed along with the command, or continue without it. */
  readonly withTools: boolean;
}

function* randomRounds(): Generator<Round> {
  const random = seededRandom(SEED);
  for (let index = 0; index < ROUNDS; index += 1) {
    const tools = index % 5 === 0 ? 'real' : 'stand-in';
    const { duration, requests } = expected[tools];
    yield {
      number: index + 1,
      tools,
      moment:
        index % 4 < 2
          ? { unit: 'milliseconds', count: Math.round(random.next() * duration) }
          : { unit: 'requests', count: random.integer(1, requests) },
      withTools: index % 2 === 0,
    };
  }
}

async function untilMoment({ unit, count }: Round['moment'], bench: Bench, isOver: () => boolean): Promise<void> {
  const startedAt = performance.now();
  const reached = () => (unit === 'requests' ? bench.server.requests.count() : performance.now() - startedAt) >= count;
  while (!isOver() && !reached()) await wait(1);
}

/** @returns whether the run was really cut off: a late kill may find it done. */
async function playRound({ moment, tools, withTools }: Round): Promise<boolean> {
  const { snapshot, report } = expected[tools];
  const bench = await openRound(tools);
  try {
    const command = startSync(bench);
    let isOver = false;
    void command.ended.then(() => {
      isOver = true;
    });
    await untilMoment(moment, bench, () => isOver);
    killGroup(command.pid);
    if (withTools) for (const { group } of leftRunning(bench)) killGroup(group);
    const { exitCode, stdout } = await command.ended;
    if (exitCode !== null) expect(JSON.parse(stdout)).toMatchObject({ outcome: 'done', problems: [] });

    expect(await bench.sync()).toMatchObject({
      problems: [],
      outcome: expect.stringMatching(/^(done|nothing-new)$/),
      coverage: report.coverage,
      parts: { known: report.parts.known, verified: report.parts.verified, failed: 0 },
      albums: { managed: report.albums.managed },
    });
    await bench.server.idle();
    expect(bench.server.snapshot()).toEqual(snapshot);
    expect(leftRunning(bench)).toEqual([]);
    expect(await readdir(bench.paths.runFolder)).toEqual(['lock.sqlite']);
    expect(await readdir(bench.paths.stagingFolder)).not.toContain(basename(outboxFolder(bench.paths.stagingFolder)));
    const history = await bench.history();
    expect(history.at(-1)?.outcome).toMatch(exitCode === null ? /^(interrupted|done)$/ : 'done');
    // A third run finds everything in order.
    expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', coverage: report.coverage });
    return exitCode === null;
  } catch (error) {
    const log = await readFile(bench.paths.logFile, 'utf8').catch(() => '');
    throw new Error(`It came to another end. Its log:\n${log}`, { cause: error });
  } finally {
    for (const { group } of leftRunning(bench)) killGroup(group);
    await bench.close();
  }
}

const described = ({ number, tools, moment, withTools }: Round) =>
  `Round ${number} of seed ${SEED}, ${tools} tools, killed after ${moment.count} ${moment.unit} ${withTools ? 'with' : 'without'} its tools`;

it(`comes to the same end when it is killed at ${ROUNDS} random moments and continued`, {
  timeout: 30 * 60_000,
}, async () => {
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 1000);
  const failures: Error[] = [];
  let played = 0;
  let cut = 0;
  const rounds = randomRounds();
  const lane = async () => {
    for (const round of rounds) {
      try {
        if (await playRound(round)) cut += 1;
      } catch (error) {
        failures.push(new Error(described(round), { cause: error }));
        console.log(described(round), error);
      }
      played += 1;
      if (played % 10 === 0)
        console.log(`${played} of ${ROUNDS} rounds after ${seconds()} s, ${failures.length} failed`);
    }
  };
  await Promise.all([lane(), lane()]);
  const undisturbed = (['real', 'stand-in'] as const).map((tools) => {
    const { duration, requests } = expected[tools];
    return `${Math.round(duration)} ms and ${requests} requests with the ${tools} tools`;
  });
  console.log(
    `${ROUNDS - failures.length} of ${ROUNDS} ended in the undisturbed state, ${cut} of them were really cut off (seed ${SEED}, ${seconds()} s). An undisturbed run takes ${undisturbed.join(', ')}.`,
  );
  if (failures.length > 0) throw new AggregateError(failures, failures.map(({ message }) => message).join('\n'));
  expect(cut).toBeGreaterThan(ROUNDS / 2);
});
