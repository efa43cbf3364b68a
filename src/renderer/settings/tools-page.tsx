/** The tools (see `ToolList`), and how they are kept up to date. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SettingsView, ToolCheck, ToolUpdateView } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { ask } from '../actions.ts';
import { Button, Group, Row, SwitchRow } from '../components/controls.tsx';
import { ToolList } from '../components/tool-list.tsx';
import { snapshot } from '../state.ts';
import { changeSetting } from './settings-state.ts';

const texts = strings.settings.tools;

export function ToolsPage({ view }: { readonly view: SettingsView }) {
  const tools = useSignal<readonly ToolCheck[] | null>(null);
  const look = async () => {
    tools.value = await ask('tools.check');
  };
  // One is there and the next begins, or all is over, here or in another window.
  const current = snapshot.value?.settingUpTools?.tool ?? null;
  useEffect(() => {
    void look();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [current]);
  if (tools.value === null) return null;
  return (
    <>
      <ToolList
        tools={tools.value}
        onChange={(next) => {
          tools.value = next;
        }}
      />
      <ToolUpdates isOn={view.values['tools.keepUpToDate']} onUpdate={() => void look()} />
    </>
  );
}

function ToolUpdates({ isOn, onUpdate }: { readonly isOn: boolean; readonly onUpdate: () => void }) {
  const outcome = useSignal<ToolUpdateView['outcome'] | null>(null);
  const isLooking = useSignal(false);
  const look = async () => {
    isLooking.value = true;
    outcome.value = null;
    outcome.value = (await ask('tools.update', { isNeeded: false }))?.outcome ?? null;
    isLooking.value = false;
    if (outcome.value === 'updated') onUpdate();
  };
  return (
    <Group label={texts.updates}>
      <SwitchRow
        label={texts.keepUpToDate}
        hint={texts.keepUpToDateHint}
        isOn={isOn}
        onChange={(value) => void changeSetting({ name: 'tools.keepUpToDate', value })}
      />
      <Row label={texts.updates}>
        <span class="grow" role="status">
          {outcome.value !== null && texts.updateOutcomes[outcome.value]}
        </span>
        <Button onClick={() => void look()} disabled={isLooking.value}>
          {isLooking.value ? texts.checking : texts.check}
        </Button>
      </Row>
    </Group>
  );
}
