/** The part of the ledger about albums: what Photos has, what we made of it on the server, and what a person changed there. */

import type { DatabaseSync } from 'node:sqlite';
import type { AlbumOrder } from '../model/remote.ts';
import type { Scope } from '../model/scope.ts';
import { GONE_FILE } from './album-entries.ts';
import { ALBUM_TABLES, moveAlbum } from './identity.ts';
import { IN_SCOPE, IS_WANTED, isChosen, scopeValues } from './scope-sql.ts';
import { Statements, textOrNull } from './statements.ts';

export interface AlbumMember {
  readonly uuid: string;
  /** ISO 8601 with the offset of the place where it was taken. */
  readonly capturedAt: string;
  /** The remote id that stands for the asset in albums: the edit if there is one and edits are wanted. */
  readonly remoteId: string;
  /** The remote id we put into the album for this asset before, if any. */
  readonly enteredId: string | null;
  /** True when `enteredId` was in the album before we came to put it there: then it is not ours to take out. */
  readonly wasThere?: boolean;
}

export interface AlbumHead {
  readonly uuid: string;
  /** What it is known by on every Mac of the account: what iCloud calls it, else its UUID. */
  readonly identity: string;
  readonly title: string;
  readonly folders: readonly string[];
  /** UUID of the asset that a person chose for the cover; null when none was. */
  readonly keyAsset: string | null;
  readonly remote: RemoteAlbumRow | null;
}

export interface AlbumState extends AlbumHead {
  /** In Photos' order; only assets in scope that are proved. */
  readonly members: readonly AlbumMember[];
}

export interface RemoteAlbumRow {
  /** Null when a run was cut off while it made the album. */
  readonly remoteId: string | null;
  /** True when a person deleted it in Immich: it is not made again. */
  readonly isGone: boolean;
  readonly name: string;
  /** Ids of albums of that name that were there before. */
  readonly existing: readonly string[];
  /** What we had the server sort it by; null while we have not. */
  readonly order: AlbumOrder | null;
  /** Remote id of the cover that we gave it; null while we have not. */
  readonly cover: string | null;
}

/** An album of ours on the server, by the UUID that it has in Photos. */
export interface KnownAlbum {
  readonly album: string;
  readonly remoteId: string;
  readonly name: string;
  readonly isGone: boolean;
}

/** An album of ours that Photos has no more, and none of whose assets either. */
export interface AlbumLeftBehind {
  /** UUID that it had in Photos. */
  readonly album: string;
  /** Remote ids of what we put into it. */
  readonly entries: ReadonlySet<string>;
}

/** An album of Photos, for choosing. */
export interface AlbumEntry {
  readonly uuid: string;
  readonly title: string;
  readonly folders: readonly string[];
  readonly assets: number;
}

/** The remote id that stands for an asset in albums. */
const STANDING_FILE = `CASE :versions WHEN 'originals' THEN COALESCE(original.remote_id, twin.remote_id, edited.remote_id, raw.remote_id)
  ELSE COALESCE(edited.remote_id, original.remote_id, twin.remote_id, raw.remote_id) END`;

/** An album that earlier versions had given up has this for its id. */
const GIVEN_UP = '';

export class AlbumLedger {
  readonly #sql: Statements;

  constructor(database: DatabaseSync) {
    this.#sql = new Statements(database);
  }

