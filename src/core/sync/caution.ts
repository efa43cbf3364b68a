/**
 * The one place that decides whether a run may change what is on the server already. A run that is not sure to have understood Photos, a
 * tool or the server still uploads and proves, because that can only add; all else waits until it is sure. Pure.
 */

import type { Capabilities } from '../immich/permissions.ts';
import type { Reason } from '../model/reasons.ts';

/** Something that a run met and does not know. */
export interface Doubt {
  readonly about: 'server' | 'library' | 'output';
  readonly reason: Reason;
}

export interface Caution {
  /** Empty when there is no doubt. */
  readonly reasons: readonly Reason[];
  /** False: nothing is renamed, taken out of an album, stacked, unstacked, or set on what was there before this run. */
  readonly mayChange: boolean;
  /** False: albums get nothing new either. A picture in an album that it is not in could be seen by those whom the album is shared with. */
  readonly mayFillAlbums: boolean;
}

export function judgeCaution(doubts: readonly Doubt[]): Caution {
  return {
    reasons: doubts.map(({ reason }) => reason),
    mayChange: doubts.length === 0,
    mayFillAlbums: doubts.every(({ about }) => about !== 'library'),
  };
}

/** What is left of the key's capabilities under caution: all that adds, nothing that changes. */
export function underCaution(capabilities: Capabilities, { mayChange }: Caution): Capabilities {
  if (mayChange) return capabilities;
  return {
    ...capabilities,
    stack: false,
    changeStacks: false,
    dissolveStacks: false,
    renameAlbums: false,
    emptyAlbums: false,
  };
}
