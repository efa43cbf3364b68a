/** Installs a tool into a private folder: tries the ways in order until one leaves a program that starts and says the right version. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProblemError } from '../model/problem.ts';
import { because, type Explanation, quote } from '../model/reasons.ts';
import { type InstallStep, isUsable, type ToolName } from '../model/tools.ts';
import { programFolders } from './find.ts';
import { folderTrouble } from './install-folder.ts';
import { immichGoWays } from './install-immich-go.ts';
import { withInstallLock } from './install-lock.ts';
import { osxphotosWays } from './install-osxphotos.ts';
import { type InstallSite, type InstallWay, WayFailed, type WayFailure } from './install-site.ts';
import { installedIn, markInstalled, privateHome, privateProgram } from './private-tools.ts';
import { PYTHON_FOR_OSXPHOTOS } from './tested-versions.ts';
import { builtInToolSet, type ToolSet } from './tool-set.ts';
import { askVersion } from './version.ts';

/** What a line of an installation is: a step of ours, why a way did not work, or what an installer has printed. */
export type InstallLine = 'step' | 'failure' | 'output';

export interface InstallOptions {
  readonly tool: ToolName;
  /** The private folder for all tools, an absolute path; made when missing. */
  readonly into: string;
  /** The folder `app/tools` of this program. */
  readonly resources: string;
  /** Which versions, by which checksums; {@link builtInToolSet} if not given. */
  readonly toolSet?: ToolSet | undefined;
  /** Every line the installers print, plus a line of ours before each way; meant for a log or a details view. */
  readonly onLine?: (line: string, kind: InstallLine) => void;
  /** What is being done, as often as something of it changes: with each piece of a download. */
  readonly onStep?: (step: InstallStep) => void;
  /** Aborting it ends all children, and what was there before stays. */
  readonly signal?: AbortSignal | undefined;
  /** Finds the system's proxy for an address; without it only the environment's is used. */
  readonly findProxy?: ((url: string) => Promise<string | null>) | undefined;
  /** True only on test machines: lets a way install packages into the system (needs root). */
  readonly systemPackages?: boolean;
  readonly env?: NodeJS.ProcessEnv;
  /** Where compilers and package managers are looked for; PATH and the usual places if not given. */
  readonly folders?: readonly string[];
  readonly platform?: NodeJS.Platform;
  readonly arch?: string;
  /** The Python that uv brings where it brings one; the tested one if not given. */
  readonly managedPython?: string;
}

export interface FailedWay {
  readonly way: string;
  readonly title: string;
  readonly reason: Explanation;
  readonly kind: WayFailure;
  /** Who could not be reached, where that is known. */
  readonly host: string | null;
}

export type InstallResult =
  | {
      readonly ok: true;
      readonly path: string;
      readonly version: string;
      /** The way that worked, or `present` when the wanted version was there already. */
      readonly way: string;
      readonly failed: readonly FailedWay[];
    }
  | { readonly ok: false; readonly failed: readonly FailedWay[] };

function waysFor(tool: ToolName, set: ToolSet, platform: NodeJS.Platform): readonly InstallWay[] {
  return tool === 'osxphotos' ? osxphotosWays(set.osxphotos, platform) : immichGoWays(set['immich-go'], platform);
}

/**
 * Installs a set's version of a tool unless it is there. What was installed before stays in place until a way has worked.
 * @throws {ProblemError} disk-full, folder-unusable: no other way would get any further
 * @throws what `signal` was aborted with; a way that fails is part of the result
 */
export async function installTool(options: InstallOptions): Promise<InstallResult> {
  const onLine = options.onLine ?? (() => {});
  try {
    return await withInstallLock(join(options.into, `.${options.tool}-lock`), () => installLocked(options, onLine), {
      signal: options.signal,
      onWait: () => {
        onLine(`Waiting for another installation of ${options.tool} to end`, 'step');
        options.onStep?.({ activity: 'waiting', bytes: null });
      },
    });
  } catch (error) {
    options.signal?.throwIfAborted();
    throw folderTrouble(error, options.into) ?? error;
  }
}

