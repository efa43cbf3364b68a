/** What a run tells at its end, from all that it has counted. */
import { missingCapabilities } from '../immich/permissions.ts';
import { makeProblem, type Problem, toProblem } from '../model/problem.ts';
import { CLOSED, NO_ALBUMS, type RunReport, reasonIn } from '../model/run-report.ts';
import type { RunState } from './run-state.ts';
import { judgeOutcome } from './run-words.ts';

/**
 * @param id of the run's row in the history
 * @param error what has ended the run before its end; null when nothing has
 */
export function reportOf(run: RunState, id: number, error: unknown): RunReport {
  const { ledger, settings, now, lastTarget, isChecked } = run.context;
  const { tally, reached, options } = run;
  run.progress.enter('cover');
  const target = reached?.target ?? lastTarget();
  if (reached !== null) ledger.settleCoverage(reached.target, settings.scope);
  const { coverage, known, verified } = ledger.coverage(target, settings.scope);
  const failure = error === null ? null : asClosed(toProblem(error), run);
  const problems = [...(failure === null ? [] : [failure]), ...run.problems.all()];
  const outcome = judgeOutcome(failure, problems.length, tally.didWork);
  const { uploaded, originals, edits, failed, bytes, paired } = tally.transferred;
  return {
    run: id,
    trigger: options.trigger,
    startedAt: new Date(run.startedAt).toISOString(),
    endedAt: new Date(now()).toISOString(),
    outcome,
    reason: reasonIn({ outcome, problems }),
    coverage,
    isChecked: isChecked(target),
    parts: { known, verified, uploaded, originals, edits, alreadyThere: tally.found, failed },
    albums: tally.albums ?? {
      ...NO_ALBUMS,
      managed: reached === null ? 0 : ledger.albums.countManaged(reached.target, settings.scope),
    },
    bytesUploaded: bytes,
    livePhotosLinked: paired + tally.linked,
    stacks: tally.stacks,
    details: tally.details,
    conflicts: tally.conflicts,
    contradictions: tally.contradictions,
    formerEdits: target === null ? 0 : ledger.remote.formerFiles(target).length,
    problems,
    durations: tally.durations,
    findings: tally.findings,
    keyLacks: reached === null ? [] : missingCapabilities(run.capabilities),
  };
}

/** A stop because the program ends is no decision against the sync. */
function asClosed(failure: Problem, { context }: RunState): Problem {
  return failure.code === 'stopped' && context.signal.reason === CLOSED ? makeProblem('closed') : failure;
}
