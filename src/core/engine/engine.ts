/**
 * Everything the product can do, for whoever asks: the command line and the app's shell use this and nothing below it. An engine belongs
 * to one home (settings, ledger, staging, logs); several may exist at a time, the run lock sees to it that one runs.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { CloudChoices } from '../forecast/cloud.ts';
import { forecastPlan, type PlanForecast } from '../forecast/of-ledger.ts';
import type { Redactor } from '../log/redaction.ts';
import type { Log } from '../log/sync-log.ts';
import { type ProblemCode, toProblem } from '../model/problem.ts';
import type { RunReport } from '../model/run-report.ts';
import type { SyncRequest, Watched } from '../model/run-request.ts';
import type { ToolName } from '../model/tools.ts';
import { MOMENTARY } from '../schedule/retry.ts';
import { ScheduleBook } from '../schedule/schedule-book.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { type Paths, preparePaths } from '../settings/paths.ts';
import type { SettingsStore } from '../settings/store.ts';
import { type PlanReport, planSync } from '../sync/preview.ts';
import { runSync } from '../sync/run.ts';
import type { RunContext } from '../sync/run-context.ts';
import type { SyncSettings } from '../sync/settings.ts';
import { type Verification, type VerifyOptions, verifyLibrary } from '../sync/verify-library.ts';
import { systemReader } from '../system/read-system.ts';
import { systemWakefulness } from '../system/wakefulness.ts';
import type { ToolReport } from '../tools/choose.ts';
import { modelsOf } from '../tools/sets/set-in-use.ts';
import { Connection } from './connection.ts';
import { currentTarget, explainRefusedKey, recogniseUser, rememberChecked, rememberTarget } from './current-target.ts';
import { Decisions } from './decisions.ts';
import { Finder } from './finder.ts';
import { Home } from './home.ts';
import { Hooks } from './hooks.ts';
import { LedgerAccess } from './ledger-access.ts';
import type { EngineOptions } from './options.ts';
import { cloudChoicesOf, cloudOf, forecastOptions } from './overview.ts';
import { Records } from './records.ts';
import { recover } from './recovery.ts';
import { RemotePictures } from './remote-pictures.ts';
import { RunSession } from './run-session.ts';
import { ServerAccess } from './server-access.ts';
import { type StatusDocument, statusDocument } from './status-document.ts';
import { ToolUpdates } from './tool-updates.ts';
import { Tools } from './tools.ts';

/** What the next sync would do, how long that takes and what it needs. */
export interface ForecastPlan extends PlanReport {
  readonly forecast: PlanForecast;
  /** Whether the person is to be asked about originals in iCloud, and what can be chosen. */
  readonly cloudChoices: CloudChoices;
}

/** What keeps a sync from starting and is told to no service: it was never set up, or another sync is at it. */
const UNTOLD: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['not-set-up', 'another-run', ...MOMENTARY]);

export class Engine {
  readonly paths: Paths;
  readonly secrets: Secrets;
  readonly settings: SettingsStore;
  readonly redactor: Redactor;
  readonly log: Log;
  readonly schedule: ScheduleBook;
  /** What goes on, to be watched and stopped. */
  readonly runs: RunSession;
  readonly server: ServerAccess;
  readonly connection: Connection;
  readonly records: Records;
  readonly decisions: Decisions;
  readonly finder: Finder;
  readonly remotePictures: RemotePictures;
  readonly tools: Tools;
  readonly toolUpdates: ToolUpdates;
  /** Services that are told of each sync. */
  readonly hooks: Hooks;
  readonly #home: Home;
  readonly #ledger: LedgerAccess;

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
   * @throws {ProblemError} what keeps it from starting: not-set-up, another-run, ledger-unusable, keychain-unavailable.
   */
  async sync(request: SyncRequest): Promise<RunReport> {
    const ping = randomUUID();
    try {
      const report = await this.#syncTold(request, ping);
      this.hooks.tell({ kind: 'ended', ping, report });
      return report;
    } catch (error) {
      const problem = toProblem(error);
      if (!UNTOLD.has(problem.code)) this.hooks.tell({ kind: 'not-started', ping, problem });
      throw error;
    } finally {
      // Behind what goes on: a keychain may be asking a person who is not there.
      this.hooks.writeStatusFile(() => this.status({ isPublic: true }));
    }
  }

