/** The app itself: its version, its updates, when it opens and what it notifies of, what is new in it. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import {
  LANGUAGE_CHOICES,
  LANGUAGE_NAMES,
  type LanguageChoice,
  type ReleaseNotes,
  type SettingsView,
  UPDATE_CHANNELS,
  type UpdateChannel,
  type UpdateState,
} from '../../shared/contract.ts';
import { formatPast, formatSentences } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import { actOn, ask, openLink, tell } from '../actions.ts';
import { Button, Group, Row, Select, SwitchRow } from '../components/controls.tsx';
import { now, snapshot } from '../state.ts';
import { changeSetting } from './settings-state.ts';
import { StartGroup } from './start-group.tsx';
import { VersionsGroup } from './versions-group.tsx';

const texts = strings.settings.general;
const UPDATE_WAYS = ['automatic', 'asked'] as const;

interface GeneralPageProps {
  readonly view: SettingsView;
  /** Whether what is new is to be seen at once. */
  readonly showsNews: boolean;
}

export function GeneralPage({ view, showsNews }: GeneralPageProps) {
  const { values } = view;
  const update = snapshot.value?.update;
  if (update === undefined) return null;
  return (
    <>
      <Group label={texts.version}>
        <Row label={strings.product} hint={<UpdateLine update={update} />}>
          <span class="grow numbers selectable">{update.version}</span>
          <UpdateButton update={update} />
        </Row>
      </Group>
      {update.refusal === null && (
        <Group label={texts.updates}>
          <Row label={texts.updates} controlId="updates" hint={texts.howHint}>
            <Select<(typeof UPDATE_WAYS)[number]>
              id="updates"
              value={values['updates.automatic'] ? 'automatic' : 'asked'}
              options={UPDATE_WAYS.map((value) => ({ value, label: texts.how[value] }))}
              onChange={(value) => void changeSetting({ name: 'updates.automatic', value: value === 'automatic' })}
            />
          </Row>
          <Row label={texts.channel} controlId="channel" hint={texts.channelHint[values['updates.channel']]}>
            <Select<UpdateChannel>
              id="channel"
              value={values['updates.channel']}
              options={UPDATE_CHANNELS.map((value) => ({ value, label: texts.channels[value] }))}
              onChange={(value) => void changeSetting({ name: 'updates.channel', value })}
            />
          </Row>
        </Group>
      )}
      <StartGroup view={view} />
      <Group label={texts.language}>
        <Row label={texts.language} controlId="language">
          <Select<LanguageChoice>
            id="language"
            value={values['app.language']}
            options={LANGUAGE_CHOICES.map((value) => ({
              value,
              label: value === 'system' ? texts.systemLanguage : LANGUAGE_NAMES[value],
            }))}
            onChange={(value) => void changeSetting({ name: 'app.language', value })}
          />
        </Row>
      </Group>
      <Group label={texts.pictures}>
        <SwitchRow
          label={texts.showPictures}
          hint={texts.showPicturesHint}
          isOn={values['app.showPictures']}
          onChange={(value) => void changeSetting({ name: 'app.showPictures', value })}
        />
      </Group>
      <VersionsGroup app={update.version} />
      <News version={update.version} isOpen={showsNews} />
    </>
  );
}

/** Where the app stands with its updates, in one sentence or two. */
function UpdateLine({ update }: { readonly update: UpdateState }) {
  const problem = update.refusal ?? update.problem;
  return (
    <span role="status" class="numbers selectable">
      {problem === null ? phaseText(update) : formatSentences([problem.sentence, problem.advice])}
    </span>
  );
}

function phaseText({ phase, newVersion, checkedAt }: UpdateState): string {
  switch (phase) {
    case 'checking':
      return texts.checking;
    case 'found':
      return texts.found({ version: newVersion ?? '' });
    case 'downloading':
      return texts.downloading({ version: newVersion ?? '' });
    case 'ready':
      return texts.ready({ version: newVersion ?? '' });
    case 'idle':
      return checkedAt === null
        ? texts.notChecked
        : texts.upToDate({ when: formatPast(checkedAt, now.value, snapshot.value?.appearance.locale ?? 'en') });
  }
}

function UpdateButton({ update: { phase, refusal, problem } }: { readonly update: UpdateState }) {
  if (refusal !== null) return null;
  if (phase === 'ready')
    return (
      <Button kind="primary" onClick={() => tell('updates.restart')}>
        {texts.restart}
      </Button>
    );
  if (problem !== null) return <Button onClick={() => actOn(problem)}>{strings.actions[problem.action]}</Button>;
  return (
    <Button onClick={() => tell('updates.check')} disabled={phase === 'checking' || phase === 'downloading'}>
      {texts.check}
    </Button>
  );
}

function News({ version, isOpen }: { readonly version: string; readonly isOpen: boolean }) {
  const isShown = useSignal(false);
  const notes = useSignal<ReleaseNotes | null>(null);
  const show = async () => {
    notes.value = await ask('updates.notes');
    isShown.value = true;
    tell('updates.forget-news');
  };
  useEffect(() => {
    if (isOpen) void show();
  }, [isOpen]);
  if (!isShown.value)
    return (
      <div class="line">
        <Button onClick={() => void show()}>{texts.showNews}</Button>
        <Button kind="link" onClick={() => openLink('downloads')}>
          {strings.links.downloads}
        </Button>
      </div>
    );
  return (
    <section class="news selectable" aria-labelledby="news">
      <h2 id="news">{texts.news({ version })}</h2>
      {notes.value === null && <p class="soft">{texts.noNews}</p>}
      {notes.value?.sections.map((section) => (
        <div key={section.title}>
          {section.title !== null && <h3>{section.title}</h3>}
          <ul>
            {section.lines.map((line, index) => (
              <li key={index}>{line.map(({ text, isCode }) => (isCode ? <code key={text}>{text}</code> : text))}</li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
