/**
 * The ledger: what Photos held at the last inventory, and what the server has proved to hold. All SQL is in this folder. Calls are
 * synchronous (SQLite is local and each takes microseconds) and there is one writer, guarded by the run lock.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { MediaKind, PartKind } from '../photos/asset.ts';
import type { Coverage, RemainderReason } from '../sync/outcome.ts';
import type { Scope } from '../sync/scope.ts';
import { AlbumLedger } from './album-ledger.ts';
import { openDatabase } from './database.ts';
import { InventoryWriter } from './inventory-writer.ts';
import { RemoteLedger } from './remote-ledger.ts';
import { RunHistory } from './run-history.ts';
import { IN_SCOPE, IS_WANTED, scopeValues } from './scope.ts';
import { numberOrNull, type Row, Statements, textOrNull } from './statements.ts';
import { TrashLedger } from './trash-ledger.ts';
import { TwinLedger } from './twin-ledger.ts';

/** Why a part could not be brought to the server, as far as the ledger keeps it. */
export type RefusalReason = 'in-server-trash' | 'refused-by-server' | 'failing';

export interface Refusal {
  readonly reason: RefusalReason;
  readonly message: string;
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly lastAt: number;
}

export interface LedgerPart {
  readonly kind: PartKind;
  readonly path: string | null;
  readonly available: boolean;
  /** Bytes. */
  readonly size: number | null;
  readonly modifiedAt: number | null;
  readonly sha1: string | null;
  /** The id on the server, once proved. */
  readonly remoteId: string | null;
  /** The id of the phone's copy that stands for it, with other bytes; null when there is none. */
  readonly linkedId: string | null;
  readonly refusal: Refusal | null;
  /** A person threw these contents away in Immich and wants them to stay away. */
  readonly isLeftOut: boolean;
}

/** An asset in scope with its wanted parts, in the order of PART_KINDS. */
export interface LedgerAsset {
  readonly uuid: string;
  readonly filename: string;
  readonly media: MediaKind;
  readonly capturedAt: string;
  /** Pixels of the original. */
  readonly width: number | null;
  readonly height: number | null;
  readonly live: boolean;
  readonly parts: readonly LedgerPart[];
}

export interface PartToHash {
  readonly uuid: string;
  readonly kind: PartKind;
  readonly path: string;
  readonly size: number;
  readonly modifiedAt: number;
}

export type ProofOrigin = 'uploaded' | 'found';

export interface Proof {
  readonly sha1: string;
  readonly remoteId: string;
  readonly origin: ProofOrigin;
}

const KIND_ORDER = `CASE p.kind WHEN 'original' THEN 0 WHEN 'edited' THEN 1 WHEN 'live-video' THEN 2 WHEN 'edited-live-video' THEN 3 ELSE 4 END`;

export class Ledger {
  /** Sentences for the log about what had to be done to open it. */
  readonly notices: readonly string[];
  /** What we made of stacks and details on the server. */
  readonly remote: RemoteLedger;
  readonly albums: AlbumLedger;
  readonly trash: TrashLedger;
  readonly twins: TwinLedger;
  readonly history: RunHistory;
  readonly #database: DatabaseSync;
  readonly #sql: Statements;

  /** @throws {ProblemError} ledger-unusable */
  constructor(file: string) {
    const { database, notices } = openDatabase(file);
    this.#database = database;
    this.#sql = new Statements(database);
    this.notices = notices;
    this.remote = new RemoteLedger(database);
    this.albums = new AlbumLedger(database);
    this.trash = new TrashLedger(database);
    this.twins = new TwinLedger(database);
    this.history = new RunHistory(database);
  }

  close(): void {
    this.#database.close();
  }

  /** Runs `work` as one unit: all of it is kept or none. */
  transaction<Result>(work: () => Result): Result {
    return this.#sql.transaction(work);
  }

  // --- small facts -------------------------------------------------------------------------------------------------------------------

  /** A remembered text, for example the gate's fingerprint. */
  recall(key: string): string | null {
    const row = this.#sql.get('SELECT value FROM meta WHERE key = :key', { key });
    return row === undefined ? null : String(row.value);
  }

