/** What Photos says of a file on the server, and what was brought over of it. */
import type { PartKind } from '../model/asset.ts';
import type { ProofOrigin } from '../model/remote.ts';

/** `linked` is a file of the person's phone that stands for ours. */
export type FileOrigin = ProofOrigin | 'linked';

/** What Photos says of an asset, for one of its files on the server. */
export interface DetailedFile {
  readonly uuid: string;
  readonly filename: string;
  readonly kind: PartKind;
  readonly sha1: string;
  readonly remoteId: string;
  readonly origin: FileOrigin;
  /** When it was first seen on the server under this id, milliseconds since 1970. */
  readonly provedAt: number;
  /** Remote id of the original of an edit or a RAW; null for an original, and where the original is not on the server. */
  readonly originalId: string | null;
  /** How many assets have these contents: they speak together. */
  readonly assets: number;
  readonly digest: string;
  readonly favorite: boolean;
  readonly hidden: boolean;
  readonly title: string | null;
  readonly caption: string | null;
  readonly keywords: readonly string[];
  /** ISO 8601 with the offset of the place where it was taken. */
  readonly capturedAt: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** What `RemoteLedger.recordDetails` was given the last time; null for a file that never had its details. */
  readonly synced: string | null;
  /** When the server was last seen to have them, milliseconds since 1970; null while that is only expected. */
  readonly observedAt: number | null;
  /** What the server said before they were set, as `RemoteLedger.recordDetails` was given it; null when nothing was set. */
  readonly before: string | null;
  /** Whether Photos says what it said when they were recorded. */
  readonly isSaid: boolean;
  /** How often they were set without being seen afterwards. */
  readonly tries: number;
  /** When they were last set by a call, milliseconds since 1970; null when there is nothing to be seen of that any more. */
  readonly setAt: number | null;
}

/** What one of several assets with the same contents says. */
export type Speaker = Pick<
  DetailedFile,
  | 'uuid'
  | 'filename'
  | 'favorite'
  | 'hidden'
  | 'title'
  | 'caption'
  | 'keywords'
  | 'capturedAt'
  | 'latitude'
  | 'longitude'
>;
