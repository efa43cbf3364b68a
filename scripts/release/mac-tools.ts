/** macOS's own programs, by which a release is made and judged. Tests put a folder of others in their place (IMMICH_SYNC_MAC_TOOLS). */
import { execFile } from 'node:child_process';
import { delimiter } from 'node:path';

const OTHERS = process.env.IMMICH_SYNC_MAC_TOOLS;

/** Whether those programs can be asked here. */
export const HAS_MAC_TOOLS = process.platform === 'darwin' || OTHERS !== undefined;

export interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  /** Where codesign(1) and spctl(8) describe what they see. */
  readonly stderr: string;
}

/** Runs one to its end, whatever it says. @throws {Error} when it cannot be started */
export function ask(program: string, ...args: readonly string[]): Promise<Answer> {
  const path = OTHERS === undefined ? process.env.PATH : [OTHERS, process.env.PATH].join(delimiter);
  return new Promise((resolve, reject) => {
    execFile(program, args, { env: { ...process.env, PATH: path }, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number')
        reject(new Error(`${program} could not be run: ${error.message}`));
      else resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** Runs one that has to succeed. @returns its standard output. @throws {Error} with its last words */
export async function succeed(program: string, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await ask(program, ...args);
  if (exitCode === 0) return stdout;
  throw new Error(
    `${[program, ...args.slice(0, 2)].join(' ')} failed (${exitCode}): ${lastLine(stderr) || lastLine(stdout)}`,
  );
}

export const lastLine = (text: string) => text.trimEnd().split('\n').at(-1) ?? '';
