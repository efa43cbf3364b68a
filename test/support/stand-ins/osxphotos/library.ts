/** Reads a Photos library's database as osxphotos does (macOS 13 and later), as far as the stand-in needs it. */
import { existsSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { type Moment, photosMoment } from './moment.ts';
import { numberInPlist } from './plist.ts';

export class LibraryError extends Error {
  override readonly name = 'LibraryError';
}

/** One asset with what osxphotos knows of it. Paths are those of existing files, or null. */
export interface Photo {
  readonly uuid: string;
  readonly cloudGuid: string | null;
  /** Its master is in iCloud. */
  readonly inCloud: boolean;
  readonly filename: string;
  readonly originalFilename: string;
  readonly title: string | null;
  readonly caption: string | null;
  readonly keywords: readonly string[];
  readonly date: Moment;
  readonly hidden: boolean;
  readonly favorite: boolean;
  /** Of the original: pixels and bytes. */
  readonly width: number | null;
  readonly height: number | null;
  readonly orientation: number | null;
  readonly cameraMake: string | null;
  readonly cameraModel: string | null;
  readonly originalSize: number | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** ZADJUSTMENTSSTATE (or ZHASADJUSTMENTS): 0 not edited, 3 only the slow playback of a slow-motion video. */
  readonly adjustments: number;
  /** ZADJUSTMENTTIMESTAMP as Python writes it. */
  readonly adjustedAt: string | null;
  readonly shared: boolean;
  readonly isMovie: boolean;
  readonly uti: string | null;
  readonly burstId: string | null;
  readonly burstPick: number;
  readonly live: boolean;
  readonly screenshot: boolean;
  readonly slowMotion: boolean;
  readonly trashed: boolean;
  readonly missing: boolean;
  readonly hasRaw: boolean;
  readonly syndicatedOnly: boolean;
  /** Where the original is or would be. */
  readonly expectedPath: string;
  readonly path: string | null;
  readonly expectedEditedPath: string;
  readonly editedPath: string | null;
  readonly expectedEditedLivePath: string;
}

export interface Album {
  readonly uuid: string;
  readonly cloudGuid: string | null;
  readonly title: string;
  readonly folders: readonly string[];
  readonly keyAsset: string | null;
  readonly assets: readonly string[];
}

export interface Library {
  readonly path: string;
  readonly modelVersion: number | null;
  readonly photosVersion: string;
  /** By UUID, also those in the trash. */
  readonly photos: ReadonlyMap<string, Photo>;
  readonly albums: readonly Album[];
  /** Which kinds of render (0 image, 1 video, 3 live video) each asset has, on this Mac or in iCloud. */
  readonly renders: ReadonlyMap<string, ReadonlySet<number>>;
}

type Row = Record<string, SQLOutputValue>;

/** By name, because others hold numbers that JavaScript cannot. */
const ASSET_COLUMNS = [
  'ZUUID',
  'ZFILENAME',
  'ZDIRECTORY',
  'ZDATECREATED',
  'ZADJUSTMENTTIMESTAMP',
  'ZHIDDEN',
  'ZFAVORITE',
  'ZLATITUDE',
  'ZLONGITUDE',
  'ZCLOUDBATCHPUBLISHDATE',
  'ZKIND',
  'ZKINDSUBTYPE',
  'ZUNIFORMTYPEIDENTIFIER',
  'ZAVALANCHEUUID',
  'ZAVALANCHEPICKTYPE',
  'ZTRASHEDSTATE',
  'ZCLOUDASSETGUID',
  'ZCLOUDLOCALSTATE',
];
const ALBUM_COLUMNS = [
  'Z_PK',
  'ZUUID',
  'ZTITLE',
  'ZKIND',
  'ZPARENTFOLDER',
  'ZTRASHEDSTATE',
  'ZCLOUDOWNERHASHEDPERSONID',
  'ZCUSTOMSORTKEY',
  'ZCUSTOMSORTASCENDING',
  'ZCLOUDGUID',
  'ZCLOUDLOCALSTATE',
];

/** From osxphotos' `_constants.py`: the first model version of each release of Photos. */
const PHOTOS_VERSIONS: readonly (readonly [number, string])[] = [
  [270_000_000, '12'],
  [19_320, '11.1'],
  [19_063, '11'],
  [18_201, '10'],
  [18_000, '9.9'],
  [17_600, '9.6'],
  [17_000, '9'],
  [16_000, '8'],
];

/**
 * @param path of the library, for the places of its files
 * @param snapshot of its database
 * @throws {LibraryError} in osxphotos' words
 */
export function readLibrary(path: string, snapshot: string): Library {
  if (!existsSync(snapshot)) throw new LibraryError(`dbfile ${snapshot} does not exist`);
  try {
    const database = new DatabaseSync(snapshot);
    try {
      return new Reader(path, database).read();
    } finally {
      database.close();
    }
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('ERR_SQLITE')) throw new LibraryError((error as Error).message);
    throw error;
  }
}

