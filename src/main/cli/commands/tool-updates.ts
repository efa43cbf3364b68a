/** `immich-sync tools update`: looks for newer tools now and brings them into use. */
import type { ExitCode } from '../../../core/model/problem.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import { type CommandContext, printJson } from '../command.ts';

export async function updateTools({ engine, terminal, json, signal }: CommandContext): Promise<ExitCode> {
  const texts = commandStrings.setUp.tools;
  const update = await engine.toolUpdates.update({ signal, isNeeded: false });
  if (json) printJson(terminal, update);
  else if (update.outcome === 'current') terminal.print(texts.upToDate);
  else {
    for (const [tool, version] of Object.entries(update.versions)) terminal.print(texts.inUse({ tool, version }));
    terminal.print(texts.set({ set: String(update.set) }));
  }
  return 0;
}
