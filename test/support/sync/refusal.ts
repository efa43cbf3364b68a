/** What every failure must look like to a person and to a program. */
import { expect } from 'vitest';
import type { Problem, ProblemCode } from '../../../src/core/model/problem.ts';
import type { RunReport } from '../../../src/core/model/run-report.ts';
import type { Bench } from './bench.ts';
import type { CommandOptions, CommandResult } from './command-line.ts';

export interface ExpectedRefusal {
  readonly code: ProblemCode;
  readonly exitCode: number;
  /** What the sentence must say besides. */
  readonly says: string | RegExp;
}

/** One plain sentence: no stack, no leftovers of a template, no line break. */
export function expectPlainSentence(problem: Pick<Problem, 'sentence' | 'advice'> | undefined): void {
  for (const text of [problem?.sentence, problem?.advice]) {
    expect(text).toMatch(/^\S[^\n]*\.$/);
    // No sentence inside another one.
    expect(text).not.toMatch(/\.\)/);
    expect(text).not.toMatch(/undefined|\bnull\b|NaN|\[object|Error:|\bat .*:\d+:\d+|\.{2}$/);
  }
}

/** Syncs with the command, and expects it to be refused in the way that is described, and by a document that a program can read. */
export async function expectRefusal(
  bench: Bench,
  { code, exitCode, says }: ExpectedRefusal,
  command: Partial<CommandOptions> = {},
): Promise<{ readonly result: CommandResult; readonly report: RunReport }> {
  const result = await bench.cli(['sync', '--json'], command);
  const report = result.json<RunReport>();
  const [problem] = report.problems;
  expect({ code: problem?.code, exitCode: result.exitCode, stderr: result.stderr }).toEqual({
    code,
    exitCode,
    stderr: '',
  });
  expect(report.outcome).toMatch(/^(failed|partial)$/);
  expect(report.reason).toBe(problem?.sentence);
  if (typeof says === 'string') expect(problem?.sentence).toContain(says);
  else expect(problem?.sentence).toMatch(says);
  expectPlainSentence(problem);
  return { result, report };
}
