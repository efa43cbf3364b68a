/** launchd as we use it: a port, because it is there on a Mac only and a test must not load jobs into a person's session. */
import { tmpdir } from 'node:os';
import { ProblemError } from '../problem.ts';
import { baseEnvironment, runChild } from '../tools/child.ts';

export interface LaunchControl {
  isLoaded(label: string): Promise<boolean>;
  /** Whether it was switched off for good, so that it is not loaded at a log-in. */
  isDisabled(label: string): Promise<boolean>;
  /** @throws {ProblemError} agent-failed */
  load(plistFile: string): Promise<void>;
  /** No harm when it is not loaded. @throws {ProblemError} agent-failed */
  unload(label: string): Promise<void>;
}

/** The commands with which a person ends a job, now and for later log-ins. */
export const endingCommands = (label: string): readonly [now: string, later: string] => [
  `launchctl bootout ${session()}/${label}`,
  `launchctl disable ${session()}/${label}`,
];

/** That of this computer; null where there is no launchd. */
export function systemLaunchControl(platform: NodeJS.Platform): LaunchControl | null {
  return platform === 'darwin' ? launchControl('/bin/launchctl') : null;
}

/** A person's graphical session, where agents live. */
const session = () => `gui/${process.getuid?.() ?? 501}`;

/** @param program launchctl(1) */
export function launchControl(program: string): LaunchControl {
  const run = async (...args: string[]) => {
    const lines: string[] = [];
    const { exitCode, lastErrors } = await runChild({
      program,
      args,
      env: baseEnvironment(),
      cwd: tmpdir(),
      timeout: 30_000,
      onStdout: (line) => lines.push(line),
    });
    return { lines, worked: exitCode === 0, said: lastErrors.at(-1) ?? `it ended with ${exitCode}` };
  };
  const isLoaded = async (label: string) => (await run('print', `${session()}/${label}`)).worked;
  return {
    isLoaded,
    isDisabled: async (label) => {
      const { lines } = await run('print-disabled', session());
      // `"org.nixos.immich-sync" => disabled`, before macOS 13 `=> true`.
      return lines.some((line) => /=> (?:disabled|true)$/.test(line.trim()) && line.includes(`"${label}"`));
    },
    load: async (plistFile) => {
      const { worked, said } = await run('bootstrap', session(), plistFile);
      if (!worked) throw new ProblemError('agent-failed', { reason: said });
    },
    unload: async (label) => {
      if (!(await isLoaded(label))) return;
      const { worked, said } = await run('bootout', `${session()}/${label}`);
      // Some versions end with an error although the job is gone: what counts is whether it is.
      if (!worked && (await isLoaded(label))) throw new ProblemError('agent-failed', { reason: said });
    },
  };
}
