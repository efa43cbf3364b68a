/** How a run ended and what it did: the document that `sync --json` prints, the history keeps and the app shows. */
import type { Leader } from './choices.ts';
import type { Coverage } from './coverage.ts';
import type { Problem } from './problem.ts';

export const OUTCOMES = ['done', 'nothing-new', 'partial', 'skipped', 'interrupted', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const TRIGGERS = ['manual', 'schedule', 'catch-up', 'retry', 'command'] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** The reason to abort a run with when the program ends: it is no decision against the sync, and the next start continues with it. */
export const CLOSED = 'closed';

export interface PartCounts {
  /** Parts whose contents are or were on this Mac. */
  readonly known: number;
  /** Of those, proved on the server. */
  readonly verified: number;
  /** Sent by this run. */
  readonly uploaded: number;
  /** Of those, originals: each is an item that was not there before. Reports of earlier versions do not tell it. */
  readonly originals?: number;
  /** Of those, edited versions. */
  readonly edits: number;
  /** Found on the server by this run without sending them. */
  readonly alreadyThere: number;
  /** Tried by this run without success. */
  readonly failed: number;
}

export interface AlbumCounts {
  readonly managed: number;
  readonly created: number;
  readonly renamed: number;
  /** Given the order or the cover that they have in Photos, of those that were there before. */
  readonly arranged: number;
  readonly assetsAdded: number;
  readonly assetsRemoved: number;
}

export const NO_ALBUMS: AlbumCounts = {
  managed: 0,
  created: 0,
  renamed: 0,
  arranged: 0,
  assetsAdded: 0,
  assetsRemoved: 0,
};

export interface StackCounts {
  readonly made: number;
  readonly changed: number;
  readonly dissolved: number;
}

/** What of a file is brought to the server besides its contents, in the order to show. `visibility`: shown in the timeline, archived or locked away. */
export const DETAIL_NAMES = [
  'favorites',
  'visibility',
  'descriptions',
  'keywords',
  'dates',
  'places',
  'ratings',
] as const;
export type DetailName = (typeof DETAIL_NAMES)[number];

/** Files on the server of which this was set, by detail; keywords given and taken. */
export type DetailCounts = Readonly<Record<DetailName, number>>;

export const NO_DETAILS = Object.fromEntries(DETAIL_NAMES.map((name) => [name, 0])) as DetailCounts;

/** What can be changed on both sides between two syncs. */
export type ConflictField = 'description' | 'date' | 'place' | 'rating' | 'album-name';

/** A detail, or the name of an album, that was changed in Photos and in Immich since the last sync. */
export interface DetailConflict {
  /** Of the asset, or of the album. */
  readonly uuid: string;
  /** For an album its name in Photos. */
  readonly filename: string;
  readonly field: ConflictField;
  /** What Photos says. */
  readonly photos: string;
  /** What Immich said. */
  readonly immich: string;
  /** Whose value is in Immich now: a setting. Reports of earlier versions do not tell it; then it is Photos. */
  readonly winner?: Leader;
}

/** What photos with the same contents, which are one file in Immich, say differently. */
export interface Contradiction {
  readonly field: Extract<ConflictField, 'description' | 'date' | 'place'>;
  /** The photo whose value Immich gets. */
  readonly told: Said;
  /** The others that say something else. */
  readonly others: readonly Said[];
}

/** The same for all files of the same photos. */
export const contradictionKey = ({ told, field }: Contradiction): string => `${told.uuid} ${field}`;

/** A photo and what it says. */
export interface Said {
  readonly uuid: string;
  readonly filename: string;
  readonly value: string;
}

/** Seconds. */
export interface Durations {
  readonly gate: number;
  readonly inventory: number;
  readonly hash: number;
  readonly ask: number;
  readonly export: number;
  readonly upload: number;
  readonly reconcile: number;
  readonly total: number;
}

export interface RunReport {
  readonly run: number;
  readonly trigger: Trigger;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly outcome: Outcome;
  /** One sentence; null when there is nothing to explain. */
  readonly reason: string | null;
  readonly coverage: Coverage;
  /**
   * False where this server was never asked about anything for this user: then {@link coverage} says nothing about it. Reports of earlier versions do not
   * tell it.
   */
  readonly isChecked?: boolean;
  readonly parts: PartCounts;
  readonly albums: AlbumCounts;
  /** Bytes of the files that were uploaded, and verified. */
  readonly bytesUploaded: number;
  readonly livePhotosLinked: number;
  readonly stacks: StackCounts;
  readonly details: DetailCounts;
  /** At most 100. */
  readonly conflicts: readonly DetailConflict[];
  /** At most 100, told when they are met first. Reports of earlier versions have none. */
  readonly contradictions?: readonly Contradiction[];
  /** Edits that we brought to the server and that Photos has replaced or undone since: they are kept, for a person to look through. */
  readonly formerEdits: number;
  readonly problems: readonly Problem[];
  readonly durations: Durations;
  /** Reports of earlier versions have none. */
  readonly findings?: RunFindings;
  /** What the key may not do, and what is left undone for it. Reports of earlier versions do not tell it. */
  readonly keyLacks?: readonly { readonly permission: string; readonly consequence: string }[];
}

/** What a run found on the server to be otherwise than it was left. Counts of files, unless a name says otherwise. */
export interface RunFindings {
  /** There under another id: deleted, and sent again by somebody. */
  readonly moved: number;
  /** Thrown into Immich's trash. */
  readonly trashed: number;
  /** Deleted for good by a person: waiting for a decision. */
  readonly deleted: number;
  /** Gone, and sent again. */
  readonly lost: number;
  /** Said to be there by one answer alone, and not there: sent again. */
  readonly unfounded: number;
  /** Albums of ours that a person deleted: not made again. */
  readonly albumsDeleted: number;
  /** What is in an earlier state than at the end of the last run, as after restoring a backup. */
  readonly wentBack: 'server' | 'records' | null;
}

/** What a report gives as its reason: the worst problem of a run that did not end well. */
export function reasonIn({ outcome, problems }: Pick<RunReport, 'outcome' | 'problems'>): string | null {
  return outcome === 'done' || outcome === 'nothing-new' ? null : (problems[0]?.sentence ?? null);
}
