import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { localMomentText } from './dates.ts';
import { type AssetPlace, partPath } from './layout.ts';
import { ADJUSTMENTS, ALBUM_KINDS, type PhotosShape, RESOURCES, SUBTYPES, shapeOf } from './schema.ts';
import type { AssetKind, ExpectedAlbum, ExpectedAsset, ExpectedPart, ExpectedTotals, Manifest } from './types.ts';
import { type BurstRole, PART_KINDS, type PartKind } from './types.ts';

/** ZASSET.ZAVALANCHEPICKTYPE, as osxphotos reads it: bit 3 chosen by the person, bit 4 the picture on top. */
const BURST_CHOSEN = 8 | 16;

type Row = Record<string, unknown>;

/**
 * Reads a generated library from its database and files, by rules of its own and not those of the writer, and tells what any other reader
 * must find. `hashes: false` leaves out the SHA-1s, for libraries of thousands; with a `uuid` there is only that asset in it.
 */
export function readManifest(
  library: string,
  { hashes = true, uuid = null }: { readonly hashes?: boolean; readonly uuid?: string | null } = {},
): Manifest {
  const connection = new DatabaseSync(join(library, 'database', 'Photos.sqlite'), { readOnly: true });
  try {
    const rows = (sql: string): Row[] => connection.prepare(sql).all();
    const chosen = uuid === null ? '' : `WHERE a.ZUUID = '${uuid.replaceAll("'", "''")}'`;
    const shape = shapeOf(connection);
    const keywords = grouped(
      rows(`SELECT Z_1ASSETATTRIBUTES AS k, ZTITLE AS v FROM Z_1KEYWORDS JOIN ZKEYWORD ON Z_PK = ${shape.keyword}`),
    );
    const captions = new Map(
      rows('SELECT ZASSETATTRIBUTES AS k, ZLONGDESCRIPTION AS v FROM ZASSETDESCRIPTION').map((row) => [row.k, row.v]),
    );
    const resources = grouped(rows('SELECT ZASSET AS k, ZDATASTORESUBTYPE AS v FROM ZINTERNALRESOURCE'));
    const albums = readAlbums(rows, shape);
    const memberships = new Map<string, string[]>();
    for (const album of albums) {
      for (const uuid of album.members) memberships.set(uuid, [...(memberships.get(uuid) ?? []), album.uuid]);
    }
    const assets = rows(
      `SELECT a.*, x.Z_PK AS attributes, x.ZTITLE, x.ZORIGINALFILENAME, x.ZTIMEZONEOFFSET FROM ZASSET a
       JOIN ZADDITIONALASSETATTRIBUTES x ON x.ZASSET = a.Z_PK ${chosen} ORDER BY a.Z_PK`,
    ).map((row): ExpectedAsset => {
      const place: AssetPlace = {
        uuid: String(row.ZUUID),
        media: row.ZKIND === 1 ? 'movie' : 'photo',
        directory: String(row.ZDIRECTORY),
        filename: String(row.ZFILENAME),
        uniformTypeIdentifier: String(row.ZUNIFORMTYPEIDENTIFIER),
        shared: row.ZCLOUDBATCHPUBLISHDATE !== null,
      };
      const known = new Set((resources.get(row.Z_PK) ?? []).map(Number));
      return {
        uuid: place.uuid,
        cloudGuid: textOrNull(row.ZCLOUDASSETGUID),
        kind: kindOf(row, known),
        media: place.media,
        originalFilename: String(row.ZORIGINALFILENAME),
        capturedAt: localMomentText({ coreData: Number(row.ZDATECREATED), offset: Number(row.ZTIMEZONEOFFSET) }),
        favorite: row.ZFAVORITE === 1,
        hidden: row.ZHIDDEN === 1,
        trashed: row.ZTRASHEDSTATE === 1,
        shared: place.shared,
        title: textOrNull(row.ZTITLE),
        caption: textOrNull(captions.get(row.attributes)),
        keywords: (keywords.get(row.attributes) ?? []).map(String).sort(),
        live: row.ZKINDSUBTYPE === SUBTYPES.live,
        edited: isEdited(row),
        burst: burstRole(row),
        burstId: textOrNull(row.ZAVALANCHEUUID),
        latitude: row.ZLATITUDE === -180 ? null : Number(row.ZLATITUDE),
        longitude: row.ZLONGITUDE === -180 ? null : Number(row.ZLONGITUDE),
        albums: (memberships.get(place.uuid) ?? []).sort(),
        parts: readParts(library, place, known, isEdited(row), hashes),
      };
    });
    const inTrash = new Set(assets.filter((asset) => asset.trashed).map((asset) => asset.uuid));
    const expectedAlbums = albums.map(
      ({ uuid, cloudGuid, title, folders, members }): ExpectedAlbum => ({
        uuid,
        cloudGuid,
        title,
        folders,
        assets: members.filter((member) => !inTrash.has(member)),
      }),
    );
    return {
      path: library,
      assets,
      albums: expectedAlbums,
      sharedAlbums: readSharedAlbums(rows),
      totals: totalsOf(assets, expectedAlbums),
    };
  } finally {
    connection.close();
  }
}

/** @returns whether the asset belongs to what is synced unless a person chooses otherwise. */
export function inScope(asset: ExpectedAsset): boolean {
  return !asset.trashed && !asset.shared && asset.burst !== 'unpicked';
}

