/** What a running sync does: a bar, bytes, speed, time left, and its phases with their counts. */
import type { ComponentChildren } from 'preact';
import type { PhaseRow, ProgressView } from '../../shared/contract.ts';
import { formatBytes, formatBytesOf, formatCount, formatEstimate } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';

interface ProgressPanelProps {
  readonly progress: ProgressView;
  /** Below the bar. */
  readonly children?: ComponentChildren;
}

export function ProgressBar({ progress }: { readonly progress: ProgressView }) {
  const percent = progress.fraction === null ? null : Math.round(progress.fraction * 1000) / 10;
  return (
    <div
      class={`bar${percent === null ? ' unknown' : ''}`}
      role="progressbar"
      aria-label={strings.popover.progress}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent === null ? undefined : Math.round(percent)}
    >
      <span style={{ width: percent === null ? undefined : `${percent}%` }} />
    </div>
  );
}

export function ProgressPanel({ progress, children }: ProgressPanelProps) {
  const speed =
    progress.bytesPerSecond === null
      ? ''
      : ` · ${strings.popover.perSecond({ bytes: formatBytes(progress.bytesPerSecond) })}`;
  return (
    <>
      <ProgressBar progress={progress} />
      {/* Both stay in place when there is nothing to say, so that nothing below jumps. */}
      <div class="between soft numbers progress-line">
        <span>
          {progress.bytesTotal > 0 ? `${formatBytesOf(progress.bytesDone, progress.bytesTotal)}${speed}` : ''}
        </span>
        <span>
          {progress.millisecondsLeft === null
            ? ''
            : strings.popover.left({ estimate: formatEstimate(progress.millisecondsLeft) })}
        </span>
      </div>
      {children}
      <dl class="card phases numbers">
        {progress.phases.map((row) => (
          <div key={row.phase} class={row.state}>
            <dt>{strings.phases[row.phase]}</dt>
            <dd>{phaseValue(row)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function phaseValue({ state, done, total, phase }: PhaseRow): string {
  if (state === 'next') return strings.popover.next;
  if (phase === 'compare' && state === 'done' && done !== null) return formatCount(done);
  if (done !== null && total !== null && phase === 'export') return strings.popover.ofItems({ done, total });
  if (done !== null && total !== null && phase === 'upload') return strings.popover.ofFiles({ done, total });
  if (done !== null && total !== null && state === 'active') return strings.popover.of({ done, total });
  if (done !== null) return formatCount(done);
  return state === 'done' ? strings.popover.done : '…';
}
