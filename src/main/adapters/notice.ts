/** What a person is notified of, by their choice: what needs them, and the end of syncs. Pure. */
import type { NotifyChoice, Snapshot } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';

export interface Notice {
  readonly title: string;
  readonly body: string;
}

/** One that stands for as long as what it is about. */
export interface FailureNotice extends Notice {
  /** What it is about; the same one is not told twice. */
  readonly about: string;
}

/** What is to be told about a state, or null. */
export function noticeFor({ status }: Pick<Snapshot, 'status'>): FailureNotice | null {
  if (status.state !== 'error') return null;
  return { title: strings.notifications.failed, body: status.problem.title, about: status.problem.code };
}

/** The part of the state that tells that a sync has ended. */
export type Ends = Pick<Snapshot, 'lastRun' | 'lastGoodRun' | 'coverage'>;

/**
 * What is to be reported about a sync that has ended since the last look, or null. That everything is in Immich for the first time is told to
 * everybody who has not turned notifications off.
 * @param before null at the first look: what happened before the app was there is no news
 */
export function endNotice(before: Ends | null, after: Ends, choice: NotifyChoice): Notice | null {
  const { lastRun, lastGoodRun, coverage } = after;
  if (before === null || choice === 'never' || coverage === null) return null;
  if (lastRun === null || lastRun.endedAt === null) return null;
  if (before.lastRun?.run === lastRun.run && before.lastRun.endedAt !== null) return null;
  const { imported, finished, finishedWithProblems } = strings.notifications;
  const { complete, assets } = coverage;
  if (before.lastGoodRun === null && lastGoodRun !== null)
    return { title: imported.title, body: imported.body({ complete, assets }) };
  if (choice !== 'everything' || !TOLD.has(lastRun.outcome)) return null;
  return {
    title: lastRun.outcome === 'partial' ? finishedWithProblems : finished.title,
    body: finished.body({ count: lastRun.uploaded, complete, assets }),
  };
}

/** What failed is reported as what needs the person; what they have stopped themselves, not at all. */
const TOLD: ReadonlySet<string> = new Set(['done', 'nothing-new', 'partial']);
