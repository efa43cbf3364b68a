/**
 * What launchd's or cron's `sync --scheduled` does: the sync that is due now by the history, if one is, with its conditions and further
 * tries. It decides as the app's scheduler does; unlike that one it comes to an end, as soon as nothing waits.
 */

import { ProblemError } from '../model/problem.ts';
import type { Reason } from '../model/reasons.ts';
import type { RunReport } from '../model/run-report.ts';
import type { SyncRequest, Watched } from '../model/run-request.ts';
import { decide } from './decide.ts';
import {
  type Clock,
  failureReason,
  overdueReason,
  type ScheduledEngine,
  skipReason,
  systemClock,
} from './scheduler.ts';

export type DueOutcome =
  | { readonly kind: 'report'; readonly report: RunReport }
  /** `next`: when something will be; null when nothing starts by itself. */
  | { readonly kind: 'nothing-due'; readonly next: Date | null }
  /** Before the set-up, or before a person has started the first sync. */
  | { readonly kind: 'not-yet' }
  | { readonly kind: 'another-run' }
  /** It waited without success; its row says for what. */
  | { readonly kind: 'waited'; readonly reason: Reason }
  | { readonly kind: 'stopped' };

/** Milliseconds between two looks while something waits. */
const LOOK = 60_000;

/** @throws {ProblemError} what keeps a sync from starting; its due time has its row then. */
export async function runDue(
  engine: ScheduledEngine,
  request: Watched,
  clock: Clock = systemClock,
): Promise<DueOutcome> {
  let last: DueOutcome | null = null;
  for (;;) {
    if (request.signal.aborted) return last ?? { kind: 'stopped' };
    const state = engine.schedule.state(new Date(clock.now()));
    if (state === null) return { kind: 'not-yet' };
    const decision = decide(state);
    const { run, next } = decision;
    engine.schedule.recordSkips(
      decision.skip.map((skip) => ({ dueAt: skip.dueAt.getTime(), reason: skipReason(skip, decision) })),
    );
    if (run === null) {
      const isTriedAgain = state.retry !== null && state.pause === null;
      if (!isTriedAgain) return last ?? { kind: 'nothing-due', next };
      await pass(clock, LOOK, request.signal);
      continue;
    }
    const dueAt = run.dueAt?.getTime() ?? null;
    const unmet = await engine.schedule.unmetCondition(request.signal);
    if (unmet?.waitingFor === 'another-run') return { kind: 'another-run' };
    if (unmet === null) {
      last = await start(engine, { ...request, trigger: run.trigger, dueAt, isFull: false });
      if (last.kind !== 'report') return last;
      continue;
    }
    if (clock.now() >= run.waitsUntil.getTime()) {
      const reason = overdueReason(run.waitsUntil, unmet);
      if (dueAt !== null) engine.schedule.recordSkips([{ dueAt, reason }]);
      return last ?? { kind: 'waited', reason };
    }
    if (dueAt !== null) engine.schedule.recordWaiting(dueAt, unmet, state.now.getTime());
    await pass(clock, LOOK, request.signal);
  }
}

async function start(engine: ScheduledEngine, request: SyncRequest): Promise<DueOutcome> {
  try {
    return { kind: 'report', report: await engine.sync(request) };
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'another-run') return { kind: 'another-run' };
    if (error instanceof ProblemError && request.dueAt !== null)
      engine.schedule.recordSkips([{ dueAt: request.dueAt, reason: failureReason(error) }]);
    throw error;
  }
}

/** Waits, or until the signal is aborted. */
function pass(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      takeBack();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const takeBack = clock.after(milliseconds, end);
    signal.addEventListener('abort', end, { once: true });
  });
}
