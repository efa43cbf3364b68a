/** What is known about updates of the app itself, as it is kept, told and shown. */
import type { Problem } from './problem.ts';

/**
 * How far an update is: `found` waits until nothing else is in progress, `ready` waits for a restart.
 * `checking` and `downloading` do not interrupt anybody.
 */
export const UPDATE_PHASES = ['idle', 'checking', 'found', 'downloading', 'ready'] as const;
export type UpdatePhase = (typeof UPDATE_PHASES)[number];

export interface UpdateState {
  /** This app's. */
  readonly version: string;
  readonly phase: UpdatePhase;
  /** The version that was found; null while `idle` or `checking`. */
  readonly newVersion: string | null;
  /** When the server of updates last answered, milliseconds since 1970. */
  readonly checkedAt: number | null;
  /** Why this copy of the app cannot be updated; null when it can. */
  readonly refusal: Problem | null;
  /** What the last check or download came to; null when it was fine. Of an automatic one only what a person should know. */
  readonly problem: Problem | null;
  /** The version before this one, until the person has seen what is new; null otherwise. */
  readonly updatedFrom: string | null;
}

/** A piece of a line: words, or words set as code. */
export interface NotePiece {
  readonly text: string;
  readonly isCode: boolean;
}

/** What is new in a version. */
export interface ReleaseNotes {
  readonly version: string;
  readonly sections: readonly {
    /** `Added`, for example; null for what stands before the first heading. */
    readonly title: string | null;
    readonly lines: readonly (readonly NotePiece[])[];
  }[];
}
