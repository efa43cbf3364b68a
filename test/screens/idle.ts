/** How often timers wake the idle main process, for the report of how quick the app is. */
import type { RunningApp } from '../e2e/desktop.ts';

/**
 * Counts the timers of the main process that fire, once it has come to rest.
 * @param milliseconds how long to watch.
 */
export async function countTimers(running: RunningApp, milliseconds: number): Promise<number> {
  return running.app.evaluate(async (_electron, duration) => {
    const { createHook, executionAsyncResource } = process.getBuiltinModule('node:async_hooks');
    let fired = 0;
    // By what runs, not by what is made: a timer that was set before we looked counts as well.
    const hook = createHook({
      before: () => {
        if (executionAsyncResource().constructor.name === 'Timeout') fired += 1;
      },
    });
    hook.enable();
    await new Promise((resolve) => setTimeout(resolve, duration));
    hook.disable();
    // The last one was our own.
    return fired - 1;
  }, milliseconds);
}
