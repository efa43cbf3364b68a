/** The state of things in one headline and one sentence, for the popover, the tooltip and VoiceOver. Pure. */
import type {
  CoverageView,
  FindingName,
  FindingView,
  ForecastView,
  ProblemView,
  ProgressView,
  RemainderView,
  RunSummary,
  Snapshot,
} from './contract.ts';
import {
  formatClauses,
  formatDuration,
  formatEstimate,
  formatLabelled,
  formatMoment,
  formatPast,
  formatRoughly,
  formatRow,
  formatTime,
  formatUntil,
  withoutFullStop,
} from './format.ts';
import { fetchingText } from './phrases.ts';
import { strings } from './strings.ts';
import { say } from './texts.ts';

export interface StatusText {
  readonly title: string;
  readonly detail: string;
}

export function statusText(snapshot: Snapshot, now: number = snapshot.now): StatusText {
  const { status, coverage } = snapshot;
  const { locale } = snapshot.appearance;
  switch (status.state) {
    case 'up-to-date':
      return { title: strings.states['up-to-date'], detail: coverageText(coverage, now, locale) };
    case 'syncing':
      return status.isStopping
        ? { title: strings.status.stopping, detail: strings.status.stoppingDetail }
        : { title: progressTitle(status.progress), detail: coverageShort(coverage) };
    case 'paused':
      return status.until === null
        ? { title: strings.status.paused, detail: strings.status.pausedOpenDetail }
        : {
            title: strings.status.pausedUntil({ moment: formatUntil(status.until, now, locale) }),
            detail: strings.status.pausedDetail,
          };
    case 'waiting': {
      const since =
        status.sentence ?? strings.waitingDetail[status.reason]({ since: formatTime(status.since, locale) });
      const until =
        status.until === null ? '' : ` ${strings.waitingUntil({ time: formatUntil(status.until, now, locale) })}`;
      return { title: strings.waiting[status.reason], detail: `${since}${until}` };
    }
    case 'pending':
      return { title: strings.status.pending({ count: status.pending }), detail: coverageText(coverage, now, locale) };
    case 'attention':
      return { title: strings.status.attention({ count: status.items }), detail: coverageText(coverage, now, locale) };
    case 'error':
      return {
        title: headline(status.problem),
        detail: ASKING.has(status.problem.code)
          ? strings.status.nothingChanged
          : lossText(status.problem, status.pending),
      };
    case 'not-set-up':
      return { title: strings.status.notSetUp, detail: strings.status.notSetUpDetail };
  }
}

/** Problems that stop a sync before it does anything, because the person has to say what is right. */
const ASKING: ReadonlySet<string> = new Set(['library-shrank', 'key-of-another-user']);

/** A sync continues automatically only where nobody has to do anything first. */
function lossText({ action }: ProblemView, pending: number): string {
  if (pending > 0) return strings.status.nothingLostWaiting({ pending });
  return CONTINUES.has(action) ? strings.status.nothingLost : strings.status.nothingLostOnceFixed;
}

const CONTINUES: ReadonlySet<ProblemView['action']> = new Set<ProblemView['action']>([
  'try-again',
  'show-assets',
  'open-immich',
  'copy-details',
]);

/** What the tooltip of the icon says. */
export function tooltipText(snapshot: Snapshot): string {
  const { title, detail } = statusText(snapshot);
  if (snapshot.status.state === 'not-set-up') return formatLabelled(strings.product, strings.status.notSetUpShort);
  const { importing } = snapshot;
  const lines = [
    formatLabelled(strings.product, title),
    detail,
    ...(importing === null ? [] : [importText(importing, snapshot.status)]),
  ];
  return lines.join('\n');
}

/** “about 6 nights”, “about 5 hours”, before anything was measured “a few hours”; null when nothing sound can be said. */
export function forecastTime({
  days,
  millisecondsLeft,
  isMeasured,
}: Omit<ForecastView, 'percent' | 'limit'>): string | null {
  if (days !== null)
    return days.areNights
      ? strings.forecast.nights({ count: days.count })
      : strings.forecast.days({ count: days.count });
  if (millisecondsLeft === null) return null;
  return isMeasured ? formatEstimate(millisecondsLeft) : formatRoughly(millisecondsLeft);
}

/** “41% in Immich, about 6 nights left”. Between syncs, hours are hours of syncing. */
export function importText(forecast: ForecastView, { state }: Pick<Snapshot['status'], 'state'>): string {
  const percent = strings.forecast.percent({ percent: forecast.percent });
  const time = forecastTime(forecast);
  if (time === null) return percent;
  const { left, syncingLeft } = strings.forecast;
  return formatClauses([
    percent,
    forecast.days !== null || state === 'syncing' ? left({ time }) : syncingLeft({ time }),
  ]);
}

/** “12,423 of 12,431 in Immich, verified today at 02:01”. */
export function coverageText(coverage: CoverageView | null, now: number, locale: string): string {
  if (coverage === null) return strings.status.nothingCounted;
  const { assets, complete, verifiedAt } = coverage;
  if (assets === 0) return strings.status.emptyLibrary;
  if (verifiedAt === null) return strings.status.verified({ complete, assets });
  return strings.status.verifiedWhen({ complete, assets, when: formatPast(verifiedAt, now, locale) });
}