  /** @param ping what services know it by */
  async #syncTold(request: SyncRequest, ping: string): Promise<RunReport> {
    const known = await this.#home.syncSettings();
    const work = async (watched: Watched) => {
      this.hooks.tell({ kind: 'started', ping });
      // What keeps every address from being used is the run's to tell.
      let nowhere: unknown = null;
      const settings = await this.server.settingsPatiently(watched.signal).catch((error: unknown) => {
        nowhere = error;
        return known;
      });
      const report = await runSync({ ...this.#runContext(settings, watched), nowhere }, request);
      await this.toolUpdates.afterRun(report);
      await this.log.flush();
      return report;
    };
    return this.runs.during('sync', request, work, (report) => report);
  }

  /**
   * How things stand, in the form that is documented.
   * @param isPublic whether names of photos are left out
   * @throws {ProblemError} settings-unreadable, ledger-unusable
   */
  async status({ isPublic }: { readonly isPublic: boolean }): Promise<StatusDocument> {
    const overview = await this.records.overview();
    // A keychain that does not answer now is not one without a key.
    const hasKey = await this.secrets.isKept().catch(() => true);
    const missing = [...(overview.server === null ? (['server'] as const) : []), ...(hasKey ? [] : (['key'] as const))];
    return statusDocument({ overview, missing, now: this.#home.now(), isPublic });
  }

  /**
   * Finds out what a run would do, without changing anything on the server.
   * @throws {ProblemError}
   */
  async plan(request: Watched): Promise<ForecastPlan> {
    const settings = await this.server.settings(request.signal);
    const report = await this.runs.during('plan', request, (watched) => planSync(this.#runContext(settings, watched)));
    return this.foretell(report);
  }

  /** How long a plan takes and what it needs under the settings as they are now, which may have changed since it was made. */
  foretell(report: PlanReport): ForecastPlan {
    const sources = this.records.overviewSources();
    const cloud = cloudOf(sources);
    return {
      ...report,
      forecast: forecastPlan(report, sources.settings.storage.diskBudget, forecastOptions(sources, null, cloud)),
      cloudChoices: cloudChoicesOf(sources, cloud, report.coverage.assets),
    };
  }

  /**
   * Asks the server about everything that is known of it, and tells it asset by asset; with `deep` reads files back from its disk.
   * @throws {ProblemError} download-forbidden; what keeps a sync from starting
   */
  async verify(request: Watched & VerifyOptions): Promise<Verification> {
    const settings = await this.server.settings(request.signal);
    return this.runs.during('verify', request, (watched) =>
      verifyLibrary(this.#runContext(settings, watched), request),
    );
  }

  /**
   * Clears away what an interrupted run left behind, unless a run goes on. To be called at every start.
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

  #runContext(settings: SyncSettings, watched: Watched): RunContext {
    const ledger = this.#ledger.open();
    const { log, now, patience, serverUrls: servers } = this.#home;
    const at = { server: settings.server.url, servers };
    return {
      ledger,
      settings,
      log,
      openClient: this.server.clientsOf(settings, watched),
      findTools: async () => {
        const [osxphotos, immichGo] = await Promise.all([this.findTool('osxphotos'), this.findTool('immich-go')]);
        const models = await modelsOf(this.paths.toolsFolder, osxphotos.path);
        return { osxphotos: osxphotos.path, immichGo: immichGo.path, models };
      },
      signal: watched.signal,
      onProgress: watched.onProgress,
      nowhere: null,
      explainRefusal: (error) => explainRefusedKey(ledger, error, at),
      recogniseUser: (user) => recogniseUser(ledger, user, at),
      onTarget: (target, user) => {
        rememberTarget(ledger, target, user, at.server);
        this.server.rememberAccepted(settings);
      },
      onChecked: (target) => rememberChecked(ledger, target),
      lastTarget: () => currentTarget(ledger, at.servers),
      machine: hostname().replace(/\.local$/, ''),
      now,
      patience,
    };
  }
}
