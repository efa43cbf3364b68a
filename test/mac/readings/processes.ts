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

/** The app's main process on this home: no helper (they have a `--type`) and no command. */
export function appProcesses(text: string, home: string): readonly ListedProcess[] {
  return readProcesses(text).filter(
    ({ command }) => command.includes(`--home=${home}`) && !/ --(type=|cli\b)/.test(command),
  );
}
