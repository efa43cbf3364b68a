/** Processes of a test, found by the folder that their command lines name. Works where `ps` does: Linux and macOS. */
import { execFileSync } from 'node:child_process';

export interface ProcessLine {
  readonly pid: number;
  readonly group: number;
  readonly command: string;
}

/** Every process (but zombies) whose command line holds `text`. */
export function processesNaming(text: string): ProcessLine[] {
  const lines = execFileSync('ps', ['-eww', '-o', 'pid=,pgid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const found = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line);
    const [, pid, group, state = '', command = ''] = found ?? [];
    if (state.startsWith('Z') || !command.includes(text)) return [];
    return [{ pid: Number(pid), group: Number(group), command }];
  });
}

/** Kills a whole process group; harmless when it is gone. */
export function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // Gone in the meantime.
  }
}
