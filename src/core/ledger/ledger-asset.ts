/** What the ledger knows of an asset and its parts, in Photos and on the server. */

import type { Absence, PartKind, PictureTraits } from '../model/asset.ts';
import type { ProofOrigin } from '../model/remote.ts';
import type { Refusal } from './refusal-ledger.ts';

export interface LedgerPart {
  readonly kind: PartKind;
  readonly path: string | null;
  readonly available: boolean;
  /** Bytes. */
  readonly size: number | null;
  readonly modifiedAt: number | null;
  /** Why it is not available; null while it is, and where an older version has written it down. */
  readonly absence: Absence | null;
  readonly sha1: string | null;
  /** The id on the server, once proved. */
  readonly remoteId: string | null;
  /** The id of the phone's copy that stands for it, with other bytes; null when there is none. */
  readonly linkedId: string | null;
  readonly refusal: Refusal | null;
  /** A person wants these contents to stay away from the server. */
  readonly isLeftOut: boolean;
}

/** An asset in scope with its wanted parts, in the order of PART_KINDS. */
export interface LedgerAsset extends PictureTraits {
  readonly uuid: string;
  readonly filename: string;
  /** Bytes of the original, also while it is only in iCloud. */
  readonly originalSize: number | null;
  readonly live: boolean;
  readonly parts: readonly LedgerPart[];
}

export interface PartToHash {
  readonly uuid: string;
  readonly kind: PartKind;
  readonly path: string;
  readonly size: number;
  readonly modifiedAt: number;
}

export interface Proof {
  readonly sha1: string;
  readonly remoteId: string;
  readonly origin: ProofOrigin;
}
