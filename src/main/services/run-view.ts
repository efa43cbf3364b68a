/** Runs as the windows show them: one, its details, and the last 30 days. Pure. */
import type { AssetCard } from '../../core/find/card.ts';
import type { RunRow } from '../../core/ledger/run-history.ts';
import { type Coverage, REMAINDER_REASONS } from '../../core/model/coverage.ts';
import type { RunItem } from '../../core/model/run-item.ts';
import { type RunFindings, type RunReport, reasonIn } from '../../core/model/run-report.ts';
import type { RemainderEntry } from '../../core/sync/remainder.ts';
import {
  type CoverageView,
  DETAIL_NAMES,
  FINDING_NAMES,
  type FindingName,
  type FindingView,
  type HistoryDay,
  type RemainderItem,
  type RemainderView,
  type RunDetails,
  type RunItemView,
  type RunOutcome,
  type RunSummary,
} from '../../shared/contract.ts';
import { problemInUse, reasonInUse } from '../../shared/told.ts';
import { foundItem } from './found-view.ts';

const SHOWN_DAYS = 30;

/** @param present what is known now; not given for a run of the past. */
export function coverageView(
  { assets, complete, incomplete, absent, reasons }: Coverage,
  present?: { readonly verifiedAt: number | null; readonly cloud: RemainderView['cloud'] },
): CoverageView {
  const cloud = present?.cloud;
  const remainder = REMAINDER_REASONS.map((reason) => ({
    reason,
    count: reasons[reason] ?? 0,
    ...(reason === 'original-not-on-this-mac' && cloud !== undefined ? { cloud } : {}),
  }));
  return {
    assets,
    complete,
    incomplete,
    absent,
    verifiedAt: present?.verifiedAt ?? null,
    remainder: remainder.filter(({ count }) => count > 0),
  };
}

/** What was found, in the order to show. @param findings undefined in reports of earlier versions */
export function findingViews(findings: RunFindings | undefined): readonly FindingView[] {
  if (findings === undefined) return [];
  const { wentBack, albumsDeleted, ...files } = findings;
  const counts: Readonly<Record<FindingName, number>> = {
    ...files,
    'albums-deleted': albumsDeleted,
    'server-went-back': wentBack === 'server' ? 1 : 0,
    'records-went-back': wentBack === 'records' ? 1 : 0,
  };
  return FINDING_NAMES.map((name) => ({ name, count: counts[name] })).filter(({ count }) => count > 0);
}

/** The first items of one reason. */
export function remainderItems(
  entries: readonly RemainderEntry[],
  reason: string,
  limit: number,
): readonly RemainderItem[] {
  return entries
    .filter((entry) => entry.reason === reason)
    .slice(0, limit)
    .map(({ capturedAt, reason: _reason, why, ...entry }) => {
      const time = Date.parse(capturedAt);
      return {
        ...entry,
        detail: why === null ? entry.detail : reasonInUse(why),
        capturedAt: Number.isNaN(time) ? null : time,
      };
    });
}

/** What a run has by name, with what is known of it now. @param cards of those that are in Photos */
export function runItemViews(items: readonly RunItem[], cards: readonly AssetCard[]): readonly RunItemView[] {
  const known = new Map(cards.map((card) => [card.uuid, foundItem(card)]));
  return items.map(({ uuid, filename, details }) => ({
    ...(known.get(uuid) ?? { uuid, filename, capturedAt: '', media: 'photo', isLive: false, safety: null }),
    details,
  }));
}

/** In the language in use, as far as it is known by more than its words. */
export function reasonOf({ why, reason, report }: RunRow): string | null {
  if (why !== null) return reasonInUse(why);
  return report === null || reason !== reasonIn(report)
    ? reason
    : reasonIn({ ...report, problems: report.problems.map(problemInUse) });
}

/** @param isRunning whether this is the run in progress; one without an end that is not was cut short. */
export function runOutcome(run: Pick<RunRow, 'endedAt' | 'outcome'>, isRunning: boolean): RunOutcome {
  if (run.outcome === 'waiting') return 'waiting';
  if (run.endedAt === null) return isRunning ? 'running' : 'interrupted';
  return run.outcome ?? 'interrupted';
}

/** The film of a Live Photo is no item of its own. Rows of earlier versions know files alone. */
function newItemsOf(report: RunReport | null): number {
  if (report === null) return 0;
  const { uploaded, edits, originals } = report.parts;
  return originals ?? uploaded - (edits ?? 0);
}

