/** Runs a program and measures it and everything that it starts. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';

export interface Measured {
  /** Of the clock on the wall. */
  readonly seconds: number;
  /** Of all processes together, in user and kernel mode. */
  readonly cpuSeconds: number;
  /** Bytes of memory that all processes of the tree had at once, at most; sampled, pages that they share counted for each. */
  readonly peakMemory: number;
  /** The same of the program alone, and of those that it started. */
  readonly ownMemory: number;
  readonly programMemory: number;
  /** Programs that were seen to be started by it. */
  readonly programs: number;
  readonly stdout: string;
}

/** Milliseconds between two looks at the processes' memory. */
const SAMPLING = 100;

/**
 * @param command absolute path and arguments.
 * @throws Error with the program's own words when it does not end with exit code 0.
 */
export async function measure(
  command: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>>,
): Promise<Measured> {
  const startedAt = performance.now();
  // The shell counts the processor time of what it waits for; its own is next to nothing.
  const child = spawn('/bin/sh', ['-c', '"$@"; code=$?; times >&3; exit $code', 'sh', ...command], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', TMPDIR: process.env.TMPDIR, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [, stdout, stderr, times] = child.stdio;
  if (!stdout || !stderr || !times || !('on' in times) || !('read' in times))
    throw new Error('The shell has no pipes.');
  const sampler = sampleMemory(child.pid ?? 0);
  const [said, complained, shellTimes, [exitCode]] = await Promise.all([
    text(stdout),
    text(stderr),
    text(times),
    once(child, 'exit'),
  ]);
  const seconds = (performance.now() - startedAt) / 1000;
  const memory = await sampler.stop();
  if (exitCode !== 0) throw new Error(`${command.join(' ')} ended with ${exitCode}:\n${said}\n${complained}`);
  return { seconds, cpuSeconds: cpuSecondsOf(shellTimes), ...memory, stdout: said };
}

/** What the shell's `times` prints, two lines like `0m1.250s 0m0.080s` (user, kernel) for itself and for its children; added up. */
function cpuSecondsOf(times: string): number {
  return [...times.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, minutes, seconds]) => {
    return sum + Number(minutes) * 60 + Number(seconds);
  }, 0);
}

type Memory = Pick<Measured, 'peakMemory' | 'ownMemory' | 'programMemory' | 'programs'>;

function sampleMemory(root: number): { stop(): Promise<Memory> } {
  const peak = { peakMemory: 0, ownMemory: 0, programMemory: 0 };
  const programs = new Set<number>();
  let sampling: Promise<void> = Promise.resolve();
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    sampling = treeOf(root)
      .then(({ own, started }) => {
        const [ownMemory, programMemory] = [memoryOf(own), memoryOf(started)];
        peak.ownMemory = Math.max(peak.ownMemory, ownMemory);
        peak.programMemory = Math.max(peak.programMemory, programMemory);
        peak.peakMemory = Math.max(peak.peakMemory, ownMemory + programMemory);
        for (const { pid } of started) programs.add(pid);
      })
      .finally(() => {
        isBusy = false;
      });
  }, SAMPLING);
  return {
    stop: async () => {
      clearInterval(timer);
      await sampling;
      return { ...peak, programs: programs.size };
    },
  };
}

const memoryOf = (rows: readonly ProcessRow[]) => rows.reduce((sum, { memory }) => sum + memory, 0);

interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  /** Bytes. */
  readonly memory: number;
}

/** The processes below the shell that `root` is: the program itself, and all that it started. */
async function treeOf(
  root: number,
): Promise<{ readonly own: readonly ProcessRow[]; readonly started: readonly ProcessRow[] }> {
  const rows = await (process.platform === 'linux' ? rowsFromProc() : rowsFromPs());
  const children = Map.groupBy(rows, ({ parent }) => parent);
  const own = children.get(root) ?? [];
  const started: ProcessRow[] = [];
  const pending = own.flatMap(({ pid }) => children.get(pid) ?? []);
  for (let row = pending.pop(); row !== undefined; row = pending.pop()) {
    started.push(row);
    pending.push(...(children.get(row.pid) ?? []));
  }
  return { own, started };
}

/** Without starting a program ten times a second. */
async function rowsFromProc(): Promise<readonly ProcessRow[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const rows = await Promise.all(
    pids.map(async (pid) => {
      // A process may end at any time.
      const status = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => '');
      const number = (field: RegExp) => Number(field.exec(status)?.[1] ?? 0);
      return { pid: Number(pid), parent: number(/^PPid:\s+(\d+)/m), memory: number(/^VmRSS:\s+(\d+) kB/m) * 1024 };
    }),
  );
  return rows;
}

async function rowsFromPs(): Promise<readonly ProcessRow[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,rss=']);
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, kilobytes] = line.trim().split(/\s+/).map(Number);
    return pid === undefined || parent === undefined || kilobytes === undefined
      ? []
      : [{ pid, parent, memory: kilobytes * 1024 }];
  });
}
