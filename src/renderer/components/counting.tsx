/** While a preview is made: the library is read, for a large one for hours. What it does, how far it is and how long it takes. */
import { formatEstimate } from '../../shared/format.ts';
import { progressTitle } from '../../shared/status-text.ts';
import { strings } from '../../shared/strings.ts';
import { snapshot } from '../state.ts';

const texts = strings.setup.preview;

export function Counting() {
  const progress = snapshot.value?.previewing ?? null;
  const percent = progress?.fraction == null ? null : Math.round(progress.fraction * 1000) / 10;
  const left = progress?.millisecondsLeft ?? null;
  return (
    <div class="group counting">
      <strong role="status">{texts.counting}</strong>
      <div
        class={`bar${percent === null ? ' unknown' : ''}`}
        role="progressbar"
        aria-label={texts.counting}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent === null ? undefined : Math.round(percent)}
      >
        <span style={{ width: percent === null ? undefined : `${percent}%` }} />
      </div>
      {progress !== null && (
        <div class="between soft numbers">
          <span>{progressTitle(progress)}</span>
          <span>{left === null ? '' : strings.popover.left({ estimate: formatEstimate(left) })}</span>
        </div>
      )}
      <span class="soft">{texts.countingDetail}</span>
    </div>
  );
}