export function runSummary(run: RunRow, isRunning: boolean): RunSummary {
  const { report } = run;
  return {
    run: run.id,
    trigger: run.trigger,
    outcome: runOutcome(run, isRunning),
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    uploaded: report?.parts.uploaded ?? 0,
    newItems: newItemsOf(report),
    // Rows of earlier versions do not tell edits apart.
    edits: report?.parts.edits ?? 0,
    albumsChanged: report?.albums.created ?? 0,
    findings: findingViews(report?.findings),
    reason: reasonOf(run),
    waited:
      run.waited === null
        ? null
        : { reason: run.waited.waitingFor, milliseconds: Math.max(0, run.startedAt - run.waited.since) },
  };
}

export function runDetails(run: RunRow, isRunning: boolean): RunDetails {
  const { report } = run;
  return {
    ...runSummary(run, isRunning),
    bytesUploaded: report?.bytesUploaded ?? 0,
    alreadyThere: report?.parts.alreadyThere ?? 0,
    verified: report?.parts.verified ?? 0,
    failed: report?.parts.failed ?? 0,
    livePhotosLinked: report?.livePhotosLinked ?? 0,
    albumsCreated: report?.albums.created ?? 0,
    albumAssetsAdded: report?.albums.assetsAdded ?? 0,
    albumAssetsRemoved: report?.albums.assetsRemoved ?? 0,
    // Rows of earlier versions tell less.
    albumsArranged: (report?.albums.renamed ?? 0) + (report?.albums.arranged ?? 0),
    stacksChanged: Object.values<number>({ ...report?.stacks }).reduce((sum, count) => sum + count, 0),
    details: DETAIL_NAMES.map((name) => ({ name, count: report?.details?.[name] ?? 0 })).filter(
      ({ count }) => count > 0,
    ),
    conflicts: (report?.conflicts ?? []).map(({ uuid, filename, field, photos, immich, winner }) => ({
      uuid: field === 'album-name' ? null : uuid,
      filename,
      field,
      photos,
      immich,
      winner: winner ?? 'photos',
    })),
    contradictions: (report?.contradictions ?? []).map(({ field, told, others }) => ({
      filename: told.filename,
      field,
      value: told.value,
      others: others.map(({ filename, value }) => ({ filename, value })),
    })),
    coverage: report === null || report.isChecked === false ? null : coverageView(report.coverage),
    problems: report?.problems ?? [],
    durations: Object.entries(report?.durations ?? {}).map(([name, seconds]) => ({
      name,
      milliseconds: seconds * 1000,
    })),
  };
}

/** The last 30 days, oldest first. */
export function historyDays(runs: readonly RunSummary[], now: number): readonly HistoryDay[] {
  const days: HistoryDay[] = [];
  for (let back = SHOWN_DAYS - 1; back >= 0; back -= 1) {
    const day = new Date(now);
    day.setHours(0, 0, 0, 0);
    day.setDate(day.getDate() - back);
    const next = new Date(day);
    next.setDate(next.getDate() + 1);
    const ofDay = runs
      .filter((run) => run.startedAt >= day.getTime() && run.startedAt < next.getTime())
      .sort((a, b) => a.startedAt - b.startedAt);
    const uploaded = ofDay.reduce((sum, run) => sum + run.uploaded, 0);
    const newItems = ofDay.reduce((sum, run) => sum + run.newItems, 0);
    const failedTries = ofDay.filter(({ outcome }) => outcome === 'failed').length;
    days.push({ day: day.getTime(), outcome: outcomeOfDay(ofDay), uploaded, newItems, failedTries });
  }
  return days;
}

const isGood = ({ outcome }: RunSummary) => outcome === 'done' || outcome === 'nothing-new';

/**
 * A day is judged by how it ended: what was put right is right, and a day on which all was well is not spoilt by a failure that came later, but has
 * a problem. What was skipped or stopped says nothing where something else was done that day.
 */
function outcomeOfDay(runs: readonly RunSummary[]): RunOutcome | null {
  const told = runs.filter(({ outcome }) => outcome !== 'skipped' && outcome !== 'interrupted');
  const last = told.at(-1) ?? runs.at(-1);
  if (last === undefined) return null;
  const wasGood = told.some(isGood);
  if (last.outcome === 'failed') return wasGood ? 'partial' : 'failed';
  if (!isGood(last)) return last.outcome;
  if (last.waited !== null) return 'waited';
  return told.some(({ outcome }) => outcome === 'done') ? 'done' : 'nothing-new';
}
