/** What the windows show, read from the engine again whenever something has happened, and told as whole snapshots. */

import type { Engine } from '../../core/engine/engine.ts';
import type { Overview } from '../../core/engine/overview.ts';
import type { RunRow } from '../../core/ledger/run-history.ts';
import type { CheckProgress, CheckResult } from '../../core/model/library-check.ts';
import { ProblemError, toProblem } from '../../core/model/problem.ts';
import type { Progress } from '../../core/model/progress.ts';
import { quote } from '../../core/model/reasons.ts';
import { MOMENTARY } from '../../core/schedule/retry.ts';
import type { Clock, Scheduler } from '../../core/schedule/scheduler.ts';
import type { ProblemView, RunDetails, RunSummary, ToolSetUpView } from '../../shared/contract.ts';
import { appStatus, toLookAt } from './app-status.ts';
import { cloudView, forecastView } from './forecast-view.ts';
import { OtherRun } from './other-run.ts';
import { progressView } from './progress-view.ts';
import { ReadingOrder } from './reading-order.ts';
import { coverageView, historyDays, runDetails, runSummary } from './run-view.ts';
import type { EngineState } from './services.ts';

export interface AppStateOptions {
  readonly engine: Engine;
  readonly hasKey: () => Promise<boolean>;
  /** The run of the app's own, while one is in progress. */
  readonly ownRun: () => Scheduler['running'];
  readonly clock: Clock;
}

const HOUR = 3_600_000;
/** Milliseconds between two looks into the ledger during a run. */
const RECOUNT_EVERY = 5_000;
/** Milliseconds until what could not be read is read again: a ledger that another process was at for too long, a settings file that is not repaired yet. */
const READ_AGAIN = 5_000;
/** Rows that 30 days with many tries can hold. */
const REMEMBERED_RUNS = 1_000;

export class AppState {
  readonly #options: AppStateOptions;
  readonly #engine: Engine;
  /** A sync that another process of this home does. */
  readonly other: OtherRun;
  readonly #listeners = new Set<() => void>();
  readonly #readings = new ReadingOrder();
  #status: Overview | null = null;
  #runs: readonly RunSummary[] = [];
  /** Until the keychain has been asked it is taken to hold one: with a history there was one, and without it nothing shows it. */
  #hasKey = true;
  #progress: Progress | null = null;
  #planProgress: Progress | null = null;
  #checking: CheckProgress | null = null;
  #lastCheck: CheckResult | null = null;
  #settingUpTools: ToolSetUpView | null = null;
  #startProblem: ProblemView | null = null;
  /** What keeps the ledger from being read. */
  #ledgerProblem: ProblemView | null = null;
  #recountedAt = 0;
  #cancelReading: (() => void) | null = null;
  #isClosed = false;

  constructor(options: AppStateOptions) {
    this.#options = options;
    this.#engine = options.engine;
    this.other = new OtherRun({
      folder: options.engine.paths.runFolder,
      onProgress: () => {
        this.#recount();
        this.#changed();
      },
      onChange: () => void this.refreshFromLedger(),
    });
  }

  /** The engine's status as it was last read; null before. */
  get status(): Overview | null {
    return this.#status;
  }

  /** The newest first, as they were last read. */
  get runs(): readonly RunSummary[] {
    return this.#runs;
  }

  now(): number {
    return this.#options.clock.now();
  }

