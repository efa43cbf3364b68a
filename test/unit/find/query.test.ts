import { describe, expect, it } from 'vitest';
import { isEmpty, readQuery } from '../../../src/core/find/query.ts';

const JULY = { from: '2025-07-01', to: '2025-07-31' };
const TWELFTH = { from: '2025-07-12', to: '2025-07-12' };
const YEAR = { from: '2025-01-01', to: '2025-12-31' };

describe('readQuery', () => {
  it.each([
    ['Reykjavík July 2025', 'en', { words: ['Reykjavík'], days: JULY }],
    ['2025', 'en', { words: [], days: YEAR }],
    ['IMG_2025.HEIC', 'en', { words: ['IMG_2025.HEIC'], days: null }],
    ['2025-07', 'en', { words: [], days: JULY }],
    ['2025-07-12', 'en', { words: [], days: TWELFTH }],
    ['12.7.2025 beach', 'en', { words: ['beach'], days: TWELFTH }],
    ['12 July 2025', 'en', { words: [], days: TWELFTH }],
    ['July 12th, 2025', 'en', { words: [], days: TWELFTH }],
    ['Strand 12. Juli 2025', 'de', { words: ['Strand'], days: TWELFTH }],
    ['août 2025', 'fr', { words: [], days: { from: '2025-08-01', to: '2025-08-31' } }],
    ['Feb 2024', 'en', { words: [], days: { from: '2024-02-01', to: '2024-02-29' } }],
    ['July', 'en', { words: [], days: null, month: 7 }],
    ['beach Juli', 'de', { words: ['beach'], days: null, month: 7 }],
    // No date: a month of 13, a 31st of June, a year nobody has photos of.
    ['2025-13', 'en', { words: ['2025-13'], days: null }],
    ['2025-06-31', 'en', { words: ['2025-06-31'], days: null }],
    ['1066', 'en', { words: ['1066'], days: null }],
    ['  — *  ', 'en', { words: [], days: null }],
  ] as const)('%j in %s', (typed, language, expected) => {
    expect(readQuery(typed, language)).toEqual({ month: null, uuid: null, ...expected });
  });

  it('knows a UUID', () => {
    const uuid = '7A0F1B2C-3D4E-5F60-7182-93A4B5C6D7E8';
    expect(readQuery(` ${uuid.toLowerCase()} `, 'en')).toMatchObject({ uuid, words: [] });
    expect(isEmpty(readQuery(uuid, 'en'))).toBe(false);
  });

  it('knows when nothing is asked for', () => {
    expect(isEmpty(readQuery('  ', 'en'))).toBe(true);
    expect(isEmpty(readQuery('July', 'en'))).toBe(false);
  });
});
