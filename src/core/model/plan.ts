/** What is to be uploaded. */
import type { PartKind } from './asset.ts';

export interface PlannedPart {
  readonly kind: PartKind;
  /** Where Photos keeps the file. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly sha1: string;
}

/** An asset of which at least one part is to be exported and uploaded. */
export interface PlannedAsset {
  readonly uuid: string;
  readonly filename: string;
  /** ISO 8601. */
  readonly capturedAt: string;
  readonly parts: readonly PlannedPart[];
  /** Bytes of the parts. */
  readonly bytes: number;
}

export interface Plan {
  readonly assets: number;
  /** Sorted by capture time, oldest first, so that a first sync that takes nights fills the timeline in order. */
  readonly uploads: Iterable<PlannedAsset>;
  readonly parts: number;
  /** Bytes. */
  readonly bytes: number;
}
