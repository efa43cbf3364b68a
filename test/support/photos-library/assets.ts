import { createHash } from 'node:crypto';
import { depthEffectRecord, editRecord, slowMotionRecord } from './adjustments.ts';
import { containerKey, insertMembers } from './albums.ts';
import { change, type LibraryContext, writeLibraryFile } from './context.ts';
import type { Row } from './database.ts';
import { exifDateText, type LocalMoment, offsetZoneName } from './dates.ts';
import { DNG, type FileFormat, isMovie, originalFormat, QUICKTIME, stillFormat } from './formats.ts';
import { cloudGuid, originOf } from './identity.ts';
import { replaceCaption, replaceKeywords } from './keywords.ts';
import { type AssetPlace, adjustmentsPath, cloudPath, originalAdjustmentsPath, partPath } from './layout.ts';
import { type MediaFacts, type MediaFile, makeMovie, makeRaw, makeRender, makeStill } from './media.ts';
import { ADJUSTMENTS, ORIGINAL_ADJUSTMENTS_RESOURCE, RESOURCES, SUBTYPES } from './schema.ts';
import type { AssetKind, AssetOptions, FileCondition, StillFormat } from './types.ts';
import { PART_KINDS, type PartKind } from './types.ts';

/** Everything about a new asset, decided before anything is drawn or written. */
export interface AssetPlan {
  readonly uuid: string;
  /** What the asset is called on the first Mac of the account; its bytes and its identity in iCloud follow from it. */
  readonly origin: string;
  readonly kind: AssetKind;
  readonly format: StillFormat;
  readonly filename: string;
  readonly place: AssetPlace;
  readonly moment: LocalMoment;
  readonly timeZone: string;
  readonly facts: Omit<MediaFacts, 'size'>;
  readonly edited: boolean;
  readonly missing: ReadonlySet<PartKind>;
  readonly condition: FileCondition;
  readonly options: AssetOptions;
  /** Primary keys. */
  readonly importSession: number;
  readonly sharedAlbum: number | null;
}

/** The parts that an asset of this kind consists of. */
export function partsOf(kind: AssetKind, edited: boolean): readonly PartKind[] {
  const has: Readonly<Record<PartKind, boolean>> = {
    original: true,
    edited,
    'live-video': kind === 'live',
    'edited-live-video': kind === 'live' && edited,
    raw: kind === 'raw-jpeg',
  };
  return PART_KINDS.filter((part) => has[part]);
}

/** What a part holds, drawn again; the same plan and look always give the same bytes. */
export function drawPart(
  plan: Pick<AssetPlan, 'kind' | 'format'>,
  part: PartKind,
  facts: MediaFacts,
): Promise<MediaFile> {
  switch (part) {
    case 'original':
      if (isMovie(plan.kind)) return makeMovie(facts, null);
      return plan.kind === 'raw' ? makeRaw(facts) : makeStill(plan.format, facts);
    case 'live-video':
      return makeMovie(facts, plan.format);
    case 'raw':
      return makeRaw(facts);
    case 'edited':
      if (isMovie(plan.kind)) return makeMovie(facts, null);
      return makeRender(plan.kind !== 'raw' && plan.format === 'heic' ? 'heic' : 'jpeg', facts);
    case 'edited-live-video':
      return makeMovie(facts, plan.format);
  }
}

/** The same facts for an edit: another look, and for a Live Photo another pair of identifiers. */
export function editedFacts<Facts extends Pick<MediaFacts, 'look' | 'contentIdentifier' | 'uniqueId'>>(
  facts: Facts,
  look: number,
): Facts {
  const fresh = createHash('sha1').update(`${facts.uniqueId} ${look}`).digest('hex').toUpperCase();
  const identifier = [
    fresh.slice(0, 8),
    fresh.slice(8, 12),
    `4${fresh.slice(13, 16)}`,
    `A${fresh.slice(17, 20)}`,
    fresh.slice(20, 32),
  ];
  return {
    ...facts,
    look,
    contentIdentifier: facts.contentIdentifier && identifier.join('-'),
    uniqueId: fresh.slice(0, 32),
  };
}

const editedLook = ({ facts }: AssetPlan) => 1 + (facts.number % 3);

