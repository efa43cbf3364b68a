/** The tools as the windows show them. */
import type { Engine } from '../../core/engine/engine.ts';
import { isUsable } from '../../core/model/tools.ts';
import type { ToolReport } from '../../core/tools/choose.ts';
import type { FoundTool, ToolCheck } from '../../shared/contract.ts';
import { reasonInUse } from '../../shared/told.ts';

export async function toolViews(engine: Engine): Promise<readonly ToolCheck[]> {
  const tools = await engine.tools.list();
  return tools.map(({ tool, inUse, problem, others, offered }) => ({
    name: tool,
    inUse: inUse === null ? null : found(inUse),
    problem,
    others: others.map(found),
    offered,
  }));
}

function found({ path, by, version, verdict, reason }: ToolReport): FoundTool {
  return { path, by, version, verdict, reason: isUsable(verdict) || reason === null ? null : reasonInUse(reason) };
}
