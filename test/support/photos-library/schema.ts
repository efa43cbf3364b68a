import type { DatabaseSync } from 'node:sqlite';

/**
 * The tables of Photos 11.1 (macOS 26.1, model version 19320) and of Photos 12 (macOS 27.0, model version 270010300) that readers look at,
 * with the columns that osxphotos 0.77.2 reads and some more that tell the state of an asset. Core Data's own triggers and most of Photos'
 * 89 tables are left out: Photos itself could not open such a library.
 *
 * 26.1 was measured in a library of that release. No library of 27 is public: what differs is what osxphotos reads differently there
 * (`_DB_TABLE_NAMES[12]` in `_constants.py`, `_process_shared_albums` in `photosdb.py`, `_process_leo_searchinfo`).
 */

export const PHOTOS_MODELS = ['26', '27'] as const;
/** The release of macOS whose Photos a library is of. */
export type PhotosModel = (typeof PHOTOS_MODELS)[number];

/** Core Data numbers its entities in alphabetical order; the join tables' names are made of these numbers. Here those of macOS 26.1. */
const ENTITIES = {
  AdditionalAssetAttributes: { number: 1, table: 'ZADDITIONALASSETATTRIBUTES' },
  Asset: { number: 3, table: 'ZASSET' },
  AssetDescription: { number: 6, table: 'ZASSETDESCRIPTION' },
  CloudMaster: { number: 15, table: 'ZCLOUDMASTER' },
  ExtendedAttributes: { number: 28, table: 'ZEXTENDEDATTRIBUTES' },
  Album: { number: 33, table: 'ZGENERICALBUM' },
  ProjectAlbum: { number: 38, table: 'ZGENERICALBUM' },
  FetchingAlbum: { number: 40, table: 'ZGENERICALBUM' },
  Folder: { number: 41, table: 'ZGENERICALBUM' },
  ImportSession: { number: 42, table: 'ZGENERICALBUM' },
  InternalResource: { number: 51, table: 'ZINTERNALRESOURCE' },
  Keyword: { number: 52, table: 'ZKEYWORD' },
  CollectionShare: { number: 67, table: 'ZSHARE' },
  ShareParticipant: { number: 70, table: 'ZSHAREPARTICIPANT' },
  UnmanagedAdjustment: { number: 73, table: 'ZUNMANAGEDADJUSTMENT' },
} as const;
export type EntityName = keyof typeof ENTITIES;

export const CHANGE_ENTITY = 16_001;
export const TRANSACTION_ENTITY = 16_002;
export const TRANSACTION_STRING_ENTITY = 16_003;

/** Rows of Z_PRIMARYKEY of macOS 26.1: entity number, name, number of the entity it inherits from (0: none). */
const ENTITY_ROWS: readonly (readonly [number, string, number])[] = [
  [1, 'AdditionalAssetAttributes', 0],
  [3, 'Asset', 0],
  [6, 'AssetDescription', 0],
  [5, 'AssetContributor', 0],
  [15, 'CloudMaster', 0],
  [16, 'CloudMasterMediaMetadata', 0],
  [18, 'CloudSharedAlbumInvitationRecord', 0],
  [19, 'CloudSharedComment', 0],
  [20, 'ComputedAssetAttributes', 0],
  [23, 'DetectedFace', 0],
  [28, 'ExtendedAttributes', 0],
  [30, 'FileSystemBookmark', 0],
  [31, 'FileSystemVolume', 0],
  [32, 'GenericAlbum', 0],
  [33, 'Album', 32],
  [38, 'ProjectAlbum', 33],
  [40, 'FetchingAlbum', 32],
  [41, 'Folder', 32],
  [42, 'ImportSession', 32],
  [51, 'InternalResource', 0],
  [52, 'Keyword', 0],
  [58, 'Moment', 0],
  [59, 'Person', 0],
  [66, 'Share', 0],
  [67, 'CollectionShare', 66],
  [68, 'LibraryScope', 66],
  [69, 'MomentShare', 66],
  [70, 'ShareParticipant', 0],
  [73, 'UnmanagedAdjustment', 0],
  [74, 'UserFeedback', 0],
  [CHANGE_ENTITY, 'CHANGE', 0],
  [TRANSACTION_ENTITY, 'TRANSACTION', 0],
  [TRANSACTION_STRING_ENTITY, 'TRANSACTIONSTRING', 0],
];

