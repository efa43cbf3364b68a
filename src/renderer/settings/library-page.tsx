import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Choosable, LibraryCheck, SettingsView } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { ask } from '../actions.ts';
import { Button, Group, ProblemCard, Row, SwitchRow, TextField } from '../components/controls.tsx';
import { changeSetting, settingErrors, settings } from './settings-state.ts';

const texts = strings.settings.library;

/** Shows the system's dialog and takes over the settings that come of it. */
export async function chooseFolder(what: Choosable): Promise<void> {
  const changed = await ask('choose', { what });
  if (changed !== null) settings.value = changed;
}

export function LibraryPage({ view }: { readonly view: SettingsView }) {
  const check = useSignal<LibraryCheck | null>(null);
  const path = view.values['library.path'];
  // Another library is another check.
  useEffect(() => {
    const look = async () => {
      check.value = await ask('library.check');
    };
    void look();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [path]);
  const separator = view.values['library.albumSeparator'];
  return (
    <>
      <Group>
        <Row label={texts.which}>
          <span class="grow path">{path}</span>
          <Button onClick={() => void chooseFolder('library')}>{strings.settings.choose}</Button>
        </Row>
      </Group>
      {check.value !== null && check.value.problem !== null && <ProblemCard problem={check.value.problem} />}
      <Group label={texts.include}>
        <SwitchRow
          label={texts.hidden}
          isOn={view.values['library.includeHidden']}
          onChange={(value) => void changeSetting({ name: 'library.includeHidden', value })}
        />
        <SwitchRow
          label={texts.shared}
          hint={texts.sharedHint}
          isOn={view.values['library.includeShared']}
          onChange={(value) => void changeSetting({ name: 'library.includeShared', value })}
        />
        <SwitchRow
          label={texts.bursts}
          isOn={view.values['library.includeUnpickedBursts']}
          onChange={(value) => void changeSetting({ name: 'library.includeUnpickedBursts', value })}
        />
      </Group>
      <Group>
        <Row
          label={texts.separator}
          controlId="separator"
          hint={texts.separatorExample(separator)}
          error={settingErrors.value['library.albumSeparator']}
        >
          <TextField
            id="separator"
            width="short"
            value={separator}
            onCommit={(value) => void changeSetting({ name: 'library.albumSeparator', value })}
          />
        </Row>
      </Group>
      <p class="faint">{texts.readOnly}</p>
    </>
  );
}
