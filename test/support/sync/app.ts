/** The app of a bench without its windows: what they would show, and what their buttons do. */
import { Engine } from '../../../src/core/engine/engine.ts';
import { environmentSecrets } from '../../../src/core/secrets/environment.ts';
import { scriptsFolder } from '../../../src/main/scripts-folder.ts';
import { createEngineServices } from '../../../src/main/services/engine-services.ts';
import type { EngineState, Services } from '../../../src/main/services/services.ts';
import type { Bench } from './bench.ts';

export interface AppOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Assets of a batch, at most. */
  readonly batchAssets?: number;
}

/** The app started anew, and ended with the work; its timers never fire. */
export async function withApp<Result>(
  bench: Bench,
  { now, batchAssets }: AppOptions,
  work: (services: Services) => Promise<Result>,
): Promise<Result> {
  const engine = await Engine.open({
    paths: bench.paths,
    secrets: environmentSecrets(bench.server.apiKey),
    scripts: scriptsFolder(),
    environment: process.env,
    now,
    ...(batchAssets === undefined ? {} : { batchAssets }),
  });
  const refuse = async () => {
    throw new Error('The key stays as it is.');
  };
  const services = await createEngineServices({
    engine,
    vault: { view: async () => ({ state: 'stored', savedAt: null, reason: null }), write: refuse, remove: refuse },
    version: '0.0.0',
    clock: { now, after: () => () => undefined, random: () => 0 },
  });
  try {
    return await work(services);
  } finally {
    await services.close();
  }
}

/** Waits until the app says so; each look is a change of its state. */
export function until(services: Services, isSo: (state: EngineState) => boolean): Promise<EngineState> {
  return new Promise((resolve) => {
    const look = () => {
      const state = services.state();
      if (!isSo(state)) return;
      stop();
      resolve(state);
    };
    const stop = services.onState(look);
    look();
  });
}