/** ZGENERICALBUM.ZKIND. */
export const ALBUM_KINDS = {
  album: 2,
  importSession: 1506,
  smartAlbum: 1507,
  project: 1508,
  /** Photos' own searches, such as "Places". */
  builtIn: 1615,
  importProgress: 3573,
  projectsRoot: 3998,
  root: 3999,
  folder: 4000,
} as const;

/** ZASSET.ZKINDSUBTYPE. */
export const SUBTYPES = {
  none: 0,
  panorama: 1,
  live: 2,
  screenshot: 10,
  slowMotion: 101,
  timeLapse: 102,
  screenRecording: 103,
} as const;

/** ZINTERNALRESOURCE.ZDATASTORESUBTYPE of the files that are parts of an asset. */
export const RESOURCES = {
  original: 1,
  edited: 2,
  raw: 17,
  'live-video': 18,
  'edited-live-video': 19,
} as const;
/** ZDATASTORESUBTYPE of the instructions that came with an original, for example the depth effect of a portrait. */
export const ORIGINAL_ADJUSTMENTS_RESOURCE = 22;

/** ZASSET.ZADJUSTMENTSSTATE: 0 as taken, 1 a still or movie was edited, 2 a Live Photo was, 3 a slow-motion movie as its camera left it. */
export const ADJUSTMENTS = { none: 0, edited: 1, editedLive: 2, slowMotion: 3 } as const;

function table(name: string, columns: string): string {
  const list = columns
    .trim()
    .split(/\s+/)
    .map((column) => {
      const [columnName = '', letter = 'I'] = column.split(':');
      const type = { I: 'INTEGER', T: 'TIMESTAMP', F: 'FLOAT', V: 'VARCHAR', B: 'BLOB' }[letter] ?? 'INTEGER';
      return `${columnName} ${type}`;
    });
  return `CREATE TABLE ${name} (Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ${list.join(', ')})`;
}

