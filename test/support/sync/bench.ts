/**
 * Everything a sync needs, private to one test: a home, a Photos library, a server that plays Immich, the tools. The engine runs in this
 * process (`sync`) or as the command that people use (`cli`, see command-line.ts).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Engine } from '../../../src/core/engine/engine.ts';
import type { RunRow } from '../../../src/core/ledger/run-history.ts';
import type { Progress } from '../../../src/core/model/progress.ts';
import { because } from '../../../src/core/model/reasons.ts';
import type { RunReport } from '../../../src/core/model/run-report.ts';
import type { Settings } from '../../../src/core/model/settings.ts';
import type { Patience } from '../../../src/core/patience.ts';
import { environmentSecrets, KEY_VARIABLE } from '../../../src/core/secrets/environment.ts';
import type { Secrets } from '../../../src/core/secrets/secrets.ts';
import { type Paths, pathsFor } from '../../../src/core/settings/paths.ts';
import { openSettings } from '../../../src/core/settings/store.ts';
import type { SystemReader } from '../../../src/core/system/system-state.ts';
import { NO_WAKEFULNESS, type Wakefulness } from '../../../src/core/system/wakefulness.ts';
import { observeChildren } from '../../../src/core/tools/child.ts';
import { scriptsFolder } from '../../../src/main/scripts-folder.ts';
import { type DemoImmich, type DemoOptions, startDemoImmich } from '../demo-immich/index.ts';
import { type CreateOptions, createPhotosLibrary, type PhotosLibrary, readManifest } from '../photos-library/index.ts';
import { provisionTools } from '../tools/provision.ts';
import { rememberVersions } from '../tools/remember-versions.ts';
import { type CommandOptions, type CommandResult, type RunningCommand, startCommand } from './command-line.ts';

export type SettingsEdit = (settings: Settings) => Settings;

export interface BenchOptions {
  /** What the library holds; empty if not given. */
  readonly fill?: (library: PhotosLibrary) => Promise<unknown>;
  /** An existing library instead of one made for this bench. */
  readonly library?: string;
  /** `small` if not given: a sync cares for the bytes, not for what they show. */
  readonly media?: CreateOptions['media'];
  /** What else is to be said of the library that is made. */
  readonly made?: Pick<CreateOptions, 'seed' | 'model' | 'icloud' | 'mac'>;
  readonly server?: DemoOptions;
  readonly settings?: SettingsEdit;
  /** The folder for everything; a temporary one if not given. It is removed in the end. */
  readonly folder?: string;
  /** How long a run puts up with a server in trouble; not at all if not given. */
  readonly patience?: Patience;
  /** The operating system, for the runs in this process; the real one if not given. */
  readonly platform?: NodeJS.Platform;
  /** Power and network, for the runs in this process; the real ones if not given. */
  readonly system?: SystemReader;
  /** What keeps the computer awake, for the runs in this process; nothing if not given. */
  readonly wakefulness?: Wakefulness;
  /** Milliseconds since 1970, for the runs in this process. */
  readonly now?: () => number;
  /** The tools by absolute path; those that were provisioned if not given. */
  readonly tools?: { readonly osxphotos?: string; readonly immichGo?: string };
}

export interface SyncOptions {
  readonly isFull?: boolean;
  /** The key of the server's first user if not given. */
  readonly apiKey?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** See the engine's options. */
  readonly stallAfter?: number;
}

export interface Bench {
  readonly folder: string;
  readonly paths: Paths;
  readonly server: DemoImmich;
  /** The library as made by this bench, open for edits. @throws Error when the bench was given a library of its own */
  readonly photos: PhotosLibrary;
  readonly libraryPath: string;
  change(edit: SettingsEdit): void;
  /** One run in this process, with an engine of its own, as if the program were started anew. */
  sync(options?: SyncOptions): Promise<RunReport>;
  /** Programs that the runs so far have started, by their paths. */
  readonly started: readonly string[];
  /** An engine of this home that stays open, as the app's does; closed after the test. */
  openEngine(): Promise<Engine>;
  /** The newest runs first, as the ledger on the disk knows them. */
  history(): Promise<readonly RunRow[]>;
  /** Runs the command with this home and key, and waits for its end. */
  cli(args: readonly string[], options?: Partial<CommandOptions>): Promise<CommandResult>;
  startCli(args: readonly string[], options?: Partial<CommandOptions>): RunningCommand;
  close(): Promise<void>;
}

