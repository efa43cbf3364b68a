/** What takes the run lock for a home: a sync, a plan, a check of everything. Services are notified of each, and each is followed as one work. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { CloudChoices } from '../forecast/cloud.ts';
import { forecastPlan, type PlanForecast } from '../forecast/of-ledger.ts';
import { type ProblemCode, toProblem } from '../model/problem.ts';
import type { RunReport } from '../model/run-report.ts';
import type { SyncRequest, Watched } from '../model/run-request.ts';
import { unlessStopped } from '../patience.ts';
import { MOMENTARY } from '../schedule/retry.ts';
import { type PlanReport, planSync } from '../sync/preview.ts';
import { runSync } from '../sync/run.ts';
import type { RunContext } from '../sync/run-context.ts';
import type { SyncSettings } from '../sync/settings.ts';
import { type Verification, type VerifyOptions, verifyLibrary } from '../sync/verify-library.ts';
import { modelsOf } from '../tools/sets/set-in-use.ts';
import {
  currentTarget,
  explainRefusedKey,
  isChecked,
  recogniseUser,
  rememberChecked,
  rememberTarget,
} from './current-target.ts';
import type { Home } from './home.ts';
import type { Hooks } from './hooks.ts';
import type { LedgerAccess } from './ledger-access.ts';
import { cloudChoicesOf, cloudOf, forecastOptions } from './overview.ts';
import type { Records } from './records.ts';
import type { RunSession } from './run-session.ts';
import type { ServerAccess } from './server-access.ts';
import type { ToolUpdates } from './tool-updates.ts';

/** What the next sync would do, how long that takes and what it needs. */
export interface ForecastPlan extends PlanReport {
  readonly forecast: PlanForecast;
  /** Whether the person is to be asked about originals in iCloud, and what can be chosen. */
  readonly cloudChoices: CloudChoices;
}

/** What keeps a sync from starting without any service being notified: it was never set up, another sync is at it, or a person wants none. */
const UNTOLD: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['not-set-up', 'another-run', 'stopped', ...MOMENTARY]);

/** The other trades of an engine that a run needs. */
interface Parts {
  readonly runs: RunSession;
  readonly server: ServerAccess;
  readonly records: Records;
  readonly hooks: Hooks;
  readonly toolUpdates: ToolUpdates;
}

export class Works {
  readonly #home: Home;
  readonly #ledger: LedgerAccess;
  readonly #parts: Parts;

  constructor(home: Home, ledger: LedgerAccess, parts: Parts) {
    this.#home = home;
    this.#ledger = ledger;
    this.#parts = parts;
  }

  /**
   * Does one run. What goes wrong inside it is in its report.
   * @throws {ProblemError} what keeps it from starting: not-set-up, another-run, ledger-unusable, keychain-unavailable, stopped.
   */
  async sync(request: SyncRequest): Promise<RunReport> {
    const ping = randomUUID();
    try {
      const report = await this.#syncTold(request, ping);
      this.#parts.hooks.tell({ kind: 'ended', ping, report });
      return report;
    } catch (error) {
      const problem = toProblem(error);
      if (!UNTOLD.has(problem.code)) this.#parts.hooks.tell({ kind: 'not-started', ping, problem });
      throw error;
    } finally {
      // In the background: a keychain may be asking a person who is not there.
      this.#parts.hooks.writeStatusFile(() => this.#parts.records.status({ isPublic: true }));
    }
  }

  /** @param ping what services know it by */
  async #syncTold(request: SyncRequest, ping: string): Promise<RunReport> {
    const known = await unlessStopped(this.#home.syncSettings(), request.signal);
    const work = async (watched: Watched) => {
      this.#parts.hooks.tell({ kind: 'started', ping });
      // What keeps every address from being used is the run's to tell.
      let nowhere: unknown = null;
      const settings = await this.#parts.server.settingsPatiently(watched.signal).catch((error: unknown) => {
        nowhere = error;
        return known;
      });
      const report = await runSync({ ...this.#runContext(settings, watched), nowhere }, request);
      await this.#parts.toolUpdates.afterRun(report);
      await this.#home.log.flush();
      return report;
    };
    return this.#parts.runs.during('sync', request, work, (report) => report);
  }

  /**
   * Finds out what a run would do, without changing anything on the server.
   * @throws {ProblemError}
   */
  async plan(request: Watched): Promise<ForecastPlan> {
    const settings = await this.#parts.server.settings(request.signal);
    const report = await this.#parts.runs.during('plan', request, (watched) =>
      planSync(this.#runContext(settings, watched)),
    );
    return this.foretell(report);
  }

  /** How long a plan takes and what it needs under the settings as they are now, which may have changed since it was made. */
  foretell(report: PlanReport): ForecastPlan {
    const sources = this.#parts.records.overviewSources();
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
    const settings = await this.#parts.server.settings(request.signal);
    return this.#parts.runs.during('verify', request, (watched) =>
      verifyLibrary(this.#runContext(settings, watched), request),
    );
  }

  #runContext(settings: SyncSettings, watched: Watched): RunContext {
    const ledger = this.#ledger.open();
    const { log, now, patience, serverUrls: servers } = this.#home;
    const at = { server: settings.server.url, servers };
    return {
      ledger,
      settings,
      log,
      openClient: this.#parts.server.clientsOf(settings, watched),
      findTools: async () => {
        const [osxphotos, immichGo] = await Promise.all([
          this.#home.findTool('osxphotos'),
          this.#home.findTool('immich-go'),
        ]);
        const models = await modelsOf(this.#home.paths.toolsFolder, osxphotos.path);
        return { osxphotos: osxphotos.path, immichGo: immichGo.path, models };
      },
      signal: watched.signal,
      onProgress: watched.onProgress,
      nowhere: null,
      explainRefusal: (error) => explainRefusedKey(ledger, error, at),
      recogniseUser: (user) => recogniseUser(ledger, user, at),
      onTarget: (target, user) => {
        rememberTarget(ledger, target, user, at.server);
        this.#parts.server.rememberAccepted(settings);
      },
      onChecked: (target) => rememberChecked(ledger, target),
      lastTarget: () => currentTarget(ledger, at.servers),
      isChecked: (target) => isChecked(ledger, target),
      machine: hostname().replace(/\.local$/, ''),
      now,
      patience,
    };
  }
}
