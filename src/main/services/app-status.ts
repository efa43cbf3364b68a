/** Which of the eight states the app is in. Pure. */
import type { WaitingRow } from '../../core/ledger/run-history.ts';
import type { Progress } from '../../core/model/progress.ts';
import { isPaused, type Pause } from '../../core/schedule/decide.ts';
import type { Retry } from '../../core/schedule/retry.ts';
import {
  type AppStatus,
  type CoverageView,
  type ProblemView,
  type RunSummary,
  SETUP_STEPS,
} from '../../shared/contract.ts';
import { problemInUse, reasonInUse } from '../../shared/told.ts';
import { progressView } from './progress-view.ts';

export interface AppFacts {
  readonly hasServer: boolean;
  readonly hasKey: boolean;
  /** Settings or ledger that cannot be used: nothing else can be told then. */
  readonly broken: ProblemView | null;
  /** Our own run, if one is in progress. */
  readonly progress: Progress | null;
  readonly isStopping: boolean;
  /** Milliseconds since 1970 of the start of a run by another process, if one is in progress. */
  readonly otherRunSince: number | null;
  readonly pause: Pause | null;
  readonly lastRun: RunSummary | null;
  /** The due time that waits for its conditions; null when none does. */
  readonly waiting: WaitingRow | null;
  /** The newest row of the history when it is a due time that waited without success; null when it is anything else. */
  readonly overdue: RunSummary | null;
  readonly nextRunAt: number | null;
  /** Milliseconds that it waits at most. */
  readonly waitsFor: number;
  readonly retry: Retry | null;
  readonly problems: readonly ProblemView[];
  readonly coverage: CoverageView | null;
  readonly now: number;
}

/** Without what a person did themselves: that a sync was stopped is in the history, and nothing to look at. */
export function toLookAt(problems: readonly ProblemView[]): readonly ProblemView[] {
  return problems.filter(({ code }) => code !== 'stopped' && code !== 'closed');
}

export function appStatus(facts: AppFacts): AppStatus {
  const { lastRun, problems, coverage } = facts;
  if (facts.progress !== null)
    return { state: 'syncing', progress: progressView(facts.progress), isStopping: facts.isStopping };
  if (facts.otherRunSince !== null)
    return {
      state: 'waiting',
      reason: 'another-run',
      sentence: null,
      since: facts.otherRunSince,
      until: null,
      nextTryAt: null,
    };
  if (facts.broken !== null) return { state: 'error', problem: facts.broken, pending: 0 };
  if (!facts.hasServer) return { state: 'not-set-up', missing: SETUP_STEPS };
  if (!facts.hasKey) return { state: 'not-set-up', missing: SETUP_STEPS.filter((step) => step !== 'server') };
  if (lastRun === null) return { state: 'not-set-up', missing: ['preview'] };
  if (isPaused(new Date(facts.now), facts.pause))
    return { state: 'paused', until: facts.pause?.until?.getTime() ?? null };
  const pending = coverage?.remainder.find(({ reason }) => reason === 'not-yet-uploaded')?.count ?? 0;
  const forDays = problems.find(({ code }) => code === 'not-synced-lately');
  if (forDays !== undefined) return { state: 'error', problem: forDays, pending };
  if (facts.waiting !== null) {
    const { waitingFor, why, since } = facts.waiting;
    return {
      state: 'waiting',
      reason: waitingFor,
      sentence: reasonInUse(why),
      since,
      until: since + facts.waitsFor,
      nextTryAt: null,
    };
  }
  const [worst] = problems;
  if (facts.retry !== null && lastRun.outcome !== 'interrupted')
    return worst?.code === 'ledger-busy'
      ? { state: 'waiting', reason: 'another-run', sentence: problemInUse(worst).sentence, ...facts.retry }
      : { state: 'waiting', reason: 'server', sentence: null, ...facts.retry };
  if (lastRun.outcome === 'failed' && worst !== undefined) return { state: 'error', problem: worst, pending };
  // The due time is over, but what it waited for is still missing: nothing is up to date before the next sync has said so.
  if (facts.overdue?.waited != null) {
    const { waited, reason, startedAt } = facts.overdue;
    return {
      state: 'waiting',
      reason: waited.reason,
      sentence: reason,
      since: startedAt,
      until: null,
      nextTryAt: facts.nextRunAt,
    };
  }
  const items = problems.reduce((sum, problem) => sum + problem.count, 0);
  if (items > 0) return { state: 'attention', items };
  if (pending > 0) return { state: 'pending', pending };
  return { state: 'up-to-date' };
}
