import { describe, expect, it } from 'vitest';
import {
  judgeHistory,
  keepsNotes,
  mayBeDecision,
  type Note,
  nextNote,
  othersSince,
} from '../../../src/core/sync/history.ts';
import { isLoss } from '../../../src/core/sync/verify.ts';

const at = (day: number) => new Date(Date.UTC(2026, 10, day)).toISOString();
const entry = (sequence: number, day: number, machine = 'Mac') => ({ sequence, at: at(day), machine });
const note = (ledgers: Note['ledgers'], albums: Note['albums'] = {}): Note => ({ version: 1, ledgers, albums });
const own = (written: number, intended = written) => ({ ledger: 'ours', written, intended });

describe('judgeHistory', () => {
  it.each([
    ['the note that was written last', own(3), [note({ ours: entry(3, 1) })], 'continuous'],
    ['the note that was begun and not known to be written', own(3, 4), [note({ ours: entry(4, 1) })], 'continuous'],
    ['one copy of it, another without', own(3), [null, note({ ours: entry(3, 1) })], 'continuous'],
    ['an older one', own(3), [note({ ours: entry(2, 1) })], 'server-went-back'],
    ['none on files that are there', own(3), [null, null, null], 'server-went-back'],
    ['another ledger’s alone', own(3), [note({ theirs: entry(9, 1) })], 'server-went-back'],
    ['one from the future', own(3), [note({ ours: entry(4, 1) })], 'ledger-went-back'],
    ['none of the files that had it', own(3), [], 'unknown'],
    ['another ledger’s, and none was ever written', own(0), [note({ theirs: entry(9, 1) })], 'unknown'],
    ['one of this ledger, which knows of none', own(0), [note({ ours: entry(2, 1) })], 'ledger-went-back'],
  ] as const)('finds %s', (_what, ownNotes, notes, history) => {
    expect(judgeHistory(ownNotes, notes)).toBe(history);
  });
});

it('tells of other programs that have written since, the newest first', () => {
  const notes = [
    note({ ours: entry(3, 5), old: entry(1, 4, 'Old'), first: entry(1, 6, 'A'), second: entry(2, 7, 'B') }),
  ];
  expect(othersSince(own(3), notes).map(({ machine }) => machine)).toEqual(['B', 'A']);
});

describe('nextNote', () => {
  it('adds our word to what others have said, and keeps the newest of each', () => {
    const notes = [note({ theirs: entry(1, 1), ours: entry(3, 1) }, { a: '1' }), null, note({ theirs: entry(2, 2) })];
    expect(nextNote(notes, { ledger: 'ours', ...entry(4, 3) }, { b: '2' })).toEqual(
      note({ ours: entry(4, 3), theirs: entry(2, 2) }, { a: '1', b: '2' }),
    );
  });

  it('drops the programs that have been silent longest', () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`ledger ${index}`, entry(1, index + 1)]));
    const { ledgers } = nextNote([note(many)], { ledger: 'ours', ...entry(1, 20) }, {});
    expect(Object.keys(ledgers)).toHaveLength(8);
    expect(ledgers.ours).toEqual(entry(1, 20));
    expect(ledgers['ledger 0']).toBeUndefined();
  });
});

it.each([
  [{ major: 2, minor: 4, patch: 1 }, false],
  [{ major: 2, minor: 5, patch: 0 }, true],
  [{ major: 3, minor: 0, patch: 0 }, true],
])('knows whether Immich %o keeps notes', (version, keeps) => {
  expect(keepsNotes(version)).toBe(keeps);
});

describe('isLoss', () => {
  it.each([
    ['continuous', 5, 100, false],
    ['unknown', 5, 100, false],
    ['continuous', 6, 100, true],
    ['continuous', 20, 1_000, false],
    ['continuous', 21, 1_000, true],
    ['server-went-back', 1, 1_000, true],
    // Then the server is the newer of the two.
    ['ledger-went-back', 1, 1_000, false],
  ] as const)('with a history that is %s, %i of %i: %s', (history, gone, verified, loss) => {
    expect(isLoss(history, gone, verified)).toBe(loss);
    if (!mayBeDecision(history)) expect(loss).toBe(true);
  });
});
