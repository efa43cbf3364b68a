/** A set that is new in use is on trial for some syncs: where these fail over one of its tools, the former set comes back. Pure. */

import { becauseOf, type Problem, type ProblemCode } from '../../model/problem.ts';
import type { Reason } from '../../model/reasons.ts';
import type { RunReport } from '../../model/run-report.ts';
import { TOOLS, type ToolName } from '../../model/tools.ts';
import { folderName, type SetInUse, type SetState } from './set-in-use.ts';

/** Good syncs after which a set is no longer on trial: what fails later has another cause. */
const GOOD_RUNS = 3;
/** Bad syncs in a row after which it is given up: one may have another cause. */
const BAD_RUNS = 2;

/** Problems that name their tool. A tool that does not start at all gets no second chance. */
const OVER_A_TOOL: Readonly<Partial<Record<ProblemCode, 'at-once' | 'twice'>>> = {
  'tool-missing': 'at-once',
  'tool-unusable': 'at-once',
  'tool-too-old': 'at-once',
  'tool-failed': 'twice',
  'tool-stalled': 'twice',
  // Nothing that is in Immich already is changed as long as a tool says what nobody understands.
  'tool-unknown-output': 'twice',
  'library-too-new': 'twice',
};

export interface AfterRun {
  readonly state: SetState;
  /** What was given up, and over which problem; null when nothing was. */
  readonly givenUp: { readonly set: SetInUse; readonly over: Problem } | null;
}

/** @param serial the serial number of the list that is kept */
export function afterRun(state: SetState, report: Pick<RunReport, 'problems' | 'durations'>, serial: number): AfterRun {
  const { inUse } = state;
  if (inUse === null || inUse.goodRuns >= GOOD_RUNS) return { state, givenUp: null };
  const over = report.problems.find((problem) => isOver(problem, inUse));
  // A sync with nothing to do has started no tool, and one with nothing to send not immich-go.
  const { inventory, upload } = report.durations;
  const isTried = inventory > 0 && (upload > 0 || !isOfSet('immich-go', inUse));
  if (over === undefined && !isTried) return { state, givenUp: null };
  if (over === undefined) {
    return { state: { ...state, inUse: { ...inUse, goodRuns: inUse.goodRuns + 1, badRuns: 0 } }, givenUp: null };
  }
  const badRuns = inUse.badRuns + 1;
  if (OVER_A_TOOL[over.code] === 'twice' && badRuns < BAD_RUNS)
    return { state: { ...state, inUse: { ...inUse, badRuns } }, givenUp: null };
  return { state: giveUp(state, inUse, serial, becauseOf(over)), givenUp: { set: inUse, over } };
}

function giveUp(state: SetState, { number }: SetInUse, serial: number, reason: Reason): SetState {
  return { inUse: state.former, former: null, failed: [...state.failed, { number, serial, reason }] };
}

function isOver({ code, values }: Problem, set: SetInUse): boolean {
  if (OVER_A_TOOL[code] === undefined) return false;
  if (code === 'library-too-new') return isOfSet('osxphotos', set);
  return TOOLS.some((tool) => values?.tool === tool && isOfSet(tool, set));
}

/** What came along from the former set is what it was. */
const isOfSet = (tool: ToolName, { number, tools }: SetInUse) => tools[tool]?.folder === folderName(number);
