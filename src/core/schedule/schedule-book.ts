/**
 * What the schedule knows: the settings, and what the ledger remembers of due times, runs and pauses. The scheduler and the command that
 * launchd starts decide from it and write into it.
 */

import type { Ledger } from '../ledger/ledger.ts';
import { currentRun } from '../lock/run-lock.ts';
import type { Log } from '../log/sync-log.ts';
import type { PauseChoice } from '../model/choices.ts';
import { type Problem, tell, toProblem } from '../model/problem.ts';
import { because, type Reason } from '../model/reasons.ts';
import type { SettingsStore } from '../settings/store.ts';
import type { SystemReader } from '../system/system-state.ts';
import { systemTimezone } from '../system/timezone.ts';
import { asksForNetwork, asksForPower, type Unmet, unmetNetwork, unmetPower } from './conditions.ts';
import type { Pause, ScheduleState } from './decide.ts';
import { nextDue } from './due.ts';
import { waitedTooLong } from './overdue.ts';
import { pauseEnd } from './pause-end.ts';
import { type Retry, retryAfter, TRANSIENT } from './retry.ts';

const SCHEDULE = 'schedule';
const SCHEDULE_SINCE = 'schedule-since';
const PAUSE = 'pause';
/** More tries than six hours can hold. */
const RETRIED_RUNS = 20;

