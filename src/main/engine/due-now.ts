/** Whether a sync is to be started now, by the clock on the wall. Pure; asked at least once a minute and after every wake. */
import { nextDue } from '../../core/schedule/due.ts';
import type { Settings } from '../../core/settings/schema.ts';
import type { RunTrigger } from '../../shared/contract.ts';

export interface DueQuestion {
  readonly schedule: Settings['schedule'];
  readonly now: number;
  /** Null before the first sync: nothing starts by itself until a person has seen the preview and started one. */
  readonly lastStartedAt: number | null;
  readonly lastEndedAt: number | null;
  readonly pausedUntil: number | null;
  readonly nextTryAt: number | null;
}

export interface DueAnswer {
  readonly trigger: Extract<RunTrigger, 'schedule' | 'catch-up'>;
  readonly dueAt: number;
}

/** Milliseconds after which a due time counts as missed. */
const LATE = 5 * 60_000;

export function dueNow(question: DueQuestion): DueAnswer | null {
  const { schedule, now, lastStartedAt, lastEndedAt, pausedUntil, nextTryAt } = question;
  if (lastStartedAt === null) return null;
  if (pausedUntil !== null && now < pausedUntil) return null;
  if (nextTryAt !== null && now >= nextTryAt) return { trigger: 'schedule', dueAt: nextTryAt };
  // Asked from the last start on: a clock that was set back finds nothing due twice.
  const due = nextDue(schedule, new Date(lastStartedAt), new Date(lastEndedAt ?? lastStartedAt))?.getTime() ?? null;
  if (due === null || due > now) return null;
  if (now - due <= LATE) return { trigger: 'schedule', dueAt: due };
  if (schedule.catchUp) return { trigger: 'catch-up', dueAt: due };
  // Missed and not to be made up for; the one that is due just now, if any, still counts.
  const recent = nextDue(schedule, new Date(now - LATE), null)?.getTime() ?? null;
  return recent !== null && recent <= now ? { trigger: 'schedule', dueAt: recent } : null;
}
