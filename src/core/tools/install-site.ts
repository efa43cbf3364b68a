/** What every way of installing works with: a place to install to, places for scraps, and two things to do (run a program, look for one). */

import { basename } from 'node:path';
import { diskFull, isFull } from '../disk-space.ts';
import { tell } from '../model/problem.ts';
import { because, type Explanation, type Quote, quote } from '../model/reasons.ts';
import type { InstallStep } from '../model/tools.ts';
import { baseEnvironment, ChildNotStarted, runChild } from './child.ts';
import { findProgram } from './find.ts';
import { hasProxy, packageIndex } from './install-network.ts';

/**
 * Why a way did not work.
 * - `not-here`: it needs what this computer does not have, so it was not tried
 * - `unreachable`: the network, or who answers there
 * - `wrong-file`: a download is not the known one
 */
export type WayFailure = 'not-here' | 'unreachable' | 'wrong-file' | 'other';

/** Why one way did not work. The next way is tried. */
export class WayFailed extends Error {
  override readonly name = 'WayFailed';
  readonly reason: Explanation;
  readonly kind: WayFailure;
  /** Who could not be reached, where that is known. */
  readonly host: string | null;

  constructor(reason: Explanation, kind: WayFailure = 'other', host: string | null = null) {
    super(tell(reason));
    this.reason = reason;
    this.kind = kind;
    this.host = host;
  }
}

export interface InstallSite {
  /** Where the tool must end up; does not exist yet. Must not be moved afterwards: Python environments hold absolute paths. */
  readonly home: string;
  /** An empty folder, removed afterwards. */
  readonly work: string;
  /** For downloads that the next try continues with when this one is cut short. Does not exist before it is used; removed after a success. */
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
  /** Of the system's settings, for an address, as `http://host:port`; null where there is none. */
  readonly findProxy: (url: string) => Promise<string | null>;
  readonly signal: AbortSignal | undefined;
  readonly onLine: (line: string) => void;
  readonly onStep: (step: InstallStep) => void;
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

async function installEnvironment(site: InstallSite): Promise<Record<string, string>> {
  const environment: Record<string, string> = baseEnvironment(site.env);
  const proxy = hasProxy(site.env) ? null : await site.findProxy(packageIndex(site.env) ?? 'https://pypi.org/');
  if (proxy !== null) Object.assign(environment, { HTTP_PROXY: proxy, HTTPS_PROXY: proxy });
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
  const name = basename(program);
  const output: string[] = [];
  try {
    const outcome = await runChild({
      program,
      args,
      env: { ...(await installEnvironment(site)), ...options.env },
      cwd: options.cwd ?? site.work,
      signal: site.signal,
      timeout: 20 * MINUTES,
      onStdout: (line) => {
        output.push(line);
        site.onLine(line);
      },
      onStderr: site.onLine,
    });
    site.signal?.throwIfAborted();
    if (outcome.timedOut) throw new WayFailed(because('step-without-end', { program: name }));
    if (outcome.exitCode !== 0) {
      const said = [...output, ...outcome.lastErrors];
      if (said.some((line) => NO_ROOM.test(line))) throw diskFull([site.home, site.work].find(isFull) ?? site.home);
      const reason = because('step-failed', { program: name, said: lastWords(outcome.lastErrors, output) });
      if (!said.some((line) => NO_NETWORK.test(line))) throw new WayFailed(reason);
      throw new WayFailed(
        reason,
        'unreachable',
        /https?:\/\/(?:[^/@\s]*@)?([\w.-]+)/.exec(said.join('\n'))?.[1] ?? null,
      );
    }
    return output;
  } catch (error) {
    if (error instanceof ChildNotStarted)
      throw new WayFailed(because('program-not-started', { program: name }), 'not-here');
    throw error;
  }
}

/** As the system says it: uv adds its number. */
const NO_ROOM = /No space left on device|os error 28\b|ENOSPC|Disk quota exceeded/i;

/** Of uv, pip, Go and apt, in this order. */
const NO_NETWORK =
  /dns error|error sending request|client error \(Connect\)|Failed to establish a new connection|Temporary failure in name resolution|dial tcp|Could not resolve|Could not connect/i;

/** The line that tells why: the last one that calls itself an error, else the last one that is not a mere notice. */
function lastWords(errors: readonly string[], output: readonly string[]): Quote | null {
  const lines = [...output.slice(-10), ...errors].map((line) => line.trim()).filter((line) => line !== '');
  const line =
    lines.findLast((each) => /^(?:error|E):?\s/i.test(each)) ?? lines.findLast((each) => !/^\[?notice/i.test(each));
  return line === undefined ? null : quote(line.slice(0, 240));
}

/** @throws {WayFailed} when no such program is there. */
export async function programFor(site: InstallSite, name: string): Promise<string> {
  const path = await findProgram(name, site.folders);
  const reason = name === 'go' ? because('go-missing') : because('program-missing', { program: name });
  if (path === null) throw new WayFailed(reason, 'not-here');
  return path;
}
