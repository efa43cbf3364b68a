/** What this engine does under the run lock, one thing at a time: observed here, followed and stopped from other processes. */
import type { Work } from '../channel/messages.ts';
import { shareRun } from '../channel/shared-run.ts';
import { acquireRunLock, type RunLock } from '../lock/run-lock.ts';
import { type Problem, toProblem } from '../model/problem.ts';
import type { Progress } from '../model/progress.ts';
import type { RunReport } from '../model/run-report.ts';
import type { Watched } from '../model/run-request.ts';
import type { Wakefulness } from '../system/wakefulness.ts';
import { observeChildren } from '../tools/child.ts';
import type { Home } from './home.ts';
import type { LedgerAccess } from './ledger-access.ts';
import { clearLeftovers } from './recovery.ts';

/** Told of each run of this engine, whoever started it. */
export interface RunObserver {
  readonly onProgress: (progress: Progress) => void;
  readonly onEnd: (end: RunEnd) => void;
}

/** What was no sync and went well has no problem. */
export type RunEnd =
  | { readonly work: 'sync'; readonly report: RunReport }
  | { readonly work: Work; readonly problem: Problem | null };

export class RunSession {
  readonly #home: Home;
  readonly #ledger: LedgerAccess;
  readonly #wakefulness: Wakefulness;
  readonly #observers = new Set<RunObserver>();
  #present: { readonly work: Work; readonly since: string; readonly stop: AbortController } | null = null;

  constructor(home: Home, ledger: LedgerAccess, wakefulness: Wakefulness) {
    this.#home = home;
    this.#ledger = ledger;
    this.#wakefulness = wakefulness;
  }

  /** What this engine does now; null when nothing. Other processes' runs are in the status. */
  present(): { readonly work: Work; readonly since: string } | null {
    return this.#present;
  }

  /** Asks this engine's run to stop, if one is in progress. */
  stop(): void {
    this.#present?.stop.abort();
  }

  /** @returns what ends the observation. */
  observe(observer: RunObserver): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /**
   * Does the work while the run lock is held, and shares it: with the observers here, and with other processes over a socket of the run's.
   * @throws {ProblemError} another-run, folder-unusable, and what the work throws
   */
  async during<Result>(
    work: Work,
    { trigger = work, signal, onProgress }: Watched & { readonly trigger?: string },
    run: (watched: Watched) => Promise<Result>,
    reportOf: (result: Result) => RunReport | null = () => null,
  ): Promise<Result> {
    const { paths, log } = this.#home;
    const lock = await acquireRunLock(paths.runFolder, { trigger });
    // Before the children are observed: it is none of the run's, and ends by itself.
    const letSleep = this.#wakefulness.hold();
    const stopObserving = observeChildren(childNotes(lock));
    const shared = await shareRun({ folder: paths.runFolder, work, log });
    const stop = new AbortController();
    this.#present = { work, since: shared.since, stop };
    const letGo = this.#ledger.hold();
    let end: RunEnd = { work, problem: null };
    try {
      await clearLeftovers(lock, this.#home, this.#ledger);
      const result = await run({
        signal: AbortSignal.any([signal, stop.signal, shared.stopAsked]),
        onProgress: (progress) => {
          shared.progress(progress);
          for (const observer of this.#observers) observer.onProgress(progress);
          onProgress?.(progress);
        },
      });
      const report = reportOf(result);
      if (report !== null) end = { work: 'sync', report };
      return result;
    } catch (thrown) {
      const error = this.#ledger.explain(thrown, { holdsLock: true });
      end = { work, problem: toProblem(error) };
      throw error;
    } finally {
      letSleep();
      stopObserving();
      this.#present = null;
      letGo();
      shared.shut();
      lock.release();
      this.#ledger.backUp();
      for (const observer of this.#observers) observer.onEnd(end);
      await shared.end(end);
    }
  }
}

/** A run's children are written into its lock, so that the next run can end those that outlive a crash. */
function childNotes(lock: RunLock) {
  return {
    started: (pid: number, program: string) => lock.addChild(pid, program),
    ended: (pid: number) => lock.removeChild(pid),
  };
}
