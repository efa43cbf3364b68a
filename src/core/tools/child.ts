/**
 * The one place that starts other programs. The rules: an absolute path and an argument array, never a shell; an environment made from
 * nothing but what is given; a private working folder; output read line by line; to stop, SIGINT first (osxphotos and immich-go both
 * tidy up on it, and neither handles SIGTERM), SIGKILL for the whole process group after a grace.
 */
import { isAbsolute } from 'node:path';
import type { Readable } from 'node:stream';
import { execa } from 'execa';

export interface ChildCommand {
  /** Absolute path of the program. */
  readonly program: string;
  readonly args: readonly string[];
  /** The whole environment of the child; see {@link baseEnvironment}. */
  readonly env: Readonly<Record<string, string>>;
  /** An existing folder that the child may write to: osxphotos puts its crash log there, immich-go reads a config file from there. */
  readonly cwd: string;
  /** For standard input: text (for example a secret for the keychain tool) or what comes as it comes; without it the child's is closed. */
  readonly input?: string | Readable;
  /** Aborting it stops the child. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds between SIGINT and SIGKILL; 10,000 if not given. */
  readonly grace?: number;
  /** Milliseconds after which the child is stopped as timed out; no limit if not given. */
  readonly timeout?: number;
  /** Stops the child when it shows no sign of life any more; without it the child may be silent for as long as it likes. */
  readonly stall?: StallWatch | undefined;
  /** Called once with the process id, as soon as the child runs. */
  readonly onStart?: (pid: number) => void;
  readonly onStdout?: (line: string) => void;
  readonly onStderr?: (line: string) => void;
}

export interface StallWatch {
  /** Milliseconds without a sign of life after which the child counts as stuck. Time in which the Mac sleeps does not count. */
  readonly after: number;
  /** What moves while the child works besides its output, for example the sizes of its files: another answer is a sign of life. */
  readonly sign?: () => Promise<string>;
}

export interface ChildOutcome {
  /** Null when a signal ended the child. */
  readonly exitCode: number | null;
  /** The signal that ended the child, if one did. */
  readonly signal: string | null;
  /** True when the child was stopped by us, through `signal`, `timeout` or `stall`. */
  readonly stopped: boolean;
  /** True when the child had to be killed because it ignored SIGINT. */
  readonly killed: boolean;
  readonly timedOut: boolean;
  /** True when it was stopped because it showed no sign of life. */
  readonly stalled: boolean;
  /** The last lines of standard error, at most 40, for explaining a failure. */
  readonly lastErrors: readonly string[];
  /** Milliseconds. */
  readonly duration: number;
}

/** The program could not be started at all (missing, not executable, wrong architecture). */
export class ChildNotStarted extends Error {
  override readonly name = 'ChildNotStarted';
  readonly program: string;
  readonly code: string | undefined;

  constructor(program: string, cause: unknown) {
    const code = (cause as { code?: string } | undefined)?.code;
    super(`${program} could not be started (${code ?? 'unknown reason'})`);
    this.program = program;
    this.code = code;
  }
}

/** Told of every child of this process, so that the run lock can name them and the next run can end those that outlived a crash. */
export interface ChildObserver {
  readonly started: (pid: number, program: string) => void;
  readonly ended: (pid: number) => void;
}

const observers = new Set<ChildObserver>();

/** @returns what ends the observation. */
export function observeChildren(observer: ChildObserver): () => void {
  observers.add(observer);
  return () => observers.delete(observer);
}

const KEPT_ERROR_LINES = 40;
const DEFAULT_GRACE = 10_000;
const MAX_LINE = 1_000_000;

/** The variables a child may inherit, and nothing else: apps started from Finder have a bare environment, terminals a rich one. */
const INHERITED = ['HOME', 'USER', 'LOGNAME', 'TMPDIR', 'PATH', 'SYSTEMROOT'] as const;

/**
 * The environment every child starts from. `COLUMNS`, `NO_COLOR` and the encodings make osxphotos' output stable: it wraps messages at
 * the terminal's width and colours them when `FORCE_COLOR` is set.
 */
