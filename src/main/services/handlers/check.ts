/** “Check everything now”: the server is asked about all that is known of it, one check at a time, and what is not as expected is repaired. */
import { checkResult } from '../../../core/sync/check-result.ts';
import type { EngineHandlers } from '../services.ts';
import { type HandlerContext, syncUnlessRunning } from './context.ts';

export function checkHandlers(context: HandlerContext) {
  const { engine, state, closing } = context;
  let stop: AbortController | null = null;
  return {
    'check.start': async () => {
      if (stop !== null) return null;
      const own = new AbortController();
      stop = own;
      state.checkProgress({ files: null });
      try {
        const verification = await engine.verify({
          signal: AbortSignal.any([own.signal, closing]),
          deep: null,
          onChecked: (progress) => state.checkProgress(progress),
        });
        const { lost, apart } = checkResult(verification);
        await state.refreshFromLedger();
        // A sync uploads again what was lost, and puts together what came apart.
        if (lost + apart > 0 && !own.signal.aborted) await syncUnlessRunning(context);
      } catch (error) {
        // Stopped by the person: that is no failure.
        if (!own.signal.aborted) throw error;
      } finally {
        stop = null;
        state.checkProgress(null);
      }
      return null;
    },
    'check.stop': () => {
      stop?.abort();
      return null;
    },
  } satisfies Partial<EngineHandlers>;
}
