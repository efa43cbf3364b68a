/** What every way of installing works with: a place to install to, places for scraps, and two things to do (run a program, look for one). */
import { baseEnvironment, ChildNotStarted, runChild } from './child.ts';
import { findProgram } from './find.ts';

/** Why one way did not work, in one sentence without a full stop. The next way is tried. */
export class WayFailed extends Error {
  override readonly name = 'WayFailed';
}

export interface InstallSite {
  /** Where the tool must end up; does not exist yet. Must not be moved afterwards: Python environments hold absolute paths. */
  readonly home: string;
  /** An empty folder, removed afterwards. */
  readonly work: string;
  /** For downloads that the next try goes on with when this one is cut short. Does not exist before it is used; removed after a success. */
  readonly cache: string;
  /** The folder `app/tools` of this program: pinned versions and checksums. */
  readonly resources: string;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where compilers and package managers are looked for. */
  readonly folders: readonly string[];
  /** Whether packages may be installed into the system itself (test machines only; needs root). */
  readonly systemPackages: boolean;
  /** The Python that uv brings, for example `3.13`. */
  readonly managedPython: string;
  readonly signal: AbortSignal | undefined;
  readonly onLine: (line: string) => void;
}

export interface InstallWay {
  readonly id: string;
  /** For people, for example `pip, into a private Python environment`. */
  readonly title: string;
  /** @throws {WayFailed} */
  readonly install: (site: InstallSite) => Promise<void>;
}

/** Beyond what every child gets: how to reach a registry from here. Registry passwords in them stay between the person and their tools. */
const PASSED_ON =
  /^(?:(?:PIP|UV|GO)[A-Z_]*|(?:https?|no|all)_proxy|SSL_CERT_(?:FILE|DIR)|REQUESTS_CA_BUNDLE|XDG_CACHE_HOME)$/i;

function installEnvironment(site: InstallSite): Record<string, string> {
  const environment: Record<string, string> = baseEnvironment(site.env);
  for (const [name, value] of Object.entries(site.env)) {
    if (value !== undefined && PASSED_ON.test(name)) environment[name] = value;
  }
  return environment;
}

const MINUTES = 60_000;

/**
 * Runs a program of an installation and passes its output on line by line.
 * @returns the lines of its standard output
 * @throws {WayFailed} with its last words when it does not end with 0
 */
export async function runStep(
  site: InstallSite,
  program: string,
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): Promise<readonly string[]> {
  const name = program.split('/').at(-1);
  const output: string[] = [];
  try {
    const outcome = await runChild({
      program,
      args,
      env: { ...installEnvironment(site), ...options.env },
      cwd: options.cwd ?? site.work,
      signal: site.signal,
      timeout: 20 * MINUTES,
      onStdout: (line) => {
        output.push(line);
        site.onLine(line);
      },
      onStderr: site.onLine,
    });
    if (outcome.timedOut) throw new WayFailed(`${name} did not come to an end`);
    if (outcome.stopped) throw new WayFailed('it was stopped');
    if (outcome.exitCode !== 0) throw new WayFailed(`${name} failed: ${lastWords(outcome.lastErrors, output)}`);
    return output;
  } catch (error) {
    if (error instanceof ChildNotStarted) throw new WayFailed(error.message);
    throw error;
  }
}

/** The line that tells why: the last one that calls itself an error, else the last one that is not a mere notice. */
function lastWords(errors: readonly string[], output: readonly string[]): string {
  const lines = [...output.slice(-10), ...errors].map((line) => line.trim()).filter((line) => line !== '');
  const line =
    lines.findLast((each) => /^(?:error|E):?\s/i.test(each)) ?? lines.findLast((each) => !/^\[?notice/i.test(each));
  return (line ?? 'it did not say why').slice(0, 240);
}

/** @throws {WayFailed} when no such program is there. */
export async function programFor(site: InstallSite, name: string, title = name): Promise<string> {
  const path = await findProgram(name, site.folders);
  if (path === null) throw new WayFailed(`${title} is not installed`);
  return path;
}
