/** Exports a batch of assets with osxphotos into the staging folder. The truth about each asset is its record, never the exit code. */

import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { explainFullDisk, watchForFullDisk } from '../disk-space.ts';
import { ProblemError } from '../model/problem.ts';
import { quote } from '../model/reasons.ts';
import { ChildNotStarted, type ChildOutcome, runChild } from '../tools/child.ts';
import { exportArguments } from './export-arguments.ts';
import { ExportCollector } from './export-collector.ts';
import { exportDestination, isExportDatabaseSound, moveExportDatabaseAside } from './export-database.ts';
import type { ExportOutcome, ExportRequest } from './export-request.ts';
import { osxphotosEnvironment } from './osxphotos-environment.ts';
import { RecordsTail } from './records-tail.ts';
import { signOfLife } from './signs-of-life.ts';

export type { ExportRecord } from './export-record.ts';
export type { ExportOutcome, ExportRequest } from './export-request.ts';

/** Its first line names the asset that is being exported. */
const CURRENT = 'current.txt';
const UUID = /^[\w-]+$/;

/**
 * @throws {ProblemError} `stopped`, `disk-full`, `library-too-new`, `library-no-access`, `library-not-a-library`, `library-damaged`,
 * `tool-unusable`, and `tool-failed` or `tool-stalled` where no single asset is to blame. Records that came before were passed on and are
 * valid. A damaged export database is moved aside and the export starts over, once.
 */
export async function exportAssets(request: ExportRequest): Promise<ExportOutcome> {
  if (request.uuids.length === 0 || !request.uuids.every((uuid) => UUID.test(uuid))) {
    throw new Error(
      'exportAssets needs at least one UUID, and only UUIDs: with an empty list osxphotos exports everything',
    );
  }
  if (await isExportDatabaseSound(request.exportDatabase, false)) {
    const isHeld = request.session?.isWaiting === true;
    let first = await attempt(request, null);
    // Perhaps a newer osxphotos exports no more from a library that it has read: it shall then be a matter of time and not of success.
    if (isHeld && hasNotBegun(first)) first = await attempt(request, null);
    if (first.failure === undefined) return first.outcome;
    const damaged = !(await isExportDatabaseSound(request.exportDatabase, true));
    if (!damaged || request.signal?.aborted) return brokenOutcome(first);
  }
  const aside = await moveExportDatabaseAside(request.exportDatabase, new Date());
  const second = await attempt(request, aside);
  return brokenOutcome(second);
}

interface Attempt {
  readonly outcome: ExportOutcome;
  readonly failure: unknown;
  /** UUID of the asset that osxphotos was at in the end; null when it was at none. */
  readonly current: string | null;
}

function firstLine(text: string): string | null {
  const end = text.indexOf('\n');
  return end === -1 ? null : text.slice(0, end);
}

/** True when osxphotos failed at no asset, but before the first. */
function hasNotBegun({ failure, outcome, current }: Attempt): boolean {
  const { answered, unasked } = outcome;
  return (
    failure instanceof ProblemError &&
    failure.code === 'tool-failed' &&
    current === null &&
    answered + unasked.length === 0
  );
}

/** What came of an attempt that one asset has broken off. @throws its failure when it was about no single asset */
function brokenOutcome({ outcome, failure, current }: Attempt): ExportOutcome {
  if (failure === undefined) return outcome;
  const isAboutOne =
    failure instanceof ProblemError && (failure.code === 'tool-failed' || failure.code === 'tool-stalled');
  if (!isAboutOne || current === null || !outcome.unanswered.includes(current)) throw failure;
  return { ...outcome, brokenAt: { uuid: current, problem: failure } };
}

async function attempt(request: ExportRequest, damagedDatabase: string | null): Promise<Attempt> {
  await mkdir(request.runFolder, { recursive: true });
  const destination = await exportDestination(request.staging, request.exportDatabase);
  const folder = await mkdtemp(join(request.runFolder, 'export-'));
  const collector = new ExportCollector(request, destination);
  try {
    const outcome = await startExport(request, destination, folder, collector);
    return {
      outcome: { ...collector.result(), brokenAt: null, destination, damagedDatabase, duration: outcome.duration },
      failure: explainFullDisk(collector.failure(outcome), [
        request.staging,
        request.runFolder,
        request.exportDatabase,
      ]),
      current: await readFile(join(folder, CURRENT), 'utf8').then(firstLine, () => null),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Python may have left its bytecode beside it in a checkout. */
const isSource = (path: string) => !path.endsWith('__pycache__');

async function startExport(
  request: ExportRequest,
  destination: string,
  folder: string,
  collector: ExportCollector,
): Promise<ChildOutcome> {
  const temporary = join(folder, 'temp');
  const records = join(folder, 'records.jsonl');
  await mkdir(temporary);
  for (const name of ['on_photo.py', 'immich_sync'])
    await cp(join(request.scripts, name), join(folder, name), { recursive: true, filter: isSource });
  await writeFile(join(folder, 'uuids.txt'), `${request.uuids.join('\n')}\n`);
  request.pace?.begin(join(folder, 'allowed'));
  const tail = new RecordsTail(records, (line) => collector.record(line));
  // Where it cannot write, osxphotos tries again and again without a word (0.77.2).
  const stopWatching = watchForFullDisk([destination, folder, dirname(request.exportDatabase)], (path) =>
    collector.diskIsFull(path),
  );
  const order = {
    folder,
    arguments: exportArguments(request, destination, folder),
    environment: {
      ...osxphotosEnvironment(temporary),
      IMMICH_SYNC_RECORDS: records,
      IMMICH_SYNC_UUIDS: join(folder, 'uuids.txt'),
      IMMICH_SYNC_CURRENT: join(folder, CURRENT),
      ...(request.pace === undefined ? {} : { IMMICH_SYNC_ALLOWED: join(folder, 'allowed') }),
      ...(request.download === undefined ? {} : { IMMICH_SYNC_DOWNLOAD: request.download }),
      ...(request.tagParent ? { IMMICH_SYNC_TAG_PARENT: request.tagParent } : {}),
    },
  };
  const signal = request.signal === undefined ? collector.signal : AbortSignal.any([collector.signal, request.signal]);
  // A movie of many gigabytes takes its time, and makes its file in staging grow.
  const sign = () => signOfLife([folder, destination, request.exportDatabase, `${request.exportDatabase}-wal`]);
  const onMessage = (line: string) => collector.message(line);
  try {
    const exported = request.session?.isWaiting
      ? await request.session.export(order, { signal, sign, onMessage })
      : null;
    if (exported !== null) return exported;
    return await runChild({
      program: request.osxphotos,
      args: ['export', ...order.arguments],
      env: order.environment,
      cwd: folder,
      signal,
      stall: request.stallAfter === undefined ? undefined : { after: request.stallAfter, sign },
      onStdout: onMessage,
      onStderr: onMessage,
    });
  } catch (error) {
    if (!(error instanceof ChildNotStarted)) throw error;
    const reason = quote(error.code ?? error.message);
    throw new ProblemError('tool-unusable', { tool: 'osxphotos', reason }, { cause: error });
  } finally {
    stopWatching();
    request.pace?.end();
    await tail.finish();
  }
}
