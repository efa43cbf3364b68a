import { expect, it } from 'vitest';
import { checkFindings } from '../../../src/shared/check-text.ts';

const check = { at: '2026-11-26T10:00:00Z', assets: 10, complete: 9, lost: 0, thrownAway: 0, moved: 0, apart: 0 };
const titles = (found: Partial<typeof check>) => checkFindings({ ...check, ...found }, false).map(({ title }) => title);

it('finds nothing to say of what is as expected', () => {
  expect(titles({})).toEqual([]);
});

it('tells the worst first', () => {
  expect(titles({ lost: 1, thrownAway: 2, moved: 3, apart: 1 })).toEqual([
    '1 file was lost on the server',
    '2 files were deleted in Immich',
    '1 album entry, stack or Live Photo did not match Photos',
    '3 files are in Immich under another ID',
  ]);
});

it('says of what a sync mends whether one has ended well since', () => {
  const settled = (isMended: boolean) =>
    checkFindings({ ...check, lost: 1, thrownAway: 1, moved: 1 }, isMended).map(({ isSettled }) => isSettled);
  expect(settled(false)).toEqual([false, false, true]);
  expect(settled(true)).toEqual([true, false, true]);
  expect(checkFindings({ ...check, lost: 1 }, false)[0]?.detail).toBe('The next sync takes care of it.');
  expect(checkFindings({ ...check, lost: 1 }, true)[0]?.detail).toBe('A sync has taken care of it since.');
});
