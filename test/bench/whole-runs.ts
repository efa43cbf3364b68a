/**
 * Whole runs of the command on libraries of one size, each beside what it cannot do without, measured in the same minutes: a bare load of the
 * library by osxphotos, reading the files once, export alone, upload alone.
 *
 * A first import of 100,000 assets is hours of osxphotos' and the server's work. So the server holds all files of the library in step from
 * the beginning: the first run proves them where they are, the later ones find nothing, or a day's changes.
 */
import { mkdir, readdir, rm, truncate, utimes } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { batchLimits } from '../../src/core/model/batch.ts';
import { libraryDatabase } from '../../src/core/photos/library.ts';
import { createLargeLibrary, openPhotosLibrary, type PhotosLibrary } from '../support/photos-library/index.ts';
import { bytesBelow } from '../support/sync/bytes-below.ts';
import { type ContenderOptions, firstSync, halvesAlone, openEngine, runOf, type Sample } from './contenders.ts';
import type { GrowthRow } from './growth.ts';
import { type Measured, measure } from './measure.ts';

export interface WholeRunOptions extends Pick<ContenderOptions, 'osxphotos' | 'immichGo'> {
  /** An existing folder, empty again in the end. */
  readonly folder: string;
  readonly onRow: (row: GrowthRow) => void;
}

const READ_ONCE = resolve(import.meta.dirname, 'read-once.ts');
const BARE_LOAD = resolve(import.meta.dirname, 'bare-load.py');
const MEGABYTE = 1024 * 1024;
/** How many times the disk budget a first sync is given to bring. */
const BUDGETS = 10;
/** The least that the setting takes. */
const MIN_BUDGET = 1_000_000;
/** The step that keeps to it. */
export const LITTLE_DISK = 'whole run: first sync, a tenth of it as disk budget';
const KINDS_PER_DAY = 10;

/** Without processor where the steps of a run that are meant have a time but no processor of their own. */
type Base = { readonly seconds: number; readonly cpuSeconds: number | null };

/** A library in step, and what a day brings. */
export async function measureDays(assets: number, options: WholeRunOptions): Promise<void> {
  const library = await makeLibrary(options, assets);
  const engine = await openEngine({ ...options, library, folder: await subfolder(options, 'days'), isHeld: true });
  const tell = teller(assets, options);
  const bareLoad = () => measure([options.osxphotos, 'run', BARE_LOAD, library], { HOME: options.folder });
  try {
    tell('whole run: all there already', await runOf(engine, 'done'));
    await touch(library);
    tell('whole run: nothing changed', await runOf(engine, 'nothing-new'));
    const load = await bareLoad();
    tell('bare load by osxphotos', load);
    const beside = (base: Base) => ({ of: 'a bare load', base });
    await edit(library, brings);
    tell('whole run: small change', await runOf(engine, 'done'), beside(load));
    await edit(library, (photos) => favorite(photos, KINDS_PER_DAY));
    tell('whole run: 10 favourites', await runOf(engine, 'done'), beside(load));
    await edit(library, (photos) => photos.addAsset({ kind: 'photo' }));
    tell('whole run: one new photo', await runOf(engine, 'done'), beside(load));
  } finally {
    engine.close();
    await rm(options.folder, { recursive: true });
  }
}

/** 10 new, 10 edited, 10 favourites, 2 albums. */
async function brings(photos: PhotosLibrary): Promise<void> {
  const added = await photos.addMany(Array.from({ length: KINDS_PER_DAY }, () => ({ kind: 'photo' as const })));
  const { assets } = photos.manifest({ hashes: false });
  const plain = assets.filter(({ kind, edited }) => kind === 'photo' && !edited).slice(0, KINDS_PER_DAY);
  for (const { uuid } of plain) await photos.editPhoto(uuid);
  favorite(photos, KINDS_PER_DAY);
  for (const title of ['New', 'Newer']) photos.createAlbum(title, { assets: added });
}

function favorite(photos: PhotosLibrary, count: number): void {
  const others = photos.manifest({ hashes: false }).assets.filter((asset) => !asset.favorite);
  for (const { uuid } of others.slice(0, count)) photos.setFavorite(uuid, true);
}