/** Draws all parts of a new asset; no files for a library without media. */
async function drawParts(context: LibraryContext, plan: AssetPlan): Promise<ReadonlyMap<PartKind, MediaFile>> {
  const files = new Map<PartKind, MediaFile>();
  if (context.media === 'none') return files;
  const facts: MediaFacts = { ...plan.facts, size: context.media };
  const edited = editedFacts(facts, editedLook(plan));
  for (const part of partsOf(plan.kind, plan.edited)) {
    const isEdit = part === 'edited' || part === 'edited-live-video';
    files.set(part, await drawPart(plan, part, isEdit ? edited : facts));
  }
  const original = files.get('original');
  if (original && plan.condition !== 'good') {
    const bytes =
      plan.condition === 'empty'
        ? Buffer.alloc(0)
        : original.bytes.subarray(0, Math.floor(original.bytes.length * 0.4));
    files.set('original', { ...original, bytes });
  }
  return files;
}

export interface DrawnAsset {
  readonly plan: AssetPlan;
  /** Empty for a library without media. */
  readonly files: ReadonlyMap<PartKind, MediaFile>;
  /** The small JPEG that Photos keeps of everything it shows; null in libraries whose pictures nobody looks at. */
  readonly preview: Buffer | null;
}

export async function drawAsset(context: LibraryContext, plan: AssetPlan): Promise<DrawnAsset> {
  const files = await drawParts(context, plan);
  if (context.media !== 'full') return { plan, files, preview: null };
  const facts = { ...plan.facts, size: 'small' } as const;
  const shown = plan.edited ? editedFacts(facts, editedLook(plan)) : facts;
  return { plan, files, preview: (await makeStill('jpeg', shown)).bytes };
}

/** Seen in libraries of Photos 10 and 11. */
const previewPath = (uuid: string) => `resources/derivatives/masters/${uuid.charAt(0)}/${uuid}_4_5005_c.jpeg`;

/** Writes the files of new assets, and then their rows in one transaction. */
export function insertAssets(context: LibraryContext, assets: readonly DrawnAsset[]): void {
  for (const { plan, files, preview } of assets) {
    if (preview !== null) writeLibraryFile(context, previewPath(plan.uuid), preview);
    for (const [part, file] of files) {
      const relative = partPath(plan.place, part);
      writeLibraryFile(context, plan.missing.has(part) ? cloudPath(relative) : relative, file.bytes);
    }
  }
  change(context, (now) => {
    const members = new Map<string, number[]>();
    for (const { plan, files } of assets) {
      const key = insertAssetRows(context, plan, files, now);
      for (const album of plan.options.albums ?? []) {
        const keys = members.get(album) ?? [];
        keys.push(key);
        members.set(album, keys);
      }
    }
    for (const [album, keys] of members) insertMembers(context, containerKey(context, album), keys, now);
  });
}

