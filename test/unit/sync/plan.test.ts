import { describe, expect, it } from 'vitest';
import type { LedgerAsset, LedgerPart } from '../../../src/core/ledger/ledger-asset.ts';
import { batchLimits, cutBatches, cutExport, IN_FLIGHT, keptBytes } from '../../../src/core/model/batch.ts';
import { quote } from '../../../src/core/model/reasons.ts';
import { type FileNotTaken, planUploads } from '../../../src/core/sync/plan.ts';

const TAKEN = new Set(['.jpg']);

const part = (overrides: Partial<LedgerPart> = {}): LedgerPart => ({
  kind: 'original',
  path: '/library/a.jpg',
  available: true,
  size: 100,
  modifiedAt: 1,
  absence: null,
  sha1: 'aa',
  remoteId: null,
  refusal: null,
  isLeftOut: false,
  linkedId: null,
  ...overrides,
});
const asset = (uuid: string, parts: readonly LedgerPart[], capturedAt = '2024-01-01T00:00:00+00:00'): LedgerAsset => ({
  uuid,
  filename: `${uuid}.JPG`,
  media: 'photo',
  capturedAt,
  width: 4032,
  height: 3024,
  orientation: null,
  cameraMake: null,
  cameraModel: null,
  latitude: null,
  longitude: null,
  originalSize: null,
  live: false,
  parts,
});

describe('planUploads', () => {
  it('plans only parts that are here, read, not empty, not proved and not in the server’s trash', () => {
    const plan = planUploads(
      [
        asset('A', [part({ sha1: 'a' })]),
        asset('B', [part({ sha1: 'b', remoteId: 'on-server' })]),
        asset('C', [part({ sha1: null })]),
        asset('D', [part({ sha1: 'd', available: false })]),
        asset('E', [part({ sha1: 'e', size: 0 })]),
        asset('F', [
          part({
            sha1: 'f',
            refusal: { reason: 'in-server-trash', message: quote(''), attempts: 1, lastAt: 1, dueAt: 5 },
          }),
        ]),
        asset('G', [
          part({ sha1: 'g', refusal: { reason: 'failing', message: quote(''), attempts: 1, lastAt: 1, dueAt: 5 } }),
        ]),
      ],
      new Set(),
      { dueUntil: 10, taken: TAKEN },
    );
    expect([...plan].map(({ uuid, bytes }) => [uuid, bytes])).toEqual([
      ['A', 100],
      ['G', 100],
    ]);
  });

  it('leaves what is to be tried later for later', () => {
    const refusal = { reason: 'failing', message: quote(''), attempts: 3, lastAt: 1, dueAt: 100 } as const;
    const assets = [asset('A', [part({ sha1: 'a', refusal }), part({ kind: 'edited', sha1: 'b' })])];
    const planned = (dueUntil: number) =>
      [...planUploads(assets, new Set(), { dueUntil, taken: TAKEN })].map(({ parts }) => parts.length);
    expect([planned(99), planned(100), planned(Number.POSITIVE_INFINITY)]).toEqual([[1], [2], [2]]);
  });

  it('sends shared contents once', () => {
    const plan = planUploads(
      [asset('A', [part({ sha1: 'x' })]), asset('B', [part({ sha1: 'x' }), part({ kind: 'edited', sha1: 'y' })])],
      new Set(['x']),
      { dueUntil: 10, taken: TAKEN },
    );
    expect([...plan].map(({ uuid, parts }) => [uuid, parts.map(({ sha1 }) => sha1)])).toEqual([
      ['A', ['x']],
      ['B', ['y']],
    ]);
  });

  it('plans nothing of a kind that the server does not take, and says what it was, until the server takes it', () => {
    const refusal = { reason: 'kind-not-taken', message: quote(''), attempts: 1, lastAt: 1, dueAt: 0 } as const;
    const assets = [
      asset('A', [part({ sha1: 'a', path: '/library/a.pdf', refusal })]),
      asset('B', [part({ sha1: 'b' }), part({ kind: 'live-video', sha1: 'c', path: '/library/b.dv' })]),
      asset('C', [part({ sha1: 'd', path: '/library/c' })]),
    ].map((each) => ({ ...each, filename: each.uuid }));
    const planned = (taken: ReadonlySet<string>) => {
      const notTaken: FileNotTaken[] = [];
      const plan = planUploads(assets, new Set(), { dueUntil: 10, taken }, (file) => notTaken.push(file));
      return { sent: [...plan].flatMap(({ parts }) => parts.map(({ sha1 }) => sha1)), notTaken };
    };
    expect(planned(TAKEN)).toEqual({
      sent: ['b'],
      notTaken: [
        { sha1: 'a', ending: '.pdf', filename: 'A', isTold: true },
        { sha1: 'c', ending: '.dv', filename: 'B', isTold: false },
        { sha1: 'd', ending: null, filename: 'C', isTold: false },
      ],
    });
    expect(planned(new Set(['.jpg', '.pdf', '.dv'])).sent).toEqual(['a', 'b', 'c']);
  });
});

describe('cutBatches', () => {
  const planned = (bytes: number) => ({ uuid: `${bytes}`, filename: '', capturedAt: '', parts: [], bytes });

  it('keeps to both limits, and gives an asset that is too large a batch of its own', () => {
    const batches = [...cutBatches([10, 10, 10, 95, 200, 10].map(planned), { assets: 2, bytes: 100 })];
    expect(batches.map((batch) => batch.map(({ bytes }) => bytes))).toEqual([[10, 10], [10], [95], [200], [10]]);
  });

  it('begins an export of several batches with a small one, and none of one', () => {
    const sizes = (assets: number, limit: number) =>
      cutExport(
        Array.from({ length: assets }, () => planned(1)),
        { assets: limit, bytes: 1_000 },
      ).map((batch) => batch.length);
    expect(sizes(100, 100)).toEqual([100]);
    expect(sizes(101, 100)).toEqual([25, 76]);
    expect(sizes(226, 100)).toEqual([25, 100, 100, 1]);
    expect(sizes(5, 2)).toEqual([2, 2, 1]);
  });

  it('lets two batches fit into the disk budget', () => {
    for (const budget of [1e6, 1e9, 10e9])
      expect(IN_FLIGHT * batchLimits(budget).bytes + keptBytes(budget)).toBeLessThanOrEqual(budget);
  });
});
