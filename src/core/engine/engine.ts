/**
 * Everything the product can do, for whoever asks: the command line and the app's shell use this and nothing below it. An engine belongs
 * to one home (settings, ledger, staging, logs); several may exist at a time, the run lock sees to it that one runs.
 */
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Work } from '../channel/messages.ts';
import { shareRun } from '../channel/shared-run.ts';
import { removeSocketPlace } from '../channel/socket-place.ts';
import { checkFree, explainFullDisk } from '../disk-space.ts';
import { forecastPlan, type PlanForecast } from '../forecast/of-ledger.ts';
import { ImmichClient } from '../immich/client/client.ts';
import type { ServerVersion } from '../immich/client/http.ts';
import { judgeServer, type VersionJudgement } from '../immich/compatibility.ts';
import type { ServerAddress } from '../immich/connections.ts';
import type { FindProxy } from '../immich/proxy.ts';
import type { AlbumEntry } from '../ledger/album-ledger.ts';
import { BackupKeeper } from '../ledger/backup-keeper.ts';
import { checkLedger, listBackups } from '../ledger/backups.ts';
import { damageSentence, damageValues, isDamage, replaceLedger } from '../ledger/database.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { FormerFile } from '../ledger/remote-ledger.ts';
import type { RunRow } from '../ledger/run-history.ts';
import type { ThrownAway } from '../ledger/trash-ledger.ts';
import { acquireRunLock, isRunLeftBehind, isRunLockFree, type RunLock } from '../lock/run-lock.ts';
import { createRedactor, type Redactor } from '../log/redaction.ts';
import { type Log, openLog } from '../log/sync-log.ts';
import type { RemainderChoice } from '../model/decisions.ts';
import { type Problem, ProblemError, toProblem } from '../model/problem.ts';
import type { Progress } from '../model/progress.ts';
import type { RunReport } from '../model/run-report.ts';
import type { SyncRequest, Watched } from '../model/run-request.ts';
import { type Patience, patienceOf } from '../retry.ts';
import { ScheduleBook } from '../schedule/schedule-book.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { type Paths, preparePaths } from '../settings/paths.ts';
import { openSettings, type SettingsStore } from '../settings/store.ts';
import { outboxFolder, removeOutbox } from '../sync/outbox.ts';
import { checkServer, type ServerState } from '../sync/preflight.ts';
import { type AdoptableAlbum, adoptableAlbums } from '../sync/reconcile/albums/adoptable.ts';
import { decideRemainder, findItems, type RemainderEntry, remainderOf } from '../sync/remainder.ts';
import { type PlanReport, planSync, type RunContext, runSync, SETTLED } from '../sync/run.ts';
import { removeRunFolders } from '../sync/run-folder.ts';
import type { SyncSettings } from '../sync/settings.ts';
import { confirmShrinkage } from '../sync/shrinkage.ts';
import { LIBRARY_SEEN } from '../sync/take-inventory.ts';
import { decideTrash, type TrashOutcome, type TrashRequest } from '../sync/trash.ts';
import { type Verification, type VerifyOptions, verifyLibrary } from '../sync/verify-library.ts';
import { systemReader } from '../system/read-system.ts';
import type { SystemReader } from '../system/system-state.ts';
import { systemWakefulness, type Wakefulness } from '../system/wakefulness.ts';
import { observeChildren } from '../tools/child.ts';
import { requireTool, type ToolReport } from '../tools/choose.ts';
import type { ToolName } from '../tools/tool.ts';
import { currentTarget, isChecked, recogniseUser, rememberChecked, rememberTarget } from './current-target.ts';
import { forecastOptions, readStatus, type Status, type StatusSources } from './status.ts';
import { type HomeSources, readServerAddress, readSyncSettings, scopeOf, stagingFolderOf } from './sync-settings.ts';