function totalsOf(assets: readonly ExpectedAsset[], albums: readonly ExpectedAlbum[]): ExpectedTotals {
  const scope = assets.filter(inScope);
  const uuids = new Set(scope.map((asset) => asset.uuid));
  const parts = scope.flatMap((asset) => asset.parts);
  const available = (asset: ExpectedAsset): number => asset.parts.filter((part) => part.available).length;
  return {
    assets: assets.length,
    inScope: scope.length,
    complete: scope.filter((asset) => available(asset) === asset.parts.length).length,
    incomplete: scope.filter((asset) => available(asset) > 0 && available(asset) < asset.parts.length).length,
    absent: scope.filter((asset) => available(asset) === 0).length,
    partsAvailable: parts.filter((part) => part.available).length,
    partsMissing: parts.filter((part) => !part.available).length,
    albums: albums.length,
    albumsInScope: albums.filter((album) => album.assets.some((uuid) => uuids.has(uuid))).length,
  };
}

function isEdited(row: Row): boolean {
  return row.ZADJUSTMENTSSTATE === ADJUSTMENTS.edited || row.ZADJUSTMENTSSTATE === ADJUSTMENTS.editedLive;
}

function kindOf(row: Row, resources: ReadonlySet<number>): AssetKind {
  switch (row.ZKINDSUBTYPE) {
    case SUBTYPES.panorama:
      return 'panorama';
    case SUBTYPES.live:
      return 'live';
    case SUBTYPES.screenshot:
      return 'screenshot';
    case SUBTYPES.slowMotion:
      return 'slow-motion';
    case SUBTYPES.timeLapse:
      return 'time-lapse';
    case SUBTYPES.screenRecording:
      return 'screen-recording';
    default:
      if (row.ZKIND === 1) return 'movie';
      if (row.ZDEPTHTYPE !== 0) return 'portrait';
      if (resources.has(RESOURCES.raw)) return 'raw-jpeg';
      return row.ZUNIFORMTYPEIDENTIFIER === 'com.adobe.raw-image' ? 'raw' : 'photo';
  }
}

function burstRole(row: Row): BurstRole {
  if (row.ZAVALANCHEUUID === null) return 'none';
  return (Number(row.ZAVALANCHEPICKTYPE) & BURST_CHOSEN) !== 0 ? 'picked' : 'unpicked';
}

function readParts(
  library: string,
  place: AssetPlace,
  resources: ReadonlySet<number>,
  edited: boolean,
  hashes: boolean,
): ExpectedPart[] {
  const original = existsSync(join(library, partPath(place, 'original')));
  const kinds = PART_KINDS.filter(
    (kind) => kind === 'original' || (kind === 'edited' && edited) || resources.has(RESOURCES[kind]),
  );
  return kinds.map((kind) => {
    const path = join(library, partPath(place, kind));
    // Neither Photos nor osxphotos gives a Live Photo's movie or a raw file without the original beside it.
    const available = existsSync(path) && (original || (kind !== 'live-video' && kind !== 'raw'));
    return {
      kind,
      path,
      available,
      size: available ? statSync(path).size : null,
      sha1: available && hashes ? createHash('sha1').update(readFileSync(path)).digest('hex') : null,
    } satisfies ExpectedPart & { kind: PartKind };
  });
}

interface AlbumRecord {
  readonly uuid: string;
  readonly cloudGuid: string | null;
  readonly title: string;
  readonly folders: readonly string[];
  readonly members: readonly string[];
}

function readAlbums(rows: (sql: string) => Row[], { albumAssets, albumOfAsset }: PhotosShape): AlbumRecord[] {
  const all = new Map(rows('SELECT * FROM ZGENERICALBUM').map((row) => [row.Z_PK, row]));
  const members = grouped(
    rows(
      `SELECT ${albumOfAsset} AS k, ZUUID AS v FROM ${albumAssets} JOIN ZASSET ON Z_PK = Z_3ASSETS
       ORDER BY ${albumOfAsset}, Z_FOK_3ASSETS`,
    ),
  );
  const albums: AlbumRecord[] = [];
  for (const row of all.values()) {
    if (row.ZKIND !== ALBUM_KINDS.album || row.ZTRASHEDSTATE !== 0) continue;
    const folders: string[] = [];
    let folder = all.get(row.ZPARENTFOLDER);
    while (folder && folder.ZKIND === ALBUM_KINDS.folder) {
      folders.unshift(String(folder.ZTITLE));
      folder = all.get(folder.ZPARENTFOLDER);
    }
    albums.push({
      uuid: String(row.ZUUID),
      cloudGuid: row.ZCLOUDLOCALSTATE === 1 ? textOrNull(row.ZCLOUDGUID) : null,
      title: String(row.ZTITLE),
      folders,
      members: (members.get(row.Z_PK) ?? []).map(String),
    });
  }
  return albums;
}

function readSharedAlbums(rows: (sql: string) => Row[]): ExpectedAlbum[] {
  const members = grouped(
    rows(
      'SELECT ZCOLLECTIONSHARE AS k, ZUUID AS v FROM ZASSET WHERE ZCOLLECTIONSHARE IS NOT NULL ORDER BY ZCLOUDBATCHPUBLISHDATE, Z_PK',
    ),
  );
  return rows('SELECT * FROM ZSHARE WHERE ZTRASHEDSTATE = 0').map((row) => ({
    uuid: String(row.ZUUID),
    cloudGuid: null,
    title: String(row.ZTITLE),
    folders: [],
    assets: (members.get(row.Z_PK) ?? []).map(String),
  }));
}

function grouped(rows: readonly Row[]): Map<unknown, unknown[]> {
  const groups = new Map<unknown, unknown[]>();
  for (const row of rows) {
    const group = groups.get(row.k);
    if (group) group.push(row.v);
    else groups.set(row.k, [row.v]);
  }
  return groups;
}

/** Photos keeps an empty text where a person removed a title. */
function textOrNull(value: unknown): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}