class Reader {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #model: number | null;

  constructor(path: string, database: DatabaseSync) {
    this.#path = path;
    this.#database = database;
    const [row] = this.#rows('SELECT MAX(Z_VERSION), Z_PLIST AS plist FROM Z_METADATA');
    this.#model = row?.plist instanceof Uint8Array ? numberInPlist(row.plist, 'PLModelVersion') : null;
  }

  read(): Library {
    const version = PHOTOS_VERSIONS.find(([first]) => (this.#model ?? 0) >= first)?.[1];
    if (version === undefined) throw new LibraryError(`the stand-in cannot read libraries of model ${this.#model}`);
    const photos = this.#photos();
    return {
      path: this.#path,
      modelVersion: this.#model,
      photosVersion: version,
      photos,
      albums: this.#albums(photos),
      renders: this.#renders(),
    };
  }

  #rows(sql: string): readonly Row[] {
    return this.#database.prepare(sql).all();
  }

  /** The names of many-to-many tables and columns hold entity numbers that change with each release of Photos. */
  #joinColumn(table: string, pattern: RegExp): string {
    const column = this.#rows(`PRAGMA table_info("${table}")`).find((row) => pattern.test(String(row.name)));
    if (column === undefined) throw new LibraryError(`no such column: ${table} ${pattern.source}`);
    return String(column.name);
  }

