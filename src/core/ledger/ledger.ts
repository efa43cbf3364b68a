/**
 * The ledger: what Photos held at the last inventory, and what the server has proved to hold. All SQL is in this folder. Calls are
 * synchronous (SQLite is local and each takes microseconds) and there is one writer, guarded by the run lock.
 */

import { type Stats, statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { AlbumPlace, LackingItem, MonthCount, PlaceName } from '../model/library-map.ts';
import type { Plan, PlannedAsset } from '../model/plan.ts';
import { because } from '../model/reasons.ts';
import type { Scope } from '../model/scope.ts';
import { AlbumEntries } from './album-entries.ts';
import { AlbumLedger } from './album-ledger.ts';
import { allNames, type LedgerNames } from './all-names.ts';
import { CloudLedger } from './cloud-ledger.ts';
import { type CoverageCount, CoverageLedger } from './coverage-ledger.ts';
import { openDatabase, REPLACEMENT, type Replacement } from './database.ts';
import { DescribedAssets } from './described-assets.ts';
import { InventoryWriter } from './inventory-writer.ts';
import { KeptPlan } from './kept-plan.ts';
import type { LedgerAsset, Proof } from './ledger-asset.ts';
import { LivePhotoLedger } from './live-photo-ledger.ts';
import { MarkerLedger } from './marker-ledger.ts';
import { OpenAssets } from './open-assets.ts';
import { PartLedger } from './part-ledger.ts';
import { RefusalLedger } from './refusal-ledger.ts';
import { RemoteLedger } from './remote-ledger.ts';
import { RunHistory } from './run-history.ts';
import { RunItems } from './run-items.ts';
import { StagedFiles } from './staged-files.ts';
import { keepExplanation, Statements, textOrNull } from './statements.ts';
import { TrashLedger } from './trash-ledger.ts';
import { TwinLedger } from './twin-ledger.ts';
import { VerificationLedger } from './verification-ledger.ts';
import { VerifiedAssets } from './verified-assets.ts';
import { WorkLedger } from './work-ledger.ts';

/** The number of no target. */
const NOBODY = -1;
/** As many as the server is asked about in one request. */
const HASH_PAGE = 5_000;

export class Ledger {
  /** Sentences for the log about what had to be done to open it. */
  readonly notices: readonly string[];
  /** What we made of stacks and details on the server. */
  readonly remote: RemoteLedger;
  readonly albums: AlbumLedger;
  /** What we put into albums. */
  readonly albumEntries: AlbumEntries;
  /** Files of assets, as Photos has them. */
  readonly parts: PartLedger;
  readonly staged: StagedFiles;
  readonly livePhotos: LivePhotoLedger;
  readonly cloud: CloudLedger;
  readonly refusals: RefusalLedger;
  readonly trash: TrashLedger;
  readonly twins: TwinLedger;
  readonly history: RunHistory;
  /** What each run did, by name. */
  readonly runItems: RunItems;
  readonly work: WorkLedger;
  /** What was verified, and when. */
  readonly verification: VerificationLedger;
  readonly verified: VerifiedAssets;
  /** What Photos says of an asset, to be shown. */
  readonly described: DescribedAssets;
  readonly marker: MarkerLedger;
  readonly #file: string;
  readonly #stats: Stats | undefined;
  readonly #database: DatabaseSync;
  readonly #sql: Statements;
  readonly #coverage: CoverageLedger;
  readonly #assets: OpenAssets;
  readonly #plan: KeptPlan;

  /** @throws {ProblemError} ledger-unusable */
  constructor(file: string) {
    const { database, notices } = openDatabase(file);
    this.#file = file;
    // A ledger in memory, as tests have it, has no file.
    this.#stats = statSync(file, { throwIfNoEntry: false });
    this.#database = database;
    this.#sql = new Statements(database);
    this.notices = notices;
    this.#coverage = new CoverageLedger(database);
    this.#assets = new OpenAssets(database, this.#coverage);
    this.#plan = new KeptPlan(database);
    this.remote = new RemoteLedger(database);
    this.albums = new AlbumLedger(database);
    this.albumEntries = new AlbumEntries(database);
    this.parts = new PartLedger(database);
    this.staged = new StagedFiles(database);
    this.livePhotos = new LivePhotoLedger(database);
    this.cloud = new CloudLedger(database);
    this.refusals = new RefusalLedger(database);
    this.trash = new TrashLedger(database);
    this.twins = new TwinLedger(database);
    this.history = new RunHistory(database);
    this.runItems = new RunItems(database);
    this.work = new WorkLedger(database);
    this.verification = new VerificationLedger(database, this.#coverage);
    this.verified = new VerifiedAssets(database);
    this.described = new DescribedAssets(database);
    this.marker = new MarkerLedger(database);
  }

  close(): void {
    this.#database.close();
  }

  /** False when the file was moved away or replaced since it was opened, by another process that found it damaged or by a person. */
  isInPlace(): boolean {
    const now = statSync(this.#file, { throwIfNoEntry: false });
    return now?.ino === this.#stats?.ino && now?.dev === this.#stats?.dev;
  }

  /** Runs `work` as one unit: all of it is kept or none. */
  transaction<Result>(work: () => Result): Result {
    return this.#sql.transaction(work);
  }

  /** Every name in it. */
  names(): LedgerNames {
    return allNames(this.#sql);
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

  /** That this ledger took the place of a damaged one, until {@link forgetReplacement}; null when it did not. */
  replacement(): Replacement | null {
    const said = this.recall(REPLACEMENT);
    return said === null ? null : (JSON.parse(said) as Replacement);
  }

  forgetReplacement(): void {
    this.forget(REPLACEMENT);
  }

  /** The number under which everything known of this server's user is kept. */
  target(userId: string, server: string): number {
    this.#sql.run(
      'INSERT INTO targets (user_id, server) VALUES (:userId, :server) ON CONFLICT DO UPDATE SET server = excluded.server',
      { userId, server },
    );
    return Number(this.#sql.get('SELECT id FROM targets WHERE user_id = :userId', { userId })?.id);
  }

  /** Whose number this is; null for none. The server is the address at which the user was met last. */
  targetOf(target: number): { readonly userId: string; readonly server: string } | null {
    const row = this.#sql.get('SELECT user_id, server FROM targets WHERE id = :target', { target });
    return row === undefined ? null : { userId: String(row.user_id), server: String(row.server) };
  }

  /** Whether anything was ever proved for this target. */
  hasProofs(target: number): boolean {
    return this.#sql.get('SELECT 1 FROM proofs WHERE target = :target LIMIT 1', { target }) !== undefined;
  }

  // --- what Photos holds -------------------------------------------------------------------------------------------------------------

  /** Starts a new inventory. Nothing of it counts before its `commit`. */
  writeInventory(): InventoryWriter {
    return new InventoryWriter(this.#database);
  }

  /** What the last inventory saw, asset by asset, and whether the original's file was on this Mac; for comparing another reading with it. */
  *seenAssets(): Generator<{ readonly uuid: string; readonly cloudGuid: string | null; readonly isHere: boolean }> {
    const rows = this.#sql.iterate(
      `SELECT a.uuid, a.cloud_guid, p.available FROM assets a LEFT JOIN parts p ON p.uuid = a.uuid AND p.kind = 'original'
       WHERE a.present = 1`,
    );
    for (const row of rows)
      yield { uuid: String(row.uuid), cloudGuid: textOrNull(row.cloud_guid), isHere: row.available === 1 };
  }

  /** How many assets the last inventory has read. */
  assetsRead(): number {
    return Number(this.#sql.get('SELECT count(*) AS assets FROM assets WHERE present = 1', {})?.assets);
  }

  /** All assets in scope with what is known of their parts, sorted by UUID. */
  assets(target: number, scope: Scope): Generator<LedgerAsset> {
    return this.#assets.read(target, scope, 'all');
  }

  /** These assets, in scope or not, with what is known of their wanted parts; sorted by UUID. @param target null before any is known */
  assetsOf(target: number | null, scope: Scope, uuids: readonly string[]): Generator<LedgerAsset> {
    return this.#assets.of(target ?? NOBODY, scope, uuids);
  }

  /** At least those assets in scope of which a part is not proved, sorted by UUID; quick when nearly all are. */
  openAssets(target: number, scope: Scope): Generator<LedgerAsset> {
    return this.#assets.read(target, scope, 'open');
  }

  /** Keeps a plan on the disk, in place of the one before, and notes how much it is. */
  keepPlan(uploads: Iterable<PlannedAsset>): Plan {
    const plan = this.#plan.keep(uploads);
    this.work.expect('transfer', { files: plan.parts, bytes: plan.bytes });
    return plan;
  }

  /** Contents that more than one part has: they are sent once. */
  sharedContents(): ReadonlySet<string> {
    const rows = this.#sql.all('SELECT sha1 FROM parts WHERE sha1 IS NOT NULL GROUP BY sha1 HAVING count(*) > 1');
    return new Set(rows.map((row) => String(row.sha1)));
  }

  // --- what the server holds ---------------------------------------------------------------------------------------------------------

  /** Checksums in scope without proof, each once, page by page. */
  *unprovedHashes(target: number, scope: Scope): Generator<readonly string[]> {
    const shared = this.sharedContents();
    const named = new Set<string>();
    let page: string[] = [];
    for (const sha1 of this.#assets.unprovedHashes(target, scope)) {
      if (named.has(sha1)) continue;
      if (shared.has(sha1)) named.add(sha1);
      page.push(sha1);
      if (page.length < HASH_PAGE) continue;
      yield page;
      page = [];
    }
    if (page.length > 0) yield page;
  }

  isProved(target: number, sha1: string): boolean {
    return (
      this.#sql.get('SELECT 1 FROM proofs WHERE target = :target AND sha1 = :sha1', { target, sha1 }) !== undefined
    );
  }

  /** Notes at once that the server has made an asset of a file that we sent it with its sidecar: a run that is cut off here would not know. */
  recordCreated(target: number, remoteId: string): void {
    this.#sql.run('INSERT INTO created_assets VALUES (:target, :remoteId) ON CONFLICT DO NOTHING', {
      target,
      remoteId,
    });
  }

  /**
   * Writes down what the server has just proved; what was noted as created counts as uploaded, whatever the proof says. What is back under
   * its id (from the trash, with a server restored from a backup) is no newer than it was: a person may have changed it there since.
   */
  recordProofs(target: number, proofs: readonly Proof[], at: number): void {
    this.transaction(() => {
      for (const { sha1, remoteId, origin } of proofs) {
        this.#sql.run(
          `INSERT INTO proofs VALUES (:target, :sha1, :remoteId,
             CASE WHEN EXISTS (SELECT 1 FROM created_assets WHERE target = :target AND remote_id = :remoteId) THEN 'uploaded' ELSE COALESCE(
               (SELECT origin FROM former_proofs WHERE target = :target AND sha1 = :sha1 AND remote_id = :remoteId), :origin) END,
             CASE WHEN EXISTS (SELECT 1 FROM former_proofs WHERE target = :target AND sha1 = :sha1 AND remote_id = :remoteId) THEN 0 ELSE :at END)
           ON CONFLICT DO UPDATE SET remote_id = excluded.remote_id, proved_at = excluded.proved_at`,
          { target, sha1, remoteId, origin, at },
        );
      }
      this.#sql.run(
        'DELETE FROM created_assets WHERE target = :target AND remote_id IN (SELECT value FROM json_each(:ids))',
        { target, ids: JSON.stringify(proofs.map(({ remoteId }) => remoteId)) },
      );
      // It is there (again), whoever brought it: nothing has failed, nothing has to stand for it, and nobody wants it left out. In one statement
      // for each table: one for each file would take longer than all the rest.
      const checksums = JSON.stringify(proofs.map(({ sha1 }) => sha1));
      for (const table of ['refusals', 'left_out', 'twins', 'former_proofs'])
        this.#sql.run(
          `DELETE FROM ${table} WHERE target = :target AND sha1 IN (SELECT value FROM json_each(:checksums))`,
          { target, checksums },
        );
      this.#coverage.takeIn();
    });
  }

  /**
   * Notes which contents lie in the server's trash, and what has become of those that did: thrown away by a person, they were deleted when
   * they are gone from it, unless the server itself has gone back in time.
   * @param gone what it means when they are gone from the trash
   */
  settleTrash(
    target: number,
    answers: { readonly trashed: readonly string[]; readonly absent: readonly string[] },
    gone: 'deleted' | 'lost',
    at: number,
  ): void {
    this.transaction(() => {
      for (const sha1 of answers.trashed)
        this.refusals.record(target, sha1, 'in-server-trash', because('in-trash'), at);
      // A phone's copy in the trash is not found by our checksum, but is there all the same.
      const wasInTrash = `target = :target AND sha1 IN (SELECT value FROM json_each(:absent)) AND reason = 'in-server-trash'
        AND NOT EXISTS (SELECT 1 FROM twins WHERE twins.target = :target AND twins.sha1 = refusals.sha1 AND trashed = 1)`;
      this.#sql.run(
        gone === 'deleted'
          ? `UPDATE refusals SET reason = 'deleted-in-immich', message = :message, last_at = :at WHERE ${wasInTrash}`
          : `DELETE FROM refusals WHERE ${wasInTrash}`,
        { target, at, absent: JSON.stringify(answers.absent), message: keepExplanation(because('deleted')) },
      );
    });
  }

  /** The number of assets and parts in every state. */
  coverage(target: number | null, scope: Scope): CoverageCount {
    return this.#coverage.count(target, scope);
  }

  /** The same for each month and kind, the earliest month first. */
  coverageByMonth(target: number | null, scope: Scope): readonly MonthCount[] {
    return this.#coverage.byMonth(target, scope);
  }

  /** The same for each album of Photos, by folder and title. */
  coverageByAlbum(target: number | null, scope: Scope): readonly AlbumPlace[] {
    return this.#coverage.byAlbum(target, scope);
  }

  /** What one place of the library lacks on the server, by time; where it is more than `limit`, any of it. */
  lackingIn(target: number | null, scope: Scope, place: PlaceName, limit: number): readonly LackingItem[] {
    return this.#coverage.lacking(target, scope, place, limit);
  }

  /** Makes the next {@link coverage} of this target quick, after much was written. */
  settleCoverage(target: number, scope: Scope): void {
    this.transaction(() => this.#coverage.settle(target, scope));
  }
}