/** @returns the primary key of the asset */
function insertAssetRows(
  context: LibraryContext,
  plan: AssetPlan,
  files: ReadonlyMap<PartKind, MediaFile>,
  now: number,
): number {
  const { database } = context;
  const { options, place } = plan;
  const original = files.get('original');
  const shown = files.get('edited') ?? original;
  const adjustments = adjustmentsOf(plan);
  const cloud =
    options.cloudGuid === undefined && context.icloud ? cloudGuid(plan.origin) : (options.cloudGuid ?? null);
  const asset = database.insert('Asset', {
    ...assetConstants,
    ZUUID: plan.uuid,
    ZDIRECTORY: place.directory,
    ZFILENAME: place.filename,
    ZUNIFORMTYPEIDENTIFIER: place.uniformTypeIdentifier,
    ZKIND: place.media === 'movie' ? 1 : 0,
    ZKINDSUBTYPE: subtypeOf(plan.kind),
    // Photos numbers its thumbnails here; this generator has none and remembers what was drawn, for later edits.
    ZTHUMBNAILINDEX: plan.facts.seed,
    ZPLAYBACKSTYLE: place.media === 'movie' ? 4 : plan.kind === 'live' ? 3 : 1,
    ZDEPTHTYPE: plan.kind === 'portrait' ? 1 : 0,
    ZISDETECTEDSCREENSHOT: plan.kind === 'screenshot' ? 1 : 0,
    ZHIGHFRAMERATESTATE: plan.kind === 'slow-motion' ? 1 : 0,
    ZADJUSTMENTSSTATE: adjustments,
    ZADJUSTMENTTIMESTAMP: adjustments === ADJUSTMENTS.none ? null : now,
    ZMODIFICATIONDATE: now,
    ZADDEDDATE: now,
    ZDATECREATED: plan.moment.coreData,
    ZSORTTOKEN: plan.moment.coreData,
    ZDURATION: place.media === 'movie' ? (original?.seconds ?? 1) : 0,
    ZVIDEOCPDURATIONVALUE: plan.kind === 'live' ? 600 : 0,
    ZMEDIAGROUPUUID: plan.facts.contentIdentifier,
    ZWIDTH: shown?.width ?? 1280,
    ZHEIGHT: shown?.height ?? 960,
    ZFAVORITE: options.favorite ? 1 : 0,
    ZHIDDEN: options.hidden ? 1 : 0,
    ZTRASHEDSTATE: options.trashed ? 1 : 0,
    ZTRASHEDDATE: options.trashed ? now : null,
    ZLATITUDE: options.location?.latitude ?? -180,
    ZLONGITUDE: options.location?.longitude ?? -180,
    ZIMPORTSESSION: place.shared ? null : plan.importSession,
    ZSAVEDASSETTYPE: place.shared ? 4 : 3,
    ZCLOUDASSETGUID: cloud,
    ZCLOUDLOCALSTATE: cloud === null ? 0 : 1,
    ZCLOUDBATCHPUBLISHDATE: place.shared ? now : null,
    ZCOLLECTIONSHARE: plan.sharedAlbum,
    ZCLOUDOWNERHASHEDPERSONID: place.shared ? 'sample-owner' : null,
    ...burstColumns(options),
  });
  const attributes = database.insert('AdditionalAssetAttributes', {
    ZASSET: asset,
    ZALLOWEDFORANALYSIS: 1,
    ZORIGINALFILENAME: plan.filename,
    ZTITLE: options.title ?? null,
    ZTIMEZONEOFFSET: plan.moment.offset,
    ZINFERREDTIMEZONEOFFSET: plan.moment.offset,
    ZTIMEZONENAME: plan.timeZone,
    ZEXIFTIMESTAMPSTRING: exifDateText(plan.moment),
    ZORIGINALFILESIZE: original?.bytes.length ?? 0,
    ZORIGINALWIDTH: original?.width ?? 1280,
    ZORIGINALHEIGHT: original?.height ?? 960,
    ZORIGINALORIENTATION: 1,
    ZORIGINALRESOURCECHOICE: 0,
    ZCAMERACAPTUREDEVICE: 0,
    ZSYNDICATIONHISTORY: 0,
    ZIMPORTEDBY: 3,
    ZIMPORTEDBYBUNDLEIDENTIFIER: 'com.apple.Photos',
    ZIMPORTEDBYDISPLAYNAME: 'Photos',
    ZORIGINALSTABLEHASH: fingerprint(plan.origin),
    ZPUBLICGLOBALUUID: plan.uuid,
    ZDATECREATEDSOURCE: 1,
    ZVIEWCOUNT: 0,
  });
  const extended = database.insert('ExtendedAttributes', extendedColumns(plan, asset, original));
  // A library that was never in iCloud has no masters at all.
  const master =
    cloud === null
      ? null
      : database.insert('CloudMaster', {
          ZCLOUDLOCALSTATE: 3,
          ZCLOUDMASTERGUID: fingerprint(`master ${plan.origin}`),
          ZORIGINALFILENAME: plan.filename,
          ZUNIFORMTYPEIDENTIFIER: place.uniformTypeIdentifier,
          ZCREATIONDATE: plan.moment.coreData,
          ZIMPORTDATE: now,
          ZORIGINALORIENTATION: 1,
        });
  // Not an update of its own: Core Data writes a new object's relations together with it.
  database.run(
    'UPDATE ZASSET SET ZADDITIONALATTRIBUTES = ?, ZEXTENDEDATTRIBUTES = ?, ZMASTER = ? WHERE Z_PK = ?',
    attributes,
    extended,
    master,
    asset,
  );
  for (const part of partsOf(plan.kind, plan.edited)) {
    insertResource(context, plan, asset, part, files.get(part));
  }
  if (plan.kind === 'portrait' && context.media !== 'none') insertDepthEffect(context, plan.uuid, asset);
  if (plan.edited) insertEdit(context, plan.uuid, attributes, 1, now);
  if (plan.kind === 'slow-motion' && !plan.edited && context.media !== 'none') {
    writeLibraryFile(context, adjustmentsPath(plan.uuid), slowMotionRecord(now));
  }
  if (options.caption !== undefined) replaceCaption(context, attributes, options.caption);
  if (options.keywords) replaceKeywords(context, attributes, options.keywords);
  return asset;
}

const assetConstants: Row = {
  ZACTIVELIBRARYSCOPEPARTICIPATIONSTATE: 0,
  ZBUNDLESCOPE: 0,
  ZCLOUDDELETESTATE: 0,
  ZCOMPLETE: 1,
  ZDERIVEDCAMERACAPTUREDEVICE: 0,
  ZHDRTYPE: 0,
  ZLIBRARYSCOPESHARESTATE: 0,
  ZORIENTATION: 1,
  ZPLAYBACKVARIATION: 0,
  ZSPATIALTYPE: 0,
  ZSYNDICATIONSTATE: 0,
  ZTRASHEDREASON: 0,
  ZCURATIONSCORE: 0.5,
  ZHIGHLIGHTVISIBILITYSCORE: 0.1,
  ZOVERALLAESTHETICSCORE: 0.5,
  ZPROMOTIONSCORE: 0,
  ZORIGINALCOLORSPACE: 'sRGB IEC61966-2.1',
};

