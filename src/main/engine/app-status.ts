/** Which of the seven states the app is in. Pure. */
import type { Progress } from '../../core/sync/progress.ts';
import type { CoverageView, ProblemView, RunSummary, Status } from '../../shared/contract.ts';
import { progressView } from './progress-view.ts';
import type { Retry } from './retry.ts';

export interface StatusFacts {
  readonly hasServer: boolean;
  readonly hasKey: boolean;
  /** Our own run, if one goes on. */
  readonly progress: Progress | null;
  readonly isStopping: boolean;
  /** Milliseconds since 1970 of the start of a run by another process, if one goes on. */
  readonly otherRunSince: number | null;
  /** Infinity for a pause without an end; null when not paused. */
  readonly pausedUntil: number | null;
  readonly lastRun: RunSummary | null;
  readonly retry: Retry | null;
  readonly problems: readonly ProblemView[];
  readonly coverage: CoverageView | null;
  readonly now: number;
}

export function appStatus(facts: StatusFacts): Status {
  const { lastRun, problems, coverage } = facts;
  if (facts.progress !== null)
    return { state: 'syncing', progress: progressView(facts.progress), isStopping: facts.isStopping };
  if (facts.otherRunSince !== null)
    return { state: 'waiting', reason: 'another-run', since: facts.otherRunSince, until: null, nextTryAt: null };
  if (!facts.hasServer || !facts.hasKey)
    return { state: 'not-set-up', missing: ['server', 'library', 'tools', 'preview'] };
  if (lastRun === null) return { state: 'not-set-up', missing: ['preview'] };
  if (facts.pausedUntil !== null && facts.now < facts.pausedUntil)
    return { state: 'paused', until: Number.isFinite(facts.pausedUntil) ? facts.pausedUntil : null };
  const pending = coverage?.remainder.find(({ reason }) => reason === 'not-yet-uploaded')?.count ?? 0;
  const [worst] = problems;
  if (lastRun.outcome === 'failed') {
    if (facts.retry !== null) return { state: 'waiting', reason: 'server', ...facts.retry };
    if (worst !== undefined) return { state: 'error', problem: worst, pending };
  }
  const items = problems.reduce((sum, problem) => sum + problem.count, 0);
  if (items > 0 || pending > 0) return { state: 'attention', items, pending };
  return { state: 'up-to-date' };
}
