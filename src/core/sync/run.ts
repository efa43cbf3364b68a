/**
 * One run, from the first look at the library to the true number. It reads as the sequence it is; each step is a module of its own.
 * The caller holds the run lock.
 */

import { explainFullDisk } from '../disk-space.ts';
import { ImmichClient } from '../immich/client/client.ts';
import type { ServerVersion } from '../immich/client/http.ts';
import { type Capabilities, capabilitiesOf, missingCapabilities } from '../immich/permissions.ts';
import { TRIES_BEFORE_ASKING } from '../ledger/back-off.ts';
import { damageValues, isDamage } from '../ledger/database.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Stuck } from '../ledger/refusal-ledger.ts';
import type { StandIn } from '../ledger/twin-ledger.ts';
import type { PartKind } from '../model/asset.ts';
import type { TwinTreatment } from '../model/choices.ts';
import type { Coverage, RemainderReason } from '../model/coverage.ts';
import type { Plan, PlannedAsset } from '../model/plan.ts';
import { makeProblem, type Problem, type ProblemCode, ProblemError, toProblem } from '../model/problem.ts';
import type { Progress } from '../model/progress.ts';
import { CLOSED, type PartCounts, type RunReport } from '../model/run-report.ts';
import type { RunOptions } from '../model/run-request.ts';
import { checkLibrary } from '../photos/library.ts';
import type { LibrarySession } from '../photos/library-session.ts';
import { removeFolder } from '../remove-folder.ts';
import type { Patience, RetryRules } from '../retry.ts';
import { warningAbout } from '../settings/server-address.ts';
import { askAboutUnproved } from './ask.ts';
import { type Caution, type Doubt, judgeCaution, underCaution } from './caution.ts';
import { dueFetches, fetchFromCloud } from './fetch.ts';
import { albumsIn, hasGoneBack, type Marker, type MarkerContext, readMarker, writeMarker } from './history.ts';
import { LibraryGate } from './library-gate.ts';
import { makePlan } from './plan.ts';
import { checkServer, type ServerState } from './preflight.ts';
import { ProblemList } from './problems.ts';
import { ProgressTracker } from './progress.ts';
import { readContents } from './read-contents.ts';
import type { AlbumRules } from './reconcile/albums/context.ts';
import { checkAlbums } from './reconcile/albums/presence.ts';
import { albumName } from './reconcile/albums/rule.ts';
import { type ForeseenChanges, foreseeChanges, MAX_LISTED } from './reconcile/preview.ts';
import { reconcile } from './reconcile/reconcile.ts';
import { makeRunFolder } from './run-folder.ts';
import type { RunLog } from './run-log.ts';
import { NO_ALBUMS, RunTally } from './run-tally.ts';
import { beginning, ending, judgeOutcome } from './run-words.ts';
import type { SyncSettings } from './settings.ts';
import { checkStaging } from './staging.ts';
import { takeInventory } from './take-inventory.ts';
import { transfer } from './transfer.ts';
import { findTwins, linkTwins, standInsOf, type TwinContext } from './twins.ts';
import { verifyEverything } from './verify.ts';
import { learnTwins, verifyTwins } from './verify-twins.ts';

export interface RunContext {
  readonly ledger: Ledger;
  readonly settings: SyncSettings;
  readonly log: RunLog;
  /**
   * Finds the tools when they are first needed: a run that finds nothing new starts no other program.
   * @throws {ProblemError} tool-missing, tool-too-old, tool-unusable
   */
  readonly findTools: () => Promise<{ readonly osxphotos: string; readonly immichGo: string }>;
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Called as soon as it is known which user of which server this is, with the ledger's number for it. */
  readonly onTarget: (target: number, server: ServerState) => void;
  /** Called once the server was asked about what is in Photos. */
  readonly onChecked: (target: number) => void;
  /**
   * Called before anything is done for the user of the key.
   * @throws {ProblemError} key-of-another-user
   */
  readonly recogniseUser: (server: ServerState) => void;
  /** The number that {@link onTarget} gave the last time; null for another server or user. A run that cannot reach the server still tells of it. */
  readonly lastTarget: () => number | null;
  /** The name of this computer, for the person to know it by. */
  readonly machine: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly patience: Patience;
}

