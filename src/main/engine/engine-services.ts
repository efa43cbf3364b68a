/** The engine as the shell's services: runs and their progress, the schedule, settings, checks, history and log. */
import { refreshAgent } from '../../core/agent/agent.ts';
import { systemLaunchControl } from '../../core/agent/launch-control.ts';
import { listenAsApp } from '../../core/attach/app-listener.ts';
import { runCheck } from '../../core/doctor/check.ts';
import { runDoctor } from '../../core/doctor/doctor.ts';
import { libraryCheck } from '../../core/doctor/library.ts';
import type { Engine } from '../../core/engine/engine.ts';
import type { Status as EngineStatus } from '../../core/engine/status.ts';
import type { RunRow } from '../../core/ledger/run-history.ts';
import { followLog, readLastLines } from '../../core/log/follow.ts';
import { ProblemError, toProblem } from '../../core/model/problem.ts';
import type { Progress } from '../../core/model/progress.ts';
import { MOMENTARY } from '../../core/schedule/retry.ts';
import { type Clock, Scheduler, systemClock } from '../../core/schedule/scheduler.ts';
import { expandPath } from '../../core/settings/paths.ts';
import type { LibraryCheck, LogLine, PauseChoice, ProblemView, RunSummary } from '../../shared/contract.ts';
import type { Vault } from '../adapters/vault.ts';
import type { EngineHandlers, EngineState, Services } from '../services.ts';
import { appStatus } from './app-status.ts';
import { diagnosticsText } from './diagnostics.ts';
import { forecastView } from './forecast-view.ts';
import { findLegacyConfig, importLegacyConfig } from './legacy.ts';
import { LibraryLook } from './library-check.ts';
import { linesOfRun, parseLogLine } from './log-lines.ts';
import { OtherRun } from './other-run.ts';
import { planPreview } from './plan-preview.ts';
import { progressView } from './progress-view.ts';
import { ReadingOrder } from './reading-order.ts';
import { coverageView, historyDays, remainderItems, runDetails, runSummary } from './run-view.ts';
import { testServer } from './server-test.ts';
import { changeSetting, settingsView } from './settings-view.ts';
import { checkTools, installMissingTool } from './tool-checks.ts';

export interface EngineServicesOptions {
  readonly engine: Engine;
  readonly vault: Pick<Vault, 'view' | 'write' | 'remove'>;
  /** See `installTool`. */
  readonly toolResources: string;
  readonly version: string;
  /** The system's if not given. */
  readonly clock?: Clock;
}

const HOUR = 3_600_000;
/** Milliseconds between two looks into the ledger during a run. */
const RECOUNT_EVERY = 5_000;
/** Milliseconds until the ledger is read again where another process was at it for too long. */
const READ_AGAIN = 5_000;
/** Rows that 30 days with many tries can hold. */
const REMEMBERED_RUNS = 1_000;
/** Lines searched for those of one run. */
const SEARCHED_LINES = 50_000;

export async function createEngineServices(options: EngineServicesOptions): Promise<Services> {
  const services = new EngineServices(options);
  await services.refreshFromLedger();
  // The keychain may take its time, or ask the person something: the icon does not wait for it.
  void services
    .recover()
    .then(() => services.refresh())
    .then(() => services.watchSchedule());
  await services.listen();
  return services;
}

class EngineServices implements Services {
  readonly handlers: EngineHandlers;
  readonly #options: EngineServicesOptions;
  readonly #engine: Engine;
  readonly #scheduler: Scheduler;
  readonly #other: OtherRun;
  readonly #library: LibraryLook;
  readonly #listeners = new Set<() => void>();
  readonly #closing = new AbortController();
  readonly #readings = new ReadingOrder();
  #status: EngineStatus | null = null;
  #runs: readonly RunSummary[] = [];
  /** Until the keychain has been asked it is taken to hold one: with a history there was one, and without it nothing shows it. */
  #hasKey = true;
  /** Of our own run, while one goes on. */
  #progress: Progress | null = null;
  /** What kept the last sync from starting at all; such a try leaves no run. */
  #startProblem: ProblemView | null = null;
  /** What keeps the ledger from being read. */
  #ledgerProblem: ProblemView | null = null;
  #plan: AbortController | null = null;
  /** Of a preview, while it is made. */
  #planProgress: Progress | null = null;
  #recountedAt = 0;
  #stopListening: (() => Promise<void>) | null = null;

