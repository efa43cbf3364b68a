import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CoverageLedger } from '../../../src/core/ledger/coverage-ledger.ts';
import { Ledger } from '../../../src/core/ledger/ledger.ts';
import type { LedgerPart } from '../../../src/core/ledger/ledger-asset.ts';
import type { InventoryAsset, PartKind } from '../../../src/core/model/asset.ts';
import { ABSENCES } from '../../../src/core/model/asset.ts';
import type { Coverage, RemainderReason } from '../../../src/core/model/coverage.ts';
import { type AlbumPlace, libraryMap, type MonthCount, type Storage } from '../../../src/core/model/library-map.ts';
import { quote } from '../../../src/core/model/reasons.ts';
import { ALBUM_CHOICES, type Scope, VERSIONS } from '../../../src/core/model/scope.ts';
import { album, asset, missingPart, part, sha1Of } from '../../support/inventory-records.ts';

const UNCHANGED = { moved: [], trashed: [], deleted: [], lost: [] };

const everything: Scope = { includeHidden: true, includeShared: true, includeUnpickedBursts: true };
let folder: string;
let file: string;
let ledger: Ledger;
let second: DatabaseSync;
/** Counts anew over everything, by a second connection. */
let anew: CoverageLedger;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coverage-'));
  file = join(folder, 'ledger.sqlite');
  ledger = new Ledger(file);
  second = new DatabaseSync(file, { readOnly: true });
  anew = new CoverageLedger(second);
  settled = null;
});

afterEach(() => {
  second.close();
  ledger.close();
  rmSync(folder, { recursive: true });
});

/** Each asset's parts, added up one by one. */
function storageOf(target: number, scope: Scope): Storage {
  const sum = { onMac: 0, macBytes: 0, inCloud: 0, cloudBytes: 0, verifiedBytes: 0 };
  for (const { originalSize, parts } of ledger.assets(target, scope))
    for (const { kind, available, absence, size, remoteId } of parts) {
      const bytes = size ?? (kind === 'original' ? originalSize : null) ?? 0;
      if (available) sum.macBytes += bytes;
      if (absence === 'in-icloud') sum.cloudBytes += bytes;
      if (remoteId !== null) sum.verifiedBytes += bytes;
      if (kind === 'original' && available) sum.onMac += 1;
      if (kind === 'original' && absence === 'in-icloud') sum.inCloud += 1;
    }
  return sum;
}

/** The months put together again. */
function sumOf(months: readonly MonthCount[]): Coverage {
  const sum = { assets: 0, complete: 0, incomplete: 0, absent: 0 };
  const reasons: Partial<Record<RemainderReason, number>> = {};
  for (const { coverage } of months) {
    for (const key of ['assets', 'complete', 'incomplete', 'absent'] as const) sum[key] += coverage[key];
    for (const [reason, count] of Object.entries(coverage.reasons) as [RemainderReason, number][])
      reasons[reason] = (reasons[reason] ?? 0) + count;
  }
  return { ...sum, reasons };
}

/** Reasons that are equally frequent come in any order. */
const inOrder = ({ reasons, ...place }: AlbumPlace) => ({
  ...place,
  reasons: Object.fromEntries(reasons.map(({ reason, count }) => [reason, count])),
});

function expectAlbums(target: number, scope: Scope): void {
  const all = anew.countAllByAlbum(target, scope);
  expect(ledger.coverageByAlbum(target, scope).map(inOrder)).toEqual(all.map(inOrder));
}

const UUIDS = ['A', 'B', 'C', 'D', 'E', 'F'];
const anyScope = fc.record<Required<Scope>>({
  includeHidden: fc.boolean(),
  includeShared: fc.boolean(),
  includeUnpickedBursts: fc.boolean(),
  since: fc.constantFrom(null, '2020-01-01', '2024-03-02'),
  excludeScreenshots: fc.boolean(),
  media: fc.constantFrom(null, 'photo', 'movie'),
  onlyInAlbums: fc.boolean(),
  albums: fc.record({
    which: fc.constantFrom(...ALBUM_CHOICES),
    chosen: fc.subarray(['album-0', 'album-1']),
  }),
  versions: fc.constantFrom(...VERSIONS),
});
const anyParts = fc
  .subarray<PartKind>(['edited', 'live-video'], { minLength: 0 })
  .chain((more) =>
    fc.tuple(
      ...(['original', ...more] as const).map((kind) =>
        fc
          .record({ isHere: fc.boolean(), size: fc.constantFrom(0, 10), contents: fc.integer({ min: 0, max: 5 }) })
          .map(({ isHere, size, contents }) =>
            isHere
              ? part(kind, { path: `/library/${contents}-${size}`, size })
              : missingPart(kind, { absence: ABSENCES[contents % ABSENCES.length] ?? null }),
          ),
      ),
    ),
  );
