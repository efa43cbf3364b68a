import { describe, expect, it } from 'vitest';
import { type CloudAsset, waitAfter } from '../../../src/core/ledger/cloud-ledger.ts';
import { tell } from '../../../src/core/model/problem.ts';
import type { Explanation } from '../../../src/core/model/reasons.ts';
import { batchesOf, doubtAbout } from '../../../src/core/sync/fetch.ts';

const DAY = 24 * 60 * 60 * 1000;
const asset = (uuid: string, size: number | null): CloudAsset => ({
  uuid,
  filename: `${uuid}.HEIC`,
  capturedAt: '2024-01-01T00:00:00+00:00',
  size,
  kinds: ['original'],
  attempts: 0,
  reason: null,
});

const inWords = (why: Explanation | null) => (why === null ? null : tell(why));

describe('originals from iCloud', () => {
  it('are fetched few at a time', () => {
    const many = Array.from({ length: 30 }, (_, index) => asset(`A${index}`, 1));
    const batches = batchesOf(many, 1_000);
    expect(batches.flat()).toEqual(many);
    expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThan(10);
  });

  it('take never more than the disk budget at once', () => {
    const names = batchesOf([asset('A', 60), asset('B', 60), asset('C', 30), asset('D', 101), asset('E', null)], 100);
    expect(names.map((batch) => batch.map(({ uuid }) => uuid))).toEqual([['A'], ['B', 'C', 'E']]);
  });

  it('are waited for longer after each failure, a month at most', () => {
    expect([1, 2, 3, 4, 5, 6, 60].map((attempts) => waitAfter(attempts) / DAY)).toEqual([1, 2, 4, 8, 16, 30, 30]);
  });

  it('are taken only when they are the originals', () => {
    const record = { uuid: 'A', files: [], sidecars: [], missing: [], errors: [{ path: '', message: 'timed out' }] };
    const original = { kind: 'original', size: 100 } as const;
    const doubt = (size: number | null, said: typeof record | null, files: Parameters<typeof doubtAbout>[3]) =>
      inWords(doubtAbout({ size, kinds: ['original'] }, 'photos', said, files));
    expect(doubt(100, null, [original])).toBeNull();
    expect(doubt(200, null, [original])).toBe('100 bytes arrived, but the original has 200');
    expect(doubt(null, null, [original])).toBe('Photos does not say how large it is');
    expect(doubt(100, record, [{ kind: 'live-video', size: 100 }])).toBe('timed out');
    expect(doubt(100, null, [])).toBe('Photos did not provide it');
  });

  it('say why they cannot come the way that was chosen', () => {
    const nothing = (kinds: CloudAsset['kinds'], by: 'photos' | 'photokit') =>
      inWords(doubtAbout({ size: 1, kinds }, by, null, []));
    expect(nothing(['original', 'raw'], 'photokit')).toBe('PhotoKit does not provide pairs of RAW and JPEG');
    expect(nothing(['original', 'raw'], 'photos')).toBe('Photos did not provide it');
    expect(nothing(['original', 'edited', 'live-video', 'edited-live-video', 'raw'], 'photos')).toBe(
      'it consists of 3 files, which AppleScript hands over without saying which is which',
    );
  });
});
