/** `immich-sync pause` and `resume`: the automatic syncs. */
import { tellApp } from '../../../core/channel/shared-run.ts';
import type { PauseChoice } from '../../../core/model/choices.ts';
import { type ExitCode, ProblemError } from '../../../core/model/problem.ts';
import { because } from '../../../core/model/reasons.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import { type CommandContext, printJson } from '../command.ts';
import { dateTime } from '../output.ts';

/**
 * Pauses automatic syncs.
 * @param end when the pause ends, or what it is for
 * @throws {ProblemError} usage, to skip a sync where none starts by itself
 */
export async function pause({ engine, terminal, json }: CommandContext, end: Date | PauseChoice): Promise<ExitCode> {
  const [skipped] = engine.schedule.nextRuns(1);
  if (end === 'next-sync' && skipped === undefined)
    throw new ProblemError('usage', { reason: because('no-sync-to-skip') });
  const until = end instanceof Date ? end : engine.schedule.pauseFor(end);
  if (end instanceof Date) engine.schedule.pauseUntil(end);
  await tellApp(engine.paths.runFolder);
  if (json) printJson(terminal, { paused: true, until: until?.toISOString() ?? null });
  else terminal.print(pausedLine(end === 'next-sync' ? skipped : undefined, until));
  return 0;
}

function pausedLine(skipped: Date | undefined, until: Date | null): string {
  const texts = commandStrings.syncs.pause;
  if (skipped !== undefined) return texts.skipped({ when: dateTime(skipped.getTime()) });
  return until === null ? texts.openEnd : texts.until({ when: dateTime(until.getTime()) });
}

export async function resume({ engine, terminal, json }: CommandContext): Promise<ExitCode> {
  engine.schedule.resume();
  await tellApp(engine.paths.runFolder);
  if (json) printJson(terminal, { paused: false });
  else terminal.print(commandStrings.syncs.pause.resumed);
  return 0;
}