function adjustmentsOf(plan: AssetPlan): number {
  if (plan.edited) return plan.kind === 'live' ? ADJUSTMENTS.editedLive : ADJUSTMENTS.edited;
  return plan.kind === 'slow-motion' ? ADJUSTMENTS.slowMotion : ADJUSTMENTS.none;
}

function subtypeOf(kind: AssetKind): number {
  switch (kind) {
    case 'screenshot':
      return SUBTYPES.screenshot;
    case 'panorama':
      return SUBTYPES.panorama;
    case 'live':
      return SUBTYPES.live;
    case 'slow-motion':
      return SUBTYPES.slowMotion;
    case 'time-lapse':
      return SUBTYPES.timeLapse;
    case 'screen-recording':
      return SUBTYPES.screenRecording;
    default:
      return SUBTYPES.none;
  }
}

/** Values seen in a real library: 2 a frame that was not picked, 8 picked by the person, 20 picked by Photos and shown on top. */
function burstColumns({ burst }: AssetOptions): Row {
  if (!burst) return { ZAVALANCHEKIND: 0, ZAVALANCHEPICKTYPE: 0, ZVISIBILITYSTATE: 0 };
  const unpicked = burst.role === 'unpicked';
  return {
    ZAVALANCHEUUID: burst.id,
    ZAVALANCHEKIND: 1,
    ZAVALANCHEPICKTYPE: unpicked ? 2 : burst.key ? 20 : 8,
    ZVISIBILITYSTATE: unpicked ? 2 : 0,
  };
}

function extendedColumns(plan: AssetPlan, asset: number, original: MediaFile | undefined): Row {
  const movie = plan.place.media === 'movie';
  const { camera } = plan.facts;
  return {
    ZASSET: asset,
    ZCAMERAMAKE: camera?.make ?? null,
    ZCAMERAMODEL: camera?.model ?? null,
    ZLENSMODEL: movie ? null : (camera?.lens ?? null),
    ZISO: movie || !camera ? null : 100,
    ZAPERTURE: movie || !camera ? null : 1.8,
    ZSHUTTERSPEED: movie || !camera ? null : 1 / 120,
    ZFLASHFIRED: 0,
    ZLATITUDE: plan.options.location?.latitude ?? null,
    ZLONGITUDE: plan.options.location?.longitude ?? null,
    ZDURATION: movie ? (original?.seconds ?? 1) : null,
    ZFPS: movie ? 8 : null,
    ZCODEC: movie ? 'jpeg' : null,
    ZDATECREATED: plan.moment.coreData,
    ZTIMEZONEOFFSET: plan.moment.offset,
    ZTIMEZONENAME: plan.timeZone,
  };
}

const RESOURCE_COLUMNS: Readonly<
  Record<PartKind, { type: number; movieType: number; version: number; recipe: number }>
> = {
  original: { type: 0, movieType: 1, version: 0, recipe: 0 },
  edited: { type: 0, movieType: 1, version: 2, recipe: 65_938 },
  'live-video': { type: 3, movieType: 3, version: 0, recipe: 0 },
  'edited-live-video': { type: 3, movieType: 3, version: 2, recipe: 131_272 },
  raw: { type: 4, movieType: 4, version: 0, recipe: 0 },
};

type ResourcePlan = Pick<AssetPlan, 'uuid' | 'kind' | 'format' | 'missing' | 'moment'>;

function partFormat(plan: Pick<AssetPlan, 'kind' | 'format'>, part: PartKind): FileFormat {
  if (part === 'live-video' || part === 'edited-live-video') return QUICKTIME;
  if (part === 'raw') return DNG;
  if (part === 'original') return originalFormat(plan.kind, plan.format);
  if (isMovie(plan.kind)) return QUICKTIME;
  return stillFormat(plan.kind !== 'raw' && plan.format === 'heic' ? 'heic' : 'jpeg');
}

