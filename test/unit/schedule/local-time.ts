/** When a clock on the wall shows a time, worked out day by day from `Intl` alone: a second opinion for the schedule's tests. */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that the zone's wall clock is ahead of UTC at that instant. */
function offsetAt(at: number, zone: string): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

/**
 * All instants after `from` up to `to` at which the wall clock shows one of the times (`HH:MM`). A time that the clocks jump over counts
 * right after the jump; one that they show twice counts the first time.
 */
export function wallClockTimes(times: readonly string[], from: number, to: number, zone: string): readonly number[] {
  const found = new Set<number>();
  const first = Math.floor((from + offsetAt(from, zone)) / DAY) - 1;
  const last = Math.floor((to + offsetAt(to, zone)) / DAY) + 1;
  for (let day = first; day <= last; day += 1) {
    for (const time of times) {
      const [hour = 0, minute = 0] = time.split(':').map(Number);
      const wall = day * DAY + (hour * 60 + minute) * MINUTE;
      found.add(instantOf(wall, zone));
    }
  }
  return [...found].filter((at) => at > from && at <= to).sort((a, b) => a - b);
}

function instantOf(wall: number, zone: string): number {
  const offsets = [offsetAt(wall - DAY, zone), offsetAt(wall + DAY, zone)];
  const shown = offsets.map((offset) => wall - offset).filter((at) => at + offsetAt(at, zone) === wall);
  if (shown.length > 0) return Math.min(...shown);
  // The clocks jump over it: the first instant at which they show something later.
  let at = wall - Math.max(...offsets);
  while (at + offsetAt(at, zone) < wall) at += MINUTE;
  return at;
}
