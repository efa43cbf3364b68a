/** `immich-sync logs`. */
import { followLog, readLastLines } from '../../../core/log/follow.ts';
import type { ExitCode } from '../../../core/model/problem.ts';
import type { CommandContext } from '../command.ts';

export async function logs(
  { engine, terminal, json, signal }: CommandContext,
  options: { readonly follow?: boolean; readonly lines: number },
): Promise<ExitCode> {
  const print = (line: string) => terminal.print(json ? JSON.stringify({ line }) : line);
  if (options.follow !== true) {
    for (const line of await readLastLines(engine.paths.logFile, options.lines)) print(line);
    return 0;
  }
  for await (const line of followLog(engine.paths.logFile, { signal, lines: options.lines })) print(line);
  return 0;
}