async function installLocked(
  options: InstallOptions,
  onLine: (line: string, kind: InstallLine) => void,
): Promise<InstallResult> {
  const { tool, into } = options;
  const set = options.toolSet ?? (await builtInToolSet(options.resources));
  const { version: wanted } = set[tool];
  const home = privateHome(into, tool);
  const program = privateProgram(into, tool);
  const before = `${home}.before`;
  await putBack(into, tool, before);
  if ((await installedIn(into, tool))?.version === wanted) {
    return { ok: true, path: program, version: wanted, way: 'present', failed: [] };
  }

  const failed: FailedWay[] = [];
  if (existsSync(home)) await rename(home, before);
  try {
    for (const way of waysFor(tool, set, options.platform ?? process.platform)) {
      options.signal?.throwIfAborted();
      onLine(`Installing ${tool} ${wanted} with ${way.title}`, 'step');
      const failure = await tryWay(way, wanted, options, home, (line) => onLine(line, 'output'));
      if (failure === null) {
        await markInstalled(into, { tool, version: wanted, way: way.id });
        await rm(before, { recursive: true, force: true });
        await rm(cacheOf(options), { recursive: true, force: true });
        return { ok: true, path: program, version: wanted, way: way.id, failed };
      }
      onLine(`That did not work: ${failure.message}.`, 'failure');
      failed.push({ way: way.id, title: way.title, reason: failure.reason, kind: failure.kind, host: failure.host });
      await rm(home, { recursive: true, force: true });
    }
    return { ok: false, failed };
  } finally {
    await putBack(into, tool, before);
  }
}

function cacheOf({ into, tool }: InstallOptions): string {
  return join(into, `.${tool}-downloads`);
}

/** Restores what was there before an installation that did not come to its end, also one killed half-way in an earlier process. */
async function putBack(into: string, tool: ToolName, before: string): Promise<void> {
  const home = privateHome(into, tool);
  if ((await installedIn(into, tool)) === null) {
    await rm(home, { recursive: true, force: true });
    await rename(before, home).catch(() => {});
  }
  await rm(before, { recursive: true, force: true });
}

/**
 * Null when the way worked, else why not.
 * @throws when the signal is aborted
 */
async function tryWay(
  way: InstallWay,
  wanted: string,
  options: InstallOptions,
  home: string,
  onLine: (line: string) => void,
): Promise<WayFailed | null> {
  const work = await mkdtemp(join(tmpdir(), 'immich-sync-install-'));
  const site: InstallSite = {
    home,
    work,
    cache: cacheOf(options),
    resources: options.resources,
    platform: options.platform ?? process.platform,
    arch: options.arch ?? process.arch,
    env: options.env ?? process.env,
    folders: options.folders ?? programFolders(options.env ?? process.env),
    systemPackages: options.systemPackages ?? false,
    managedPython: options.managedPython ?? PYTHON_FOR_OSXPHOTOS.managed,
    findProxy: options.findProxy ?? (async () => null),
    signal: options.signal,
    onLine,
    onStep: options.onStep ?? (() => {}),
  };
  try {
    await mkdir(options.into, { recursive: true });
    await way.install(site);
    const { tool, into, signal } = options;
    site.onStep({ activity: 'checking', bytes: null });
    const answer = await askVersion(tool, privateProgram(into, tool), { signal });
    signal?.throwIfAborted();
    if (!isUsable(answer.verdict)) return new WayFailed(because('installed-unusable', { why: answer.reason }));
    // Some builds do not know their own version.
    const isWanted = answer.version === wanted || answer.version === 'dev';
    return isWanted ? null : new WayFailed(because('installed-another', { version: answer.version, wanted }));
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof WayFailed) return error;
    const problem = error instanceof ProblemError ? error : folderTrouble(error, options.into);
    if (problem !== null) throw problem;
    return new WayFailed(quote((error as Error).message));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
