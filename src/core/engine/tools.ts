/** The tools of one home: which are in use, which could be, and setting them up. */
import { type Problem, toProblem } from '../model/problem.ts';
import { type InstallProgress, isUsable, TOOLS, type ToolName } from '../model/tools.ts';
import { withSetting } from '../settings/text.ts';
import { requireTool, type ToolReport } from '../tools/choose.ts';
import { installedIn, privateProgram } from '../tools/private-tools.ts';
import { setUpTools } from '../tools/set-up-tools.ts';
import { leaveSet, privateFolderOf } from '../tools/sets/set-in-use.ts';
import { KNOWN_VERSIONS } from '../tools/tested-versions.ts';
import { compareVersions } from '../tools/version.ts';
import type { Home } from './home.ts';
import type { RunSession } from './run-session.ts';

export interface ToolOverview {
  readonly tool: ToolName;
  /** Null when none can be used; then there is a problem. */
  readonly inUse: ToolReport | null;
  readonly problem: Problem | null;
  /** What else is on this computer, whether it can be used or not, in the order of preference. */
  readonly others: readonly ToolReport[];
  /** The version that {@link Tools.setUp} would install; null when that is there. */
  readonly offered: string | null;
}

export interface SetUpRequest {
  readonly tools: readonly ToolName[];
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: InstallProgress) => void;
}

const SETTING = { osxphotos: 'tools.osxphotos', 'immich-go': 'tools.immichGo' } as const;

export class Tools {
  readonly #home: Home;
  readonly #runs: RunSession;

  constructor(home: Home, runs: RunSession) {
    this.#home = home;
    this.#runs = runs;
  }

  /** In the order in which they are set up. */
  list(): Promise<readonly ToolOverview[]> {
    return Promise.all(TOOLS.map((tool) => this.#look(tool)));
  }

  /**
   * Installs what is not there yet, in the versions that were tested, and uses it from then on. What was there before stays until then.
   * @throws {ProblemError} disk-full, folder-unusable, tool-unreachable, tool-download-wrong, tool-not-installed; another-run when something that is
   * going on may use what is to be replaced
   * @throws what `signal` was aborted with
   */
  async setUp({ tools, signal, onProgress }: SetUpRequest): Promise<void> {
    const installed = await Promise.all(tools.map((tool) => installedIn(this.#home.paths.toolsFolder, tool)));
    const isReplaced = tools.some((tool, index) => {
      const version = installed[index]?.version;
      return version !== undefined && version !== KNOWN_VERSIONS[tool].pinned;
    });
    const request = { tools, signal, ...(onProgress === undefined ? {} : { onProgress }) };
    if (!isReplaced) return this.#install(request);
    // What is replaced is gone for as long as that takes: no sync begins meanwhile.
    await this.#runs.during('tools', { signal }, async (watched) => {
      await this.#install({ ...request, signal: watched.signal });
    });
  }

  async #install({ tools, signal, onProgress }: SetUpRequest): Promise<void> {
    const { paths, log, environment, findProxy, toolResources } = this.#home;
    const ready: ToolName[] = [];
    try {
      await setUpTools({
        tools,
        into: paths.toolsFolder,
        resources: toolResources,
        env: environment,
        findProxy,
        signal,
        onLine: (tool, line, kind) => (kind === 'output' ? log.debug : log.info)(`${tool}: ${line}`),
        ...(onProgress === undefined ? {} : { onProgress }),
        onReady: (tool) => ready.push(tool),
      });
    } finally {
      // What a person asks for is what they want to be used, whatever they chose before.
      for (const tool of ready) {
        if (await this.#isSpoiled(tool)) await leaveSet(paths.toolsFolder, tool);
        this.#choose(tool, null);
      }
    }
  }

  /** Whether the set in use has a program of it that cannot be used. */
  async #isSpoiled(tool: ToolName): Promise<boolean> {
    const { toolsFolder } = this.#home.paths;
    if ((await privateFolderOf(toolsFolder, tool)) === toolsFolder) return false;
    const own = (await this.#home.listTools(tool)).find(({ by }) => by === 'private');
    return own !== undefined && !isUsable(own.verdict);
  }

  /**
   * Uses this program from now on; null is what is found first, beginning with our own.
   * @throws {ProblemError} tool-missing, tool-too-old, tool-unusable
   */
  async use(tool: ToolName, path: string | null): Promise<void> {
    const own = privateProgram(await privateFolderOf(this.#home.paths.toolsFolder, tool), tool);
    if (path === null || path === own) return this.#choose(tool, null);
    await requireTool({ tool, chosen: path, env: this.#home.environment });
    this.#choose(tool, path);
  }

  async #look(tool: ToolName): Promise<ToolOverview> {
    const privateFolder = await privateFolderOf(this.#home.paths.toolsFolder, tool);
    const [found, installed, inUse] = await Promise.all([
      this.#home.listTools(tool),
      installedIn(privateFolder, tool),
      this.#home.findTool(tool).catch((error: unknown) => toProblem(error)),
    ]);
    const offered = KNOWN_VERSIONS[tool].pinned;
    return {
      tool,
      ...('code' in inUse ? { inUse: null, problem: inUse } : { inUse, problem: null }),
      others: found.filter(({ path }) => 'code' in inUse || path !== inUse.path),
      // A tool set of the list may have brought a newer one.
      offered: installed !== null && compareVersions(installed.version, offered) >= 0 ? null : offered,
    };
  }

  #choose(tool: ToolName, path: string | null): void {
    const { settings } = this.#home;
    const { tools } = settings.read();
    if ((tool === 'osxphotos' ? tools.osxphotos : tools.immichGo) === path) return;
    settings.change((before) => withSetting(before, SETTING[tool], path));
  }
}