const anyAsset = (uuid: string) =>
  fc
    .record({
      hidden: fc.boolean(),
      shared: fc.boolean(),
      burst: fc.constantFrom('none', 'picked', 'unpicked'),
      screenshot: fc.boolean(),
      media: fc.constantFrom('photo', 'movie'),
      capturedAt: fc.constantFrom(
        '2019-05-05T10:00:00.000+00:00',
        '2024-03-01T23:59:00.000+02:00',
        '2024-03-02T00:00:00.000+00:00',
      ),
      parts: anyParts,
    })
    .map((fields) => asset(uuid, fields as Partial<InventoryAsset>));
const anyInventory = fc
  .subarray(UUIDS)
  .chain((uuids) => fc.tuple(fc.tuple(...uuids.map(anyAsset)), fc.array(fc.subarray(uuids), { maxLength: 2 })));

type Step = (target: number) => void;
/** That of the last settling: for it everything is kept. */
let settled: Scope | null;
const ofSome = (act: (sha1s: readonly string[], target: number) => void) =>
  fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 1 }).map((contents): Step => {
    return (target) =>
      act(
        contents.flatMap((number) => [sha1Of(`/library/${number}-0`), sha1Of(`/library/${number}-10`)]),
        target,
      );
  });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  anyInventory.map(
    ([assets, albums]): Step =>
      () => {
        const writer = ledger.writeInventory();
        for (const record of assets) writer.addAsset(record);
        for (const [index, members] of albums.entries()) writer.addAlbum(album(`album-${index}`, members));
        writer.commit();
      },
  ),
  fc.constant<Step>(() => {
    for (const found of ledger.parts.toHash(everything)) ledger.parts.setHash(found, sha1Of(found.path));
  }),
  fc.constantFrom(...UUIDS).map(
    (uuid): Step =>
      () =>
        ledger.parts.forgetHash(uuid, 'original'),
  ),
  ofSome((sha1s, target) =>
    ledger.recordProofs(
      target,
      sha1s.map((sha1) => ({ sha1, remoteId: sha1, origin: 'found' as const })),
      1,
    ),
  ),
  ...(['trashed', 'deleted', 'lost'] as const).map((fate) =>
    ofSome((sha1s, target) =>
      ledger.verification.takeOver(
        target,
        { ...UNCHANGED, [fate]: sha1s.map((sha1) => ({ sha1, remoteId: sha1 })) },
        1,
      ),
    ),
  ),
  ofSome((sha1s, target) => {
    for (const sha1 of sha1s) ledger.refusals.record(target, sha1, 'failing', quote('no'), 1);
  }),
  ...(['deleted', 'lost'] as const).map((gone) =>
    ofSome((sha1s, target) =>
      ledger.settleTrash(target, { trashed: sha1s.slice(0, 2), absent: sha1s.slice(2) }, gone, 1),
    ),
  ),
  ofSome((sha1s, target) => ledger.trash.leaveOut(target, sha1s, 1)),
  anyScope.map(
    (scope): Step =>
      (target) => {
        ledger.settleCoverage(target, scope);
        settled = scope;
      },
  ),
);

const isUnproved = ({ remoteId }: LedgerPart) => remoteId === null;

describe('coverage', () => {
  it('is always that of a full count, for every scope, whatever was written and in which order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyStep, fc.boolean(), anyScope), { minLength: 5, maxLength: 25 }), (steps) => {
        const targets = [ledger.target('one', 'http://a'), ledger.target('other', 'http://b')] as const;
        for (const [step, isFirst, scope] of steps) {
          step(isFirst ? targets[0] : targets[1]);
          for (const target of [...targets, null]) {
            const full = anew.countAll(target, scope);
            expect(ledger.coverage(target, scope)).toEqual(full);
            expect(sumOf(ledger.coverageByMonth(target, scope))).toEqual(full.coverage);
          }
          for (const target of targets) {
            const { all, kinds } = libraryMap(ledger.coverageByMonth(target, scope));
            expect(all).toMatchObject(storageOf(target, scope));
            for (const { kind, assets, complete } of kinds) {
              const lacking = ledger.lackingIn(target, scope, { by: 'kind', key: kind }, 100);
              expect(lacking).toHaveLength(assets - complete);
            }
            for (const { uuid, assets, complete } of ledger.coverageByAlbum(target, scope)) {
              const lacking = ledger.lackingIn(target, scope, { by: 'album', key: uuid }, 100);
              expect(lacking).toHaveLength(assets - complete);
            }
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('of each album is that of a full count, for what is kept and for every other scope', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyStep, anyScope), { minLength: 10, maxLength: 40 }), (steps) => {
        const target = ledger.target('one', 'http://a');
        for (const [step, scope] of steps) {
          step(target);
          expectAlbums(target, settled ?? scope);
          expectAlbums(target, scope);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('knows the open assets and what to ask about, whatever was written and in which order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyStep, anyScope), { minLength: 5, maxLength: 25 }), (steps) => {
        const target = ledger.target('one', 'http://a');
        for (const [step, scope] of steps) {
          step(target);
          const lacking = [...ledger.assets(target, scope)].filter(({ parts }) => parts.some(isUnproved));
          const open = [...ledger.openAssets(target, scope)];
          expect(open.filter(({ parts }) => parts.some(isUnproved))).toEqual(lacking);
          const contents = lacking.flatMap(({ parts }) => parts.filter(isUnproved).flatMap(({ sha1 }) => sha1 ?? []));
          expect([...ledger.unprovedHashes(target, scope)].flat().sort()).toEqual([...new Set(contents)].sort());
        }
      }),
      { numRuns: 40 },
    );
  });

  it('does not wait for a sync that is writing, and is told to another process without writing', () => {
    const target = ledger.target('one', 'http://a');
    const writer = ledger.writeInventory();
    writer.addAsset(asset('A'));
    writer.commit();
    ledger.settleCoverage(target, everything);
    const second = ledger.writeInventory();
    second.addAsset(asset('B'));
    const reader = new Ledger(file);
    expect(reader.coverage(target, everything).coverage.assets).toBe(1);
    second.commit();
    expect(reader.coverage(target, everything).coverage).toMatchObject({ assets: 1, absent: 1 });
    reader.close();
  });
});

