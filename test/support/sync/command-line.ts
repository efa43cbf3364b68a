/** The `immich-sync` command as people run it: a process of its own. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { COMPILE_CACHE } from '../compile-cache.ts';

export const SOURCE = resolve(import.meta.dirname, '../../../src/main/cli.ts');
/** Where the tests are told of the command in one file, see bundled-command.ts. */
export const BUNDLED_COMMAND = 'IMMICH_SYNC_BUNDLED_COMMAND';
/** What is started as `immich-sync`. */
export const PROGRAM = process.env[BUNDLED_COMMAND] ?? SOURCE;

export interface CommandOptions {
  /** Added to the few variables that a login shell would give. */
  readonly environment: Readonly<Record<string, string>>;
  /** Written to standard input. */
  readonly input: string;
  /** The user to run it as; only the superuser can choose. */
  readonly uid: number;
  readonly gid: number;
}

export interface CommandResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The document on standard output. @throws Error when it is not exactly one JSON document on one line */
  json<Document = Record<string, unknown>>(): Document;
}

export interface RunningCommand {
  readonly pid: number;
  signal(name: NodeJS.Signals): void;
  /** Resolves when the words have been printed. @throws Error when the command ends without them */
  untilOutput(words: string): Promise<void>;
  readonly ended: Promise<CommandResult>;
}

/**
 * Where V8 notes which lines a command has run, under `npm run coverage`. Otherwise where it finds the program compiled: that spares each start more than
 * half of its work, and would make what is noted imprecise.
 */
function forNode(): Readonly<Record<string, string>> {
  const folder = process.env.IMMICH_SYNC_COVERAGE;
  return folder ? { NODE_V8_COVERAGE: folder } : { NODE_COMPILE_CACHE: COMPILE_CACHE };
}

/** Runs the command while this process stands still. @returns its exit code; null when a signal ended it */
export function runCommandNow(args: readonly string[]): number | null {
  const { PATH, HOME, TMPDIR } = process.env;
  const flags = ['--disable-warning=ExperimentalWarning', PROGRAM];
  const env = { PATH, HOME, TMPDIR, ...forNode() };
  return spawnSync(process.execPath, [...flags, ...args], { env, stdio: 'ignore' }).status;
}

/** Starts the command. It leads a process group of its own, as one started from a shell does. */
export function startCommand(args: readonly string[], options: Partial<CommandOptions> = {}): RunningCommand {
  const { environment = {}, input = '', uid, gid } = options;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM, ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR, ...forNode(), ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  });
  // A command that does not read its input may be gone before all of it is written.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const ended = once(child, 'close').then(
    ([exitCode]): CommandResult => ({
      exitCode: exitCode as number | null,
      stdout,
      stderr,
      json: <Document>() => {
        const lines = stdout.split('\n').filter((line) => line !== '');
        if (lines.length !== 1)
          throw new Error(`Not one JSON document but ${lines.length} lines:\n${stdout}\n${stderr}`);
        return JSON.parse(lines[0] ?? '') as Document;
      },
    }),
  );
  const untilOutput = (words: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (stdout.includes(words)) resolve();
      };
      look();
      child.stdout.on('data', look);
      child.once('close', () => reject(new Error(`It ended without “${words}”:\n${stdout}\n${stderr}`)));
    });
  return { pid: child.pid ?? 0, signal: (name) => void child.kill(name), untilOutput, ended };
}