  #photos(): ReadonlyMap<string, Photo> {
    const isNew = (this.#model ?? 0) >= 18_000;
    const adjustments = isNew ? 'ZADJUSTMENTSSTATE' : 'ZHASADJUSTMENTS';
    const fingerprint = isNew ? 'ZORIGINALSTABLEHASH' : 'ZMASTERFINGERPRINT';
    const keywords = this.#keywords();
    const missing = this.#missing(fingerprint);
    const raw = new Set(
      this.#rows(
        `SELECT a.ZUUID AS uuid FROM ZASSET a JOIN ZINTERNALRESOURCE r ON r.ZASSET = a.Z_PK WHERE r.ZDATASTORESUBTYPE = 17`,
      ).map((row) => String(row.uuid)),
    );
    const photos = new Map<string, Photo>();
    const rows = this.#rows(
      `SELECT ${ASSET_COLUMNS.map((name) => `a.${name}`).join(', ')}, a.${adjustments} AS adjustments,
              typeof(a.ZADJUSTMENTTIMESTAMP) AS adjustedType, x.ZTITLE AS title, x.ZORIGINALFILENAME AS originalFilename,
              x.ZTIMEZONEOFFSET AS zoneOffset, x.ZTIMEZONENAME AS zoneName,
              x.ZORIGINALWIDTH AS originalWidth, x.ZORIGINALHEIGHT AS originalHeight, x.ZORIGINALFILESIZE AS originalSize,
              x.ZORIGINALORIENTATION AS orientation, e.ZCAMERAMAKE AS cameraMake, e.ZCAMERAMODEL AS cameraModel, d.ZLONGDESCRIPTION AS caption,
              m.ZCLOUDLOCALSTATE AS master, x.ZSYNDICATIONIDENTIFIER AS syndication, x.ZSYNDICATIONHISTORY AS syndicationHistory
       FROM ZASSET a JOIN ZADDITIONALASSETATTRIBUTES x ON x.ZASSET = a.Z_PK
       LEFT JOIN ZASSETDESCRIPTION d ON d.Z_PK = x.ZASSETDESCRIPTION LEFT JOIN ZCLOUDMASTER m ON m.Z_PK = a.ZMASTER
       LEFT JOIN ZEXTENDEDATTRIBUTES e ON e.ZASSET = a.Z_PK ORDER BY a.ZUUID`,
    );
    for (const row of rows) {
      const uuid = String(row.ZUUID);
      photos.set(uuid, this.#photo(row, uuid, keywords.get(uuid) ?? [], missing.has(uuid), raw.has(uuid)));
    }
    return photos;
  }

  #photo(row: Row, uuid: string, keywords: readonly string[], missing: boolean, hasRaw: boolean): Photo {
    const filename = text(row.ZFILENAME) ?? '';
    const shared = row.ZCLOUDBATCHPUBLISHDATE !== null;
    const isMovie = row.ZKIND === 1;
    const uti = text(row.ZUNIFORMTYPEIDENTIFIER);
    const adjustments = Number(row.adjustments ?? 0);
    const syndicatedOnly = row.syndication !== null && row.syndicationHistory === 0;
    const expectedPath = this.#originalPath(
      uuid,
      text(row.ZDIRECTORY) ?? '',
      filename,
      shared,
      isMovie,
      syndicatedOnly,
    );
    const renders = join(this.#path, 'resources/renders', uuid.slice(0, 1));
    const render = isMovie ? '_2_0_a.mov' : uti === 'public.heic' ? '_1_201_a.heic' : '_1_201_a.jpeg';
    const expectedEditedPath = join(renders, uuid + render);
    const outside = row.ZLATITUDE === -180 && row.ZLONGITUDE === -180;
    return {
      uuid,
      cloudGuid: row.ZCLOUDLOCALSTATE === 1 ? text(row.ZCLOUDASSETGUID) : null,
      inCloud: row.master === 3,
      filename,
      originalFilename: text(row.originalFilename) || filename,
      title: text(row.title) || null,
      caption: text(row.caption) || null,
      keywords,
      date: photosMoment(number(row.ZDATECREATED), number(row.zoneOffset), text(row.zoneName)),
      hidden: row.ZHIDDEN === 1,
      favorite: row.ZFAVORITE === 1,
      width: number(row.originalWidth) || null,
      height: number(row.originalHeight) || null,
      orientation: number(row.orientation) || null,
      cameraMake: text(row.cameraMake) || null,
      cameraModel: text(row.cameraModel) || null,
      originalSize: number(row.originalSize) || null,
      latitude: outside ? null : number(row.ZLATITUDE),
      longitude: outside ? null : number(row.ZLONGITUDE),
      adjustments,
      adjustedAt: pythonNumber(row.ZADJUSTMENTTIMESTAMP, row.adjustedType),
      shared,
      isMovie,
      uti,
      burstId: text(row.ZAVALANCHEUUID),
      burstPick: Number(row.ZAVALANCHEPICKTYPE ?? 0),
      live: row.ZKINDSUBTYPE === 2,
      screenshot: row.ZKINDSUBTYPE === 10,
      slowMotion: row.ZKINDSUBTYPE === 101,
      trashed: row.ZTRASHEDSTATE === 1,
      missing,
      hasRaw,
      syndicatedOnly,
      expectedPath,
      path: missing ? null : existing(expectedPath),
      expectedEditedPath,
      editedPath: adjustments !== 0 ? existing(expectedEditedPath) : null,
      expectedEditedLivePath: join(renders, `${uuid}_2_100_a.mov`),
    };
  }

  #originalPath(
    uuid: string,
    directory: string,
    filename: string,
    shared: boolean,
    isMovie: boolean,
    syndicatedOnly: boolean,
  ): string {
    if (shared) {
      const folder = join(this.#path, 'scopes/cloudsharing/data', directory);
      return join(folder, isMovie ? `${uuid}.medium.MP4` : filename);
    }
    if (syndicatedOnly) return join(this.#path, 'scopes/syndication/originals', uuid.slice(0, 1), filename);
    return isAbsolute(directory) ? join(directory, filename) : join(this.#path, 'originals', directory, filename);
  }

  #keywords(): ReadonlyMap<string, readonly string[]> {
    const column = this.#joinColumn('Z_1KEYWORDS', /^Z_\d+KEYWORDS$/);
    const keywords = new Map<string, Set<string>>();
    const rows = this.#rows(
      `SELECT a.ZUUID AS uuid, k.ZTITLE AS title FROM ZASSET a JOIN ZADDITIONALASSETATTRIBUTES x ON x.ZASSET = a.Z_PK
       JOIN Z_1KEYWORDS j ON j.Z_1ASSETATTRIBUTES = x.Z_PK JOIN ZKEYWORD k ON k.Z_PK = j.${column}`,
    );
    for (const row of rows) {
      const title = text(row.title);
      if (title) keywords.set(String(row.uuid), (keywords.get(String(row.uuid)) ?? new Set()).add(title));
    }
    return new Map([...keywords].map(([uuid, titles]) => [uuid, [...titles].sort(byCodePoint)]));
  }

  /** The last resource that answers decides, as in osxphotos: first the original's own rows, then those of its fingerprint. */
  #missing(fingerprint: string): ReadonlySet<string> {
    const available = new Map<string, boolean>();
    const queries = [
      `SELECT a.ZUUID AS uuid, r.ZLOCALAVAILABILITY AS here FROM ZASSET a
       JOIN ZINTERNALRESOURCE r ON r.ZASSET = a.Z_PK WHERE r.ZDATASTORESUBTYPE = 1 OR r.ZDATASTORESUBTYPE = 3`,
      `SELECT a.ZUUID AS uuid, r.ZLOCALAVAILABILITY AS here FROM ZASSET a
       JOIN ZADDITIONALASSETATTRIBUTES x ON x.ZASSET = a.Z_PK JOIN ZINTERNALRESOURCE r ON r.ZFINGERPRINT = x.${fingerprint}`,
    ];
    for (const row of queries.flatMap((query) => this.#rows(query))) available.set(String(row.uuid), row.here === 1);
    return new Set([...available].filter(([, here]) => !here).map(([uuid]) => uuid));
  }

  #albums(photos: ReadonlyMap<string, Photo>): readonly Album[] {
    const table = this.#rows(`SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'Z_[0-9]*ASSETS'`)
      .map((row) => String(row.name))
      .find((name) => this.#rows(`PRAGMA table_info("${name}")`).some((row) => /^Z_\d+ALBUMS$/.test(String(row.name))));
    if (table === undefined) throw new LibraryError('no such table: Z_33ASSETS');
    const albumColumn = this.#joinColumn(table, /^Z_\d+ALBUMS$/);
    const assetColumn = this.#joinColumn(table, /^Z_3ASSETS$/);
    const orderColumn = this.#joinColumn(table, /^Z_FOK_3ASSETS$/);
    const members = new Map<number, string[]>();
    const joined = this.#rows(
      `SELECT j.${albumColumn} AS album, a.ZUUID AS uuid FROM ${table} j JOIN ZASSET a ON a.Z_PK = j.${assetColumn}
       ORDER BY j.${albumColumn}, j.${orderColumn}`,
    );
    for (const row of joined) {
      const album = Number(row.album);
      members.set(album, [...(members.get(album) ?? []), String(row.uuid)]);
    }
    const rows = new Map(
      this.#rows(`SELECT ${ALBUM_COLUMNS.join(', ')} FROM ZGENERICALBUM`).map((row) => [Number(row.Z_PK), row]),
    );
    const keyAssets = new Map(
      this.#rows(
        'SELECT al.ZUUID AS album, a.ZUUID AS uuid FROM ZGENERICALBUM al JOIN ZASSET a ON a.Z_PK = al.ZCUSTOMKEYASSET',
      ).map((row) => [String(row.album), String(row.uuid)]),
    );
    return [...rows.values()]
      .filter((row) => row.ZKIND === 2 && row.ZTRASHEDSTATE === 0 && row.ZCLOUDOWNERHASHEDPERSONID === null)
      .map((row) => ({
        uuid: String(row.ZUUID),
        cloudGuid: row.ZCLOUDLOCALSTATE === 1 ? text(row.ZCLOUDGUID) : null,
        title: text(row.ZTITLE) ?? '',
        folders: foldersAround(row, rows),
        keyAsset: keyAssets.get(String(row.ZUUID)) ?? null,
        assets: inAlbumOrder(
          row,
          (members.get(Number(row.Z_PK)) ?? []).flatMap((uuid) => photos.get(uuid) ?? []),
        ),
      }))
      .sort((a, b) => byCodePoint(a.uuid, b.uuid));
  }

  #renders(): ReadonlyMap<string, ReadonlySet<number>> {
    const renders = new Map<string, Set<number>>();
    const rows = this.#rows(
      `SELECT a.ZUUID AS uuid, r.ZRESOURCETYPE AS type, r.ZRECIPEID AS recipe FROM ZINTERNALRESOURCE r
       JOIN ZASSET a ON a.Z_PK = r.ZASSET WHERE r.ZVERSION = 2 AND r.ZTRASHEDSTATE = 0`,
    );
    for (const row of rows) {
      // Other image recipes are thumbnails and poster frames.
      if (row.type === 0 && Number(row.recipe ?? 0) >> 1 !== 0x10192 >> 1) continue;
      const uuid = String(row.uuid);
      renders.set(uuid, (renders.get(uuid) ?? new Set()).add(Number(row.type)));
    }
    return renders;
  }
}

