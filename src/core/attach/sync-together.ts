/**
 * A sync for someone who wants everything in Photos to be in Immich, and does not mind who does it: whoever is at it already is followed,
 * the app is asked when it is open, and only then it is done here. The outcome is the same in all three cases.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { type Connection, connect, type Ending } from '../channel/connection.ts';
import type { Engine } from '../engine/engine.ts';
import { makeProblem, type Problem, ProblemError } from '../model/problem.ts';
import type { RunReport } from '../model/run-report.ts';
import type { SyncRequest } from '../model/run-request.ts';

export interface TogetherRequest extends SyncRequest {
  /** False: a sync already in progress is not followed, but thrown as another-run. */
  readonly mayFollow: boolean;
  /** False: the app is not asked, because this process has a key of its own that is to be used. */
  readonly mayAskApp: boolean;
  /** Told when a sync is followed that this call has not brought about: then aborting `signal` lets go of it instead of stopping it. */
  readonly onFollow?: (run: { readonly pid: number; readonly since: string | null }) => void;
}

/** The sync as far as it could be followed. */
export type Together =
  | { readonly kind: 'report'; readonly report: RunReport }
  /** There is no report: it could not start, or was cut off. */
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** This process let go of it, and it continues. */
  | { readonly kind: 'left'; readonly pid: number };

/** Who holds the lock opens its socket a moment later: milliseconds between two looks, and how many. */
const LOOK_AGAIN = 50;
const LOOKS = 20;

/** @throws {ProblemError} as `Engine.sync`; another-run only when the other run cannot, or is not to, be followed. */
export async function syncTogether(engine: Engine, request: TogetherRequest): Promise<Together> {
  const folder = engine.paths.runFolder;
  for (let look = 1; ; look += 1) {
    const run = await connect(folder, 'run');
    if (run?.work === 'sync') return followOther(run, request);
    if (run !== null) {
      if (!request.mayFollow) throw anotherRun(run);
      // What is no sync (a look at what one would do) is waited for: ours comes after it.
      const looked = await followUntilAbort(run, { signal: request.signal });
      if (looked.kind === 'left') return looked;
      continue;
    }
    const app = request.mayAskApp ? await connect(folder, 'app') : null;
    if (app !== null) {
      const ending = await askApp(app, request);
      if (ending !== null) return ending;
    } else {
      try {
        return { kind: 'report', report: await engine.sync(request) };
      } catch (error) {
        if (!(error instanceof ProblemError && error.code === 'another-run') || look >= LOOKS) throw error;
      }
    }
    if (look >= LOOKS) throw new ProblemError('another-run', { pid: null, since: null });
    await wait(LOOK_AGAIN);
  }
}

function followOther(run: Connection, request: TogetherRequest): Promise<Together> {
  if (!request.mayFollow) {
    run.leave();
    throw anotherRun(run);
  }
  request.onFollow?.(run);
  return followUntilAbort(run, request);
}

/** Whoever wants no more leaves; the run continues. */
async function followUntilAbort(
  run: Connection,
  request: Pick<TogetherRequest, 'signal' | 'onProgress'>,
): Promise<Together> {
  let isLeft = false;
  const leave = () => {
    isLeft = true;
    run.leave();
  };
  request.signal.addEventListener('abort', leave, { once: true });
  if (request.signal.aborted) leave();
  const ending = await run.follow(request.onProgress);
  request.signal.removeEventListener('abort', leave);
  if (ending.kind === 'cut-off' && isLeft) return { kind: 'left', pid: run.pid };
  return together(ending, run.pid);
}

/** The app does it for us: aborting asks it to stop. Null when another run came first, which can be followed then. */
async function askApp(app: Connection, request: TogetherRequest): Promise<Together | null> {
  const stop = () => app.ask({ asks: 'stop' });
  request.signal.addEventListener('abort', stop, { once: true });
  app.ask({ asks: 'sync', isFull: request.isFull });
  if (request.signal.aborted) stop();
  const ending = await app.follow(request.onProgress);
  request.signal.removeEventListener('abort', stop);
  if (ending.kind === 'end' && ending.problem?.code === 'another-run') return null;
  return together(ending, app.pid);
}

function together(ending: Ending, pid: number): Together {
  switch (ending.kind) {
    case 'report':
      return ending;
    case 'end':
      return { kind: 'problem', problem: ending.problem ?? makeProblem('run-cut-off', { pid }) };
    case 'cut-off':
      return { kind: 'problem', problem: makeProblem('run-cut-off', { pid }) };
  }
}

const anotherRun = ({ pid, since }: Connection) =>
  new ProblemError('another-run', {
    pid,
    since: since === null ? null : Date.parse(since),
  });
