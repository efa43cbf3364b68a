/** Which of the assets in Photos the person wants in Immich. */
export interface Scope {
  readonly includeHidden: boolean;
  /** Items of shared albums. */
  readonly includeShared: boolean;
  /** Frames of a burst that were not picked. */
  readonly includeUnpickedBursts: boolean;
}
