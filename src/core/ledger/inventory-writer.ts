/**
 * Takes an inventory into the ledger, record by record, in one transaction: a broken-off inventory leaves the former one as it was.
 * Only what changed since the last inventory is written.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { InventoryAlbum, InventoryAsset, InventoryPart } from '../photos/asset.ts';

interface KnownPart {
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

export class InventoryWriter {
  readonly #database: DatabaseSync;
  readonly #assets = new Set<string>();
  readonly #albums = new Set<string>();
  readonly #statements: ReturnType<typeof prepareStatements>;
  #added = 0;
  #changed = 0;
  #open = true;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = prepareStatements(database);
    database.exec('BEGIN IMMEDIATE');
  }

  addAsset(asset: InventoryAsset): void {
    this.#assets.add(asset.uuid);
    const digest = createHash('sha1').update(JSON.stringify(asset)).digest('base64');
    const known = this.#statements.assetDigest.get({ uuid: asset.uuid });
    if (known?.digest === digest && known.present === 1) return;
    if (known === undefined) this.#added += 1;
    else this.#changed += 1;
    this.#statements.putAsset.run({
      uuid: asset.uuid,
      digest,
      filename: asset.originalFilename,
      media: asset.media,
      capturedAt: asset.capturedAt,
      favorite: Number(asset.favorite),
      hidden: Number(asset.hidden),
      title: asset.title,
      caption: asset.caption,
      keywords: JSON.stringify(asset.keywords),
      shared: Number(asset.shared),
      burst: asset.burst,
      burstId: asset.burstId,
      live: Number(asset.live),
      screenshot: Number(asset.screenshot),
      latitude: asset.latitude,
      longitude: asset.longitude,
      width: asset.width,
      height: asset.height,
      originalSize: asset.originalSize,
    });
    this.#putParts(asset);
  }

  /** An asset or album that could not be read this time: what is known of it stays. */
  keep(uuid: string): void {
    this.#assets.add(uuid);
    this.#albums.add(uuid);
  }

  addAlbum(album: InventoryAlbum): void {
    this.#albums.add(album.uuid);
    this.#statements.putAlbum.run({
      uuid: album.uuid,
      title: album.title,
      folders: JSON.stringify(album.folders),
      keyAsset: album.keyAsset,
    });
    const known = this.#statements.members.all({ album: album.uuid });
    if (known.length === album.assets.length && known.every((row, position) => row.uuid === album.assets[position]))
      return;
    this.#statements.dropMembers.run({ album: album.uuid });
    for (const [position, uuid] of album.assets.entries())
      this.#statements.putMember.run({ album: album.uuid, position, uuid });
  }

  /** Makes the inventory count. Assets and albums that were not in it are gone from Photos; what is known of them is kept. */
  commit(): InventoryChanges {
    let removed = 0;
    for (const row of this.#database.prepare('SELECT uuid FROM assets WHERE present = 1').all()) {
      if (this.#assets.has(String(row.uuid))) continue;
      this.#statements.markAssetGone.run({ uuid: String(row.uuid) });
      removed += 1;
    }
    for (const row of this.#database.prepare('SELECT uuid FROM albums WHERE present = 1').all()) {
      if (!this.#albums.has(String(row.uuid))) this.#statements.markAlbumGone.run({ uuid: String(row.uuid) });
    }
    this.#database.exec('COMMIT');
    this.#open = false;
    return { added: this.#added, changed: this.#changed, removed };
  }

  /** Gives the inventory up, if it was not committed. */
  rollback(): void {
    // On a full disk SQLite has taken the transaction back by itself.
    if (this.#open && this.#database.isTransaction) this.#database.exec('ROLLBACK');
    this.#open = false;
  }

  #putParts(asset: InventoryAsset): void {
    const known = new Map<string, KnownPart>();
    for (const row of this.#statements.parts.all({ uuid: asset.uuid }))
      known.set(String(row.kind), row as unknown as KnownPart);
    for (const part of asset.parts) {
      const before = known.get(part.kind);
      known.delete(part.kind);
      const sha1 = before === undefined || contentsMayDiffer(before, part) ? null : before.sha1;
      if (before !== undefined && sha1 === null) this.#keepFormer(asset.uuid, part.kind, before);
      this.#statements.putPart.run({
        uuid: asset.uuid,
        kind: part.kind,
        path: part.path,
        available: Number(part.available),
        size: part.available || before === undefined ? part.size : before.size,
        modifiedAt: part.available || before === undefined ? part.modifiedAt : before.modified_at,
        revision: part.revision,
        sha1,
      });
    }
    for (const [kind, before] of known) {
      this.#keepFormer(asset.uuid, kind, before);
      this.#statements.dropPart.run({ uuid: asset.uuid, kind });
    }
  }

  #keepFormer(uuid: string, kind: string, before: KnownPart): void {
    if (before.sha1 !== null) this.#statements.putFormer.run({ uuid, kind, sha1: before.sha1, at: Date.now() });
  }
}

