/** Edits that Photos has replaced or undone and that are still in Immich: for a person to look through. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { FormerEditView } from '../../shared/contract.ts';
import { formatClauses, formatCounted, formatDayWithin } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import { ask, tell } from '../actions.ts';
import { Button } from '../components/controls.tsx';
import { LongList } from '../components/long-list.tsx';
import { StateMark } from '../components/marks.tsx';
import { Thumbnail } from '../components/picture.tsx';
import { now } from '../state.ts';

const texts = strings.activity;
const SHOWN_EDITS = 500;

interface FormerEditsPageProps {
  readonly locale: string;
  /** Changes when a sync ends. */
  readonly revision: string;
}

export function FormerEditsPage({ locale, revision }: FormerEditsPageProps) {
  const edits = useSignal<readonly FormerEditView[] | null>(null);
  // A sync makes another list.
  useEffect(() => {
    void ask('former-edits.list', { limit: SHOWN_EDITS }).then((list) => {
      if (list !== null) edits.value = list;
    });
  }, [revision]);
  if (edits.value === null) return null;
  if (edits.value.length === 0)
    return (
      <div class="empty">
        <StateMark state="up-to-date" />
        <h1>{texts.formerNone}</h1>
        <p class="soft">{texts.formerNoneDetail}</p>
      </div>
    );
  return (
    <>
      <div>
        <h1>{formatCounted(texts.formerEdits, edits.value.length)}</h1>
        <p class="soft">{texts.formerDetail}</p>
      </div>
      <section class="group numbers" aria-label={texts.formerEdits}>
        <LongList
          items={edits.value}
          row={({ remoteId, filename, replacedAt, isUndone }) => (
            <div class="group-row centred" key={remoteId}>
              <Thumbnail of={`immich/${remoteId}`} />
              <span class="grow selectable">{filename}</span>
              <span class="soft">
                {formatClauses([
                  isUndone ? texts.formerUndone : texts.formerReplaced,
                  formatDayWithin(replacedAt, now.value, locale),
                ])}
              </span>
              <Button label={texts.openAsset({ filename })} onClick={() => tell('asset.open', { remoteId })}>
                {texts.openInImmich}
              </Button>
            </div>
          )}
        />
      </section>
    </>
  );
}
