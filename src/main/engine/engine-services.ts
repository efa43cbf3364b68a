/** The engine as the shell's services: runs and their progress, the schedule, settings, checks, history and log. */
import { once } from 'node:events';
import { runCheck } from '../../core/doctor/check.ts';
import { runDoctor } from '../../core/doctor/doctor.ts';
import { libraryCheck } from '../../core/doctor/library.ts';
import { type Engine, type Status as EngineStatus, scopeOf } from '../../core/engine/engine.ts';
import { followLog, readLastLines } from '../../core/log/follow.ts';
import { ProblemError, toProblem } from '../../core/problem.ts';
import { expandPath } from '../../core/settings/places.ts';
import type { Trigger } from '../../core/sync/outcome.ts';
import type { Progress } from '../../core/sync/progress.ts';
import type { LibraryCheck, LogLine, PauseChoice, ProblemView, RunSummary } from '../../shared/contract.ts';
import type { Vault } from '../adapters/vault.ts';
import type { EngineHandlers, EngineState, Services } from '../services.ts';
import { AppState } from './app-state.ts';
import { appStatus } from './app-status.ts';
import { diagnosticsText } from './diagnostics.ts';
import { dueNow } from './due-now.ts';
import { findLegacyConfig, importLegacyConfig } from './legacy.ts';
import { linesOfRun, parseLogLine } from './log-lines.ts';
import { planPreview } from './plan-preview.ts';
import { remainderItems } from './remainder.ts';
import { retryAfter } from './retry.ts';
import { coverageView, historyDays, runDetails, runSummary } from './run-view.ts';
import { testServer } from './server-test.ts';
import { changeSetting, settingsView } from './settings-view.ts';
import { checkTools, installMissingTool } from './tool-checks.ts';

export interface EngineServicesOptions {
  readonly engine: Engine;
  readonly vault: Vault;
  /** See `installTool`. */
  readonly toolResources: string;
  readonly version: string;
  readonly now?: () => number;
}

const MINUTE = 60_000;
/** Milliseconds between two looks at the schedule: timers are stretched while a Mac naps, so a long one cannot be trusted. */
const LOOK_EVERY = MINUTE;
/** Milliseconds that the network gets after a wake before something starts by itself. */
const SETTLE_AFTER_WAKE = 30_000;
/** Milliseconds between two looks into the ledger during a run. */
const RECOUNT_EVERY = 5_000;
/** Runs that 30 days with many tries can hold. */
const REMEMBERED_RUNS = 1_000;
/** Lines searched for those of one run. */
const SEARCHED_LINES = 50_000;

/** Failures that may go away by themselves. */
const TRANSIENT = new Set<string>(['server-unreachable', 'server-error']);

interface OwnRun {
  readonly stop: AbortController;
  readonly done: Promise<unknown>;
  progress: Progress | null;
}

export async function createEngineServices(options: EngineServicesOptions): Promise<Services> {
  const services = new EngineServices(options);
  await services.refreshFromLedger();
  // The keychain may take its time, or ask the person something: the icon does not wait for it.
  void services.refresh().then(() => services.lookAtSchedule());
  return services;
}

