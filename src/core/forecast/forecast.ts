/**
 * How long the rest takes, what decides about that, and what it needs of this Mac's disk: for the plan, and for a person who looks at an
 * import that takes days. Pure. Where nothing sound can be said, nothing is said.
 */

import { batchLimits } from '../model/batch.ts';
import type { Coverage } from '../model/coverage.ts';
import type { Limit, WorkHour } from '../model/work.ts';
import { nightsFor } from './cloud.ts';
import { EXPORT_DATABASE_PER_ASSET, LEDGER_PER_ASSET, type Rates, SPREAD, STAGED_BESIDE_FILE } from './costs.ts';
import { type Conditions, limitOf, stepTimes, totalTime, type Work } from './duration.ts';
import { isStalled, learnPace, learnRates, type Pace } from './learn.ts';

export interface ForecastFacts extends Conditions {
  readonly work: Work;
  readonly coverage: Pick<Coverage, 'assets' | 'complete'>;
  /** What was done in the last days, the newest hour first. */
  readonly hours: readonly WorkHour[];
  /** Originals that are fetched from iCloud, and how many in a night; 0 fetches none. */
  readonly cloud: { readonly assets: number; readonly perNight: number };
  /** When the present run began, milliseconds since 1970; null while none is in progress. */
  readonly runningSince: number | null;
  /** Whether syncs start by themselves. */
  readonly isScheduled: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface Forecast {
  /** Of the assets in scope: what is wholly in Immich. 100 only when all of it is, 0 only when nothing is. */
  readonly percent: number;
  /** Assets that are still to come, and what that is to be read and to be sent. */
  readonly left: Work & { readonly assets: number };
  /** Seconds of syncing until all that is on this Mac is there; null when nothing sound can be said. */
  readonly seconds: { readonly likely: number; readonly least: number; readonly most: number } | null;
  /** Whether the way to the server was measured by the syncs so far. */
  readonly isMeasured: boolean;
  /**
   * Days until all is there, at the pace of the last ones; null where the hours of syncing say more: nothing is known of the pace yet, or the
   * present day is the last one. Null also when nothing sound can be said.
   */
  readonly days: { readonly count: number; readonly areNights: boolean } | null;
  /** What takes most of the time; null when there is nothing to do. */
  readonly limit: Limit | null;
  /** Whether so much is to come that it is worth telling how far it is. */
  readonly isImport: boolean;
}

const DAY = 24 * 3_600_000;
/** Fewer, or a smaller share of the library, are an everyday sync. */
const MIN_ASSETS_OF_AN_IMPORT = 20;
const MIN_SHARE_OF_AN_IMPORT = 0.02;

export function forecast(facts: ForecastFacts): Forecast {
  const { work, coverage, hours, cloud } = facts;
  const { rates, isMeasured } = learnRates(hours);
  const times = stepTimes(work, rates, facts);
  const assets = work.bring.assets + (cloud.perNight > 0 ? cloud.assets : 0);
  const isHereToDo = work.bring.assets > 0 || work.read.files > 0;
  const likely = isHereToDo ? totalTime(times) : 0;
  // What is fetched from iCloud leaves no hours behind.
  const isKnown = facts.runningSince !== null || !isHereToDo || !isStalled(hours, facts.now);
  const spread = isMeasured ? SPREAD.measured : SPREAD.guess;
  const nights = nightsOf(facts, likely, rates);
  return {
    percent: percentOf(coverage),
    left: { ...work, assets },
    // How long Photos takes to fetch an original nobody can say.
    seconds:
      isKnown && (isHereToDo || assets === 0)
        ? { likely, least: likely * spread.least, most: likely * spread.most }
        : null,
    isMeasured,
    days: isKnown ? daysOf(facts, nights) : null,
    limit: assets === 0 ? null : nights.fetching > nights.bringing ? 'cloud' : limitOf(times, rates, facts),
    isImport: assets >= MIN_ASSETS_OF_AN_IMPORT && assets >= MIN_SHARE_OF_AN_IMPORT * coverage.assets,
  };
}

/** How much is wholly there, by assets: the same number as the one that is shown as “so many of so many”. */
export function percentOf({ assets, complete }: Pick<Coverage, 'assets' | 'complete'>): number {
  if (complete >= assets) return 100;
  return complete === 0 ? 0 : Math.min(99, Math.max(1, Math.floor((complete / assets) * 100)));
}

interface Nights {
  /** Until all that is on this Mac is there. */
  readonly bringing: number;
  /** Of fetching from iCloud. */
  readonly fetching: number;
  readonly pace: Pace | null;
}

function nightsOf({ hours, cloud, runningSince, now }: ForecastFacts, seconds: number, rates: Rates): Nights {
  // A run that has gone on for a day is not cut short: its own time is the calendar's.
  const isCutShort = runningSince === null || now - runningSince < DAY;
  const pace = isCutShort ? learnPace(hours, rates, now, runningSince !== null) : null;
  return {
    bringing: Math.ceil(pace === null ? (seconds * 1000) / DAY : seconds / pace.perDay),
    fetching: cloud.perNight === 0 ? 0 : nightsFor(cloud.assets, cloud.perNight),
    pace,
  };
}

/** Days of the calendar, where they say more than hours. What is fetched from iCloud begins in the night in which the rest has come. */
function daysOf({ runningSince, isScheduled }: ForecastFacts, { bringing, fetching, pace }: Nights): Forecast['days'] {
  if (runningSince === null && !isScheduled) return null;
  if (pace === null && fetching === 0) return null;
  const count = fetching === 0 ? bringing : Math.max(bringing, 1) + fetching - 1;
  // Of the one in progress the hours say more.
  return count === 0 || (count === 1 && runningSince !== null) ? null : { count, areNights: pace?.isNightly ?? true };
}

/** Bytes of this Mac's disk that bringing so much takes. */
export interface DiskNeed {
  /** In the staging folder at most, at any moment: what waits for the upload or its proof. Given back in the end. */
  readonly staging: number;
  /** Ledger and export database: they stay. */
  readonly records: number;
}

/** @param diskBudget bytes. */
export function diskNeed({ assets, files, bytes }: Work['bring'], diskBudget: number): DiskNeed {
  return {
    staging: Math.min(diskBudget + batchLimits(diskBudget).bytes, bytes + files * STAGED_BESIDE_FILE),
    records: assets * (LEDGER_PER_ASSET + EXPORT_DATABASE_PER_ASSET),
  };
}
