/** What a run did, item by item, so that a person can look at it afterwards. */
import type { DetailName } from './run-report.ts';

/**
 * - `new`: uploaded for the first time
 * - `edit`: a new edit of what was in Immich before
 * - `changed`: details were set on what was in Immich before
 * - `lost`: was verified once and found missing in Immich; uploaded again, in the same run if that could be
 * - `deleted`, `trashed`: found to have been thrown away in Immich
 * - `moved`: found in Immich under another id
 */
export const RUN_ITEM_KINDS = ['new', 'edit', 'changed', 'lost', 'deleted', 'trashed', 'moved'] as const;
export type RunItemKind = (typeof RUN_ITEM_KINDS)[number];

/** Those that sent a file of the item; what only changed on the server is none. */
export const UPLOADED_KINDS = ['new', 'edit', 'lost'] as const satisfies readonly RunItemKind[];

/** Items that are kept of one run, of each kind; albums as many. */
export const MAX_OF_A_KIND = 1_000;

export interface RunItem {
  /** Of the asset. */
  readonly uuid: string;
  /** Its name then. */
  readonly filename: string;
  /** What was set; of `changed` alone. */
  readonly details: readonly DetailName[];
}

/** What became of an album. */
export interface RunAlbum {
  /** Of the album in Photos. */
  readonly uuid: string;
  /** In Immich, then. */
  readonly name: string;
  readonly isNew: boolean;
  /** Items that were put into it, and taken out of it. */
  readonly added: number;
  readonly removed: number;
  /** Renamed, or given another order or cover. */
  readonly isArranged: boolean;
}