const ROOT_FOLDER = 3999;

function foldersAround(album: Row, rows: ReadonlyMap<number, Row>): readonly string[] {
  const names: string[] = [];
  let parent = rows.get(Number(album.ZPARENTFOLDER));
  while (parent !== undefined && parent.ZKIND !== ROOT_FOLDER) {
    names.unshift(text(parent.ZTITLE) ?? '');
    parent = rows.get(Number(parent.ZPARENTFOLDER));
  }
  return names;
}

/** ZCUSTOMSORTKEY: 0 by hand, 1 by date, 5 by title. */
function inAlbumOrder(album: Row, photos: readonly Photo[]): readonly string[] {
  const sorted = [...photos];
  if (album.ZCUSTOMSORTKEY === 1) {
    const direction = album.ZCUSTOMSORTASCENDING === 0 ? -1 : 1;
    sorted.sort((a, b) => direction * (a.date.instant - b.date.instant));
  }
  if (album.ZCUSTOMSORTKEY === 5) sorted.sort((a, b) => byCodePoint(a.title ?? '', b.title ?? ''));
  return sorted.map((photo) => photo.uuid);
}

function existing(path: string): string | null {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? path : null;
}

function text(value: SQLOutputValue | undefined): string | null {
  return typeof value === 'string' ? value.normalize('NFC') : null;
}

function number(value: SQLOutputValue | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

/** Python tells 1.0 from 1. */
function pythonNumber(value: SQLOutputValue | undefined, type: SQLOutputValue | undefined): string | null {
  if (typeof value !== 'number') return null;
  return type === 'real' && Number.isInteger(value) ? `${value}.0` : String(value);
}

function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