  constructor(options: EngineServicesOptions) {
    this.#options = options;
    this.#engine = options.engine;
    this.#scheduler = new Scheduler(
      options.engine,
      {
        onChange: () => void this.refresh(),
        onProgress: (progress) => {
          this.#progress = progress;
          this.#recount();
          this.#changed();
        },
        onReport: () => {
          this.#startProblem = null;
        },
        onProblem: (problem) => {
          this.#startProblem = problem;
          this.#engine.log.error(`The sync could not start: ${problem.sentence}`);
        },
      },
      options.clock,
    );
    this.#other = new OtherRun({
      folder: options.engine.paths.runFolder,
      onProgress: () => {
        this.#recount();
        this.#changed();
      },
      onChange: () => void this.refreshFromLedger(),
    });
    this.#library = new LibraryLook({
      platform: process.platform,
      wasReadBefore: () => (this.#status?.coverage.assets ?? 0) > 0,
      path: () => libraryPath(options.engine),
      look: () => checkLibrary(options.engine, this.#closing.signal),
    });
    this.handlers = this.#createHandlers();
  }

  // --- what the shell asks ---------------------------------------------------------------------------------------------------------------

  state(): EngineState {
    const now = this.#now();
    const status = this.#status;
    const coverage =
      status === null || !status.isChecked || status.coverage.assets === 0
        ? null
        : coverageView(status.coverage, {
            verifiedAt: status.verifiedAt === null ? null : Date.parse(status.verifiedAt),
            cloud: { bytes: status.cloud.bytes, perNight: status.cloud.fetchPerNight },
          });
    const lastRun = status?.lastRun == null ? null : this.#summary(status.lastRun);
    const stopping = this.#broken ?? this.#startProblem;
    const problems = [...(stopping === null ? [] : [stopping]), ...(status?.problems ?? [])];
    const lastGoodRun = status?.lastGoodRun == null ? null : this.#summary(status.lastGoodRun);
    const own = this.#scheduler.running;
    const nextRunAt = lastRun === null || status?.nextRun == null ? null : Date.parse(status.nextRun);
    const other = own === null ? this.#other.sync : null;
    return {
      status: appStatus({
        hasServer: this.serverUrl() !== null,
        hasKey: this.#hasKey,
        broken: this.#broken,
        progress: own === null ? (other?.progress ?? null) : this.#progress,
        isStopping: (own ?? other)?.isStopping ?? false,
        otherRunSince: this.#otherRunSince(),
        pause: status?.pause ?? null,
        lastRun: this.#startProblem === null || lastRun === null ? lastRun : { ...lastRun, outcome: 'failed' },
        waiting: status?.waiting ?? null,
        overdue: this.#runs[0]?.outcome === 'skipped' && this.#runs[0].waited !== null ? this.#runs[0] : null,
        nextRunAt,
        waitsFor: this.#engine.settings.read().conditions.waitAtMost * HOUR,
        retry: this.#startProblem === null ? (status?.retry ?? null) : null,
        problems,
        coverage,
        now,
      }),
      coverage,
      previewing: this.#planProgress === null ? null : progressView(this.#planProgress),
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
      hasServer: this.serverUrl() !== null,
    };
  }

  onState(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Follows the log file for as long as someone listens. */
  onLogLines(listener: (lines: readonly LogLine[]) => void): () => void {
    const stop = new AbortController();
    const follow = async () => {
      let number = SEARCHED_LINES;
      for await (const text of followLog(this.#engine.paths.logFile, { signal: stop.signal })) {
        number += 1;
        listener([parseLogLine(text, number)]);
      }
    };
    follow().catch((error: unknown) => this.#engine.log.warn('The log could not be followed', error));
    return () => stop.abort();
  }

  serverUrl(): string | null {
    return this.#engine.settings.read().server.url;
  }

  paths() {
    const { logFile, settingsFile, ledgerFile } = this.#engine.paths;
    return { log: logFile, settings: settingsFile, ledger: ledgerFile, staging: this.#engine.stagingFolder() };
  }

  async diagnostics(run: number | null): Promise<string> {
    return diagnosticsText(this.#engine, {
      version: this.#options.version,
      tools: await checkTools(this.#engine),
      server: await testServer(this.#engine, null, null).catch(() => null),
      run: run === null ? null : this.#details(run),
    });
  }

  // What the system's events call is bound: they call it as a function of their own.
  readonly wake = (): void => this.#scheduler.wake();

  readonly plugIn = (): void => this.#scheduler.lookSoon();

  readonly sleep = (): void => this.#scheduler.sleep();

  readonly quitStopsSync = (): boolean => this.#scheduler.running?.isStopping === false;

  readonly sessionEnds = (): void => this.#scheduler.sessionEnds();

  /** Lets commands of this home reach the app. */
  async listen(): Promise<void> {
    this.#stopListening = await listenAsApp({
      engine: this.#engine,
      startSync: ({ isFull }) => this.#scheduler.runNow({ trigger: 'command', isFull }),
      onChange: () => void this.refreshFromLedger(),
    });
  }

  watchSchedule(): void {
    if (!this.#closing.signal.aborted) this.#scheduler.start();
  }

  readonly close = async (): Promise<void> => {
    this.#closing.abort();
    this.#plan?.abort();
    this.#other.close();
    await this.#scheduler.close();
    await this.#stopListening?.();
    await this.#engine.close();
  };

  // --- the state -------------------------------------------------------------------------------------------------------------------------

  /** Reads the ledger again, now and then, so that the true number moves during a run. */
  #recount(): void {
    const now = this.#now();
    if (now - this.#recountedAt < RECOUNT_EVERY) return;
    this.#recountedAt = now;
    void this.refresh();
  }

  /** Reads everything that the state is made of. */
  async refresh(): Promise<void> {
    this.#hasKey = (await this.#options.vault.view()).state !== 'none';
    await this.refreshFromLedger();
  }

  get #broken(): ProblemView | null {
    return this.#engine.settings.problem ?? this.#ledgerProblem;
  }

  /** What a run left behind that the app, the command or the Mac did not survive. */
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

  /** All but the key. */
  async refreshFromLedger(): Promise<void> {
    // Looking for a process takes longer while a run goes on than after it: the two readings around its end come in either order.
    const isNewest = this.#readings.begin();
    try {
      const status = await this.#engine.records.status();
      if (!isNewest()) return;
      this.#status = status;
      this.#ledgerProblem = null;
      if (this.#otherRunSince() !== null) void this.#other.look();
      this.#runs = this.#engine.records.history(REMEMBERED_RUNS).map((row) => this.#summary(row));
    } catch (error) {
      if (this.#closing.signal.aborted || !isNewest()) return;
      const problem = toProblem(error);
      if (MOMENTARY.has(problem.code)) {
        // What was read before stays.
        (this.#options.clock ?? systemClock).after(READ_AGAIN, () => {
          if (!this.#closing.signal.aborted) void this.refreshFromLedger();
        });
        return;
      }
      this.#ledgerProblem = problem;
    }
    this.#changed();
  }

  /** Milliseconds since 1970 of the start of a run by another process; null when none goes on. */
  #otherRunSince(): number | null {
    const running = this.#status?.running ?? null;
    return running === null || running.pid === process.pid ? null : Date.parse(running.since);
  }

  /** Behind the scenes: a job in the middle of a sync takes its time to end. */
  #refreshAgent(): void {
    const launchControl = systemLaunchControl(process.platform);
    refreshAgent({ engine: this.#engine, launchControl }).catch((error: unknown) =>
      this.#engine.log.warn(`The agent did not get the new times. ${toProblem(error).sentence}`),
    );
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  #summary(row: RunRow): RunSummary {
    return runSummary(row, this.#isRunning(row));
  }

  /** Only the newest run can be the one that goes on. */
  #isRunning(row: RunRow): boolean {
    return (this.#scheduler.running !== null || this.#status?.running != null) && row.id === this.#status?.lastRun?.id;
  }

  #now(): number {
    return (this.#options.clock ?? systemClock).now();
  }

  #details(run: number) {
    const row = this.#engine.records.history(REMEMBERED_RUNS).find((candidate) => candidate.id === run);
    if (row === undefined) throw new ProblemError('unexpected', { reason: `there is no sync number ${run}` });
    return runDetails(row, this.#isRunning(row));
  }

  // --- calls -----------------------------------------------------------------------------------------------------------------------------

  #createHandlers(): EngineHandlers {
    const engine = this.#engine;
    const { vault } = this.#options;
    const settings = async () => settingsView(engine, await vault.view());
    const refreshed = async <Value>(value: Value): Promise<Value> => {
      this.#startProblem = null;
      await this.refresh();
      return value;
    };
    return {
      'sync.start': async () => {
        this.#startProblem = null;
        if (engine.schedule.pause() !== null) engine.schedule.resume();
        try {
          await this.#scheduler.runNow();
        } catch (error) {
          const problem = toProblem(error);
          if (problem.code === 'another-run') {
            // What was wanted happens already: it is shown.
            await this.refreshFromLedger();
            return null;
          }
          if (!MOMENTARY.has(problem.code)) this.#startProblem = problem;
          this.#changed();
          throw error;
        }
        return null;
      },
      'sync.stop': () => {
        this.#other.stop();
        void this.#scheduler.stop();
        return null;
      },
      'sync.pause': async ({ choice }) => {
        engine.schedule.pauseUntil(pauseEnd(choice, this.#now()));
        await this.refresh();
        return null;
      },
      'sync.resume': async () => {
        engine.schedule.resume();
        await this.refresh();
        this.#scheduler.look();
        return null;
      },
      'settings.get': settings,
      'settings.change': async (change) => {
        changeSetting(engine, change);
        if (change.name.startsWith('schedule.')) this.#refreshAgent();
        return refreshed(await settings());
      },
      'key.save': async ({ key }) => {
        await vault.write(key);
        return refreshed(await vault.view());
      },
      'key.remove': async () => {
        await vault.remove();
        return refreshed(await vault.view());
      },
      'server.test': ({ url, key }) => testServer(engine, url, key),
      'user.accept': async () => {
        await engine.decisions.acceptUser(this.#closing.signal);
        if (this.#status?.running == null) await this.#scheduler.runNow();
        return refreshed(null);
      },
      'library.check': (request) => this.#library.check(request),
      'networks.current': () => engine.schedule.currentRouters(),
      'albums.adoptable': () => engine.records.adoptableAlbums(this.#closing.signal),
      'albums.list': () => engine.records.albums(),
      'tools.check': () => checkTools(engine),
      'tools.install': async ({ name }) => {
        await installMissingTool(engine, name, this.#options.toolResources, this.#closing.signal);
        return refreshed(await checkTools(engine));
      },
      'plan.preview': async () => {
        this.#plan?.abort();
        const plan = new AbortController();
        this.#plan = plan;
        try {
          const report = await engine.plan({
            signal: plan.signal,
            onProgress: (progress) => {
              this.#planProgress = progress;
              this.#changed();
            },
          });
          return await planPreview(engine, report, await engine.records.adoptableAlbums(plan.signal));
        } finally {
          // Another one may have been begun meanwhile.
          if (this.#plan === plan) {
            this.#planProgress = null;
            this.#changed();
          }
        }
      },
      'plan.cancel': () => {
        this.#plan?.abort();
        return null;
      },
      'legacy.find': () => findLegacyConfig(engine),
      'legacy.import': async () => {
        await importLegacyConfig(engine);
        return refreshed(await settings());
      },
      'doctor.run': async () =>
        (await runDoctor(engine, this.#closing.signal)).map(({ id, name, finding, problem, commands }) => ({
          check: id,
          title: name,
          state: problem === null ? 'good' : 'bad',
          sentence: finding,
          problem,
          commands,
        })),
      'history.list': ({ limit }) => this.#runs.slice(0, limit),
      'history.details': ({ run }) => this.#details(run),
      'former-edits.list': ({ limit }) =>
        engine.records
          .formerEdits()
          .slice(0, limit)
          .map(({ remoteId, filename, replacedAt, isUndone }) => ({ remoteId, filename, replacedAt, isUndone })),
      'remainder.list': ({ reason, limit }) => remainderItems(engine.records.remainder(), reason, limit),
      'remainder.decide': async ({ choice, uuids }) => {
        engine.decisions.remainder({ choice, items: uuids });
        // A sync that goes on has its plan already: it is left to the next one.
        if (choice === 'retry' && this.#status?.running == null) await this.#scheduler.runNow();
        return refreshed(null);
      },
      'library.confirm': async () => {
        engine.decisions.confirmLibrary();
        if (this.#status?.running == null) await this.#scheduler.runNow();
        return refreshed(null);
      },
      'trash.decide': async (request) => {
        await engine.decisions.trash({ ...request, signal: this.#closing.signal });
        return refreshed(null);
      },
      'log.read': async ({ run, limit }) => {
        const texts = await readLastLines(engine.paths.logFile, run === null ? limit : SEARCHED_LINES);
        const wanted = run === null ? texts : linesOfRun(texts, ...timesOf(this.#details(run)));
        return wanted.slice(-limit).map(parseLogLine);
      },
    };
  }
}

/** Not a due time that was skipped, or that waits. */
const isTry = ({ outcome }: RunSummary) => outcome !== 'skipped' && outcome !== 'waiting';

const timesOf = (run: RunSummary): [number, number | null] => [run.startedAt, run.endedAt];

/** Null for a pause without an end. */
function pauseEnd(choice: PauseChoice, now: number): Date | null {
  switch (choice) {
    case 'hour':
      return new Date(now + HOUR);
    case 'tomorrow': {
      const tomorrow = new Date(now);
      tomorrow.setDate(tomorrow.getDate() + 1);
      tomorrow.setHours(0, 0, 0, 0);
      return tomorrow;
    }
    case 'open-end':
      return null;
  }
}

const ACCESS: Readonly<Record<string, LibraryCheck['access']>> = {
  'library-no-access': 'no-access',
  'library-no-access-here': 'no-access',
  'library-missing': 'missing',
  'library-not-a-library': 'not-a-library',
};

const libraryPath = (engine: Engine) => expandPath(engine.settings.read().library.path, engine.paths);

async function checkLibrary(engine: Engine, signal: AbortSignal): Promise<LibraryCheck> {
  const path = libraryPath(engine);
  const { problem } = await runCheck(libraryCheck, engine, signal);
  return { path, access: problem === null ? 'readable' : (ACCESS[problem.code] ?? 'unknown'), problem };
}