/** A bench for one test, gone after it. */
export async function useBench(options: BenchOptions = {}): Promise<Bench> {
  const bench = await openBench(options);
  onTestFinished(() => bench.close());
  return bench;
}

/** A bench for several tests; whoever opens it closes it. */
export async function openBench(options: BenchOptions = {}): Promise<Bench> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'immich-sync-bench-')));
  const home = join(folder, 'home');
  const paths = pathsFor({ home, platform: process.platform, environment: {} });
  const [server, photos, tools] = await Promise.all([
    startDemoImmich(options.server),
    options.library === undefined ? makeLibrary(join(folder, 'Bench.photoslibrary'), options) : null,
    provisionTools(),
  ]);
  const libraryPath = photos?.path ?? options.library ?? '';
  await rememberVersions(paths.toolsFolder, tools);
  const store = openSettings(paths.settingsFile);
  store.change((settings) => ({
    ...settings,
    // A fault that is ordered stays: there is no use in waiting for its end.
    server: { ...settings.server, url: server.url, patience: 0 },
    library: { ...settings.library, path: libraryPath },
    tools: {
      osxphotos: options.tools?.osxphotos ?? tools.osxphotos.path,
      immichGo: options.tools?.immichGo ?? tools.immichGo.path,
      keepUpToDate: true,
    },
  }));
  if (options.settings !== undefined) store.change(options.settings);

  const started: string[] = [];
  const connectionKey = secretsInMemory();
  const openEngine = (apiKey: string, stallAfter?: number): Promise<Engine> =>
    Engine.open({
      paths,
      secrets: environmentSecrets(apiKey),
      connectionKey,
      scripts: scriptsFolder(),
      environment: process.env,
      // A program that belongs to no run; commands have it.
      wakefulness: options.wakefulness ?? NO_WAKEFULNESS,
      ...(stallAfter === undefined ? {} : { stallAfter }),
      ...(options.patience === undefined ? {} : { patience: options.patience }),
      ...(options.system === undefined ? {} : { system: options.system }),
      ...(options.platform === undefined ? {} : { platform: options.platform }),
      ...(options.now === undefined ? {} : { now: options.now }),
    });
  const withEngine = async <Result>(
    apiKey: string,
    work: (engine: Engine) => Promise<Result>,
    stallAfter?: number,
  ): Promise<Result> => {
    const engine = await openEngine(apiKey, stallAfter);
    try {
      return await work(engine);
    } finally {
      await engine.close();
    }
  };
  const startCli = (args: readonly string[], command: Partial<CommandOptions> = {}) =>
    startCommand(['--home', home, ...args], {
      ...command,
      environment: { [KEY_VARIABLE]: server.apiKey, ...command.environment },
    });

  return {
    folder,
    paths,
    server,
    libraryPath,
    started,
    get photos() {
      if (photos === null) throw new Error('This bench has a library that was not made for it.');
      return photos;
    },
    change: (edit) => void store.change(edit),
    sync: ({ isFull = false, apiKey = server.apiKey, signal, onProgress, stallAfter } = {}) => {
      const stopObserving = observeChildren({ started: (_pid, program) => started.push(program), ended: () => {} });
      const request = {
        trigger: 'command',
        dueAt: null,
        isFull,
        signal: signal ?? new AbortController().signal,
        ...(onProgress === undefined ? {} : { onProgress }),
      } as const;
      return withEngine(apiKey, (engine) => engine.sync(request), stallAfter).finally(stopObserving);
    },
    openEngine: async () => {
      const engine = await openEngine(server.apiKey);
      onTestFinished(() => engine.close());
      return engine;
    },
    history: () => withEngine(server.apiKey, async (engine) => engine.records.history(100)),
    startCli,
    cli: (args, command) => startCli(args, command).ended,
    close: async () => {
      photos?.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A keychain that lasts as long as the bench. */
function secretsInMemory(): Secrets {
  let kept: string | null = null;
  return {
    read: async () => kept,
    isKept: async () => kept !== null,
    write: async (key) => {
      kept = key;
    },
    remove: async () => {
      kept = null;
    },
    describe: () => because('kept-in-secret-service'),
  };
}

async function makeLibrary(path: string, { fill, media = 'small', made }: BenchOptions): Promise<PhotosLibrary> {
  const library = await createPhotosLibrary({ path, media, ...made });
  await fill?.(library);
  return library;
}

/** What must be in a library now, hashed anew. */
export const manifestOf = (bench: Pick<Bench, 'libraryPath'>) => readManifest(bench.libraryPath);