export interface EngineOptions {
  readonly paths: Paths;
  readonly secrets: Secrets;
  /** The folder that holds `inventory.py` and `on_photo.py`, on a real disk. */
  readonly scripts: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Opens the settings file; the app gives one that uses electron-store. */
  readonly settings?: SettingsStore;
  /** The operating system, if not the real one. */
  readonly platform?: NodeJS.Platform;
  /** Power and network; those of this computer if not given. */
  readonly system?: SystemReader;
  /** Finds the system's proxy for the server; without it none is used. */
  readonly findProxy?: FindProxy;
  /** Keeps this computer awake during a run; its own program if not given. */
  readonly wakefulness?: Wakefulness;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Milliseconds without any sign of life after which a tool is stopped; ten minutes if not given. */
  readonly stallAfter?: number;
  /** How long a run puts up with a server in trouble; as the settings say if not given. */
  readonly patience?: Patience;
  /** Assets in one batch at most, for measuring; as was found to be best if not given. */
  readonly batchAssets?: number;
}

/** Told of each run of this engine, whoever started it. */
export interface RunObserver {
  readonly onProgress: (progress: Progress) => void;
  readonly onEnd: (end: RunEnd) => void;
}

/** What was no sync and went well has no problem. */
export type RunEnd =
  | { readonly work: 'sync'; readonly report: RunReport }
  | { readonly work: Work; readonly problem: Problem | null };

/** What the next sync would do, how long that takes and what it needs. */
export interface ForecastPlan extends PlanReport {
  readonly forecast: PlanForecast;
}

export class Engine {
  readonly paths: Paths;
  readonly secrets: Secrets;
  readonly settings: SettingsStore;
  readonly redactor: Redactor;
  readonly log: Log;
  readonly schedule: ScheduleBook;
  readonly #options: EngineOptions;
  readonly #now: () => number;
  readonly #observers = new Set<RunObserver>();
  readonly #backups: BackupKeeper;
  #ledger: Ledger | null = null;
  #present: { readonly work: Work; readonly since: string; readonly stop: AbortController } | null = null;

  private constructor(options: EngineOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.paths = options.paths;
    this.secrets = options.secrets;
    this.settings = options.settings ?? openSettings(options.paths.settingsFile);
    this.redactor = createRedactor();
    this.log = openLog(options.paths.logFile, { level: this.settings.read().log.level, redactor: this.redactor });
    this.#backups = new BackupKeeper(options.paths.ledgerFile, this.log, this.#now, checkFree);
    this.schedule = new ScheduleBook({
      settings: this.settings,
      withLedger: (work) => this.#withLedger(work),
      log: this.log,
      runFolder: options.paths.runFolder,
      system: options.system ?? systemReader(process.platform),
      lookAtServer: (signal) => this.lookAtServer(signal),
      now: this.#now,
    });
    for (const notice of this.settings.notices) this.log.warn(notice);
  }

  /** @throws {ProblemError} settings-unreadable, folder-unusable */
  static async open(options: EngineOptions): Promise<Engine> {
    await preparePaths(options.paths);
    return new Engine(options);
  }

  async close(): Promise<void> {
    await this.#backups.end();
    this.#ledger?.close();
    this.#ledger = null;
    await this.log.flush();
  }

  /**
   * Does one run. What goes wrong inside it is in its report.
   * @throws {ProblemError} what keeps it from starting: not-set-up, another-run, ledger-unusable, keychain-unavailable.
   */
  async sync(request: SyncRequest): Promise<RunReport> {
    const settings = await this.#syncSettings();
    return this.#locked(
      'sync',
      request,
      async (watched) => {
        const report = await runSync(this.#runContext(settings, watched), request);
        await this.log.flush();
        return report;
      },
      (report) => report,
    );
  }

  /**
   * Puts in order what a run left behind that did not come to its end (crash, kill, loss of power): its row is closed as interrupted, its
   * children that are still going are ended, its temporary files removed. Done at every start, not only by the next run, so that what is
   * shown is true. Nothing happens while a run goes on, or when nothing was left.
   * @returns whether there was anything to do
   * @throws {ProblemError} ledger-unusable, folder-unusable, settings-unreadable
   */
  async recover(): Promise<boolean> {
    const isLeft = await isRunLeftBehind(this.paths.runFolder);
    if (!isLeft && !this.#withLedger(({ history }) => history.hasOpenRun())) return false;
    try {
      const lock = await acquireRunLock(this.paths.runFolder, { trigger: 'order' });
      // A run that takes the lock makes a socket of its own; here nobody listens at the old one.
      removeSocketPlace(this.paths.runFolder, 'run');
      await this.#tidyAfter(lock).finally(() => lock.release());
      return true;
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'another-run') return false;
      throw this.#explain(error);
    }
  }