  snapshot(): EngineState {
    const now = this.now();
    const status = this.#status;
    // Before anything is told of them: the file may have been repaired, or spoilt, since the last look.
    const { server, conditions, app } = this.#engine.settings.read();
    const broken = this.#broken;
    const coverage =
      status === null || !status.isChecked || status.coverage.assets === 0
        ? null
        : coverageView(status.coverage, {
            verifiedAt: status.verifiedAt === null ? null : Date.parse(status.verifiedAt),
            cloud: cloudView(status.cloudChoices, status.cloud.downloadsPerNight),
          });
    const lastRun = status?.lastRun == null ? null : this.#summary(status.lastRun);
    const stopping = broken ?? this.#startProblem;
    const problems = [...(stopping === null ? [] : [stopping]), ...toLookAt(status?.problems ?? [])];
    const lastGoodRun = status?.lastGoodRun == null ? null : this.#summary(status.lastGoodRun);
    const own = this.#options.ownRun();
    const nextRunAt = lastRun === null || status?.nextRun == null ? null : Date.parse(status.nextRun);
    const other = own === null ? this.other.sync : null;
    const hasServer = server.url !== null;
    return {
      status: appStatus({
        hasServer,
        hasKey: this.#hasKey,
        broken,
        progress: own === null ? (other?.progress ?? null) : this.#progress,
        isStopping: (own ?? other)?.isStopping ?? false,
        otherRunSince: this.#otherRunSince(),
        pause: status?.pause ?? null,
        lastRun: this.#startProblem === null || lastRun === null ? lastRun : { ...lastRun, outcome: 'failed' },
        waiting: status?.waiting ?? null,
        overdue: this.#runs[0]?.outcome === 'skipped' && this.#runs[0].waited !== null ? this.#runs[0] : null,
        nextRunAt,
        waitsFor: conditions.waitAtMost * HOUR,
        retry: this.#startProblem === null ? (status?.retry ?? null) : null,
        problems,
        coverage,
        now,
      }),
      coverage,
      previewing: this.#planProgress === null ? null : progressView(this.#planProgress),
      checking: this.#checking,
      lastCheck: this.#lastCheck,
      settingUpTools: this.#settingUpTools,
      importing: status?.forecast?.isImport === true ? forecastView(status.forecast) : null,
      lastRun,
      lastGoodRun,
      triedSince: this.#runs
        .filter((run) => isTry(run) && run.run > (lastGoodRun?.run ?? 0))
        .slice(0, 5)
        .map((run) => run.startedAt)
        .reverse(),
      nextRunAt,
      history: historyDays(this.#runs, now),
      problems,
      hasServer,
      showsPictures: app.showPictures,
    };
  }

  /** @returns what ends the listening. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Of our own run. */
  ownProgress(progress: Progress): void {
    const isOtherPhase = progress.phase !== this.#progress?.phase;
    this.#progress = progress;
    this.#recount(isOtherPhase);
    this.#changed();
  }

  /** Of a preview; null when none is made (any more). */
  planProgress(progress: Progress | null): void {
    this.#planProgress = progress;
    this.#changed();
  }

  /** Of a check of everything; null when none is made (any more). */
  checkProgress(progress: CheckProgress | null): void {
    this.#checking = progress;
    this.#changed();
  }

  /** Null when no tools are being set up (any more). */
  settingUpTools(view: ToolSetUpView | null): void {
    this.#settingUpTools = view;
    this.#changed();
  }

  /** The last sync could not start at all, which leaves no run. */
  startFailed(problem: ProblemView): void {
    // That the settings cannot be read is reported as long as it is so.
    if (this.#engine.settings.problem === null) this.#startProblem = problem;
    this.#changed();
  }

  forgetStartFailure(): void {
    this.#startProblem = null;
  }

  /** For a handler that has changed something: reads everything again. @returns its answer */
  async refreshed<Value>(value: Value): Promise<Value> {
    this.forgetStartFailure();
    await this.refresh();
    return value;
  }

  /** Reads everything that the state is made of. */
  async refresh(): Promise<void> {
    this.#hasKey = await this.#options.hasKey();
    await this.refreshFromLedger();
  }

  /** All but the key. */
  async refreshFromLedger(): Promise<void> {
    // Looking for a process takes longer while a run is in progress than after it: the two readings around its end come in either order.
    const isNewest = this.#readings.begin();
    try {
      const status = await this.#engine.records.overview();
      if (!isNewest()) return;
      this.#status = status;
      this.#ledgerProblem = null;
      this.#lastCheck = this.#engine.settings.problem === null ? this.#engine.records.lastCheck() : null;
      if (this.#otherRunSince() !== null) void this.other.look();
      this.#runs = this.#engine.records.history(REMEMBERED_RUNS).map((row) => this.#summary(row));
    } catch (error) {
      if (this.#isClosed || !isNewest()) return;
      const problem = toProblem(error);
      if (MOMENTARY.has(problem.code)) {
        // What was read before stays.
        this.#readAgain();
        return;
      }
      this.#ledgerProblem = problem;
    }
    if (this.#engine.settings.problem !== null) this.#readAgain();
    this.#changed();
  }

  #readAgain(): void {
    this.#cancelReading?.();
    if (!this.#isClosed)
      this.#cancelReading = this.#options.clock.after(READ_AGAIN, () => void this.refreshFromLedger());
  }

  /** Clears away what a run left behind that the app, the command or the Mac did not survive. */
  async recover(): Promise<void> {
    try {
      await this.#engine.recover();
    } catch (error) {
      const problem = toProblem(error);
      if (MOMENTARY.has(problem.code)) return;
      this.#ledgerProblem = problem;
      this.#changed();
    }
  }

  /** @throws {ProblemError} unexpected, when there is no such run */
  details(run: number): RunDetails {
    const row = this.#engine.records.history(REMEMBERED_RUNS).find((candidate) => candidate.id === run);
    if (row === undefined) throw new ProblemError('unexpected', { reason: quote(`there is no sync number ${run}`) });
    return runDetails(row, this.#isRunning(row));
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelReading?.();
    this.other.close();
  }

  get #broken(): ProblemView | null {
    return this.#engine.settings.problem ?? this.#ledgerProblem;
  }

  /** Reads the ledger again, now and then and where a phase has ended, so that the true number moves during a run. */
  #recount(isDue = false): void {
    const now = this.now();
    if (!isDue && now - this.#recountedAt < RECOUNT_EVERY) return;
    this.#recountedAt = now;
    void this.refresh();
  }

  /** Milliseconds since 1970 of the start of a run by another process; null when none is in progress. */
  #otherRunSince(): number | null {
    const running = this.#status?.running ?? null;
    return running === null || running.pid === process.pid ? null : Date.parse(running.since);
  }

  #summary(row: RunRow): RunSummary {
    return runSummary(row, this.#isRunning(row));
  }

  /** Only the newest run can be the one in progress. */
  #isRunning(row: RunRow): boolean {
    const isRunning = this.#options.ownRun() !== null || this.#status?.running != null;
    return isRunning && row.id === this.#status?.lastRun?.id;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Not a due time that was skipped, or that waits. */
const isTry = ({ outcome }: RunSummary) => outcome !== 'skipped' && outcome !== 'waiting';
