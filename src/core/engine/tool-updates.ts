/**
 * Keeps the tools that this program has installed up to date, by the signed list: asked for once a day at most, installed beside what is in use,
 * tried on the library, switched to in one step, and gone back from where syncs fail over it. A person's own tools are left alone.
 */
import { readdir } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';
import { isRunLockFree } from '../lock/run-lock.ts';
import { ProblemError } from '../model/problem.ts';
import { because, type Explanation, type Reason } from '../model/reasons.ts';
import type { RunReport } from '../model/run-report.ts';
import type { Watched } from '../model/run-request.ts';
import { TOOLS, type ToolName } from '../model/tools.ts';
import { KNOWN_MODELS } from '../photos/known-models.ts';
import { removeFolder } from '../remove-folder.ts';
import type { ScheduleBook } from '../schedule/schedule-book.ts';
import { makeRunFolder } from '../sync/run-folder.ts';
import type { SyncSettings } from '../sync/settings.ts';
import { LIBRARY_SEEN } from '../sync/take-inventory.ts';
import { FileNotGot } from '../tool-updates/get-file.ts';
import { KeptToolList, type ListSource } from '../tool-updates/kept-list.ts';
import { toolListSource } from '../tool-updates/list-source.ts';
import { toolSetOf } from '../tool-updates/tool-set-of.ts';
import { tryOnLibrary } from '../tool-updates/trial.ts';
import { privateProgram } from '../tools/private-tools.ts';
import { setUpTools } from '../tools/set-up-tools.ts';
import { afterRun } from '../tools/sets/after-run.ts';
import { chooseSet, pinsOf, type Surroundings, toolsToReplace } from '../tools/sets/choose-set.ts';
import {
  type FailedSet,
  folderName,
  readSetState,
  readSetStateOf,
  type SetInUse,
  setFolder,
  toolsInUse,
  writeSetState,
} from '../tools/sets/set-in-use.ts';
import { type ListedSet, ListRefused } from '../tools/sets/tool-list.ts';
import { macosVersion } from '../tools/system-version.ts';
import type { Home } from './home.ts';
import type { LedgerAccess } from './ledger-access.ts';
import type { RunSession } from './run-session.ts';
import type { ServerAccess } from './server-access.ts';

/** Milliseconds from one look at the list to the next. */
const LOOK_EVERY = 24 * 60 * 60_000;

/** What came of an update. */
export type ToolUpdate =
  /** Another set is in use from now on. @property versions of the tools that were replaced */
  | {
      readonly outcome: 'updated';
      readonly set: number;
      readonly versions: Readonly<Partial<Record<ToolName, string>>>;
    }
  /** There is no newer one for what is here. */
  | { readonly outcome: 'current' };

/** What is known of the tool sets, for the doctor. */
export interface ToolSetsSeen {
  /** The number of the set in use; null for the tools that came with the app. */
  readonly inUse: number | null;
  /** Milliseconds since 1970; null before the first look. */
  readonly askedAt: number | null;
  /** What was wrong with the last look; null when nothing was. */
  readonly trouble: Explanation | null;
  /** The set that was given up last, unless a newer one is in use; null for none. */
  readonly givenUp: FailedSet | null;
  readonly isOn: boolean;
}

type OurTools = Awaited<ReturnType<typeof toolsInUse>>;

export class ToolUpdates {
  readonly #home: Home;
  readonly #ledger: LedgerAccess;
  readonly #runs: RunSession;
  readonly #server: ServerAccess;
  readonly #schedule: Pick<ScheduleBook, 'isOnAvoidedHotspot'>;
  readonly #source: ListSource;
  readonly #list: KeptToolList;

  constructor(home: Home, ledger: LedgerAccess, runs: RunSession, server: ServerAccess, schedule: ScheduleBook) {
    this.#home = home;
    this.#ledger = ledger;
    this.#runs = runs;
    this.#server = server;
    this.#schedule = schedule;
    this.#source = toolListSource(home.environment);
    this.#list = new KeptToolList(home.paths.toolsFolder, this.#source);
  }

