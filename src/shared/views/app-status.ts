/** How things stand: what the app as a whole is doing, how far a sync and an import are, and what is in Immich. */
import type { MediaKind } from '../../core/model/asset.ts';
import type { Problem as ProblemView } from '../../core/model/problem.ts';
import type { WaitingFor } from '../../core/model/waiting.ts';
import type { Limit } from '../../core/model/work.ts';

export const APP_STATES = [
  'up-to-date',
  'syncing',
  'paused',
  'waiting',
  'pending',
  'attention',
  'error',
  'not-set-up',
] as const;
export type AppState = (typeof APP_STATES)[number];

export const SETUP_STEPS = ['server', 'key', 'library', 'tools', 'preview'] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

/** What the menu bar shows: one state, with what is to be said of it. */
export type AppStatus =
  | { readonly state: 'up-to-date' }
  | { readonly state: 'syncing'; readonly progress: ProgressView; readonly isStopping: boolean }
  /** `until` is null for a pause without an end. */
  | { readonly state: 'paused'; readonly until: number | null }
  | {
      readonly state: 'waiting';
      readonly reason: WaitingFor;
      /** The engine's words for it, a sentence; null when it has none. */
      readonly sentence: string | null;
      readonly since: number;
      /** When it gives up waiting; null when it does not. */
      readonly until: number | null;
      readonly nextTryAt: number | null;
    }
  /** Nothing is wrong, and so many assets wait for the next sync: an import between its nights, or a sync that was stopped. */
  | { readonly state: 'pending'; readonly pending: number }
  /** Everything ran, but so many things need a look. */
  | { readonly state: 'attention'; readonly items: number }
  /** Nothing happens until a person does something. `pending` assets wait on this Mac. */
  | { readonly state: 'error'; readonly problem: ProblemView; readonly pending: number }
  | { readonly state: 'not-set-up'; readonly missing: readonly SetupStep[] };

export const PHASE_NAMES = ['library', 'compare', 'export', 'upload', 'details'] as const;
export type PhaseName = (typeof PHASE_NAMES)[number];

export interface PhaseRow {
  readonly phase: PhaseName;
  readonly state: 'done' | 'active' | 'next';
  /** Null when not counted yet. */
  readonly done: number | null;
  readonly total: number | null;
}

export interface ProgressView {
  /** In the order of PHASE_NAMES; export and upload may be active at once. */
  readonly phases: readonly PhaseRow[];
  /** 0 to 1; null when it cannot be said. */
  readonly fraction: number | null;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly bytesPerSecond: number | null;
  readonly millisecondsLeft: number | null;
}

/** The true number: `complete + incomplete + absent = assets`. */
export interface CoverageView {
  readonly assets: number;
  readonly complete: number;
  readonly incomplete: number;
  readonly absent: number;
  /** When the server was last asked about everything that is counted here; null for a run of the past, and before the first time. */
  readonly verifiedAt: number | null;
  /** Each asset that is not complete, by reason, in the order to show. */
  readonly remainder: readonly RemainderView[];
}

/** How far an import is and how long the rest of it takes. */
export interface ForecastView {
  /** Of the assets; 100 only when all are there, 0 only when none is. */
  readonly percent: number;
  /** Milliseconds of syncing; null when nothing sound can be said. */
  readonly millisecondsLeft: number | null;
  /** False before the first files have been sent: then it is a guess. */
  readonly isMeasured: boolean;
  /** Where syncs are cut short and go on the next day: how many of those; null where the time of syncing says more. */
  readonly days: { readonly count: number; readonly areNights: boolean } | null;
  /** What takes the most of it; null when there is nothing to do. */
  readonly limit: Limit | null;
}

export interface RemainderView {
  /** One of the engine's reasons; the strings file has its words, an unknown one is shown as it is. */
  readonly reason: string;
  readonly count: number;
  /** Of originals in iCloud: their bytes as far as Photos says them, and how many are fetched in a night (0: none). */
  readonly cloud?: CloudView;
}

/** Originals that are only in iCloud, and what a person can decide about them. */
export interface CloudView {
  readonly assets: number;
  readonly bytes: number;
  /** How many are fetched in a night; 0 for none. */
  readonly perNight: number;
  /** Whether the person is to be asked, once. */
  readonly isToBeAsked: boolean;
  /** What can be chosen beside none; empty where they cannot be fetched here. */
  readonly choices: readonly { readonly perNight: number; readonly nights: number }[];
  /** As many in a night as the disk budget holds; null where there is nothing to choose. */
  readonly suggested: number | null;
}

export interface RemainderItem {
  readonly uuid: string;
  readonly filename: string;
  readonly media: MediaKind;
  readonly capturedAt: number | null;
  /** Of an original in iCloud; null where it does not matter or is not known. */
  readonly bytes: number | null;
  /** What the server or a tool said, if anything. */
  readonly detail: string | null;
  /** Failed tries; 0 when there was none. */
  readonly attempts: number;
  /** When it is tried again by itself; null when that is not a matter of time. */
  readonly nextTryAt: number | null;
}
