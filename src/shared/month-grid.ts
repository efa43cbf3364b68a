/** Years and months of the map. Pure. */
import type { MonthPlace } from './contract.ts';

/** All years from the first picture to the last, also those without any. A date that nobody believes would make hundreds: those are left out. */
export function yearsOf(months: readonly Pick<MonthPlace, 'month'>[]): readonly number[] {
  const years = [...new Set(months.map(({ month }) => Number(month.slice(0, 4))))].filter((year) => year > 0);
  const [first = 0, last = 0] = [Math.min(...years), Math.max(...years)];
  if (years.length === 0) return [];
  return last - first <= MAX_YEARS
    ? Array.from({ length: last - first + 1 }, (_, index) => first + index)
    : years.sort((a, b) => a - b);
}

const MAX_YEARS = 150;

/** Short names, January first. */
export function monthNames(locale: string): readonly string[] {
  const format = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, month) => format.format(Date.UTC(2001, month, 15)));
}

/** “July 2018”. @param month `YYYY-MM` */
export function nameOfMonth(month: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return format.format(Date.parse(`${month}-15T00:00:00Z`));
}

/**
 * Where an arrow key leads: to the next month with photos before or after, or to the same month of another year that has any.
 * @param months sorted, as `YYYY-MM`
 * @returns null where there is none, and for any other key
 */
export function monthTo(key: string, from: string, months: readonly string[]): string | null {
  const sameMonth = months.filter((month) => month.slice(5) === from.slice(5));
  switch (key) {
    case 'ArrowLeft':
      return months[months.indexOf(from) - 1] ?? null;
    case 'ArrowRight':
      return months[months.indexOf(from) + 1] ?? null;
    case 'ArrowUp':
      return sameMonth[sameMonth.indexOf(from) - 1] ?? null;
    case 'ArrowDown':
      return sameMonth[sameMonth.indexOf(from) + 1] ?? null;
    case 'Home':
      return months[0] ?? null;
    case 'End':
      return months.at(-1) ?? null;
    default:
      return null;
  }
}
