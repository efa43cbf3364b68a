/** How often timers wake the idle main process, for the report of how quick the app is. */
import type { RunningApp } from '../e2e/desktop.ts';

/**
 * Counts how often timers wake the main process, once it has come to rest. Timers that fire within a second of each other are one waking.
 * @param milliseconds how long to watch.
 */
export async function countWakes(running: RunningApp, milliseconds: number): Promise<number> {
  return running.app.evaluate(async (_electron, duration) => {
    const { createHook, executionAsyncResource } = process.getBuiltinModule('node:async_hooks');
    const fired: number[] = [];
    // By what runs, not by what is made: a timer that was set before we looked counts as well.
    const hook = createHook({
      before: () => {
        if (executionAsyncResource().constructor.name === 'Timeout') fired.push(performance.now());
      },
    });
    hook.enable();
    await new Promise((resolve) => setTimeout(resolve, duration));
    hook.disable();
    // The last one was our own.
    return fired.slice(0, -1).filter((at, index, all) => index === 0 || at - (all[index - 1] ?? 0) > 1_000).length;
  }, milliseconds);
}
