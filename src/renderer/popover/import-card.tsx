/** How far an import is that takes more than one sync, and how long the rest takes; also between its syncs. */
import type { Snapshot } from '../../shared/contract.ts';
import { importText } from '../../shared/status-text.ts';
import { strings } from '../../shared/strings.ts';

export function ImportCard({ current }: { readonly current: Snapshot }) {
  const { importing, status } = current;
  if (importing === null) return null;
  return (
    <div class="card import">
      <div class="numbers">{importText(importing, status)}</div>
      <div
        class="bar"
        role="progressbar"
        aria-label={strings.popover.howFar}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={importing.percent}
      >
        <span style={{ width: `${importing.percent}%` }} />
      </div>
    </div>
  );
}

/** During a sync, which has a bar of its own; its hours are shown there, unless the whole takes days. */
export function ImportLine({ current }: { readonly current: Snapshot }) {
  const { importing, status } = current;
  if (importing === null) return null;
  const shown = importing.days === null ? { ...importing, millisecondsLeft: null } : importing;
  return <p class="soft numbers import-line">{importText(shown, status)}</p>;
}
