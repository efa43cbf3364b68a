/**
 * The ledger: what Photos held at the last inventory, and what the server has proved to hold. All SQL is in this folder. Calls are
 * synchronous (SQLite is local and each takes microseconds) and there is one writer, guarded by the run lock.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { MediaKind, PartKind } from '../photos/asset.ts';
import type { Problem } from '../problem.ts';
import type { Coverage, RemainderReason, RunReport, Trigger } from '../sync/outcome.ts';
import type { Scope } from '../sync/scope.ts';
import { openDatabase } from './database.ts';
import { InventoryWriter } from './inventory-writer.ts';
import { RemoteLedger } from './remote-ledger.ts';
import { IN_SCOPE, scopeValues } from './scope.ts';
import { Statements } from './statements.ts';

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
  readonly refusal: Refusal | null;
}

/** An asset in scope with its parts, in the order of PART_KINDS. */
export interface LedgerAsset {
  readonly uuid: string;
  readonly filename: string;
  readonly media: MediaKind;
  readonly capturedAt: string;
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

/** A still and its video, both proved, that are not known to be one Live Photo on the server yet. */
export interface UnlinkedLivePhoto {
  readonly uuid: string;
  readonly stillId: string;
  readonly videoId: string;
  /** True when the server had both before we came: then somebody else may have paired them. */
  readonly found: boolean;
}

export interface AlbumMember {
  readonly uuid: string;
  /** The remote id that stands for the asset in albums: the edit if there is one. */
  readonly remoteId: string;
  /** The remote id we put into the album for this asset before, if any. */
  readonly enteredId: string | null;
  /** True when `enteredId` was in the album before we came to put it there: then it is not ours to take out. */
  readonly wasThere?: boolean;
}

/** Something we put into an album and that Photos has taken out of it. */
export interface DepartedEntry {
  readonly album: string;
  readonly albumId: string;
  readonly albumName: string;
  readonly uuid: string;
  readonly remoteId: string;
  /** False when it has to stay: a person put it there, or another member has the same contents. */
  readonly mayLeave: boolean;
}

export interface AlbumState {
  readonly uuid: string;
  readonly title: string;
  readonly folders: readonly string[];
  readonly remote: RemoteAlbumRow | null;
  /** In Photos' order; only assets in scope that are proved. */
  readonly members: readonly AlbumMember[];
}

export interface RemoteAlbumRow {
  /** Null when a run was cut off while it made the album; {@link ABANDONED} when a person deleted it in Immich. */
  readonly remoteId: string | null;
  readonly name: string;
  /** Ids of albums of that name that were there before. */
  readonly existing: readonly string[];
}

/** Stands for the id of an album that a person deleted in Immich: it is not made again. */
export const ABANDONED = '';

export interface RunRow {
  readonly id: number;
  readonly trigger: Trigger;
  /** Milliseconds since 1970. */
  readonly dueAt: number | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly outcome: RunReport['outcome'] | null;
  readonly reason: string | null;
  readonly report: RunReport | null;
}

const KIND_ORDER = `CASE p.kind WHEN 'original' THEN 0 WHEN 'edited' THEN 1 WHEN 'live-video' THEN 2 WHEN 'edited-live-video' THEN 3 ELSE 4 END`;

export class Ledger {
  /** Sentences for the log about what had to be done to open it. */
  readonly notices: readonly string[];
  /** What we made of stacks and details on the server. */
  readonly remote: RemoteLedger;
  readonly #database: DatabaseSync;
  readonly #sql: Statements;

