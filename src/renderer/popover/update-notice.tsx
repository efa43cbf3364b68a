/** A version that waits for a restart, or one that has just come: one quiet line, and nothing while a sync is in progress. */
import type { Snapshot } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { openWindow, tell } from '../actions.ts';
import { Button, SymbolButton } from '../components/controls.tsx';

const texts = strings.popover;

export function UpdateNotice({ current: { update, status } }: { readonly current: Snapshot }) {
  if (status.state === 'syncing') return null;
  if (update.phase === 'ready')
    return (
      <div class="update-line numbers">
        <span>{texts.updateReady({ version: update.newVersion ?? '' })}</span>
        <Button kind="link" onClick={() => tell('updates.restart')}>
          {texts.restartToUpdate}
        </Button>
      </div>
    );
  if (update.updatedFrom === null) return null;
  return (
    <div class="update-line numbers">
      <span>{texts.updatedTo({ version: update.version })}</span>
      <Button kind="link" onClick={() => openWindow('settings', 'general:news')}>
        {texts.news}
      </Button>
      <span class="grow" />
      <SymbolButton symbol="cross" label={texts.dismissNews} onClick={() => tell('updates.forget-news')} />
    </div>
  );
}
