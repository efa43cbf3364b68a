/**
 * The part of the ledger that counts coverage without counting everything each time. The state of every asset is kept beside it for one
 * target (and one choice of versions and albums), and so is the number of assets in each state. Triggers note the assets that a write may have changed (`coverage_stale`), whatever
 * wrote; reading corrects the kept numbers by those, and {@link CoverageLedger.settle} takes them in. So the answer always is that of a full
 * count, and a status read by another process during a sync writes nothing.
 */
import type { DatabaseSync } from 'node:sqlite';
import { ITEM_KINDS, type ItemKind } from '../model/asset.ts';
import type { Coverage, RemainderReason } from '../model/coverage.ts';
import {
  type AlbumPlace,
  type LackingItem,
  type MonthCount,
  type PlaceName,
  placeOf,
  type Storage,
} from '../model/library-map.ts';
import type { Scope } from '../model/scope.ts';
import { AlbumCounts, MEMBERS, MEMBERS_KEPT, MEMBERS_LOOKED_UP } from './album-counts.ts';
import { ALL, IS_FRESH, STALE, SUMS, statesOf } from './coverage-states.ts';
import { BUCKET_COLUMNS, BUCKET_IN_SCOPE, keptChoices, scopeValues } from './scope-sql.ts';
import { type Row, Statements, type Values } from './statements.ts';

export interface CoverageCount {
  readonly coverage: Coverage;
  /** Parts whose contents are or were on this Mac. */
  readonly known: number;
  /** Of those, proved. */
  readonly verified: number;
}

/** For which target and which choices the states are kept. */
const KEPT_FOR = 'coverage-kept-for';

const GROUP = 'kind, state, reason';

const addUp = (rows: string, sign: '+' | '-') => `
  INSERT INTO coverage_counts (${BUCKET_COLUMNS}, ${GROUP}, assets, ${SUMS.join(', ')})
  SELECT ${BUCKET_COLUMNS}, ${GROUP}, ${sign}count(*), ${SUMS.map((sum) => `${sign}sum(${sum})`).join(', ')} FROM ${rows}
  WHERE true GROUP BY ${BUCKET_COLUMNS}, ${GROUP}
  ON CONFLICT DO UPDATE SET ${['assets', ...SUMS].map((sum) => `${sum} = ${sum} + excluded.${sum}`).join(', ')}`;

interface Grouping {
  readonly columns: string;
  readonly by: string;
  readonly sums: readonly string[];
}
const BY_STATE: Grouping = { columns: 'state, reason', by: 'state, reason', sums: ['known', 'proved'] };
const BY_MONTH: Grouping = { columns: `substr(day, 1, 7) AS month, ${GROUP}`, by: `month, ${GROUP}`, sums: SUMS };

const sumOf = (column: string) => `sum(${column}) AS ${column}`;

/** The kept counts, less what is stale of them, and with what those assets are now; added up before they are put together, which takes half the time. */
const corrected = ({ columns, by, sums }: Grouping) => `
  SELECT ${columns}, ${['assets', ...sums].map(sumOf).join(', ')} FROM coverage_counts c WHERE ${BUCKET_IN_SCOPE} GROUP BY ${by}
  UNION ALL
  SELECT ${columns}, -1, ${sums.map((sum) => `-${sum}`).join(', ')} FROM coverage_stale stale CROSS JOIN covered_assets c USING (uuid) WHERE ${BUCKET_IN_SCOPE}
  UNION ALL
  SELECT ${columns}, 1, ${sums.join(', ')} FROM (${statesOf(STALE)}) c WHERE ${BUCKET_IN_SCOPE}`;
/** The same without anything kept. */
const counted = ({ columns, sums }: Grouping) =>
  `SELECT ${columns}, 1 AS assets, ${sums.join(', ')} FROM (${statesOf(ALL)}) c WHERE ${BUCKET_IN_SCOPE}`;

/** Assets that are not complete, as `c`. */
const LACKING_KEPT = (where: string) => `
  SELECT uuid, reason FROM covered_assets c INDEXED BY open_assets WHERE state <> 'complete' AND ${IS_FRESH} AND ${BUCKET_IN_SCOPE} AND ${where}
  UNION ALL SELECT uuid, reason FROM (${statesOf(STALE)}) c WHERE state <> 'complete' AND ${BUCKET_IN_SCOPE} AND ${where}`;
