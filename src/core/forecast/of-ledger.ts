/** The forecast from what the ledger knows: between and during syncs, and for a plan that was just made. */
import type { CoverageCount } from '../ledger/coverage-ledger.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { ROUND } from '../model/batch.ts';
import type { Coverage } from '../model/coverage.ts';
import type { Settings } from '../model/settings.ts';
import type { Amount } from '../model/work.ts';
import { UNKNOWN_ASSET } from './costs.ts';
import type { Work } from './duration.ts';
import { type DiskNeed, diskNeed, type Forecast, type ForecastFacts, forecast } from './forecast.ts';

export interface ForecastOptions {
  readonly ledger: Ledger;
  readonly upload: Pick<Settings['upload'], 'bytesPerSecond'>;
  readonly cloud: ForecastFacts['cloud'];
  /** Milliseconds since 1970; null while no run is in progress. */
  readonly runningSince: number | null;
  readonly isScheduled: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** @returns null when nothing is to come. */
export function forecastRest({ coverage, known, verified }: CoverageCount, options: ForecastOptions): Forecast | null {
  const assets = coverage.reasons['not-yet-uploaded'] ?? 0;
  const toCome = assets + (options.cloud.perNight > 0 ? options.cloud.assets : 0);
  if (toCome === 0) return null;
  const { work } = options.ledger;
  const transfer = assets === 0 ? NOTHING : within(known - verified, work.left('transfer'), assets);
  const read = assets === 0 ? NOTHING : work.left('read');
  return forecast({
    ...factsOf(options),
    coverage,
    work: { library: coverage.assets, read, bring: { assets, ...transfer } },
  });
}

export interface PlanForecast extends Forecast {
  readonly disk: DiskNeed;
  /** Originals that are only in iCloud, and how many are fetched in a night. */
  readonly cloud: ForecastFacts['cloud'];
}

/**
 * For a sync that starts now.
 * @param diskBudget bytes.
 */
export function forecastPlan(
  { coverage, upload: { assets, files, bytes } }: { readonly coverage: Coverage; readonly upload: Work['bring'] },
  diskBudget: number,
  options: Omit<ForecastOptions, 'runningSince'>,
): PlanForecast {
  const bring = { assets, files, bytes };
  const work = { library: coverage.assets, read: NOTHING, bring };
  return {
    ...forecast({ ...factsOf({ ...options, runningSince: options.now }), coverage, work }),
    disk: diskNeed(bring, diskBudget),
    cloud: options.cloud,
  };
}

const NOTHING: Amount = { files: 0, bytes: 0 };

function factsOf({ ledger, upload, cloud, runningSince, isScheduled, now }: ForecastOptions) {
  const { bytesPerSecond } = upload;
  const hours = ledger.work.hours(now);
  return { hours, bytesPerSecond, assetsPerStart: ROUND, cloud, runningSince, isScheduled, now };
}

/** What the last plan left, but a file for each asset at least and no more than is missing; without a plan what so many assets commonly are. */
function within(missing: number, planned: Amount, assets: number): Amount {
  const { files, bytes } = UNKNOWN_ASSET;
  if (planned.files === 0) return { files: Math.ceil(assets * files), bytes: assets * bytes };
  const left = Math.max(assets, Math.min(planned.files, missing));
  return { files: left, bytes: Math.round((planned.bytes * left) / planned.files) };
}
