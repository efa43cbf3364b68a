import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nextTryAt } from '../../../src/core/ledger/back-off.ts';
import { Ledger } from '../../../src/core/ledger/ledger.ts';
import { ABSENCES } from '../../../src/core/model/asset.ts';
import { REMAINDER_REASONS } from '../../../src/core/model/coverage.ts';
import { makeProblem } from '../../../src/core/model/problem.ts';
import { quote } from '../../../src/core/model/reasons.ts';
import { makePlan } from '../../../src/core/sync/plan.ts';
import { decideRemainder, findItems, openProblems, remainderOf } from '../../../src/core/sync/remainder.ts';
import { asset, missingPart, part, sha1Of } from '../../support/inventory-records.ts';

const DAY = 24 * 3_600_000;
const scope = { includeHidden: true, includeShared: false, includeUnpickedBursts: false };
let folder: string;
let ledger: Ledger;
let target: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'remainder-'));
  ledger = new Ledger(join(folder, 'ledger.sqlite'));
  target = ledger.target('user-1', 'http://server');
});

afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true });
});

/** Takes assets by their UUIDs, each with one file that was read. */
function take(...uuids: readonly string[]): void {
  const writer = ledger.writeInventory();
  for (const uuid of uuids) writer.addAsset(asset(uuid, { parts: [part('original', { path: `/${uuid}.jpg` })] }));
  writer.commit();
  for (const found of ledger.parts.toHash(scope)) ledger.parts.setHash(found, sha1Of(found.uuid));
}

const entries = () => [...remainderOf(ledger, target, scope)];
const decide = (choice: 'try-again' | 'leave-out' | 'bring-back', uuids: readonly string[] | null) =>
  decideRemainder(ledger, { target, scope, now: 1 }, { choice, uuids });

describe('what is in iCloud', () => {
  it('has the size of the original only where the original is there, and counts apart what is wholly there', () => {
    const writer = ledger.writeInventory();
    writer.addAsset(asset('away', { originalSize: 37_000, parts: [missingPart('original', { path: '/away.jpg' })] }));
    writer.addAsset(
      asset('edit-away', {
        originalSize: 54_000,
        edited: true,
        parts: [part('original', { path: '/edit.jpg' }), missingPart('edited', { path: '/edited.jpg' })],
      }),
    );
    writer.addAsset(
      asset('film-away', {
        originalSize: 21_000,
        live: true,
        parts: [part('original', { path: '/live.jpg' }), missingPart('live-video', { path: '/live.mov' })],
      }),
    );
    writer.commit();
    for (const found of ledger.parts.toHash(scope)) ledger.parts.setHash(found, sha1Of(found.uuid));
    expect(entries().map(({ uuid, reason, bytes }) => [uuid, reason, bytes])).toEqual([
      ['away', 'original-not-on-this-mac', 37_000],
      ['edit-away', 'original-not-on-this-mac', null],
      ['film-away', 'original-not-on-this-mac', null],
    ]);
    // The rows add up to what is said above them, and in a preview what is to be uploaded is not counted a second time.
    expect(ledger.cloud.queue(target, scope)).toEqual({ assets: 1, bytes: 37_000 });
    expect(ledger.cloud.whollyAway(target, scope)).toBe(1);
    expect(makePlan(ledger, target, scope, { dueUntil: 0, taken: new Set(['.jpg', '.jpeg']) }).plan.assets).toBe(2);
  });
});

