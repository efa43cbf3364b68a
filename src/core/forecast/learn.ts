/**
 * What the last days tell: how fast this Mac, this network and this server are, and how much comes in a day when syncs are cut short.
 * Pure.
 */
import type { WorkHour } from '../model/work.ts';
import { COMMON_RATES, type Cost, costOf, type Rates, scaled } from './costs.ts';

const HOUR = 3_600_000;
/** Fewer files tell more of starting and ending than of a speed. */
const MIN_FILES = 20;
/** Hours with work that are looked at: a week of nights, or two days without a break. A changed network is forgotten soon. */
const MAX_HOURS = 48;
/** An upload that is busy for less of the time waits for the export. */
const BUSY = 0.6;
/** Against a clock that stood still or jumped. */
const SLOWEST = 10_000;

export interface Learned {
  readonly rates: Rates;
  /** Whether the way to the server was measured; reading and exporting are known well enough beforehand. */
  readonly isMeasured: boolean;
}

/** @param hours the newest first. */
export function learnRates(hours: readonly WorkHour[]): Learned {
  const usable = hours.filter(({ files }) => files >= MIN_FILES);
  const reading = usable.filter(({ step }) => step === 'read').slice(0, MAX_HOURS);
  const transfers = usable.filter(({ step }) => step === 'transfer').slice(0, MAX_HOURS);
  const { read, upload, export: exporting } = COMMON_RATES;
  return {
    rates: {
      ...COMMON_RATES,
      read: scaled(read, slowness(reading, read, ({ seconds }) => seconds) ?? 1),
      upload: scaled(upload, slowness(transfers, upload, ({ uploading }) => uploading) ?? 1),
      export: scaled(exporting, exportSlowness(transfers)),
    },
    isMeasured: transfers.length > 0,
  };
}

/** How much slower the export is than commonly. While the upload never waits for it, it is only known to be no slower than that. */
function exportSlowness(transfers: readonly WorkHour[]): number {
  const factor = slowness(transfers, COMMON_RATES.export, ({ seconds }) => seconds);
  if (factor === null) return 1;
  const [busy, all] = [sum(transfers, ({ uploading }) => uploading), sum(transfers, ({ seconds }) => seconds)];
  return busy < BUSY * all ? factor : Math.min(1, factor);
}

/** How many times as long as expected it took: the median, weighted by the work. Null when there is nothing to learn from. */
function slowness(hours: readonly WorkHour[], cost: Cost, secondsOf: (hour: WorkHour) => number): number | null {
  const samples = hours
    .map((hour) => ({ weight: costOf(hour, cost), factor: secondsOf(hour) / costOf(hour, cost) }))
    .sort((a, b) => a.factor - b.factor);
  const half = sum(samples, ({ weight }) => weight) / 2;
  let passed = 0;
  for (const { weight, factor } of samples) {
    passed += weight;
    if (passed >= half) return Math.min(SLOWEST, Math.max(1 / SLOWEST, factor));
  }
  return null;
}

/** How much is done in a day of the calendar, also where syncs are cut short. */
export interface Pace {
  /** Seconds of work at the learned rates. */
  readonly perDay: number;
  /** Whether most of it is done between the evening and the morning. */
  readonly isNightly: boolean;
}

/** Days that are looked at. */
const WINDOW = 7;
/** Days without any progress after which nothing can be said. */
const STALLED_AFTER = 3;
const [EVENING, MORNING] = [20, 8];
const MOSTLY = 2 / 3;

/**
 * What the last days did each. A day goes from noon to noon, so that a night is one. The first one began somewhere in its middle and does not
 * count, nor does the present one while it is not over.
 * @returns null before there were two days of work, and when nothing was done for days.
 */
export function learnPace(hours: readonly WorkHour[], rates: Rates, now: number, isRunning: boolean): Pace | null {
  const byDay = new Map<number, number>();
  let [all, nightly] = [0, 0];
  const today = dayOf(now);
  for (const hour of hours) {
    const day = dayOf(hour.at);
    if (day > today || day <= today - WINDOW) continue;
    const seconds = workOf(hour, rates);
    byDay.set(day, (byDay.get(day) ?? 0) + seconds);
    all += seconds;
    const time = new Date(hour.at).getHours();
    if (time >= EVENING || time < MORNING) nightly += seconds;
  }
  const first = Math.min(...byDay.keys());
  const last = !isRunning && byDay.has(today) ? today : today - 1;
  if (byDay.size < 2 || last <= first || today - Math.max(...byDay.keys()) >= STALLED_AFTER) return null;
  let done = 0;
  for (let day = first + 1; day <= last; day += 1) done += byDay.get(day) ?? 0;
  return done === 0 ? null : { perDay: done / (last - first), isNightly: nightly >= MOSTLY * all };
}

/** Whether work was begun and nothing of it has been done for days. */
export function isStalled(hours: readonly WorkHour[], now: number): boolean {
  if (hours.length === 0) return false;
  return dayOf(now) - Math.max(...hours.map(({ at }) => dayOf(at))) >= STALLED_AFTER;
}

/** Seconds of work at the given rates. */
function workOf(hour: WorkHour, rates: Rates): number {
  return hour.step === 'read'
    ? costOf(hour, rates.read)
    : Math.max(costOf(hour, rates.export), costOf(hour, rates.upload));
}

/** A number for each local day from noon to noon, counting up by one. */
function dayOf(at: number): number {
  const date = new Date(at - 12 * HOUR);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / (24 * HOUR));
}

function sum<Item>(items: readonly Item[], numberOf: (item: Item) => number): number {
  return items.reduce((total, item) => total + numberOf(item), 0);
}
