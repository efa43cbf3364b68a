/** What finding a photo gives: rows of tiles, and for one photo everything that is known of it. */
import type { MediaKind, PartKind } from '../../core/model/asset.ts';
import type { PartState, Safety } from '../../core/model/coverage.ts';

export interface FoundItem {
  readonly uuid: string;
  readonly filename: string;
  /** ISO 8601 by the clock of the place; empty where Photos does not know. */
  readonly capturedAt: string;
  readonly media: MediaKind;
  readonly isLive: boolean;
  readonly safety: Safety;
}

export interface FoundPage {
  readonly total: number;
  /** The newest first. */
  readonly items: readonly FoundItem[];
  /** To ask for the next page with; null when this was the last. */
  readonly next: number | null;
}

export interface PhotoCard extends FoundItem {
  /** Since when all of it is verified; null while it is not. */
  readonly verifiedAt: number | null;
  readonly parts: readonly {
    readonly kind: PartKind;
    readonly state: PartState;
    readonly observedAt: number | null;
  }[];
  /** With their folders: `Travel/Lisbon`. */
  readonly albums: readonly string[];
  readonly albumsInImmich: readonly string[];
  readonly title: string | null;
  readonly caption: string | null;
  readonly keywords: readonly string[];
  readonly isFavorite: boolean;
  readonly isHidden: boolean;
  /** To open it in Immich; null where nothing of it is there. */
  readonly remoteId: string | null;
}
