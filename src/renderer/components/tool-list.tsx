/** The helper programs: found with their version, or missing with the way to install them. */
import { useSignal } from '@preact/signals';
import type { ToolCheck } from '../../shared/contract.ts';
import { VERDICT_WEIGHT, VERDICT_WORDS } from '../../shared/strings/tools.ts';
import { strings } from '../../shared/strings.ts';
import { ask } from '../actions.ts';
import { Button, CopyButton, Dot } from './controls.tsx';

const texts = strings.setup.tools;

interface ToolListProps {
  readonly tools: readonly ToolCheck[];
  readonly onChange: (tools: readonly ToolCheck[]) => void;
}

export function ToolList({ tools, onChange }: ToolListProps) {
  const installing = useSignal<string | null>(null);
  const install = async (name: string) => {
    installing.value = name;
    const next = await ask('tools.install', { name });
    installing.value = null;
    if (next !== null) onChange(next);
  };
  return (
    <div class="group check-list">
      {tools.map((tool) => {
        const isGood = tool.problem === null && tool.version !== null;
        const command = tool.installCommand;
        return (
          <div class="group-row" key={tool.name}>
            <Dot
              kind={
                isGood
                  ? VERDICT_WEIGHT[tool.verdict ?? 'tested'] === 'good'
                    ? 'good'
                    : 'warn'
                  : tool.required
                    ? 'bad'
                    : 'quiet'
              }
            />
            <div class="check-text">
              <div>
                {tool.name}
                <span class="soft"> · {toolState(tool)}</span>
              </div>
              <div class="hint">{tool.problem?.sentence ?? tool.purpose}</div>
              {!isGood && command !== null && (
                <div class="command">
                  <code>{command}</code>
                  <CopyButton text={() => command} label={texts.copyCommand} />
                </div>
              )}
            </div>
            {!isGood && tool.canInstall && (
              <Button kind="primary" onClick={() => void install(tool.name)} disabled={installing.value !== null}>
                {installing.value === tool.name ? texts.installing : texts.install}
              </Button>
            )}
          </div>
        );
      })}
    </div>
  );
}

function toolState(tool: ToolCheck): string {
  if (tool.version !== null) {
    const found = texts.found(tool.version);
    return tool.verdict === null ? found : `${found}, ${VERDICT_WORDS[tool.verdict]}`;
  }
  return tool.required ? texts.missing : `${texts.missing}, ${texts.optional}`;
}
