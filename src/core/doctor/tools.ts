import { installAdvice } from '../tools/advice.ts';
import type { ToolName } from '../tools/tool.ts';
import type { Check } from './check.ts';

export function toolCheck(tool: ToolName): Check {
  return {
    id: tool,
    name: tool,
    look: async (engine) => {
      const { path, version, verdict, standalone } = await engine.findTool(tool);
      const words = [`${version ?? 'some version'} at ${path}`];
      if (verdict === 'untested') words.push('which was not tested with Immich Sync');
      // macOS asks for such a program's own permissions: those of Immich Sync do not reach it.
      if (standalone && process.platform === 'darwin') words.push('which needs Full Disk Access of its own');
      return `${words.join(', ')}.`;
    },
    fixes: () => installAdvice(tool, process.platform).flatMap(({ command }) => command ?? []),
  };
}