describe('the back-off', () => {
  it('grows from the next run to two weeks', () => {
    const days = [1, 2, 3, 4, 5, 6, 7, 50].map((attempts) => Math.ceil((nextTryAt(attempts, 0) + 1) / DAY));
    expect(days).toEqual([1, 1, 2, 4, 8, 14, 14, 14]);
    expect(nextTryAt(1, 7)).toBe(7);
  });

  it('counts the tries of each file, until it is proved', () => {
    take('A', 'B');
    expect([1, 2, 3].map((at) => ledger.refusals.record(target, sha1Of('A'), 'failing', quote('m'), at))).toEqual([
      1, 2, 3,
    ]);
    expect(ledger.refusals.record(target, sha1Of('B'), 'failing', quote('m'), 1)).toBe(1);
    ledger.recordProofs(target, [{ sha1: sha1Of('A'), remoteId: 'r', origin: 'uploaded' }], 4);
    expect(entries().map(({ uuid, attempts }) => [uuid, attempts])).toEqual([['B', 1]]);
    expect(ledger.refusals.record(target, sha1Of('A'), 'failing', quote('m'), 5)).toBe(1);
  });

  it('forgives what failed while the server took nothing', () => {
    take('A', 'B', 'C');
    for (const at of [1, 2, 3]) ledger.refusals.record(target, sha1Of('A'), 'failing', quote('m'), at);
    ledger.refusals.record(target, sha1Of('B'), 'failing', quote('m'), 10);
    ledger.refusals.record(target, sha1Of('B'), 'failing', quote('m'), 11);
    ledger.refusals.record(target, sha1Of('C'), 'refused-by-server', quote('m'), 11);
    ledger.refusals.forgive(target, 10);
    const dueAt = (uuid: string) => entries().find((entry) => entry.uuid === uuid)?.nextTryAt;
    expect([dueAt('A'), dueAt('B'), dueAt('C')]).toEqual([nextTryAt(3, 3), 0, 11]);
  });
});

describe('a decision', () => {
  it('to leave out takes items out of what fails, and can be taken back', () => {
    take('A', 'B', 'C');
    for (const uuid of ['A', 'B'])
      for (const at of [1, 2, 3, 4]) ledger.refusals.record(target, sha1Of(uuid), 'failing', quote('broken'), at);
    expect(ledger.refusals.stuck(target, scope, 4)).toMatchObject([{ uuid: 'A', message: 'broken' }, { uuid: 'B' }]);
    expect(decide('leave-out', ['A'])).toEqual(['A']);
    expect(ledger.refusals.stuck(target, scope, 4)).toMatchObject([{ uuid: 'B' }]);
    expect(ledger.coverage(target, scope).coverage.reasons).toEqual({
      'left-out': 1,
      failing: 1,
      'not-yet-uploaded': 1,
    });
    expect(decide('bring-back', null)).toEqual(['A']);
    expect(entries().map(({ uuid, reason, nextTryAt: due }) => [uuid, reason, due])).toEqual([
      ['A', 'failing', 0],
      ['B', 'failing', nextTryAt(4, 4)],
      ['C', 'not-yet-uploaded', null],
    ]);
  });

  it('to try again is about what failed alone', () => {
    take('A', 'B');
    ledger.refusals.record(target, sha1Of('A'), 'refused-by-server', quote('m'), 1);
    expect(decide('try-again', null)).toEqual(['A']);
    expect(decide('try-again', ['B'])).toEqual([]);
    ledger.refusals.recordNotTaken(target, [{ sha1: sha1Of('B'), ending: '.pdf' }], { isTold: true, at: 1 });
    expect(decide('try-again', ['B'])).toEqual([]);
    expect(decide('leave-out', ['B'])).toEqual(['B']);
  });

  it('to leave out is not about an item whose contents were never read', () => {
    const writer = ledger.writeInventory();
    writer.addAsset(asset('A', { parts: [missingPart('original', { absence: 'in-icloud' })] }));
    writer.commit();
    expect(entries().map(({ uuid }) => uuid)).toEqual(['A']);
    expect(decide('leave-out', ['A'])).toEqual([]);
  });

  it('finds an item by its number or its only name', () => {
    take('A', 'B');
    const items = entries().flatMap((entry) => [
      entry,
      { ...entry, uuid: `${entry.uuid}2`, filename: `${entry.uuid} alone.jpg` },
    ]);
    expect(findItems(items, ['b', 'A alone.jpg'])).toEqual(['B', 'A2']);
    expect(() => findItems(items, ['Nobody.jpg'])).toThrow(/“Nobody.jpg” is not one of the items/);
    expect(() => findItems([...items, ...items], ['A alone.jpg'])).toThrow(/2 items are called “A alone.jpg”/);
  });
});

