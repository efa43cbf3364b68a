/** launchd as we use it: a port, because it is there on a Mac only and a test must not load jobs into a person's session. */

import { tmpdir } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { ProblemError } from '../model/problem.ts';
import { because, type Explanation, quote } from '../model/reasons.ts';
import { baseEnvironment, runChild } from '../tools/child.ts';

export interface LaunchControl {
  isLoaded(label: string): Promise<boolean>;
  /** Whether it was switched off for good, so that it is not loaded at a log-in. */
  isDisabled(label: string): Promise<boolean>;
  /** Also a job that was switched off before. @throws {ProblemError} agent-failed */
  load(label: string, plistFile: string): Promise<void>;
  /** Resolves when the job and its process are gone; no harm when it is not loaded. @throws {ProblemError} agent-failed */
  unload(label: string): Promise<void>;
}

export interface LaunchControlOptions {
  /** Waits between two looks, for that many milliseconds. */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
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

/** Seconds that launchd gives a job between SIGTERM and SIGKILL: ours ends its programs and keeps what is proved. */
export const EXIT_TIMEOUT = 60;

/** Milliseconds between two looks at a job that is going. */
const LOOK_AGAIN = 500;
/** Looks at a job that was told to go: launchd kills it after {@link EXIT_TIMEOUT}. */
const LOOKS = ((EXIT_TIMEOUT + 15) * 1000) / LOOK_AGAIN;
/** Tries to load a job while launchd still clears the former one away; looks at one after `bootout` has failed. */
const TRIES = 10;
/**
 * `bootstrap` answers 5 (EIO) or 37 (EALREADY) for a job of the same label that is still there or is being cleared away. 5 is its answer to a
 * file that it does not like, too, hence a few tries only.
 */
const STILL_THERE: ReadonlySet<number | null> = new Set([5, 37]);

function whatItSaid(lines: readonly string[], exitCode: number | null): Explanation {
  const last = lines.at(-1);
  return last === undefined ? because('ended-with', { exitCode }) : quote(last);
}

/** @param program launchctl(1) */
export function launchControl(program: string, { pause = wait }: LaunchControlOptions = {}): LaunchControl {
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
    return { lines, exitCode, worked: exitCode === 0, said: whatItSaid(lastErrors, exitCode) };
  };
  const isLoaded = async (label: string) => (await run('print', `${session()}/${label}`)).worked;
  const isDisabled = async (label: string) => {
    const { lines } = await run('print-disabled', session());
    // `"org.nixos.immich-sync" => disabled`, before macOS 13 `=> true`.
    return lines.some((line) => /=> (?:disabled|true)$/.test(line.trim()) && line.includes(`"${label}"`));
  };
  return {
    isLoaded,
    isDisabled,
    load: async (label, plistFile) => {
      // launchctl(1): a service that is disabled cannot be loaded until it is enabled again.
      if (await isDisabled(label)) await run('enable', `${session()}/${label}`);
      for (let tries = 1; ; tries += 1) {
        const { worked, exitCode, said } = await run('bootstrap', session(), plistFile);
        if (worked) return;
        if (!STILL_THERE.has(exitCode) || tries === TRIES) throw new ProblemError('agent-failed', { reason: said });
        await pause(LOOK_AGAIN);
      }
    },
    unload: async (label) => {
      if (!(await isLoaded(label))) return;
      // It only tells launchd to end the job, and says so with an error (36, EINPROGRESS) while that continues. What counts is whether it is gone.
      const { worked, exitCode, said } = await run('bootout', `${session()}/${label}`);
      const EINPROGRESS = 36;
      const isUnderWay = worked || exitCode === EINPROGRESS;
      for (let looks = 1; await isLoaded(label); looks += 1) {
        if (looks >= (isUnderWay ? LOOKS : TRIES))
          throw new ProblemError('agent-failed', { reason: isUnderWay ? because('former-job-stays') : said });
        await pause(LOOK_AGAIN);
      }
    },
  };
}
