/** The helper programs: which are there, and installing one. */

import type { Engine } from '../../core/engine/engine.ts';
import { ProblemError, toProblem } from '../../core/model/problem.ts';
import { because, quote } from '../../core/model/reasons.ts';
import { TOOLS, type ToolName } from '../../core/model/tools.ts';
import { installAdvice } from '../../core/tools/advice.ts';
import { installTool } from '../../core/tools/install.ts';
import type { ToolCheck } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';

export function checkTools(engine: Engine): Promise<readonly ToolCheck[]> {
  return Promise.all(TOOLS.map((tool) => checkTool(engine, tool)));
}

async function checkTool(engine: Engine, tool: ToolName): Promise<ToolCheck> {
  const base = {
    name: tool,
    purpose: strings.toolPurposes[tool],
    required: true,
    installCommand: installAdvice(tool, process.platform)[0]?.command ?? null,
    canInstall: true,
  };
  try {
    const { version, path, verdict } = await engine.findTool(tool);
    return {
      ...base,
      version: version ?? '?',
      verdict,
      path,
      problem: null,
    };
  } catch (error) {
    return { ...base, version: null, verdict: null, path: null, problem: toProblem(error) };
  }
}

/**
 * @param resources the folder of what the installers need, see `installTool`.
 * @throws {ProblemError} tool-unusable
 */
export async function installMissingTool(
  engine: Engine,
  name: string,
  resources: string,
  signal: AbortSignal,
): Promise<void> {
  const tool = TOOLS.find((candidate) => candidate === name);
  if (tool === undefined) throw new ProblemError('tool-missing', { tool: name });
  const result = await installTool({
    tool,
    into: engine.paths.toolsFolder,
    resources,
    signal,
    onLine: (line) => engine.log.info(`${tool}: ${line}`),
  });
  if (result.ok) return;
  const reason = result.failed.map((way) => `${way.title}: ${way.reason}`).join('; ');
  throw new ProblemError('tool-unusable', {
    tool,
    reason: reason === '' ? because('no-way-to-install') : quote(reason),
  });
}
