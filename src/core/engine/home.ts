/** One home: its files, settings, key, log and tools, as everything in the engine uses them. */
import { dirname, join } from 'node:path';
import type { ServerAddress } from '../immich/connections.ts';
import type { FindProxy } from '../immich/proxy.ts';
import { createRedactor, type Redactor } from '../log/redaction.ts';
import { type Log, openLog } from '../log/sync-log.ts';
import type { ServerPlace } from '../model/connection.ts';
import { ProblemError, tell } from '../model/problem.ts';
import { because } from '../model/reasons.ts';
import type { Scope } from '../model/scope.ts';
import type { ToolName } from '../model/tools.ts';
import { type Patience, patienceOf } from '../patience.ts';
import { ConnectionSecrets } from '../secrets/connection-secrets.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { Paths } from '../settings/paths.ts';
import { openSettings, type SettingsStore } from '../settings/store.ts';
import type { SyncSettings } from '../sync/settings.ts';
import { listTools, requireTool, type ToolReport } from '../tools/choose.ts';
import { judgedBySet, privateFolderOf } from '../tools/sets/set-in-use.ts';
import type { EngineOptions } from './options.ts';
import {
  type HomeSources,
  originIn,
  readServerAddress,
  readSyncSettings,
  readWay,
  scopeOf,
  serverUrlsOf,
  stagingFolderOf,
} from './sync-settings.ts';

const noConnectionKey = async () => {
  throw new ProblemError('keychain-missing', { reason: because('no-usable-keychain') });
};
const NO_CONNECTION_KEY = { read: noConnectionKey, write: noConnectionKey, remove: noConnectionKey };

export class Home {
  readonly paths: Paths;
  readonly secrets: Secrets;
  readonly settings: SettingsStore;
  /** Headers and client certificates for the server. */
  readonly connection: ConnectionSecrets;
  readonly redactor: Redactor;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly #options: EngineOptions;

  /** @throws {ProblemError} settings-unreadable */
  constructor(options: EngineOptions) {
    this.#options = options;
    this.paths = options.paths;
    this.secrets = options.secrets;
    this.settings = options.settings ?? openSettings(options.paths.settingsFile);
    const key = options.connectionKey ?? NO_CONNECTION_KEY;
    const originAt = (place: ServerPlace) => originIn(this.settings.readOrThrow(), place);
    this.connection = new ConnectionSecrets({ file: options.paths.connectionFile, key, originAt });
    this.redactor = createRedactor();
    this.log = openLog(options.paths.logFile, { level: this.settings.read().log.level, redactor: this.redactor });
    this.now = options.now ?? Date.now;
    for (const notice of this.settings.notices) this.log.warn(tell(notice));
  }

  /** See {@link serverUrlsOf}. @throws {ProblemError} settings-unreadable */
  get serverUrls(): readonly string[] {
    return serverUrlsOf(this.settings.readOrThrow());
  }

  /** @throws {ProblemError} settings-unreadable */
  get scope(): Scope {
    return scopeOf(this.settings.readOrThrow());
  }

  /** Only on a Mac is there a Photos that downloads from iCloud. */
  get canFetch(): boolean {
    return (this.#options.platform ?? process.platform) === 'darwin';
  }

  get patience(): Patience {
    return this.#options.patience ?? patienceOf(this.settings.read().server.patience);
  }

  /** Absolute. */
  stagingFolder(): string {
    return stagingFolderOf(this.settings.read(), this.paths);
  }

  /**
   * A server at `url`, to be reached as the settings and the system say.
   * @throws {ProblemError} settings-unreadable
   */
  serverAddress(url: string): Promise<ServerAddress> {
    return readServerAddress(url, this.#sources);
  }

  /**
   * How to reach another service than the server: by the authorities and the proxy that the server has, without what is secret between us and it. What
   * cannot be read is left out, because a service may have to be told of just that.
   * @throws {ProblemError} settings-unreadable
   */
  async wayTo(url: string): Promise<Pick<ServerAddress, 'certificateAuthorities' | 'proxy'>> {
    const { server } = this.settings.readOrThrow();
    const file = server.certificateAuthorityFile;
    const way = (await ifReadable(readWay(url, file, this.#sources))) ?? (await readWay(url, null, this.#sources));
    const own = server.url === null ? null : await ifReadable(this.connection.of(new URL(server.url).origin));
    const { certificateAuthority = null } = own ?? {};
    return certificateAuthority === null
      ? way
      : { ...way, certificateAuthorities: [...way.certificateAuthorities, certificateAuthority.pem] };
  }

  /** @throws {ProblemError} not-set-up, keychain-unavailable, settings-unreadable */
  syncSettings(): Promise<SyncSettings> {
    const { scripts, batchAssets, stallAfter } = this.#options;
    const { secrets, canFetch } = this;
    return readSyncSettings({ ...this.#sources, secrets, scripts, batchAssets, stallAfter, canFetch });
  }

  /** @throws {ProblemError} tool-missing, tool-too-old, tool-unusable, settings-unreadable */
  async findTool(tool: ToolName): Promise<ToolReport> {
    const { tools } = this.settings.readOrThrow();
    const { toolsFolder } = this.paths;
    const report = await requireTool({
      tool,
      chosen: tool === 'osxphotos' ? tools.osxphotos : tools.immichGo,
      privateFolder: await privateFolderOf(toolsFolder, tool),
      env: this.environment,
      memory: this.versionMemory,
    });
    return this.#judged(report);
  }

  /** Every program of a tool that is found, whatever is chosen in the settings; see {@link listTools}. */
  async listTools(tool: ToolName): Promise<readonly ToolReport[]> {
    const privateFolder = await privateFolderOf(this.paths.toolsFolder, tool);
    const found = await listTools({ tool, privateFolder, env: this.environment, memory: this.versionMemory });
    return Promise.all(found.map((report) => this.#judged(report)));
  }

  async #judged(report: ToolReport): Promise<ToolReport> {
    return report.by === 'private' ? { ...report, ...(await judgedBySet(this.paths.toolsFolder, report)) } : report;
  }

  /** See `askVersionOnce`. */
  get versionMemory(): string {
    return join(this.paths.toolsFolder, 'versions.json');
  }

  get environment(): NodeJS.ProcessEnv {
    return this.#options.environment;
  }

  /** Finds the system's proxy for an address; none is used where it is not there. */
  get findProxy(): FindProxy | undefined {
    return this.#options.findProxy;
  }

  /** The folder `app/tools` of this program: what installers need. */
  get toolResources(): string {
    return join(dirname(this.#options.scripts), 'tools');
  }

  get #sources(): HomeSources {
    const { findProxy } = this.#options;
    const { paths, redactor, connection } = this;
    return { settings: this.settings.readOrThrow(), paths, redactor, connection, findProxy };
  }
}

/** What is read, or null where a problem keeps it from that. */
async function ifReadable<Read>(reading: Promise<Read>): Promise<Read | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ProblemError) return null;
    throw error;
  }
}
