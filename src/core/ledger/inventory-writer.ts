/**
 * Takes an inventory into the ledger. Record by record it goes into tables of this connection alone, so that nobody waits while osxphotos
 * reads for a minute; then, whole or not at all, into the ledger. Only what changed since the last inventory is written.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { InventoryAlbum, InventoryAsset, InventoryPart } from '../model/asset.ts';
import { BulkInsert } from './bulk-insert.ts';
import { followIdentities } from './identity.ts';
import { Statements } from './statements.ts';

/** How many assets differ from the inventory before. */
export interface InventoryChanges {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** How many assets Photos held at the last inventory, and how many of those it holds no more. */
export interface InventoryLoss {
  readonly before: number;
  readonly lost: number;
}

/** Records that are written together. */
const BATCH = 256;

/** On the disk, because a library may have a million assets. */
const STAGE = `
  CREATE TEMP TABLE IF NOT EXISTS seen_in_inventory (uuid TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TEMP TABLE IF NOT EXISTS inventory_assets AS SELECT * FROM main.assets WHERE false;
  CREATE TEMP TABLE IF NOT EXISTS inventory_parts AS SELECT * FROM main.parts WHERE false;
  CREATE TEMP TABLE IF NOT EXISTS inventory_albums AS SELECT * FROM main.albums WHERE false;
  CREATE TEMP TABLE IF NOT EXISTS inventory_members AS SELECT * FROM main.album_members WHERE false;`;
/** When all is in: sorted at once they take a fraction of the time. */
const INDEX = `
  CREATE INDEX temp.inventory_assets_by_uuid ON inventory_assets (uuid);
  CREATE INDEX temp.inventory_parts_by_uuid ON inventory_parts (uuid, kind);`;
const CLEAR = `
  DROP INDEX IF EXISTS temp.inventory_assets_by_uuid; DROP INDEX IF EXISTS temp.inventory_parts_by_uuid;
  DELETE FROM seen_in_inventory; DELETE FROM inventory_assets; DELETE FROM inventory_parts;
  DELETE FROM inventory_albums; DELETE FROM inventory_members;`;

export class InventoryWriter {
  readonly #database: DatabaseSync;
  readonly #sql: Statements;
  readonly #stageAssets: BulkInsert;
  readonly #stageParts: BulkInsert;
  readonly #stageMembers: BulkInsert;
  readonly #assetDigest: StatementSync;
  /** Not yet written. New lists for each batch: one Map, emptied again and again, kept all former assets in memory (130 MB of 100,000). */
  #seen: string[] = [];
  #differing: { readonly asset: InventoryAsset; readonly digest: string }[] = [];
  #added = 0;
  #changed = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(STAGE + CLEAR);
    this.#sql = new Statements(database);
    this.#assetDigest = database.prepare('SELECT digest, present FROM assets WHERE uuid = ?');
    this.#stageAssets = new BulkInsert(database, { into: 'inventory_assets', columns: 25, onConflict: undefined });
    this.#stageParts = new BulkInsert(database, { into: 'inventory_parts', columns: 9, onConflict: undefined });
    this.#stageMembers = new BulkInsert(database, { into: 'inventory_members', columns: 3, onConflict: undefined });
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

  /** An album that could not be read this time: what is known of it stays. */
  keep(uuid: string): void {
    this.#see(uuid);
  }

  /** An asset that could not be read this time: what is known of it stays, and one that was never read counts all the same. */
  keepAsset(uuid: string, filename: string | null): void {
    if (this.#assetDigest.get(uuid)?.present === 1) this.#see(uuid);
    else this.addAsset(unreadable(uuid, filename ?? uuid));
  }

  addAlbum(album: InventoryAlbum): void {
    this.#see(album.uuid);
    this.#sql.run(
      `INSERT INTO inventory_albums (uuid, present, title, folders, key_asset, cloud_guid)
       VALUES (:uuid, 1, :title, :folders, :keyAsset, :cloudGuid)`,
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
    this.#stageMembers.run(album.assets.map((uuid, position) => [album.uuid, position, uuid]));
    // An album without members is told by one that is nobody.
    if (album.assets.length === 0) this.#stageMembers.run([[album.uuid, NOBODY, '']]);
  }

  /** What the ledger would lose by it. What has another UUID, but the same name in iCloud, is not lost. */
  loss(): InventoryLoss {
    this.#writeDiffering();
    this.#writeSeen();
    const row = this.#sql.get(
      `SELECT count(*) AS before, total(NOT EXISTS (SELECT 1 FROM seen_in_inventory s WHERE s.uuid = a.uuid)
         AND COALESCE(a.cloud_guid, '') NOT IN (SELECT cloud_guid FROM inventory_assets WHERE cloud_guid IS NOT NULL)) AS lost
       FROM assets a WHERE a.present = 1`,
    );
    return { before: Number(row?.before), lost: Number(row?.lost) };
  }

  /**
   * Makes the inventory count. Assets and albums that were not in it are gone from Photos; what is known of them is kept.
   * @param along what is to be written with it, or not at all
   */
  commit(along: () => void = () => undefined): InventoryChanges {
    this.#writeDiffering();
    this.#writeSeen();
    this.#database.exec(INDEX);
    const now = Date.now();
    const removed = this.#sql.transaction(() => {
      for (const statement of TAKE_IN) this.#sql.run(statement, { now });
      along();
      const gone = this.#markGone('assets');
      this.#markGone('albums');
      followIdentities(this.#sql, { hasNewAssets: this.#added > 0 });
      return gone;
    });
    this.discard();
    return { added: this.#added, changed: this.#changed, removed };
  }

