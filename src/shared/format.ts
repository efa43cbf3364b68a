/** Numbers, sizes and times as the language in use writes them. The same for the windows, the tooltip and the notifications. */
import { isLocale } from '../core/model/languages.ts';
import { SIZE_UNITS } from '../core/model/size-units.ts';
import { strings } from './strings.ts';
import { languageInUse } from './texts.ts';

/** Dates in the words of the language in use, in the order and with the clock of the person’s region where both go together. */
export function dateLocale(locale: string): string {
  const language = languageInUse();
  const [base = ''] = language.split('-');
  if (new RegExp(`^${base}(-|$)`, 'i').test(locale) && isLocale(locale)) return locale;
  return language === 'en' ? 'en-GB' : language;
}

export function formatCount(count: number): string {
  return count.toLocaleString(languageInUse());
}

/** “a, b and c”, “a, b or c”. */
export function formatList(items: readonly string[], type: 'conjunction' | 'disjunction' = 'conjunction'): string {
  return new Intl.ListFormat(languageInUse(), { type }).format(items);
}

/** “a, b, c”: those of these things that there are beside each other, without a word between the last two. */
export function formatRow(items: readonly (string | null)[]): string {
  const [, comma] = new Intl.ListFormat(languageInUse()).formatToParts(['1', '2', '3']);
  return present(items).join(comma?.value);
}

/** “a, b”: what is said of one thing. Chinese has a comma of its own for that, besides the one of {@link formatRow}. */
export function formatClauses(clauses: readonly (string | null)[]): string {
  return /^zh\b/.test(languageInUse()) ? present(clauses).join('，') : formatRow(clauses);
}

/** Those that there are. */
const present = (texts: readonly (string | null)[]): readonly (string | null)[] =>
  texts.filter((text) => text !== null && text !== '');

/** “Label: value”, with the colon of the language. */
export function formatLabelled(label: string, value: string): string {
  return strings.moments.labelled({ label, value });
}

/** “Not in Immich (8)”, with the brackets of the language. */
export function formatCounted(label: string, count: number): string {
  return strings.moments.counted({ label, count });
}

/** What stands between two sentences: nothing where the full stop brings its own room. */
export const sentenceGap = (): string => (/^(?:ja|zh)\b/.test(languageInUse()) ? '' : ' ');

/** Whole sentences, one after another. */
export const formatSentences = (sentences: readonly string[]): string => sentences.join(sentenceGap());

/** A line of its own as a sentence among others. */
export const asSentence = (text: string): string => strings.moments.sentence({ text });

/** Of a sentence, for a headline or the inside of another one. */
export const withoutFullStop = (sentence: string): string => sentence.replace(/[.。]$/, '');

/** With a capital, where the language has them. */
export function sentenceCase(words: string): string {
  const [first = ''] = words;
  return `${first.toLocaleUpperCase(languageInUse())}${words.slice(first.length)}`;
}

function sizeParts(bytes: number): readonly Intl.NumberFormatPart[] {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 999.5 && unit < SIZE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return new Intl.NumberFormat(languageInUse(), {
    style: 'unit',
    unit: SIZE_UNITS[unit] ?? 'byte',
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: unit >= 2 && value < 9.95 ? 1 : 0,
  }).formatToParts(value);
}

const joined = (parts: readonly Intl.NumberFormatPart[]) => parts.map(({ value }) => value).join('');
const unitOf = (parts: readonly Intl.NumberFormatPart[]) => parts.find(({ type }) => type === 'unit')?.value;

/** Decimal units as macOS uses them: “96 MB”, “3.4 GB”. */
export function formatBytes(bytes: number): string {
  return joined(sizeParts(bytes));
}

