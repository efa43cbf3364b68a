import type { MediaKind } from './asset.ts';

/** Which files of an edited asset: both, or one of them. What nobody edited comes in any case. */
export const VERSIONS = ['originals-and-edits', 'originals', 'edits'] as const;
export type Versions = (typeof VERSIONS)[number];

/** All albums, only the chosen ones, or all but them. */
export const ALBUM_CHOICES = ['all', 'only', 'except'] as const;
export type WhichAlbums = (typeof ALBUM_CHOICES)[number];

/** Which albums of Photos are kept in sync. */
export interface AlbumChoice {
  readonly which: WhichAlbums;
  /** UUIDs; what they mean says `which`. */
  readonly chosen: readonly string[];
}

/** Which of the assets in Photos the person wants in Immich. */
export interface Scope {
  readonly includeHidden: boolean;
  /** Items of shared albums. */
  readonly includeShared: boolean;
  /** Frames of a burst that were not picked. */
  readonly includeUnpickedBursts: boolean;
  /** Nothing that was taken before this day, `YYYY-MM-DD` by the clock of the place; null or not given is no limit. */
  readonly since?: string | null;
  readonly excludeScreenshots?: boolean;
  /** Null or not given is both. */
  readonly media?: MediaKind | null;
  /** Not given is all albums. */
  readonly albums?: AlbumChoice;
  /** Only what is in at least one of the albums that are synced. */
  readonly onlyInAlbums?: boolean;
  /** Not given is both. */
  readonly versions?: Versions;
}
