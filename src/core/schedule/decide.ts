/** What the scheduler has to do now, decided from the history and never from a timer that was or was not running. Pure. */
import type { Settings } from '../model/settings.ts';
import { type Conditions, waitingDeadline } from './conditions.ts';
import { dueTimes, nextDue } from './due.ts';
import type { Retry } from './retry.ts';

export interface ScheduleState {
  readonly now: Date;
  readonly schedule: Settings['schedule'];
  readonly conditions: Conditions;
  /** The last due time that is dealt with, or when this schedule began. */
  readonly handledUntil: Date;
  /** When the last run ended or the last due time was dealt with, for "every n hours"; null if there was neither. */
  readonly lastEndedAt: Date | null;
  /** When the last good run started; null if there was none. */
  readonly lastGoodAt: Date | null;
  /** The due time that waits for its conditions, and since when; null when none does. */
  readonly waiting: { readonly dueAt: Date; readonly since: Date } | null;
  /** When a sync that broke off is tried again; null when there is nothing to try. */
  readonly retry: Retry | null;
  readonly pause: Pause | null;
  /** IANA name; the Mac's own if not given. */
  readonly timezone?: string;
}

/** `until` is null for a pause without an end. */
export interface Pause {
  readonly since: Date;
  readonly until: Date | null;
}

/** Due times that get no run of their own, each with its row. */
export interface Skip {
  readonly dueAt: Date;
  readonly reason: 'paused' | 'caught-up' | 'synced-since' | 'no-longer-due' | 'missed';
}

export interface DueRun {
  /** Null for a further try of a sync that broke off. */
  readonly dueAt: Date | null;
  readonly trigger: 'schedule' | 'catch-up' | 'retry';
  /** While its conditions are not met it waits until then, and then counts as skipped. */
  readonly waitsUntil: Date;
}

export interface Decision {
  readonly skip: readonly Skip[];
  /** The run to start now if its conditions are met; null when there is none. */
  readonly run: DueRun | null;
  /** When there will be something to do next; null when nothing starts by itself. */
  readonly next: Date | null;
}

/** Milliseconds after its due time that a run still counts as punctual. */
const PUNCTUAL = 5 * 60_000;

export function decide(state: ScheduleState): Decision {
  const { now, schedule, timezone, retry } = state;
  const due = withWaiting(state, dueTimes(schedule, state.handledUntil, now, state.lastEndedAt, timezone));
  const paused = due.filter((dueAt) => isPaused(dueAt, state.pause));
  const open = due.filter((dueAt) => !isPaused(dueAt, state.pause));
  const last = open.at(-1);
  const next = earliest(nextDue(schedule, now, state.lastEndedAt, timezone), retry && new Date(retry.nextTryAt));
  const skip: Skip[] = paused.map((dueAt) => ({ dueAt, reason: 'paused' }));
  // The schedule was changed since.
  if (state.waiting !== null && !due.some((dueAt) => isSame(dueAt, state.waiting?.dueAt)))
    skip.unshift({ dueAt: state.waiting.dueAt, reason: 'no-longer-due' });
  // While a pause lasts, what was due before it waits no longer: the person has said no.
  if (isPaused(now, state.pause))
    return { skip: [...skip, ...open.map((dueAt): Skip => ({ dueAt, reason: 'paused' }))], run: null, next };
  if (last === undefined) {
    const isDue = retry !== null && now.getTime() >= retry.nextTryAt;
    return { skip, run: isDue ? { dueAt: null, trigger: 'retry', waitsUntil: new Date(retry.until) } : null, next };
  }
  const isWaiting = isSame(last, state.waiting?.dueAt);
  const waitingSince = isWaiting ? (state.waiting?.since ?? now) : now;
  const isLate = waitingSince.getTime() - last.getTime() > PUNCTUAL;
  if (isLate && !schedule.catchUp)
    return { skip: [...skip, ...open.map((dueAt): Skip => ({ dueAt, reason: 'missed' }))], run: null, next };
  if ((isLate || isWaiting) && state.lastGoodAt !== null && state.lastGoodAt >= last)
    return { skip: [...skip, ...open.map((dueAt): Skip => ({ dueAt, reason: 'synced-since' }))], run: null, next };
  const earlier = open.slice(0, -1).map((dueAt): Skip => ({ dueAt, reason: 'caught-up' }));
  const waitsUntil = new Date(waitingDeadline(waitingSince.getTime(), state.conditions));
  return {
    skip: [...skip, ...earlier],
    run: { dueAt: last, trigger: isLate ? 'catch-up' : 'schedule', waitsUntil },
    next,
  };
}

/** What waits stays due, even if the clock on the wall says otherwise now: the Mac has travelled, or the hours are counted from another sync. */
function withWaiting({ waiting, handledUntil }: ScheduleState, due: readonly Date[]): readonly Date[] {
  if (waiting === null || waiting.dueAt <= handledUntil || due.some((dueAt) => isSame(dueAt, waiting.dueAt)))
    return due;
  return [...due, waiting.dueAt].sort((a, b) => a.getTime() - b.getTime());
}

const isSame = (a: Date, b: Date | undefined) => a.getTime() === b?.getTime();

function earliest(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

export function isPaused(at: Date, pause: Pause | null): boolean {
  return pause !== null && at >= pause.since && (pause.until === null || at < pause.until);
}