/** Columns without a letter are integers; T is a date in seconds since 2001, F a float, V text, B bytes. */
const COMMON_STATEMENTS: readonly string[] = [
  table(
    'ZASSET',
    `ZACTIVELIBRARYSCOPEPARTICIPATIONSTATE ZADJUSTMENTSSTATE ZAVALANCHEKIND ZAVALANCHEPICKTYPE ZBUNDLESCOPE ZCLOUDDELETESTATE
     ZCLOUDISMYASSET ZCLOUDLOCALSTATE ZCOMPLETE ZDEPTHTYPE ZDERIVEDCAMERACAPTUREDEVICE ZFAVORITE ZHDRTYPE ZHEIGHT ZHIDDEN
     ZHIGHFRAMERATESTATE ZISDETECTEDSCREENSHOT ZKIND ZKINDSUBTYPE ZLIBRARYSCOPESHARESTATE ZORIENTATION ZPLAYBACKSTYLE
     ZPLAYBACKVARIATION ZSAVEDASSETTYPE ZSPATIALTYPE ZSYNDICATIONSTATE ZTHUMBNAILINDEX ZTRASHEDREASON ZTRASHEDSTATE
     ZVIDEOCPDURATIONVALUE ZVISIBILITYSTATE ZWIDTH ZADDITIONALATTRIBUTES ZCOLLECTIONSHARE ZCOMPUTEDATTRIBUTES ZEXTENDEDATTRIBUTES
     ZIMPORTSESSION ZLIBRARYSCOPE ZMASTER ZMOMENT ZMOMENTSHARE ZADDEDDATE:T ZADJUSTMENTTIMESTAMP:T ZCLOUDBATCHPUBLISHDATE:T
     ZCURATIONSCORE:F ZDATECREATED:T ZDURATION:F ZHIGHLIGHTVISIBILITYSCORE:F ZLATITUDE:F ZLONGITUDE:F ZMODIFICATIONDATE:T
     ZOVERALLAESTHETICSCORE:F ZPROMOTIONSCORE:F ZSORTTOKEN:F ZTRASHEDDATE:T ZAVALANCHEUUID:V ZCLOUDASSETGUID:V
     ZCLOUDOWNERHASHEDPERSONID:V ZDIRECTORY:V ZFILENAME:V ZMEDIAGROUPUUID:V ZORIGINALCOLORSPACE:V ZUNIFORMTYPEIDENTIFIER:V ZUUID:V`,
  ),
  table(
    'ZADDITIONALASSETATTRIBUTES',
    `ZALLOWEDFORANALYSIS ZCAMERACAPTUREDEVICE ZDATECREATEDSOURCE ZIMPORTEDBY ZINFERREDTIMEZONEOFFSET ZORIGINALFILESIZE ZORIGINALHEIGHT
     ZORIGINALORIENTATION ZORIGINALRESOURCECHOICE ZORIGINALWIDTH ZSYNDICATIONHISTORY ZTIMEZONEOFFSET ZVIEWCOUNT ZASSET
     ZASSETDESCRIPTION ZUNMANAGEDADJUSTMENT ZADJUSTEDSTABLEHASH:V ZEDITORBUNDLEID:V ZEXIFTIMESTAMPSTRING:V ZIMPORTSESSIONID:V
     ZIMPORTEDBYBUNDLEIDENTIFIER:V ZIMPORTEDBYDISPLAYNAME:V ZORIGINALFILENAME:V ZORIGINALSTABLEHASH:V ZPUBLICGLOBALUUID:V
     ZSYNDICATIONIDENTIFIER:V ZTIMEZONENAME:V ZTITLE:V ZREVERSELOCATIONDATA:B`,
  ),
  table('ZASSETDESCRIPTION', 'ZASSETATTRIBUTES ZLONGDESCRIPTION:V'),
  table(
    'ZEXTENDEDATTRIBUTES',
    `ZFLASHFIRED ZISO ZMETERINGMODE ZSAMPLERATE ZTRACKFORMAT ZWHITEBALANCE ZASSET ZAPERTURE:F ZBITRATE:F ZDURATION:F ZEXPOSUREBIAS:F
     ZFOCALLENGTH:F ZFPS:F ZLATITUDE:F ZLONGITUDE:F ZSHUTTERSPEED:F ZCAMERAMAKE:V ZCAMERAMODEL:V ZCODEC:V ZLENSMODEL:V
     ZTIMEZONEOFFSET ZTIMEZONENAME:V ZDATECREATED:T`,
  ),
  table(
    'ZINTERNALRESOURCE',
    `ZCLOUDDELETESTATE ZCLOUDLOCALSTATE ZDATALENGTH ZDATASTORECLASSID ZDATASTORESUBTYPE ZFILEID ZLOCALAVAILABILITY
     ZLOCALAVAILABILITYTARGET ZRECIPEID ZREMOTEAVAILABILITY ZREMOTEAVAILABILITYTARGET ZRESOURCETYPE ZSIDECARINDEX ZTRASHEDSTATE
     ZUNORIENTEDHEIGHT ZUNORIENTEDWIDTH ZVERSION ZASSET ZFILESYSTEMBOOKMARK ZFILESYSTEMVOLUME ZCODECFOURCHARCODENAME:V
     ZCOMPACTUTI:V ZFINGERPRINT:V ZSTABLEHASH:V ZDATASTOREKEYDATA:B`,
  ),
  table(
    'ZGENERICALBUM',
    `ZCACHEDCOUNT ZCACHEDPHOTOSCOUNT ZCACHEDVIDEOSCOUNT ZCLOUDDELETESTATE ZCLOUDLOCALSTATE ZCUSTOMSORTASCENDING ZCUSTOMSORTKEY ZISPINNED
     ZKIND ZPENDINGITEMSCOUNT ZPENDINGITEMSTYPE ZPRIVACYSTATE ZTRASHEDSTATE ZCUSTOMKEYASSET ZPARENTFOLDER ZISOWNED Z_FOK_PARENTFOLDER
     ZCREATIONDATE:T ZENDDATE:T ZLASTMODIFIEDDATE:T ZSTARTDATE:T ZTRASHEDDATE:T ZCLOUDGUID:V ZIMPORTSESSIONID:V ZTITLE:V ZUUID:V
     ZCLOUDOWNERFIRSTNAME:V ZCLOUDOWNERFULLNAME:V ZCLOUDOWNERHASHEDPERSONID:V ZCLOUDOWNERLASTNAME:V ZPROJECTDOCUMENTTYPE:V
     ZUSERQUERYDATA:B`,
  ),
  table('ZKEYWORD', 'ZSHORTCUT:V ZTITLE:V ZUUID:V'),
  table(
    'ZCLOUDMASTER',
    `ZCLOUDLOCALSTATE ZORIGINALORIENTATION ZCREATIONDATE:T ZIMPORTDATE:T ZCLOUDMASTERGUID:V ZORIGINALFILENAME:V ZUNIFORMTYPEIDENTIFIER:V`,
  ),
  table(
    'ZUNMANAGEDADJUSTMENT',
    `ZADJUSTMENTBASEIMAGEFORMAT ZADJUSTMENTRENDERTYPES ZASSETATTRIBUTES ZADJUSTMENTTIMESTAMP:T ZADJUSTMENTFORMATIDENTIFIER:V
     ZADJUSTMENTFORMATVERSION:V ZEDITORLOCALIZEDNAME:V ZOTHERADJUSTMENTSFINGERPRINT:V ZUUID:V`,
  ),
  table(
    'ZSHARE',
    `ZASSETCOUNT ZCLOUDLOCALSTATE ZSTATUS ZTRASHEDSTATE ZCUSTOMSORTASCENDING ZCUSTOMSORTKEY ZCREATIONDATE:T ZENDDATE:T ZSTARTDATE:T
     ZSCOPEIDENTIFIER:V ZTITLE:V ZUUID:V`,
  ),
  table(
    'ZMOMENT',
    `ZCACHEDCOUNT ZTIMEZONEOFFSET ZTRASHEDSTATE ZAPPROXIMATELATITUDE:F ZAPPROXIMATELONGITUDE:F ZENDDATE:T ZMODIFICATIONDATE:T
     ZREPRESENTATIVEDATE:T ZSTARTDATE:T ZSUBTITLE:V ZTITLE:V ZUUID:V`,
  ),
  table('ZPERSON', 'ZFACECOUNT ZKEYFACE ZMANUALORDER ZTYPE ZDISPLAYNAME:V ZFULLNAME:V ZPERSONUUID:V'),
  table(
    'ZDETECTEDFACE',
    `ZAGETYPE ZASSETFORFACE ZEYEMAKEUPTYPE ZEYESSTATE ZFACIALHAIRTYPE ZGENDERTYPE ZGLASSESTYPE ZHAIRCOLORTYPE ZHASSMILE ZHIDDEN
     ZISINTRASH ZLIPMAKEUPTYPE ZMANUAL ZPERSONFORFACE ZQUALITYMEASURE ZSMILETYPE ZSOURCEHEIGHT ZSOURCEWIDTH ZBLURSCORE:F ZCENTERX:F
     ZCENTERY:F ZPOSEYAW:F ZQUALITY:F ZROLL:F ZSIZE:F ZMASTERIDENTIFIER:V ZUUID:V`,
  ),
  table(
    'ZCOMPUTEDASSETATTRIBUTES',
    `ZASSET ZFAILURESCORE:F ZHARMONIOUSCOLORSCORE:F ZIMMERSIVENESSSCORE:F ZINTERESTINGSUBJECTSCORE:F ZINTRUSIVEOBJECTPRESENCESCORE:F
     ZLIVELYCOLORSCORE:F ZLOWLIGHT:F ZNOISESCORE:F ZPLEASANTCAMERATILTSCORE:F ZPLEASANTCOMPOSITIONSCORE:F ZPLEASANTLIGHTINGSCORE:F
     ZPLEASANTPATTERNSCORE:F ZPLEASANTPERSPECTIVESCORE:F ZPLEASANTPOSTPROCESSINGSCORE:F ZPLEASANTREFLECTIONSSCORE:F
     ZPLEASANTSYMMETRYSCORE:F ZSHARPLYFOCUSEDSUBJECTSCORE:F ZTASTEFULLYBLURREDSCORE:F ZWELLCHOSENSUBJECTSCORE:F
     ZWELLFRAMEDSUBJECTSCORE:F ZWELLTIMEDSHOTSCORE:F`,
  ),
  table(
    'ZCLOUDSHAREDCOMMENT',
    'ZISLIKE ZISMYCOMMENT ZCOMMENTEDASSET ZLIKEDASSET ZCOMMENTDATE:T ZCOMMENTTEXT:V ZCOMMENTERHASHEDPERSONID:V',
  ),
  table(
    'ZCLOUDSHAREDALBUMINVITATIONRECORD',
    'ZALBUM ZINVITEEFIRSTNAME:V ZINVITEEFULLNAME:V ZINVITEEHASHEDPERSONID:V ZINVITEELASTNAME:V ZUUID:V',
  ),
  table('ZCLOUDMASTERMEDIAMETADATA', 'ZADDITIONALASSETATTRIBUTES ZCLOUDMASTER ZDATA:B'),
  table('ZASSETCONTRIBUTOR', 'ZPARTICIPANT Z3LIBRARYSCOPEASSETCONTRIBUTORS'),
  table('ZUSERFEEDBACK', 'ZFEATURE ZTYPE ZPERSON'),
  table('ZFILESYSTEMVOLUME', 'ZNAME:V ZUUID:V ZVOLUMEUUIDSTRING:V'),
  table('ZFILESYSTEMBOOKMARK', 'ZRESOURCE ZPATHRELATIVETOVOLUME:V ZBOOKMARKDATA:B'),
  table(
    'ATRANSACTION',
    'ZAUTHORTS ZBUNDLEIDTS ZCONTEXTNAMETS ZPROCESSIDTS ZTIMESTAMP:F ZAUTHOR:V ZBUNDLEID:V ZCONTEXTNAME:V ZPROCESSID:V ZQUERYGEN:B',
  ),
  table('ACHANGE', 'ZCHANGETYPE ZENTITY ZENTITYPK ZTRANSACTIONID ZCOLUMNS:B ZTOMBSTONE0:B'),
  table('ATRANSACTIONSTRING', 'ZNAME:V'),
  'CREATE TABLE Z_PRIMARYKEY (Z_ENT INTEGER PRIMARY KEY, Z_NAME VARCHAR, Z_SUPER INTEGER, Z_MAX INTEGER)',
  'CREATE TABLE Z_METADATA (Z_VERSION INTEGER PRIMARY KEY, Z_UUID VARCHAR(255), Z_PLIST BLOB)',
  'CREATE TABLE Z_MODELCACHE (Z_CONTENT BLOB)',
  'CREATE INDEX Z_Asset_uuid ON ZASSET (ZUUID)',
  'CREATE INDEX Z_Asset_dateCreated ON ZASSET (ZDATECREATED)',
  'CREATE INDEX Z_AdditionalAssetAttributes_asset ON ZADDITIONALASSETATTRIBUTES (ZASSET)',
  'CREATE INDEX Z_AdditionalAssetAttributes_originalStableHash ON ZADDITIONALASSETATTRIBUTES (ZORIGINALSTABLEHASH)',
  'CREATE INDEX Z_ExtendedAttributes_asset ON ZEXTENDEDATTRIBUTES (ZASSET)',
  'CREATE INDEX Z_InternalResource_asset ON ZINTERNALRESOURCE (ZASSET, ZDATASTORESUBTYPE)',
  'CREATE INDEX Z_GenericAlbum_uuid ON ZGENERICALBUM (ZUUID)',
  'CREATE UNIQUE INDEX Z_Keyword_UNIQUE_title ON ZKEYWORD (ZTITLE)',
];

