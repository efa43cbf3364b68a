import { encodeBinaryPlist } from './binary-plist.ts';
import type { LibraryContext } from './context.ts';
import { cloudGuid, localUuid } from './identity.ts';
import { ALBUM_KINDS, type EntityName } from './schema.ts';

/** Photos leaves gaps between places, so that something can be moved in between. */
const PLACE_STEP = 1024;

const ENTITY_OF_KIND: Readonly<Record<keyof typeof ALBUM_KINDS, EntityName>> = {
  album: 'Album',
  importSession: 'ImportSession',
  smartAlbum: 'FetchingAlbum',
  project: 'ProjectAlbum',
  builtIn: 'FetchingAlbum',
  importProgress: 'Album',
  projectsRoot: 'Folder',
  root: 'Folder',
  folder: 'Folder',
};

export interface ContainerOptions {
  readonly title: string | null;
  /** Primary key of the folder around it; null for what stands nowhere. */
  readonly parent: number | null;
  readonly now: number;
}

/** A row of ZGENERICALBUM: album, folder, import session and the like. @returns its primary key and UUID */
export function insertContainer(
  context: LibraryContext,
  kind: keyof typeof ALBUM_KINDS,
  { title, parent, now }: ContainerOptions,
): { key: number; uuid: string } {
  const { database } = context;
  const origin = context.random.uuid();
  const uuid = localUuid(origin, context.mac);
  // Only what people make themselves goes to iCloud as an album.
  const cloud = context.icloud && (kind === 'album' || kind === 'folder') ? cloudGuid(origin) : null;
  const place =
    parent === null
      ? null
      : Number(
          database.one(
            'SELECT COALESCE(MAX(Z_FOK_PARENTFOLDER), 0) AS last FROM ZGENERICALBUM WHERE ZPARENTFOLDER = ?',
            parent,
          ).last,
        ) + PLACE_STEP;
  const key = database.insert(ENTITY_OF_KIND[kind], {
    ZUUID: uuid,
    ZKIND: ALBUM_KINDS[kind],
    ZTITLE: title,
    ZPARENTFOLDER: parent,
    Z_FOK_PARENTFOLDER: place,
    ZCREATIONDATE: now,
    ZLASTMODIFIEDDATE: now,
    ZTRASHEDSTATE: 0,
    ZCUSTOMSORTASCENDING: 1,
    ZCUSTOMSORTKEY: 0,
    ZCLOUDDELETESTATE: 0,
    ZCLOUDLOCALSTATE: cloud === null ? 0 : 1,
    ZCACHEDCOUNT: 0,
    ZCACHEDPHOTOSCOUNT: 0,
    ZCACHEDVIDEOSCOUNT: 0,
    ZISPINNED: 0,
    ZPRIVACYSTATE: 0,
    ZPENDINGITEMSTYPE: 1,
    ZCLOUDGUID: cloud,
    ZUSERQUERYDATA: kind === 'smartAlbum' ? encodeBinaryPlist({ query: 'favorite' }) : null,
    ZPROJECTDOCUMENTTYPE: kind === 'project' ? 'com.apple.photos.projects.slideshow' : null,
    ZIMPORTSESSIONID: kind === 'importSession' ? context.random.uuid() : null,
  });
  return { key, uuid };
}

/** What every library of Photos begins with. @returns the primary key of an import session for all that is added */
export function insertBuiltInContainers(context: LibraryContext, now: number): number {
  insertContainer(context, 'projectsRoot', { title: null, parent: null, now });
  const root = insertContainer(context, 'root', { title: null, parent: null, now });
  insertContainer(context, 'builtIn', { title: null, parent: root.key, now });
  insertContainer(context, 'importProgress', { title: 'progress-fs-import', parent: null, now });
  return insertContainer(context, 'importSession', { title: null, parent: null, now }).key;
}

/** @throws Error if there is no such album or folder. */
export function containerKey(context: LibraryContext, uuid: string): number {
  return Number(context.database.one('SELECT Z_PK FROM ZGENERICALBUM WHERE ZUUID = ?', uuid).Z_PK);
}

export function rootFolderKey(context: LibraryContext): number {
  return Number(context.database.one('SELECT Z_PK FROM ZGENERICALBUM WHERE ZKIND = ?', ALBUM_KINDS.root).Z_PK);
}

export function importSessionKey(context: LibraryContext): number {
  return Number(
    context.database.one('SELECT MIN(Z_PK) AS key FROM ZGENERICALBUM WHERE ZKIND = ?', ALBUM_KINDS.importSession).key,
  );
}

/** Adds members at the end of an album, leaving out those that are in it already. */
export function insertMembers(context: LibraryContext, album: number, assets: readonly number[], now: number): void {
  const { database } = context;
  const { albumAssets, albumOfAsset } = database.shape;
  let last = Number(
    database.one(
      `SELECT COALESCE(MAX(Z_FOK_3ASSETS), 1024) AS last FROM ${albumAssets} WHERE ${albumOfAsset} = ?`,
      album,
    ).last,
  );
  for (const asset of assets) {
    last += PLACE_STEP;
    database.run(`INSERT OR IGNORE INTO ${albumAssets} VALUES (?, ?, ?)`, album, asset, last);
  }
  refreshAlbum(context, album, now);
}

export function removeMembers(context: LibraryContext, album: number, assets: readonly number[], now: number): void {
  const { albumAssets, albumOfAsset } = context.database.shape;
  for (const asset of assets)
    context.database.run(`DELETE FROM ${albumAssets} WHERE ${albumOfAsset} = ? AND Z_3ASSETS = ?`, album, asset);
  refreshAlbum(context, album, now);
}

/** An album keeps counts and dates of its members; Photos raises its row version with every change of them. */
export function refreshAlbum(context: LibraryContext, album: number, now: number): void {
  const { albumAssets, albumOfAsset } = context.database.shape;
  const counts = context.database.one(
    `SELECT COUNT(*) AS count, COUNT(NULLIF(ZKIND, 1)) AS photos, MIN(ZDATECREATED) AS start, MAX(ZDATECREATED) AS end
     FROM ${albumAssets} JOIN ZASSET ON Z_PK = Z_3ASSETS WHERE ${albumOfAsset} = ?`,
    album,
  );
  context.database.update('Album', album, {
    ZCACHEDCOUNT: Number(counts.count),
    ZCACHEDPHOTOSCOUNT: Number(counts.photos),
    ZCACHEDVIDEOSCOUNT: Number(counts.count) - Number(counts.photos),
    ZSTARTDATE: counts.start === null ? null : Number(counts.start),
    ZENDDATE: counts.end === null ? null : Number(counts.end),
    ZLASTMODIFIEDDATE: now,
  });
}