  remember(key: string, value: string): void {
    this.#sql.run('INSERT INTO meta VALUES (:key, :value) ON CONFLICT DO UPDATE SET value = excluded.value', {
      key,
      value,
    });
  }

  forget(key: string): void {
    this.#sql.run('DELETE FROM meta WHERE key = :key', { key });
  }

  /** The number under which everything known of this server's user is kept. */
  target(userId: string, server: string): number {
    this.#sql.run(
      'INSERT INTO targets (user_id, server) VALUES (:userId, :server) ON CONFLICT DO UPDATE SET server = excluded.server',
      { userId, server },
    );
    return Number(this.#sql.get('SELECT id FROM targets WHERE user_id = :userId', { userId })?.id);
  }

  // --- what Photos holds -------------------------------------------------------------------------------------------------------------

  /** Starts a new inventory. Nothing of it counts before its `commit`. */
  writeInventory(): InventoryWriter {
    return new InventoryWriter(this.#database);
  }

  /** Parts that are on this Mac and whose contents are not known yet. */
  partsToHash(scope: Scope): readonly PartToHash[] {
    return this.#sql
      .all(
        `SELECT p.uuid, p.kind, p.path, p.size, p.modified_at FROM parts p JOIN assets a USING (uuid)
       WHERE p.sha1 IS NULL AND p.available = 1 AND ${IN_SCOPE} AND ${IS_WANTED} ORDER BY p.uuid, ${KIND_ORDER}`,
        scopeValues(scope),
      )
      .map((row) => ({
        uuid: String(row.uuid),
        kind: row.kind as PartKind,
        path: String(row.path),
        size: Number(row.size),
        modifiedAt: Number(row.modified_at),
      }));
  }

  /** Keeps the checksum of a part, unless the part changed in the meantime. */
  setHash(part: PartToHash, sha1: string): void {
    this.#sql.run(
      'UPDATE parts SET sha1 = :sha1 WHERE uuid = :uuid AND kind = :kind AND path = :path AND size = :size AND modified_at = :modifiedAt',
      { ...part, sha1 },
    );
    this.#sql.run('DELETE FROM former_parts WHERE uuid = :uuid AND kind = :kind AND sha1 = :sha1', {
      uuid: part.uuid,
      kind: part.kind,
      sha1,
    });
  }

  /** Forgets the contents of a part that turned out to have changed, so that it is read again. */
  forgetHash(uuid: string, kind: PartKind): void {
    this.#sql.run('UPDATE parts SET sha1 = NULL WHERE uuid = :uuid AND kind = :kind', { uuid, kind });
  }

  /** Paths where parts would appear that Photos has but this Mac does not; for noticing a finished download without an inventory. */
  absentPaths(scope: Scope): readonly string[] {
    return this.#sql
      .all(
        `SELECT p.path FROM parts p JOIN assets a USING (uuid) WHERE p.available = 0 AND p.path IS NOT NULL AND ${IN_SCOPE} AND ${IS_WANTED}`,
        scopeValues(scope),
      )
      .map((row) => String(row.path));
  }

  /** Names of the assets of which a file on this Mac is empty, once for each such file. */
  emptyFiles(scope: Scope): readonly string[] {
    return this.#sql
      .all(
        `SELECT a.filename FROM parts p JOIN assets a USING (uuid) WHERE p.available = 1 AND p.size = 0 AND ${IN_SCOPE} AND ${IS_WANTED} ORDER BY p.uuid, ${KIND_ORDER}`,
        scopeValues(scope),
      )
      .map((row) => String(row.filename));
  }

  /** Bytes of all files in scope on this Mac. */
  libraryBytes(scope: Scope): number {
    const row = this.#sql.get(
      `SELECT COALESCE(sum(p.size), 0) AS bytes FROM parts p JOIN assets a USING (uuid) WHERE p.available = 1 AND ${IN_SCOPE} AND ${IS_WANTED}`,
      scopeValues(scope),
    );
    return Number(row?.bytes);
  }

  /** All assets in scope with what is known of their parts, sorted by UUID. */
  *assets(target: number, scope: Scope): Generator<LedgerAsset> {
    const rows = this.#sql.iterate(
      `SELECT a.uuid, a.filename, a.media, a.captured_at, a.width, a.height, a.live, p.kind, p.path, p.available, p.size, p.modified_at, p.sha1,
              proofs.remote_id, tw.remote_id AS linked_id, r.reason, r.message, r.attempts, r.last_at, lo.sha1 IS NOT NULL AS left_out
       FROM assets a JOIN parts p USING (uuid)
       LEFT JOIN proofs ON proofs.target = :target AND proofs.sha1 = p.sha1
       LEFT JOIN refusals r ON r.target = :target AND r.sha1 = p.sha1
       LEFT JOIN left_out lo ON lo.target = :target AND lo.sha1 = p.sha1
       LEFT JOIN twins tw ON tw.target = :target AND tw.sha1 = p.sha1 AND tw.trashed = 0
       WHERE ${IN_SCOPE} AND ${IS_WANTED} ORDER BY a.uuid, ${KIND_ORDER}`,
      { target, ...scopeValues(scope) },
    );
    let asset: LedgerAsset | null = null;
    let parts: LedgerPart[] = [];
    for (const row of rows) {
      if (asset === null || asset.uuid !== row.uuid) {
        if (asset !== null) yield asset;
        parts = [];
        asset = toAsset(row, parts);
      }
      parts.push(toPart(row));
    }
    if (asset !== null) yield asset;
  }

  // --- what the server holds ---------------------------------------------------------------------------------------------------------

  /** Checksums in scope without proof, each once. */
  unprovedHashes(target: number, scope: Scope): readonly string[] {
    return this.#sql
      .all(
        `SELECT DISTINCT p.sha1 FROM parts p JOIN assets a USING (uuid)
       WHERE p.sha1 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM proofs WHERE target = :target AND sha1 = p.sha1) AND ${IN_SCOPE} AND ${IS_WANTED}`,
        { target, ...scopeValues(scope) },
      )
      .map((row) => String(row.sha1));
  }

  /** Checksums in scope with proof, each once; for asking again. */
  provedHashes(target: number, scope: Scope): readonly string[] {
    return this.#sql
      .all(
        `SELECT DISTINCT p.sha1 FROM parts p JOIN assets a USING (uuid) JOIN proofs ON proofs.target = :target AND proofs.sha1 = p.sha1 WHERE ${IN_SCOPE}`,
        { target, ...scopeValues(scope) },
      )
      .map((row) => String(row.sha1));
  }

  /** Writes down what the server has just proved. */
  recordProofs(target: number, proofs: readonly Proof[], at: number): void {
    this.transaction(() => {
      for (const { sha1, remoteId, origin } of proofs) {
        this.#sql.run(
          // A file that we had staged for the upload came from us, even if the run was killed before it could ask.
          `INSERT INTO proofs VALUES (:target, :sha1, :remoteId,
             CASE WHEN EXISTS (SELECT 1 FROM staged_files WHERE sha1 = :sha1) THEN 'uploaded' ELSE COALESCE(
               (SELECT origin FROM former_proofs WHERE target = :target AND sha1 = :sha1 AND remote_id = :remoteId), :origin) END, :at)
           ON CONFLICT DO UPDATE SET remote_id = excluded.remote_id, proved_at = excluded.proved_at`,
          { target, sha1, remoteId, origin, at },
        );
        this.#sql.run('DELETE FROM refusals WHERE target = :target AND sha1 = :sha1', { target, sha1 });
        // It is there (again), whoever brought it: nothing has to stand for it, and nobody wants it left out.
        for (const table of ['left_out', 'twins', 'former_proofs'])
          this.#sql.run(`DELETE FROM ${table} WHERE target = :target AND sha1 = :sha1`, { target, sha1 });
      }
    });
  }

  /** Takes back proofs that the server no longer confirms. */
  withdrawProofs(target: number, checksums: readonly string[]): void {
    this.transaction(() => {
      for (const sha1 of checksums) {
        this.#sql.run(
          `INSERT OR REPLACE INTO former_proofs SELECT target, sha1, remote_id, origin FROM proofs WHERE target = :target AND sha1 = :sha1`,
          { target, sha1 },
        );
        this.#sql.run('DELETE FROM proofs WHERE target = :target AND sha1 = :sha1', { target, sha1 });
      }
    });
  }

  recordRefusal(target: number, sha1: string, reason: RefusalReason, message: string, at: number): void {
    this.#sql.run(
      `INSERT INTO refusals VALUES (:target, :sha1, :reason, :message, 1, :at)
       ON CONFLICT DO UPDATE SET reason = excluded.reason, message = excluded.message, attempts = attempts + 1, last_at = excluded.last_at`,
      { target, sha1, reason, message, at },
    );
  }

  /** Notes which contents lie in the server's trash, and which of those that did no longer do. */
  settleTrash(
    target: number,
    answers: { readonly trashed: readonly string[]; readonly absent: readonly string[] },
    at: number,
  ): void {
    this.transaction(() => {
      for (const sha1 of answers.trashed)
        this.recordRefusal(target, sha1, 'in-server-trash', 'in the trash of Immich', at);
      for (const sha1 of answers.absent) {
        // A phone's copy in the trash is not found by our checksum, but is there all the same.
        this.#sql.run(
          `DELETE FROM refusals WHERE target = :target AND sha1 = :sha1 AND reason = 'in-server-trash'
             AND NOT EXISTS (SELECT 1 FROM twins WHERE target = :target AND sha1 = :sha1 AND trashed = 1)`,
          { target, sha1 },
        );
      }
    });
  }

  /** The number of assets and parts in every state. */
  coverage(
    target: number | null,
    scope: Scope,
  ): { readonly coverage: Coverage; readonly known: number; readonly verified: number } {
    const rows = this.#sql.all(
      `WITH state AS (
         SELECT p.uuid, count(*) AS parts, count(proofs.sha1) AS proved, sum(p.sha1 IS NOT NULL OR p.available = 1) AS known,
                sum(proofs.sha1 IS NULL AND tw.sha1 IS NULL AND lo.sha1 IS NULL AND p.available = 0) AS missing, sum(tw.sha1 IS NOT NULL) AS linked,
                sum(r.reason = 'in-server-trash' AND lo.sha1 IS NULL) AS trashed, sum(lo.sha1 IS NOT NULL) AS left_out, sum(r.reason = 'refused-by-server') AS refused,
                sum(r.reason = 'failing' OR (p.available = 1 AND p.size = 0)) AS failing
         FROM assets a JOIN parts p USING (uuid)
         LEFT JOIN proofs ON proofs.target = :target AND proofs.sha1 = p.sha1
         LEFT JOIN refusals r ON r.target = :target AND r.sha1 = p.sha1
         LEFT JOIN left_out lo ON lo.target = :target AND lo.sha1 = p.sha1
         LEFT JOIN twins tw ON tw.target = :target AND tw.sha1 = p.sha1 AND tw.trashed = 0
         WHERE ${IN_SCOPE} AND ${IS_WANTED} GROUP BY p.uuid)
       SELECT CASE WHEN proved = parts THEN 'complete' WHEN proved = 0 THEN 'absent' ELSE 'incomplete' END AS state,
              CASE WHEN proved = parts THEN NULL WHEN missing > 0 THEN 'original-not-on-this-mac' WHEN trashed > 0 THEN 'in-server-trash'
                   WHEN refused > 0 THEN 'refused-by-server' WHEN failing > 0 THEN 'failing' WHEN proved + left_out + linked < parts THEN 'not-yet-uploaded'
                   WHEN left_out > 0 THEN 'left-in-trash' ELSE 'linked-to-twin' END AS reason,
              count(*) AS assets, sum(known) AS known, sum(proved) AS proved
       FROM state GROUP BY 1, 2`,
      { target, ...scopeValues(scope) },
    );
    const counts = { complete: 0, incomplete: 0, absent: 0 };
    const reasons: Partial<Record<RemainderReason, number>> = {};
    let known = 0;
    let verified = 0;
    for (const row of rows) {
      const assets = Number(row.assets);
      counts[row.state as keyof typeof counts] += assets;
      if (row.reason !== null)
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

  // --- staging -----------------------------------------------------------------------------------------------------------------------

  recordStaged(path: string, sha1: string, size: number, at: number): void {
    this.#sql.run(
      `INSERT INTO staged_files VALUES (:path, :sha1, :size, :at)
       ON CONFLICT DO UPDATE SET sha1 = excluded.sha1, size = excluded.size, staged_at = excluded.staged_at`,
      { path, sha1, size, at },
    );
  }

  forgetStaged(path: string): void {
    this.#sql.run('DELETE FROM staged_files WHERE path = :path', { path });
  }

  /** Bytes in the staging folder that we put there. */
  stagedBytes(): number {
    return Number(this.#sql.get('SELECT COALESCE(sum(size), 0) AS bytes FROM staged_files', {})?.bytes);
  }

  /** Staged files whose contents the server has proved to hold, oldest first. */
  releasableFiles(target: number): readonly { readonly path: string; readonly size: number }[] {
    return this.#sql
      .all(
        'SELECT s.path, s.size FROM staged_files s JOIN proofs ON proofs.target = :target AND proofs.sha1 = s.sha1 ORDER BY s.staged_at, s.path',
        { target },
      )
      .map((row) => ({ path: String(row.path), size: Number(row.size) }));
  }
}

function toAsset(row: Row, parts: readonly LedgerPart[]): LedgerAsset {
  return {
    uuid: String(row.uuid),
    filename: String(row.filename),
    media: row.media as MediaKind,
    capturedAt: String(row.captured_at),
    width: numberOrNull(row.width),
    height: numberOrNull(row.height),
    live: row.live === 1,
    parts,
  };
}

function toPart(row: Row): LedgerPart {
  const refusal =
    row.reason === null
      ? null
      : {
          reason: row.reason as RefusalReason,
          message: String(row.message),
          attempts: Number(row.attempts),
          lastAt: Number(row.last_at),
        };
  return {
    kind: row.kind as PartKind,
    path: textOrNull(row.path),
    available: row.available === 1,
    size: numberOrNull(row.size),
    modifiedAt: numberOrNull(row.modified_at),
    sha1: textOrNull(row.sha1),
    remoteId: textOrNull(row.remote_id),
    linkedId: textOrNull(row.linked_id),
    refusal,
    isLeftOut: row.left_out === 1,
  };
}
