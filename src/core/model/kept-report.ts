/** A report in the history: without the words of its problems, which are found when it is read. */
import { type FormerProblem, type KeptProblem, keepProblem, tellProblem } from './problem.ts';
import { type RunReport, reasonIn } from './run-report.ts';

/** A report as the history keeps it: its problems without their words. */
export interface KeptReport extends Omit<RunReport, 'problems'> {
  readonly problems: readonly (KeptProblem | FormerProblem)[];
}

export function keepReport(report: RunReport): KeptReport {
  const { reason, problems } = report;
  return {
    ...report,
    reason: reason === reasonIn(report) ? null : reason,
    problems: problems.map(keepProblem),
  };
}

/** Puts what was kept into words. */
export function tellReport(kept: KeptReport): RunReport {
  const told = { ...kept, problems: kept.problems.map(tellProblem) };
  return { ...told, reason: kept.reason ?? reasonIn(told) };
}
