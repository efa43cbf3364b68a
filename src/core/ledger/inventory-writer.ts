/**
 * Takes an inventory into the ledger, record by record, in one transaction: a broken-off inventory leaves the former one as it was.
 * Only what changed since the last inventory is written.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { InventoryAlbum, InventoryAsset, InventoryPart } from '../photos/asset.ts';
import { BulkInsert } from './bulk-insert.ts';
import { Statements } from './statements.ts';

interface KnownPart {
  readonly uuid: string;
  readonly kind: string;
  readonly path: string | null;
  readonly size: number | null;
  readonly modified_at: number | null;
  readonly revision: string | null;
  readonly sha1: string | null;
}

/** How many assets differ from the inventory before. */
export interface InventoryChanges {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** Assets that are written together. */
const BATCH = 256;

export class InventoryWriter {
  readonly #database: DatabaseSync;
  readonly #sql: Statements;
  readonly #putAssets: BulkInsert;
  readonly #putParts: BulkInsert;
  readonly #putMembers: BulkInsert;
  readonly #assetDigest: StatementSync;
  /** Not yet written. New lists for each batch: one Map, emptied again and again, kept all former assets in memory (130 MB of 100,000). */
  #seen: string[] = [];
  #differing: { readonly asset: InventoryAsset; readonly digest: string }[] = [];
  #added = 0;
  #changed = 0;
  #open = true;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#sql = new Statements(database);
    this.#assetDigest = database.prepare('SELECT digest, present FROM assets WHERE uuid = ?');
    this.#putAssets = new BulkInsert(database, PUT_ASSETS);
    this.#putParts = new BulkInsert(database, PUT_PARTS);
    this.#putMembers = new BulkInsert(database, PUT_MEMBERS);
    // What this inventory holds, assets and albums: on the disk, because a library may have a million.
    database.exec(`
      CREATE TEMP TABLE IF NOT EXISTS seen_in_inventory (uuid TEXT PRIMARY KEY) WITHOUT ROWID;
      BEGIN IMMEDIATE;
      DELETE FROM seen_in_inventory`);
  }

  addAsset(asset: InventoryAsset): void {
    this.#see(asset.uuid);
    const digest = createHash('sha1').update(JSON.stringify(asset)).digest('base64');
    const known = this.#assetDigest.get(asset.uuid);
    if (known?.digest === digest && known.present === 1) return;
    if (known === undefined) this.#added += 1;
    else this.#changed += 1;
    this.#differing.push({ asset, digest });
    if (this.#differing.length >= BATCH) this.#writeDiffering();
  }

  /** An asset or album that could not be read this time: what is known of it stays. */
  keep(uuid: string): void {
    this.#see(uuid);
  }

  addAlbum(album: InventoryAlbum): void {
    this.#see(album.uuid);
    this.#sql.run(
      `INSERT INTO albums (uuid, present, title, folders, key_asset, cloud_guid) VALUES (:uuid, 1, :title, :folders, :keyAsset, :cloudGuid)
       ON CONFLICT DO UPDATE SET present = 1, title = excluded.title, folders = excluded.folders, key_asset = excluded.key_asset,
         cloud_guid = excluded.cloud_guid`,
      {
        uuid: album.uuid,
        title: album.title,
        folders: JSON.stringify(album.folders),
        keyAsset: album.keyAsset,
        cloudGuid: album.cloudGuid,
      },
    );
    const known = this.#sql.rows('SELECT uuid FROM album_members WHERE album = :album ORDER BY position', {
      album: album.uuid,
    });
    if (known.length === album.assets.length && known.every(([uuid], position) => uuid === album.assets[position]))
      return;
    this.#sql.run('DELETE FROM album_members WHERE album = :album', { album: album.uuid });
    this.#putMembers.run(album.assets.map((uuid, position) => [album.uuid, position, uuid]));
  }

  /** Makes the inventory count. Assets and albums that were not in it are gone from Photos; what is known of them is kept. */
  commit(): InventoryChanges {
    this.#writeDiffering();
    this.#writeSeen();
    const markGone = (table: 'assets' | 'albums') =>
      this.#database
        .prepare(
          `UPDATE ${table} SET present = 0 WHERE present = 1 AND uuid NOT IN (SELECT uuid FROM seen_in_inventory)`,
        )
        .run();
    const removed = Number(markGone('assets').changes);
    markGone('albums');
    this.#database.exec('DELETE FROM seen_in_inventory; COMMIT');
    this.#open = false;
    return { added: this.#added, changed: this.#changed, removed };
  }

  /** Gives the inventory up, if it was not committed. */
  rollback(): void {
    // On a full disk SQLite has taken the transaction back by itself.
    if (this.#open && this.#database.isTransaction) this.#database.exec('ROLLBACK');
    this.#open = false;
  }

  #see(uuid: string): void {
    this.#seen.push(uuid);
    if (this.#seen.length >= BATCH) this.#writeSeen();
  }

  #writeSeen(): void {
    this.#sql.run('INSERT OR IGNORE INTO seen_in_inventory SELECT value FROM json_each(:uuids)', {
      uuids: JSON.stringify(this.#seen),
    });
    this.#seen = [];
  }

  #writeDiffering(): void {
    const differing = this.#differing;
    this.#differing = [];
    if (differing.length === 0) return;
    this.#putAssets.run(differing.map(({ asset, digest }) => assetRow(asset, digest)));
    this.#writeParts(differing.map(({ asset }) => asset));
  }

  #writeParts(assets: readonly InventoryAsset[]): void {
    const known = this.#knownParts(assets.map(({ uuid }) => uuid));
    const rows: (readonly (string | number | null)[])[] = [];
    for (const asset of assets) {
      const lost = new Map(known.get(asset.uuid)?.map((part) => [part.kind, part]));
      for (const part of asset.parts) {
        const before = lost.get(part.kind);
        lost.delete(part.kind);
        const sha1 = before === undefined || contentsMayDiffer(before, part) ? null : before.sha1;
        if (before !== undefined && sha1 === null) this.#keepFormer(before);
        rows.push(partRow(asset.uuid, part, before, sha1));
      }
      for (const before of lost.values()) {
        this.#keepFormer(before);
        this.#sql.run('DELETE FROM parts WHERE uuid = :uuid AND kind = :kind', { uuid: asset.uuid, kind: before.kind });
      }
    }
    this.#putParts.run(rows);
  }

  #knownParts(uuids: readonly string[]): ReadonlyMap<string, readonly KnownPart[]> {
    const rows = this.#sql.all(
      `SELECT p.uuid, p.kind, p.path, p.size, p.modified_at, p.revision, p.sha1
       FROM json_each(:uuids) wanted CROSS JOIN parts p ON p.uuid = wanted.value`,
      { uuids: JSON.stringify(uuids) },
    ) as unknown as readonly KnownPart[];
    return Map.groupBy(rows, ({ uuid }) => uuid);
  }

  #keepFormer({ uuid, kind, sha1 }: KnownPart): void {
    if (sha1 === null) return;
    this.#sql.run('INSERT OR REPLACE INTO former_parts VALUES (:uuid, :kind, :sha1, :at)', {
      uuid,
      kind,
      sha1,
      at: Date.now(),
    });
  }
}

