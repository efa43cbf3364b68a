/** What a person types to find a photo, read as words and days. Pure. */
import { isPhotosUuid } from '../model/uuid.ts';

/** Both ends are included: days as `YYYY-MM-DD`, by the clock of the place where it was taken. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

export interface FindQuery {
  /** All of them have to be found, each as the beginning of a word of its name, title, caption, keywords or albums. */
  readonly words: readonly string[];
  readonly days: DayRange | null;
  /** 1 to 12; of any year. Null for every month. */
  readonly month: number | null;
  /** Photos' own identifier, in capitals. */
  readonly uuid: string | null;
}

/** From the oldest photograph there is. */
const FIRST_YEAR = 1826;
const LAST_YEAR = 2200;

/**
 * `Lisbon July 2025`, `2025-07-12`, `12 July 2025`, `IMG_4127` or a UUID. Months are understood in English and in the language given; what is
 * no date is a word.
 * @param language BCP 47
 */
export function readQuery(typed: string, language: string): FindQuery {
  const text = typed.normalize('NFC').trim();
  const capitals = text.toUpperCase();
  if (isPhotosUuid(capitals)) return { words: [], days: null, month: null, uuid: capitals };
  const tokens = text.split(/[\s\p{Cc}]+/u).filter((token) => /[\p{L}\p{N}]/u.test(token));
  const date = readDate(tokens, language);
  return {
    words: tokens.filter((_token, index) => !date.used.has(index)),
    days: date.days,
    month: date.month,
    uuid: null,
  };
}

/** Whether nothing was asked for: then the newest come first. */
export function isEmpty({ words, days, month, uuid }: FindQuery): boolean {
  return words.length === 0 && days === null && month === null && uuid === null;
}

interface FoundDate extends Pick<FindQuery, 'days' | 'month'> {
  /** The tokens that say it, by position. */
  readonly used: ReadonlySet<number>;
}

function readDate(tokens: readonly string[], language: string): FoundDate {
  for (const [index, token] of tokens.entries()) {
    const days = wholeDate(token);
    if (days !== null) return { days, month: null, used: new Set([index]) };
  }
  const yearAt = tokens.findIndex((token) => isYear(token));
  const months = monthsOf(language);
  const monthAt = tokens.findIndex((token) => months.has(plain(token)));
  const month = monthAt < 0 ? null : (months.get(plain(tokens[monthAt] ?? '')) ?? null);
  if (yearAt < 0) return { days: null, month, used: new Set(monthAt < 0 ? [] : [monthAt]) };
  const year = Number(tokens[yearAt]);
  if (month === null)
    return { days: { from: `${year}-01-01`, to: `${year}-12-31` }, month: null, used: new Set([yearAt]) };
  const dayAt = [monthAt - 1, monthAt + 1].find((at) => dayOfMonth(tokens[at], year, month) !== null);
  const day = dayAt === undefined ? null : dayOfMonth(tokens[dayAt], year, month);
  const used = new Set([yearAt, monthAt, ...(dayAt === undefined ? [] : [dayAt])]);
  return {
    days: day === null ? monthDays(year, month) : { from: iso(year, month, day), to: iso(year, month, day) },
    month: null,
    used,
  };
}

/** `2025-07`, `2025-07-12`, `2025/07/12`, `12.7.2025` */
function wholeDate(token: string): DayRange | null {
  const [, y, m, d] = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?$/.exec(token) ?? [];
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(token) ?? [];
  const [number, of, last] = [Number(y ?? year), Number(m ?? month), d ?? day];
  if (!isYear(String(number)) || !(of >= 1 && of <= 12)) return null;
  if (last === undefined) return monthDays(number, of);
  const isDay = dayOfMonth(last, number, of);
  return isDay === null ? null : { from: iso(number, of, isDay), to: iso(number, of, isDay) };
}

const isYear = (token: string) => /^\d{4}$/.test(token) && Number(token) >= FIRST_YEAR && Number(token) <= LAST_YEAR;

/** `12`, `12.`, `12th`, `12,` */
function dayOfMonth(token: string | undefined, year: number, month: number): number | null {
  const [, digits] = /^(\d{1,2})(?:st|nd|rd|th)?[.,]?$/i.exec(token ?? '') ?? [];
  const day = Number(digits);
  return day >= 1 && day <= lastDay(year, month) ? day : null;
}

const lastDay = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();
const monthDays = (year: number, month: number): DayRange => ({
  from: iso(year, month, 1),
  to: iso(year, month, lastDay(year, month)),
});
const iso = (year: number, month: number, day: number) =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** Without accents, dots and capitals: people type `aout` and `Aug`. */
const plain = (word: string) =>
  word
    .normalize('NFD')
    .replace(/[\p{M}.,]/gu, '')
    .toLowerCase();

/** Names of months, whole and short, by their plain form. `may` is one in English only where it stands beside a year or alone; so it is taken. */
function monthsOf(language: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const locale of ['en', language])
    for (const width of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(locale, { month: width, timeZone: 'UTC' });
      for (let month = 1; month <= 12; month += 1) {
        const name = plain(format.format(Date.UTC(2001, month - 1, 15)));
        if (/\p{L}/u.test(name)) found.set(name, month);
      }
    }
  return found;
}
