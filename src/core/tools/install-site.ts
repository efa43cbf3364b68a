/** What every way of installing works with: a place to install to, a place for scraps, and three things to do (run, look for, download). */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
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
  /** The folder `app/tools` of this program: pinned versions and checksums. */
  readonly resources: string;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where compilers and package managers are looked for. */
  readonly folders: readonly string[];
  /** Whether packages may be installed into the system itself (test machines only; needs root). */
  readonly systemPackages: boolean;
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

/**
 * Downloads a file by HTTPS.
 * @returns its SHA-256 in hex
 * @throws {WayFailed}
 */
export async function download(site: InstallSite, url: string, to: string): Promise<string> {
  const limit = AbortSignal.timeout(10 * MINUTES);
  const host = new URL(url).host;
  site.onLine(`Downloading ${url}`);
  const sum = createHash('sha256');
  try {
    const response = await fetch(url, { signal: site.signal ? AbortSignal.any([site.signal, limit]) : limit });
    if (!response.ok || response.body === null) throw new WayFailed(`${host} answered ${response.status} for ${url}`);
    const summing = new Transform({
      transform(chunk, _encoding, done) {
        sum.update(chunk);
        done(null, chunk);
      },
    });
    await pipeline(Readable.fromWeb(response.body as ReadableStream), summing, createWriteStream(to));
    return sum.digest('hex');
  } catch (error) {
    if (error instanceof WayFailed) throw error;
    const cause = (error as { cause?: { code?: string } }).cause?.code;
    throw new WayFailed(`${host} could not be reached (${cause ?? (error as Error).message})`);
  }
}
