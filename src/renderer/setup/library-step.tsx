import { useSignal } from '@preact/signals';
import type { LibraryCheck } from '../../shared/contract.ts';
import { formatSentences } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import { ask, openLink, tell } from '../actions.ts';
import { Button, Group, Row } from '../components/controls.tsx';
import { Glyph } from '../components/marks.tsx';
import { chooseFolder } from '../settings/library-page.tsx';
import type { StepProps } from './step.ts';
import { useWatch } from './use-watch.ts';

const texts = strings.setup.library;

type Access = LibraryCheck['access'];

const MARKS = { good: 'tick', bad: 'cross', quiet: 'dash' } as const;

const VERDICTS = {
  'not-asked': { kind: 'quiet', text: 'notAsked' },
  readable: { kind: 'good', text: 'readable' },
  'no-access': { kind: 'bad', text: 'noAccess' },
  missing: { kind: 'bad', text: 'missing' },
  'not-a-library': { kind: 'bad', text: 'notALibrary' },
  unknown: { kind: 'bad', text: 'unknown' },
} as const satisfies Record<Access, { readonly kind: 'good' | 'bad' | 'quiet'; readonly text: keyof typeof texts }>;

export function LibraryStep({ view, setDone }: StepProps) {
  const check = useSignal<LibraryCheck | null>(null);
  /** Whether macOS may be showing its question. */
  const isAsking = useSignal(false);
  const look = async (mayAsk = false) => {
    check.value = await ask('library.check', { mayAsk });
    setDone(check.value?.access === 'readable');
  };
  useWatch(look, () => check.value?.access === 'readable' || isAsking.value);
  const choose = async () => {
    await chooseFolder('library');
    await look();
  };
  const allow = async () => {
    isAsking.value = true;
    await look(true);
    isAsking.value = false;
  };
  const access = check.value?.access ?? null;
  return (
    <>
      <Group>
        <Row label={strings.settings.library.which}>
          <span class="grow path">{view.values['library.path']}</span>
          <Button onClick={() => void choose()}>{strings.settings.choose}</Button>
        </Row>
        <Verdict access={access} isAsking={isAsking.value} />
      </Group>
      {access === 'not-asked' && <Question isAsking={isAsking.value} allow={() => void allow()} />}
      {access === 'no-access' && <NoAccess />}
      {access !== null && access !== 'readable' && access !== 'not-asked' && (
        <p class="soft">
          {formatSentences([
            ...(access !== 'no-access' && check.value?.problem ? [check.value.problem.sentence] : []),
            texts.watching,
          ])}
        </p>
      )}
    </>
  );
}

function Verdict({ access, isAsking }: { readonly access: Access | null; readonly isAsking: boolean }) {
  const verdict = access === null || isAsking ? null : VERDICTS[access];
  const kind = verdict?.kind ?? 'quiet';
  const text = verdict !== null ? texts[verdict.text] : isAsking ? texts.asking : strings.loading;
  return (
    <div class={`group-row verdict ${kind}`} role="status">
      <Glyph name={MARKS[kind]} />
      <span class="grow">{text}</span>
    </div>
  );
}

function Question({ isAsking, allow }: { readonly isAsking: boolean; readonly allow: () => void }) {
  return (
    <div class="card">
      <p>{texts.notAskedDetail}</p>
      <div class="buttons card-buttons">
        <Button kind="primary" disabled={isAsking} onClick={allow}>
          {texts.allow}
        </Button>
      </div>
    </div>
  );
}

function NoAccess() {
  return (
    <div class="card">
      <ol class="numbered">
        {texts.noAccessDetail.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      <div class="buttons card-buttons">
        <Button kind="primary" onClick={() => openLink('photos-access')}>
          {texts.openPhotosAccess}
        </Button>
        <Button onClick={() => openLink('full-disk-access')}>{texts.openFullDiskAccess}</Button>
        <Button onClick={() => tell('app.relaunch')}>{texts.relaunch}</Button>
      </div>
    </div>
  );
}