/** What a run would do; nothing on the server is changed to find it out. */
export interface PlanReport {
  readonly library: { readonly assets: number; readonly bytes: number };
  readonly alreadyThere: number;
  /** Assets to be uploaded that look like photos that the person's phone has sent, or that are linked to them already. */
  readonly twins: {
    readonly assets: number;
    readonly treatment: TwinTreatment;
    /** The first 200 of them, oldest first: our file and the phone's. */
    readonly first: readonly StandIn[];
  };
  readonly upload: {
    readonly assets: number;
    readonly files: number;
    /** Bytes. */
    readonly bytes: number;
    /** The first 200 of them, oldest first, with the parts that go. */
    readonly first: readonly {
      readonly uuid: string;
      readonly filename: string;
      readonly parts: readonly PartKind[];
    }[];
  };
  readonly albums: { readonly create: readonly string[]; readonly extend: readonly string[] };
  /** What would change of what is on the server already. */
  readonly changes: ForeseenChanges;
  readonly coverage: Coverage;
  readonly problems: readonly Problem[];
  readonly server: Pick<ServerState, 'version' | 'email'>;
}

/** Remembered when a run has left nothing to do. Whoever makes something to do has to forget it. */
export const SETTLED = 'settled';
/** Remembered while files are brought whose albums, stacks and details are not in order yet. */
const RECONCILE_PENDING = 'order-owed';
/** What tells that something on the server could not be put in order by this run. */
const LEFT_UNMENDED: readonly ProblemCode[] = [
  'held-back',
  'albums-failed',
  'stacks-failed',
  'live-link-failed',
  'details-failed',
];
/** What the key may not do, as it was last said. */
const MISSING_CAPABILITIES = 'missing-abilities-said';

/** Does one run and writes its row into the history. Never throws: what goes wrong is in the report. */
export async function runSync(context: RunContext, options: RunOptions): Promise<RunReport> {
  const run = new Run(context, options);
  return run.sync();
}

/**
 * Finds out what a run would do.
 * @throws {ProblemError}
 */
export async function planSync(context: RunContext): Promise<PlanReport> {
  const run = new Run(context, { trigger: 'command', dueAt: null, isFull: false });
  return run.plan();
}

class Run {
  readonly #context: RunContext;
  readonly #options: RunOptions;
  readonly #client: ImmichClient;
  readonly #progress: ProgressTracker;
  readonly #gate: LibraryGate;
  readonly #problems = new ProblemList();
  readonly #tally = new RunTally();
  readonly #startedAt: number;
  #target: number | null = null;
  #userId = '';
  #capabilities: Capabilities = capabilitiesOf([]);
  #version: ServerVersion = { major: 0, minor: 0, patch: 0 };
  /** What our note on the server says; nothing before it was looked for. */
  #marker: Marker = { history: 'unknown', notes: [], others: [] };
  /** Files of which not every detail was seen on the server yet: the next run looks again. */
  #unseen = 0;
  /** Reasons to leave alone what is on the server already, as they are found. */
  readonly #doubts: Doubt[] = [];
  /** The library, from the inventory on until there is nothing (more) to export from it. */
  #held: LibrarySession | null = null;

  constructor(context: RunContext, options: RunOptions) {
    this.#context = context;
    this.#options = options;
    this.#startedAt = context.now();
    this.#client = this.#openClient(context.patience.call);
    this.#progress = new ProgressTracker(context.onProgress);
    this.#gate = new LibraryGate(context.ledger, context.settings);
  }