export interface ScheduleBookOptions {
  readonly settings: Pick<SettingsStore, 'read'>;
  /** Does something with the ledger, which is opened when it is first needed. @throws {ProblemError} what is wrong with it */
  readonly withLedger: <Result>(work: (ledger: Ledger) => Result) => Result;
  readonly log: Pick<Log, 'info'>;
  readonly runFolder: string;
  readonly system: SystemReader;
  /** Rejects with a problem when the server is not there as it should be. */
  readonly lookAtServer: (signal?: AbortSignal) => Promise<unknown>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export class ScheduleBook {
  readonly #options: ScheduleBookOptions;

  constructor(options: ScheduleBookOptions) {
    this.#options = options;
  }

  /**
   * What the scheduler decides from. Null while nothing may start by itself: before the set-up, and before a person has started the first
   * sync.
   */
  state(now: Date): ScheduleState | null {
    return this.#options.withLedger((ledger) => this.#state(now, ledger));
  }

  #state(now: Date, { history }: Ledger): ScheduleState | null {
    const { server, schedule, conditions } = this.#options.settings.read();
    if (server.url === null || history.lastRun() === null) return null;
    // The clock was ahead and has been set right: what has not come yet was not missed.
    history.forgetFuture(now.getTime());
    const lastGoodAt = history.lastGoodRun()?.startedAt ?? null;
    const waiting = history.waiting();
    return {
      now,
      schedule,
      conditions,
      handledUntil: new Date(Math.max(this.#scheduleSince(now), history.lastDueAt(now.getTime()) ?? 0)),
      lastEndedAt: this.#countsFrom(now),
      lastGoodAt: lastGoodAt === null || lastGoodAt > now.getTime() ? null : new Date(lastGoodAt),
      waiting: waiting === null ? null : { dueAt: new Date(waiting.dueAt), since: new Date(waiting.since) },
      retry: this.retry(now),
      pause: this.pause(),
      ...timezone(),
    };
  }

  /** The next due times, at most `count`; what waits or is tried again is not among them. */
  nextRuns(count: number): readonly Date[] {
    const { schedule } = this.#options.settings.read();
    const now = new Date(this.#options.now());
    const times: Date[] = [];
    let [from, last] = [now, this.#countsFrom(now)];
    while (times.length < count) {
      const due = nextDue(schedule, from, last, timezone().timezone);
      if (due === null) break;
      times.push(due);
      [from, last] = [due, due];
    }
    return times;
  }

  /** Why a due sync may not start now; null when it may. Only what the settings ask for is looked at. */
  async unmetCondition(signal?: AbortSignal): Promise<Unmet | null> {
    const { conditions } = this.#options.settings.read();
    if ((await currentRun(this.#options.runFolder)) !== null)
      return { waitingFor: 'another-run', reason: because('another-run') };
    const power = asksForPower(conditions) ? unmetPower(conditions, await this.#options.system.power()) : null;
    if (power !== null) return power;
    const network = asksForNetwork(conditions) ? unmetNetwork(conditions, await this.#options.system.network()) : null;
    return network ?? this.#unmetServer(signal);
  }

  /** Whether the Mac is on a hotspot that automatic syncs stay off. What else begins by itself and downloads much stays off it, too. */
  async isOnAvoidedHotspot(): Promise<boolean> {
    const { avoidHotspots } = this.#options.settings.read().conditions;
    return avoidHotspots && (await this.#options.system.network()).isHotspot === true;
  }

  /** Routers of the networks the Mac is on now, to choose them in the settings. */
  async currentRouters(): Promise<readonly string[]> {
    return (await this.#options.system.network()).routers;
  }

  /** Notes due times that get no run of their own. */
  recordSkips(skips: readonly { readonly dueAt: number; readonly reason: Reason }[]): void {
    for (const { dueAt, reason } of skips) {
      this.#options.withLedger(({ history }) => history.recordSkipped(dueAt, this.#options.now(), reason));
      this.#options.log.info(`The sync due at ${new Date(dueAt).toLocaleString()} was skipped. ${tell(reason)}`);
    }
  }

  /** Notes that a due time waits. @param since when its turn had come, in milliseconds since 1970; what keeps it is known only later */
  recordWaiting(dueAt: number, { waitingFor, reason }: Unmet, since: number): void {
    const before = this.#options.withLedger(({ history }) => history.waiting());
    const sentence = because('waits', { why: reason });
    // Asked once a minute, for hours.
    if (before?.dueAt === dueAt && before.waitingFor === waitingFor && before.reason === tell(sentence)) return;
    this.#options.withLedger(({ history }) => history.recordWaiting(dueAt, since, waitingFor, sentence));
    if (before?.dueAt !== dueAt || before.waitingFor !== waitingFor)
      this.#options.log.info(`The sync due at ${new Date(dueAt).toLocaleString()} waits: ${tell(reason)}.`);
  }

  /** The pause that is on, or null. */
  pause(): Pause | null {
    const text = this.#options.withLedger((ledger) => ledger.recall(PAUSE));
    if (text === null) return null;
    const { since, until } = JSON.parse(text) as { readonly since: number; readonly until: number | null };
    if (until !== null && until <= this.#options.now()) return null;
    return { since: new Date(since), until: until === null ? null : new Date(until) };
  }

  /** Pauses scheduled syncs for so long. @returns until when; null for a pause without an end */
  pauseFor(choice: PauseChoice): Date | null {
    const until = pauseEnd(choice, new Date(this.#options.now()), this.nextRuns(1)[0] ?? null);
    this.pauseUntil(until);
    return until;
  }

  /** Pauses scheduled syncs; a person can still start one. Survives a restart. @param until null for a pause without an end. */
  pauseUntil(until: Date | null): void {
    const pause = JSON.stringify({ since: this.#options.now(), until: until?.getTime() ?? null });
    this.#options.withLedger((ledger) => ledger.remember(PAUSE, pause));
    this.#options.log.info(until === null ? 'Paused.' : `Paused until ${until.toLocaleString()}.`);
  }

  resume(): void {
    this.#options.withLedger((ledger) => ledger.forget(PAUSE));
    this.#options.log.info('Resumed.');
  }

  /** That every sync has waited without success for days; null when that is not so. */
  waitedWithoutSuccess(): Problem | null {
    return this.#options.withLedger(({ history }) => {
      const lastGoodAt = history.lastGoodRun()?.endedAt ?? null;
      return waitedTooLong({ ...history.waitedWithoutSuccess(), lastGoodAt }, this.#options.now());
    });
  }

  /** When the present schedule began: a time that it has earlier today was not missed. Milliseconds since 1970. */
  #scheduleSince(now: Date): number {
    const described = JSON.stringify(this.#options.settings.read().schedule);
    return this.#options.withLedger((ledger) => {
      const since = Number(ledger.recall(SCHEDULE_SINCE) ?? Number.POSITIVE_INFINITY);
      // One in the future was noted while the clock was ahead.
      if (ledger.recall(SCHEDULE) === described && since <= now.getTime()) return since;
      ledger.remember(SCHEDULE, described);
      ledger.remember(SCHEDULE_SINCE, String(now.getTime()));
      return now.getTime();
    });
  }

  /** What "every n hours" counts from: the end of the last run, or the last due time that was skipped. */
  #countsFrom(now: Date): Date | null {
    const [ended, due] = this.#options.withLedger(({ history }) => [
      history.lastEndedAt(now.getTime()),
      history.lastDueAt(now.getTime()),
    ]);
    return ended === null && due === null ? null : new Date(Math.max(ended ?? 0, due ?? 0));
  }

  /** When a sync that broke off is tried again; null when there is nothing to try. */
  retry(now: Date): Retry | null {
    return this.#options.withLedger(({ history }) => {
      // Asked once a minute; most often the last run went well and the others need not be looked at.
      if (retryAfter(history.lastRuns(1), now.getTime()) === null) return null;
      return retryAfter(history.lastRuns(RETRIED_RUNS), now.getTime());
    });
  }

  /** A server that cannot be reached is waited for; one that answers something wrong is a problem, which the run itself tells. */
  async #unmetServer(signal?: AbortSignal): Promise<Unmet | null> {
    try {
      await this.#options.lookAtServer(signal);
      return null;
    } catch (error) {
      const { code } = toProblem(error);
      if (!TRANSIENT.has(code)) return null;
      return { waitingFor: 'server', reason: because('server-silent') };
    }
  }
}

function timezone(): { readonly timezone?: string } {
  const name = systemTimezone();
  return name === null ? {} : { timezone: name };
}
