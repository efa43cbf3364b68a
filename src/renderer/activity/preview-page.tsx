/** What the next sync would do, by name and with the reason; looked up when the page is opened, given up when it is left. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ChangesView, NamedChange, PlanPreview, ProblemView, TwinView } from '../../shared/contract.ts';
import { formatBytes, formatMoment } from '../../shared/format.ts';
import { needsText, uploadSummary } from '../../shared/phrases.ts';
import { forecastTime } from '../../shared/status-text.ts';
import { strings } from '../../shared/strings.ts';
import { tell } from '../actions.ts';
import { bridge } from '../bridge.ts';
import { Button, ProblemCard } from '../components/controls.tsx';
import { Counting } from '../components/counting.tsx';
import { LongList } from '../components/long-list.tsx';
import { StateMark } from '../components/marks.tsx';
import { Thumbnail } from '../components/picture.tsx';
import { now, snapshot } from '../state.ts';

const texts = strings.activity.preview;

export function PreviewPage() {
  const preview = useSignal<PlanPreview | null>(null);
  const problem = useSignal<ProblemView | null>(null);
  const look = async () => {
    preview.value = null;
    problem.value = null;
    const result = await bridge.call('plan.preview');
    if (result.ok) preview.value = result.value;
    else problem.value = result.problem;
  };
  useEffect(() => {
    void look();
    return () => {
      if (preview.peek() === null && problem.peek() === null) tell('plan.cancel');
    };
  }, []);
  const again = <Button onClick={() => void look()}>{texts.look}</Button>;
  if (problem.value !== null) return <ProblemCard problem={problem.value} extra={again} />;
  if (preview.value === null) return <Counting />;
  const { changes, toUpload, bytesToUpload, forecast, diskNeeded, diskKept } = preview.value;
  if (toUpload === 0 && countOf(changes) === 0)
    return (
      <div class="empty">
        <StateMark state="up-to-date" />
        <h1>{texts.nothing}</h1>
        <p class="soft">{texts.nothingDetail}</p>
        {again}
      </div>
    );
  const time = forecastTime(forecast);
  const limit = forecast.limit === null ? null : strings.forecast.limits[forecast.limit];
  return (
    <>
      <div class="page-head">
        <div>
          <h1>{texts.heading}</h1>
          <p class="soft numbers">
            {toUpload === 0 ? texts.detail : uploadSummary(toUpload, formatBytes(bytesToUpload), time)}
          </p>
          {toUpload > 0 && (
            <p class="soft numbers">{needsText(limit, formatBytes(diskNeeded), formatBytes(diskKept))}</p>
          )}
          {toUpload > 0 && !forecast.isMeasured && <p class="soft">{strings.forecast.guess}</p>}
        </div>
        <div class="buttons">{again}</div>
      </div>
      <Section title={texts.uploads({ count: toUpload })} count={toUpload} list={changes.uploads} />
      <Section
        title={texts.twins({ count: changes.twinsCount })}
        count={changes.twinsCount}
        list={changes.twins.map(twinNamed)}
      />
      <Section
        title={texts.details({ count: changes.detailsCount })}
        count={changes.detailsCount}
        list={changes.details}
      />
      <Section title={texts.stacks({ count: changes.stacksCount })} count={changes.stacksCount} list={changes.stacks} />
      <Section
        title={texts.albumsToMake({ count: changes.albumsToMake.length })}
        count={changes.albumsToMake.length}
        list={changes.albumsToMake.map(named)}
      />
      <Section
        title={texts.albums({ count: changes.albums.length })}
        count={changes.albums.length}
        list={changes.albums}
      />
    </>
  );
}

const named = (name: string): NamedChange => ({ uuid: null, name, what: '' });

/** What the phone has sent, in words. */
function twinNamed({ uuid, name, phoneName, takenAt }: TwinView): NamedChange {
  const locale = snapshot.value?.appearance.locale ?? 'en';
  return { uuid, name, what: texts.twin({ filename: phoneName, taken: formatMoment(takenAt, now.value, locale) }) };
}

function countOf({ detailsCount, stacksCount, albumsToMake, albums }: ChangesView): number {
  return detailsCount + stacksCount + albumsToMake.length + albums.length;
}

interface SectionProps {
  readonly title: string;
  /** Of all, also of those that are not in the list. */
  readonly count: number;
  readonly list: readonly NamedChange[];
}

function Section({ title, count, list }: SectionProps) {
  if (count === 0) return null;
  return (
    <section class="group numbers" aria-label={title}>
      <div class="group-row">
        <strong>{title}</strong>
      </div>
      <LongList
        items={list}
        row={({ uuid, name, what }, index) => (
          // Names of files and albums may repeat, and the list never changes its order.
          <div class="group-row centred" key={index}>
            {uuid !== null && <Thumbnail of={uuid} />}
            <span class="grow selectable">{name}</span>
            {what !== '' && <span class="soft">{what}</span>}
          </div>
        )}
      />
      {list.length < count && (
        <div class="group-row soft">{strings.activity.remainderMore({ count: count - list.length })}</div>
      )}
    </section>
  );
}
