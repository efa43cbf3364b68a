/**
 * The part of the ledger that counts coverage without counting everything each time. The state of every asset is kept beside it for one
 * target (and one choice of versions and albums), and so is the number of assets in each state. Triggers note the assets that a write may have changed (`coverage_stale`), whatever
 * wrote; reading corrects the kept numbers by those, and {@link CoverageLedger.settle} takes them in. So the answer always is that of a full
 * count, and a status read by another process during a sync writes nothing.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { MediaKind } from '../model/asset.ts';
import { type Coverage, REASON_OF, REMAINDER_REASONS, type RemainderReason } from '../model/coverage.ts';
import type { Scope } from '../model/scope.ts';
import { BUCKET_COLUMNS, BUCKET_IN_SCOPE, BUCKET_OF_ASSET, IS_WANTED, keptChoices, scopeValues } from './scope-sql.ts';
import { type Row, Statements, type Values } from './statements.ts';

export interface CoverageCount {
  readonly coverage: Coverage;
  /** Parts whose contents are or were on this Mac. */
  readonly known: number;
  /** Of those, proved. */
  readonly verified: number;
}

export interface MonthCount {
  /** `YYYY-MM`, by the clock where it was taken; empty where Photos knows no date. */
  readonly month: string;
  readonly media: MediaKind;
  readonly coverage: Coverage;
}

/** For which target and which choices the states are kept. */
const KEPT_FOR = 'coverage-kept-for';

/** What each absence is in the remainder, in its order; ledgers of older versions do not know why a part is absent. */
const ABSENCE_REASONS = Object.entries(REASON_OF);
const PLACE_OF_ABSENCE = `CASE p.absence ${ABSENCE_REASONS.map(([absence, reason]) => `WHEN '${absence}' THEN ${REMAINDER_REASONS.indexOf(reason)}`).join(' ')} ELSE 0 END`;
const REASON_OF_ABSENCE = `CASE missing ${[...new Set(Object.values(REASON_OF))].map((reason) => `WHEN ${REMAINDER_REASONS.indexOf(reason)} THEN '${reason}'`).join(' ')} END`;

/** The state of each asset that is in Photos. @param from names the assets, as `a` */
const statesOf = (from: string) => `
  SELECT a.uuid, ${BUCKET_OF_ASSET},
         CASE WHEN proved = parts THEN 'complete' WHEN proved = 0 THEN 'absent' ELSE 'incomplete' END AS state,
         CASE WHEN proved = parts THEN '' WHEN missing IS NOT NULL THEN ${REASON_OF_ABSENCE} WHEN trashed > 0 THEN 'in-server-trash' WHEN deleted > 0 THEN 'deleted-in-immich'
              WHEN refused > 0 THEN 'refused-by-server' WHEN failing > 0 THEN 'failing'
              WHEN proved + left_out + linked < parts THEN 'not-yet-uploaded' WHEN left_out > 0 THEN 'left-out' ELSE 'linked-to-twin' END AS reason,
         known, proved
  FROM (SELECT p.uuid, count(*) AS parts, count(proofs.sha1) AS proved, sum(p.sha1 IS NOT NULL OR p.available = 1) AS known,
               min(CASE WHEN proofs.sha1 IS NULL AND tw.sha1 IS NULL AND lo.sha1 IS NULL AND p.available = 0
                 AND r.reason IS NOT 'in-server-trash' AND r.reason IS NOT 'deleted-in-immich' THEN ${PLACE_OF_ABSENCE} END) AS missing, count(tw.sha1) AS linked,
               total(r.reason = 'in-server-trash' AND lo.sha1 IS NULL) AS trashed, total(r.reason = 'deleted-in-immich' AND lo.sha1 IS NULL) AS deleted, count(lo.sha1) AS left_out, total(r.reason = 'refused-by-server' AND lo.sha1 IS NULL) AS refused,
               total((r.reason = 'failing' OR (p.available = 1 AND p.size = 0)) AND lo.sha1 IS NULL) AS failing
        FROM ${from} JOIN parts p ON p.uuid = a.uuid
        LEFT JOIN proofs ON proofs.target = :target AND proofs.sha1 = p.sha1
        LEFT JOIN refusals r ON r.target = :target AND r.sha1 = p.sha1
        LEFT JOIN left_out lo ON lo.target = :target AND lo.sha1 = p.sha1
        LEFT JOIN twins tw ON tw.target = :target AND tw.sha1 = p.sha1 AND tw.trashed = 0
        WHERE a.present = 1 AND ${IS_WANTED} GROUP BY p.uuid) s JOIN assets a ON a.uuid = s.uuid`;

