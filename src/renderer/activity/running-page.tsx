/** A sync while it runs: how far it is, how quickly, and a way to stop it. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Snapshot } from '../../shared/contract.ts';
import { formatBytes } from '../../shared/format.ts';
import { coverageText, statusText } from '../../shared/status-text.ts';
import { strings } from '../../shared/strings.ts';
import { tell } from '../actions.ts';
import { Button } from '../components/controls.tsx';
import { ProgressPanel } from '../components/progress-panel.tsx';
import { now } from '../state.ts';
import { type SpeedSample, speedLine, withSample } from './speed-graph.ts';

const texts = strings.activity;
const [WIDTH, HEIGHT] = [680, 60];

export function RunningPage({ current }: { readonly current: Snapshot }) {
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
