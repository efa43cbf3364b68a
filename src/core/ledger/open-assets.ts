/**
 * Reading assets with their parts out of the ledger, page by page: what is written between two pages is no trouble, and no more than a page
 * is in memory. Those that are complete, in the end nearly all, can be left out without looking at them.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Absence, MediaKind, PartKind } from '../model/asset.ts';
import type { Scope } from '../model/scope.ts';
import type { CoverageLedger } from './coverage-ledger.ts';
import type { LedgerAsset, LedgerPart } from './ledger-asset.ts';
import type { RefusalReason } from './refusal-ledger.ts';
import { IN_SCOPE, IS_WANTED, KIND_ORDER, scopeValues } from './scope-sql.ts';
import { numberOrNull, readExplanation, Statements, textOrNull, type Values } from './statements.ts';

type Columns = readonly unknown[];

/** Assets read at a time. */
const PAGE = 300;

/** Every asset. @param range a condition on `uuid` */
const all = (range: string) => `SELECT uuid, 'unknown' AS state FROM assets WHERE ${range}`;
/** Those that are kept as open, and those of which something was written since. @param range a condition on `uuid` */
const keptOpen = (range: string) => `
  SELECT uuid, state FROM covered_assets INDEXED BY open_assets
  WHERE state <> 'complete' AND ${range} AND NOT EXISTS (SELECT 1 FROM coverage_stale stale WHERE stale.uuid = covered_assets.uuid)
  UNION ALL SELECT uuid, 'unknown' FROM coverage_stale WHERE ${range}`;

/** The proof of a part. Where none of the asset's is proved it need not be looked for: proofs lie in the order of their checksums, each on another page. */
const ITS_PROOF = `LEFT JOIN proofs ON proofs.target = :target AND proofs.sha1 = CASE open.state WHEN 'absent' THEN NULL ELSE p.sha1 END`;

type Which = 'all' | 'open';

export class OpenAssets {
  readonly #sql: Statements;
  readonly #coverage: CoverageLedger;

  constructor(database: DatabaseSync, coverage: CoverageLedger) {
    this.#sql = new Statements(database);
    this.#coverage = coverage;
  }

