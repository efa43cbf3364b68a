/** Asks a program that comes with the system one question. */
import { baseEnvironment, runChild } from '../tools/child.ts';

/** Milliseconds; all that are asked answer at once. */
const PATIENCE = 5_000;

/** Runs a program, given by its absolute path, and gives what it printed; null when it failed. */
export type Ask = (program: string, args: readonly string[]) => Promise<string | null>;

export async function askProgram(program: string, args: readonly string[]): Promise<string | null> {
  const lines: string[] = [];
  try {
    const { exitCode } = await runChild({
      program,
      args,
      env: baseEnvironment(),
      // None of them writes a file.
      cwd: '/',
      timeout: PATIENCE,
      grace: 500,
      onStdout: (line) => lines.push(line),
    });
    return exitCode === 0 ? lines.join('\n') : null;
  } catch {
    return null;
  }
}
