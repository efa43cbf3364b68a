/**
 * Keeps the memory of this process near what it really uses. On a machine with much of it, V8 lets the heap grow far beyond that before it
 * cleans up: a run over 100,000 assets that holds 50 MB took 350 MB.
 *
 * V8 reads both flags whenever it decides on the size of its heap (`MemoryController::GrowingFactor`, `NewSpace::Grow`), so that they
 * work in a process that already runs: Electron gives its main process no other way. V8 freezes its flags once it has started, but not where
 * it is told otherwise, as Node (`node.cc`) and Electron (`javascript_environment.cc`) do with `--no-freeze-flags-after-init`.
 */
import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** By how many percent the heap may grow beyond what was in use at the last clean-up. V8 itself goes up to 300. */
const GROWTH = 30;
/** Bytes of the space for new objects, all of which V8 doubles until it has 32 MB. Less than this, and cleaning up costs time. */
const NEW_OBJECTS = 8 * 1024 * 1024;

export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
  const observer = new PerformanceObserver(() => {
    const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
    if (space !== undefined && space.space_size < NEW_OBJECTS) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    observer.disconnect();
  });
  observer.observe({ entryTypes: ['gc'] });
}