const LACKING = (where: string) =>
  `SELECT uuid, reason FROM (${statesOf(ALL)}) c WHERE state <> 'complete' AND ${BUCKET_IN_SCOPE} AND ${where}`;
const IN_PLACE: Readonly<Record<PlaceName['by'], string>> = {
  month: 'substr(c.day, 1, 7) = :key',
  kind: 'c.kind = :key',
  album: 'EXISTS (SELECT 1 FROM album_members m WHERE m.uuid = c.uuid AND m.album = :key)',
};

export class CoverageLedger {
  readonly #sql: Statements;
  readonly #albums: AlbumCounts;

  constructor(database: DatabaseSync) {
    this.#sql = new Statements(database);
    this.#albums = new AlbumCounts(this.#sql);
  }

  /** The number of assets and parts in every state. */
  count(target: number | null, scope: Scope): CoverageCount {
    return toCount(this.#grouped(target, scope, BY_STATE));
  }

  /** The same, recounted over the whole ledger. */
  countAll(target: number | null, scope: Scope): CoverageCount {
    return toCount(this.#added(counted(BY_STATE), BY_STATE, target, scope));
  }

  /**
   * Keeps the states for this target from now on, and takes in what was written since; to be called inside a transaction. Another target
   * than the last recomputes all states.
   */
  settle(target: number, scope: Scope): void {
    if (this.isKept(target, scope)) {
      this.takeIn();
      if (!this.#albums.areKept(target, scope)) this.#albums.keep(target, scope);
      return;
    }
    const values = { target, ...keptChoices(scope) };
    this.#sql.run('DELETE FROM covered_assets');
    this.#sql.run('DELETE FROM coverage_counts');
    this.#insertStates(ALL, values);
    this.#sql.run(addUp('covered_assets', '+'));
    this.#sql.run('DELETE FROM coverage_stale');
    this.#sql.run('INSERT INTO meta VALUES (:key, :value) ON CONFLICT DO UPDATE SET value = excluded.value', {
      key: KEPT_FOR,
      value: keptFor(target, scope),
    });
    this.#albums.keep(target, scope);
  }

  /** Takes in what was written since for the target that is kept, if there is one; to be called inside a transaction after large writes. */
  takeIn(): void {
    const kept = this.#sql.get('SELECT value FROM meta WHERE key = :key', { key: KEPT_FOR });
    if (kept === undefined) return;
    const values = JSON.parse(String(kept.value)) as Values;
    const stale = 'coverage_stale stale CROSS JOIN covered_assets USING (uuid)';
    this.#sql.run(addUp(stale, '-'));
    this.#albums.addStale('-');
    this.#sql.run('DELETE FROM covered_assets WHERE uuid IN (SELECT uuid FROM coverage_stale)');
    this.#insertStates(STALE, values);
    this.#sql.run(addUp(stale, '+'));
    this.#albums.addStale('+');
    this.#albums.countStale();
    this.#sql.run('DELETE FROM coverage_counts WHERE assets = 0');
    this.#sql.run('DELETE FROM coverage_stale');
  }

  /** Whether the states of this target and scope are kept: `covered_assets` is right but for what is stale. */
  isKept(target: number | null, scope: Scope): boolean {
    const row = this.#sql.get('SELECT value FROM meta WHERE key = :key', { key: KEPT_FOR });
    return row !== undefined && row.value === keptFor(target, scope);
  }

  /** The same for each month and kind, the earliest month first. */
  byMonth(target: number | null, scope: Scope): readonly MonthCount[] {
    const rows = this.#grouped(target, scope, BY_MONTH);
    return [...Map.groupBy(rows, ({ month }) => String(month))].flatMap(([month, of]) => {
      const kinds = Map.groupBy(of, ({ kind }) => kind as ItemKind);
      return ITEM_KINDS.flatMap((kind) => {
        const group = kinds.get(kind);
        return group === undefined
          ? []
          : [{ month, kind, coverage: toCount(group).coverage, storage: toStorage(group) }];
      });
    });
  }

  /** The same for each album of Photos, by folder and title; those without an item that is wanted are not in it. */
  byAlbum(target: number | null, scope: Scope): readonly AlbumPlace[] {
    const kept = this.#albums.areKept(target, scope) ? MEMBERS_KEPT : MEMBERS_LOOKED_UP;
    return this.#albumPlaces(this.isKept(target, scope) ? kept : MEMBERS, target, scope);
  }

  /** The same, recounted over the whole ledger. */
  countAllByAlbum(target: number | null, scope: Scope): readonly AlbumPlace[] {
    return this.#albumPlaces(MEMBERS, target, scope);
  }

  #albumPlaces(members: string, target: number | null, scope: Scope): readonly AlbumPlace[] {
    const rows = this.#sql.all(
      `SELECT b.uuid, b.title, b.folders, n.*, 0 AS known, 0 AS proved FROM albums b JOIN (
         SELECT album, state, reason, sum(assets) AS assets FROM (${members}) GROUP BY album, state, reason HAVING sum(assets) <> 0) n
       ON n.album = b.uuid WHERE b.present = 1 ORDER BY b.folders, b.title, b.uuid`,
      { target, ...scopeValues(scope) },
    );
    return [...Map.groupBy(rows, ({ uuid }) => String(uuid))].map(([uuid, group]) => ({
      uuid,
      title: String(group[0]?.title),
      folders: JSON.parse(String(group[0]?.folders)) as string[],
      ...placeOf([toCount(group)]),
    }));
  }

  /** What is not wholly on the server, by time; where it is more than `limit`, any of it. */
  lacking(target: number | null, scope: Scope, { by, key }: PlaceName, limit: number): readonly LackingItem[] {
    const rows = this.#sql.all(
      `SELECT a.uuid, a.filename, a.captured_at, c.reason FROM (${(this.isKept(target, scope) ? LACKING_KEPT : LACKING)(IN_PLACE[by])} LIMIT :limit) c
       JOIN assets a ON a.uuid = c.uuid ORDER BY a.captured_at, a.uuid`,
      { target, key, limit, ...scopeValues(scope) },
    );
    return rows.map((row) => ({
      uuid: String(row.uuid),
      filename: String(row.filename),
      capturedAt: String(row.captured_at),
      reason: row.reason as RemainderReason,
    }));
  }

  #grouped(target: number | null, scope: Scope, grouping: Grouping): readonly Row[] {
    return this.#added(this.isKept(target, scope) ? corrected(grouping) : counted(grouping), grouping, target, scope);
  }

  #added(rows: string, { by, sums }: Grouping, target: number | null, scope: Scope): readonly Row[] {
    return this.#sql.all(
      `SELECT ${by}, ${['assets', ...sums].map(sumOf).join(', ')} FROM (${rows}) GROUP BY ${by} HAVING sum(assets) <> 0 ORDER BY ${by}`,
      { target, ...scopeValues(scope) },
    );
  }

  #insertStates(from: string, values: Values): void {
    this.#sql.run(
      `INSERT INTO covered_assets (uuid, ${BUCKET_COLUMNS}, state, reason, kind, ${SUMS.join(', ')}) ${statesOf(from)}`,
      values,
    );
  }
}

function toStorage(rows: readonly Row[]): Storage {
  const total = (column: (typeof SUMS)[number]) => rows.reduce((sum, row) => sum + Number(row[column]), 0);
  return {
    onMac: total('on_mac'),
    macBytes: total('mac_bytes'),
    inCloud: total('in_cloud'),
    cloudBytes: total('cloud_bytes'),
    verifiedBytes: total('proved_bytes'),
  };
}

const keptFor = (target: number | null, scope: Scope) => JSON.stringify({ target, ...keptChoices(scope) });

function toCount(rows: readonly Row[]): CoverageCount {
  const counts = { complete: 0, incomplete: 0, absent: 0 };
  const reasons: Partial<Record<RemainderReason, number>> = {};
  let known = 0;
  let verified = 0;
  for (const row of rows) {
    const assets = Number(row.assets);
    counts[row.state as keyof typeof counts] += assets;
    if (row.reason !== '')
      reasons[row.reason as RemainderReason] = (reasons[row.reason as RemainderReason] ?? 0) + assets;
    known += Number(row.known);
    verified += Number(row.proved);
  }
  return {
    coverage: { assets: counts.complete + counts.incomplete + counts.absent, ...counts, reasons },
    known,
    verified,
  };
}