/** “1.2 of 3.4 GB”: the unit once when both have the same. */
export function formatBytesOf(done: number, total: number): string {
  const [doneParts, totalParts] = [sizeParts(done), sizeParts(total)];
  const isSame = unitOf(doneParts) === unitOf(totalParts);
  const doneText = joined(isSame ? doneParts.filter(({ type }) => type !== 'unit') : doneParts).trim();
  return strings.moments.sizeOf({ done: doneText, total: joined(totalParts) });
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** “1 min 12 s”, “3 h 5 min”, “less than a second”. */
export function formatDuration(milliseconds: number): string {
  const words = strings.moments;
  if (milliseconds < SECOND) return words.lessThanSecond;
  const all = Math.round(milliseconds / SECOND);
  if (all < 60) return words.seconds({ seconds: all });
  const [seconds, minutes] = [all % 60, Math.floor(all / 60)];
  if (minutes < 60) return seconds === 0 ? words.minutes({ minutes }) : words.minutesSeconds({ minutes, seconds });
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? words.hours({ hours }) : words.hoursMinutes({ hours, minutes: minutes % 60 });
}

/** A guess, told as one: “about 2 min”, “about 3 hours”. */
export function formatEstimate(milliseconds: number): string {
  const words = strings.moments;
  if (milliseconds < MINUTE) return words.lessThanMinute;
  const minutes = Math.round(milliseconds / MINUTE);
  if (minutes < 10) return words.aboutMinutes({ minutes });
  const fives = 5 * Math.round(minutes / 5);
  if (fives < 60) return words.aboutMinutes({ minutes: fives });
  const hours = Math.round(milliseconds / HOUR);
  return hours < 48 ? words.aboutHours({ hours }) : formatDays(hours / 24);
}

/** Before anything was measured: “a few hours”, “about 2 days”. */
export function formatRoughly(milliseconds: number): string {
  const words = strings.moments;
  if (milliseconds < 10 * MINUTE) return words.someMinutes;
  if (milliseconds < 50 * MINUTE) return words.lessThanHour;
  if (milliseconds < 90 * MINUTE) return words.aboutAnHour;
  if (milliseconds < 18 * HOUR) return words.someHours;
  return milliseconds < 36 * HOUR ? words.aboutADay : formatDays(milliseconds / (24 * HOUR));
}

/** “about 3 days”, “about 5 weeks”, “about 4 months”. */
function formatDays(days: number): string {
  const words = strings.moments;
  if (days < 20.5) return words.aboutDays({ days: Math.round(days) });
  return days < 70
    ? words.aboutWeeks({ weeks: Math.round(days / 7) })
    : words.aboutMonths({ months: Math.round(days / 30.4) });
}

/** “in 6 minutes”, “in a moment”. */
export function formatIn(milliseconds: number): string {
  const words = strings.moments;
  const minutes = Math.round(milliseconds / MINUTE);
  if (minutes < 1) return words.inMoment;
  return minutes < 90 ? words.inMinutes({ minutes }) : words.inHours({ hours: Math.round(minutes / 60) });
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

/** “17 November 2026”. */
export function formatDate(at: number, locale: string): string {
  return new Intl.DateTimeFormat(dateLocale(locale), { dateStyle: 'long' }).format(at);
}

/** “Tuesday 17 November 2026”. */
export function formatWholeDay(at: number, locale: string): string {
  return new Intl.DateTimeFormat(dateLocale(locale), { dateStyle: 'full' }).format(at);
}

/** “Today”, “Yesterday”, “Tomorrow”, “Fri”, “3 Nov”, “3 Nov 2025”. */
export function formatDay(at: number, now: number, locale: string): string {
  const days = daysBetween(now, at);
  if (days === 0) return strings.moments.today;
  if (days === -1) return strings.moments.yesterday;
  if (days === 1) return strings.moments.tomorrow;
  if (Math.abs(days) < 7) return new Intl.DateTimeFormat(dateLocale(locale), { weekday: 'short' }).format(at);
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(dateLocale(locale), {
    day: 'numeric',
    month: 'short',
    ...(isThisYear ? {} : { year: 'numeric' }),
  }).format(at);
}

/** Within a line: “yesterday”, “Fri”, “3 Nov”. */
export function formatDayWithin(at: number, now: number, locale: string): string {
  const day = formatDay(at, now, locale);
  return Math.abs(daysBetween(now, at)) <= 1 ? day.toLocaleLowerCase(languageInUse()) : day;
}

/** When something ends, behind “until”: the time alone while it is today, “tomorrow 08:00”. */
export function formatUntil(at: number, now: number, locale: string): string {
  const time = formatTime(at, locale);
  switch (daysBetween(now, at)) {
    case 0:
      return strings.moments.todayAt({ time });
    case 1:
      return strings.moments.tomorrowAt({ time });
    case -1:
      return strings.moments.yesterdayAt({ time });
    default:
      return strings.moments.momentAt({ moment: formatMoment(at, now, locale) });
  }
}

/** “Today 02:03”. */
export function formatMoment(at: number, now: number, locale: string): string {
  return strings.moments.dayAndTime({ day: formatDay(at, now, locale), time: formatTime(at, locale) });
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Kept: to make one takes longer than to use it, and tiles that scroll by use it for each frame. */
function clockOf(locale: string): Intl.DateTimeFormat {
  const known = clocks.get(locale);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  clocks.set(locale, made);
  return made;
}

/**
 * When a picture was taken, by the clock where it was: “1 Jun 2024, 10:00 UTC+2”. What is no ISO 8601 is left as it is.
 * @param iso for example `2024-06-01T10:00:00+02:00`; an instant in UTC may end with `Z`
 */
export function formatCaptured(iso: string, locale: string): string {
  const [, local, zone = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/.exec(iso) ?? [];
  if (local === undefined) return iso;
  const [, sign = '', hours = '', minutes = ''] = /^([+-])(\d\d):(\d\d)$/.exec(zone) ?? [];
  const offset =
    Number(hours) + Number(minutes) === 0 ? '' : `${sign}${Number(hours)}${minutes === '00' ? '' : `:${minutes}`}`;
  return `${clockOf(dateLocale(locale)).format(Date.parse(`${local}Z`))}${zone === '' ? '' : ` UTC${offset}`}`;
}

/** Within a sentence, as exact as it matters: “today at 02:01”, “yesterday at 02:01”, “3 days ago”, “on 3 Nov 2025”. */
export function formatPast(at: number, now: number, locale: string): string {
  const days = daysBetween(at, now);
  if (days <= 0) return strings.moments.todayPast({ time: formatTime(at, locale) });
  if (days === 1) return strings.moments.yesterdayPast({ time: formatTime(at, locale) });
  return days <= 30 ? strings.moments.daysAgo({ days }) : strings.moments.onDay({ day: formatDay(at, now, locale) });
}

/** “Today 02:00, 02:15, 08:31”: the day once while it stays the same. */
export function formatMoments(times: readonly number[], now: number, locale: string): string {
  let lastDay = '';
  return formatRow(
    times.map((at) => {
      const day = formatDay(at, now, locale);
      const text = day === lastDay ? formatTime(at, locale) : formatMoment(at, now, locale);
      lastDay = day;
      return text;
    }),
  );
}