  /**
   * Finds out what a run would do, without changing anything on the server.
   * @throws {ProblemError}
   */
  async plan(request: Watched): Promise<ForecastPlan> {
    const settings = await this.#syncSettings();
    const report = await this.#locked('plan', request, (watched) => planSync(this.#runContext(settings, watched)));
    return {
      ...report,
      forecast: forecastPlan(report, settings.diskBudget, forecastOptions(this.#statusSources, null)),
    };
  }

  /**
   * Asks the server about everything that is known of it, and tells it asset by asset; with `deep` reads files back from its disk.
   * @throws {ProblemError} download-forbidden; what keeps a sync from starting
   */
  async verify(request: Watched & VerifyOptions): Promise<Verification> {
    const settings = await this.#syncSettings();
    return this.#locked('verify', request, (watched) => verifyLibrary(this.#runContext(settings, watched), request));
  }

  /** What this engine does now; null when nothing. Other processes' runs are in {@link status}. */
  present(): { readonly work: Work; readonly since: string } | null {
    return this.#present;
  }

  /** Asks this engine's run to stop, if one goes on. */
  stopRun(): void {
    this.#present?.stop.abort();
  }

  /** @returns what ends the observation. */
  observeRuns(observer: RunObserver): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /**
   * Goes on with the user of the present key, whoever it was before: a person's decision.
   * @throws {ProblemError} as {@link checkServer}; not-set-up, keychain-unavailable
   */
  async acceptUser(signal?: AbortSignal): Promise<{ readonly email: string }> {
    const { server, apiKey } = await this.#syncSettings();
    const state = await this.testServer(server.url, apiKey, signal);
    this.#withLedger((ledger) => {
      rememberTarget(ledger, ledger.target(state.userId, server.url), state);
      ledger.forget(SETTLED);
    });
    this.#backUp();
    this.log.info(`As you chose, photos are uploaded to ${state.email} at ${server.url} from now on.`);
    return { email: state.email };
  }

  /**
   * Says at once, when a key has been saved, whether it is another user's.
   * @throws {ProblemError} key-of-another-user
   */
  recogniseUser(server: ServerState): void {
    this.#withLedger((ledger) => recogniseUser(ledger, server));
  }

  /** False before the server of the settings was asked about anything for the user of the key. */
  isChecked(): boolean {
    return this.#withLedger((ledger) => isChecked(ledger, currentTarget(ledger, this.#server)));
  }

  /** What is in Photos and not wholly in Immich, with the reason for each. */
  remainder(): readonly RemainderEntry[] {
    return this.#ofTarget([], (ledger, target) => [...remainderOf(ledger, target, scopeOf(this.settings.read()))]);
  }

  /**
   * Keeps what a person decided about items of the remainder; the next sync acts on it.
   * @param items UUIDs or file names; null for all that the choice can be about.
   * @returns how many items it was about.
   * @throws {ProblemError} item-unknown
   */
  decideRemainder({
    choice,
    items,
  }: {
    readonly choice: RemainderChoice;
    readonly items: readonly string[] | null;
  }): number {
    const uuids = items === null ? null : findItems(this.remainder(), items);
    const scope = scopeOf(this.settings.read());
    const count = this.#ofTarget(0, (ledger, target) => {
      const decided = decideRemainder(ledger, { target, scope, now: this.#now() }, { choice, uuids });
      ledger.forget(SETTLED);
      return decided;
    });
    if (count > 0) this.log.info(`${CHOSEN[choice]} ${count} items.`);
    this.#backUp();
    return count;
  }

  /**
   * A person says that the library is right although much is gone from it; the next sync continues.
   * @returns how many items are gone; null when no sync asked
   */
  confirmLibrary(): number | null {
    const lost = this.#withLedger(confirmShrinkage);
    this.#backUp();
    if (lost !== null) this.log.info(`The library is right without ${lost} items, a person says.`);
    return lost;
  }

  /** What is in Photos and was thrown away in Immich, as the last look at the server found it. */
  thrownAway(): readonly ThrownAway[] {
    return this.#ofTarget([], ({ trash }, target) => trash.thrownAway(target, scopeOf(this.settings.read())));
  }

