/** What the scheduler has to do now, decided from the history and never from a timer that was or was not running. Pure. */
import type { Settings } from '../settings/schema.ts';
import { dueTimes, nextDue } from './due.ts';

export interface ScheduleState {
  readonly now: Date;
  readonly schedule: Settings['schedule'];
  /** The last due time that has its row in the history, or when this schedule began. Times up to it are dealt with. */
  readonly handledUntil: Date;
  /** When the last run ended, for "every n hours"; null if there was none. */
  readonly lastEndedAt: Date | null;
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
  readonly reason: 'paused' | 'made-up-for' | 'missed';
}

export interface Decision {
  readonly skip: readonly Skip[];
  /** The run to start now; null when there is none. */
  readonly run: { readonly dueAt: Date; readonly trigger: 'schedule' | 'catch-up' } | null;
  /** When there will be something to do next; null when nothing starts by itself. */
  readonly next: Date | null;
}

/** Milliseconds after its due time that a run still counts as punctual. */
const PUNCTUAL = 5 * 60_000;

export function decide(state: ScheduleState): Decision {
  const { now, schedule, timezone } = state;
  const due = dueTimes(schedule, state.handledUntil, now, state.lastEndedAt, timezone);
  const paused = due.filter((dueAt) => isPaused(dueAt, state.pause));
  const open = due.filter((dueAt) => !isPaused(dueAt, state.pause));
  const last = open.at(-1);
  const next = nextDue(schedule, now, state.lastEndedAt, timezone);
  const skip: Skip[] = paused.map((dueAt) => ({ dueAt, reason: 'paused' }));
  if (last === undefined) return { skip, run: null, next };
  const isLate = now.getTime() - last.getTime() > PUNCTUAL;
  // While a pause goes on, what was due before it waits no longer: the person has said no.
  if ((isLate && !schedule.catchUp) || isPaused(now, state.pause)) {
    return {
      skip: [
        ...skip,
        ...open.map((dueAt): Skip => ({ dueAt, reason: isPaused(now, state.pause) ? 'paused' : 'missed' })),
      ],
      run: null,
      next,
    };
  }
  const earlier = open.slice(0, -1).map((dueAt): Skip => ({ dueAt, reason: 'made-up-for' }));
  return { skip: [...skip, ...earlier], run: { dueAt: last, trigger: isLate ? 'catch-up' : 'schedule' }, next };
}

export function isPaused(at: Date, pause: Pause | null): boolean {
  return pause !== null && at >= pause.since && (pause.until === null || at < pause.until);
}