/** Files of a megabyte, all of which the server holds: they are read once, and neither exported nor staged. */
export async function measureAlreadyThere(assets: number, options: WholeRunOptions): Promise<void> {
  const library = await makeLibrary(options, assets);
  await enlarge(library);
  const folder = await subfolder(options, 'there');
  const engine = await openEngine({ ...options, library, folder, isHeld: true });
  const tell = teller(assets, options);
  try {
    const reading = await measure([process.execPath, '--disable-warning=ExperimentalWarning', READ_ONCE, library], {});
    tell('reading files of 1 MB once', reading);
    const watch = watchDisk(join(folder, 'home', 'staging'));
    const run = await runOf(engine, 'done');
    const most = await watch.stop();
    if (run.server.requestsBy['POST /api/assets'] !== undefined || most > 0)
      throw new Error('Files went through staging, or were uploaded, that the server holds.');
    const { hash = 0, ask = 0 } = run.report?.durations ?? {};
    tell(
      'files of 1 MB there already: read and proved',
      { ...run, seconds: hash + ask },
      { of: 'reading once', base: { ...reading, cpuSeconds: null } },
    );
  } finally {
    engine.close();
    await rm(options.folder, { recursive: true });
  }
}

/** A first sync beside its two halves alone; and one more with a disk budget of a tenth of what it brings. */
export async function measureFirstSync(assets: number, options: WholeRunOptions): Promise<void> {
  const library = await makeLibrary(options, assets);
  const tell = teller(assets, options);
  try {
    const pipeline = { ...options, library, folder: await subfolder(options, 'pipeline') };
    const { exported, uploaded } = await halvesAlone(pipeline);
    tell('export alone', exported);
    tell('upload alone', uploaded);
    const slower = exported.seconds > uploaded.seconds ? exported : uploaded;
    const first = { ...options, library, folder: await subfolder(options, 'first') };
    tell('whole run: first sync', await firstSync(first), { of: 'the slower half', base: slower });

    const budget = Math.max(MIN_BUDGET, Math.floor((await bytesBelow(join(library, 'originals'))) / BUDGETS));
    const folder = await subfolder(options, 'little');
    const watch = watchDisk(join(folder, 'home', 'staging'));
    const run = await firstSync({
      ...options,
      library,
      folder,
      settings: (settings) => ({ ...settings, storage: { ...settings.storage, diskBudget: budget } }),
    });
    const disk = { most: await watch.stop(), allowed: budget + batchLimits(budget).bytes };
    tell(LITTLE_DISK, run, { of: 'the slower half', base: slower }, disk);
  } finally {
    await rm(options.folder, { recursive: true });
  }
}

/** Makes the folder, too. */
async function makeLibrary({ folder }: WholeRunOptions, assets: number): Promise<string> {
  await mkdir(folder, { recursive: true });
  const library = join(folder, 'Growth.photoslibrary');
  (await createLargeLibrary(library, { assets, media: 'small' })).close();
  return library;
}

async function subfolder({ folder }: WholeRunOptions, name: string): Promise<string> {
  await mkdir(join(folder, name));
  return join(folder, name);
}

/** Makes every file a megabyte long; nothing is written for it, only reading it takes as long as if it had been. */
async function enlarge(library: string): Promise<void> {
  for (const folder of ['originals', 'resources/renders']) {
    const entries = await readdir(join(library, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries)
      if (entry.isFile() && !entry.name.endsWith('.plist'))
        await truncate(join(entry.parentPath, entry.name), MEGABYTE);
  }
}

/** As Photos' background work does all day. */
async function touch(library: string): Promise<void> {
  const now = new Date();
  await utimes(libraryDatabase(library), now, now);
}

async function edit(library: string, change: (photos: PhotosLibrary) => unknown): Promise<void> {
  const photos = await openPhotosLibrary(library, { media: 'small' });
  await change(photos);
  photos.close();
}

function teller(size: number, { onRow }: WholeRunOptions) {
  return (
    step: string,
    run: Measured | Sample,
    beside: { readonly of: string; readonly base: Base } | null = null,
    disk: GrowthRow['disk'] = null,
  ) => {
    const isOurs = 'report' in run && run.report !== null;
    onRow({
      step,
      size,
      seconds: run.seconds,
      cpuSeconds: run.cpuSeconds,
      memory: isOurs ? run.ownMemory : null,
      programMemory: isOurs ? run.programMemory : run.peakMemory,
      programs: isOurs ? run.programs : null,
      requests: 'server' in run ? run.server.requests : null,
      beside: beside && {
        of: beside.of,
        time: run.seconds / beside.base.seconds,
        processor: beside.base.cpuSeconds === null ? null : run.cpuSeconds / beside.base.cpuSeconds,
      },
      disk,
    });
  };
}

/** Looks at what lies below a folder all the time. */
function watchDisk(folder: string): { stop(): Promise<number> } {
  let most = 0;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      most = Math.max(most, await bytesBelow(folder));
      await setTimeout(50);
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await watching;
      return most;
    },
  };
}