/** The row that tells where a file of an asset is: on this Mac, in iCloud, or both. */
export function insertResource(
  context: LibraryContext,
  plan: ResourcePlan,
  asset: number,
  part: PartKind,
  file: MediaFile | undefined,
): void {
  const columns = RESOURCE_COLUMNS[part];
  const format = partFormat(plan, part);
  const here = file !== undefined && !plan.missing.has(part);
  const { database } = context;
  const inCloud = database.one('SELECT ZCLOUDASSETGUID FROM ZASSET WHERE Z_PK = ?', asset).ZCLOUDASSETGUID !== null;
  database.insert('InternalResource', {
    ZASSET: asset,
    ZDATASTORECLASSID: 0,
    ZDATASTORESUBTYPE: RESOURCES[part],
    ZRESOURCETYPE: isMovie(plan.kind) ? columns.movieType : columns.type,
    ZVERSION: columns.version,
    ZRECIPEID: columns.recipe,
    ZCOMPACTUTI: format.compactUti,
    ZCODECFOURCHARCODENAME: format === QUICKTIME ? 'jpeg' : null,
    ZDATALENGTH: file?.bytes.length ?? 0,
    ZFINGERPRINT: part === 'original' ? fingerprint(originOf(plan.uuid)) : null,
    ZUNORIENTEDWIDTH: file?.width ?? 0,
    ZUNORIENTEDHEIGHT: file?.height ?? 0,
    ZFILEID: -1,
    ZLOCALAVAILABILITY: here ? 1 : -1,
    ZLOCALAVAILABILITYTARGET: 0,
    ZREMOTEAVAILABILITY: inCloud ? 1 : 0,
    ZREMOTEAVAILABILITYTARGET: inCloud ? 1 : 0,
    ZTRASHEDSTATE: 0,
    ZCLOUDDELETESTATE: 0,
    ZCLOUDLOCALSTATE: inCloud ? 3 : 0,
    ZDATASTOREKEYDATA: Buffer.of(3, columns.type * 0x10, 0, 0, 0x80, format.keyByte),
  });
}

function insertDepthEffect(context: LibraryContext, uuid: string, asset: number): void {
  const record = depthEffectRecord();
  writeLibraryFile(context, originalAdjustmentsPath(uuid), record);
  context.database.insert('InternalResource', {
    ZASSET: asset,
    ZDATASTORECLASSID: 0,
    ZDATASTORESUBTYPE: ORIGINAL_ADJUSTMENTS_RESOURCE,
    ZRESOURCETYPE: 5,
    ZVERSION: 0,
    ZRECIPEID: 0,
    ZCOMPACTUTI: '37',
    ZDATALENGTH: record.length,
    ZLOCALAVAILABILITY: 1,
    ZREMOTEAVAILABILITY: 1,
    ZTRASHEDSTATE: 0,
  });
}

/** The rows and the record of an edit; the render itself is written by the caller. */
export function insertEdit(context: LibraryContext, uuid: string, attributes: number, look: number, now: number): void {
  const { database } = context;
  const old = database.all('SELECT Z_PK FROM ZUNMANAGEDADJUSTMENT WHERE ZASSETATTRIBUTES = ?', attributes)[0];
  const values: Row = {
    ZASSETATTRIBUTES: attributes,
    ZADJUSTMENTBASEIMAGEFORMAT: 0,
    ZADJUSTMENTRENDERTYPES: 0,
    ZADJUSTMENTTIMESTAMP: now,
    ZADJUSTMENTFORMATIDENTIFIER: 'com.apple.photo',
    ZADJUSTMENTFORMATVERSION: '1.5',
    ZEDITORLOCALIZEDNAME: 'com.apple.Photos',
    ZOTHERADJUSTMENTSFINGERPRINT: fingerprint(`${uuid} ${now}`),
    ZUUID: context.random.uuid(),
  };
  if (old) {
    database.update('UnmanagedAdjustment', Number(old.Z_PK), values);
  } else {
    const adjustment = database.insert('UnmanagedAdjustment', values);
    database.update('AdditionalAssetAttributes', attributes, {
      ZUNMANAGEDADJUSTMENT: adjustment,
      ZEDITORBUNDLEID: 'com.apple.Photos',
      ZADJUSTEDSTABLEHASH: fingerprint(`edited ${uuid} ${now}`),
    });
  }
  if (context.media !== 'none') writeLibraryFile(context, adjustmentsPath(uuid), editRecord(now, look));
}

/** A text of the form of Photos' own checksums: 28 characters that begin with A. Each asset needs its own, or osxphotos gets slow. */
function fingerprint(of: string): string {
  return `A${createHash('sha1').update(of).digest('base64').slice(0, 27)}`;
}

/** Photos' name for the time zone of a moment, unless a better one is known. */
export function zoneName(moment: LocalMoment, timeZone: string | undefined): string {
  return timeZone ?? offsetZoneName(moment.offset);
}
