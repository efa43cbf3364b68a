/** The syncs of one day. */
import type { RunSummary } from '../../shared/contract.ts';
import { formatClauses, formatLabelled, formatTime, formatWholeDay } from '../../shared/format.ts';
import { runText } from '../../shared/status-text.ts';
import { strings } from '../../shared/strings.ts';
import { Button, Dot } from '../components/controls.tsx';
import { OUTCOME_LOOK } from '../components/strip.tsx';
import { place } from '../state.ts';
import { RunPage } from './run-page.tsx';

interface DayPageProps {
  /** Local midnight. */
  readonly day: number;
  /** The newest first; those of other days are passed over. */
  readonly runs: readonly RunSummary[];
  readonly locale: string;
}

export function DayPage({ day, runs, locale }: DayPageProps) {
  const next = new Date(day);
  next.setDate(next.getDate() + 1);
  const ofDay = runs.filter(({ startedAt }) => startedAt >= day && startedAt < next.getTime());
  const [only] = ofDay;
  if (only !== undefined && ofDay.length === 1) return <RunPage run={only.run} />;
  const title = formatWholeDay(day, locale);
  return (
    <>
      <h1>{title}</h1>
      {ofDay.length === 0 ? (
        <p class="soft">{strings.day.none}</p>
      ) : (
        <section class="group numbers" aria-label={title}>
          {ofDay.map((run) => {
            const by = strings.triggers[run.trigger];
            const moment = formatClauses([formatTime(run.startedAt, locale), by]);
            return (
              <div class="group-row centred" key={run.run}>
                <Dot kind={OUTCOME_LOOK[run.outcome]} />
                <div class="grow">
                  {moment}
                  <div class="hint">{runText(run)}</div>
                </div>
                <Button
                  label={formatLabelled(strings.popover.show, moment)}
                  onClick={() => {
                    place.value = `run:${run.run}`;
                  }}
                >
                  {strings.popover.show}
                </Button>
              </div>
            );
          })}
        </section>
      )}
    </>
  );
}
