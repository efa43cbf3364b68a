/** The app's own socket: it is always there while the app runs, takes a command's wish for a sync, and tells it how that goes. */

import { connect } from '../channel/connection.ts';
import { Listener, type Visitor } from '../channel/listener.ts';
import type { Engine } from '../engine/engine.ts';
import type { RunObserver } from '../engine/run-session.ts';
import { toProblem } from '../model/problem.ts';

export interface AppListenerOptions {
  readonly engine: Engine;
  /** Starts a sync; resolves when it is under way, throws what keeps it from starting. */
  readonly startSync: (request: { readonly isFull: boolean }) => Promise<void>;
  /** Stops a sync of the app's, also one that has not begun yet. */
  readonly stopSync: () => void;
  /** A run, a pause or a setting was changed by another process. */
  readonly onChange: () => void;
}

/**
 * Begins to listen.
 * @returns what ends it; null when another app listens already or the home's disk knows no sockets.
 */
export async function listenAsApp(options: AppListenerOptions): Promise<(() => Promise<void>) | null> {
  const { engine, startSync, stopSync, onChange } = options;
  const folder = engine.paths.runFolder;
  const other = await connect(folder, 'app');
  if (other !== null) {
    other.leave();
    return null;
  }

  /** Those who asked for a sync and have not heard its end. */
  const waiting = new Set<Visitor>();
  const begin = async (visitor: Visitor, isFull: boolean) => {
    waiting.add(visitor);
    try {
      if (engine.runs.present()?.work !== 'sync') await startSync({ isFull });
    } catch (error) {
      if (waiting.delete(visitor)) visitor.leave({ tells: 'end', problem: toProblem(error) });
    }
  };
  const observer: RunObserver = {
    onProgress: (progress) => {
      for (const visitor of waiting) visitor.tell({ tells: 'progress', progress });
    },
    onEnd: (end) => {
      if (end.work !== 'sync') return;
      for (const visitor of waiting)
        visitor.leave(
          'report' in end ? { tells: 'report', report: end.report } : { tells: 'end', problem: end.problem },
        );
      waiting.clear();
    },
  };
  const listener = await Listener.open({
    folder,
    name: 'app',
    present: () => engine.runs.present() ?? { work: null, since: null },
    onRequest: (request, visitor) => {
      switch (request.asks) {
        case 'sync':
          void begin(visitor, request.isFull);
          return;
        case 'stop':
          stopSync();
          engine.runs.stop();
          return;
        case 'look':
          onChange();
      }
    },
    onLeave: (visitor) => waiting.delete(visitor),
  }).catch((error: unknown) => {
    engine.log.warn(`Commands cannot reach the app (${toProblem(error).sentence})`);
    return null;
  });
  if (listener === null) return null;
  const stopObserving = engine.runs.observe(observer);
  return async () => {
    stopObserving();
    await listener.close();
  };
}
