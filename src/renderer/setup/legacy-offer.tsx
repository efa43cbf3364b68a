import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { LegacyConfigView } from '../../shared/contract.ts';
import { legacyText } from '../../shared/phrases.ts';
import { strings } from '../../shared/strings.ts';
import { ask } from '../actions.ts';
import { Button, CopyButton } from '../components/controls.tsx';
import { settings } from '../settings/settings-state.ts';

const texts = strings.setup.server;

/** The configuration of the old script, if there is one. */
export function LegacyOffer() {
  const found = useSignal<LegacyConfigView | null>(null);
  const isUsed = useSignal(false);
  useEffect(() => {
    void ask('legacy.find').then((legacy) => {
      found.value = legacy;
    });
  }, [found]);
  const use = async () => {
    const changed = await ask('legacy.import');
    if (changed === null) return;
    isUsed.value = true;
    settings.value = changed;
  };
  const legacy = found.value;
  if (legacy === null) return null;
  const command = legacy.unloadCommand;
  return (
    <div class="card">
      <div class="line">
        <span>
          <span>
            <strong>{texts.legacyTitle}</strong>
            <br />
            <span class="soft">{isUsed.value ? texts.legacyUsed : legacyText(legacy.serverUrl, legacy.hasKey)}</span>
          </span>
        </span>
        {!isUsed.value && <Button onClick={() => void use()}>{texts.legacyUse}</Button>}
      </div>
      {isUsed.value && command !== null && (
        <>
          <div class="soft">{texts.legacyUnload}</div>
          <div class="command">
            <code>{command}</code>
            <CopyButton text={() => command} label={strings.setup.copyCommand} />
          </div>
        </>
      )}
    </div>
  );
}
