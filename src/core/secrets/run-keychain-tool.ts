/** Runs a system's keychain program. Secrets go in on standard input and come out on standard output, never as arguments. */
import { because } from '../model/reasons.ts';
import { ChildNotStarted, runChild } from '../tools/child.ts';
import { KEYCHAIN_PATIENCE, keychainUnanswered, keychainUnavailable } from './secrets.ts';

export interface KeychainTool {
  /** Absolute path. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds; {@link KEYCHAIN_PATIENCE} if not given. */
  readonly timeout?: number;
}

export interface KeychainAnswer {
  readonly exitCode: number | null;
  readonly output: string;
  /** What it complained about, without its own name before it. */
  readonly complaint: string;
}

/** @throws {ProblemError} keychain-unavailable when it cannot be started, keychain-unanswered when it does not answer */
export async function runKeychainTool(
  { program, environment, timeout = KEYCHAIN_PATIENCE }: KeychainTool,
  args: readonly string[],
  input?: string,
): Promise<KeychainAnswer> {
  const lines: string[] = [];
  try {
    const outcome = await runChild({
      program,
      args,
      env: environment,
      // These tools write no files.
      cwd: '/',
      timeout,
      grace: 1_000,
      onStdout: (line) => lines.push(line),
      ...(input === undefined ? {} : { input }),
    });
    if (outcome.timedOut) throw keychainUnanswered(timeout);
    const complaint = outcome.lastErrors
      .map((line) => line.replace(/^[\w-]+: /, '').trim())
      .filter((line) => line !== '');
    return { exitCode: outcome.exitCode, output: lines.join('\n'), complaint: complaint.join(' ') };
  } catch (error) {
    if (error instanceof ChildNotStarted) throw keychainUnavailable(because('program-not-started', { program }), error);
    throw error;
  }
}