/** Findings that a problem of the same run tells already. */
const TOLD_BY: Readonly<Partial<Record<FindingName, string>>> = {
  lost: 'verified-files-lost',
  'server-went-back': 'server-went-back',
  'records-went-back': 'records-went-back',
};

/** Those that no problem of the run tells. */
export function untoldFindings(
  findings: readonly FindingView[],
  problems: readonly Pick<ProblemView, 'code'>[],
): readonly FindingView[] {
  return findings.filter(({ name }) => !problems.some(({ code }) => code === TOLD_BY[name]));
}

/** What a sync found on the server: “3 files deleted in Immich, 1 file in Immich’s trash”. */
export function findingsText(findings: readonly FindingView[]): string {
  return formatRow(findings.map(({ name, count }) => say(strings.findings[name].short, { count })));
}

function coverageShort(coverage: CoverageView | null): string {
  return coverage === null || coverage.assets === 0
    ? strings.status.nothingCounted
    : strings.status.verifiedShort({ complete: coverage.complete, assets: coverage.assets });
}

export function progressTitle(progress: ProgressView): string {
  const active = progress.phases.filter((row) => row.state === 'active');
  const row = active.find((candidate) => candidate.phase === 'upload' && (candidate.total ?? 0) > 0) ?? active[0];
  if (row === undefined) return strings.status.preparing;
  const { done, total } = row;
  switch (row.phase) {
    case 'library':
      return done === null || done === 0 ? strings.status.reading : strings.status.readingCount({ count: done });
    case 'compare':
      return done === null || total === null || total === 0
        ? strings.status.comparing
        : strings.status.comparingCount({ done, total });
    case 'export':
      return strings.status.exportingCount({ done: done ?? 0, total: total ?? 0 });
    case 'upload':
      return strings.status.uploadingCount({ done: done ?? 0, total: total ?? 0 });
    case 'details':
      return strings.status.details;
  }
}

/** The engine's sentence without its full stop, as a headline; long ones give way to the short words for the code. */
function headline(problem: ProblemView): string {
  const sentence = withoutFullStop(problem.sentence);
  return sentence.length <= 34 ? sentence : problem.title;
}

export function remainderText(remainder: RemainderView): string {
  const { count, reason, cloud } = remainder;
  if (cloud !== undefined && cloud.perNight > 0 && cloud.assets > 0) return fetchingText(cloud.assets, cloud.perNight);
  // Of some only the edit or the film is there: then it is not about originals.
  if (cloud !== undefined && cloud.assets !== count) return strings.partlyInCloud({ count });
  return isKnownReason(reason) ? strings.remainder[reason]({ count }) : strings.remainder.other({ count, reason });
}

export function remainderAdvice(reason: string): string {
  return isKnownReason(reason) ? strings.remainderAdvice[reason] : '';
}

function isKnownReason(reason: string): reason is Exclude<keyof typeof strings.remainder, 'other'> {
  return reason !== 'other' && Object.hasOwn(strings.remainder, reason);
}

/** “14 new, 3 edited”, “Nothing new”, or why it did not run. */
export function runText(run: RunSummary, problems: readonly Pick<ProblemView, 'sentence'>[] = []): string {
  if (run.outcome === 'nothing-new') return strings.outcomes['nothing-new'];
  const parts = [
    run.newItems > 0 ? strings.run.new({ count: run.newItems }) : '',
    run.edits > 0 ? strings.run.edited({ count: run.edits }) : '',
    run.albumsChanged > 0 ? strings.run.albums({ count: run.albumsChanged }) : '',
    findingsText(run.findings),
  ].filter((part) => part !== '');
  if (run.outcome === 'done' || run.outcome === 'running')
    return parts.length > 0 ? formatRow(parts) : strings.outcomes[run.outcome];
  if (run.reason !== null && !isToldByProblem(run, problems)) return withoutFullStop(run.reason);
  return formatClauses([strings.outcomes[run.outcome], ...parts]);
}

/** Whether one of the problems beside it says what the run ended with. */
export function isToldByProblem(
  { reason }: Pick<RunSummary, 'reason'>,
  problems: readonly Pick<ProblemView, 'sentence'>[],
): boolean {
  return problems.some(({ sentence }) => reason !== null && withoutFullStop(sentence) === withoutFullStop(reason));
}

/** “Today 02:00 · done in 1 min 12 s”. */
export function runTitle(run: RunSummary, now: number, locale: string): string {
  const by = strings.triggers[run.trigger];
  const moment = formatClauses([formatMoment(run.startedAt, now, locale), by]);
  if (run.endedAt === null && run.outcome !== 'waiting') return `${moment} · ${strings.outcomesInLine.running}`;
  const duration = formatDuration((run.endedAt ?? run.startedAt) - run.startedAt);
  switch (run.outcome) {
    case 'done':
    case 'nothing-new':
      return `${moment} · ${strings.run.doneIn({ duration })}`;
    case 'skipped':
    case 'waiting':
    case 'waited':
      return `${moment} · ${strings.outcomesInLine[run.outcome]}`;
    case 'partial':
      return `${moment} · ${strings.run.doneWithProblemsIn({ duration })}`;
    case 'running':
    case 'interrupted':
      return `${moment} · ${strings.run.stoppedAfter({ duration })}`;
    case 'failed':
      return `${moment} · ${strings.run.failedAfter({ duration })}`;
  }
}