/** What osxphotos wants to see of Photos' search index; it warns about a library without it. */
const SEARCH: Readonly<Record<PhotosModel, { readonly file: string; readonly statements: readonly string[] }>> = {
  '26': {
    file: 'psi.sqlite',
    statements: [
      `CREATE TABLE groups (category INT2, owning_groupid INT, content_string TEXT, normalized_string TEXT, lookup_identifier TEXT,
         score REAL, token_ranges_0 INT8, token_ranges_1 INT8)`,
      'CREATE TABLE assets (uuid_0 INT, uuid_1 INT, creationDate INT)',
      'CREATE TABLE ga (groupid INT, assetid INT, PRIMARY KEY (groupid, assetid))',
    ],
  },
  '27': {
    file: 'leo.sqlite',
    statements: [
      'CREATE TABLE lexicon (lexeme_id INTEGER PRIMARY KEY, type INTEGER, category INTEGER, content TEXT)',
      'CREATE TABLE items (identifier TEXT, type INTEGER, lexeme_ids BLOB)',
    ],
  },
};

/** What a release of Photos calls its tables and columns. */
export interface PhotosShape {
  /** PLModelVersion. */
  readonly modelVersion: bigint;
  readonly entities: Readonly<Record<EntityName, { readonly number: number; readonly table: string }>>;
  /** Rows of Z_PRIMARYKEY: entity number, name, number of the entity it inherits from (0: none). */
  readonly entityRows: readonly (readonly [number, string, number])[];
  readonly createStatements: readonly string[];
  /** Below `database/search`. */
  readonly search: { readonly file: string; readonly statements: readonly string[] };
  /** The table that joins albums and assets, and its column of the album; its others are `Z_3ASSETS` and `Z_FOK_3ASSETS`. */
  readonly albumAssets: string;
  readonly albumOfAsset: string;
  /** The column of the keyword in `Z_1KEYWORDS`; the other one is `Z_1ASSETATTRIBUTES`. */
  readonly keyword: string;
  /** Columns of ZSHAREPARTICIPANT: the share's entity, and whether somebody is the owner (1). */
  readonly shareEntity: string;
  readonly participantRole: string;
}

