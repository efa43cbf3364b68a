/** Whether something is in progress that an update must not come in between: a sync, or a command of the installed app. */
import { currentRun } from '../lock/run-lock.ts';
import { type Ask, askProgram } from '../system/ask-program.ts';

export interface InUseOptions {
  readonly runFolder: string;
  /** The app's program, which is that of its command too; absolute. */
  readonly program: string;
  readonly ask?: Ask;
}

export async function isAppInUse({ runFolder, program, ask = askProgram }: InUseOptions): Promise<boolean> {
  if ((await currentRun(runFolder)) !== null) return true;
  const processes = await ask('/bin/ps', ['-axww', '-o', 'pid=,command=']);
  return hasCommand(processes ?? '', program);
}

/** @param processes a line for each, `  501 /Applications/…/Immich Sync --cli verify` */
export function hasCommand(processes: string, program: string): boolean {
  return processes.split('\n').some((line) => {
    const command = line.replace(/^\s*\d+\s+/, '');
    // Chromium's processes of a command have its program, and a type.
    return command.startsWith(`${program} `) && / --cli(?: |$)/.test(command) && !command.includes(' --type=');
  });
}
