/** Runs one of the release's scripts as the workflow does. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

const PROJECT = resolve(import.meta.dirname, '../../..');

/** The stand-ins of macOS's own programs and of gh. */
export const RELEASE_TOOLS = resolve(PROJECT, 'test', 'support', 'release-tools');

export interface ScriptOutcome {
  readonly exitCode: number;
  readonly stdout: string;
  /** Trimmed. */
  readonly stderr: string;
}

/** @param name of the script, or its path @param env beside what this process has */
export function runScript(
  name: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<ScriptOutcome> {
  const script = resolve(PROJECT, 'scripts', 'release', name);
  const { GITHUB_OUTPUT: _, GITHUB_STEP_SUMMARY: __, ...own } = process.env;
  const env = { ...own, IMMICH_SYNC_MAC_TOOLS: RELEASE_TOOLS, ...options.env };
  return new Promise((done) => {
    const all = ['--disable-warning=ExperimentalWarning', script, ...args];
    execFile(process.execPath, all, { cwd: options.cwd ?? PROJECT, env }, (error, stdout, stderr) => {
      done({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr: stderr.trim() });
    });
  });
}
