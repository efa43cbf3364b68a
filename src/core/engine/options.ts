/** What an engine is given: its home, and the ports to the system that whoever opens it has. */
import type { FindProxy } from '../immich/proxy.ts';
import type { HookName } from '../model/hooks.ts';
import type { Patience } from '../patience.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { Paths } from '../settings/paths.ts';
import type { SettingsStore } from '../settings/store.ts';
import type { SystemReader } from '../system/system-state.ts';
import type { Wakefulness } from '../system/wakefulness.ts';

export interface EngineOptions {
  readonly paths: Paths;
  readonly secrets: Secrets;
  /** Where the address of each service is kept that is notified of syncs; without it none can be. */
  readonly hookSecrets?: (hook: HookName) => Secrets;
  /** Where the key is kept with which `paths.connectionFile` is encrypted; without it no headers and client certificates can be kept. */
  readonly connectionKey?: Secrets;
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
