/** The engine as the shell's services: its state, and the calls of the windows, which `handlers/` answer window by window. */
import { listenAsApp } from '../../core/attach/app-listener.ts';
import { collectDiagnostics } from '../../core/diagnostics/collect.ts';
import { saveDiagnostics } from '../../core/diagnostics/save.ts';
import type { TextFile } from '../../core/diagnostics/zip.ts';
import type { Engine } from '../../core/engine/engine.ts';
import { followLog } from '../../core/log/follow.ts';
import type { LanguageChoice } from '../../core/model/languages.ts';
import { toProblem } from '../../core/model/problem.ts';
import { type Clock, Scheduler, systemClock } from '../../core/schedule/scheduler.ts';
import type { LogLine, SettingsView } from '../../shared/contract.ts';
import { readOwnWords } from '../own-words.ts';
import { makeLibraryReport, saveReport } from '../report/library-report.ts';
import { reportHtml } from '../report/report-html.ts';
import { AppState } from './app-state.ts';
import { diagnosticsText } from './diagnostics.ts';
import { activityHandlers } from './handlers/activity.ts';
import { checkHandlers } from './handlers/check.ts';
import type { HandlerContext } from './handlers/context.ts';
import { findHandlers } from './handlers/find.ts';
import { popoverHandlers } from './handlers/popover.ts';
import { settingsHandlers } from './handlers/settings.ts';
import { setupHandlers } from './handlers/setup.ts';
import { parseLogLine, SEARCHED_LINES } from './log-lines.ts';
import { testServer } from './server-test.ts';
import type { EngineHandlers, EngineState, Services } from './services.ts';
import { toolViews } from './tool-views.ts';

export interface EngineServicesOptions extends Pick<HandlerContext, 'engine' | 'vault'> {
  readonly version: string;
  /** The system's if not given. */
  readonly clock?: Clock;
}

export async function createEngineServices(options: EngineServicesOptions): Promise<Services> {
  const services = new EngineServices(options);
  await services.open();
  return services;
}

/** Milliseconds from the app's start to its first look for tools, and from each to the next; the engine knows whether it is time. */
const FIRST_TOOLS = 10 * 60_000;
const NEXT_TOOLS = 60 * 60_000;

class EngineServices implements Services {
  readonly handlers: EngineHandlers;
  readonly #version: string;
  readonly #engine: Engine;
  readonly #state: AppState;
  readonly #scheduler: Scheduler;
  readonly #clock: Clock;
  readonly #closing = new AbortController();
  /** As it was shown. */
  #diagnostics: readonly TextFile[] = [];
  #cancelTools: (() => void) | null = null;
  #stopListening: (() => Promise<void>) | null = null;
  #stopObserving: (() => void) | null = null;

