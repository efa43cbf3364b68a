/** The work of a busy server: a thread of its own that computes, so that whatever else runs on the machine has one processor less meanwhile. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Fault } from './faults.ts';

type Busy = Extract<Fault, { readonly kind: 'busy' }>;

const COMPUTE = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', (milliseconds) => {
    const microseconds = () => process.threadCpuUsage().user + process.threadCpuUsage().system;
    const end = microseconds() + 1000 * milliseconds;
    while (microseconds() < end);
    parentPort.postMessage(null);
  });
`;

interface Thread {
  readonly worker: Worker;
  /** The end of what was begun before. */
  last: Promise<unknown>;
}

/** For each order of a busy server. */
const threads = new WeakMap<Busy, Thread>();

/** Computes for so many milliseconds of processor time, after what was asked for before. @param signal ends the thread */
export async function beBusy(fault: Busy, signal: AbortSignal): Promise<void> {
  const thread = threads.get(fault) ?? startThread(signal);
  threads.set(fault, thread);
  const mine = thread.last.then(() => {
    thread.worker.postMessage(fault.milliseconds);
    return once(thread.worker, 'message', { signal });
  });
  thread.last = mine.catch(() => undefined);
  await mine;
}

function startThread(signal: AbortSignal): Thread {
  const worker = new Worker(COMPUTE, { eval: true, execArgv: [] });
  worker.unref();
  signal.addEventListener('abort', () => void worker.terminate(), { once: true });
  return { worker, last: Promise.resolve() };
}