  /** All assets in scope with their wanted parts, sorted by UUID; with `open` at least those of which a part is not proved. */
  *read(target: number, scope: Scope, which: Which): Generator<LedgerAsset> {
    for (const rows of this.#pages(target, scope, which, ASSETS)) yield* toAssets(rows);
  }

  /** These assets with their wanted parts, whether they are in scope or not; sorted by UUID. */
  *of(target: number, scope: Scope, uuids: readonly string[]): Generator<LedgerAsset> {
    const asked = `SELECT value AS uuid, 'unknown' AS state FROM json_each(:uuids)`;
    const values = {
      target,
      uuids: JSON.stringify(uuids),
      ...scopeValues({ ...EVERYTHING, versions: scope.versions ?? 'originals-and-edits' }),
    };
    yield* toAssets(this.#sql.rows(ASSETS(asked), values));
  }

  /** The contents of those parts that are not proved, in the order of their assets; what several have comes more than once. */
  *unprovedHashes(target: number, scope: Scope): Generator<string> {
    for (const rows of this.#pages(target, scope, 'open', UNPROVED)) for (const [sha1] of rows) yield String(sha1);
  }

  /** @param select makes the statement of a page from the assets that are meant, as `open` with `uuid` and `state` */
  *#pages(target: number, scope: Scope, which: Which, select: (open: string) => string): Generator<readonly Columns[]> {
    const values: Values = { target, ...scopeValues(scope) };
    let after = '';
    for (;;) {
      const from = which === 'open' && this.#coverage.isKept(target, scope) ? keptOpen : all;
      const { last } = this.#sql.get(
        `SELECT max(uuid) AS last FROM (${from('uuid > :after')} ORDER BY uuid LIMIT ${PAGE})`,
        { after },
      ) as { readonly last: string | null };
      if (last === null) return;
      yield this.#sql.rows(select(from('uuid > :after AND uuid <= :last')), { ...values, after, last });
      after = last;
    }
  }
}

const EVERYTHING = { includeHidden: true, includeShared: true, includeUnpickedBursts: true } as const;

const ASSETS = (open: string) => `
  SELECT a.uuid, a.filename, a.media, a.captured_at, a.width, a.height, a.original_size, a.live, a.orientation, a.camera_make, a.camera_model,
         a.latitude, a.longitude,
         p.kind, p.path, p.available, p.size, p.modified_at, p.absence, p.sha1, proofs.remote_id, tw.remote_id AS linked_id,
         r.reason, r.message, r.attempts, r.last_at, r.due_at, lo.sha1 IS NOT NULL AS left_out
  FROM (${open}) open CROSS JOIN assets a ON a.uuid = open.uuid JOIN parts p ON p.uuid = a.uuid
  ${ITS_PROOF}
  LEFT JOIN refusals r ON r.target = :target AND r.sha1 = p.sha1
  LEFT JOIN left_out lo ON lo.target = :target AND lo.sha1 = p.sha1
  LEFT JOIN twins tw ON tw.target = :target AND tw.sha1 = p.sha1 AND tw.trashed = 0
  WHERE ${IN_SCOPE} AND ${IS_WANTED} ORDER BY a.uuid, ${KIND_ORDER}`;

const UNPROVED = (open: string) => `
  SELECT p.sha1 FROM (${open}) open CROSS JOIN assets a ON a.uuid = open.uuid JOIN parts p ON p.uuid = a.uuid ${ITS_PROOF}
  WHERE p.sha1 IS NOT NULL AND proofs.sha1 IS NULL AND ${IN_SCOPE} AND ${IS_WANTED}`;

/** @param rows of whole assets, those of one asset together */
function* toAssets(rows: readonly Columns[]): Generator<LedgerAsset> {
  let asset: LedgerAsset | null = null;
  let parts: LedgerPart[] = [];
  for (const row of rows) {
    if (asset === null || asset.uuid !== row[0]) {
      if (asset !== null) yield asset;
      parts = [];
      asset = toAsset(row, parts);
    }
    parts.push(toPart(row));
  }
  if (asset !== null) yield asset;
}

function toAsset(row: Columns, parts: readonly LedgerPart[]): LedgerAsset {
  const [uuid, filename, media, capturedAt, width, height, originalSize, live, ...details] = row;
  const [orientation, cameraMake, cameraModel, latitude, longitude] = details;
  return {
    uuid: String(uuid),
    filename: String(filename),
    media: media as MediaKind,
    capturedAt: String(capturedAt),
    width: numberOrNull(width),
    height: numberOrNull(height),
    orientation: numberOrNull(orientation),
    cameraMake: textOrNull(cameraMake),
    cameraModel: textOrNull(cameraModel),
    latitude: numberOrNull(latitude),
    longitude: numberOrNull(longitude),
    originalSize: numberOrNull(originalSize),
    live: live === 1,
    parts,
  };
}

function toPart(row: Columns): LedgerPart {
  const [
    kind,
    path,
    available,
    size,
    modifiedAt,
    absence,
    sha1,
    remoteId,
    linkedId,
    reason,
    message,
    attempts,
    lastAt,
    dueAt,
    isLeftOut,
  ] = row.slice(13);
  return {
    kind: kind as PartKind,
    path: textOrNull(path),
    available: available === 1,
    size: numberOrNull(size),
    modifiedAt: numberOrNull(modifiedAt),
    absence: absence as Absence | null,
    sha1: textOrNull(sha1),
    remoteId: textOrNull(remoteId),
    linkedId: textOrNull(linkedId),
    refusal:
      reason === null
        ? null
        : {
            reason: reason as RefusalReason,
            message: readExplanation(message),
            attempts: Number(attempts),
            lastAt: Number(lastAt),
            dueAt: Number(dueAt),
          },
    isLeftOut: isLeftOut === 1,
  };
}
