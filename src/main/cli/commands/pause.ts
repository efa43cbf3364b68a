/** `immich-sync pause` and `resume`: the automatic syncs. */
import { tellApp } from '../../../core/channel/shared-run.ts';
import type { ExitCode } from '../../../core/model/problem.ts';
import { type CommandContext, printJson } from '../command.ts';
import { dateTime } from '../output.ts';

/** Pauses automatic syncs. */
export async function pause(
  { engine, terminal, json }: CommandContext,
  options: { readonly until: Date | null },
): Promise<ExitCode> {
  engine.schedule.pauseUntil(options.until);
  await tellApp(engine.paths.runFolder);
  if (json) printJson(terminal, { paused: true, until: options.until?.toISOString() ?? null });
  else
    terminal.print(
      options.until === null
        ? 'Paused until `immich-sync resume`. `immich-sync sync` still syncs.'
        : `Paused until ${dateTime(options.until.getTime())}. \`immich-sync sync\` still syncs.`,
    );
  return 0;
}

export async function resume({ engine, terminal, json }: CommandContext): Promise<ExitCode> {
  engine.schedule.resume();
  await tellApp(engine.paths.runFolder);
  if (json) printJson(terminal, { paused: false });
  else terminal.print('Automatic syncs are on again.');
  return 0;
}
