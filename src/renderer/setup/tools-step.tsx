import { useSignal } from '@preact/signals';
import type { ToolCheck } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { ask } from '../actions.ts';
import { ToolList } from '../components/tool-list.tsx';
import { useWatch } from './use-watch.ts';

export function ToolsStep({ setDone }: { readonly setDone: (done: boolean) => void }) {
  const tools = useSignal<readonly ToolCheck[] | null>(null);
  const take = (found: readonly ToolCheck[] | null) => {
    tools.value = found;
    setDone(isComplete(found));
  };
  useWatch(
    async () => take(await ask('tools.check')),
    () => isComplete(tools.value),
  );
  if (tools.value === null) return <p class="soft">{strings.loading}</p>;
  return (
    <>
      <ToolList tools={tools.value} onChange={take} />
      {!isComplete(tools.value) && <p class="soft">{strings.setup.library.watching}</p>}
    </>
  );
}

function isComplete(tools: readonly ToolCheck[] | null): boolean {
  return tools?.every((tool) => !tool.required || (tool.version !== null && tool.problem === null)) ?? false;
}
