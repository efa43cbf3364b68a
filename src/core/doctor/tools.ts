import { FOUND_BY_WORDS, VERDICT_WEIGHT, VERDICT_WORDS } from '../model/tool-words.ts';
import type { ToolName } from '../model/tools.ts';
import { installAdvice } from '../tools/advice.ts';
import type { Check } from './check.ts';

export function toolCheck(tool: ToolName): Check {
  return {
    id: tool,
    name: tool,
    look: async (engine) => {
      const { path, version, verdict, by, standalone } = await engine.findTool(tool);
      const words = [`${version ?? 'some version'} at ${path}`, VERDICT_WORDS[verdict], FOUND_BY_WORDS[by]];
      // macOS asks for such a program's own permissions: those of Immich Sync do not reach it.
      const isApart = standalone && process.platform === 'darwin';
      if (isApart) words.push('which needs Full Disk Access of its own');
      const finding = `${words.join(', ')}.`;
      return isApart || VERDICT_WEIGHT[verdict] !== 'good' ? { caution: finding } : finding;
    },
    fixes: () => [
      `immich-sync tools install ${tool}`,
      ...installAdvice(tool, process.platform).flatMap(({ command }) => command ?? []),
    ],
  };
}
