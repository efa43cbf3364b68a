/** What is asked of a run, and how it is watched and stopped. */
import type { Progress } from './progress.ts';
import type { Trigger } from './run-report.ts';

export interface RunOptions {
  readonly trigger: Trigger;
  /** Milliseconds since 1970; null for runs that nobody was waiting for. */
  readonly dueAt: number | null;
  /** Read the whole library and ask about everything again, even what was verified before. */
  readonly isFull: boolean;
}

/** How work is watched and stopped. */
export interface Watched {
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface SyncRequest extends RunOptions, Watched {}
