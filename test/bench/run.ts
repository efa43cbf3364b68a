/**
 * `npm run bench`: the obvious shell pipeline (obvious-pipeline.sh) and this program side by side on one generated library, each against a
 * demo server of its own, in turns, several rounds; then what the guard costs (guard-throughput.ts). Needs the real tools.
 *
 * Each round has fresh servers and fresh folders for both and three phases: the first sync, a sync when nothing has changed (the
 * database's time moves, as Photos' background analysis moves it all day), and a sync after one new photo. Who goes first changes with
 * every turn. The numbers are medians; only the ratio of the two sides in one run means something on another machine. In its time the
 * engine proves every file by checksum and makes the albums; the pipeline does neither.
 *
 * Then how it grows (growth.ts): up to 10,000 assets, with `--all` up to 100,000 and a ledger of a million parts. In the end all tables are
 * printed as docs/performance.md holds them, with what is to be reached beside what was measured.
 *
 * Options: `--assets 2000` (about 1.4 files each, of some kB), `--rounds 3`, `--no-pipeline`, `--no-guard`, `--no-growth`, `--all`,
 * `--plot FILE.svg`, `--json` (one document with every sample and nothing else), `--json-file FILE` (the same beside the tables),
 * `--document docs/performance.md` (puts the tables into it); `--curve` instead of all that, see curve.ts.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import type { Outcome } from '../../src/core/model/run-report.ts';
import { libraryDatabase } from '../../src/core/photos/library.ts';
import { createLargeLibrary, openPhotosLibrary } from '../support/photos-library/index.ts';
import { describeTools, provisionTools } from '../support/tools/provision.ts';
import { type ContenderOptions, expectWork, openEngine, openPipeline } from './contenders.ts';
import { type Curve, curveTable, measureCurve } from './curve.ts';
import { growthTable, measureGrowth, writePlot } from './growth.ts';
import { type GuardThroughput, guardTable } from './guard-throughput.ts';
import { replaceTable, shownCount, shownTime } from './markdown.ts';
import { type PhaseSamples, summarise, type Turn, tableOf } from './table.ts';
import { targetsTable } from './targets.ts';

const { values: options } = parseArgs({
  allowNegative: true,
  options: {
    assets: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '3' },
    curve: { type: 'boolean', default: false },
    batches: { type: 'string', default: '50,100,200,500' },
    uploads: { type: 'string', default: '2,4,8' },
    kilobytes: { type: 'string' },
    'server-work': { type: 'string' },
    pipeline: { type: 'boolean', default: true },
    guard: { type: 'boolean', default: true },
    growth: { type: 'boolean', default: true },
    all: { type: 'boolean', default: false },
    plot: { type: 'string' },
    'json-file': { type: 'string' },
    document: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const assets = wholeNumber('assets', options.assets);
const rounds = wholeNumber('rounds', options.rounds);
/** For people; a program reads only the document at the end. */
const say = (line: string) => (options.json ? undefined : console.log(line));

const tools = await provisionTools({ onLine: say });
for (const line of describeTools(tools)) say(line);
const missing = [tools.osxphotos, tools.immichGo].find((tool) => tool.kind !== 'real');
if (missing !== undefined) throw new Error(`This benchmark needs the real tools: ${missing.why}`);

const { osxphotos, immichGo } = tools;
const programs = { osxphotos: osxphotos.path, immichGo: immichGo.path };
const measured = options.curve ? await measureTheCurve() : await measureAll();
const document = JSON.stringify({
  machine: { platform: process.platform, processors: cpus().length, node: process.version },
  tools: { osxphotos: osxphotos.version, 'immich-go': immichGo.version },
  ...measured,
});
if (options.json) console.log(document);
if (options['json-file'] !== undefined) await writeFile(options['json-file'], `${document}\n`);

async function measureTheCurve(): Promise<{ readonly curve: Curve }> {
  const numbers = (name: 'batches' | 'uploads') => options[name].split(',').map((text) => wholeNumber(name, text));
  const curve = await measureCurve({
    ...programs,
    assets,
    rounds,
    padding: options.kilobytes === undefined ? 0 : 1000 * wholeNumber('kilobytes', options.kilobytes),
    serverWork: options['server-work'] === undefined ? 0 : wholeNumber('server-work', options['server-work']),
    batches: numbers('batches'),
    uploads: numbers('uploads'),
    onLine: say,
  });
  // Tiny files, files as large as a phone's, and those to a server that has work with each: three tables.
  await tell(curve.serverWork > 0 ? 'curve-busy' : curve.padding > 0 ? 'curve-large' : 'curve', curveTable(curve));
  return { curve };
}

