/**
 * One call at a time for a file. What a call sets the server writes into the file's sidecar by a job, which then reads it back; of two such
 * calls soon after one another one may be lost (seen on Immich 2.7.5 and 3.1.0: texts after tags, tags taken after tags given). So of what is
 * to be set on a file, the first portion is set, and the rest is owed. Favourite and visibility are kept beside the file, and go with any. Pure.
 */
import { type DetailDecision, isTextToBeSet, NOTHING_TO_SET } from './rule.ts';

/** What is to be set on a file by later calls. */
export interface Owed {
  /** The date, which is said again after a place: from that the server works out the time zone again. */
  readonly date: boolean;
  readonly addKeywords: readonly string[];
  readonly removeKeywords: readonly string[];
  /** Nothing can be set any more on what was locked away, so it waits in the archive. */
  readonly isToBeLocked: boolean;
}

export interface Portion {
  readonly now: DetailDecision;
  /** Null when nothing is. */
  readonly owed: Owed | null;
}

/** @param mayTag false where the key may give no tags: then keywords are no concern */
export function firstPortion(decision: DetailDecision, mayTag: boolean): Portion {
  const { favorite, visibility, description, place, capturedAt, rating, addKeywords, removeKeywords } = decision;
  const isTextDue = isTextToBeSet({ ...decision, addKeywords: [], removeKeywords: [] });
  const add = mayTag ? addKeywords : [];
  const remove = mayTag ? removeKeywords : [];
  const mayAdd = !isTextDue;
  const mayRemove = mayAdd && add.length === 0;
  const owed = {
    date: place !== null && capturedAt !== null,
    addKeywords: mayAdd ? [] : add,
    // The server takes one tag from a file by a call.
    removeKeywords: mayRemove ? remove.slice(1) : remove,
  };
  const isAnythingOwed = owed.date || owed.addKeywords.length + owed.removeKeywords.length > 0;
  const isToBeLocked = isAnythingOwed && visibility === 'locked';
  return {
    now: {
      ...NOTHING_TO_SET,
      favorite,
      visibility: isToBeLocked ? 'archive' : visibility,
      description,
      place,
      capturedAt: owed.date ? null : capturedAt,
      ...(rating === undefined ? {} : { rating }),
      addKeywords: mayAdd ? add : [],
      removeKeywords: mayRemove ? remove.slice(0, 1) : [],
      theirs: decision.theirs,
      conflicts: decision.conflicts,
    },
    owed: isAnythingOwed ? { ...owed, isToBeLocked } : null,
  };
}
