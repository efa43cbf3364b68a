/** The popover's calls: the sync, and the pause of the automatic ones. */
import { toProblem } from '../../../core/model/problem.ts';
import { MOMENTARY } from '../../../core/schedule/retry.ts';
import type { EngineHandlers } from '../services.ts';
import type { HandlerContext } from './context.ts';

export function popoverHandlers({ engine, state, scheduler }: HandlerContext) {
  return {
    'sync.start': async () => {
      state.forgetStartFailure();
      if (engine.schedule.pause() !== null) engine.schedule.resume();
      try {
        await scheduler.runNow();
      } catch (error) {
        const problem = toProblem(error);
        if (problem.code === 'another-run') {
          // What was wanted happens already: it is shown.
          await state.refreshFromLedger();
          return null;
        }
        if (!MOMENTARY.has(problem.code)) state.startFailed(problem);
        throw error;
      }
      return null;
    },
    'sync.stop': () => {
      state.other.stop();
      void scheduler.stop();
      return null;
    },
    'sync.pause': async ({ choice }) => {
      engine.schedule.pauseFor(choice);
      await state.refresh();
      return null;
    },
    'sync.resume': async () => {
      engine.schedule.resume();
      await state.refresh();
      scheduler.look();
      return null;
    },
  } satisfies Partial<EngineHandlers>;
}