  /**
   * Restores what was thrown away in Immich, or leaves it out for good.
   * @throws {ProblemError} restore-forbidden when the key may not restore; what keeps a sync from starting.
   */
  async decideTrash(request: TrashRequest & { readonly signal: AbortSignal }): Promise<TrashOutcome> {
    const settings = await this.#syncSettings();
    return this.#locked('trash', request, async ({ signal }) => {
      const ledger = this.#openLedger();
      const client = new ImmichClient(settings.server, settings.apiKey, { signal });
      try {
        const user = await client.account.user();
        recogniseUser(ledger, { userId: user.id, email: user.email });
        const target = ledger.target(user.id, settings.server.url);
        rememberTarget(ledger, target, user);
        ledger.forget(SETTLED);
        return await decideTrash(
          { ledger, client, target, scope: settings.scope, history: 'unknown', now: this.#now },
          request,
        );
      } finally {
        client.close();
      }
    });
  }

  /** @throws {ProblemError} settings-unreadable, ledger-unusable */
  async status(): Promise<Status> {
    try {
      return await readStatus(this.#statusSources);
    } catch (error) {
      throw this.#explain(error);
    }
  }

  /** Edits on the server that Photos has replaced or undone since, the newest first: nothing is deleted, a person may look through them. */
  formerEdits(): readonly FormerFile[] {
    return this.#ofTarget([], ({ remote }, target) => remote.formerFiles(target));
  }

  /** The albums of Photos as of the last inventory, for choosing; by folders and title. */
  albums(): readonly AlbumEntry[] {
    return this.#withLedger(({ albums }) => albums.list());
  }

  /**
   * Albums that a person made in Immich and that could be taken for those of the same name in Photos.
   * @throws {ProblemError} not-set-up, keychain-unavailable, and what keeps the server from being asked
   */
  async adoptableAlbums(signal: AbortSignal): Promise<readonly AdoptableAlbum[]> {
    const settings = await this.#syncSettings();
    const client = new ImmichClient(settings.server, settings.apiKey, { signal });
    try {
      const { id } = await client.account.user();
      const owned = await client.albums.owned();
      return this.#withLedger((ledger) => {
        const target = ledger.target(id, settings.server.url);
        return adoptableAlbums(
          ledger.albums.list(),
          ledger.albums.linkedAlbums(target),
          owned,
          ledger.albums.managedIds(target),
          settings.albumSeparator,
        );
      });
    } finally {
      client.close();
    }
  }

  /** The newest runs first. */
  history(limit: number): readonly RunRow[] {
    return this.#withLedger(({ history }) => history.runs(limit));
  }

  /**
   * Looks at a server with a key, saved or not.
   * @throws {ProblemError} as {@link checkServer}
   */
  async testServer(url: string, apiKey: string, signal?: AbortSignal): Promise<ServerState> {
    this.redactor.addSecret(apiKey);
    const client = new ImmichClient(await this.serverAddress(url), apiKey, { signal });
    try {
      return await checkServer(client);
    } finally {
      client.close();
    }
  }

  /**
   * A server at `url`, to be reached as the settings and the system say.
   * @throws {ProblemError} settings-unreadable
   */
  serverAddress(url: string): Promise<ServerAddress> {
    return readServerAddress(url, this.#home);
  }

  /**
   * Looks at the server without a key.
   * @throws {ProblemError} not-set-up, server-unreachable, server-not-immich, server-redirects, server-certificate, server-too-old
   */
  async lookAtServer(
    signal?: AbortSignal,
  ): Promise<{ readonly server: string; readonly version: ServerVersion; readonly judgement: VersionJudgement }> {
    const { server } = this.settings.read();
    if (server.url === null) throw new ProblemError('not-set-up', { missing: 'the server’s address' });
    const client = new ImmichClient(await this.serverAddress(server.url), '', { signal });
    try {
      await client.server.ping();
      const version = await client.server.version();
      return { server: server.url, version, judgement: judgeServer(version) };
    } finally {
      client.close();
    }
  }

  /** Absolute. */
  stagingFolder(): string {
    return stagingFolderOf(this.settings.read(), this.paths);
  }

  /** Which Photos wrote the library, as the last inventory found it; null before the first. */
  librarySeen(): string | null {
    return this.#withLedger((ledger) => ledger.recall(LIBRARY_SEEN));
  }

  /**
   * Reads all of the ledger, as {@link status} does a part of it.
   * @returns when its newest backup was made, milliseconds since 1970; null when there is none yet
   * @throws {ProblemError} what is wrong with it
   */
  async checkLedger(): Promise<number | null> {
    const { ledgerFile } = this.paths;
    this.#withLedger(() => undefined);
    try {
      await checkLedger(ledgerFile);
      return listBackups(ledgerFile)[0]?.at ?? null;
    } catch (error) {
      throw this.#explain(error);
    }
  }

  /** @throws {ProblemError} tool-missing, tool-too-old, tool-unusable */
  findTool(tool: ToolName): Promise<ToolReport> {
    const { tools } = this.settings.read();
    return requireTool({
      tool,
      chosen: tool === 'osxphotos' ? tools.osxphotos : tools.immichGo,
      privateFolder: this.paths.toolsFolder,
      env: this.#options.environment,
      memory: join(this.paths.toolsFolder, 'versions.json'),
    });
  }

  // --- helpers -------------------------------------------------------------------------------------------------------------------------

  /** Only on a Mac is there a Photos that downloads from iCloud. */
  get #canFetch(): boolean {
    return (this.#options.platform ?? process.platform) === 'darwin';
  }

  get #statusSources(): StatusSources {
    const { paths, schedule } = this;
    const [settings, ledger, now] = [this.settings.read(), this.#openLedger(), this.#now()];
    return { settings, paths, ledger, schedule, canFetch: this.#canFetch, now };
  }

  #openLedger(): Ledger {
    // Nobody replaces it while a run uses it.
    if (this.#present === null && this.#ledger?.isInPlace() === false) {
      this.#ledger.close();
      this.#ledger = null;
    }
    if (this.#ledger === null) {
      this.#ledger = new Ledger(this.paths.ledgerFile);
      for (const notice of this.#ledger.notices) this.log.warn(notice);
    }
    return this.#ledger;
  }

  /**
   * Does something with the ledger outside of a run.
   * @throws {ProblemError} what is wrong with it
   */
  #withLedger<Result>(work: (ledger: Ledger) => Result): Result {
    try {
      return work(this.#openLedger());
    } catch (error) {
      throw this.#explain(error);
    }
  }

  /** The same for what is known of the user of the settings' server. @param none before anything is */
  #ofTarget<Result>(none: Result, work: (ledger: Ledger, target: number) => Result): Result {
    return this.#withLedger((ledger) => {
      const target = currentTarget(ledger, this.#server);
      return target === null ? none : work(ledger, target);
    });
  }

  /**
   * Does the work while the run lock is held, and shares it: with the observers here, and with other processes over a socket of the run's.
   * @throws {ProblemError} another-run, folder-unusable, and what the work throws
   */
  async #locked<Result>(
    work: Work,
    { trigger = work, signal, onProgress }: Watched & { readonly trigger?: string },
    run: (watched: Watched) => Promise<Result>,
    reportOf: (result: Result) => RunReport | null = () => null,
  ): Promise<Result> {
    const lock = await acquireRunLock(this.paths.runFolder, { trigger });
    // Before the children are observed: it is none of the run's, and ends by itself.
    const letSleep = (this.#options.wakefulness ?? systemWakefulness(process.platform)).hold();
    const stopObserving = observeChildren(childNotes(lock));
    const shared = await shareRun({ folder: this.paths.runFolder, work, log: this.log });
    const stop = new AbortController();
    this.#present = { work, since: shared.since, stop };
    let end: RunEnd = { work, problem: null };
    try {
      await this.#tidyAfter(lock);
      const result = await run({
        signal: AbortSignal.any([signal, stop.signal, shared.stopAsked]),
        onProgress: (progress) => {
          shared.progress(progress);
          for (const observer of this.#observers) observer.onProgress(progress);
          onProgress?.(progress);
        },
      });
      const report = reportOf(result);
      if (report !== null) end = { work: 'sync', report };
      return result;
    } catch (thrown) {
      const error = this.#explain(thrown, { holdsLock: true });
      end = { work, problem: toProblem(error) };
      throw error;
    } finally {
      letSleep();
      stopObserving();
      this.#present = null;
      shared.shut();
      lock.release();
      this.#backUp();
      for (const observer of this.#observers) observer.onEnd(end);
      await shared.end(end);
    }
  }

  /** Behind what goes on; a ledger that could not be opened is left alone. */
  #backUp(): void {
    if (this.#ledger !== null) this.#backups.begin();
  }

  /**
   * What the ledger's trouble means for a person. A damaged one is replaced by its newest sound backup, or by a new one; not while a run
   * writes into it, which does that itself when it meets the damage.
   */
  #explain(error: unknown, { holdsLock }: { readonly holdsLock: boolean } = { holdsLock: false }): unknown {
    const { ledgerFile, runFolder } = this.paths;
    if (!isDamage(error)) return explainFullDisk(error, [ledgerFile, this.stagingFolder()]);
    if (!holdsLock && !isRunLockFree(runFolder)) return new ProblemError('ledger-damaged-in-use', {}, { cause: error });
    this.#ledger?.close();
    this.#ledger = null;
    try {
      const replacement = replaceLedger(ledgerFile);
      this.log.warn(damageSentence(replacement));
      return new ProblemError('ledger-damaged', damageValues(replacement), { cause: error });
    } catch (second) {
      return explainFullDisk(second, [ledgerFile]);
    }
  }

  /** @param lock just taken: nobody else is at work here */
  async #tidyAfter(lock: RunLock): Promise<void> {
    for (const { program } of lock.ended) this.log.warn(`Ended ${program}, which an interrupted run had left behind.`);
    const { history } = this.#openLedger();
    if (lock.interruptedAt === null && !history.hasOpenRun()) return;
    history.closeOpenRuns(lock.interruptedAt ?? this.#now());
    this.log.info('The last sync was cut off. Its leftovers were removed; the next sync continues where it left off.');
    await removeRunFolders(this.paths.runFolder);
    // The disk of the staging folder may be away; then the next upload empties the outbox.
    await removeOutbox(outboxFolder(this.stagingFolder())).catch(() => undefined);
  }

  #runContext(settings: SyncSettings, request: Watched): RunContext {
    const ledger = this.#openLedger();
    return {
      ledger,
      settings,
      log: this.log,
      findTools: async () => {
        const [osxphotos, immichGo] = await Promise.all([this.findTool('osxphotos'), this.findTool('immich-go')]);
        return { osxphotos: osxphotos.path, immichGo: immichGo.path };
      },
      signal: request.signal,
      onProgress: request.onProgress,
      recogniseUser: (server) => recogniseUser(ledger, server),
      onTarget: (target, server) => rememberTarget(ledger, target, server),
      onChecked: (target) => rememberChecked(ledger, target),
      lastTarget: () => currentTarget(ledger, settings.server.url),
      machine: hostname().replace(/\.local$/, ''),
      now: this.#now,
      patience: this.#options.patience ?? patienceOf(this.settings.read().server.patience),
    };
  }

  /** @throws {ProblemError} not-set-up, keychain-unavailable, settings-unreadable */
  #syncSettings(): Promise<SyncSettings> {
    const { scripts, batchAssets, stallAfter } = this.#options;
    const { secrets } = this;
    return readSyncSettings({ ...this.#home, secrets, scripts, batchAssets, stallAfter, canFetch: this.#canFetch });
  }

  get #server(): string | null {
    return this.settings.read().server.url;
  }

  get #home(): HomeSources {
    const { findProxy } = this.#options;
    return { settings: this.settings.read(), paths: this.paths, redactor: this.redactor, findProxy };
  }
}

const CHOSEN: Readonly<Record<RemainderChoice, string>> = {
  retry: 'The next sync tries again:',
  'leave-out': 'Left out, as chosen:',
  'bring-back': 'No longer left out:',
};

/** A run's children are written into its lock, so that the next run can end those that outlive a crash. */
function childNotes(lock: RunLock) {
  return {
    started: (pid: number, program: string) => lock.addChild(pid, program),
    ended: (pid: number) => lock.removeChild(pid),
  };
}