  async sync(): Promise<RunReport> {
    const { ledger, log } = this.#context;
    const id = ledger.history.startRun(this.#options.trigger, this.#options.dueAt, this.#startedAt);
    log.info(beginning(this.#options.trigger, this.#options.dueAt, this.#options.isFull));
    let error: unknown = null;
    try {
      await this.#inRunFolder(id, (folder) => this.#pass(folder));
    } catch (thrown) {
      // Nothing can be written down any more; the engine sets the ledger aside.
      if (isDamage(thrown)) throw thrown;
      error = explainFullDisk(thrown, this.#writtenTo);
      if (!(error instanceof ProblemError))
        log.error(`Unexpected: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
    } finally {
      this.#client.close();
    }
    const report = this.#report(id, error);
    try {
      ledger.history.finishRun(report, this.#context.now());
      if (this.#problems.has('ledger-replaced')) ledger.forgetReplacement();
    } catch (thrown) {
      // The row stays open and is closed as interrupted by the next start.
      const explained = explainFullDisk(thrown, this.#writtenTo);
      if (!(explained instanceof ProblemError)) throw explained;
      const { problem } = explained;
      return {
        ...report,
        outcome: 'failed',
        reason: problem.sentence,
        problems: [problem, ...report.problems.filter(({ code }) => code !== problem.code)],
      };
    }
    this.#conclude(report);
    return report;
  }

  async plan(): Promise<PlanReport> {
    const { settings, ledger } = this.#context;
    try {
      return await this.#inRunFolder('plan', async (folder) => {
        const { target, server } = await this.#preflight();
        await this.#readMarker(target);
        await this.#verify(target);
        if (await this.#lookAtLibrary(folder)) {
          // The next sync will find Photos unchanged since this inventory, but has not brought what is new in it.
          ledger.forget(SETTLED);
          await this.#inventory(folder);
          await this.#held?.dismiss();
        }
        await this.#hash();
        ledger.trash.leaveOutWithOriginals(target, this.#context.now());
        await this.#ask(target);
        const twins = await this.#foreseeTwins(target);
        const plan = this.#plan(target);
        const caution = this.#caution();
        const albums = caution.mayFillAlbums ? ledger.albums.foresee(target, settings.scope) : [];
        const names = (isMade: boolean) =>
          albums.filter((album) => album.isMade === isMade).map((album) => albumName(album, settings.albumSeparator));
        const { coverage, verified } = ledger.coverage(target, settings.scope);
        return {
          library: { assets: coverage.assets, bytes: ledger.libraryBytes(settings.scope) },
          alreadyThere: verified,
          twins,
          upload: { assets: plan.assets, files: plan.parts, bytes: plan.bytes, first: firstOf(plan.uploads) },
          albums: { create: names(false), extend: names(true) },
          changes: foreseeChanges({
            ledger,
            target,
            scope: settings.scope,
            details: settings.details,
            albums: this.#albumRules,
            capabilities: underCaution(this.#capabilities, caution),
            caution,
          }),
          coverage,
          problems: this.#problems.all(),
          server: { version: server.version, email: server.email },
        };
      });
    } finally {
      this.#client.close();
    }
  }

  // --- the sequence --------------------------------------------------------------------------------------------------------------------

  async #pass(folder: string): Promise<void> {
    const { ledger } = this.#context;
    const { target } = await this.#preflight();
    await this.#readMarker(target);
    const replacement = ledger.replacement();
    if (replacement !== null) this.#problems.add(makeProblem('ledger-replaced', damageValues(replacement)));
    const changed = await this.#lookAtLibrary(folder);
    const isOtherThanBefore = (await this.#verify(target)) || this.#isMending || replacement !== null;
    const isSettled =
      !isOtherThanBefore && this.#isSettled(target) && this.#doubts.length === 0 && !this.#isFetchDue(target);
    if (!changed && !this.#options.isFull && isSettled && !(await this.#checkAlbums(target))) return;
    // Whatever happens from here on, the state is open until this run has closed it.
    ledger.forget(SETTLED);
    const tools = await this.#context.findTools();
    if (changed || this.#options.isFull) await this.#inventory(folder);
    await this.#hash();
    ledger.trash.leaveOutWithOriginals(target, this.#context.now());
    await this.#ask(target);
    await this.#linkTwins(target);
    const plan = this.#plan(target);
    await this.#catchUp(plan, target);
    await this.#transfer(plan, target, tools, folder);
    await this.#fetch(target, tools, folder);
    this.#tellFailures(target);
    await this.#reconcileAfterTransfer(target);
    await this.#leaveMarker(target);
    if (this.#problems.isEmpty && this.#unseen === 0 && this.#isExplained(target))
      ledger.remember(SETTLED, this.#settledMark(target));
  }

  async #preflight(): Promise<{ readonly target: number; readonly server: ServerState }> {
    const { settings, ledger, log } = this.#context;
    this.#progress.enter('preflight');
    await checkLibrary(settings.library);
    checkStaging(settings.folders.staging);
    const server = await this.#checkServer();
    this.#context.recogniseUser(server);
    this.#userId = server.userId;
    this.#target = ledger.target(server.userId, settings.server.url);
    this.#context.onTarget(this.#target, server);
    this.#capabilities = capabilitiesOf(server.permissions);
    this.#version = server.number;
    log.info(`Immich ${server.version} at ${settings.server.url}, signed in as ${server.email}.`);
    const warning = warningAbout(settings.server.url);
    if (warning !== null) log.warn(warning);
    if (server.judgement === 'untested')
      log.warn(`Immich ${server.version} is newer than the versions that Immich Sync was tested with.`);
    if (server.judgement === 'unknown') this.#doubts.push({ about: 'server', detail: server.version });
    return { target: this.#target, server };
  }

  async #checkServer(): Promise<ServerState> {
    const client = this.#openClient(this.#context.patience.preflight);
    try {
      return await checkServer(client);
    } finally {
      client.close();
    }
  }

  /** @returns true when Photos changed since the last inventory, or when that cannot be known. */
  #lookAtLibrary(folder: string): Promise<boolean> {
    this.#progress.enter('gate');
    return this.#tally.timed('gate', () => this.#gate.hasChanged(folder));
  }

  #inventory(folder: string): Promise<void> {
    this.#progress.enter('inventory');
    return this.#tally.timed('inventory', async () => {
      const { ledger, settings, log, signal } = this.#context;
      const { osxphotos } = await this.#context.findTools();
      const { held, unknownLibrary } = await takeInventory({
        ledger,
        settings,
        gate: this.#gate,
        osxphotos,
        runFolder: folder,
        problems: this.#problems,
        progress: this.#progress,
        log,
        signal,
      });
      this.#held = held;
      if (unknownLibrary !== null) this.#doubts.push({ about: 'library', detail: unknownLibrary });
      if (this.#target !== null) ledger.settleCoverage(this.#target, settings.scope);
    });
  }

  #hash(): Promise<void> {
    const { ledger, settings, signal, now } = this.#context;
    return this.#tally.timed('hash', () =>
      readContents({ ledger, scope: settings.scope, problems: this.#problems, progress: this.#progress, signal, now }),
    );
  }

  #ask(target: number): Promise<void> {
    this.#progress.enter('ask');
    return this.#tally.timed('ask', async () => {
      const { ledger, settings, now, log } = this.#context;
      const { found, inTrash, absent } = await askAboutUnproved({
        ledger,
        client: this.#client,
        target,
        scope: settings.scope,
        history: this.#marker.history,
        now,
      });
      this.#context.onChecked(target);
      this.#tally.found = found;
      this.#progress.set({ alreadyThere: found });
      if (found + absent > 0) {
        log.info(`Asked Immich about ${number(found + inTrash + absent)} files: ${number(found)} already there.`);
      }
      if (inTrash > 0) log.info(`${inTrash} files are in Immich’s trash and stay there.`);
    });
  }

  /** Learns from our note on the server whether server and ledger still tell one history. */
  async #readMarker(target: number): Promise<void> {
    this.#marker = await readMarker(this.#markerContext(target));
    const { log, ledger } = this.#context;
    if (this.#marker.history === 'server-went-back') {
      this.#problems.add(makeProblem('server-went-back'));
      this.#tally.addFindings({ wentBack: 'server' });
    }
    if (this.#marker.history === 'ledger-went-back') {
      // That the ledger was replaced says it all.
      if (ledger.replacement() === null) this.#problems.add(makeProblem('records-went-back'));
      this.#tally.addFindings({ wentBack: 'records' });
    }
    for (const { machine, at } of this.#marker.others)
      log.info(`${machine} has synced with this Immich account, too, last on ${new Date(at).toLocaleString('en')}.`);
  }

  /** Leaves word of this run on the server when it has changed anything there, and when there is none of this ledger's yet. */
  async #leaveMarker(target: number): Promise<void> {
    const { ledger, log } = this.#context;
    if (!this.#tally.didWork && !this.#isMending && ledger.marker.own(target).written > 0) return;
    // What was not put back is still to be: the next run has to know.
    if (this.#isMending && LEFT_UNMENDED.some((code) => this.#problems.has(code))) return;
    try {
      await writeMarker(this.#markerContext(target));
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'server-error') throw error;
      log.warn(`The note about this sync could not be left in Immich: ${error.message}`);
    }
  }

  #markerContext(target: number): MarkerContext {
    const { ledger, machine, now } = this.#context;
    return { ledger, client: this.#client, target, version: this.#version, machine, now };
  }

  /** True when what is missing on the server is put back, because it or the ledger has gone back in time. */
  get #isMending(): boolean {
    return hasGoneBack(this.#marker.history);
  }

  /** False for a ledger that may not know (all of) what it made on the server: it is new, or has gone back in time. */
  #knowsItsOwn(target: number): boolean {
    return this.#context.ledger.marker.own(target).written > 0 && this.#marker.history !== 'ledger-went-back';
  }

  /**
   * Asks about everything that was ever verified.
   * @returns whether anything is not as it was
   */
  #verify(target: number): Promise<boolean> {
    return this.#tally.timed('ask', async () => {
      const { ledger, log, now } = this.#context;
      const { history } = this.#marker;
      const findings = await verifyEverything({ ledger, client: this.#client, target, history, now });
      const { asked: _, ...found } = findings;
      this.#tally.addFindings(found);
      const { moved, trashed, deleted, lost, unfounded } = found;
      if (moved > 0)
        log.info(`${number(moved)} files are in Immich under another id: they were deleted and sent again.`);
      if (trashed > 0) log.info(`${number(trashed)} files were thrown into Immich’s trash since they were verified.`);
      if (deleted > 0) log.info(`${number(deleted)} files were deleted in Immich since they were verified.`);
      if (lost > 0) this.#problems.add(makeProblem('verified-files-lost', { count: lost }));
      if (unfounded > 0) log.warn(`${number(unfounded)} files are not in Immich, though it had said so once.`);
      const isOtherThanBefore = moved + trashed + deleted + lost + unfounded > 0;
      return (await this.#verifyTwins(target)) || isOtherThanBefore;
    });
  }

  /** Asks about the phone's copies that stand for ours. @returns whether anything is not as it was */
  async #verifyTwins(target: number): Promise<boolean> {
    const { ledger, log, now } = this.#context;
    const { history } = this.#marker;
    const changes = await verifyTwins({ ledger, client: this.#client, target, history, now });
    const { moved, trashed, restored, deleted, lost } = changes;
    if (moved > 0) log.info(`${number(moved)} copies from your phone are in Immich under another id.`);
    if (trashed > 0) log.info(`${number(trashed)} copies from your phone were moved to Immich’s trash.`);
    if (restored > 0) log.info(`${number(restored)} copies from your phone were restored from Immich’s trash.`);
    if (deleted > 0) log.info(`${number(deleted)} copies from your phone were deleted from Immich’s trash.`);
    if (lost > 0) log.warn(`${number(lost)} copies from your phone that photos were linked to are gone.`);
    return Object.values(changes).some((count) => count > 0);
  }

  /** Looks whether our albums are still there. @returns whether there is anything to put in order */
  #checkAlbums(target: number): Promise<boolean> {
    return this.#tally.timed('ask', async () => {
      const { ledger, log, now } = this.#context;
      const { history } = this.#marker;
      try {
        const { deleted, toMend } = await checkAlbums({ ledger, client: this.#client, target, history, now });
        this.#tally.addFindings({ albumsDeleted: deleted });
        if (deleted > 0) log.info(`${number(deleted)} albums were deleted in Immich and are not made again.`);
        return toMend > 0;
      } catch (error) {
        // Where something is to be put back, nothing may be judged without this look.
        if (this.#isMending || !(error instanceof ProblemError) || error.code !== 'server-error') throw error;
        // Whoever brings albums up to date meets the same, and tells it.
        log.warn(`The albums could not be looked at: ${error.message}`);
        return false;
      }
    });
  }

  /** Lets the phone's copies stand for ours, where the person wants that; where not any more, ours are uploaded. */
  #linkTwins(target: number): Promise<void> {
    return this.#tally.timed('ask', async () => {
      const { ledger, settings, log, now } = this.#context;
      if (settings.twins === 'upload') {
        const left = ledger.twins.unlinkAll(target);
        if (left > 0) log.info(`${number(left)} files for which your phone’s copies stood are to be uploaded.`);
        return;
      }
      const context = this.#twinContext(target);
      const linked = await linkTwins(context, now());
      if (linked > 0) log.info(`${number(linked)} assets were linked to the copies that your phone has sent.`);
      const unlike = await learnTwins(context, now());
      if (unlike > 0)
        log.warn(`${number(unlike)} copies from your phone are no longer linked: they are gone, or other photos.`);
    });
  }

  async #foreseeTwins(target: number): Promise<PlanReport['twins']> {
    const { settings, ledger } = this.#context;
    if (settings.twins === 'upload') {
      ledger.twins.unlinkAll(target);
      const found = await findTwins(this.#twinContext(target));
      return { assets: found.length, treatment: 'upload', first: standInsOf(found, MAX_LISTED) };
    }
    await this.#linkTwins(target);
    return {
      assets: ledger.twins.count(target),
      treatment: 'link',
      first: ledger.twins.standIns(target, MAX_LISTED),
    };
  }

  #twinContext(target: number): TwinContext {
    const { ledger, settings } = this.#context;
    return { ledger, client: this.#client, target, scope: settings.scope, userId: this.#userId };
  }

  #plan(target: number): Plan {
    const { ledger, settings } = this.#context;
    // What a person starts, or wants to be looked through from end to end, tries everything.
    const triesAll = this.#options.isFull || this.#options.trigger === 'manual';
    const dueUntil = triesAll ? Number.POSITIVE_INFINITY : this.#context.now();
    return makePlan(ledger, target, settings.scope, dueUntil);
  }

  async #transfer(
    plan: Plan,
    target: number,
    tools: { readonly osxphotos: string; readonly immichGo: string },
    folder: string,
  ): Promise<void> {
    const { log } = this.#context;
    if (plan.assets === 0) return;
    log.info(`To upload: ${plan.parts} files of ${plan.assets} assets.`);
    await transfer(plan, {
      ...(await this.#bringing(target, tools, folder)),
      held: this.#held,
      onOutcome: (outcome) => {
        this.#tally.transferred = outcome;
      },
    });
  }

  /** What it takes to bring files to the server, wherever they come from. */
  async #bringing(target: number, tools: { readonly osxphotos: string; readonly immichGo: string }, folder: string) {
    const { ledger, settings, log, signal, now, patience } = this.#context;
    return {
      ledger,
      client: this.#client,
      target,
      settings,
      tools,
      takenEndings: await this.#client.server.takenEndings(),
      runFolder: folder,
      snapshot: () => this.#gate.snapshot(folder),
      problems: this.#problems,
      progress: this.#progress,
      log,
      signal,
      now,
      patience,
      history: this.#marker.history,
    };
  }

  #isFetchDue(target: number): boolean {
    const { ledger, settings, now } = this.#context;
    return dueFetches({ ledger, target, settings, now }).length > 0;
  }

  /** Originals from iCloud come last: what is on this Mac does not wait for them. */
  async #fetch(
    target: number,
    tools: { readonly osxphotos: string; readonly immichGo: string },
    folder: string,
  ): Promise<void> {
    const { settings, log } = this.#context;
    if (settings.fetch.perNight > 0 && !settings.fetch.isPossible)
      log.warn('Originals can be fetched from iCloud only on a Mac.');
    if (this.#isFetchDue(target))
      this.#tally.addFetched(await fetchFromCloud(await this.#bringing(target, tools, folder)));
  }

  /**
   * What has failed too often is for a person to decide: try again, or leave it out. What waits for its next try is told by every run until
   * then: it is not in Immich.
   */
  #tellFailures(target: number): void {
    const { ledger, settings } = this.#context;
    const stuck = ledger.refusals.stuck(target, settings.scope, TRIES_BEFORE_ASKING);
    const waiting = ledger.refusals.waiting(target, settings.scope, TRIES_BEFORE_ASKING, this.#startedAt);
    const tell = (code: 'keeps-failing' | 'waits-for-next-try', failed: readonly Stuck[]) => {
      const [first] = failed;
      if (first === undefined) return;
      const names = failed.map(({ filename }) => filename);
      this.#problems.add(makeProblem(code, { count: failed.length, reason: first.message }, names));
    };
    tell('keeps-failing', stuck);
    tell('waits-for-next-try', waiting);
  }

  /**
   * What former runs have brought and did not come to put in order, before the transfer goes on: an import that is cut short night after night
   * has its albums all the same. Problems are told by the last look, after the transfer.
   */
  async #catchUp(plan: Plan, target: number): Promise<void> {
    const { ledger } = this.#context;
    if (plan.assets === 0) return;
    if (ledger.recall(RECONCILE_PENDING) !== null) await this.#reconcile(target, judgeCaution(this.#doubts));
    ledger.remember(RECONCILE_PENDING, 'yes');
  }

  async #reconcileAfterTransfer(target: number): Promise<void> {
    const caution = this.#caution();
    this.#reportMissingCapabilities();
    for (const problem of await this.#reconcile(target, caution)) this.#problems.add(problem);
    this.#context.ledger.forget(RECONCILE_PENDING);
  }

  #reconcile(target: number, caution: Caution): Promise<readonly Problem[]> {
    this.#progress.enter('reconcile');
    return this.#tally.timed('reconcile', async () => {
      const { ledger, settings, log } = this.#context;
      await this.#checkAlbums(target);
      // A new ledger had no files to look for our note on before it had asked.
      if (this.#marker.notes.length === 0) await this.#readMarker(target);
      const { notes } = this.#marker;
      const knowsItsOwn = this.#knowsItsOwn(target);
      const { problems, unseen, ...counts } = await reconcile({
        ledger,
        client: this.#client,
        target,
        scope: settings.scope,
        capabilities: underCaution(this.#capabilities, caution),
        caution,
        history: this.#marker.history,
        since: this.#startedAt,
        now: this.#context.now,
        wait: this.#context.patience.wait,
        settling: this.#context.patience.settling,
        signal: this.#context.signal,
        recognition: { named: albumsIn(notes), byContents: !knowsItsOwn },
        // Where no note is, none of ours has synced before.
        knowsItsOwn: knowsItsOwn || notes.every((note) => note === null),
        locksHidden: settings.details.hiddenAs === 'locked',
        rules: { albums: this.#albumRules, details: settings.details },
        onProgress: (done, total) => this.#progress.set({ albumsUpdated: done, albumsToUpdate: total }),
        log,
      });
      this.#unseen = unseen;
      this.#tally.addReconciled(counts);
      return problems;
    });
  }

  /** Whether what is on the server may be changed, from all that this run has seen; if not, the run says why. */
  #caution(): Caution {
    if (this.#problems.has('tool-unknown-output')) this.#doubts.push({ about: 'output', detail: '' });
    const caution = judgeCaution(this.#doubts);
    if (!caution.mayChange) this.#problems.add(makeProblem('held-back', { reasons: caution.reasons.join('; ') }));
    return caution;
  }

  /** Says what is left undone for want of a permission, once, and again when the key may do less. */
  #reportMissingCapabilities(): void {
    const { ledger, log } = this.#context;
    const missing = missingCapabilities(this.#capabilities);
    const said = missing.map(({ permission }) => permission).join();
    if (ledger.recall(MISSING_CAPABILITIES) === said) return;
    ledger.remember(MISSING_CAPABILITIES, said);
    for (const { permission, consequence } of missing)
      log.info(`The API key lacks ${permission}, so ${consequence}. Everything else works.`);
  }

  // --- the end -------------------------------------------------------------------------------------------------------------------------

  #report(id: number, error: unknown): RunReport {
    const { ledger, settings, now, lastTarget } = this.#context;
    const tally = this.#tally;
    this.#progress.enter('cover');
    const target = this.#target ?? lastTarget();
    if (this.#target !== null) ledger.settleCoverage(this.#target, settings.scope);
    const { coverage, known, verified } = ledger.coverage(target, settings.scope);
    const failure = error === null ? null : this.#asClosed(toProblem(error));
    const problems = [...(failure === null ? [] : [failure]), ...this.#problems.all()];
    const parts: PartCounts = {
      known,
      verified,
      uploaded: tally.transferred.uploaded,
      edits: tally.transferred.edits,
      alreadyThere: tally.found,
      failed: tally.transferred.failed,
    };
    const albums = tally.albums ?? {
      ...NO_ALBUMS,
      managed: this.#target === null ? 0 : ledger.albums.countManaged(this.#target, settings.scope),
    };
    const outcome = judgeOutcome(failure, problems.length, tally.didWork);
    return {
      run: id,
      trigger: this.#options.trigger,
      startedAt: new Date(this.#startedAt).toISOString(),
      endedAt: new Date(now()).toISOString(),
      outcome,
      reason: failure?.sentence ?? (outcome === 'partial' ? (problems[0]?.sentence ?? null) : null),
      coverage,
      parts,
      albums,
      bytesUploaded: tally.transferred.bytes,
      livePhotosLinked: tally.transferred.paired + tally.linked,
      stacks: tally.stacks,
      details: tally.details,
      conflicts: tally.conflicts,
      contradictions: tally.contradictions,
      formerEdits: target === null ? 0 : ledger.remote.formerFiles(target).length,
      problems,
      durations: tally.durations,
      findings: tally.findings,
      keyLacks: this.#target === null ? [] : missingCapabilities(this.#capabilities),
    };
  }

  #asClosed(failure: Problem): Problem {
    return failure.code === 'stopped' && this.#context.signal.reason === CLOSED ? makeProblem('closed') : failure;
  }

  #conclude(report: RunReport): void {
    const { log } = this.#context;
    for (const problem of report.problems) log.warn(`${problem.sentence} ${problem.advice}`);
    log.info(ending(report));
  }

  /** Places on the disks that a run writes to. */
  get #writtenTo(): readonly string[] {
    const { staging, run, exportDatabase } = this.#context.settings.folders;
    return [staging, run, exportDatabase];
  }

  get #albumRules(): AlbumRules {
    const { albumSeparator, emptyDeletedAlbums, adoptAlbums, separateAlbums, details } = this.#context.settings;
    return {
      separator: albumSeparator,
      emptyDeleted: emptyDeletedAlbums,
      adopt: adoptAlbums,
      separate: separateAlbums,
      leader: details.leader,
    };
  }

  // --- helpers -------------------------------------------------------------------------------------------------------------------------

  /** @param delays milliseconds before the second, third, … try of a call. */
  #openClient(delays: RetryRules['delays']): ImmichClient {
    const { settings, signal, patience, log } = this.#context;
    const onWait: RetryRules['onWait'] = (fault, pause) =>
      log.info(`${fault.message} Trying again in ${Math.round(pause / 1000)} s.`);
    return new ImmichClient(settings.server, settings.apiKey, {
      signal,
      timeout: patience.callTimeout,
      retries: { delays, wait: patience.wait, onWait },
    });
  }

  /** True when the last run left nothing to do for this server and these settings. */
  #isSettled(target: number): boolean {
    return this.#context.ledger.recall(SETTLED) === this.#settledMark(target);
  }

  #settledMark(target: number): string {
    const { scope, details, twins } = this.#context.settings;
    const rules = { scope, albums: this.#albumRules, details, twins };
    return JSON.stringify({ target, ...rules, capabilities: this.#capabilities });
  }

  /** True when nothing is left but what only iCloud can bring and what the person has decided about. */
  #isExplained(target: number): boolean {
    const { reasons } = this.#context.ledger.coverage(target, this.#context.settings.scope).coverage;
    return Object.keys(reasons).every((reason) => SETTLED_REASONS.has(reason));
  }

  async #inRunFolder<Result>(name: number | 'plan', work: (folder: string) => Promise<Result>): Promise<Result> {
    const folder = await makeRunFolder(this.#context.settings.folders.run, name);
    try {
      return await work(folder);
    } finally {
      await this.#held?.dismiss();
      await removeFolder(folder);
    }
  }
}

/** The first of a plan, for people to look at. */
function firstOf(uploads: Iterable<PlannedAsset>): PlanReport['upload']['first'] {
  const first: { readonly uuid: string; readonly filename: string; readonly parts: readonly PartKind[] }[] = [];
  for (const { uuid, filename, parts } of uploads) {
    if (first.length === MAX_LISTED) break;
    first.push({ uuid, filename, parts: parts.map(({ kind }) => kind) });
  }
  return first;
}

function number(value: number): string {
  return value.toLocaleString('en');
}

/** Reasons that another run does nothing about. */
const SETTLED_REASONS: ReadonlySet<string> = new Set<RemainderReason>([
  'original-not-on-this-mac',
  'disk-not-connected',
  'file-missing',
  'unreadable',
  'left-out',
  'linked-to-twin',
]);
