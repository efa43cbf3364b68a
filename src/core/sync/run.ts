/**
 * One run, from the first look at the library to the true number. It reads as the sequence it is (ARCHITECTURE's table); each step is in
 * `steps/`, what it works with in a module of its own. The caller holds the run lock.
 */
import { explainFullDisk } from '../disk-space.ts';
import { isDamage } from '../ledger/database.ts';
import { makeProblem, ProblemError } from '../model/problem.ts';
import type { RunReport } from '../model/run-report.ts';
import type { RunOptions } from '../model/run-request.ts';
import { reportOf } from './report.ts';
import type { RunContext } from './run-context.ts';
import { RunState } from './run-state.ts';
import { beginning, ending } from './run-words.ts';
import { isSettled, settleIfDone, unsettle } from './settled.ts';
import { bring, fetch, isFetchDue, reportFailures } from './steps/bring.ts';
import { ask, linkCopies, plan } from './steps/compare.ts';
import { leaveMarker, lookAtMarker, preflight } from './steps/reach-server.ts';
import { hash, inventory, lookAtLibrary } from './steps/read-library.ts';
import { catchUp, reconcileAll } from './steps/reconcile.ts';
import { lookAtAlbums, verify } from './steps/verify-known.ts';

/** Does one run and writes its row into the history. Never throws, but for a damaged ledger: what goes wrong is in the report. */
export async function runSync(context: RunContext, options: RunOptions): Promise<RunReport> {
  const { ledger, log } = context;
  const id = ledger.history.startRun(options.trigger, options.dueAt, context.now());
  ledger.runItems.prune();
  const run = new RunState(context, options, id);
  log.info(beginning(options.trigger, options.dueAt, options.isFull));
  let error: unknown = null;
  try {
    await run.inFolder(id, (folder) => pass(run, folder));
  } catch (thrown) {
    // Nothing can be written down any more; the engine sets the ledger aside.
    if (isDamage(thrown)) throw thrown;
    error = await run.disks.explain(explainFullDisk(thrown, writtenTo(context)));
    if (!(error instanceof ProblemError))
      log.error(`Unexpected: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
  } finally {
    run.progress.end();
    run.client.close();
  }
  return conclude(run, reportOf(run, id, error));
}

/** The sequence. Where nothing has changed on either side since a run that left nothing to do, it ends early. */
async function pass(run: RunState, folder: string): Promise<void> {
  const { ledger, findTools, now } = run.context;
  await preflight(run);
  await lookAtMarker(run);
  const replacement = ledger.replacement();
  if (replacement !== null) run.problems.add(makeProblem('ledger-replaced', { ...replacement }));
  const hasChanged = (await lookAtLibrary(run, folder)) || run.options.isFull;
  const isOtherThanBefore = (await verify(run)) || run.isMending || replacement !== null;
  const isDone = !isOtherThanBefore && isSettled(run) && run.doubts.length === 0 && !isFetchDue(run);
  if (!hasChanged && isDone && !(await lookAtAlbums(run))) return;
  // Whatever happens from here on, the state is open until this run has closed it.
  unsettle(ledger);
  const means = { tools: await findTools(), folder };
  if (hasChanged) await inventory(run, folder);
  await hash(run);
  ledger.trash.leaveOutWithOriginals(run.target, now());
  await ask(run);
  await linkCopies(run);
  const planned = await plan(run);
  await catchUp(run, planned);
  await bring(run, planned, means);
  await fetch(run, means);
  reportFailures(run);
  await reconcileAll(run);
  await leaveMarker(run);
  settleIfDone(run);
}

/** Writes the row and the log's last words. */
function conclude(run: RunState, report: RunReport): RunReport {
  const { ledger, log, now } = run.context;
  try {
    ledger.history.finishRun(report, now());
    if (run.problems.has('ledger-replaced')) ledger.forgetReplacement();
  } catch (thrown) {
    // The row stays open and is closed as interrupted by the next start.
    const explained = explainFullDisk(thrown, writtenTo(run.context));
    if (!(explained instanceof ProblemError)) throw explained;
    const { problem } = explained;
    const others = report.problems.filter(({ code }) => code !== problem.code);
    return { ...report, outcome: 'failed', reason: problem.sentence, problems: [problem, ...others] };
  }
  for (const problem of report.problems) log.warn(`${problem.sentence} ${problem.advice}`);
  log.info(ending(report));
  return report;
}

/** Places on the disks that a run writes to. */
function writtenTo({ settings }: RunContext): readonly string[] {
  const { staging, run, exportDatabase } = settings.folders;
  return [staging, run, exportDatabase];
}
