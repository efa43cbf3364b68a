/** The last 30 days as bars: colour, pattern and height say how each ended. */
import { useRef } from 'preact/hooks';
import type { HistoryDay, RunOutcome } from '../../shared/contract.ts';
import { formatClauses, formatDay, formatLabelled } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import { openWindow } from '../actions.ts';
import { LOOKS, type Look } from './controls.tsx';
import { dayAfter } from './strip-keys.ts';

/** How an outcome looks wherever a run is marked. */
export const OUTCOME_LOOK: Readonly<Record<RunOutcome, Look>> = {
  running: 'active',
  done: 'good',
  'nothing-new': 'quiet',
  partial: 'warn',
  waiting: 'warn',
  waited: 'warn',
  skipped: 'hollow',
  interrupted: 'hollow',
  failed: 'bad',
};

/** Per cent of the strip's height: a logarithm, so that the first sync does not flatten all later days. */
export function barHeight(day: HistoryDay, most: number): number {
  if (day.outcome === null) return 12;
  if (day.outcome === 'failed') return 100;
  if (day.uploaded === 0) return day.outcome === 'nothing-new' ? 34 : 62;
  return 45 + 55 * (Math.log1p(day.uploaded) / Math.log1p(Math.max(most, 1)));
}

/** A night of an import that was cut short has brought what it has brought. */
function lookOf({ outcome, uploaded }: HistoryDay) {
  if (outcome === null) return 'none';
  return outcome === 'interrupted' && uploaded > 0 ? 'good' : OUTCOME_LOOK[outcome];
}

interface StripProps {
  readonly days: readonly HistoryDay[];
  readonly now: number;
  readonly locale: string;
  /** Without heading and legend, where there is no room for them. */
  readonly isBare?: boolean;
}

/** Each day that has a sync leads to its syncs. It is one stop for the Tab key; the arrow keys go from day to day. */
export function Strip({ days, now, locale, isBare = false }: StripProps) {
  const bars = useRef<HTMLDivElement>(null);
  const most = Math.max(...days.map((day) => day.uploaded), 0);
  const lastWithSync = days.findLastIndex(({ outcome }) => outcome !== null);
  const move = (event: KeyboardEvent) => {
    const buttons = [...(bars.current?.querySelectorAll('button') ?? [])];
    const next = dayAfter(event.key, buttons.indexOf(event.target as HTMLButtonElement), buttons.length);
    if (next === null) return;
    event.preventDefault();
    buttons[next]?.focus();
  };
  return (
    <div>
      {!isBare && <StripHead days={days} />}
      <div ref={bars} class="strip" role="toolbar" aria-label={strings.popover.history} onKeyDown={move}>
        {days.map((day, index) =>
          day.outcome === null ? (
            <span key={day.day} class="day" title={dayTitle(day, now, locale)}>
              <span class="bar-of-day none" style={{ height: `${barHeight(day, most)}%` }} />
            </span>
          ) : (
            <button
              key={day.day}
              type="button"
              class="day"
              tabIndex={index === lastWithSync ? 0 : -1}
              title={dayTitle(day, now, locale)}
              aria-label={dayTitle(day, now, locale)}
              onClick={() => openWindow('activity', `day:${day.day}`)}
            >
              <span class={`bar-of-day ${lookOf(day)}`} style={{ height: `${Math.round(barHeight(day, most))}%` }} />
            </button>
          ),
        )}
      </div>
    </div>
  );
}

function StripHead({ days }: Pick<StripProps, 'days'>) {
  const looks = new Set(days.map(lookOf));
  return (
    <div class="strip-head">
      <span class="soft">{strings.popover.history}</span>
      {days.every(({ outcome }) => outcome === null) ? (
        <span class="faint">{strings.popover.noHistory}</span>
      ) : (
        <span class="strip-legend faint" aria-hidden="true">
          {LOOKS.filter((look) => looks.has(look)).map((look) => (
            <span key={look}>
              <span class={`bar-of-day ${look}`} />
              {strings.legend[look]}
            </span>
          ))}
        </span>
      )}
    </div>
  );
}

function dayTitle({ day, outcome, newItems, failedTries }: HistoryDay, now: number, locale: string): string {
  const said = [
    outcome === null ? strings.day.none : strings.outcomes[outcome],
    newItems > 0 ? strings.run.new({ count: newItems }) : '',
    // A day that failed says so already.
    failedTries > 0 && outcome !== 'failed' ? strings.failedTries({ count: failedTries }) : '',
  ];
  return formatLabelled(formatDay(day, now, locale), formatClauses(said));
}
