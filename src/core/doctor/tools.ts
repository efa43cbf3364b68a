import { because } from '../model/reasons.ts';
import { VERDICT_WEIGHT } from '../model/tool-words.ts';
import type { ToolName } from '../model/tools.ts';
import { installAdvice } from '../tools/advice.ts';
import type { Check } from './check.ts';

export function toolCheck(tool: ToolName): Check {
  return {
    id: tool,
    look: async (engine) => {
      const { path, version, verdict, by, standalone } = await engine.findTool(tool);
      // macOS asks for such a program's own permissions: those of Immich Sync do not reach it.
      const isApart = standalone && process.platform === 'darwin';
      const seen = because('tool-found', { version, path, verdict, by });
      return {
        found: isApart ? [seen, because('tool-needs-own-access')] : [seen],
        isCaution: isApart || VERDICT_WEIGHT[verdict] !== 'good',
      };
    },
    fixes: () => [
      `immich-sync tools install ${tool}`,
      ...installAdvice(tool, process.platform).flatMap(({ command }) => command ?? []),
    ],
  };
}