/** An evicted file keeps its contents; a file that is here is the same only if path, size and time are. */
function contentsMayDiffer(before: KnownPart, part: InventoryPart): boolean {
  if (before.revision !== part.revision) return true;
  if (!part.available) return false;
  return before.path !== part.path || before.size !== part.size || before.modified_at !== part.modifiedAt;
}

function prepareStatements(
  database: DatabaseSync,
): Record<
  | 'assetDigest'
  | 'putAsset'
  | 'parts'
  | 'putPart'
  | 'dropPart'
  | 'putFormer'
  | 'putAlbum'
  | 'members'
  | 'dropMembers'
  | 'putMember'
  | 'markAssetGone'
  | 'markAlbumGone',
  StatementSync
> {
  return {
    assetDigest: database.prepare('SELECT digest, present FROM assets WHERE uuid = :uuid'),
    putAsset: database.prepare(
      `INSERT INTO assets VALUES (:uuid, 1, :digest, :filename, :media, :capturedAt, :favorite, :hidden, :title, :caption, :keywords, :shared, :burst,
         :burstId, :live, :screenshot, :latitude, :longitude, :width, :height, :originalSize)
       ON CONFLICT DO UPDATE SET present = 1, digest = excluded.digest, filename = excluded.filename, media = excluded.media,
         captured_at = excluded.captured_at, favorite = excluded.favorite, hidden = excluded.hidden, title = excluded.title, caption = excluded.caption,
         keywords = excluded.keywords, shared = excluded.shared, burst = excluded.burst, burst_id = excluded.burst_id, live = excluded.live,
         screenshot = excluded.screenshot, latitude = excluded.latitude, longitude = excluded.longitude,
         width = excluded.width, height = excluded.height, original_size = excluded.original_size`,
    ),
    parts: database.prepare('SELECT kind, path, size, modified_at, revision, sha1 FROM parts WHERE uuid = :uuid'),
    putPart: database.prepare(
      `INSERT INTO parts VALUES (:uuid, :kind, :path, :available, :size, :modifiedAt, :revision, :sha1)
       ON CONFLICT DO UPDATE SET path = excluded.path, available = excluded.available, size = excluded.size, modified_at = excluded.modified_at,
         revision = excluded.revision, sha1 = excluded.sha1`,
    ),
    dropPart: database.prepare('DELETE FROM parts WHERE uuid = :uuid AND kind = :kind'),
    putFormer: database.prepare('INSERT OR REPLACE INTO former_parts VALUES (:uuid, :kind, :sha1, :at)'),
    putAlbum: database.prepare(
      `INSERT INTO albums (uuid, present, title, folders, key_asset) VALUES (:uuid, 1, :title, :folders, :keyAsset)
       ON CONFLICT DO UPDATE SET present = 1, title = excluded.title, folders = excluded.folders, key_asset = excluded.key_asset`,
    ),
    members: database.prepare('SELECT uuid FROM album_members WHERE album = :album ORDER BY position'),
    dropMembers: database.prepare('DELETE FROM album_members WHERE album = :album'),
    putMember: database.prepare('INSERT INTO album_members VALUES (:album, :position, :uuid)'),
    markAssetGone: database.prepare('UPDATE assets SET present = 0 WHERE uuid = :uuid'),
    markAlbumGone: database.prepare('UPDATE albums SET present = 0 WHERE uuid = :uuid'),
  };
}
