import { describe, expect, it } from 'vitest';
import { firstPortion } from '../../../../src/core/sync/reconcile/details/portion.ts';
import {
  type DetailDecision,
  isTextToBeSet,
  NOTHING_TO_SET,
} from '../../../../src/core/sync/reconcile/details/rule.ts';

const ALL: DetailDecision = {
  ...NOTHING_TO_SET,
  favorite: true,
  visibility: 'locked',
  description: 'Words',
  rating: 5,
  place: { latitude: 1, longitude: 2 },
  capturedAt: '2024-05-01T10:00:00+02:00',
  addKeywords: ['A', 'B'],
  removeKeywords: ['C', 'D'],
};

/** How many calls it takes of those that the server writes into the sidecar. */
const callsOf = ({ description, place, rating, capturedAt, addKeywords, removeKeywords }: DetailDecision) =>
  Number(description !== null || place !== null || rating !== undefined || capturedAt !== null) +
  Number(addKeywords.length > 0) +
  removeKeywords.length +
  Number(place !== null && capturedAt !== null);

describe('what is set on a file', () => {
  it('goes by one call at a time, and is locked away in the end', () => {
    const calls: DetailDecision[] = [];
    let left = ALL;
    for (;;) {
      const { now, owed } = firstPortion(left, true);
      expect(callsOf(now)).toBe(1);
      calls.push(now);
      if (owed === null) break;
      left = {
        ...NOTHING_TO_SET,
        visibility: owed.isToBeLocked ? 'locked' : null,
        capturedAt: owed.date ? ALL.capturedAt : null,
        addKeywords: owed.addKeywords,
        removeKeywords: owed.removeKeywords,
      };
    }
    expect(calls).toMatchObject([
      { favorite: true, visibility: 'archive', description: 'Words', rating: 5, place: ALL.place, capturedAt: null },
      { visibility: 'archive', capturedAt: ALL.capturedAt, addKeywords: [] },
      { visibility: 'archive', addKeywords: ['A', 'B'], removeKeywords: [] },
      { visibility: 'archive', removeKeywords: ['C'] },
      { visibility: 'locked', removeKeywords: ['D'] },
    ]);
  });

  it('is all of it where one call sets it', () => {
    const dated = { ...ALL, place: null, addKeywords: [], removeKeywords: [] };
    expect(firstPortion(dated, true)).toEqual({ now: dated, owed: null });
    const tagged = { ...NOTHING_TO_SET, favorite: false, addKeywords: ['A', 'B'] };
    expect(firstPortion(tagged, true)).toEqual({ now: tagged, owed: null });
  });

  it('has no keywords without the permission for tags', () => {
    const { now, owed } = firstPortion({ ...NOTHING_TO_SET, addKeywords: ['A'], removeKeywords: ['B'] }, false);
    expect([isTextToBeSet(now), owed]).toEqual([false, null]);
  });
});
