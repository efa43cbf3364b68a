import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ForecastView, PlanPreview, ProblemView } from '../../shared/contract.ts';
import { formatBytes, formatList, formatSentences } from '../../shared/format.ts';
import { cloudText } from '../../shared/phrases.ts';
import { forecastTime, remainderText } from '../../shared/status-text.ts';
import { strings } from '../../shared/strings.ts';
import { ask, openWindow, tell } from '../actions.ts';
import { bridge } from '../bridge.ts';
import { CloudChoice, CloudQuestion } from '../components/cloud-choice.tsx';
import { Button, Group, ProblemCard, Row } from '../components/controls.tsx';
import { Counting } from '../components/counting.tsx';
import { TwinChoice } from '../components/twin-choice.tsx';
import type { StepProps } from './step.ts';

const texts = strings.setup.preview;

interface PreviewStepProps extends StepProps {
  /** Starts the first sync; gives whether it has begun. */
  readonly start: () => Promise<boolean>;
}

export function PreviewStep({ setDone, start }: PreviewStepProps) {
  const preview = useSignal<PlanPreview | null>(null);
  const problem = useSignal<ProblemView | null>(null);
  /** Given up: what it comes to says nothing any more. */
  const isLeft = useRef(false);
  const count = async () => {
    [preview.value, problem.value] = [null, null];
    setDone(false);
    const result = await bridge.call('plan.preview');
    if (isLeft.current) return;
    preview.value = result.ok ? result.value : null;
    problem.value = result.ok ? null : result.problem;
    setDone(result.ok);
  };
  // Counted once, when the step is shown; given up when it is left.
  useEffect(() => {
    void count();
    return () => {
      isLeft.current = true;
      if (preview.peek() === null) tell('plan.cancel');
    };
  }, []);
  if (problem.value !== null)
    return (
      <ProblemCard
        problem={problem.value}
        extra={<Button onClick={() => void count()}>{strings.setup.checkAgain}</Button>}
      />
    );
  /** One thing at a time: the comparison has ended when the cancelling is answered. */
  const startNow = async () => {
    isLeft.current = true;
    await ask('plan.cancel');
    if (await start()) return;
    isLeft.current = false;
    await count();
  };
  if (preview.value === null) return <CountingOrStart startNow={startNow} />;
  const foretell = async () => {
    preview.value = (await ask('plan.foretell')) ?? preview.value;
  };
  return (
    <>
      <CloudQuestion cloud={preview.value.cloud} library={preview.value.assets} onChosen={() => void foretell()} />
      <PreviewTable preview={preview.value} foretell={() => void foretell()} recount={() => void count()} />
    </>
  );
}

/** A large library is looked through for hours. Who does not want to wait loses nothing but the numbers: the first sync does the same first. */
function CountingOrStart({ startNow }: { readonly startNow: () => Promise<void> }) {
  const isStarting = useSignal(false);
  const press = async () => {
    isStarting.value = true;
    await startNow();
    isStarting.value = false;
  };
  return (
    <>
      <Counting />
      <div class="card line">
        <span class="grow">{texts.startNowDetail}</span>
        <Button onClick={() => void press()} disabled={isStarting.value}>
          {texts.startNow}
        </Button>
      </div>
    </>
  );
}

interface PreviewTableProps {
  readonly preview: PlanPreview;
  /** Brings time and numbers in step with a choice that was made here. */
  readonly foretell: () => void;
  /** Compares again, with what is known by now: other files are uploaded. */
  readonly recount: () => void;
}

function PreviewTable({ preview, foretell, recount }: PreviewTableProps) {
  const isTight = preview.diskFree !== null && preview.diskFree < preview.diskNeeded;
  return (
    <Group>
      <Row label={texts.inPhotos}>
        {texts.inPhotosValue({ assets: preview.assets, bytes: formatBytes(preview.bytes) })}
      </Row>
      <Row label={texts.alreadyThere}>{texts.alreadyThereValue({ count: preview.alreadyThere })}</Row>
      <Row label={texts.toUpload}>
        {texts.toUploadValue({ count: preview.toUpload, bytes: formatBytes(preview.bytesToUpload) })}
      </Row>
      <TimeRow forecast={preview.forecast} />
      <Row label={texts.disk} error={isTight ? texts.diskTooSmall({ free: formatBytes(preview.diskFree ?? 0) }) : null}>
        {texts.diskValue({ needed: formatBytes(preview.diskNeeded), kept: formatBytes(preview.diskKept) })}
      </Row>
      <Row label={texts.cloud} controlId="cloud">
        <span class="grow">{cloudText(preview.onlyInCloud, preview.cloud.perNight)}</span>
        <CloudChoice id="cloud" cloud={preview.cloud} onChosen={foretell} />
      </Row>
      {preview.others.length > 0 && <Row label={texts.others}>{formatList(preview.others.map(remainderText))}</Row>}
      {preview.twins > 0 && (
        <Row label={texts.twins} controlId="twins">
          <span class="grow">{texts.twinsValue({ count: preview.twins })}</span>
          <TwinChoice id="twins" treatment={preview.twinTreatment} onChosen={recount} />
        </Row>
      )}
      <Row label={texts.albums}>
        <span class="grow">{texts.albumsValue({ make: preview.albumsToMake, same: preview.albumsWithSameName })}</span>
        {preview.albumsWithSameName > 0 && (
          <Button onClick={() => openWindow('settings', 'albums')}>{strings.settings.choose}</Button>
        )}
      </Row>
    </Group>
  );
}

/** Milliseconds of syncing from which it is worth saying that it may be interrupted. */
const LONG = 6 * 3_600_000;

function TimeRow({ forecast }: { readonly forecast: ForecastView }) {
  const { limit, isMeasured, days, millisecondsLeft } = forecast;
  const time = forecastTime(forecast);
  if (time === null || limit === null) return null;
  const isLong = days !== null || (millisecondsLeft ?? 0) >= LONG;
  const notes = [...(isMeasured ? [] : [strings.forecast.guess]), ...(isLong ? [strings.forecast.inPieces] : [])];
  return (
    <Row label={texts.time} hint={notes.length === 0 ? undefined : formatSentences(notes)}>
      {`${time} · ${strings.forecast.limits[limit]}`}
    </Row>
  );
}
