/**
 * The curve of a first sync: the same library brought to an empty server with several batch sizes and numbers of uploads at a time, beside
 * export and upload alone, which are the halves of the shell pipeline. `npm run bench -- --curve`, with `--assets 2000`,
 * `--batches 50,100,200,500`, `--uploads 2,4,8`, `--rounds 3`, `--kilobytes 0`: what every file is longer than the generator makes it, for
 * photos as large as a phone's, and `--server-work 0`: milliseconds that each file takes the server.
 */
import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../../src/core/model/settings.ts';
import { createLargeLibrary, type Manifest } from '../support/photos-library/index.ts';
import { type ContenderOptions, firstSync, halvesAlone, type Sample } from './contenders.ts';
import { markdownTable, shownBytes, shownCount, shownRatio, shownTime } from './markdown.ts';

export interface CurveOptions extends Pick<ContenderOptions, 'osxphotos' | 'immichGo'> {
  readonly assets: number;
  readonly rounds: number;
  /** Bytes that are added to each file. */
  readonly padding: number;
  /** Milliseconds that each upload takes the server. */
  readonly serverWork: number;
  /** Assets in a batch. */
  readonly batches: readonly number[];
  /** Files uploaded at a time. */
  readonly uploads: readonly number[];
  readonly onLine: (line: string) => void;
}

export interface CurvePoint {
  readonly batch: number;
  readonly uploads: number;
  /** The best of the rounds: what others do on the machine only makes it longer. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Bytes. */
  readonly ownMemory: number;
  readonly requests: number;
}

export interface Curve {
  readonly assets: number;
  readonly files: number;
  /** Bytes. */
  readonly padding: number;
  /** Milliseconds. */
  readonly serverWork: number;
  /** Seconds, the best of the rounds. */
  readonly exportAlone: number;
  readonly uploadAlone: number;
  readonly points: readonly CurvePoint[];
}

export async function measureCurve(options: CurveOptions): Promise<Curve> {
  const root = await mkdtemp(join(tmpdir(), 'curve-'));
  const library = join(root, 'Curve.photoslibrary');
  try {
    const made = await createLargeLibrary(library, { assets: options.assets, media: 'small' });
    const manifest = made.manifest({ hashes: false });
    made.close();
    const files = manifest.totals.partsAvailable;
    if (options.padding > 0) await lengthen(manifest, options.padding);
    const halves: { readonly exported: Sample; readonly uploaded: Sample }[] = [];
    const points = new Map<string, { readonly batch: number; readonly uploads: number; readonly samples: Sample[] }>();
    for (let round = 1; round <= options.rounds; round += 1) {
      options.onLine(`Round ${round} of ${options.rounds}: export and upload alone`);
      halves.push(await inFolder(root, (folder) => halvesAlone({ ...options, library, folder })));
      for (const batch of options.batches) {
        for (const uploads of options.uploads) {
          options.onLine(`Round ${round} of ${options.rounds}: batches of ${batch}, ${uploads} uploads at a time`);
          const run = await inFolder(root, (folder) =>
            firstSync({ ...options, library, folder, batchAssets: batch, settings: withUploads(uploads) }),
          );
          const key = `${batch} ${uploads}`;
          const point = points.get(key) ?? { batch, uploads, samples: [] };
          points.set(key, point);
          point.samples.push(run);
        }
      }
    }
    return {
      assets: options.assets,
      files,
      padding: options.padding,
      serverWork: options.serverWork,
      exportAlone: least(halves.map(({ exported }) => exported.seconds)),
      uploadAlone: least(halves.map(({ uploaded }) => uploaded.seconds)),
      points: [...points.values()].map(({ batch, uploads, samples }) => ({
        batch,
        uploads,
        seconds: least(samples.map(({ seconds }) => seconds)),
        cpuSeconds: least(samples.map(({ cpuSeconds }) => cpuSeconds)),
        ownMemory: Math.max(...samples.map(({ ownMemory }) => ownMemory)),
        requests: samples.at(-1)?.server.requests ?? 0,
      })),
    };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Adds other bytes to every file: behind the end of a picture or a movie nobody looks. */
async function lengthen({ assets }: Manifest, padding: number): Promise<void> {
  for (const { path, available } of assets.flatMap(({ parts }) => parts)) {
    if (!available) continue;
    const { atime, mtime } = await stat(path);
    await appendFile(path, randomBytes(padding));
    await utimes(path, atime, mtime);
  }
}

/** @returns lines in Markdown. Pure. */
export function curveTable({
  assets,
  files,
  padding,
  serverWork,
  exportAlone,
  uploadAlone,
  points,
}: Curve): readonly string[] {
  const slower = Math.max(exportAlone, uploadAlone);
  const pipeline = exportAlone + uploadAlone;
  return [
    `${shownCount(assets)} assets, ${shownCount(files)} files${padding > 0 ? ` of ${shownBytes(padding)} and more` : ''}${serverWork > 0 ? `, each of which takes the server ${serverWork} ms` : ''}. Export alone ${shownTime(exportAlone)}, upload alone ${shownTime(uploadAlone)}.`,
    '',
    ...markdownTable(
      [
        'assets in a batch',
        'uploads at a time',
        'time',
        'by the slower half',
        'by the pipeline',
        'processor',
        'our memory',
        'requests',
      ],
      points.map(({ batch, uploads, seconds, cpuSeconds, ownMemory, requests }) => [
        shownCount(batch),
        shownCount(uploads),
        shownTime(seconds),
        shownRatio(seconds / slower),
        shownRatio(seconds / pipeline),
        shownTime(cpuSeconds),
        shownBytes(ownMemory),
        shownCount(requests),
      ]),
    ),
  ];
}

const withUploads = (concurrency: number) => (settings: Settings) => ({
  ...settings,
  upload: { ...settings.upload, concurrency },
});

async function inFolder<Result>(root: string, work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = join(root, 'round');
  await mkdir(folder);
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const least = (values: readonly number[]) => Math.min(...values);