  /** Gives up what was not committed. */
  discard(): void {
    this.#database.exec(CLEAR);
  }

  #markGone(table: 'assets' | 'albums'): number {
    return Number(
      this.#database
        .prepare(
          `UPDATE ${table} SET present = 0 WHERE present = 1 AND uuid NOT IN (SELECT uuid FROM seen_in_inventory)`,
        )
        .run().changes,
    );
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
    this.#stageAssets.run(differing.map(({ asset, digest }) => assetRow(asset, digest)));
    this.#stageParts.run(differing.flatMap(({ asset }) => asset.parts.map((part) => partRow(asset.uuid, part))));
  }
}

/** What is known of an asset whose record cannot be read: that it is there. */
function unreadable(uuid: string, filename: string): InventoryAsset {
  return {
    kind: 'asset',
    uuid,
    cloudGuid: null,
    originalFilename: filename,
    media: 'photo',
    capturedAt: '',
    favorite: false,
    hidden: false,
    title: null,
    caption: null,
    keywords: [],
    shared: false,
    burst: 'none',
    burstId: null,
    live: false,
    edited: false,
    screenshot: false,
    width: null,
    height: null,
    orientation: null,
    cameraMake: null,
    cameraModel: null,
    originalSize: null,
    latitude: null,
    longitude: null,
    parts: [
      {
        kind: 'original',
        path: null,
        available: false,
        absence: 'unreadable',
        size: null,
        modifiedAt: null,
        revision: null,
      },
    ],
  };
}

const NOBODY = -1;

/** Of a part `n` of the inventory and the same part `p` as it was: an evicted file keeps its contents; a file that is here is the same only if path, size and time are. */
const IS_SAME = `p.revision IS n.revision AND (n.available = 0 OR (p.path IS n.path AND p.size IS n.size AND p.modified_at IS n.modified_at))
  -- Of an original that is not here Photos says how large it is: another size is another original.
  AND (n.available = 1 OR n.kind <> 'original' OR NOT EXISTS (
    SELECT 1 FROM assets was JOIN inventory_assets now USING (uuid) WHERE was.uuid = n.uuid AND was.original_size <> now.original_size))`;

/** The parts of the ledger that the inventory is about. CROSS JOIN: from the inventory, which is mostly small. */
const FORMER = 'inventory_assets a CROSS JOIN parts p ON p.uuid = a.uuid';

/** In this order, in one transaction. Each table by one statement: for one that fires triggers SQLite keeps a journal of its own. */
const TAKE_IN = [
  // What is known of the contents of parts that are the same; of a file that went to iCloud also its size and time.
  `UPDATE inventory_parts AS n SET sha1 = p.sha1, size = COALESCE(n.size, p.size), modified_at = COALESCE(n.modified_at, p.modified_at)
   FROM parts p WHERE p.uuid = n.uuid AND p.kind = n.kind AND ${IS_SAME}`,
  `INSERT OR REPLACE INTO former_parts SELECT p.uuid, p.kind, p.sha1, :now FROM ${FORMER}
   LEFT JOIN inventory_parts n ON n.uuid = p.uuid AND n.kind = p.kind WHERE p.sha1 IS NOT NULL AND n.sha1 IS NULL`,
  `INSERT INTO assets SELECT * FROM inventory_assets WHERE true ORDER BY uuid ON CONFLICT DO UPDATE SET present = 1, digest = excluded.digest,
     filename = excluded.filename, media = excluded.media, captured_at = excluded.captured_at, favorite = excluded.favorite,
     hidden = excluded.hidden, title = excluded.title, caption = excluded.caption, keywords = excluded.keywords, shared = excluded.shared,
     burst = excluded.burst, burst_id = excluded.burst_id, live = excluded.live, screenshot = excluded.screenshot,
     latitude = excluded.latitude, longitude = excluded.longitude, width = excluded.width, height = excluded.height,
     original_size = excluded.original_size, cloud_guid = excluded.cloud_guid, orientation = excluded.orientation,
     camera_make = excluded.camera_make, camera_model = excluded.camera_model`,
  `DELETE FROM parts WHERE (uuid, kind) IN (SELECT p.uuid, p.kind FROM ${FORMER}
     WHERE NOT EXISTS (SELECT 1 FROM inventory_parts n WHERE n.uuid = p.uuid AND n.kind = p.kind))`,
  `INSERT INTO parts SELECT * FROM inventory_parts WHERE true ORDER BY uuid, kind ON CONFLICT DO UPDATE SET path = excluded.path,
     available = excluded.available, size = excluded.size, modified_at = excluded.modified_at, revision = excluded.revision,
     sha1 = excluded.sha1, absence = excluded.absence`,
  `INSERT INTO albums SELECT * FROM inventory_albums WHERE true ON CONFLICT DO UPDATE SET present = 1, title = excluded.title,
     folders = excluded.folders, key_asset = excluded.key_asset, cloud_guid = excluded.cloud_guid`,
  'DELETE FROM album_members WHERE album IN (SELECT album FROM inventory_members)',
  `INSERT INTO album_members SELECT * FROM inventory_members WHERE position <> ${NOBODY}`,
];

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
    asset.orientation,
    asset.cameraMake,
    asset.cameraModel,
  ];
}

function partRow(uuid: string, part: InventoryPart): readonly (string | number | null)[] {
  return [
    uuid,
    part.kind,
    part.path,
    Number(part.available),
    part.size,
    part.modifiedAt,
    part.revision,
    null,
    part.absence,
  ];
}
