/** Our launchd job: put in place, kept in sync with the schedule, taken away, looked at. */
import { access, chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Engine } from '../engine/engine.ts';
import { fileReason } from '../model/file-reason.ts';
import { becauseOf, ProblemError } from '../model/problem.ts';
import { because, quote } from '../model/reasons.ts';
import { agentLabel, appBundle, describeAgent } from './agent-plist.ts';
import type { LaunchControl } from './launch-control.ts';
import { readPropertyList, writePropertyList } from './property-list.ts';

/** The home that the job is of, and launchd. */
export interface AgentHome {
  readonly engine: Pick<Engine, 'paths' | 'settings'>;
  /** Null where there is no launchd. */
  readonly launchControl: LaunchControl | null;
}

export interface AgentOptions extends AgentHome {
  /** What starts this very `immich-sync`: program first, absolute. */
  readonly program: readonly string[];
}

export interface AgentState {
  readonly label: string;
  readonly file: string;
  readonly installed: boolean;
  /** False while installed: it was switched off in System Settings, or it is to be loaded at the next log-in. */
  readonly loaded: boolean;
  /** Whether it would do what the settings and this program say now; null while not installed. */
  readonly current: boolean | null;
  /** The program that macOS asks for its permissions (Full Disk Access, Photos, Local Network) when the job runs. Absolute. */
  readonly responsible: string;
}

/**
 * Writes and loads the job; what was there of ours is replaced, and is back in its place when that fails.
 * @throws {ProblemError} agent-unsupported, agent-needs-app-moved, agent-without-times, agent-failed
 */
export async function installAgent(options: AgentOptions): Promise<AgentState> {
  const { launchControl, program, engine } = options;
  if (launchControl === null) throw new ProblemError('agent-unsupported');
  // macOS runs a downloaded app that was never moved from a place that is gone after the next log-in.
  if (program.some((argument) => argument.includes('/AppTranslocation/')))
    throw new ProblemError('agent-needs-app-moved');
  const { times, everyHours } = engine.settings.read().schedule;
  if (times.length === 0 && everyHours === null) throw new ProblemError('agent-without-times');
  await replaceJob(launchControl, { ...placeOf(options), contents: contentsFor(options, commandOf(options)) });
  return agentState(options);
}

/**
 * Gives an installed job the times of the schedule as it is now; what it starts stays. A sync that the job is in the middle of is stopped in order,
 * and the job, which is reloaded, continues with it.
 * @returns whether there was one that had other times
 * @throws {ProblemError} agent-failed
 */
export async function refreshAgent(home: AgentHome): Promise<boolean> {
  const { launchControl } = home;
  if (launchControl === null) return false;
  const place = placeOf(home);
  const command = jobSchema.safeParse(await readPropertyList(place.file)).data?.ProgramArguments;
  if (command === undefined) return false;
  const contents = contentsFor(home, command);
  if (contents === (await readFile(place.file, 'utf8'))) return false;
  // One that a person has switched off stays so.
  if (await launchControl.isLoaded(place.label)) await replaceJob(launchControl, { ...place, contents });
  else await writeJob(place.file, contents);
  return true;
}

/**
 * Gives an installed job this program, where the one that it starts is gone or is that of a former version in the Nix store: the app was moved
 * or updated. A job of another program that is there, a checkout's for example, stays as it is.
 * @returns whether there was one to repair
 * @throws {ProblemError} agent-failed
 */
export async function repairAgent(options: AgentOptions): Promise<boolean> {
  const { launchControl, program } = options;
  const [present = ''] = program;
  if (launchControl === null || present.includes('/AppTranslocation/')) return false;
  const place = placeOf(options);
  const former = jobSchema.safeParse(await readPropertyList(place.file)).data?.ProgramArguments[0];
  if (former === undefined || former === present) return false;
  const isOldInNix = [former, present].every((path) => path.startsWith('/nix/store/'));
  if (!isOldInNix && (await isThere(former))) return false;
  const job = { ...place, contents: contentsFor(options, commandOf(options)) };
  // One that a person has switched off stays so.
  if (await launchControl.isLoaded(place.label)) await replaceJob(launchControl, job);
  else await writeJob(job.file, job.contents);
  return true;
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * Unloads the job and takes its file away; no harm when there is none.
 * @throws {ProblemError} agent-unsupported, agent-failed
 */
export async function removeAgent(options: AgentOptions): Promise<AgentState> {
  if (options.launchControl === null) throw new ProblemError('agent-unsupported');
  const { label, file } = placeOf(options);
  await options.launchControl.unload(label);
  await rm(file, { force: true });
  return agentState(options);
}

/** @throws {ProblemError} agent-unsupported */
export async function agentState(options: AgentOptions): Promise<AgentState> {
  if (options.launchControl === null) throw new ProblemError('agent-unsupported');
  const { label, file } = placeOf(options);
  const present = await readFile(file, 'utf8').catch(() => null);
  const [program = ''] = options.program;
  return {
    label,
    file,
    installed: present !== null,
    loaded: await options.launchControl.isLoaded(label),
    current: present === null ? null : present === contentsFor(options, commandOf(options)),
    responsible: appBundle(program) ?? program,
  };
}

const jobSchema = z.looseObject({ ProgramArguments: z.array(z.string()).min(1) });

interface Job {
  readonly label: string;
  readonly file: string;
  readonly contents: string;
}

/** Never leaves less than was there: the former job is loaded again when the new one cannot be. */
async function replaceJob(launchControl: LaunchControl, { label, file, contents }: Job): Promise<void> {
  const former = await readFile(file, 'utf8').catch(() => null);
  await launchControl.unload(label);
  try {
    await writeJob(file, contents);
    await launchControl.load(label, file);
  } catch (error) {
    await putBack(launchControl, { label, file, former }).catch(() => {
      const why = error instanceof ProblemError ? becauseOf(error.problem) : quote(String(error));
      throw new ProblemError('agent-failed', { reason: because('former-agent-lost', { why }) }, { cause: error });
    });
    throw error;
  }
}

async function putBack(
  launchControl: LaunchControl,
  { label, file, former }: Omit<Job, 'contents'> & { readonly former: string | null },
): Promise<void> {
  if (former === null) return rm(file, { force: true });
  await writeJob(file, former);
  await launchControl.load(label, file);
}

/** @throws {ProblemError} agent-failed */
async function writeJob(file: string, contents: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.new`, contents);
    // As other jobs', whatever this process writes else.
    await chmod(`${file}.new`, 0o644);
    await rename(`${file}.new`, file);
  } catch (error) {
    throw new ProblemError(
      'agent-failed',
      { reason: because('of-file', { path: file, why: fileReason(error) }) },
      { cause: error },
    );
  }
}

function placeOf({ engine }: AgentHome) {
  const { home, launchAgentFolders } = engine.paths;
  const label = agentLabel(home);
  const [folder = ''] = launchAgentFolders;
  return { label, file: join(folder, `${label}.plist`) };
}

function commandOf({ engine, program }: AgentOptions): readonly string[] {
  const { home } = engine.paths;
  return [...program, ...(home === null ? [] : ['--home', home]), 'sync', '--scheduled'];
}

function contentsFor({ engine }: AgentHome, command: readonly string[]): string {
  const { home, logFile } = engine.paths;
  return writePropertyList(
    describeAgent({
      label: agentLabel(home),
      command,
      schedule: engine.settings.read().schedule,
      outputFile: join(dirname(logFile), 'agent.log'),
    }),
  );
}