  /**
   * Updates automatically where that is wanted, has not been looked for today, nothing is in progress, and no hotspot is to be spared. What goes wrong is in the log, and tried again on
   * another day.
   */
  async lookIfDue(signal: AbortSignal): Promise<void> {
    const { settings, paths, log, serverUrls } = this.#home;
    if (!settings.read().tools.keepUpToDate || serverUrls.length === 0) return;
    const { askedAt } = await this.#list.notes();
    const passed = this.#home.now() - askedAt;
    // A clock that was set back is no reason to wait for years.
    if ((passed >= 0 && passed < LOOK_EVERY) || !isRunLockFree(paths.runFolder)) return;
    if (Object.keys(await this.#ours()).length === 0 || (await this.#schedule.isOnAvoidedHotspot())) return;
    try {
      await this.#update({ signal });
    } catch (error) {
      if (!signal.aborted)
        log.warn(`Tool updates: ${error instanceof ProblemError ? error.problem.sentence : String(error)}`);
    }
  }

  /**
   * Looks for newer tools now and brings them into use.
   * @param isNeeded whether those in use cannot read the library
   * @throws {ProblemError} tool-list-unreachable, tool-list-refused, tool-list-too-new, tool-update-failed, tools-not-ours, another-run, those of
   * an installation, and what keeps a library from being read; tool-update-not-ready where one is needed
   */
  async update(request: Pick<Watched, 'signal'> & { readonly isNeeded: boolean }): Promise<ToolUpdate> {
    if (Object.keys(await this.#ours()).length === 0) throw new ProblemError('tools-not-ours');
    const update = await this.#update(request);
    if (update.outcome === 'current' && request.isNeeded) throw new ProblemError('tool-update-not-ready');
    return update;
  }

  /** To be told of each sync's end: a set that makes it fail is given up. Never throws. */
  async afterRun(report: RunReport): Promise<void> {
    try {
      await this.#judge(report);
    } catch (error) {
      this.#home.log.warn('What the sync says about the tools could not be kept', error);
    }
  }

  async #judge(report: RunReport): Promise<void> {
    const { paths, log } = this.#home;
    const before = await readSetState(paths.toolsFolder);
    if (before.inUse === null) return;
    const serial = (await this.#list.read())?.list.serial ?? 0;
    const { state, givenUp } = afterRun(before, report, serial);
    if (state === before) return;
    await writeSetState(paths.toolsFolder, state);
    if (givenUp === null) return;
    log.warn(`Tool set ${givenUp.set.number} is given up, and the previous tools are back: ${givenUp.over.sentence}`);
  }

  async seen(): Promise<ToolSetsSeen> {
    const { inUse, failed } = await readSetState(this.#home.paths.toolsFolder);
    const { askedAt, trouble } = await this.#list.notes();
    const last = failed.at(-1) ?? null;
    return {
      inUse: inUse?.number ?? null,
      askedAt: askedAt === 0 ? null : askedAt,
      trouble,
      givenUp: last !== null && last.number > (inUse?.number ?? 0) ? last : null,
      isOn: this.#home.settings.read().tools.keepUpToDate,
    };
  }

  async #update({ signal }: Pick<Watched, 'signal'>): Promise<ToolUpdate> {
    const { log, now, paths } = this.#home;
    const ours = await this.#ours();
    const { list } = await this.#refresh(signal);
    const here = await this.#surroundings(signal);
    const { inUse, failed } = await readSetState(paths.toolsFolder);
    const set = chooseSet(list, here, {
      number: inUse?.number ?? 0,
      tools: ours,
      knownModels: [...KNOWN_MODELS, ...(inUse?.photosModels ?? [])],
      failed,
    });
    if (set === null) return { outcome: 'current' };
    const settings = await this.#home.syncSettings();
    const replaced = toolsToReplace(set, ours, here.machine);
    log.info(
      `Tool set ${set.number} is tried: osxphotos ${set.osxphotos.version}, immich-go ${set['immich-go'].version}.`,
    );
    if (replaced.length > 0) await this.#install(set, replaced, signal);
    const next: SetInUse = {
      number: set.number,
      tools: Object.fromEntries(
        Object.entries(ours).map(([name, tool]) => {
          const known = name as ToolName;
          const isNew = replaced.includes(known);
          const pins = pinsOf(set, known, here.machine);
          return [name, isNew ? { version: set[known].version, folder: folderName(set.number), pins } : tool];
        }),
      ),
      photosModels: set.testedWith.photosModels,
      since: now(),
      goodRuns: 0,
      badRuns: 0,
    };
    await this.#runs.during('tools', { signal }, (watched) =>
      this.#tryAndSwitch(settings, ours, { from: inUse?.number ?? 0, next, serial: list.serial }, watched.signal),
    );
    const versions = Object.fromEntries(replaced.map((tool) => [tool, set[tool].version]));
    log.info(`Tool set ${set.number} is in use.`);
    return { outcome: 'updated', set: set.number, versions };
  }

  /** The tools in use that this program has installed itself. */
  async #ours(): Promise<OurTools> {
    const found = await Promise.all(
      TOOLS.map(async (tool) => {
        const used = await this.#home.findTool(tool).catch(() => null);
        return used?.by === 'private' ? [tool] : [];
      }),
    );
    return toolsInUse(this.#home.paths.toolsFolder, found.flat());
  }

  async #refresh(signal: AbortSignal) {
    try {
      return await this.#list.refresh(this.#home.now(), { signal, findProxy: this.#home.findProxy });
    } catch (error) {
      if (error instanceof FileNotGot)
        throw new ProblemError('tool-list-unreachable', { reason: error.reason }, { cause: error });
      if (!(error instanceof ListRefused)) throw error;
      this.#home.log.warn(`The list of tool updates was refused: ${error.message}.`);
      if (error.refusal === 'needs-newer-app') throw new ProblemError('tool-list-too-new', {}, { cause: error });
      throw new ProblemError('tool-list-refused', { refusal: error.refusal }, { cause: error });
    }
  }

  async #surroundings(signal: AbortSignal): Promise<Surroundings> {
    const seen = this.#ledger.use((ledger) => ledger.recall(LIBRARY_SEEN));
    const [, model] = /model version (\d+)/.exec(seen ?? '') ?? [];
    const immich = await this.#server.look(signal).then(
      ({ version: { major, minor, patch } }) => `${major}.${minor}.${patch}`,
      () => null,
    );
    return {
      machine: `${process.platform}-${process.arch}`,
      macos: macosVersion(process.platform, release()),
      photosModel: model === undefined ? null : Number(model),
      immich,
    };
  }

