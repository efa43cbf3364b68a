/** A sync while it runs: how far it is, how quickly, and a way to stop it. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ProgressView, Snapshot } from '../../shared/contract.ts';
import { formatBytes } from '../../shared/format.ts';
import { coverageText, statusText } from '../../shared/status-text.ts';
import { strings } from '../../shared/strings.ts';
import { tell } from '../actions.ts';
import { Button } from '../components/controls.tsx';
import { ProgressPanel } from '../components/progress-panel.tsx';
import { now } from '../state.ts';
import { LatestPictures } from './run-contents.tsx';
import { type SpeedSample, speedLine, withSample } from './speed-graph.ts';

const texts = strings.activity;
const [WIDTH, HEIGHT] = [680, 60];

interface RunningPageProps {
  readonly current: Snapshot;
  readonly run: number;
}

export function RunningPage({ current, run }: RunningPageProps) {
  const { status, coverage, appearance } = current;
  const samples = useSignal<readonly SpeedSample[]>([]);
  const speed = status.state === 'syncing' ? status.progress.bytesPerSecond : null;
  useEffect(() => {
    samples.value = withSample(samples.peek(), current.now, speed);
  }, [current.now]);
  if (status.state !== 'syncing') return null;
  const line = speedLine(samples.value, current.now, WIDTH, HEIGHT);
  const most = Math.max(0, ...samples.value.map((sample) => sample.speed));
  return (
    <>
      <div class="page-head">
        <div>
          <h1 class="numbers">{statusText(current).title}</h1>
          {coverage !== null && <p class="soft numbers">{coverageText(coverage, now.value, appearance.locale)}</p>}
        </div>
        <Button onClick={() => tell('sync.stop')} disabled={status.isStopping}>
          {status.isStopping ? strings.popover.stopping : strings.popover.stop}
        </Button>
      </div>
      <LatestPictures run={run} locale={appearance.locale} revision={uploadedOf(status.progress)} />
      <ProgressPanel progress={status.progress} />
      {line !== null && (
        <figure class="speed">
          <svg
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={texts.speed({ most: formatBytes(most) })}
          >
            <polyline points={line} />
          </svg>
          <figcaption class="soft numbers">{texts.speed({ most: formatBytes(most) })}</figcaption>
        </figure>
      )}
    </>
  );
}

/** Pictures come when files are uploaded, and the last of them when that is over. */
function uploadedOf({ phases }: ProgressView): number {
  return phases.reduce(
    (sum, { phase, state, done }) => sum + (phase === 'upload' ? (done ?? 0) : Number(state === 'done')),
    0,
  );
}
