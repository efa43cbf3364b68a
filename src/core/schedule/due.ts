/** When the next sync is due, from the settings and the history alone. Pure; local wall-clock time, right across clock changes (croner). */
import { Cron } from 'croner';
import type { Settings } from '../settings/schema.ts';

/**
 * @param lastEndedAt when the last run ended, for "every n hours"; null if there was none.
 * @param timezone IANA name; the Mac's own if not given.
 * @returns the next due time after `from`, or null when nothing starts by itself.
 */
export function nextDue(
  schedule: Settings['schedule'],
  from: Date,
  lastEndedAt: Date | null,
  timezone?: string,
): Date | null {
  if (schedule.everyHours !== null) {
    const next = (lastEndedAt ?? from).getTime() + schedule.everyHours * 3_600_000;
    return new Date(Math.max(next, from.getTime()));
  }
  const options = timezone === undefined ? { paused: true } : { paused: true, timezone };
  const days = schedule.days.join(',');
  const candidates = schedule.times.flatMap((time) => {
    const [hour, minute] = time.split(':');
    return new Cron(`${Number(minute)} ${Number(hour)} * * ${days}`, options).nextRun(from) ?? [];
  });
  return candidates.reduce<Date | null>((first, date) => (first === null || date < first ? date : first), null);
}
