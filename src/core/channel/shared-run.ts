/**
 * A run that others on this home can follow and stop. It belongs to the holder of the run lock: one socket, for as long as the lock is
 * held. That it cannot be had never stops a run; it is then simply not to be followed.
 */
import type { Log } from '../log/sync-log.ts';
import { type Problem, toProblem } from '../model/problem.ts';
import type { Progress } from '../model/progress.ts';
import type { RunReport } from '../model/run-report.ts';
import { connect } from './connection.ts';
import { Listener } from './listener.ts';
import type { Telling, Work } from './messages.ts';

export interface SharedRunOptions {
  /** The home's run folder, whose lock this process holds. */
  readonly folder: string;
  readonly work: Work;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

export interface SharedRun {
  /** ISO 8601, UTC. */
  readonly since: string;
  /** Aborted when somebody asks this run to stop. */
  readonly stopAsked: AbortSignal;
  progress(progress: Progress): void;
  /** No one can come any more; call it before the lock is given back, because the next holder makes a socket of its own. */
  shut(): void;
  /** Tells the end to those who follow; call it after the lock has been given back, so that they find it free. Never throws. */
  end(outcome: { readonly report: RunReport } | { readonly problem: Problem | null }): Promise<void>;
}

export async function shareRun({ folder, work, log }: SharedRunOptions): Promise<SharedRun> {
  const since = new Date().toISOString();
  const stop = new AbortController();
  let last: Progress | null = null;
  const listener = await Listener.open({
    folder,
    name: 'run',
    present: () => ({ work, since }),
    onVisit: (visitor) => {
      if (last !== null) visitor.tell({ tells: 'progress', progress: last });
    },
    onRequest: ({ asks }) => {
      if (asks !== 'stop' || stop.signal.aborted) return;
      log.info('Another process asked this one to stop.');
      stop.abort();
    },
  }).catch((error: unknown) => {
    log.warn(`This run cannot be followed from elsewhere (${toProblem(error).sentence})`);
    return null;
  });
  void tellApp(folder);
  return {
    since,
    stopAsked: stop.signal,
    progress: (progress) => {
      last = progress;
      for (const visitor of listener?.visitors ?? []) visitor.tell({ tells: 'progress', progress });
    },
    shut: () => listener?.shut(),
    end: async (outcome) => {
      const telling: Telling =
        'report' in outcome ? { tells: 'report', report: outcome.report } : { tells: 'end', problem: outcome.problem };
      await listener?.close(telling);
    },
  };
}

/** Has the app, if it is open, look at what has changed. Never throws. */
export async function tellApp(folder: string): Promise<void> {
  const app = await connect(folder, 'app');
  app?.ask({ asks: 'look' });
  app?.leave();
}
