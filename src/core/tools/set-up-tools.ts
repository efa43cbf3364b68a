/** Installs several tools one after the other, with one progress, and says in a person's terms what stood in the way. */

import { ProblemError } from '../model/problem.ts';
import { because } from '../model/reasons.ts';
import type { InstallActivity, InstallProgress, InstallStep, ToolName } from '../model/tools.ts';
import { type FailedWay, type InstallLine, type InstallOptions, installTool } from './install.ts';
import { checkRoom } from './install-folder.ts';
import { installedIn } from './private-tools.ts';
import { builtInToolSet } from './tool-set.ts';

export interface SetUpOptions extends Omit<InstallOptions, 'tool' | 'onLine' | 'onStep'> {
  readonly tools: readonly ToolName[];
  /** For a log. */
  readonly onLine?: (tool: ToolName, line: string, kind: InstallLine) => void;
  readonly onProgress?: (progress: InstallProgress) => void;
  /** Called for each tool that is there from now on, or was already. */
  readonly onReady?: (tool: ToolName) => void;
}

/**
 * Installs the tools that are not there yet. One that cannot be installed does not keep the others from it, unless there is no network.
 * @throws {ProblemError} disk-full before anything is changed; folder-unusable; tool-unreachable, tool-download-wrong, tool-not-installed: the first
 * of them
 * @throws what `signal` was aborted with
 */
export async function setUpTools(options: SetUpOptions): Promise<void> {
  const { tools, onLine, onProgress = () => {}, onReady, ...others } = options;
  const course = new Course(tools);
  const isHere = await Promise.all(tools.map((tool) => isInstalled(tool, options)));
  checkRoom(
    options.into,
    tools.filter((_, index) => !isHere[index]),
    options.platform ?? process.platform,
  );
  let problem: ProblemError | null = null;
  for (const tool of tools) {
    const result = await installTool({
      ...others,
      tool,
      onLine: (line, kind) => onLine?.(tool, line, kind),
      onStep: (step) => onProgress({ tool, ...step, fraction: course.at(tool, step) }),
    });
    if (result.ok) {
      onReady?.(tool);
      continue;
    }
    const failure = problemOf(tool, result.failed);
    problem ??= failure;
    if (failure.problem.code === 'tool-unreachable') break;
  }
  if (problem !== null) throw problem;
}

async function isInstalled(tool: ToolName, { into, resources, toolSet }: SetUpOptions): Promise<boolean> {
  const set = toolSet ?? (await builtInToolSet(resources));
  return (await installedIn(into, tool))?.version === set[tool].version;
}

/** Ways that need what is not on this computer say nothing about why it did not work. */
function problemOf(tool: ToolName, failed: readonly FailedWay[]): ProblemError {
  const tried = failed.filter(({ kind }) => kind !== 'not-here');
  const [first] = tried;
  if (first === undefined) {
    const reason = failed.at(-1)?.reason ?? because('no-way-to-install');
    return new ProblemError('tool-not-installed', { tool, reason });
  }
  if (tried.some(({ kind }) => kind === 'wrong-file')) return new ProblemError('tool-download-wrong', { tool });
  if (first.kind === 'unreachable') return new ProblemError('tool-unreachable', { tool, host: first.host });
  return new ProblemError('tool-not-installed', { tool, reason: first.reason });
}

/**
 * From where to where in a tool's installation an activity goes, by what there is to download on a Mac and how long it takes there: 18 MB of uv,
 * 30 MB of Python, 60 MB of packages; 8 MB of immich-go, or 60 MB of a compiler and minutes of its work.
 */
const SPANS: Readonly<Record<InstallActivity, readonly [from: number, to: number]>> = {
  waiting: [0, 0],
  'downloading-uv': [0, 0.2],
  'downloading-python': [0.2, 0.5],
  'installing-packages': [0.5, 0.9],
  'downloading-immich-go': [0, 0.9],
  'downloading-compiler': [0, 0.3],
  compiling: [0.3, 0.9],
  checking: [0.9, 1],
};
const WEIGHTS: Readonly<Record<ToolName, number>> = { osxphotos: 4, 'immich-go': 1 };

/** How much of everything is done. A way that is given up and another that begins do not lead back. */
class Course {
  readonly #tools: readonly ToolName[];
  #reached = 0;

  constructor(tools: readonly ToolName[]) {
    this.#tools = tools;
  }

  at(tool: ToolName, { activity, bytes }: InstallStep): number {
    const weightOf = (tools: readonly ToolName[]) => tools.reduce((sum, each) => sum + WEIGHTS[each], 0);
    const [from, to] = SPANS[activity];
    const within = from + (to - from) * (bytes === null || bytes.total === 0 ? 0 : bytes.done / bytes.total);
    const before = weightOf(this.#tools.slice(0, this.#tools.indexOf(tool)));
    this.#reached = Math.max(this.#reached, (before + WEIGHTS[tool] * within) / weightOf(this.#tools));
    return this.#reached;
  }
}
