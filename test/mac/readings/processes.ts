/** Processes as `ps -axo pid=,command=` lists them. */

export interface ListedProcess {
  readonly pid: number;
  readonly command: string;
}

export function readProcesses(text: string): readonly ListedProcess[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, command] = /^\s*(\d+) (.*)$/.exec(line) ?? [];
    return pid === undefined || command === undefined ? [] : [{ pid: Number(pid), command }];
  });
}

/** The app's own processes: no helpers (they have a `--type`) and no commands. @param program its executable, absolute */
export function appProcesses(text: string, program: string): readonly ListedProcess[] {
  return readProcesses(text).filter(
    ({ command }) => `${command} `.startsWith(`${program} `) && !/ --(type=|cli )/.test(`${command} `),
  );
}