const ALL = 'assets a';
const STALE = 'coverage_stale stale CROSS JOIN assets a ON a.uuid = stale.uuid';

const addUp = (rows: string, sign: '+' | '-') => `
  INSERT INTO coverage_counts (${BUCKET_COLUMNS}, state, reason, assets, known, proved)
  SELECT ${BUCKET_COLUMNS}, state, reason, ${sign}count(*), ${sign}sum(known), ${sign}sum(proved) FROM ${rows}
  WHERE true GROUP BY ${BUCKET_COLUMNS}, state, reason
  ON CONFLICT DO UPDATE SET assets = assets + excluded.assets, known = known + excluded.known, proved = proved + excluded.proved`;

/** The kept counts, less what is stale of them, and with what those assets are now. */
const CORRECTED = `
  SELECT day, media, state, reason, assets, known, proved FROM coverage_counts c WHERE ${BUCKET_IN_SCOPE}
  UNION ALL
  SELECT day, media, state, reason, -1, -known, -proved FROM coverage_stale stale CROSS JOIN covered_assets c USING (uuid) WHERE ${BUCKET_IN_SCOPE}
  UNION ALL
  SELECT day, media, state, reason, 1, known, proved FROM (${statesOf(STALE)}) c WHERE ${BUCKET_IN_SCOPE}`;

export class CoverageLedger {
  readonly #sql: Statements;

  constructor(database: DatabaseSync) {
    this.#sql = new Statements(database);
  }

  /** The number of assets and parts in every state. */
  count(target: number | null, scope: Scope): CoverageCount {
    return this.isKept(target, scope) ? this.#corrected(target, scope) : this.countAll(target, scope);
  }

  /** The same, counted anew over the whole ledger. */
  countAll(target: number | null, scope: Scope): CoverageCount {
    return toCount(
      this.#sql.all(
        `SELECT state, reason, count(*) AS assets, sum(known) AS known, sum(proved) AS proved
         FROM (${statesOf(ALL)}) c WHERE ${BUCKET_IN_SCOPE} GROUP BY state, reason`,
        { target, ...scopeValues(scope) },
      ),
    );
  }

  /**
   * Keeps the states for this target from now on, and takes in what was written since; to be called inside a transaction. Another target
   * than the last makes all states anew.
   */
  settle(target: number, scope: Scope): void {
    if (this.isKept(target, scope)) {
      this.takeIn();
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
  }

  /** Takes in what was written since for the target that is kept, if there is one; to be called inside a transaction after large writes. */
  takeIn(): void {
    const kept = this.#sql.get('SELECT value FROM meta WHERE key = :key', { key: KEPT_FOR });
    if (kept === undefined) return;
    const values = JSON.parse(String(kept.value)) as Values;
    const stale = 'coverage_stale stale CROSS JOIN covered_assets USING (uuid)';
    this.#sql.run(addUp(stale, '-'));
    this.#sql.run('DELETE FROM covered_assets WHERE uuid IN (SELECT uuid FROM coverage_stale)');
    this.#insertStates(STALE, values);
    this.#sql.run(addUp(stale, '+'));
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
    const counted = this.isKept(target, scope)
      ? CORRECTED
      : `SELECT day, media, state, reason, 1 AS assets, known, proved FROM (${statesOf(ALL)}) c WHERE ${BUCKET_IN_SCOPE}`;
    const rows = this.#sql.all(
      `SELECT substr(day, 1, 7) AS month, media, state, reason, sum(assets) AS assets, sum(known) AS known, sum(proved) AS proved
       FROM (${counted}) GROUP BY month, media, state, reason HAVING sum(assets) <> 0 ORDER BY month, media`,
      { target, ...scopeValues(scope) },
    );
    const groups = Map.groupBy(rows, ({ month, media }) => `${month} ${media}`);
    return [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      return [{ month: String(first.month), media: first.media as MediaKind, coverage: toCount(group).coverage }];
    });
  }

  #corrected(target: number | null, scope: Scope): CoverageCount {
    return toCount(
      this.#sql.all(
        `SELECT state, reason, sum(assets) AS assets, sum(known) AS known, sum(proved) AS proved FROM (${CORRECTED})
         GROUP BY state, reason HAVING sum(assets) <> 0`,
        { target, ...scopeValues(scope) },
      ),
    );
  }

  #insertStates(from: string, values: Values): void {
    this.#sql.run(
      `INSERT INTO covered_assets (uuid, ${BUCKET_COLUMNS}, state, reason, known, proved) ${statesOf(from)}`,
      values,
    );
  }
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
