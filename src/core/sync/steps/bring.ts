/** Bringing files to the server: what the plan says, then originals from iCloud; and what has failed too often. */
import { TRIES_BEFORE_ASKING } from '../../ledger/back-off.ts';
import type { Stuck } from '../../ledger/refusal-ledger.ts';
import type { Plan } from '../../model/plan.ts';
import { makeProblem } from '../../model/problem.ts';
import { dueFetches, fetchFromCloud } from '../fetch.ts';
import type { Tools } from '../run-context.ts';
import type { RunState } from '../run-state.ts';
import { transfer } from '../transfer.ts';

/** What files are brought with. */
export interface Means {
  readonly tools: Tools;
  /** A private folder of this run. */
  readonly folder: string;
}

export async function bring(run: RunState, plan: Plan, means: Means): Promise<void> {
  if (plan.assets === 0) return;
  run.context.log.info(`To upload: ${plan.parts} files of ${plan.assets} assets.`);
  await transfer(plan, {
    ...(await deliveryContext(run, means)),
    session: run.session,
    onOutcome: (outcome) => {
      run.tally.transferred = outcome;
    },
  });
}

export function isFetchDue({ context, target }: RunState): boolean {
  const { ledger, settings, now } = context;
  return dueFetches({ ledger, target, settings, now }).length > 0;
}

/** Originals from iCloud come last: what is on this Mac does not wait for them. */
export async function fetch(run: RunState, means: Means): Promise<void> {
  const { settings, log } = run.context;
  if (settings.fetch.perNight > 0 && !settings.fetch.isPossible)
    log.warn('Originals can be fetched from iCloud only on a Mac.');
  if (isFetchDue(run)) run.tally.addFetched(await fetchFromCloud(await deliveryContext(run, means)));
}

/** What it takes to bring files to the server, wherever they come from. */
async function deliveryContext(run: RunState, { tools, folder }: Means) {
  const { ledger, settings, log, signal, now, patience } = run.context;
  const { client, target, disks, problems, progress, marker, notes } = run;
  return {
    ledger,
    client,
    target,
    settings,
    tools,
    takenEndings: await run.takenEndings(),
    runFolder: folder,
    snapshot: () => run.gate.snapshot(folder),
    disks,
    problems,
    notes,
    progress,
    log,
    signal,
    now,
    patience,
    history: marker.history,
  };
}

/**
 * What has failed too often is for a person to decide: try again, or leave it out. What waits for its next try is reported by every run until
 * then: it is not in Immich.
 */
export function reportFailures({ context, target, startedAt, problems }: RunState): void {
  const { ledger, settings } = context;
  const report = (code: 'keeps-failing' | 'waits-for-next-try', failed: readonly Stuck[]) => {
    const [first] = failed;
    if (first === undefined) return;
    const names = failed.map(({ filename }) => filename);
    problems.add(makeProblem(code, { count: failed.length, reason: first.message }, names));
  };
  report('keeps-failing', ledger.refusals.stuck(target, settings.scope, TRIES_BEFORE_ASKING));
  report('waits-for-next-try', ledger.refusals.waiting(target, settings.scope, TRIES_BEFORE_ASKING, startedAt));
}
