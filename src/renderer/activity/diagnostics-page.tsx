/** What can be sent to somebody who helps: each file as it is saved, to be read first. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { DiagnosticsView } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { ask, openLink } from '../actions.ts';
import { Button } from '../components/controls.tsx';

const texts = strings.activity.diagnostics;
const NOTHING: DiagnosticsView = { files: [] };

export function DiagnosticsPage() {
  const found = useSignal<DiagnosticsView | null>(null);
  const chosen = useSignal(0);
  const saved = useSignal<string | null>(null);
  const collect = async () => {
    [found.value, saved.value] = [null, null];
    found.value = (await ask('diagnostics.collect')) ?? NOTHING;
  };
  useEffect(() => {
    void collect();
  }, []);
  const save = async () => {
    const path = await ask('diagnostics.save');
    if (path !== null) saved.value = path;
  };
  const isReady = found.value !== null && found.value.files.length > 0;
  return (
    <>
      <div class="page-head">
        <h1>{texts.title}</h1>
        <div class="buttons">
          <Button disabled={found.value === null} onClick={() => void collect()}>
            {texts.again}
          </Button>
          <Button kind="primary" disabled={!isReady} onClick={() => void save()}>
            {texts.save}
          </Button>
        </div>
      </div>
      <p class="soft">{texts.detail}</p>
      {found.value === null ? (
        <p class="soft" role="status">
          {texts.collecting}
        </p>
      ) : (
        isReady && <Files found={found.value} chosen={chosen.value} onChoose={(index) => (chosen.value = index)} />
      )}
      <div class="between soft">
        <span role="status" class="selectable saved-as">
          {saved.value === null ? '' : strings.saved({ path: saved.value })}
        </span>
        <Button kind="link" onClick={() => openLink('report-bug')}>
          {strings.links['report-bug']}
        </Button>
      </div>
    </>
  );
}

interface FilesProps {
  readonly found: DiagnosticsView;
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

function Files({ found, chosen, onChoose }: FilesProps) {
  const file = found.files[chosen];
  return (
    <>
      <fieldset class="file-choice" aria-label={texts.files}>
        {found.files.map(({ name }, index) => (
          <button
            key={name}
            type="button"
            class={`button small${index === chosen ? ' chosen' : ''}`}
            aria-pressed={index === chosen}
            onClick={() => onChoose(index)}
          >
            {name}
          </button>
        ))}
      </fieldset>
      {file !== undefined && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a place that scrolls must be reachable by keyboard.
        <section key={file.name} class="file-text code" tabIndex={0} aria-label={file.name}>
          <pre>{file.text === '' ? texts.empty : file.text}</pre>
        </section>
      )}
    </>
  );
}
