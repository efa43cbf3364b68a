/** Which program is used for a tool: the first of those found that can be used. */

import { ProblemError } from '../model/problem.ts';
import { because } from '../model/reasons.ts';
import { type FoundBy, isUsable, type ToolName } from '../model/tools.ts';
import { type FindOptions, findTool, type ToolCandidate } from './find.ts';
import { installedIn } from './private-tools.ts';
import { KNOWN_VERSIONS } from './tested-versions.ts';
import { whyNotTrusted } from './trust.ts';
import { askVersion, isStandaloneExecutable, judgeVersion, type VersionAnswer } from './version.ts';
import { askVersionOnce } from './version-memory.ts';

export interface ChooseOptions extends FindOptions {
  /** See {@link askVersionOnce}; without it every program found is started. */
  readonly memory?: string | undefined;
  /** Milliseconds for one program's answer. */
  readonly timeout?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface ToolReport extends VersionAnswer {
  readonly tool: ToolName;
  readonly path: string;
  readonly by: FoundBy;
  /** See {@link isStandaloneExecutable}: on macOS such an osxphotos needs permissions of its own. Always false for immich-go. */
  readonly standalone: boolean;
}

export interface ToolChoice {
  /** The program to use, or null when none can be used. */
  readonly use: ToolReport | null;
  /** What was looked at before it and passed over, in order. */
  readonly passedOver: readonly ToolReport[];
}

/** Looks for a tool and asks the programs found, in order, until one can be used. */
export async function chooseTool(options: ChooseOptions): Promise<ToolChoice> {
  const passedOver: ToolReport[] = [];
  for (const candidate of await findTool(options)) {
    const report = await lookAt(candidate, options);
    if (isUsable(report.verdict)) return { use: report, passedOver };
    passedOver.push(report);
  }
  return { use: null, passedOver };
}

/** Every program of that name that is found, whether it can be used or not, in the order of preference. */
export async function listTools(options: Omit<ChooseOptions, 'chosen'>): Promise<readonly ToolReport[]> {
  const reports: ToolReport[] = [];
  for (const candidate of await findTool(options)) reports.push(await lookAt(candidate, options));
  return reports;
}

async function lookAt({ path, by }: ToolCandidate, options: ChooseOptions): Promise<ToolReport> {
  const { tool, memory, timeout, signal } = options;
  const asking = { ...(timeout === undefined ? {} : { timeout }), signal };
  // Before it is started for the first time, and each time: it may have changed hands.
  const distrust = by === 'settings' ? null : await whyNotTrusted(path);
  if (distrust !== null)
    return { tool, path, by, standalone: false, version: null, verdict: 'unusable', reason: distrust };
  const told = await (memory === undefined
    ? askVersion(tool, path, asking)
    : askVersionOnce(tool, path, memory, asking));
  const answer = by === 'private' ? await withKnownVersion(told, options) : told;
  const standalone = tool === 'osxphotos' && (await isStandaloneExecutable(path));
  return { tool, path, by, standalone, ...answer };
}

/** Some builds do not know their own version; what was installed here by its checksum is known all the same. */
async function withKnownVersion(answer: VersionAnswer, { tool, privateFolder }: ChooseOptions): Promise<VersionAnswer> {
  if (answer.version !== 'dev' || privateFolder === undefined) return answer;
  const installed = await installedIn(privateFolder, tool);
  return installed === null ? answer : judgeVersion(tool, installed.version);
}

/**
 * The tool to use.
 * @throws {ProblemError} `tool-missing`, `tool-too-old` or `tool-unusable`
 */
export async function requireTool(options: ChooseOptions): Promise<ToolReport> {
  const { use, passedOver } = await chooseTool(options);
  if (use !== null) return use;
  const { tool } = options;
  // The first is the one that a person would expect to be used.
  const [first] = passedOver;
  if (first === undefined) throw new ProblemError('tool-missing', { tool });
  if (first.verdict === 'too-old') {
    const needed = KNOWN_VERSIONS[tool].minimum;
    throw new ProblemError('tool-too-old', { tool, version: first.version ?? 'of unknown version', needed });
  }
  throw new ProblemError('tool-unusable', {
    tool,
    reason: because('of-file', { path: first.path, why: first.reason ?? because('unknown') }),
  });
}
