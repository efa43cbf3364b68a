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
  /** Null when all is well. */
  readonly problem: Problem | null;
  /** Commands to copy into a terminal that mend it. */
  readonly commands: readonly string[];
}

export interface Check {
  readonly id: string;
  readonly name: string;
  /**
   * @returns what was found, for people.
   * @throws {ProblemError} what is wrong.
   */
  readonly look: (engine: Engine, signal: AbortSignal) => Promise<string>;
  readonly fixes?: (problem: Problem) => readonly string[];
}

export async function runCheck(check: Check, engine: Engine, signal: AbortSignal): Promise<CheckResult> {
  const { id, name } = check;
  try {
    return { id, name, finding: await check.look(engine, signal), problem: null, commands: [] };
  } catch (error) {
    const problem = toProblem(error);
    return { id, name, finding: problem.sentence, problem, commands: check.fixes?.(problem) ?? [] };
  }
}
