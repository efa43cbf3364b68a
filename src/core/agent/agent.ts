/** Our launchd job: put in place, taken away, looked at. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Engine } from '../engine/engine.ts';
import { ProblemError } from '../problem.ts';
import { fileReason } from '../settings/file-reason.ts';
import { agentLabel, describeAgent } from './agent-plist.ts';
import type { LaunchControl } from './launch-control.ts';
import { writePropertyList } from './property-list.ts';

export interface AgentOptions {
  readonly engine: Pick<Engine, 'places' | 'settings'>;
  /** Null where there is no launchd. */
  readonly launchControl: LaunchControl | null;
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
}

/**
 * Writes and loads the job; what was there of ours is replaced.
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
  const { label, file, contents } = describe(options);
  await launchControl.unload(label);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.new`, contents, { mode: 0o644 });
    await rename(`${file}.new`, file);
  } catch (error) {
    throw new ProblemError('agent-failed', { reason: `${file}: ${fileReason(error)}` }, { cause: error });
  }
  await launchControl.load(file);
  return agentState(options);
}

/**
 * Unloads the job and takes its file away; no harm when there is none.
 * @throws {ProblemError} agent-unsupported, agent-failed
 */
export async function removeAgent(options: AgentOptions): Promise<AgentState> {
  if (options.launchControl === null) throw new ProblemError('agent-unsupported');
  const { label, file } = describe(options);
  await options.launchControl.unload(label);
  await rm(file, { force: true });
  return agentState(options);
}

/** @throws {ProblemError} agent-unsupported */
export async function agentState(options: AgentOptions): Promise<AgentState> {
  if (options.launchControl === null) throw new ProblemError('agent-unsupported');
  const { label, file, contents } = describe(options);
  const present = await readFile(file, 'utf8').catch(() => null);
  return {
    label,
    file,
    installed: present !== null,
    loaded: await options.launchControl.isLoaded(label),
    current: present === null ? null : present === contents,
  };
}

function describe({ engine, program }: AgentOptions) {
  const { home, launchAgentFolders, logFile } = engine.places;
  const label = agentLabel(home);
  const [folder = ''] = launchAgentFolders;
  const contents = writePropertyList(
    describeAgent({
      label,
      command: [...program, ...(home === null ? [] : ['--home', home]), 'sync', '--scheduled'],
      schedule: engine.settings.read().schedule,
      outputFile: join(dirname(logFile), 'agent.log'),
    }),
  );
  return { label, file: join(folder, `${label}.plist`), contents };
}