  constructor({ engine, vault, version, clock = systemClock }: EngineServicesOptions) {
    this.#version = version;
    this.#engine = engine;
    this.#clock = clock;
    const state = new AppState({
      engine,
      hasKey: async () => (await vault.view()).state !== 'none',
      ownRun: () => this.#scheduler.running,
      clock,
    });
    const scheduler = new Scheduler(
      engine,
      {
        onChange: () => void state.refresh(),
        onProgress: (progress) => state.ownProgress(progress),
        onReport: () => state.forgetStartFailure(),
        onProblem: (problem) => {
          state.startFailed(problem);
          engine.log.error(`The sync could not start: ${problem.sentence}`);
        },
      },
      clock,
    );
    this.#state = state;
    this.#scheduler = scheduler;
    const context = { engine, vault, state, scheduler, closing: this.#closing.signal };
    this.handlers = {
      ...popoverHandlers(context),
      ...settingsHandlers(context),
      ...setupHandlers(context),
      ...activityHandlers(context),
      ...findHandlers(context),
      ...checkHandlers(context),
      'diagnostics.collect': async () => {
        const words = readOwnWords();
        this.#diagnostics = await collectDiagnostics(engine, { version, words, signal: this.#closing.signal });
        return { files: this.#diagnostics };
      },
    };
  }

  /** Reads what there is to show, and begins to watch the schedule and to listen to commands of this home. */
  async open(): Promise<void> {
    const state = this.#state;
    await state.refreshFromLedger();
    // The keychain may take its time, or ask the person something: the icon does not wait for it.
    void state
      .recover()
      .then(() => state.refresh())
      .then(() => {
        if (!this.#closing.signal.aborted) this.#scheduler.start();
      });
    this.#stopListening = await listenAsApp({
      engine: this.#engine,
      startSync: ({ isFull }) => this.#scheduler.runNow({ trigger: 'command', isFull }),
      stopSync: () => void this.#scheduler.stop(),
      onChange: () => void state.refreshFromLedger(),
    });
    this.#stopObserving = this.#engine.hooks.observe(() => void state.refreshFromLedger());
    this.#lookForTools(FIRST_TOOLS);
  }

  #lookForTools(delay: number): void {
    this.#cancelTools = this.#clock.after(delay, () => {
      this.#engine.toolUpdates
        .lookIfDue(this.#closing.signal)
        .catch((error: unknown) => this.#engine.log.warn(`Tool updates: ${toProblem(error).sentence}`))
        .finally(() => {
          if (!this.#closing.signal.aborted) this.#lookForTools(NEXT_TOOLS);
        });
    });
  }

  state(): EngineState {
    return this.#state.snapshot();
  }

  onState(listener: () => void): () => void {
    return this.#state.onChange(listener);
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

  language(): LanguageChoice {
    return this.#engine.settings.read().app.language;
  }

  serverUrl(): string | null {
    return this.#engine.server.openUrl;
  }

  async takeCertificate(address: string, path: string, passphrase: string | null): Promise<SettingsView> {
    await this.#engine.connection.takeCertificate(address, path, passphrase);
    return this.handlers['settings.get'](null);
  }

  async takeAuthority(address: string, path: string): Promise<SettingsView> {
    await this.#engine.connection.takeAuthority(address, path);
    return this.handlers['settings.get'](null);
  }

  readonly notifications = () => this.#engine.settings.read().app.notifications;

  paths() {
    const { logFile, settingsFile, ledgerFile } = this.#engine.paths;
    return { log: logFile, settings: settingsFile, ledger: ledgerFile, staging: this.#engine.stagingFolder() };
  }

  async diagnostics(run: number | null): Promise<string> {
    return diagnosticsText(this.#engine, {
      version: this.#version,
      tools: await toolViews(this.#engine),
      server: await testServer(this.#engine, null, null).catch(() => null),
      run: run === null ? null : this.#state.details(run),
    });
  }

  async saveReport(path: string, at: Date, locale: string): Promise<void> {
    await saveReport(path, reportHtml(await makeLibraryReport(this.#engine, { at, hasNames: false }), locale));
  }

  saveDiagnostics(path: string): Promise<void> {
    return saveDiagnostics(path, this.#diagnostics, { at: new Date(), mayReplace: true });
  }

  // As those of the system's events below.
  readonly pauseUntil = async (until: Date | null): Promise<void> => {
    this.#engine.schedule.pauseUntil(until);
    await this.#state.refresh();
  };

  // What the system's events call is bound: they call it as a function of their own.
  readonly wake = (): void => this.#scheduler.wake();

  readonly plugIn = (): void => this.#scheduler.lookSoon();

  readonly sleep = (): void => this.#scheduler.sleep();

  readonly isBusy = (): boolean => this.#engine.runs.present() !== null || this.#state.other.sync !== null;

  readonly closing = this.#closing.signal;

  readonly quitStopsSync = (): boolean => this.#scheduler.running?.isStopping === false;

  readonly sessionEnds = (): void => this.#scheduler.sessionEnds();

  readonly close = async (): Promise<void> => {
    this.#closing.abort();
    this.#cancelTools?.();
    this.#stopObserving?.();
    this.#state.close();
    await this.#scheduler.close();
    await this.#stopListening?.();
    await this.#engine.close();
  };
}
