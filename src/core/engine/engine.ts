/**
 * Everything the product can do, for whoever asks: the command line and the app's shell use this and nothing below it. An engine belongs
 * to one home (settings, ledger, staging, logs); several may exist at a time, the run lock sees to it that one runs.
 */
import type { Redactor } from '../log/redaction.ts';
import type { Log } from '../log/sync-log.ts';
import type { RunReport } from '../model/run-report.ts';
import type { SyncRequest, Watched } from '../model/run-request.ts';
import type { ToolName } from '../model/tools.ts';
import { ScheduleBook } from '../schedule/schedule-book.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { type Paths, preparePaths } from '../settings/paths.ts';
import type { SettingsStore } from '../settings/store.ts';
import type { PlanReport } from '../sync/preview.ts';
import type { Verification, VerifyOptions } from '../sync/verify-library.ts';
import { systemReader } from '../system/read-system.ts';
import { systemWakefulness } from '../system/wakefulness.ts';
import type { ToolReport } from '../tools/choose.ts';
import { Connection } from './connection.ts';
import { Decisions } from './decisions.ts';
import { Finder } from './finder.ts';
import { Home } from './home.ts';
import { Hooks } from './hooks.ts';
import { LedgerAccess } from './ledger-access.ts';
import type { EngineOptions } from './options.ts';
import { Records } from './records.ts';
import { recover } from './recovery.ts';
import { RemotePictures } from './remote-pictures.ts';
import { RunSession } from './run-session.ts';
import { ServerAccess } from './server-access.ts';
import { ToolUpdates } from './tool-updates.ts';
import { Tools } from './tools.ts';
import { type ForecastPlan, Works } from './works.ts';

export class Engine {
  readonly paths: Paths;
  readonly secrets: Secrets;
  readonly settings: SettingsStore;
  readonly redactor: Redactor;
  readonly log: Log;
  readonly schedule: ScheduleBook;
  /** What is in progress, to be watched and stopped. */
  readonly runs: RunSession;
  readonly server: ServerAccess;
  readonly connection: Connection;
  readonly records: Records;
  readonly decisions: Decisions;
  readonly finder: Finder;
  readonly remotePictures: RemotePictures;
  readonly tools: Tools;
  readonly toolUpdates: ToolUpdates;
  /** Services that are notified of each sync. */
  readonly hooks: Hooks;
  readonly #home: Home;
  readonly #ledger: LedgerAccess;
  readonly #works: Works;

  private constructor(options: EngineOptions) {
    const home = new Home(options);
    const { paths, secrets, settings, redactor, log, now } = home;
    this.#home = home;
    [this.paths, this.secrets, this.settings, this.redactor, this.log] = [paths, secrets, settings, redactor, log];
    this.#ledger = new LedgerAccess(home);
    this.server = new ServerAccess(home, this.#ledger);
    this.connection = new Connection(home);
    this.runs = new RunSession(home, this.#ledger, options.wakefulness ?? systemWakefulness(process.platform));
    this.schedule = new ScheduleBook({
      settings,
      withLedger: (work) => this.#ledger.use(work),
      log,
      runFolder: paths.runFolder,
      system: options.system ?? systemReader(process.platform),
      lookAtServer: (signal) => this.server.look(signal),
      now,
    });
    this.hooks = new Hooks(home, this.#ledger, options.hookSecrets ?? null);
    this.records = new Records(home, this.#ledger, this.server, this.schedule, this.hooks);
    this.finder = new Finder(home, this.#ledger);
    this.remotePictures = new RemotePictures(home, this.server);
    this.tools = new Tools(home, this.runs);
    this.decisions = new Decisions(home, this.#ledger, this.server, this.runs);
    this.toolUpdates = new ToolUpdates(home, this.#ledger, this.runs, this.server, this.schedule);
    this.#works = new Works(home, this.#ledger, this);
  }

  /** @throws {ProblemError} settings-unreadable, folder-unusable */
  static async open(options: EngineOptions): Promise<Engine> {
    await preparePaths(options.paths);
    return new Engine(options);
  }

  async close(): Promise<void> {
    this.finder.close();
    await this.hooks.close();
    await this.remotePictures.close();
    await this.#ledger.close();
    await this.log.flush();
  }

  /**
   * Does one run. What goes wrong inside it is in its report.
   * @throws {ProblemError} what keeps it from starting: not-set-up, another-run, ledger-unusable, keychain-unavailable, stopped.
   */
  sync(request: SyncRequest): Promise<RunReport> {
    return this.#works.sync(request);
  }

  /**
   * Finds out what a run would do, without changing anything on the server.
   * @throws {ProblemError}
   */
  plan(request: Watched): Promise<ForecastPlan> {
    return this.#works.plan(request);
  }

  /** How long a plan takes and what it needs under the settings as they are now, which may have changed since it was made. */
  foretell(report: PlanReport): ForecastPlan {
    return this.#works.foretell(report);
  }

  /**
   * Asks the server about everything that is known of it, and tells it asset by asset; with `deep` reads files back from its disk.
   * @throws {ProblemError} download-forbidden; what keeps a sync from starting
   */
  verify(request: Watched & VerifyOptions): Promise<Verification> {
    return this.#works.verify(request);
  }

  /**
   * Clears away what an interrupted run left behind, unless a run is in progress. To be called at every start.
   * @returns whether there was anything to do
   * @throws {ProblemError} ledger-unusable, folder-unusable, settings-unreadable
   */
  recover(): Promise<boolean> {
    return recover(this.#home, this.#ledger);
  }

  /** Absolute. */
  stagingFolder(): string {
    return this.#home.stagingFolder();
  }

  /** @throws {ProblemError} tool-missing, tool-too-old, tool-unusable */
  findTool(tool: ToolName): Promise<ToolReport> {
    return this.#home.findTool(tool);
  }
}
