import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ToolCheck } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { ask } from '../actions.ts';
import { ToolList } from '../components/tool-list.tsx';
import { snapshot } from '../state.ts';
import { useWatch } from './use-watch.ts';

export function ToolsStep({ setDone }: { readonly setDone: (done: boolean) => void }) {
  const tools = useSignal<readonly ToolCheck[] | null>(null);
  /** The next step’s state is not this one’s to tell. */
  const isLeft = useRef(false);
  const take = (found: readonly ToolCheck[] | null) => {
    if (isLeft.current) return;
    tools.value = found;
    setDone(isComplete(found));
  };
  const look = async () => take(await ask('tools.check'));
  useWatch(look, () => isComplete(tools.value));
  // One is there and the next begins, or all is over, here or in another window.
  const current = snapshot.value?.settingUpTools?.tool ?? null;
  useEffect(() => void look(), [current]);
  useEffect(
    () => () => {
      isLeft.current = true;
    },
    [],
  );
  if (tools.value === null) return <p class="soft">{strings.loading}</p>;
  return <ToolList tools={tools.value} onChange={take} />;
}

function isComplete(tools: readonly ToolCheck[] | null): boolean {
  return tools?.every(({ inUse }) => inUse !== null) ?? false;
}
