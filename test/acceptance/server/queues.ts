/** The server's own queues: what it still has to do with what it was given. */
import { setTimeout as wait } from 'node:timers/promises';
import { type Call, CallError } from './calls.ts';

/**
 * Queues whose work shows in what is judged: what is read of a file, what is written beside it, and what moves or replaces files. The queues
 * of machine learning are none of them, and may stand still for good where none is installed.
 */
const AWAITED = [
  'metadataExtraction',
  'sidecar',
  'backgroundTask',
  'storageTemplateMigration',
  'thumbnailGeneration',
  'videoConversion',
  'editor',
] as const;

/** A job of one queue begins one of another when it ends: empty once is not empty. */
const EMPTY_LOOKS = 3;
const BETWEEN_LOOKS_MS = 300;

interface Counts {
  readonly active: number;
  readonly waiting: number;
  readonly delayed: number;
  readonly paused: number;
}

/** Jobs left by name of the queue. `/queues` is there since 2.4.0, `/jobs` was before and goes some day. */
async function jobsLeft(admin: Call): Promise<ReadonlyMap<string, number>> {
  const left = ({ active, waiting, delayed, paused }: Counts) => active + waiting + delayed + paused;
  try {
    const queues = await admin<{ name: string; statistics: Counts }[]>('GET', '/queues');
    return new Map(queues.map(({ name, statistics }) => [name, left(statistics)]));
  } catch (error) {
    if (!(error instanceof CallError) || error.status !== 404) throw error;
  }
  const jobs = await admin<Record<string, { jobCounts: Counts }>>('GET', '/jobs');
  return new Map(Object.entries(jobs).map(([name, { jobCounts }]) => [name, left(jobCounts)]));
}

/**
 * Resolves when nothing is left to do.
 * @param admin with the key of an administrator
 * @param patience milliseconds
 * @throws Error when the server takes longer
 */
export async function untilIdle(admin: Call, patience = 10 * 60_000): Promise<void> {
  const end = Date.now() + patience;
  for (let looks = 0; looks < EMPTY_LOOKS; ) {
    const left = await jobsLeft(admin);
    const busy = AWAITED.filter((name) => (left.get(name) ?? 0) > 0);
    looks = busy.length === 0 ? looks + 1 : 0;
    if (looks === EMPTY_LOOKS) return;
    if (Date.now() > end)
      throw new Error(`The server is still at work: ${busy.map((name) => `${name} ${left.get(name)}`).join(', ')}.`);
    await wait(BETWEEN_LOOKS_MS);
  }
}
