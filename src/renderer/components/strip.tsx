/** The last 30 days as bars: colour and height say how each went. */
import type { HistoryDay, RunOutcome } from '../../shared/contract.ts';
import { formatDay } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';

/** How an outcome looks wherever a run is marked. */
export const OUTCOME_LOOK: Readonly<Record<RunOutcome, 'good' | 'active' | 'quiet' | 'warn' | 'bad' | 'hollow'>> = {
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

/** The most telling thing about the days, for the corner: “1 waited for the server” or “2 failed”. */
export function stripSummary(days: readonly HistoryDay[]): string {
  for (const outcome of ['failed', 'partial', 'waiting', 'waited', 'interrupted', 'skipped'] as const) {
    const count = days.filter((day) => day.outcome === outcome).length;
    if (count > 0) return strings.outcomeDay[outcome]({ count });
  }
  return '';
}

function describe(days: readonly HistoryDay[]): string {
  const counts = new Map<RunOutcome, number>();
  for (const { outcome } of days) if (outcome !== null) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const parts = [...counts].map(([outcome, count]) => strings.outcomeDay[outcome]({ count }));
  return `${strings.popover.history}: ${parts.length === 0 ? strings.popover.noneInHistory : parts.join(', ')}`;
}

interface StripProps {
  readonly days: readonly HistoryDay[];
  readonly now: number;
  readonly locale: string;
}

export function Strip({ days, now, locale }: StripProps) {
  const most = Math.max(...days.map((day) => day.uploaded), 0);
  return (
    <div class="strip" role="img" aria-label={describe(days)}>
      {days.map((day) => (
        <span
          key={day.day}
          class={day.outcome === null ? 'none' : OUTCOME_LOOK[day.outcome]}
          style={{ height: `${Math.round(barHeight(day, most))}%` }}
          title={dayTitle(day, now, locale)}
        />
      ))}
    </div>
  );
}

function dayTitle(day: HistoryDay, now: number, locale: string): string {
  const outcome = day.outcome === null ? '–' : strings.outcomes[day.outcome];
  const uploaded = day.uploaded > 0 ? `, ${strings.run.new({ count: day.uploaded })}` : '';
  return `${formatDay(day.day, now, locale)}: ${outcome}${uploaded}`;
}
