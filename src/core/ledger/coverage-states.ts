/** The state of each asset on the server, and what is added up of it, as SQL: what `covered_assets` keeps. Goes with `scopeValues` and `target`. */
import { RAW_ENDINGS } from '../model/asset.ts';
import { REASON_OF, REMAINDER_REASONS } from '../model/coverage.ts';
import { BUCKET_OF_ASSET, IS_WANTED } from './scope-sql.ts';

/** What each absence is in the remainder, in its order; ledgers of older versions do not know why a part is absent. */
const ABSENCE_REASONS = Object.entries(REASON_OF);
const PLACE_OF_ABSENCE = `CASE p.absence ${ABSENCE_REASONS.map(([absence, reason]) => `WHEN '${absence}' THEN ${REMAINDER_REASONS.indexOf(reason)}`).join(' ')} ELSE 0 END`;
const REASON_OF_ABSENCE = `CASE missing ${[...new Set(Object.values(REASON_OF))].map((reason) => `WHEN ${REMAINDER_REASONS.indexOf(reason)} THEN '${reason}'`).join(' ')} END`;

/** Without its dot, in small letters. */
const ENDING = `lower(replace(a.filename, rtrim(a.filename, replace(a.filename, '.', '')), ''))`;
/** The first that applies, in the order of {@link ITEM_KINDS}. */
const KIND_OF_ASSET = `CASE WHEN a.media = 'movie' THEN 'movie' WHEN a.burst <> 'none' THEN 'burst' WHEN a.live = 1 THEN 'live'
  WHEN raw > 0 OR ${ENDING} IN (${RAW_ENDINGS.map((ending) => `'${ending}'`).join(', ')}) THEN 'raw' WHEN a.screenshot = 1 THEN 'screenshot' ELSE 'photo' END`;
const IS_IN_CLOUD = `(p.available = 0 AND COALESCE(p.absence, 'in-icloud') = 'in-icloud')`;
/** Also of what is not on this Mac, where Photos says it. */
const SIZE = `COALESCE(p.size, CASE p.kind WHEN 'original' THEN a.original_size END, 0)`;
/** What is added up, beside the assets themselves. */
export const SUMS = ['known', 'proved', 'on_mac', 'in_cloud', 'mac_bytes', 'cloud_bytes', 'proved_bytes'] as const;
/** The state of each asset that is in Photos. @param from names the assets, as `a` */
export const statesOf = (from: string) => `
  SELECT a.uuid, ${BUCKET_OF_ASSET},
         CASE WHEN proved = parts THEN 'complete' WHEN proved = 0 THEN 'absent' ELSE 'incomplete' END AS state,
         CASE WHEN proved = parts THEN '' WHEN missing IS NOT NULL THEN ${REASON_OF_ABSENCE} WHEN trashed > 0 THEN 'in-server-trash' WHEN deleted > 0 THEN 'deleted-in-immich'
              WHEN refused > 0 THEN 'refused-by-server' WHEN failing > 0 THEN 'failing'
              WHEN proved + left_out + linked + not_taken < parts THEN 'not-yet-uploaded' WHEN not_taken > 0 THEN 'kind-not-taken' WHEN left_out > 0 THEN 'left-out' ELSE 'linked-to-twin' END AS reason,
         ${KIND_OF_ASSET} AS kind, ${SUMS.join(', ')}
  FROM (SELECT p.uuid, count(*) AS parts, count(proofs.sha1) AS proved, sum(p.sha1 IS NOT NULL OR p.available = 1) AS known,
               min(CASE WHEN proofs.sha1 IS NULL AND tw.sha1 IS NULL AND lo.sha1 IS NULL AND p.available = 0
                 AND COALESCE(r.reason, '') NOT IN ('in-server-trash', 'deleted-in-immich', 'kind-not-taken') THEN ${PLACE_OF_ABSENCE} END) AS missing, count(tw.sha1) AS linked,
               total(r.reason = 'in-server-trash' AND lo.sha1 IS NULL) AS trashed, total(r.reason = 'deleted-in-immich' AND lo.sha1 IS NULL) AS deleted, count(lo.sha1) AS left_out, total(r.reason = 'refused-by-server' AND lo.sha1 IS NULL) AS refused,
               total(r.reason = 'kind-not-taken' AND proofs.sha1 IS NULL AND lo.sha1 IS NULL AND tw.sha1 IS NULL) AS not_taken,
               total((r.reason = 'failing' OR (p.available = 1 AND p.size = 0)) AND lo.sha1 IS NULL) AS failing,
               sum(p.kind = 'raw') AS raw, sum(p.kind = 'original' AND p.available = 1) AS on_mac,
               sum(p.kind = 'original' AND ${IS_IN_CLOUD}) AS in_cloud, sum(CASE WHEN p.available = 1 THEN p.size ELSE 0 END) AS mac_bytes,
               sum(CASE WHEN ${IS_IN_CLOUD} THEN ${SIZE} ELSE 0 END) AS cloud_bytes, sum(CASE WHEN proofs.sha1 IS NULL THEN 0 ELSE ${SIZE} END) AS proved_bytes
        FROM ${from} JOIN parts p ON p.uuid = a.uuid
        LEFT JOIN proofs ON proofs.target = :target AND proofs.sha1 = p.sha1
        LEFT JOIN refusals r ON r.target = :target AND r.sha1 = p.sha1
        LEFT JOIN left_out lo ON lo.target = :target AND lo.sha1 = p.sha1
        LEFT JOIN twins tw ON tw.target = :target AND tw.sha1 = p.sha1 AND tw.trashed = 0
        WHERE a.present = 1 AND ${IS_WANTED} GROUP BY p.uuid) s JOIN assets a ON a.uuid = s.uuid`;

export const ALL = 'assets a';
/** Those that a write may have changed. */
export const STALE = 'coverage_stale stale CROSS JOIN assets a ON a.uuid = stale.uuid';
/** Of a kept row `c`: nothing has changed it since. */
export const IS_FRESH = 'NOT EXISTS (SELECT 1 FROM coverage_stale stale WHERE stale.uuid = c.uuid)';