async function measureAll() {
  const against = options.pipeline ? await measureAgainstPipeline() : null;
  const guard = options.guard ? await measureGuard() : [];
  const growth = options.growth
    ? await measureGrowth({
        ...programs,
        isAll: options.all,
        onRow: ({ step, size, seconds }) => say(`  ${step}, ${shownCount(size)}: ${shownTime(seconds)}`),
      })
    : [];
  if (growth.length > 0) await tell('targets', targetsTable(growth, guard));
  if (against !== null) await tell('pipeline', tableOf(against.phases));
  if (guard.length > 0) await tell('guard', guardTable(guard));
  if (growth.length > 0) await tell('growth', growthTable(growth));
  if (options.plot !== undefined) await writePlot(options.plot, growth);
  return { library: against?.library, phases: against?.phases, guard, growth };
}

/** @param name what marks the place of the table in the document */
async function tell(name: string, lines: readonly string[]): Promise<void> {
  for (const line of ['', ...lines]) say(line);
  if (options.document !== undefined)
    await writeFile(options.document, replaceTable(await readFile(options.document, 'utf8'), name, lines));
}

async function measureAgainstPipeline() {
  const samples: PhaseSamples = { first: [], unchanged: [], 'one-new': [] };
  const folder = await mkdtemp(join(tmpdir(), 'immich-sync-bench-'));
  try {
    const library = join(folder, 'Bench.photoslibrary');
    const made = await createLargeLibrary(library, { assets, media: 'small' });
    const { totals } = made.manifest({ hashes: false });
    made.close();
    say(`\nLibrary: ${totals.inScope} assets with ${totals.partsAvailable} files, ${totals.albumsInScope} albums.`);
    for (let round = 0; round < rounds; round += 1) {
      say(`Round ${round + 1} of ${rounds}…`);
      await playRound(samples, library, join(folder, `round-${round}`), round);
    }
    return { library: totals, phases: summarise(samples) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The three phases, once for both sides. */
async function playRound(samples: PhaseSamples, path: string, roundFolder: string, round: number): Promise<void> {
  const sides = { pipeline: join(roundFolder, 'pipeline'), engine: join(roundFolder, 'engine') };
  for (const side of Object.values(sides)) await mkdir(side, { recursive: true });
  const given = (side: string): ContenderOptions => ({
    folder: side,
    library: path,
    ...programs,
  });
  const pipeline = await openPipeline(given(sides.pipeline));
  const engine = await openEngine(given(sides.engine));
  let turn = round;
  const inTurns = async (outcome: Outcome): Promise<Turn> => {
    turn += 1;
    const [first, second] = turn % 2 === 1 ? [pipeline, engine] : [engine, pipeline];
    const [one, other] = [await first.run(), await second.run()];
    const result = turn % 2 === 1 ? { pipeline: one, engine: other } : { pipeline: other, engine: one };
    expectEqualWork(result, outcome);
    return result;
  };
  try {
    samples.first.push(await inTurns('done'));
    const now = new Date();
    await utimes(libraryDatabase(path), now, now);
    samples.unchanged.push(await inTurns('nothing-new'));
    const photos = await openPhotosLibrary(path, { media: 'small' });
    await photos.addAsset({ kind: 'photo' });
    photos.close();
    samples['one-new'].push(await inTurns('done'));
  } finally {
    pipeline.close();
    engine.close();
    await rm(roundFolder, { recursive: true });
  }
}

/** Speed is no merit in who leaves something out. @throws Error */
function expectEqualWork({ pipeline, engine }: Turn, outcome: Outcome): void {
  expectWork(engine, outcome);
  if (pipeline.server.assets !== engine.server.assets)
    throw new Error(`${pipeline.server.assets} files came by the pipeline, ${engine.server.assets} by the engine.`);
}

/** A program of its own: the memory of this one, and what it leaves behind, shall not be in its numbers. */
async function measureGuard(): Promise<readonly GuardThroughput[]> {
  say('The guard…');
  const child = spawn(
    process.execPath,
    [...process.execArgv, join(import.meta.dirname, 'guard-throughput.ts'), '--json'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [said, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (exitCode !== 0) process.exitCode = 1;
  return JSON.parse(said) as readonly GuardThroughput[];
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new RangeError(`--${name} must be a whole number above zero, not ${text}.`);
}