  /** @throws {ProblemError} tool-update-failed, tool-unreachable, tool-download-wrong, tool-not-installed */
  async #install(set: ListedSet, tools: readonly ToolName[], signal: AbortSignal): Promise<void> {
    const { paths, log, environment, findProxy, toolResources } = this.#home;
    const toolSet = await toolSetOf(set, this.#source.url, { signal, findProxy }).catch((error: unknown) => {
      if (!(error instanceof FileNotGot)) throw error;
      throw new ProblemError('tool-update-failed', { reason: error.reason }, { cause: error });
    });
    await setUpTools({
      tools,
      into: setFolder(paths.toolsFolder, set.number),
      resources: toolResources,
      toolSet,
      managedPython: set.osxphotos.python,
      env: environment,
      findProxy,
      signal,
      onLine: (tool, line, kind) => (kind === 'output' ? log.debug : log.info)(`${tool}: ${line}`),
    });
  }

  /** @throws {ProblemError} tool-update-failed when the set does not stand the trial; what keeps it from being tried */
  async #tryAndSwitch(
    settings: SyncSettings,
    ours: OurTools,
    { from, next, serial }: { readonly from: number; readonly next: SetInUse; readonly serial: number },
    signal: AbortSignal,
  ): Promise<void> {
    const { toolsFolder } = this.#home.paths;
    const state = await readSetStateOf(toolsFolder, from);
    // By another process, which may use the very folder that would be removed below, or by the end of a sync.
    if (state === null) throw new ProblemError('tool-update-failed', { reason: because('set-of-another') });
    const reason = await this.#whyNotUse(settings, ours, next, signal);
    if (reason !== null) {
      await writeSetState(toolsFolder, {
        ...state,
        failed: [...state.failed, { number: next.number, serial, reason }],
      });
      await removeFolder(setFolder(toolsFolder, next.number));
      const { version } = next.tools.osxphotos ?? { version: '' };
      const why = because('set-reads-wrong', { tool: 'osxphotos', version, why: reason });
      throw new ProblemError('tool-update-failed', { reason: why });
    }
    await writeSetState(toolsFolder, { ...state, inUse: next, former: state.inUse });
    await this.#removeOthers([next, state.inUse]);
  }

  async #whyNotUse(
    settings: SyncSettings,
    ours: OurTools,
    next: SetInUse,
    signal: AbortSignal,
  ): Promise<Reason | null> {
    const { toolsFolder } = this.#home.paths;
    const [osxphotos, former] = [next.tools.osxphotos, ours.osxphotos];
    // immich-go has said its version; what it does is seen by the next sync.
    if (osxphotos === undefined || former === undefined) return null;
    const runFolder = await makeRunFolder(settings.folders.run, 'plan');
    const seen = this.#ledger.use((ledger) => [...ledger.seenAssets()]);
    try {
      return await tryOnLibrary({
        settings,
        osxphotos: privateProgram(join(toolsFolder, osxphotos.folder), 'osxphotos'),
        former: privateProgram(join(toolsFolder, former.folder), 'osxphotos'),
        models: next.photosModels,
        before: new Map(seen.map(({ uuid, ...asset }) => [uuid, asset])),
        runFolder,
        signal,
      });
    } finally {
      await removeFolder(runFolder);
    }
  }

  /** Sets that are used no more, and could not be gone back to. */
  async #removeOthers(kept: readonly (SetInUse | null)[]): Promise<void> {
    const { toolsFolder } = this.#home.paths;
    const needed = new Set(kept.flatMap((set) => Object.values(set?.tools ?? {}).map(({ folder }) => folder)));
    for (const name of await readdir(join(toolsFolder, 'sets')).catch(() => []))
      if (!needed.has(`sets/${name}`)) await removeFolder(join(toolsFolder, 'sets', name));
  }
}
