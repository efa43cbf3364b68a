import { useSignal } from '@preact/signals';
import type { LibraryCheck, SettingsView } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { ask, openLink, tell } from '../actions.ts';
import { Button, Dot, Group, Row } from '../components/controls.tsx';
import { chooseFolder } from '../settings/library-page.tsx';
import { useWatch } from './use-watch.ts';

const texts = strings.setup.library;

const VERDICTS: Readonly<Record<LibraryCheck['access'], { readonly kind: 'good' | 'bad'; readonly text: string }>> = {
  readable: { kind: 'good', text: texts.readable },
  'no-access': { kind: 'bad', text: texts.noAccess },
  missing: { kind: 'bad', text: texts.missing },
  'not-a-library': { kind: 'bad', text: texts.notALibrary },
  unknown: { kind: 'bad', text: texts.unknown },
};

interface StepProps {
  readonly view: SettingsView;
  readonly setDone: (done: boolean) => void;
}

export function LibraryStep({ view, setDone }: StepProps) {
  const check = useSignal<LibraryCheck | null>(null);
  const look = async () => {
    check.value = await ask('library.check');
    setDone(check.value?.access === 'readable');
  };
  useWatch(look, () => check.value?.access === 'readable');
  const choose = async () => {
    await chooseFolder('library');
    await look();
  };
  const access = check.value?.access ?? null;
  return (
    <>
      <Group>
        <Row label={strings.settings.library.which}>
          <span class="grow path">{view.values['library.path']}</span>
          <Button onClick={() => void choose()}>{strings.settings.choose}</Button>
        </Row>
      </Group>
      <div class="line" role="status">
        <span>
          <Dot kind={access === null ? 'quiet' : VERDICTS[access].kind} />
          {access === null ? strings.loading : VERDICTS[access].text}
        </span>
      </div>
      {access === 'no-access' && (
        <div class="card">
          <ol class="numbered">
            {texts.noAccessDetail.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
          <div class="buttons card-buttons">
            <Button kind="primary" onClick={() => openLink('full-disk-access')}>
              {texts.openAccess}
            </Button>
            <Button onClick={() => tell('app.relaunch')}>{texts.relaunch}</Button>
          </div>
        </div>
      )}
      {access !== null && access !== 'readable' && (
        <p class="soft">
          {access !== 'no-access' && check.value?.problem !== null && `${check.value?.problem.sentence} `}
          {texts.watching}
        </p>
      )}
    </>
  );
}