class EngineServices implements Services {
  readonly handlers: EngineHandlers;
  readonly #options: EngineServicesOptions;
  readonly #engine: Engine;
  readonly #appState: AppState;
  readonly #listeners = new Set<() => void>();
  readonly #closing = new AbortController();
  #status: EngineStatus | null = null;
  #runs: readonly RunSummary[] = [];
  /** Until the keychain has been asked it is taken to hold one: with a history there was one, and without it nothing shows it. */
  #hasKey = true;
  #own: OwnRun | null = null;
  /** What kept the last sync from starting at all; such a try leaves no run. */
  #startProblem: ProblemView | null = null;
  #plan: AbortController | null = null;
  #recountedAt = 0;
  #notBefore = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: EngineServicesOptions) {
    this.#options = options;
    this.#engine = options.engine;
    this.#appState = new AppState(options.engine.places.settingsFile);
    this.handlers = this.#createHandlers();
  }

  // --- what the shell asks ---------------------------------------------------------------------------------------------------------------

  state(): EngineState {
    const now = this.#now();
    const status = this.#status;
    const coverage = status === null || status.coverage.assets === 0 ? null : coverageView(status.coverage);
    const [lastRun = null] = this.#runs;
    const problems = [...(this.#startProblem === null ? [] : [this.#startProblem]), ...(status?.problems ?? [])];
    const lastGoodRun = this.#runs.find(isGood) ?? null;
    return {
      status: appStatus({
        hasServer: this.serverUrl() !== null,
        hasKey: this.#hasKey,
        progress: this.#own?.progress ?? null,
        isStopping: this.#own?.stop.signal.aborted ?? false,
        otherRunSince: this.#own === null && status?.running != null ? Date.parse(status.running.since) : null,
        pausedUntil: this.#appState.pausedUntil,
        lastRun: this.#startProblem === null || lastRun === null ? lastRun : { ...lastRun, outcome: 'failed' },
        retry: this.#retry(now),
        problems,
        coverage,
        now,
      }),
      coverage,
      lastRun,
      lastGoodRun,
      triedSince: this.#runs
        .slice(0, lastGoodRun === null ? undefined : this.#runs.indexOf(lastGoodRun))
        .slice(0, 5)
        .map((run) => run.startedAt)
        .reverse(),
      nextRunAt: lastRun === null || status?.nextRun == null ? null : Date.parse(status.nextRun),
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
      for await (const text of followLog(this.#engine.places.logFile, { signal: stop.signal })) {
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

  places() {
    const { logFile, settingsFile } = this.#engine.places;
    return { log: logFile, settings: settingsFile, staging: this.#engine.stagingFolder() };
  }

  async diagnostics(run: number | null): Promise<string> {
    return diagnosticsText(this.#engine, {
      version: this.#options.version,
      tools: await checkTools(this.#engine),
      server: await testServer(this.#engine, null, null).catch(() => null),
      run: run === null ? null : this.#details(run),
    });
  }

  wake(): void {
    this.#notBefore = this.#now() + SETTLE_AFTER_WAKE;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.lookAtSchedule(), SETTLE_AFTER_WAKE + 1);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#timer);
    this.#plan?.abort();
    this.#own?.stop.abort();
    await this.#own?.done.catch(() => {});
    await this.#engine.close();
  }

  // --- the schedule ----------------------------------------------------------------------------------------------------------------------

  lookAtSchedule(): void {
    clearTimeout(this.#timer);
    if (this.#closing.signal.aborted) return;
    this.#timer = setTimeout(() => this.lookAtSchedule(), LOOK_EVERY);
    const now = this.#now();
    if (this.#own !== null || now < this.#notBefore) return;
    void this.refresh().then(() => {
      const [lastRun = null] = this.#runs;
      const due = dueNow({
        schedule: this.#engine.settings.read().schedule,
        now,
        lastStartedAt: lastRun?.startedAt ?? null,
        lastEndedAt: lastRun?.endedAt ?? null,
        pausedUntil: this.#appState.pausedUntil,
        nextTryAt: this.#retry(now)?.nextTryAt ?? null,
      });
      if (due !== null && this.#hasKey && this.#status?.running == null)
        this.#start(due.trigger, due.dueAt).catch(() => {});
    });
  }

  #retry(now: number) {
    if (this.#startProblem !== null) return null;
    return retryAfter(this.#runs, (run) => run.outcome === 'failed' && TRANSIENT.has(this.#problemOf(run.run)), now);
  }

  #problemOf(run: number): string {
    return this.#engine.history(REMEMBERED_RUNS).find((row) => row.id === run)?.report?.problems[0]?.code ?? '';
  }

  // --- runs ------------------------------------------------------------------------------------------------------------------------------

  /** Starts a run and comes back when it is under way, or throws what keeps it from starting. */
  async #start(trigger: Trigger, dueAt: number | null): Promise<void> {
    if (this.#own !== null) return;
    const stop = new AbortController();
    const begun = new AbortController();
    const done = this.#engine.sync({
      trigger,
      dueAt,
      isFull: false,
      signal: stop.signal,
      onProgress: (progress) => {
        if (this.#own !== null) this.#own.progress = progress;
        begun.abort();
        this.#recount();
        this.#changed();
      },
    });
    this.#own = { stop, done, progress: null };
    this.#startProblem = null;
    const finished = this.#settle(done);
    const failure = await Promise.race([finished, once(begun.signal, 'abort').then(() => null)]);
    if (failure !== null) throw failure;
  }

  /** @returns why the run could not start, or null. */
  async #settle(done: Promise<unknown>): Promise<unknown> {
    try {
      await done;
      return null;
    } catch (error) {
      const problem = toProblem(error);
      if (problem.code !== 'another-run') this.#startProblem = problem;
      this.#engine.log.error(`The sync could not start: ${problem.sentence}`);
      return error;
    } finally {
      this.#own = null;
      await this.refresh();
    }
  }

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

  /** All but the key. */
  async refreshFromLedger(): Promise<void> {
    try {
      const status = await this.#engine.status();
      const isRunning = this.#own !== null || status.running !== null;
      this.#runs = this.#engine.history(REMEMBERED_RUNS).map((row, index) => runSummary(row, isRunning && index === 0));
      this.#status = status;
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      this.#startProblem = toProblem(error);
    }
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }

  #details(run: number) {
    const rows = this.#engine.history(REMEMBERED_RUNS);
    const row = rows.find((candidate) => candidate.id === run);
    if (row === undefined) throw new ProblemError('unexpected', { reason: `there is no sync number ${run}` });
    return runDetails(row, row === rows[0] && (this.#own !== null || this.#status?.running != null));
  }

  // --- calls -----------------------------------------------------------------------------------------------------------------------------

  #createHandlers(): EngineHandlers {
    const engine = this.#engine;
    const { vault } = this.#options;
    const settings = async () => settingsView(engine, await vault.view(), this.#now(), this.#runs[0]?.endedAt ?? null);
    const refreshed = async <Value>(value: Value): Promise<Value> => {
      this.#startProblem = null;
      await this.refresh();
      return value;
    };
    return {
      'sync.start': async () => {
        this.#appState.pausedUntil = null;
        await this.#start('manual', null);
        return null;
      },
      'sync.stop': () => {
        this.#own?.stop.abort();
        this.#changed();
        return null;
      },
      'sync.pause': ({ choice }) => {
        this.#appState.pausedUntil = pauseEnd(choice, this.#now());
        this.#changed();
        return null;
      },
      'sync.resume': () => {
        this.#appState.pausedUntil = null;
        this.#changed();
        this.lookAtSchedule();
        return null;
      },
      'settings.get': settings,
      'settings.change': async (change) => {
        changeSetting(engine, change);
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
      'library.check': () => checkLibrary(engine, this.#closing.signal),
      'tools.check': () => checkTools(engine),
      'tools.install': async ({ name }) => {
        await installMissingTool(engine, name, this.#options.toolResources, this.#closing.signal);
        return refreshed(await checkTools(engine));
      },
      'plan.preview': async () => {
        this.#plan?.abort();
        const plan = new AbortController();
        this.#plan = plan;
        return planPreview(engine, await engine.plan({ signal: plan.signal }));
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
        (await runDoctor(engine, this.#closing.signal)).map(({ id, name, finding, problem }) => ({
          check: id,
          title: name,
          state: problem === null ? 'good' : 'bad',
          sentence: finding,
          problem,
        })),
      'history.list': ({ limit }) => this.#runs.slice(0, limit),
      'history.details': ({ run }) => this.#details(run),
      'remainder.list': ({ reason, limit }) =>
        remainderItems({
          ledgerFile: engine.places.ledgerFile,
          scope: scopeOf(engine.settings.read()),
          reason,
          limit,
        }),
      'trash.decide': async (request) => {
        await engine.decideTrash({ ...request, signal: this.#closing.signal });
        return refreshed(null);
      },
      'log.read': async ({ run, limit }) => {
        const texts = await readLastLines(engine.places.logFile, run === null ? limit : SEARCHED_LINES);
        const wanted = run === null ? texts : linesOfRun(texts, ...timesOf(this.#details(run)));
        return wanted.slice(-limit).map(parseLogLine);
      },
    };
  }
}

const isGood = (run: RunSummary) => run.outcome === 'done' || run.outcome === 'nothing-new';

const timesOf = (run: RunSummary): [number, number | null] => [run.startedAt, run.endedAt];

function pauseEnd(choice: PauseChoice, now: number): number {
  switch (choice) {
    case 'hour':
      return now + 60 * MINUTE;
    case 'tomorrow': {
      const tomorrow = new Date(now);
      tomorrow.setDate(tomorrow.getDate() + 1);
      tomorrow.setHours(0, 0, 0, 0);
      return tomorrow.getTime();
    }
    case 'open-end':
      return Number.POSITIVE_INFINITY;
  }
}

const ACCESS: Readonly<Record<string, LibraryCheck['access']>> = {
  'library-no-access': 'no-access',
  'library-missing': 'missing',
  'library-not-a-library': 'not-a-library',
};

async function checkLibrary(engine: Engine, signal: AbortSignal): Promise<LibraryCheck> {
  const path = expandPath(engine.settings.read().library.path, engine.places);
  const { problem } = await runCheck(libraryCheck, engine, signal);
  return { path, access: problem === null ? 'readable' : (ACCESS[problem.code] ?? 'unknown'), problem };
}
