/**
 * What the guard costs: the real immich-go uploads the same files to a server on this computer directly and through a guard in a process
 * of its own, in turns. The server hashes what it gets, as Immich does. Part of `npm run bench`; on its own it is started with
 * `node test/bench/guard-throughput.ts [megabytes] [--json]` and fails when the guard is felt on a gigabit network.
 *
 * Two networks: gigabit Ethernet, the fastest that a home commonly has, where the guard must not be felt; and none at all, where uploader,
 * guard and server share this computer's processors and the ratio says more about their number than about the guard.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ExpectedFile } from '../../src/core/immich/guard-form.ts';
import { uploadFolder } from '../../src/core/immich/upload.ts';
import { filesBelow } from '../support/expected-files.ts';
import { provisionTools } from '../support/tools/provision.ts';
import { markdownTable, shownBytes, shownRatio, shownTime } from './markdown.ts';

/** Medians. */
export interface GuardThroughput {
  /** What was uploaded over what, for people. */
  readonly files: string;
  readonly network: (typeof NETWORKS)[number]['name'];
  readonly megabytes: number;
  /** Megabytes per second. */
  readonly direct: number;
  /** Megabytes per second. */
  readonly guarded: number;
  /** Of the two speeds. */
  readonly ratio: number;
  /** Bytes, of the guard's process. */
  readonly peakMemory: number;
  /** The guard's seconds of processor for 1024 MB. */
  readonly cpuPerGigabyte: number;
}

export interface GuardThroughputOptions {
  /** Absolute path of immich-go. */
  readonly immichGo: string;
  /** Megabytes in each upload; 300 if not given. */
  readonly megabytes?: number;
}

const MEGABYTE = 1024 * 1024;
const TURNS = 3;
const TARGET = 0.8;
/** Megabytes per second that even the direct upload must reach for the ratio to say something about the guard. */
const BUSY_BELOW = 100;
const SHAPES = [
  { name: 'films of 50 MB', size: 50 * MEGABYTE },
  { name: 'photos of 3 MB', size: 3 * MEGABYTE },
] as const;
const NETWORKS = [
  { name: 'gigabit', bytesPerSecond: 118 * MEGABYTE },
  { name: 'no network', bytesPerSecond: null },
] as const;

/** Measures every shape of files over every network. */
export async function measureGuard({ immichGo, megabytes = 300 }: GuardThroughputOptions): Promise<GuardThroughput[]> {
  const folder = await mkdtemp(join(tmpdir(), 'guard-bench-'));
  const results: GuardThroughput[] = [];
  try {
    for (const { name, size } of SHAPES) {
      const box = join(folder, 'box', String(size));
      await fill(box, size, megabytes);
      const files = await filesBelow(box);
      for (const network of NETWORKS) {
        const speeds = await compare(network.bytesPerSecond, { megabytes, files }, async (target) => {
          const outcome = await uploadFolder({
            program: immichGo,
            folder: box,
            workFolder: folder,
            guard: { ...target, listen: () => () => {} },
          });
          if (outcome.uploaded.length === 0 || outcome.failed.length > 0) throw new Error(JSON.stringify(outcome));
        });
        results.push({ files: `${name}, ${network.name}`, network: network.name, megabytes, ...speeds });
      }
      await rm(box, { recursive: true });
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Target {
  readonly url: string;
  readonly token: string;
}

async function fill(box: string, size: number, megabytes: number): Promise<void> {
  await mkdir(join(box, '2024', '03'), { recursive: true });
  for (let index = 0; index * size < megabytes * MEGABYTE; index += 1) {
    await writeFile(join(box, '2024', '03', `IMG_${index}.jpg`), randomBytes(size));
  }
}

async function compare(
  bytesPerSecond: number | null,
  { megabytes, files }: { readonly megabytes: number; readonly files: readonly ExpectedFile[] },
  upload: (target: Target) => Promise<void>,
): Promise<Pick<GuardThroughput, 'direct' | 'guarded' | 'ratio' | 'peakMemory' | 'cpuPerGigabyte'>> {
  const server = fork(
    new URL('../support/upstream-process.ts', import.meta.url),
    bytesPerSecond === null ? [] : [String(bytesPerSecond)],
  );
  const [{ url }] = await once(server, 'message');
  const guard = fork(new URL('../support/guard-process.ts', import.meta.url), [url]);
  const speed = async (target: Target) => {
    const startedAt = performance.now();
    await upload(target);
    return (megabytes * 1000) / (performance.now() - startedAt);
  };
  try {
    const [target] = await once(guard, 'message');
    guard.send({ files });
    await once(guard, 'message');
    const samples: { direct: number; guarded: number }[] = [];
    for (let turn = 0; turn < TURNS; turn += 1) {
      samples.push({ direct: await speed({ url, token: 'x' }), guarded: await speed(target) });
    }
    const { peak, cpu } = await usage(guard);
    const direct = median(samples.map((sample) => sample.direct));
    const guarded = median(samples.map((sample) => sample.guarded));
    return {
      direct,
      guarded,
      ratio: guarded / direct,
      peakMemory: peak,
      cpuPerGigabyte: (cpu * 1024) / (TURNS * megabytes),
    };
  } finally {
    guard.disconnect();
    server.disconnect();
  }
}

async function usage(guard: ChildProcess): Promise<{ peak: number; cpu: number }> {
  guard.send({});
  return (await once(guard, 'message'))[0];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** @returns lines in Markdown. Pure. */
export function guardTable(results: readonly GuardThroughput[]): readonly string[] {
  return markdownTable(
    ['upload through the guard', 'direct', 'guarded', 'ratio', 'memory', 'processor for 1 GB'],
    results.map(({ files, direct, guarded, ratio, peakMemory, cpuPerGigabyte }) => [
      files,
      `${Math.round(direct)} MB/s`,
      `${Math.round(guarded)} MB/s`,
      shownRatio(ratio),
      shownBytes(peakMemory),
      shownTime(cpuPerGigabyte),
    ]),
  );
}

/** Null when the computer was too busy to fill a gigabit network, so that the ratio says nothing. Pure. */
export function isGuardFelt(results: readonly GuardThroughput[]): boolean | null {
  const gigabit = results.filter(({ network }) => network === 'gigabit');
  if (gigabit.some(({ direct }) => direct < BUSY_BELOW)) return null;
  return gigabit.some(({ ratio }) => ratio < TARGET);
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } });
  const { immichGo } = await provisionTools();
  if (immichGo.kind !== 'real') throw new Error(`This benchmark needs the real immich-go: ${immichGo.why}`);
  const results = await measureGuard({ immichGo: immichGo.path, megabytes: Number(positionals[0] ?? 300) });
  if (values.json) console.log(JSON.stringify(results));
  else for (const line of guardTable(results)) console.log(line);
  const isFelt = isGuardFelt(results);
  if (isFelt === null && !values.json) console.log('This computer is too busy to fill a gigabit network.');
  if (isFelt === true) process.exitCode = 1;
}