const MODEL_VERSIONS: Readonly<Record<PhotosModel, bigint>> = { '26': 19_320n, '27': 270_010_300n };

/**
 * The number that an entity of 26.1 has. For 27 three are known: Album went from 33 to 34, Keyword from 52 to 53, Share from 66 to 71. The
 * others are taken to have moved along with the known one before them; no reader goes by their numbers.
 */
function entityNumber(model: PhotosModel, number: number): number {
  if (model === '26' || number < 32 || number >= CHANGE_ENTITY) return number;
  return number < 66 ? number + 1 : number + 5;
}

function shape(model: PhotosModel): PhotosShape {
  const moved = (number: number): number => entityNumber(model, number);
  const album = moved(ENTITIES.Album.number);
  const keyword = `Z_${moved(ENTITIES.Keyword.number)}KEYWORDS`;
  const shareEntity = `Z${moved(66)}_SHARE`;
  const albumAssets = `Z_${album}ASSETS`;
  const albumOfAsset = `Z_${album}ALBUMS`;
  const participantRole = model === '26' ? 'ZROLE' : 'ZCPLROLE';
  return {
    modelVersion: MODEL_VERSIONS[model],
    entities: Object.fromEntries(
      Object.entries(ENTITIES).map(([name, { number, table }]) => [name, { number: moved(number), table }]),
    ) as PhotosShape['entities'],
    entityRows: ENTITY_ROWS.map(([number, name, parent]) => [moved(number), name, parent === 0 ? 0 : moved(parent)]),
    search: SEARCH[model],
    albumAssets,
    albumOfAsset,
    keyword,
    shareEntity,
    participantRole,
    createStatements: [
      ...COMMON_STATEMENTS,
      table(
        'ZSHAREPARTICIPANT',
        `ZACCEPTANCESTATUS ZEXITSTATE ZISCURRENTUSER ZPERMISSION ZPERSON ${participantRole} ZSHARE ${shareEntity} ZEMAILADDRESS:V
         ZHASHEDPERSONID:V ZPARTICIPANTID:V ZPHONENUMBER:V ZUSERIDENTIFIER:V ZUUID:V ZNAMECOMPONENTS:B`,
      ),
      `CREATE TABLE ${albumAssets} (${albumOfAsset} INTEGER, Z_3ASSETS INTEGER, Z_FOK_3ASSETS INTEGER, PRIMARY KEY (${albumOfAsset}, Z_3ASSETS))`,
      `CREATE TABLE Z_1KEYWORDS (Z_1ASSETATTRIBUTES INTEGER, ${keyword} INTEGER, PRIMARY KEY (Z_1ASSETATTRIBUTES, ${keyword}))`,
      `CREATE INDEX ${albumAssets}_assets ON ${albumAssets} (Z_3ASSETS, ${albumOfAsset})`,
      `CREATE INDEX Z_1KEYWORDS_keywords ON Z_1KEYWORDS (${keyword}, Z_1ASSETATTRIBUTES)`,
    ],
  };
}

export const SHAPES: Readonly<Record<PhotosModel, PhotosShape>> = { '26': shape('26'), '27': shape('27') };

/** The shape of a library that was made earlier. @throws Error if it is of none that is known here. */
export function shapeOf(database: DatabaseSync): PhotosShape {
  const hasTable = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
  const found = Object.values(SHAPES).find(({ albumAssets }) => hasTable.get(albumAssets) !== undefined);
  if (!found) throw new Error('This library has tables of a shape that the generator does not know.');
  return found;
}