describe('the reasons', () => {
  it('are the same item by item and in the count, whatever has happened', () => {
    const event = fc.record({
      uuid: fc.constantFrom('A', 'B', 'C'),
      what: fc.constantFrom('prove', 'trash', 'refuse', 'fail', 'leave', 'bring', 'empty', 'evict', 'kind'),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const own = new Ledger(':memory:');
        const user = own.target('user', 'http://server');
        const empty = new Set<string>(events.filter(({ what }) => what === 'empty').map(({ uuid }) => uuid));
        const evicted = new Set<string>(events.filter(({ what }) => what === 'evict').map(({ uuid }) => uuid));
        const writer = own.writeInventory();
        for (const uuid of ['A', 'B', 'C']) {
          const original = part('original', { path: `/${uuid}.jpg`, ...(empty.has(uuid) ? { size: 0 } : {}) });
          writer.addAsset(
            asset(uuid, {
              parts: [
                original,
                ...(evicted.has(uuid)
                  ? [missingPart('raw', { absence: ABSENCES[uuid.charCodeAt(0) % ABSENCES.length] ?? null })]
                  : []),
              ],
            }),
          );
        }
        writer.commit();
        for (const found of own.parts.toHash(scope)) own.parts.setHash(found, sha1Of(found.uuid));
        for (const { uuid, what } of events) {
          const sha1 = sha1Of(uuid);
          if (what === 'prove') own.recordProofs(user, [{ sha1, remoteId: uuid, origin: 'found' }], 1);
          if (what === 'trash') own.settleTrash(user, { trashed: [sha1], absent: [] }, 'deleted', 1);
          if (what === 'refuse') own.refusals.record(user, sha1, 'refused-by-server', quote('m'), 1);
          if (what === 'fail') own.refusals.record(user, sha1, 'failing', quote('m'), 1);
          if (what === 'kind') own.refusals.recordNotTaken(user, [{ sha1, ending: '.pdf' }], { isTold: true, at: 1 });
          if (what === 'leave') own.trash.leaveOut(user, [sha1], 1);
          if (what === 'bring') own.trash.bringBack(user, [sha1]);
        }
        const listed: Record<string, number> = {};
        for (const { reason } of remainderOf(own, user, scope)) listed[reason] = (listed[reason] ?? 0) + 1;
        expect(listed).toEqual(own.coverage(user, scope).coverage.reasons);
        expect(REMAINDER_REASONS).toEqual(expect.arrayContaining(Object.keys(listed)));
        own.close();
      }),
      { numRuns: 60 },
    );
  });
});

describe('open problems', () => {
  const refused = makeProblem('upload-refused', { count: 2, reason: quote('x') });
  const stuck = makeProblem('keeps-failing', { count: 2, reason: quote('x') }, ['A', 'B']);
  const albums = makeProblem('albums-failed', { count: 1, reason: quote('y') });

  it('are those of the last run as far as nobody has decided about them', () => {
    expect(openProblems([refused, stuck, albums], {}, [])).toEqual([albums]);
    const left = [{ filename: 'B', message: quote('x') }];
    expect(openProblems([stuck, albums], { failing: 1 }, left)).toMatchObject([
      { code: 'keeps-failing', count: 1, about: ['B'] },
      albums,
    ]);
    expect(openProblems([refused], { 'refused-by-server': 1 }, [])).toEqual([refused]);
    const notTaken = makeProblem('kind-not-taken', { count: 1, ending: '.pdf' });
    expect(openProblems([notTaken], { 'kind-not-taken': 1 }, [])).toEqual([notTaken]);
    expect(openProblems([notTaken], { failing: 1 }, [])).toEqual([]);
  });
});
