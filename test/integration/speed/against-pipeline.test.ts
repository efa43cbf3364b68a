/**
 * A guard against getting slower: the processor time of the command and of all that it starts, by that of the shell pipeline in the same
 * minutes. A ratio, because any machine may run this; processor and not the clock, because others may be busy on it; and what lies above
 * its bound is measured again, because the best round tells what the program needs.
 */
import { mkdir, mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { libraryDatabase } from '../../../src/core/photos/library.ts';
import { type Contender, openEngine, openPipeline } from '../../bench/contenders.ts';
import { createLargeLibrary, openPhotosLibrary } from '../../support/photos-library/index.ts';
import { realTools, whenReady } from '../../support/tools/real-tools.ts';

const tools = await realTools('osxphotos', 'immichGo');

const ASSETS = 100;
const ROUNDS = 3;
/**
 * Half as much again as was measured, on a busy machine: 1.4 to 2.1, 0.70 to 0.85, 1.1 to 1.8. (It was 0.42 to 0.54 for nothing changed before
 * every sync asked the server about everything.)
 */
const BOUNDS = { 'first sync': 3, 'nothing changed': 1.2, 'one new photo': 2.5 };
type Phase = keyof typeof BOUNDS;
type Ratios = Record<Phase, number>;

it.skipIf(!tools.ready)(
  'takes no more of the processor, by the shell pipeline, than it did',
  { timeout: 400_000 },
  async () => {
    const rounds: Ratios[] = [];
    let best: Ratios;
    do {
      rounds.push(await playRound());
      best = leastOf(rounds);
    } while (rounds.length < ROUNDS && isAbove(best));
    expect(isAbove(best), `by the pipeline's: ${JSON.stringify(rounds)}`).toBe(false);
  },
);

const PHASES = Object.keys(BOUNDS) as readonly Phase[];
const isAbove = (ratios: Ratios) => PHASES.some((phase) => ratios[phase] > BOUNDS[phase]);
const leastOf = (rounds: readonly Ratios[]) =>
  Object.fromEntries(PHASES.map((phase) => [phase, Math.min(...rounds.map((round) => round[phase]))])) as Ratios;

async function playRound(): Promise<Ratios> {
  const folder = await mkdtemp(join(tmpdir(), 'speed-'));
  const library = join(folder, 'Speed.photoslibrary');
  (await createLargeLibrary(library, { assets: ASSETS, media: 'small' })).close();
  const given = async (side: string) => {
    await mkdir(join(folder, side));
    return { folder: join(folder, side), library, ...whenReady(tools) };
  };
  const [pipeline, engine] = [await openPipeline(await given('pipeline')), await openEngine(await given('engine'))];
  try {
    const first = await ratioOf(pipeline, engine);
    const now = new Date();
    await utimes(libraryDatabase(library), now, now);
    const unchanged = await ratioOf(pipeline, engine);
    const photos = await openPhotosLibrary(library, { media: 'small' });
    await photos.addAsset({ kind: 'photo' });
    photos.close();
    return { 'first sync': first, 'nothing changed': unchanged, 'one new photo': await ratioOf(pipeline, engine) };
  } finally {
    pipeline.close();
    engine.close();
    await rm(folder, { recursive: true });
  }
}

async function ratioOf(pipeline: Contender, engine: Contender): Promise<number> {
  const [theirs, ours] = [await pipeline.run(), await engine.run()];
  // Speed is no merit in who leaves something out.
  expect(ours.report?.problems).toEqual([]);
  expect(ours.report?.coverage.complete).toBe(ours.report?.coverage.assets);
  expect(ours.server.assets).toBe(theirs.server.assets);
  return ours.cpuSeconds / theirs.cpuSeconds;
}