  /** The albums in Photos that are to be brought over, also those of which nothing is there yet. */
  chosen(target: number, scope: Scope): readonly AlbumHead[] {
    const albums = this.#sql.all(
      `SELECT al.uuid, COALESCE(al.cloud_guid, al.uuid) AS identity, al.title, al.folders, al.key_asset, ra.album AS known, ra.remote_id, ra.gone_at, ra.name, ra.existing, ra.sort_order, ra.cover
       FROM albums al LEFT JOIN remote_albums ra ON ra.target = :target AND ra.album = al.uuid
       WHERE al.present = 1 AND ${isChosen('al')} ORDER BY al.uuid`,
      { target, ...scopeValues(scope) },
    );
    return albums.map((row) => ({
      uuid: String(row.uuid),
      identity: String(row.identity),
      title: String(row.title),
      folders: JSON.parse(String(row.folders)) as string[],
      keyAsset: textOrNull(row.key_asset),
      remote:
        row.known === null
          ? null
          : {
              remoteId: textOrNull(row.remote_id),
              isGone: row.gone_at !== null || row.remote_id === GIVEN_UP,
              name: String(row.name),
              existing: JSON.parse(String(row.existing)) as string[],
              order: row.sort_order as AlbumOrder | null,
              cover: textOrNull(row.cover),
            },
    }));
  }

  /**
   * Albums of ours that Photos has no more, and none of whose assets either: as it is when a library without iCloud was rebuilt, where all have
   * other UUIDs.
   */
  leftBehind(target: number): readonly AlbumLeftBehind[] {
    const rows = this.#sql.all(
      `SELECT e.album, e.remote_id FROM remote_albums ra JOIN albums al ON al.uuid = ra.album AND al.present = 0
       JOIN album_entries e ON e.target = ra.target AND e.album = ra.album AND e.taken = 0 AND e.remote_id <> '${GONE_FILE}'
       WHERE ra.target = :target AND length(ra.remote_id) > 0 AND ra.gone_at IS NULL AND NOT EXISTS (
         SELECT 1 FROM album_entries o JOIN assets a ON a.uuid = o.uuid AND a.present = 1 WHERE o.target = ra.target AND o.album = ra.album)`,
      { target },
    );
    const byAlbum = Map.groupBy(rows, ({ album }) => String(album));
    return [...byAlbum].map(([album, entries]) => ({
      album,
      entries: new Set(entries.map((entry) => String(entry.remote_id))),
    }));
  }

  /** Lets all that is known of an album that Photos has no more continue with another. Both are UUIDs. */
  follow(former: string, album: string): void {
    this.#sql.transaction(() => moveAlbum(this.#sql, former, album));
  }

  /** Remote ids of everything of an album's assets that is on the server, whichever of their files stands for them. */
  contents(album: string, target: number): ReadonlySet<string> {
    const rows = this.#sql.all(
      // In this order: SQLite would rather go through all proofs, for each album.
      `SELECT proofs.remote_id FROM album_members m CROSS JOIN parts p ON p.uuid = m.uuid
       CROSS JOIN proofs ON proofs.target = :target AND proofs.sha1 = p.sha1 WHERE m.album = :album`,
      { album, target },
    );
    return new Set(rows.map((row) => String(row.remote_id)));
  }

  /** Those that have at least one proved member, one after the other. */
  *inPhotos(target: number, scope: Scope): Generator<AlbumState> {
    for (const album of this.chosen(target, scope)) {
      const members = this.members(album.uuid, target, scope);
      if (members.length > 0) yield { ...album, members };
    }
  }

  /**
   * The proved members of one album. Those of all albums together may be more than the library has assets.
   * @param withoutHidden leaves out hidden ones.
   */
  members(album: string, target: number, scope: Scope, withoutHidden = false): readonly AlbumMember[] {
    const rows = this.#sql.iterate(
      `SELECT m.uuid, a.captured_at, NULLIF(e.remote_id, '${GONE_FILE}') AS entered, e.ours, ${STANDING_FILE} AS remote_id
       FROM album_members m JOIN assets a ON a.uuid = m.uuid
       LEFT JOIN parts pe ON pe.uuid = m.uuid AND pe.kind = 'edited' LEFT JOIN proofs edited ON edited.target = :target AND edited.sha1 = pe.sha1
       LEFT JOIN parts po ON po.uuid = m.uuid AND po.kind = 'original' LEFT JOIN proofs original ON original.target = :target AND original.sha1 = po.sha1
       LEFT JOIN twins twin ON twin.target = :target AND twin.sha1 = po.sha1 AND twin.trashed = 0
       LEFT JOIN parts pr ON pr.uuid = m.uuid AND pr.kind = 'raw' LEFT JOIN proofs raw ON raw.target = :target AND raw.sha1 = pr.sha1
       LEFT JOIN album_entries e ON e.target = :target AND e.album = m.album AND e.uuid = m.uuid
       WHERE m.album = :album AND ${STANDING_FILE} IS NOT NULL AND ${IN_SCOPE} AND (a.hidden = 0 OR :withoutHidden = 0)
       ORDER BY m.position`,
      { album, target, withoutHidden: Number(withoutHidden), ...scopeValues(scope) },
    );
    return Array.from(rows, (row) => ({
      uuid: String(row.uuid),
      capturedAt: String(row.captured_at),
      remoteId: String(row.remote_id),
      enteredId: textOrNull(row.entered),
      ...(row.ours === 0 ? { wasThere: true } : {}),
    }));
  }

  /** Albums that will exist once everything on this Mac is on the server; for the preview. */
  foresee(
    target: number,
    scope: Scope,
  ): readonly { readonly title: string; readonly folders: readonly string[]; readonly isMade: boolean }[] {
    return this.#sql
      .all(
        `SELECT al.title, al.folders, ra.remote_id IS NOT NULL AS made FROM albums al
       LEFT JOIN remote_albums ra ON ra.target = :target AND ra.album = al.uuid
       WHERE al.present = 1 AND ${isChosen('al')} AND ra.remote_id IS NOT '${GIVEN_UP}' AND ra.gone_at IS NULL AND EXISTS (
         SELECT 1 FROM album_members m JOIN assets a ON a.uuid = m.uuid JOIN parts p ON p.uuid = m.uuid AND p.sha1 IS NOT NULL AND ${IS_WANTED}
         LEFT JOIN album_entries e ON e.target = :target AND e.album = al.uuid AND e.uuid = m.uuid AND e.remote_id <> '${GONE_FILE}'
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

  /** How many albums of Photos are kept in sync on the server. */
  countManaged(target: number, scope: Scope): number {
    const row = this.#sql.get(
      `SELECT count(*) AS albums FROM remote_albums ra JOIN albums al ON al.uuid = ra.album
       WHERE ra.target = :target AND length(ra.remote_id) > 0 AND ra.gone_at IS NULL AND al.present = 1 AND ${isChosen('al')}`,
      { target, ...scopeValues(scope) },
    );
    return Number(row?.albums);
  }

  /** All albums that are in Photos, by folders and title. */
  list(): readonly AlbumEntry[] {
    return this.#sql
      .all(
        `SELECT al.uuid, al.title, al.folders, (SELECT count(*) FROM album_members m WHERE m.album = al.uuid) AS assets
       FROM albums al WHERE al.present = 1 ORDER BY al.folders, al.title, al.uuid`,
        {},
      )
      .map((row) => ({
        uuid: String(row.uuid),
        title: String(row.title),
        folders: JSON.parse(String(row.folders)) as string[],
        assets: Number(row.assets),
      }));
  }

  /** UUIDs of the albums in Photos that have, or had, their album on the server. */
  linkedAlbums(target: number): ReadonlySet<string> {
    const rows = this.#sql.all('SELECT album FROM remote_albums WHERE target = :target', { target });
    return new Set(rows.map((row) => String(row.album)));
  }

  /** Remote ids of all albums that are ours. */
  managedIds(target: number): readonly string[] {
    return this.#sql
      .all('SELECT remote_id FROM remote_albums WHERE target = :target AND length(remote_id) > 0', {
        target,
      })
      .map((row) => String(row.remote_id));
  }

  /** Albums that are ours as far as is known, also those that are known to be gone. */
  known(target: number): readonly KnownAlbum[] {
    return this.#sql
      .all(
        `SELECT album, remote_id, name, gone_at FROM remote_albums WHERE target = :target AND length(remote_id) > 0 ORDER BY album`,
        { target },
      )
      .map((row) => ({
        album: String(row.album),
        remoteId: String(row.remote_id),
        name: String(row.name),
        isGone: row.gone_at !== null,
      }));
  }

  /** Remote ids of the albums that are ours, by their identity in Photos, for other ledgers to know them by. */
  identities(target: number): Readonly<Record<string, string>> {
    const rows = this.#sql.all(
      `SELECT COALESCE(al.cloud_guid, ra.album) AS identity, ra.remote_id FROM remote_albums ra LEFT JOIN albums al ON al.uuid = ra.album
       WHERE ra.target = :target AND length(ra.remote_id) > 0 AND ra.gone_at IS NULL ORDER BY ra.album`,
      { target },
    );
    return Object.fromEntries(rows.map((row) => [String(row.identity), String(row.remote_id)]));
  }

  /** Notes that a person deleted an album of ours on the server, or that it is there again. @param at milliseconds since 1970; null for there */
  recordGone(target: number, album: string, at: number | null): void {
    this.#sql.run('UPDATE remote_albums SET gone_at = :at WHERE target = :target AND album = :album', {
      target,
      album,
      at,
    });
  }

  /** Forgets that an album was about to be made: the server has said that it did not make it. */
  forgetIntent(target: number, album: string): void {
    this.#sql.run('DELETE FROM remote_albums WHERE target = :target AND album = :album AND remote_id IS NULL', {
      target,
      album,
    });
  }

  /** Forgets an album that the server has lost, with all that was put into it: it is made again. */
  forget(target: number, album: string): void {
    this.#sql.transaction(() => {
      for (const table of ALBUM_TABLES)
        this.#sql.run(`DELETE FROM ${table} WHERE target = :target AND album = :album`, { target, album });
    });
  }

  /** Written before an album is made, so that a crash in between is noticed and the album found again. */
  intend(target: number, album: string, name: string, existing: readonly string[]): void {
    this.#sql.run(
      `INSERT INTO remote_albums (target, album, remote_id, name, existing) VALUES (:target, :album, NULL, :name, :existing)
       ON CONFLICT DO UPDATE SET remote_id = NULL, gone_at = NULL, name = excluded.name, existing = excluded.existing, sort_order = NULL,
         cover = NULL`,
      { target, album, name, existing: JSON.stringify(existing) },
    );
  }

  record(target: number, album: string, remoteId: string): void {
    this.#sql.run('UPDATE remote_albums SET remote_id = :remoteId WHERE target = :target AND album = :album', {
      target,
      album,
      remoteId,
    });
  }

  /** Keeps the name under which Photos knows the album now. */
  recordName(target: number, album: string, name: string): void {
    this.#sql.run('UPDATE remote_albums SET name = :name WHERE target = :target AND album = :album', {
      target,
      album,
      name,
    });
  }

  /** Keeps what Photos says of order and cover, as far as it is on the server now. */
  recordLook(target: number, album: string, look: Pick<RemoteAlbumRow, 'order' | 'cover'>): void {
    this.#sql.run(
      'UPDATE remote_albums SET sort_order = :order, cover = :cover WHERE target = :target AND album = :album',
      { target, album, ...look },
    );
  }

  /** Takes an album that was on the server before for that of Photos. */
  adopt(target: number, album: string, name: string, remoteId: string): void {
    this.intend(target, album, name, []);
    this.record(target, album, remoteId);
  }
}
