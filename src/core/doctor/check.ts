/** What a check of the doctor is: one thing that must be right, one sentence about it, one fix. */
import type { Engine } from '../engine/engine.ts';
import { type Problem, toProblem } from '../model/problem.ts';

export interface CheckResult {
  /** Stable, for screens and programs. */
  readonly id: string;
  /** For people, for example `Photos library`. */
  readonly name: string;
  /** One sentence: what was found, or what is wrong. */
  readonly finding: string;
  /** Whether it works, but is to be kept in mind: a version that was not tested, for example. */
  readonly isCaution: boolean;
  /** Null when all is well. */
  readonly problem: Problem | null;
  /** Commands to copy into a terminal that mend it. */
  readonly commands: readonly string[];
}

/** What works, but is to be kept in mind. */
export interface Caution {
  readonly caution: string;
}

export interface Check {
  readonly id: string;
  readonly name: string;
  /**
   * @returns what was found, one sentence for people.
   * @throws {ProblemError} what is wrong.
   */
  readonly look: (engine: Engine, signal: AbortSignal) => Promise<string | Caution>;
  readonly fixes?: (problem: Problem) => readonly string[];
}

export async function runCheck(check: Check, engine: Engine, signal: AbortSignal): Promise<CheckResult> {
  const { id, name } = check;
  try {
    const found = await check.look(engine, signal);
    const isCaution = typeof found !== 'string';
    return { id, name, finding: isCaution ? found.caution : found, isCaution, problem: null, commands: [] };
  } catch (error) {
    const problem = toProblem(error);
    const commands = check.fixes?.(problem) ?? [];
    return { id, name, finding: problem.sentence, isCaution: false, problem, commands };
  }
}
