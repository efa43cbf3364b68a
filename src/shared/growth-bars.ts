/** The bars of what was taken in each year. Pure. */
import type { YearCount } from './contract.ts';
import { yearsOf } from './month-grid.ts';

export interface GrowthBar {
  readonly year: string;
  /** What Photos has of that year, here and in iCloud; what the server holds, where Photos no longer knows its size. */
  readonly bytes: number;
  readonly inImmich: number;
  /** Per cent of the tallest bar: of all, and of what is in Immich. */
  readonly height: number;
  readonly filled: number;
}

/** Every year from the first to the last, also those without any. */
export function growthBars(years: readonly YearCount[]): readonly GrowthBar[] {
  const known = new Map(years.map((year) => [year.year, year]));
  const counted = yearsOf(years.map(({ year }) => ({ month: year }))).map((number) => {
    const year = String(number).padStart(4, '0');
    const of = known.get(year);
    const inImmich = of?.verifiedBytes ?? 0;
    return { year, inImmich, bytes: Math.max((of?.macBytes ?? 0) + (of?.cloudBytes ?? 0), inImmich) };
  });
  const most = Math.max(1, ...counted.map(({ bytes }) => bytes));
  return counted.map((bar) => ({ ...bar, height: (bar.bytes / most) * 100, filled: (bar.inImmich / most) * 100 }));
}