it('counts by the month in which things were taken, by the clock there, and by kind', () => {
  const target = ledger.target('user-1', 'http://server');
  const writer = ledger.writeInventory();
  writer.addAsset(asset('A', { capturedAt: '2024-03-01T00:30:00+09:00' }));
  writer.addAsset(asset('B', { capturedAt: '2024-03-31T23:30:00-08:00', media: 'movie' }));
  writer.addAsset(asset('C', { capturedAt: '1962-07-04T12:00:00Z' }));
  writer.addAsset(asset('D', { capturedAt: '' }));
  writer.commit();
  const counted = () =>
    ledger.coverageByMonth(target, everything).map(({ month, kind, coverage }) => [month, kind, coverage.assets]);
  const expected = [
    ['', 'photo', 1],
    ['1962-07', 'photo', 1],
    ['2024-03', 'movie', 1],
    ['2024-03', 'photo', 1],
  ];
  expect(counted()).toEqual(expected);
  ledger.settleCoverage(target, everything);
  expect(counted()).toEqual(expected);
});

it('calls each item what a person calls it, once', () => {
  const target = ledger.target('user-1', 'http://server');
  const writer = ledger.writeInventory();
  writer.addAsset(asset('A'));
  writer.addAsset(asset('B', { media: 'movie', screenshot: true }));
  writer.addAsset(asset('C', { burst: 'picked', live: true }));
  writer.addAsset(asset('D', { live: true, screenshot: true }));
  writer.addAsset(asset('E', { originalFilename: 'holiday.2024.DNG' }));
  writer.addAsset(asset('F', { parts: [part('original'), part('raw', { path: '/library/F.cr3' })] }));
  writer.addAsset(asset('G', { screenshot: true, originalFilename: 'no ending' }));
  writer.commit();
  const kinds = () =>
    libraryMap(ledger.coverageByMonth(target, everything)).kinds.map(({ kind, assets }) => [kind, assets]);
  const expected = [
    ['movie', 1],
    ['burst', 1],
    ['live', 1],
    ['raw', 2],
    ['screenshot', 1],
    ['photo', 1],
  ];
  expect(kinds()).toEqual(expected);
  ledger.settleCoverage(target, everything);
  expect(kinds()).toEqual(expected);
});

it('counts each album by its members, and names what one lacks', () => {
  const target = ledger.target('user-1', 'http://server');
  const writer = ledger.writeInventory();
  for (const uuid of ['A', 'B', 'C']) writer.addAsset(asset(uuid));
  writer.addAlbum(album('trip', ['A', 'B'], { title: 'Trip', folders: ['2024'] }));
  writer.addAlbum(album('empty', []));
  writer.commit();
  ledger.parts.setHashes(
    [...ledger.parts.toHash(everything)].map((found) => ({ part: found, sha1: sha1Of(found.path) })),
  );
  ledger.recordProofs(target, [{ sha1: sha1Of('/library/A.jpg'), remoteId: 'a', origin: 'uploaded' }], 1);
  const trip = {
    uuid: 'trip',
    title: 'Trip',
    folders: ['2024'],
    assets: 2,
    complete: 1,
    reasons: [{ reason: 'not-yet-uploaded', count: 1 }],
  };
  const lacking = [
    { uuid: 'B', filename: 'B.JPG', capturedAt: '2024-03-06T10:11:12+01:00', reason: 'not-yet-uploaded' },
  ];
  for (const _ of ['counted', 'kept']) {
    expect(ledger.coverageByAlbum(target, everything)).toEqual([trip]);
    expect(ledger.lackingIn(target, everything, { by: 'album', key: 'trip' }, 10)).toEqual(lacking);
    expect(ledger.lackingIn(target, everything, { by: 'month', key: '2024-03' }, 1)).toEqual(lacking);
    ledger.settleCoverage(target, everything);
  }
});
