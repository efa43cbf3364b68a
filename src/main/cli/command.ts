/** What every command works with, and how it prints and ends. */
import type { LaunchControl } from '../../core/agent/launch-control.ts';
import type { Engine } from '../../core/engine/engine.ts';
import { type ExitCode, PROBLEMS, type Problem } from '../../core/model/problem.ts';
import type { RunReport } from '../../core/model/run-report.ts';
import { problemLines, type Terminal } from './output.ts';

export interface CommandContext {
  readonly engine: Engine;
  readonly terminal: Terminal;
  readonly json: boolean;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Whether this process was given a key for itself, in the environment. */
  readonly hasOwnKey: boolean;
  /** Null where there is no launchd. */
  readonly launchControl: LaunchControl | null;
  /** What starts this very program: program first, absolute. */
  readonly program: readonly string[];
  /** Of this very program, `1.2.3`. */
  readonly version: string;
}

/** @returns the exit code that belongs to the problem. */
export function printFailure(terminal: Terminal, json: boolean, problem: Problem): ExitCode {
  const outcome = PROBLEMS[problem.code].exitCode === 130 ? 'interrupted' : 'failed';
  if (json) printJson(terminal, { outcome, reason: problem.sentence, problems: [problem] });
  else for (const line of problemLines([problem])) terminal.printError(line);
  return PROBLEMS[problem.code].exitCode;
}

export function printJson(terminal: Pick<Terminal, 'print'>, document: unknown): void {
  terminal.print(JSON.stringify(document));
}

export function exitCodeOf(report: RunReport): ExitCode {
  if (report.outcome === 'done' || report.outcome === 'nothing-new') return 0;
  if (report.outcome === 'interrupted') return 130;
  const [first] = report.problems;
  return first === undefined ? 1 : PROBLEMS[first.code].exitCode;
}
