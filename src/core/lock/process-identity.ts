/** Who a process is, beyond its number: numbers are used again, a number together with its start is not. */
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { baseEnvironment, runChild } from '../tools/child.ts';

export interface ProcessIdentity {
  /** When the process was started, in a form that only is to be compared: it differs after a restart of the machine too. */
  readonly started: string;
  /** The command line, program first. */
  readonly command: string;
}

/** Null when there is no such process, or only what is left of one that has ended (a zombie). */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | null> {
  return process.platform === 'linux' ? identifyByProc(pid) : identifyByPs(pid);
}

async function identifyByProc(pid: number): Promise<ProcessIdentity | null> {
  try {
    const [status, command, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    // proc(5): the name in parentheses may hold anything; after it come the state (field 3) and, as field 22, the start in ticks since boot.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    return { started: `${boot.trim()} ${fields[19]}`, command: command.replaceAll('\0', ' ').trim() };
  } catch {
    return null;
  }
}

/** macOS has no /proc. ps(1) prints the start in the zone of TZ, hence UTC: the identity must outlive a journey. */
async function identifyByPs(pid: number): Promise<ProcessIdentity | null> {
  const lines: string[] = [];
  await runChild({
    program: '/bin/ps',
    args: ['-ww', '-o', 'stat=,lstart=,command=', '-p', String(pid)],
    env: { ...baseEnvironment(), TZ: 'UTC' },
    cwd: tmpdir(),
    timeout: 10_000,
    onStdout: (line) => lines.push(line),
  });
  return parsePs(lines[0] ?? '');
}

/** Reads a line such as `S    Sun Nov 22 02:00:01 2026 /usr/bin/python3 -m x`. */
export function parsePs(line: string): ProcessIdentity | null {
  const match = /^\s*(\S+)\s+(\w{3} +\w{3} +\d+ +\d\d:\d\d:\d\d +\d{4})\s+(.*)$/.exec(line);
  if (match === null) return null;
  const [, state = '', started = '', command = ''] = match;
  return state.startsWith('Z') ? null : { started: started.replace(/ +/g, ' '), command };
}