const PUT_ASSETS = {
  columns: 22,
  into: 'assets',
  onConflict: `DO UPDATE SET present = 1, digest = excluded.digest, filename = excluded.filename, media = excluded.media,
    captured_at = excluded.captured_at, favorite = excluded.favorite, hidden = excluded.hidden, title = excluded.title, caption = excluded.caption,
    keywords = excluded.keywords, shared = excluded.shared, burst = excluded.burst, burst_id = excluded.burst_id, live = excluded.live,
    screenshot = excluded.screenshot, latitude = excluded.latitude, longitude = excluded.longitude,
    width = excluded.width, height = excluded.height, original_size = excluded.original_size, cloud_guid = excluded.cloud_guid`,
};

function assetRow(asset: InventoryAsset, digest: string): readonly (string | number | null)[] {
  return [
    asset.uuid,
    1,
    digest,
    asset.originalFilename,
    asset.media,
    asset.capturedAt,
    Number(asset.favorite),
    Number(asset.hidden),
    asset.title,
    asset.caption,
    JSON.stringify(asset.keywords),
    Number(asset.shared),
    asset.burst,
    asset.burstId,
    Number(asset.live),
    Number(asset.screenshot),
    asset.latitude,
    asset.longitude,
    asset.width,
    asset.height,
    asset.originalSize,
    asset.cloudGuid,
  ];
}

const PUT_PARTS = {
  columns: 9,
  into: 'parts',
  onConflict: `DO UPDATE SET path = excluded.path, available = excluded.available, size = excluded.size, modified_at = excluded.modified_at,
    revision = excluded.revision, sha1 = excluded.sha1, absence = excluded.absence`,
};

function partRow(
  uuid: string,
  part: InventoryPart,
  before: KnownPart | undefined,
  sha1: string | null,
): readonly (string | number | null)[] {
  // What is known of a file that went to iCloud stays.
  const isKnown = part.available || before === undefined;
  return [
    uuid,
    part.kind,
    part.path,
    Number(part.available),
    isKnown ? part.size : before.size,
    isKnown ? part.modifiedAt : before.modified_at,
    part.revision,
    sha1,
    part.absence,
  ];
}

const PUT_MEMBERS = { columns: 3, into: 'album_members', onConflict: undefined };

/** An evicted file keeps its contents; a file that is here is the same only if path, size and time are. */
function contentsMayDiffer(before: KnownPart, part: InventoryPart): boolean {
  if (before.revision !== part.revision) return true;
  if (!part.available) return false;
  return before.path !== part.path || before.size !== part.size || before.modified_at !== part.modifiedAt;
}
