/** What a check of the doctor is: one thing that must be right, one sentence about it, one fix. */
import type { Engine } from '../engine/engine.ts';
import { CHECK_TITLES, type CheckName } from '../model/checks.ts';
import { type Problem, tell, toProblem } from '../model/problem.ts';
import type { Reason } from '../model/reasons.ts';

export interface CheckResult {
  readonly id: CheckName;
  /** For people, for example `Photos library`. */
  readonly name: string;
  /** What was found, or what is wrong, in words. */
  readonly finding: string;
  /** What was found, each a whole sentence; empty where there is a problem. */
  readonly found: readonly Reason[];
  /** Whether it works, but is to be kept in mind: a version that was not tested, for example. */
  readonly isCaution: boolean;
  /** Null when all is well. */
  readonly problem: Problem | null;
  /** Commands to copy into a terminal that fix it. */
  readonly commands: readonly string[];
}

/** What works. Each reason is a whole sentence. */
export interface Found {
  readonly found: readonly Reason[];
  /** Whether it is to be kept in mind all the same. */
  readonly isCaution?: boolean;
}

export interface Check {
  readonly id: CheckName;
  /**
   * @throws {ProblemError} what is wrong.
   */
  readonly look: (engine: Engine, signal: AbortSignal) => Promise<Found>;
  readonly fixes?: (problem: Problem) => readonly string[];
}

export async function runCheck(check: Check, engine: Engine, signal: AbortSignal): Promise<CheckResult> {
  const { id } = check;
  const name = CHECK_TITLES[id];
  try {
    const { found, isCaution = false } = await check.look(engine, signal);
    return { id, name, finding: found.map(tell).join(' '), found, isCaution, problem: null, commands: [] };
  } catch (error) {
    const problem = toProblem(error);
    const commands = check.fixes?.(problem) ?? [];
    return { id, name, finding: problem.sentence, found: [], isCaution: false, problem, commands };
  }
}
