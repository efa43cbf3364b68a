/** Numbers, sizes and times in words. Pure: the same for the windows, the tooltip and the notifications. */

/** Dates in English words, in the order and clock that the person's region uses. */
export function dateLocale(locale: string): string {
  return locale.toLowerCase().startsWith('en') ? locale : 'en-GB';
}

const numberFormat = new Intl.NumberFormat('en');

export function formatCount(count: number): string {
  return numberFormat.format(count);
}

export function formatPlural(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

const SIZE_UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** Decimal units as macOS uses them: “96 MB”, “3.4 GB”. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 999.5 && unit < SIZE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit >= 2 && value < 9.95 ? 1 : 0;
  return `${value.toLocaleString('en', { maximumFractionDigits: digits })} ${SIZE_UNITS[unit]}`;
}

/** “1.2 of 3.4 GB”: the unit once when both have the same. */
export function formatBytesOf(done: number, total: number): string {
  const [doneText, totalText] = [formatBytes(done), formatBytes(total)];
  const [number, unit] = doneText.split(' ');
  return unit === totalText.split(' ')[1] ? `${number} of ${totalText}` : `${doneText} of ${totalText}`;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** “1 min 12 s”, “3 h 5 min”, “less than a second”. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < SECOND) return 'less than a second';
  const seconds = Math.round(milliseconds / SECOND);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A guess, told as one: “about 2 min”, “about 3 hours”. */
export function formatEstimate(milliseconds: number): string {
  if (milliseconds < MINUTE) return 'less than a minute';
  const minutes = Math.round(milliseconds / MINUTE);
  if (minutes < 10) return `about ${minutes} min`;
  const fives = 5 * Math.round(minutes / 5);
  if (fives < 60) return `about ${fives} min`;
  const hours = Math.round(milliseconds / HOUR);
  return hours < 48 ? `about ${formatPlural(hours, 'hour', 'hours')}` : formatDays(hours / 24);
}

/** Before anything was measured: “some hours”, “about 2 days”. */
export function formatRoughly(milliseconds: number): string {
  if (milliseconds < 10 * MINUTE) return 'some minutes';
  if (milliseconds < 50 * MINUTE) return 'less than an hour';
  if (milliseconds < 90 * MINUTE) return 'about an hour';
  if (milliseconds < 18 * HOUR) return 'some hours';
  return milliseconds < 36 * HOUR ? 'about a day' : formatDays(milliseconds / (24 * HOUR));
}

/** “about 3 days”, “about 5 weeks”, “about 4 months”. */
function formatDays(days: number): string {
  if (days < 20.5) return `about ${Math.round(days)} days`;
  return days < 70 ? `about ${Math.round(days / 7)} weeks` : `about ${Math.round(days / 30.4)} months`;
}

/** “in 6 minutes”, “in a moment”. */
export function formatIn(milliseconds: number): string {
  const minutes = Math.round(milliseconds / MINUTE);
  if (minutes < 1) return 'in a moment';
  if (minutes < 90) return `in ${formatPlural(minutes, 'minute', 'minutes')}`;
  return `in ${formatPlural(Math.round(minutes / 60), 'hour', 'hours')}`;
}

function startOfDay(at: number): number {
  const date = new Date(at);
  date.setHours(0, 0, 0, 0);
  return date.getTime();
}

/** Whole local days from one time to another; a day with a clock change counts as one. */
function daysBetween(from: number, to: number): number {
  return Math.round((startOfDay(to) - startOfDay(from)) / (24 * HOUR));
}

export function formatTime(at: number, locale: string): string {
  return new Intl.DateTimeFormat(dateLocale(locale), { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** “Today”, “Yesterday”, “Tomorrow”, “Fri”, “3 Nov”, “3 Nov 2025”. */
export function formatDay(at: number, now: number, locale: string): string {
  const days = daysBetween(now, at);
  if (days === 0) return 'Today';
  if (days === -1) return 'Yesterday';
  if (days === 1) return 'Tomorrow';
  if (Math.abs(days) < 7) return new Intl.DateTimeFormat(dateLocale(locale), { weekday: 'short' }).format(at);
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(dateLocale(locale), {
    day: 'numeric',
    month: 'short',
    ...(isThisYear ? {} : { year: 'numeric' }),
  }).format(at);
}

/** “Today 02:03”. */
export function formatMoment(at: number, now: number, locale: string): string {
  return `${formatDay(at, now, locale)} ${formatTime(at, locale)}`;
}

/**
 * When a picture was taken, by the clock where it was: “1 Jun 2024, 10:00 UTC+2”. What is no ISO 8601 is left as it is.
 * @param iso for example `2024-06-01T10:00:00+02:00`; an instant in UTC may end with `Z`
 */
export function formatCaptured(iso: string, locale: string): string {
  const [, local, zone = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/.exec(iso) ?? [];
  if (local === undefined) return iso;
  const clock = new Intl.DateTimeFormat(dateLocale(locale), {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  const [, sign = '', hours = '', minutes = ''] = /^([+-])(\d\d):(\d\d)$/.exec(zone) ?? [];
  const offset =
    Number(hours) + Number(minutes) === 0 ? '' : `${sign}${Number(hours)}${minutes === '00' ? '' : `:${minutes}`}`;
  return `${clock.format(Date.parse(`${local}Z`))}${zone === '' ? '' : ` UTC${offset}`}`;
}

/** Within a sentence, as exact as it matters: “today at 02:01”, “yesterday at 02:01”, “3 days ago”, “on 3 Nov 2025”. */
export function formatPast(at: number, now: number, locale: string): string {
  const days = daysBetween(at, now);
  if (days <= 0) return `today at ${formatTime(at, locale)}`;
  if (days === 1) return `yesterday at ${formatTime(at, locale)}`;
  return days <= 30 ? `${days} days ago` : `on ${formatDay(at, now, locale)}`;
}

/** “Today 02:00, 02:15, 08:31”: the day once while it stays the same. */
export function formatMoments(times: readonly number[], now: number, locale: string): string {
  let lastDay = '';
  return times
    .map((at) => {
      const day = formatDay(at, now, locale);
      const text = day === lastDay ? formatTime(at, locale) : `${day} ${formatTime(at, locale)}`;
      lastDay = day;
      return text;
    })
    .join(', ');
}
