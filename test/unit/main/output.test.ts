import { describe, expect, it } from 'vitest';
import { bytes, coverageLines, duration, printable } from '../../../src/main/cli/output.ts';

describe('words and numbers', () => {
  it('tells the true number and explains the rest', () => {
    expect(
      coverageLines({
        assets: 12_431,
        complete: 12_423,
        incomplete: 0,
        absent: 8,
        reasons: { 'original-not-on-this-mac': 7, 'in-server-trash': 1 },
      }),
    ).toEqual([
      '12,423 of 12,431 in Immich, verified by checksum.',
      '  7 items are not wholly on this Mac (only in iCloud).',
      '  1 item is in the trash of Immich.',
    ]);
  });

  it('shortens sizes and times', () => {
    expect([0, 999, 1_200, 35_800_000, 2.3e9].map(bytes)).toEqual([
      '0 bytes',
      '999 bytes',
      '1.2 kB',
      '36 MB',
      '2.3 GB',
    ]);
    expect([0.42, 12.4, 72, 5_000].map(duration)).toEqual(['0.4 s', '12 s', '1 min 12 s', '1 h 23 min']);
  });

  it('does not let a file name command the terminal', () => {
    expect(printable('a\u001b[2Jb\n"c"')).toBe('a\\u001b[2Jb\\n"c"');
  });
});
