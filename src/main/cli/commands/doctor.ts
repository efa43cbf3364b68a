/** `immich-sync doctor`: checks everything and says what to do. */
import type { CheckResult } from '../../../core/doctor/check.ts';
import { runDoctor } from '../../../core/doctor/doctor.ts';
import { type ExitCode, PROBLEMS } from '../../../core/model/problem.ts';
import { formatLabelled } from '../../../shared/format.ts';
import { strings } from '../../../shared/strings.ts';
import { problemInUse, reasonInUse } from '../../../shared/told.ts';
import { type CommandContext, printJson } from '../command.ts';
import { adviceLines, printable, seeLine } from '../output.ts';

export async function doctor(context: CommandContext): Promise<ExitCode> {
  const { engine, terminal, json, signal } = context;
  const results = await runDoctor(engine, signal);
  if (json) printJson(terminal, { healthy: results.every((result) => result.problem === null), checks: results });
  else {
    for (const result of results) {
      terminal.print(`${mark(result)} ${resultText(result)}`);
      if (result.problem !== null) {
        // The commands of the check itself know more of what is here.
        const problem = result.commands.length === 0 ? result.problem : { ...result.problem, command: null };
        for (const line of adviceLines(problem)) terminal.print(line);
        for (const command of result.commands) terminal.print(`    ${command}`);
        terminal.print(seeLine(result.problem));
      }
    }
  }
  const worst = results.find((result) => result.problem !== null)?.problem;
  return worst == null ? 0 : PROBLEMS[worst.code].exitCode;
}

function resultText({ id, found, problem }: CheckResult): string {
  const finding = problem === null ? found.map(reasonInUse).join(' ') : problemInUse(problem).sentence;
  return formatLabelled(strings.checks[id], printable(finding));
}

function mark({ problem, isCaution }: CheckResult): string {
  if (problem !== null) return '✕';
  return isCaution ? '!' : '✓';
}