  /** @throws {ProblemError} ledger-unusable */
  constructor(file: string) {
    const { database, notices } = openDatabase(file);
    this.#database = database;
    this.#sql = new Statements(database);
    this.notices = notices;
    this.remote = new RemoteLedger(database);
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
       WHERE p.sha1 IS NULL AND p.available = 1 AND ${IN_SCOPE} ORDER BY p.uuid, ${KIND_ORDER}`,
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
        `SELECT p.path FROM parts p JOIN assets a USING (uuid) WHERE p.available = 0 AND p.path IS NOT NULL AND ${IN_SCOPE}`,
        scopeValues(scope),
      )
      .map((row) => String(row.path));
  }

  /** Names of the assets of which a file on this Mac is empty, once for each such file. */
  emptyFiles(scope: Scope): readonly string[] {
    return this.#sql
      .all(
        `SELECT a.filename FROM parts p JOIN assets a USING (uuid) WHERE p.available = 1 AND p.size = 0 AND ${IN_SCOPE} ORDER BY p.uuid, ${KIND_ORDER}`,
        scopeValues(scope),
      )
      .map((row) => String(row.filename));
  }

  /** All assets in scope with what is known of their parts, sorted by UUID. */
  *assets(target: number, scope: Scope): Generator<LedgerAsset> {
    const rows = this.#sql.iterate(
      `SELECT a.uuid, a.filename, a.media, a.captured_at, a.live, p.kind, p.path, p.available, p.size, p.modified_at, p.sha1,
              proofs.remote_id, r.reason, r.message, r.attempts, r.last_at
       FROM assets a JOIN parts p USING (uuid)
       LEFT JOIN proofs ON proofs.target = :target AND proofs.sha1 = p.sha1
       LEFT JOIN refusals r ON r.target = :target AND r.sha1 = p.sha1
       WHERE ${IN_SCOPE} ORDER BY a.uuid, ${KIND_ORDER}`,
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
       WHERE p.sha1 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM proofs WHERE target = :target AND sha1 = p.sha1) AND ${IN_SCOPE}`,
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
             CASE WHEN EXISTS (SELECT 1 FROM staged_files WHERE sha1 = :sha1) THEN 'uploaded' ELSE :origin END, :at)
           ON CONFLICT DO UPDATE SET remote_id = excluded.remote_id, proved_at = excluded.proved_at`,
          { target, sha1, remoteId, origin, at },
        );
        this.#sql.run('DELETE FROM refusals WHERE target = :target AND sha1 = :sha1', { target, sha1 });
      }
    });
  }

  /** Takes back proofs that the server no longer confirms. */
  withdrawProofs(target: number, checksums: readonly string[]): void {
    this.transaction(() => {
      for (const sha1 of checksums)
        this.#sql.run('DELETE FROM proofs WHERE target = :target AND sha1 = :sha1', { target, sha1 });
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
        this.#sql.run(`DELETE FROM refusals WHERE target = :target AND sha1 = :sha1 AND reason = 'in-server-trash'`, {
          target,
          sha1,
        });
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
                sum(proofs.sha1 IS NULL AND p.available = 0) AS missing,
                sum(r.reason = 'in-server-trash') AS trashed, sum(r.reason = 'refused-by-server') AS refused,
                sum(r.reason = 'failing' OR (p.available = 1 AND p.size = 0)) AS failing
         FROM assets a JOIN parts p USING (uuid)
         LEFT JOIN proofs ON proofs.target = :target AND proofs.sha1 = p.sha1
         LEFT JOIN refusals r ON r.target = :target AND r.sha1 = p.sha1
         WHERE ${IN_SCOPE} GROUP BY p.uuid)
       SELECT CASE WHEN proved = parts THEN 'complete' WHEN proved = 0 THEN 'absent' ELSE 'incomplete' END AS state,
              CASE WHEN proved = parts THEN NULL WHEN missing > 0 THEN 'original-not-on-this-mac' WHEN trashed > 0 THEN 'in-server-trash'
                   WHEN refused > 0 THEN 'refused-by-server' WHEN failing > 0 THEN 'failing' ELSE 'not-yet-uploaded' END AS reason,
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

  // --- albums and Live Photos --------------------------------------------------------------------------------------------------------

  /** Albums that are in Photos and have at least one proved member. */
  albums(target: number, scope: Scope): readonly AlbumState[] {
    const albums = new Map<string, Omit<AlbumState, 'members'> & { members: AlbumMember[] }>();
    const rows = this.#sql.all(
      `SELECT al.uuid AS album, al.title, al.folders, m.uuid, e.remote_id AS entered, e.ours,
              COALESCE(edited.remote_id, original.remote_id, raw.remote_id) AS remote_id,
              ra.album AS known, ra.remote_id AS album_id, ra.name, ra.existing
       FROM albums al JOIN album_members m ON m.album = al.uuid JOIN assets a ON a.uuid = m.uuid
       LEFT JOIN parts pe ON pe.uuid = m.uuid AND pe.kind = 'edited' LEFT JOIN proofs edited ON edited.target = :target AND edited.sha1 = pe.sha1
       LEFT JOIN parts po ON po.uuid = m.uuid AND po.kind = 'original' LEFT JOIN proofs original ON original.target = :target AND original.sha1 = po.sha1
       LEFT JOIN parts pr ON pr.uuid = m.uuid AND pr.kind = 'raw' LEFT JOIN proofs raw ON raw.target = :target AND raw.sha1 = pr.sha1
       LEFT JOIN album_entries e ON e.target = :target AND e.album = al.uuid AND e.uuid = m.uuid
       LEFT JOIN remote_albums ra ON ra.target = :target AND ra.album = al.uuid
       WHERE al.present = 1 AND COALESCE(edited.remote_id, original.remote_id, raw.remote_id) IS NOT NULL AND ${IN_SCOPE}
       ORDER BY al.uuid, m.position`,
      { target, ...scopeValues(scope) },
    );
    for (const row of rows) {
      const uuid = String(row.album);
      let album = albums.get(uuid);
      if (album === undefined) {
        const remote =
          row.known === null
            ? null
            : {
                remoteId: textOrNull(row.album_id),
                name: String(row.name),
                existing: JSON.parse(String(row.existing)) as string[],
              };
        album = {
          uuid,
          title: String(row.title),
          folders: JSON.parse(String(row.folders)) as string[],
          remote,
          members: [],
        };
        albums.set(uuid, album);
      }
      album.members.push({
        uuid: String(row.uuid),
        remoteId: String(row.remote_id),
        enteredId: textOrNull(row.entered),
        ...(row.ours === 0 ? { wasThere: true } : {}),
      });
    }
    return [...albums.values()];
  }

  /** Albums that will exist once everything on this Mac is on the server; for the preview. */
  foreseeAlbums(
    target: number,
    scope: Scope,
  ): readonly { readonly title: string; readonly folders: readonly string[]; readonly isMade: boolean }[] {
    return this.#sql
      .all(
        `SELECT al.title, al.folders, ra.remote_id IS NOT NULL AS made FROM albums al
       LEFT JOIN remote_albums ra ON ra.target = :target AND ra.album = al.uuid
       WHERE al.present = 1 AND ra.remote_id IS NOT '${ABANDONED}' AND EXISTS (
         SELECT 1 FROM album_members m JOIN assets a ON a.uuid = m.uuid JOIN parts p ON p.uuid = m.uuid AND p.sha1 IS NOT NULL
         LEFT JOIN album_entries e ON e.target = :target AND e.album = al.uuid AND e.uuid = m.uuid
         WHERE m.album = al.uuid AND e.uuid IS NULL AND ${IN_SCOPE})
       ORDER BY al.folders, al.title`,
        { target, ...scopeValues(scope) },
      )
      .map((row) => ({
        title: String(row.title),
        folders: JSON.parse(String(row.folders)) as string[],
        isMade: row.made === 1,
      }));
  }

  /** Bytes of all files in scope on this Mac. */
  libraryBytes(scope: Scope): number {
    const row = this.#sql.get(
      `SELECT COALESCE(sum(p.size), 0) AS bytes FROM parts p JOIN assets a USING (uuid) WHERE p.available = 1 AND ${IN_SCOPE}`,
      scopeValues(scope),
    );
    return Number(row?.bytes);
  }

  /** How many albums of Photos are kept in step on the server. */
  managedAlbums(target: number): number {
    const row = this.#sql.get(
      'SELECT count(*) AS albums FROM remote_albums ra JOIN albums al ON al.uuid = ra.album WHERE ra.target = :target AND length(ra.remote_id) > 0 AND al.present = 1',
      { target },
    );
    return Number(row?.albums);
  }

  /** Remote ids of all albums that are ours. */
  managedAlbumIds(target: number): readonly string[] {
    return this.#sql
      .all('SELECT remote_id FROM remote_albums WHERE target = :target AND length(remote_id) > 0', {
        target,
      })
      .map((row) => String(row.remote_id));
  }

  /** Written before an album is made, so that a crash in between is noticed and the album found again. */
  intendAlbum(target: number, album: string, name: string, existing: readonly string[]): void {
    this.#sql.run(
      `INSERT INTO remote_albums VALUES (:target, :album, NULL, :name, :existing)
       ON CONFLICT DO UPDATE SET remote_id = NULL, name = excluded.name, existing = excluded.existing`,
      { target, album, name, existing: JSON.stringify(existing) },
    );
  }

  recordAlbum(target: number, album: string, remoteId: string): void {
    this.#sql.run('UPDATE remote_albums SET remote_id = :remoteId WHERE target = :target AND album = :album', {
      target,
      album,
      remoteId,
    });
  }

  /** Keeps the name under which Photos knows the album now. */
  recordAlbumName(target: number, album: string, name: string): void {
    this.#sql.run('UPDATE remote_albums SET name = :name WHERE target = :target AND album = :album', {
      target,
      album,
      name,
    });
  }

  /** Takes an album that was on the server before for that of Photos. */
  adoptAlbum(target: number, album: string, name: string, remoteId: string): void {
    this.intendAlbum(target, album, name, []);
    this.recordAlbum(target, album, remoteId);
  }

  /**
   * What we put into albums and Photos has taken out, while the asset itself is still in Photos: an asset that is gone takes nothing along.
   * @param fromDeletedAlbums also of albums that Photos has no more.
   */
  departedEntries(target: number, scope: Scope, fromDeletedAlbums: boolean): readonly DepartedEntry[] {
    return this.#sql
      .all(
        `SELECT e.album, ra.remote_id AS album_id, ra.name, e.uuid, e.remote_id, e.ours = 1 AND NOT EXISTS (
                SELECT 1 FROM album_entries o JOIN album_members n ON n.album = o.album AND n.uuid = o.uuid
                WHERE o.target = :target AND o.album = e.album AND o.remote_id = e.remote_id AND al.present = 1) AS may_leave
       FROM album_entries e JOIN albums al ON al.uuid = e.album JOIN assets a ON a.uuid = e.uuid
       JOIN remote_albums ra ON ra.target = :target AND ra.album = e.album AND length(ra.remote_id) > 0
       WHERE e.target = :target AND ${IN_SCOPE} AND CASE al.present WHEN 0 THEN :deleted ELSE NOT EXISTS (
         SELECT 1 FROM album_members m WHERE m.album = e.album AND m.uuid = e.uuid) END
       ORDER BY e.album, e.uuid`,
        { target, deleted: Number(fromDeletedAlbums), ...scopeValues(scope) },
      )
      .map((row) => ({
        album: String(row.album),
        albumId: String(row.album_id),
        albumName: String(row.name),
        uuid: String(row.uuid),
        remoteId: String(row.remote_id),
        mayLeave: row.may_leave === 1,
      }));
  }

  forgetEntries(target: number, entries: readonly Pick<DepartedEntry, 'album' | 'uuid'>[]): void {
    this.transaction(() => {
      for (const { album, uuid } of entries) {
        this.#sql.run('DELETE FROM album_entries WHERE target = :target AND album = :album AND uuid = :uuid', {
          target,
          album,
          uuid,
        });
      }
    });
  }

  /** @param isOurs false when the assets were in the album before we came to put them there. */
  recordEntries(
    target: number,
    album: string,
    entries: readonly Pick<AlbumMember, 'uuid' | 'remoteId'>[],
    isOurs: boolean,
  ): void {
    this.transaction(() => {
      for (const { uuid, remoteId } of entries) {
        this.#sql.run(
          `INSERT INTO album_entries VALUES (:target, :album, :uuid, :remoteId, :ours)
           ON CONFLICT DO UPDATE SET remote_id = excluded.remote_id, ours = excluded.ours`,
          { target, album, uuid, remoteId, ours: Number(isOurs) },
        );
      }
    });
  }

  /** Pairs whose link the server has not confirmed to us yet, for originals and for edits. */
  unlinkedLivePhotos(target: number, scope: Scope): readonly UnlinkedLivePhoto[] {
    return this.#sql
      .all(
        `SELECT a.uuid, still.remote_id AS still_id, video.remote_id AS video_id, still.origin = 'found' AND video.origin = 'found' AS found
       FROM assets a JOIN parts ps ON ps.uuid = a.uuid AND ps.kind IN ('original', 'edited')
       JOIN parts pv ON pv.uuid = a.uuid AND pv.kind = CASE ps.kind WHEN 'original' THEN 'live-video' ELSE 'edited-live-video' END
       JOIN proofs still ON still.target = :target AND still.sha1 = ps.sha1
       JOIN proofs video ON video.target = :target AND video.sha1 = pv.sha1
       LEFT JOIN live_links l ON l.target = :target AND l.still_id = still.remote_id AND l.video_id = video.remote_id
       WHERE l.still_id IS NULL AND ${IN_SCOPE} ORDER BY a.uuid`,
        { target, ...scopeValues(scope) },
      )
      .map((row) => ({
        uuid: String(row.uuid),
        stillId: String(row.still_id),
        videoId: String(row.video_id),
        found: row.found === 1,
      }));
  }

  recordLiveLink(target: number, stillId: string, videoId: string): void {
    this.#sql.run(
      'INSERT INTO live_links VALUES (:target, :stillId, :videoId) ON CONFLICT DO UPDATE SET video_id = excluded.video_id',
      { target, stillId, videoId },
    );
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

  // --- history -----------------------------------------------------------------------------------------------------------------------

  /** Opens a run's row. Rows left open by a run that died are closed as interrupted. */
  startRun(trigger: Trigger, dueAt: number | null, at: number): number {
    return this.transaction(() => {
      this.#sql.run(
        `UPDATE runs SET outcome = 'interrupted', ended_at = :at, reason = 'It was cut off: the program or the Mac stopped in the middle.' WHERE outcome IS NULL`,
        { at },
      );
      this.#sql.run('INSERT INTO runs (trigger, due_at, started_at) VALUES (:trigger, :dueAt, :at)', {
        trigger,
        dueAt,
        at,
      });
      return Number(this.#sql.get('SELECT last_insert_rowid() AS id', {})?.id);
    });
  }

  /** Writes a row for a due time that gets no run of its own. */
  recordSkipped(dueAt: number, at: number, reason: string): void {
    this.#sql.run(
      `INSERT INTO runs (trigger, due_at, started_at, ended_at, outcome, reason) VALUES ('schedule', :dueAt, :at, :at, 'skipped', :reason)`,
      {
        dueAt,
        at,
        reason,
      },
    );
  }

  /** The last due time that has its row; null when there is none. */
  lastDueAt(): number | null {
    return numberOrNull(this.#sql.get('SELECT max(due_at) AS due_at FROM runs', {})?.due_at);
  }

  /** When the last run (not a skipped time) ended. */
  lastEndedAt(): number | null {
    return numberOrNull(
      this.#sql.get(`SELECT max(ended_at) AS ended_at FROM runs WHERE outcome <> 'skipped'`, {})?.ended_at,
    );
  }

  finishRun(report: RunReport, at: number): void {
    this.transaction(() => {
      this.#sql.run(
        'UPDATE runs SET outcome = :outcome, reason = :reason, ended_at = :at, report = :report WHERE id = :id',
        {
          id: report.run,
          outcome: report.outcome,
          reason: report.reason,
          at,
          report: JSON.stringify(report),
        },
      );
      this.#sql.run('DELETE FROM problems WHERE run = :run', { run: report.run });
      for (const [position, problem] of report.problems.entries()) {
        this.#sql.run('INSERT INTO problems VALUES (:run, :position, :code, :problem)', {
          run: report.run,
          position,
          code: problem.code,
          problem: JSON.stringify(problem),
        });
      }
    });
  }

  /** The newest runs first. */
  runs(limit: number): readonly RunRow[] {
    return this.#sql.all('SELECT * FROM runs ORDER BY id DESC LIMIT :limit', { limit }).map(toRun);
  }

  /** The newest run that ended as done or nothing new. */
  lastGoodRun(): RunRow | null {
    const row = this.#sql.get(
      `SELECT * FROM runs WHERE outcome IN ('done', 'nothing-new') ORDER BY id DESC LIMIT 1`,
      {},
    );
    return row === undefined ? null : toRun(row);
  }

  /** Problems of the newest finished run. */
  openProblems(): readonly Problem[] {
    return this.#sql
      .all(
        'SELECT problem FROM problems WHERE run = (SELECT max(id) FROM runs WHERE outcome IS NOT NULL) ORDER BY position',
        {},
      )
      .map((row) => JSON.parse(String(row.problem)) as Problem);
  }
}

type Row = Record<string, unknown>;

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

function numberOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

function toAsset(row: Row, parts: readonly LedgerPart[]): LedgerAsset {
  return {
    uuid: String(row.uuid),
    filename: String(row.filename),
    media: row.media as MediaKind,
    capturedAt: String(row.captured_at),
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
    refusal,
  };
}

function toRun(row: Row): RunRow {
  return {
    id: Number(row.id),
    trigger: row.trigger as Trigger,
    dueAt: numberOrNull(row.due_at),
    startedAt: Number(row.started_at),
    endedAt: numberOrNull(row.ended_at),
    outcome: row.outcome as RunRow['outcome'],
    reason: textOrNull(row.reason),
    report: row.report === null ? null : (JSON.parse(String(row.report)) as RunReport),
  };
}
