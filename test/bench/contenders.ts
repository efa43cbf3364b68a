/** The two sides of the benchmark, each with a server and folders of its own, made again for every round. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Outcome, RunReport } from '../../src/core/model/run-report.ts';
import type { Settings } from '../../src/core/model/settings.ts';
import { KEY_VARIABLE } from '../../src/core/secrets/environment.ts';
import { pathsFor } from '../../src/core/settings/paths.ts';
import { openSettings } from '../../src/core/settings/store.ts';
import { COMPILE_CACHE } from '../support/compile-cache.ts';
import type { ServerCounts } from './demo-server.ts';
import { type Measured, measure } from './measure.ts';

export interface ContenderOptions {
  /** An existing empty folder. */
  readonly folder: string;
  readonly library: string;
  /** Absolute paths. */
  readonly osxphotos: string;
  readonly immichGo: string;
  /** Changes to the engine's settings. */
  readonly settings?: (settings: Settings) => Settings;
  /** Assets in a batch; the engine's own choice if not given. */
  readonly batchAssets?: number;
  /** Milliseconds that each upload takes the server, one after the other; none if not given. */
  readonly serverWork?: number;
  /** True when the server holds every file of the library before the first run. */
  readonly isHeld?: boolean;
}

export interface Sample extends Omit<Measured, 'stdout'> {
  readonly server: ServerCounts;
  /** What the engine says of itself; null for the pipeline, which knows nothing. */
  readonly report: RunReport | null;
}

export interface Contender {
  /** One run. @throws Error when it fails */
  run(): Promise<Sample>;
  close(): void;
}

const CLI = resolve(import.meta.dirname, '../../src/main/cli.ts');
/** For what the command has no setting for. */
const ONE_SYNC = resolve(import.meta.dirname, 'one-sync.ts');
const PIPELINE = resolve(import.meta.dirname, 'obvious-pipeline.sh');

export interface PipelineContender extends Contender {
  /** Half of the script alone; the upload sends what an export left. */
  runHalf(half: 'export' | 'upload'): Promise<Sample>;
}

/** The obvious shell script. */
export async function openPipeline(options: ContenderOptions): Promise<PipelineContender> {
  const server = await startServer(options);
  const runWith = async (tools: { readonly osxphotos: string; readonly immichGo: string }): Promise<Sample> => {
    const { stdout: _words, ...measured } = await measure(['/bin/sh', PIPELINE], {
      LIBRARY: options.library,
      STAGING: join(options.folder, 'staging'),
      OSXPHOTOS: tools.osxphotos,
      IMMICH_GO: tools.immichGo,
      IMMICH_URL: server.url,
      IMMICH_API_KEY: server.apiKey,
      // Its caches and logs belong to the benchmark, not to whoever runs it.
      HOME: options.folder,
    });
    return { ...measured, server: await server.count(), report: null };
  };
  return {
    run: () => runWith(options),
    // The shell's `true` takes any arguments and does nothing.
    runHalf: (half) => runWith({ ...options, [half === 'export' ? 'immichGo' : 'osxphotos']: 'true' }),
    close: server.close,
  };
}

/** This program, as the command that people run. */
export async function openEngine(options: ContenderOptions): Promise<Contender> {
  const server = await startServer(options);
  if (options.isHeld === true) await server.hold(options.library);
  const home = join(options.folder, 'home');
  await mkdir(home);
  const store = openSettings(pathsFor({ home, platform: process.platform, environment: {} }).settingsFile);
  store.change((settings) => ({
    ...settings,
    server: { ...settings.server, url: server.url },
    library: { ...settings.library, path: options.library },
    tools: { ...settings.tools, osxphotos: options.osxphotos, immichGo: options.immichGo },
  }));
  if (options.settings !== undefined) store.change(options.settings);
  return {
    run: async () => {
      const program =
        options.batchAssets === undefined
          ? [CLI, '--home', home, '--json', 'sync']
          : [ONE_SYNC, home, String(options.batchAssets)];
      const { stdout, ...measured } = await measure(
        [process.execPath, '--disable-warning=ExperimentalWarning', ...program],
        // The shipped command is one file: what Node does to sources is not the program's time.
        { [KEY_VARIABLE]: server.apiKey, HOME: options.folder, NODE_COMPILE_CACHE: COMPILE_CACHE },
      );
      return { ...measured, server: await server.count(), report: JSON.parse(stdout) as RunReport };
    },
    close: server.close,
  };
}

/** The pipeline's halves, one after the other. */
export async function halvesAlone(options: ContenderOptions) {
  const pipeline = await openPipeline(options);
  try {
    return { exported: await pipeline.runHalf('export'), uploaded: await pipeline.runHalf('upload') };
  } finally {
    pipeline.close();
  }
}

/** The engine's first sync of a library. */
export async function firstSync(options: ContenderOptions): Promise<Sample> {
  const engine = await openEngine(options);
  try {
    return await runOf(engine, 'done');
  } finally {
    engine.close();
  }
}

/** One run of the engine. @throws Error see {@link expectWork} */
export async function runOf(engine: Contender, outcome: Outcome): Promise<Sample> {
  const run = await engine.run();
  expectWork(run, outcome);
  return run;
}

/** @throws Error when a run of the engine came to something else, or left something out: speed is no merit in that. */
export function expectWork({ report }: Sample, outcome: Outcome): void {
  if (report?.outcome !== outcome || report.coverage.complete !== report.coverage.assets)
    throw new Error(`The engine did not do its work: ${JSON.stringify(report)}`);
}

async function startServer({ serverWork = 0 }: Pick<ContenderOptions, 'serverWork'>) {
  const child: ChildProcess = fork(resolve(import.meta.dirname, 'demo-server.ts'), [String(serverWork)]);
  const [{ url, apiKey }] = (await once(child, 'message')) as [{ url: string; apiKey: string }];
  const ask = async (message: 'count' | { readonly hold: string }) => {
    child.send(message);
    const [counts] = (await once(child, 'message')) as [ServerCounts];
    return counts;
  };
  return {
    url,
    apiKey,
    count: () => ask('count'),
    hold: (library: string) => ask({ hold: library }),
    close: () => child.disconnect(),
  };
}
