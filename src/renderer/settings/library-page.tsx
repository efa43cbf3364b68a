import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import {
  type Choosable,
  type HiddenPlace,
  type LibraryCheck,
  type SettingsView,
  VERSIONS,
} from '../../shared/contract.ts';
import { remainderText } from '../../shared/status-text.ts';
import { strings } from '../../shared/strings.ts';
import { ask } from '../actions.ts';
import { CloudChoice } from '../components/cloud-choice.tsx';
import { Button, Group, ProblemCard, Row, Select, SwitchRow, TextField } from '../components/controls.tsx';
import { TwinChoice } from '../components/twin-choice.tsx';
import { snapshot } from '../state.ts';
import { changeSetting, settingErrors, settings } from './settings-state.ts';

const texts = strings.settings.library;

/** Shows the system's dialog and takes over the settings that come of it. */
export async function chooseFolder(what: Choosable): Promise<void> {
  const changed = await ask('choose', { what });
  if (changed !== null) settings.value = changed;
}

/** Two settings to the engine, one choice to a person. */
async function changeHidden(place: HiddenPlace | 'none'): Promise<void> {
  if (place === 'none') {
    await changeSetting({ name: 'library.includeHidden', value: false });
    return;
  }
  await changeSetting({ name: 'details.hiddenAs', value: place });
  await changeSetting({ name: 'library.includeHidden', value: true });
}

/** Offered where a sync has not told yet how many there are. */
const USUAL_CHOICES = [10, 50, 200, 1_000].map((perNight) => ({ perNight, nights: 0 }));

/** @param perNight null before anybody has decided */
function CloudGroup({ perNight }: { readonly perNight: number | null }) {
  const entry = snapshot.value?.coverage?.remainder.find(({ cloud }) => cloud !== undefined);
  const known = entry?.cloud?.choices ?? [];
  const choices = known.length > 0 ? known : USUAL_CHOICES;
  return (
    <Group label={texts.cloud}>
      <Row label={texts.cloud} controlId="cloud" hint={texts.cloudHint}>
        <CloudChoice id="cloud" cloud={{ perNight: perNight ?? 0, choices }} />
        {entry !== undefined && <span class="soft numbers">{remainderText(entry)}</span>}
      </Row>
    </Group>
  );
}

export function LibraryPage({ view }: { readonly view: SettingsView }) {
  const check = useSignal<LibraryCheck | null>(null);
  const path = view.values['library.path'];
  // Another library is another check.
  useEffect(() => {
    const look = async () => {
      check.value = await ask('library.check', { mayAsk: false });
    };
    void look();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [path]);
  const { values } = view;
  const hidden = values['library.includeHidden'] ? values['details.hiddenAs'] : 'none';
  const versions = values['library.versions'];
  return (
    <>
      <Group>
        <Row label={texts.which}>
          <span class="grow path">{path}</span>
          <Button onClick={() => void chooseFolder('library')}>{strings.settings.choose}</Button>
        </Row>
      </Group>
      {check.value !== null && check.value.problem !== null && <ProblemCard problem={check.value.problem} />}
      {snapshot.value?.appearance.platform === 'darwin' && <CloudGroup perNight={values['cloud.downloadsPerNight']} />}
      <Group label={texts.include}>
        <Row label={texts.media} controlId="media">
          <Select
            id="media"
            value={values['library.media'] ?? 'both'}
            options={(['both', 'photo', 'movie'] as const).map((value) => ({ value, label: texts.medias[value] }))}
            onChange={(value) => void changeSetting({ name: 'library.media', value: value === 'both' ? null : value })}
          />
        </Row>
        <Row label={texts.since} controlId="since" hint={texts.sinceHint} error={settingErrors.value['library.since']}>
          <TextField
            id="since"
            type="date"
            width="medium"
            value={values['library.since'] ?? ''}
            onCommit={(value) => void changeSetting({ name: 'library.since', value: value === '' ? null : value })}
          />
        </Row>
        <Row label={texts.versions} controlId="versions" hint={texts.versionsHint[versions]}>
          <Select
            id="versions"
            value={versions}
            options={VERSIONS.map((value) => ({ value, label: texts.versionChoices[value] }))}
            onChange={(value) => void changeSetting({ name: 'library.versions', value })}
          />
        </Row>
        <Row label={texts.hidden} controlId="hidden" hint={texts.hiddenHint[hidden]}>
          <Select
            id="hidden"
            value={hidden}
            options={(['archive', 'locked', 'none'] as const).map((value) => ({
              value,
              label: texts.hiddenPlaces[value],
            }))}
            onChange={(value) => void changeHidden(value)}
          />
        </Row>
        <SwitchRow
          label={texts.screenshots}
          isOn={values['library.includeScreenshots']}
          onChange={(value) => void changeSetting({ name: 'library.includeScreenshots', value })}
        />
        <SwitchRow
          label={texts.bursts}
          isOn={values['library.includeUnpickedBursts']}
          onChange={(value) => void changeSetting({ name: 'library.includeUnpickedBursts', value })}
        />
        <SwitchRow
          label={texts.shared}
          hint={texts.sharedHint}
          isOn={values['library.includeShared']}
          onChange={(value) => void changeSetting({ name: 'library.includeShared', value })}
        />
        <SwitchRow
          label={texts.onlyInAlbums}
          hint={texts.onlyInAlbumsHint}
          isOn={values['library.onlyInAlbums']}
          onChange={(value) => void changeSetting({ name: 'library.onlyInAlbums', value })}
        />
      </Group>
      <Group label={texts.twins}>
        <Row label={texts.twins} controlId="twins" hint={texts.twinsHint}>
          <TwinChoice id="twins" treatment={values['upload.twins']} />
        </Row>
      </Group>
      <p class="faint">{texts.unchanged}</p>
      <p class="faint">{texts.readOnly}</p>
    </>
  );
}