export function baseEnvironment(from: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const environment: Record<string, string> = {
    NO_COLOR: '1',
    COLUMNS: '10000',
    // Python programs end at once when the system has not installed the locale that is named; this one is everywhere.
    LANG: 'C',
    LC_ALL: 'C',
    PYTHONUTF8: '1',
    PYTHONUNBUFFERED: '1',
    PYTHONIOENCODING: 'utf-8',
    OSXPHOTOS_NO_VERSION_CHECK: '1',
  };
  for (const name of INHERITED) {
    const value = from[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}

/**
 * Runs a program to its end.
 * @throws {ChildNotStarted} when it cannot be started. A failing exit code is not thrown: read the outcome.
 */
export async function runChild(command: ChildCommand): Promise<ChildOutcome> {
  if (!isAbsolute(command.program)) throw new ChildNotStarted(command.program, { code: 'NOT_ABSOLUTE' });
  const startedAt = performance.now();
  const child = execa(command.program, [...command.args], {
    extendEnv: false,
    env: { ...command.env },
    cwd: command.cwd,
    ...(command.input === undefined ? { stdin: 'ignore' as const } : { input: command.input }),
    stdout: 'pipe',
    stderr: 'pipe',
    buffer: false,
    reject: false,
    killDescendants: true,
    stripFinalNewline: false,
  });

  const lastErrors: string[] = [];
  let stopped = false;
  let killed = false;
  let timedOut = false;
  let killTimer: NodeJS.Timeout | undefined;

  const stop = () => {
    if (stopped) return;
    stopped = true;
    child.kill('SIGINT');
    killTimer = setTimeout(() => {
      killed = true;
      child.kill('SIGKILL');
    }, command.grace ?? DEFAULT_GRACE);
  };
  const stopForTimeout = () => {
    timedOut = true;
    stop();
  };
  let stalled = false;
  const life = watchLife(command.stall, () => {
    stalled = true;
    stop();
  });
  const limit = command.timeout === undefined ? undefined : setTimeout(stopForTimeout, command.timeout);
  command.signal?.addEventListener('abort', stop, { once: true });

  const { pid } = child;
  if (pid !== undefined) {
    for (const observer of observers) observer.started(pid, command.program);
    command.onStart?.(pid);
  }
  if (command.signal?.aborted) stop();
  try {
    const [result] = await Promise.all([
      child,
      readLines(child.stdout, (line) => {
        life.seen();
        command.onStdout?.(line);
      }),
      readLines(child.stderr, (line) => {
        life.seen();
        lastErrors.push(line);
        if (lastErrors.length > KEPT_ERROR_LINES) lastErrors.shift();
        command.onStderr?.(line);
      }),
    ]);
    if (result.exitCode === undefined && result.signal === undefined)
      throw new ChildNotStarted(command.program, result.cause);
    return {
      exitCode: result.exitCode ?? null,
      signal: result.signal ?? null,
      stopped,
      killed,
      timedOut,
      stalled,
      lastErrors,
      duration: performance.now() - startedAt,
    };
  } finally {
    if (pid !== undefined) for (const observer of observers) observer.ended(pid);
    life.end();
    clearTimeout(limit);
    clearTimeout(killTimer);
    command.signal?.removeEventListener('abort', stop);
  }
}

/** Looks in the time that a child may be silent. */
const LOOKS = 10;

/** Counts looks and not hours: a Mac that slept for a night wakes with one look, not with a stuck child. */
function watchLife(watch: StallWatch | undefined, onStall: () => void) {
  if (watch === undefined) return { seen: () => {}, end: () => {} };
  let quiet = 0;
  let isLooking = false;
  let lastSign: string | undefined;
  const look = async () => {
    if (watch.sign === undefined || isLooking) return;
    isLooking = true;
    // What cannot be looked at is no sign of life.
    const sign = await watch.sign().catch(() => lastSign);
    isLooking = false;
    if (sign !== lastSign) quiet = 0;
    lastSign = sign;
  };
  const ticking = setInterval(() => {
    // Not after the look: on a disk that is gone it may never come back, and that is the very thing to notice.
    quiet += 1;
    if (quiet > LOOKS) onStall();
    else void look();
  }, watch.after / LOOKS);
  return {
    seen: () => {
      quiet = 0;
    },
    end: () => clearInterval(ticking),
  };
}

/** Splits a stream into lines. A line is cut at a million characters so that a child gone wrong cannot fill the memory. */
async function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): Promise<void> {
  stream.setEncoding('utf8');
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (rest.length > MAX_LINE) {
      onLine(rest);
      rest = '';
    }
  }
  if (rest !== '') onLine(rest);
}
