/** When syncs are due, from the settings and the history alone. Pure; local wall-clock time, right across clock changes (croner). */
import { Cron } from 'croner';
import type { Settings } from '../model/settings.ts';

type Schedule = Settings['schedule'];

const HOUR = 3_600_000;
/** More due times in one go than any schedule can have in a month are not listed: only the last one is caught up on anyway. */
const MAX_TIMES = 2_000;

/**
 * The next due time.
 * @param lastEndedAt when the last run ended or the last due time was dealt with, for "every n hours"; null if there was neither.
 * @param timezone IANA name; the Mac's own if not given.
 * @returns the next due time after `from`, or null when nothing starts by itself.
 */
export function nextDue(schedule: Schedule, from: Date, lastEndedAt: Date | null, timezone?: string): Date | null {
  if (schedule.everyHours !== null) {
    const next = (lastEndedAt ?? from).getTime() + schedule.everyHours * HOUR;
    return onChosenDay(new Date(Math.max(next, from.getTime())), schedule, timezone);
  }
  const candidates = schedule.times.flatMap((time) => timeOfDay(time, schedule, timezone).nextRun(from) ?? []);
  return candidates.reduce<Date | null>((first, date) => (first === null || date < first ? date : first), null);
}

/**
 * All due times after `from` up to and including `to`, oldest first: those that a Mac slept through, too.
 * @param lastEndedAt as in {@link nextDue}.
 */
export function dueTimes(
  schedule: Schedule,
  from: Date,
  to: Date,
  lastEndedAt: Date | null,
  timezone?: string,
): readonly Date[] {
  if (schedule.everyHours !== null) {
    // Counted from the last run, so however long the Mac was off there is one.
    const start = new Date(Math.max((lastEndedAt ?? from).getTime() + schedule.everyHours * HOUR, from.getTime() + 1));
    const due = onChosenDay(start, schedule, timezone);
    return due !== null && due <= to ? [due] : [];
  }
  const times: Date[] = [];
  for (
    let next = nextDue(schedule, from, null, timezone);
    next !== null && next <= to;
    next = nextDue(schedule, next, null, timezone)
  ) {
    times.push(next);
    if (times.length > MAX_TIMES) times.shift();
  }
  return times;
}

/** `HH:MM` on the chosen days. A time that a clock change leaves out comes right after it; one that comes twice counts once. */
function timeOfDay(time: string, schedule: Schedule, timezone: string | undefined): Cron {
  const [hour, minute] = time.split(':');
  return new Cron(`${Number(minute)} ${Number(hour)} * * ${schedule.days.join(',')}`, zone(timezone));
}

/** The date itself, or the first minute of the next day on which syncs are wanted. */
function onChosenDay(date: Date, schedule: Schedule, timezone: string | undefined): Date | null {
  const anyMinute = new Cron(`* * * * ${schedule.days.join(',')}`, zone(timezone));
  return anyMinute.match(date) ? date : anyMinute.nextRun(date);
}

const zone = (timezone: string | undefined) => (timezone === undefined ? { paused: true } : { paused: true, timezone });
