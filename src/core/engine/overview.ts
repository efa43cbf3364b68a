/** The state of a home at a glance, and what it says of the time to come. */
import { type CloudChoices, cloudChoices } from '../forecast/cloud.ts';
import type { Forecast } from '../forecast/forecast.ts';
import { type ForecastOptions, forecastRest } from '../forecast/of-ledger.ts';
import { TRIES_BEFORE_ASKING } from '../ledger/back-off.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { RunRow, WaitingRow } from '../ledger/run-history.ts';
import { currentRun } from '../lock/run-lock.ts';
import type { Coverage } from '../model/coverage.ts';
import type { Problem } from '../model/problem.ts';
import type { PartCounts } from '../model/run-report.ts';
import type { Settings } from '../model/settings.ts';
import type { Pause } from '../schedule/decide.ts';
import type { Retry } from '../schedule/retry.ts';
import type { ScheduleBook } from '../schedule/schedule-book.ts';
import { expandPath, type Paths } from '../settings/paths.ts';
import { openProblems } from '../sync/remainder.ts';
import { currentTarget, isChecked } from './current-target.ts';
import { scopeOf, serverUrlsOf } from './sync-settings.ts';

/** From the ledger alone: no tool is started and no server asked. */
export interface Overview {
  readonly server: string | null;
  readonly library: string;
  /** False before the server of the settings was asked about anything for the user of the key: then `coverage` says nothing about it. */
  readonly isChecked: boolean;
  readonly coverage: Coverage;
  /** Since when it is known that all of it is there: ISO 8601, UTC; null before the server was asked for the first time. */
  readonly verifiedAt: string | null;
  readonly parts: Pick<PartCounts, 'known' | 'verified'>;
  readonly running: { readonly pid: number; readonly since: string } | null;
  /** The last run that started; a due time that was skipped is none. */
  readonly lastRun: RunRow | null;
  /** The last run that ended as done or nothing new. */
  readonly lastGoodRun: RunRow | null;
  /** ISO 8601, UTC; null when nothing starts by itself. */
  readonly nextRun: string | null;
  /** The due time that waits for its conditions; null when none does. */
  readonly waiting: WaitingRow | null;
  /** When a sync that broke off is tried again; null when there is nothing to try. */
  readonly retry: Retry | null;
  readonly problems: readonly Problem[];
  /** Originals that are only in iCloud and not on the server, and how many are fetched in a night. */
  readonly cloud: { readonly assets: number; readonly bytes: number; readonly downloadsPerNight: number };
  /** What can be chosen for that, and whether the person is to be asked. */
  readonly cloudChoices: CloudChoices;
  readonly pause: Pause | null;
  /** How far it is and how long the rest takes; null when nothing is to come. */
  readonly forecast: Forecast | null;
}

export interface OverviewSources {
  readonly settings: Settings;
  readonly paths: Paths;
  readonly ledger: Ledger;
  readonly schedule: ScheduleBook;
  /** Whether there is a Photos here that downloads from iCloud. */
  readonly canFetch: boolean;
  /** Of services that were not told of the last sync. */
  readonly hookProblems: () => readonly Problem[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

export async function readOverview(sources: OverviewSources): Promise<Overview> {
  const { settings, paths, ledger, schedule } = sources;
  const target = currentTarget(ledger, serverUrlsOf(settings));
  const count = ledger.coverage(target, scopeOf(settings));
  const { coverage, known, verified } = count;
  const { history } = ledger;
  const running = await currentRun(paths.runFolder);
  const [next] = schedule.nextRuns(1);
  const overdue = schedule.waitedWithoutSuccess();
  const cloud = cloudOf(sources);
  return {
    server: settings.server.url,
    library: expandPath(settings.library.path, paths),
    isChecked: isChecked(ledger, target),
    coverage,
    verifiedAt: verifiedAtOf(ledger, target),
    parts: { known, verified },
    running: running === null ? null : { pid: running.pid, since: running.since },
    lastRun: history.lastRun(),
    lastGoodRun: history.lastGoodRun(),
    nextRun: next?.toISOString() ?? null,
    waiting: history.waiting(),
    retry: running === null ? schedule.retry(new Date(sources.now)) : null,
    problems: [...(overdue === null ? [] : [overdue]), ...stillOpen(coverage, sources), ...sources.hookProblems()],
    cloud,
    cloudChoices: cloudChoicesOf(sources, cloud, coverage.assets),
    pause: schedule.pause(),
    forecast: forecastRest(count, forecastOptions(sources, running === null ? null : Date.parse(running.since), cloud)),
  };
}

function verifiedAtOf(ledger: Ledger, target: number | null): string | null {
  const at = target === null ? null : ledger.verification.verifiedAt(target);
  return at === null ? null : new Date(at).toISOString();
}

/** @param runningSince when the run in progress began, in milliseconds since 1970; null when there is none */
export function forecastOptions(
  sources: OverviewSources,
  runningSince: number | null,
  { assets, downloadsPerNight }: Overview['cloud'] = cloudOf(sources),
): ForecastOptions {
  const { settings, ledger, schedule, now } = sources;
  const pause = schedule.pause();
  return {
    ledger,
    upload: settings.upload,
    cloud: { assets, perNight: downloadsPerNight },
    runningSince,
    isScheduled: schedule.nextRuns(1).length > 0 && (pause === null || pause.until !== null),
    now,
  };
}

export function cloudOf({ settings, ledger, canFetch }: OverviewSources): Overview['cloud'] {
  return {
    ...ledger.cloud.queue(currentTarget(ledger, serverUrlsOf(settings)) ?? -1, scopeOf(settings)),
    downloadsPerNight: canFetch ? (settings.cloud.downloadsPerNight ?? 0) : 0,
  };
}

/** @param library assets of it */
export function cloudChoicesOf(
  { settings, canFetch }: OverviewSources,
  { assets, bytes }: Pick<Overview['cloud'], 'assets' | 'bytes'>,
  library: number,
): CloudChoices {
  return cloudChoices({
    assets,
    bytes,
    perNight: settings.cloud.downloadsPerNight,
    isPossible: canFetch,
    library,
    diskBudget: settings.storage.diskBudget,
  });
}

function stillOpen({ reasons }: Coverage, { settings, ledger }: OverviewSources): readonly Problem[] {
  const target = currentTarget(ledger, serverUrlsOf(settings));
  const stuck = target === null ? [] : ledger.refusals.stuck(target, scopeOf(settings), TRIES_BEFORE_ASKING);
  return openProblems(ledger.history.openProblems(), reasons, stuck);
}
