/** What became of syncs and of due times: rows, details, what was found and what was changed on both sides. */
import type { Leader } from '../../core/model/choices.ts';
import type { Problem as ProblemView } from '../../core/model/problem.ts';
import type { RunAlbum, RunItemKind } from '../../core/model/run-item.ts';
import type { ConflictField, DetailName, Outcome, Trigger } from '../../core/model/run-report.ts';
import type { WaitingFor } from '../../core/model/waiting.ts';
import type { CoverageView } from './app-status.ts';
import type { FoundItem } from './found.ts';

/**
 * What became of a run or of a due time. Of one that goes on there is no outcome yet; a due time waits, or has its run though it `waited` for it
 * or a try before failed.
 */
export type RunOutcome = Outcome | 'running' | 'waiting' | 'waited';

export interface RunSummary {
  readonly run: number;
  readonly trigger: Trigger;
  readonly outcome: RunOutcome;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Files, edits included. */
  readonly uploaded: number;
  /** Photos and videos that were not there before; one with several files is one. */
  readonly newItems: number;
  readonly edits: number;
  readonly albumsChanged: number;
  /** What it found to be otherwise than it was left; only what was found. */
  readonly findings: readonly FindingView[];
  /** One sentence; null when there is nothing to explain. */
  readonly reason: string | null;
  /** For what and how long it waited before it started; null when it did not. */
  readonly waited: { readonly reason: WaitingFor; readonly milliseconds: number } | null;
}

export interface RunDetails extends RunSummary {
  readonly bytesUploaded: number;
  readonly alreadyThere: number;
  readonly verified: number;
  readonly failed: number;
  readonly livePhotosLinked: number;
  readonly albumsCreated: number;
  readonly albumAssetsAdded: number;
  readonly albumAssetsRemoved: number;
  /** Renamed, or given another order or cover. */
  readonly albumsArranged: number;
  /** Stacks made, changed or dissolved. */
  readonly stacksChanged: number;
  /** How many files got which detail; only those that are not zero. */
  readonly details: readonly { readonly name: DetailName; readonly count: number }[];
  /** At most 100. */
  readonly conflicts: readonly ConflictView[];
  /** At most 100. */
  readonly contradictions: readonly ContradictionView[];
  readonly coverage: CoverageView | null;
  readonly problems: readonly ProblemView[];
  /** Phase name to milliseconds, in the order they ran. */
  readonly durations: readonly { readonly name: string; readonly milliseconds: number }[];
}

/** An item that a sync has by name. */
export interface RunItemView extends Omit<FoundItem, 'safety'> {
  /** Null for what is not in Photos any more: then all but the name is unknown. */
  readonly safety: FoundItem['safety'] | null;
  /** What was set. */
  readonly details: readonly DetailName[];
}

/** What a sync has by name, as far as it is kept. */
export interface RunContentsView {
  readonly groups: readonly {
    readonly kind: RunItemKind;
    readonly count: number;
    /** The first of them. */
    readonly items: readonly RunItemView[];
  }[];
  readonly albums: readonly RunAlbum[];
}

/** What a sync may find on the server, in the order to show. */
export const FINDING_NAMES = [
  'server-went-back',
  'records-went-back',
  'lost',
  'unfounded',
  'deleted',
  'trashed',
  'moved',
  'albums-deleted',
] as const;
export type FindingName = (typeof FINDING_NAMES)[number];

export interface FindingView {
  readonly name: FindingName;
  /** Of files or albums; 1 where there is nothing to count. */
  readonly count: number;
}

/** A detail, or the name of an album, that was changed in Photos and in Immich between two syncs. */
export interface ConflictView {
  /** Of the photo; null where it is about an album. */
  readonly uuid: string | null;
  readonly filename: string;
  readonly field: ConflictField;
  readonly photos: string;
  readonly immich: string;
  /** Whose value is in Immich now. */
  readonly winner: Leader;
}

/** What photos with the same contents, which are one file in Immich, say differently. */
export interface ContradictionView {
  /** The photo whose value Immich gets. */
  readonly filename: string;
  readonly field: ConflictField;
  readonly value: string;
  readonly others: readonly { readonly filename: string; readonly value: string }[];
}

/** An edit on the server that Photos has replaced or undone since. */
export interface FormerEditView {
  readonly remoteId: string;
  readonly filename: string;
  readonly replacedAt: number;
  /** True when the photo is not edited any more. */
  readonly isUndone: boolean;
}

/** One bar of the strip: how a day ended and how much came that day. */
export interface HistoryDay {
  /** Local midnight. */
  readonly day: number;
  /** Null when nothing was due and nothing ran. */
  readonly outcome: RunOutcome | null;
  /** Files, edits included: how high the bar is. */
  readonly uploaded: number;
  readonly newItems: number;
  /** Syncs of the day that failed, whatever came after. */
  readonly failedTries: number;
}
