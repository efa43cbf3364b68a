/** `immich-sync tools update`: looks for newer tools now and brings them into use. */
import type { ExitCode } from '../../../core/model/problem.ts';
import { type CommandContext, printJson } from '../command.ts';

export async function updateTools({ engine, terminal, json, signal }: CommandContext): Promise<ExitCode> {
  const update = await engine.toolUpdates.update({ signal, isNeeded: false });
  if (json) printJson(terminal, update);
  else if (update.outcome === 'current') terminal.print('The tools are up to date.');
  else {
    for (const [tool, version] of Object.entries(update.versions)) terminal.print(`${tool} ${version} is in use now.`);
    terminal.print(`The tools are those of set ${update.set}.`);
  }
  return 0;
}
