import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Ledger } from '../../../src/core/ledger/ledger.ts';
import { makePlan } from '../../../src/core/sync/plan.ts';
import { makeLargeLedger } from '../../bench/large-ledger.ts';
import { THROUGH_ALL } from '../../support/query-plan.ts';

const UNCHANGED = { moved: [], trashed: [], deleted: [], lost: [] };

const scope = { includeHidden: true, includeShared: false, includeUnpickedBursts: false };
let folder: string;
let file: string;
let target: number;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'query-plans-'));
  file = join(folder, 'ledger.sqlite');
  target = makeLargeLedger(file, { parts: 500, proved: 60 });
  const ledger = new Ledger(file);
  ledger.settleCoverage(target, scope);
  ledger.close();
});

afterAll(() => rmSync(folder, { recursive: true }));

/** How SQLite goes about every statement that `step` has it do, as `EXPLAIN QUERY PLAN` words it. */
function plansOf(step: (ledger: Ledger) => unknown): readonly string[] {
  const ledger = new Ledger(file);
  const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare');
  try {
    step(ledger);
    const statements = prepare.mock.calls.map(([sql], call) => ({
      sql,
      database: prepare.mock.contexts[call] as DatabaseSync,
    }));
    return statements.flatMap(({ sql, database }) =>
      database
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map(({ detail }) => String(detail)),
    );
  } finally {
    prepare.mockRestore();
    ledger.close();
  }
}

const exhaust = (items: Iterable<unknown>) => [...items].length;
const proof = { sha1: 'f'.repeat(40), remoteId: 'remote', origin: 'uploaded' } as const;

/** What is small at any size: what was written since coverage was settled, its counts (also of albums), a page of assets, what a person left out. */
const SMALL =
  /^SCAN (stale|coverage_stale|coverage_counts|album_stale|album_counts|n|c|s|open|lo|\(subquery-\d+\))$|json_each|CONSTANT ROW/;
/** Indexes that hold nothing but what they are gone through for. */
const OWN_INDEX = /^SCAN p USING INDEX (parts_to_hash|parts_empty)$/;

const PLAN_RULES = { dueUntil: 0, taken: new Set(['.jpg', '.jpeg', '.heic', '.mov']) };

const STEPS: readonly (readonly [string, (ledger: Ledger) => unknown])[] = [
  ['the status', (ledger) => ledger.coverage(target, scope)],
  ['the albums', (ledger) => ledger.coverageByAlbum(target, scope)],
  ['the plan', (ledger) => exhaust(makePlan(ledger, target, scope, PLAN_RULES).plan.uploads)],
  ['the remainder', (ledger) => exhaust(ledger.openAssets(target, scope))],
  ['what to ask about', (ledger) => exhaust(ledger.unprovedHashes(target, scope))],
  ['what to read', (ledger) => exhaust(ledger.parts.toHash(scope))],
  ['how much there is to read', (ledger) => ledger.parts.workToHash(scope)],
  ['what is missing', (ledger) => exhaust(ledger.parts.absentPaths(scope))],
  ['what is empty', (ledger) => ledger.parts.emptyFiles(scope)],
  ['a proof', (ledger) => ledger.recordProofs(target, [proof], 1)],
  ['everything verified', (ledger) => exhaust(ledger.verification.pages(target))],
  ['what has become of it', (ledger) => ledger.verification.takeOver(target, { ...UNCHANGED, trashed: [proof] }, 1)],
  ['what is of an album', (ledger) => ledger.albums.contents('album-1', target)],
  ['the members of an album', (ledger) => ledger.albums.members('album-1', target, scope)],
  ['how much was taken in some days', (ledger) => ledger.remote.assetsBetween('2020-01-01', '2020-01-31')],
  ['the trash', (ledger) => ledger.settleTrash(target, { trashed: ['a'], absent: ['b'] }, 'deleted', 1)],
];

describe('the ledger at any size', () => {
  it.each(STEPS)('finds by an index: %s', (_name, step) => {
    const plans = plansOf(step);
    expect(plans).toContainEqual(expect.stringMatching(/^(SEARCH|SCAN) /));
    const throughAll = plans.filter((detail) => THROUGH_ALL.test(detail));
    expect(throughAll.filter((detail) => !SMALL.test(detail) && !OWN_INDEX.test(detail))).toEqual([]);
  });

  it('reads a plan in the order of its index, not by sorting it', () => {
    const plans = plansOf((ledger) => exhaust(makePlan(ledger, target, scope, PLAN_RULES).plan.uploads));
    expect(plans).toContainEqual(expect.stringContaining('planned USING INDEX planned_in_order'));
  });
});
