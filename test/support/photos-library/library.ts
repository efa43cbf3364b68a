import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  containerKey,
  importSessionKey,
  insertBuiltInContainers,
  insertContainer,
  insertMembers,
  refreshAlbum,
  removeMembers,
  rootFolderKey,
} from './albums.ts';
import {
  type AssetPlan,
  drawAsset,
  drawPart,
  editedFacts,
  insertAssets,
  insertEdit,
  insertResource,
  partsOf,
  zoneName,
} from './assets.ts';
import { encodeBinaryPlist } from './binary-plist.ts';
import { change, type LibraryContext, writeLibraryFile } from './context.ts';
import { PhotosDatabase, type Row } from './database.ts';
import { type LocalMoment, localMomentText, parseLocalMoment } from './dates.ts';
import type { Camera } from './exif.ts';
import { defaultFormat, isMovie, originalFormat } from './formats.ts';
import { localUuid, type Mac, originOf } from './identity.ts';
import { replaceCaption, replaceKeywords } from './keywords.ts';
import { adjustmentsPath, cloudPath, originalAdjustmentsPath, partPath } from './layout.ts';
import { readManifest } from './manifest.ts';
import type { MediaFacts } from './media.ts';
import { seededRandom } from './random.ts';
import { ADJUSTMENTS, PHOTOS_MODELS, type PhotosModel, RESOURCES, SHAPES } from './schema.ts';
import {
  type AssetOptions,
  type ExpectedAsset,
  type Manifest,
  type MediaSize,
  PART_KINDS,
  type PartKind,
  STILL_FORMATS,
  type StillFormat,
} from './types.ts';

export interface CreateOptions {
  /** Where to write it; must end in `.photoslibrary` and not exist. */
  readonly path: string;
  /** Default 1. */
  readonly seed?: number;
  /** Default `full`. */
  readonly media?: MediaSize;
  /** When the library begins to be filled, ISO 8601 with an offset. Default `2026-11-01T09:00:00+00:00`. */
  readonly now?: string;
  /** Which release of macOS it is of. Default: what the environment variable `IMMICH_SYNC_PHOTOS_MODEL` says, else `26`. */
  readonly model?: PhotosModel;
  /** False: a library that never was in iCloud. What is missing there is missing for good. Default true. */
  readonly icloud?: boolean;
  /**
   * The library of the same account on another Mac: the same calls with the same seed give the same things and bytes, with the same GUIDs in
   * iCloud and other UUIDs. Default `first`.
   */
  readonly mac?: Mac;
}

export interface NewAlbumOptions {
  /** UUID of the folder around it. */
  readonly folder?: string;
  /** UUIDs of its members in order. */
  readonly assets?: readonly string[];
}

export interface BurstOptions
  extends Pick<AssetOptions, 'date' | 'location' | 'albums' | 'favorite' | 'caption' | 'keywords'> {
  /** Default 5. */
  readonly frames?: number;
  /** Which frames (from 0) are picked; the first of them is shown on top. Default: the second. */
  readonly picked?: readonly number[];
}

/** How many assets addMany draws and writes at a time. */
const BATCH = 1000;

const CAMERAS: readonly Camera[] = [
  { make: 'Apple', model: 'iPhone 15 Pro', lens: 'iPhone 15 Pro back triple camera 6.86mm f/1.78' },
  { make: 'Apple', model: 'iPhone 12', lens: 'iPhone 12 back dual wide camera 4.2mm f/1.6' },
  { make: 'Apple', model: 'iPhone SE (2nd generation)', lens: 'iPhone SE (2nd generation) back camera 3.99mm f/1.8' },
  { make: 'Canon', model: 'Canon EOS R6', lens: 'RF24-105mm F4 L IS USM' },
];
const RAW_CAMERA: Camera = { make: 'FUJIFILM', model: 'X-T5', lens: 'XF18-55mmF2.8-4 R LM OIS' };

/**
 * Makes a new, empty library.
 * @throws Error if something is there already.
 */
export async function createPhotosLibrary(options: CreateOptions): Promise<PhotosLibrary> {
  const path = resolve(options.path);
  if (!path.endsWith('.photoslibrary')) throw new Error(`A Photos library's name ends in .photoslibrary: ${path}`);
  if (existsSync(path)) throw new Error(`There is something at ${path} already.`);
  const seed = options.seed ?? 1;
  for (const folder of [
    'originals',
    'resources/renders',
    'resources/derivatives',
    'private',
    'internal',
    'scopes/cloudsharing/data',
  ]) {
    mkdirSync(join(path, folder), { recursive: true });
  }
  const random = seededRandom(seed);
  const { icloud = true, mac = 'first' } = options;
  const shape = SHAPES[options.model ?? defaultModel()];
  const database = PhotosDatabase.create(path, localUuid(random.uuid(), mac), shape);
  writeFileSync(join(path, 'database', 'DataModelVersion.plist'), DATA_MODEL_VERSION);
  const start = parseLocalMoment(options.now ?? '2026-11-01T09:00:00+00:00').coreData;
  const library = new PhotosLibrary({
    path,
    database,
    random,
    media: options.media ?? 'full',
    icloud,
    mac,
    recording: true,
    tick: clockFrom(start),
  });
  change(library.context, (now) => insertBuiltInContainers(library.context, now));
  return library;
}

/** Opens a library that was made earlier, for further edits. Its own time continues from its last change. */
export async function openPhotosLibrary(
  path: string,
  { seed = 1, media = 'full', icloud = true, mac = 'first' }: Omit<CreateOptions, 'path' | 'now' | 'model'> = {},
): Promise<PhotosLibrary> {
  const absolute = resolve(path);
  const database = PhotosDatabase.open(absolute);
  const last = database.one('SELECT MAX(Z_PK) AS key, MAX(ZTIMESTAMP) AS time FROM ATRANSACTION');
  // Not the sequence the library began with, or identifiers would repeat.
  const random = seededRandom(seed * 1_000_003 + Number(last.key));
  return new PhotosLibrary({
    path: absolute,
    database,
    random,
    media,
    icloud,
    mac,
    recording: true,
    tick: clockFrom(Number(last.time) + 60),
  });
}

function defaultModel(): PhotosModel {
  const wanted = process.env.IMMICH_SYNC_PHOTOS_MODEL ?? '26';
  const model = PHOTOS_MODELS.find((known) => known === wanted);
  if (model === undefined)
    throw new Error(`IMMICH_SYNC_PHOTOS_MODEL must be one of ${PHOTOS_MODELS.join(', ')}: ${wanted}`);
  return model;
}

/**
 * Locks the database as Photos does while it is open: other processes cannot read it in place and must copy it. No handle of the library
 * may be open meanwhile.
 * @returns what takes the lock away again
 */
export function lockLikePhotos(path: string): () => void {
  const holder = new DatabaseSync(join(path, 'database', 'Photos.sqlite'));
  holder.exec(
    'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; UPDATE Z_METADATA SET Z_UUID = Z_UUID; COMMIT',
  );
  return () => holder.close();
}

const DATA_MODEL_VERSION = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
\t<key>LibrarySchemaVersion</key>
\t<integer>5001</integer>
\t<key>MetaSchemaVersion</key>
\t<integer>3</integer>
</dict>
</plist>
`;

function clockFrom(start: number): () => number {
  let now = start;
  return () => {
    now += 1.25;
    return now;
  };
}

/** What the database tells of one asset that the edits below need. */
interface StoredAsset {
  readonly key: number;
  readonly attributes: number;
  readonly version: number;
  readonly expected: ExpectedAsset;
}

/** A library that is open for changes. Each method makes the changes that Photos makes when a person does the same. */
export class PhotosLibrary {
  /** For the other files of this generator. */
  readonly context: LibraryContext;
  #reserved: number;
  #importSession: number | null = null;
  #lastDate = parseLocalMoment('2024-06-01T09:00:00+02:00');
  #inserted: Promise<unknown> = Promise.resolve();

  constructor(context: LibraryContext) {
    this.context = context;
    this.#reserved = Number(context.database.one('SELECT Z_MAX FROM Z_PRIMARYKEY WHERE Z_ENT = 3').Z_MAX);
  }

  /** Absolute path of the `.photoslibrary`. */
  get path(): string {
    return this.context.path;
  }

  /** As after an update of macOS whose Photos nobody has seen yet, but which kept its tables. Such a library is not opened again by this generator. */
  setModelVersion(model: number): void {
    this.context.database.run(
      'UPDATE Z_METADATA SET Z_PLIST = ?',
      encodeBinaryPlist({ PLModelVersion: BigInt(model) }),
    );
  }

  /**
   * Adds one asset. Calls may run at the same time; assets are added in the order of the calls.
   * @returns its UUID
   */
  async addAsset(options: AssetOptions): Promise<string> {
    const plan = this.#plan(options);
    const earlier = this.#inserted;
    const drawing = drawAsset(this.context, plan);
    const insertion = Promise.all([drawing, earlier.catch(() => null)]).then(([drawn]) =>
      insertAssets(this.context, [drawn]),
    );
    this.#inserted = insertion;
    await insertion;
    return plan.uuid;
  }

  /** Adds many assets without a history of each, as after a migration; quick. @returns their UUIDs in order */
  async addMany(list: readonly AssetOptions[]): Promise<string[]> {
    const plans = list.map((options) => this.#plan(options));
    const silent = { ...this.context, recording: false };
    await this.#inserted;
    for (let first = 0; first < plans.length; first += BATCH) {
      const batch = plans.slice(first, first + BATCH);
      const drawn = await Promise.all(batch.map((plan) => drawAsset(this.context, plan)));
      insertAssets(silent, drawn);
    }
    return plans.map((plan) => plan.uuid);
  }

  /** Adds the frames of one burst. @returns their UUIDs in order */
  async addBurst(options: BurstOptions = {}): Promise<string[]> {
    const { frames = 5, picked = [1], ...rest } = options;
    const id = this.context.random.uuid();
    const first = rest.date ? parseLocalMoment(rest.date) : this.#nextDate();
    const scene = this.#reserved + 1;
    return Promise.all(
      Array.from({ length: frames }, (_, frame) => {
        const role = picked.includes(frame) ? ('picked' as const) : ('unpicked' as const);
        return this.addAsset({
          kind: 'photo',
          date: localMomentText({ coreData: first.coreData + Math.floor(frame / 3), offset: first.offset }),
          scene,
          burst: { id, role, key: frame === picked[0] },
          ...(rest.location ? { location: rest.location } : {}),
          ...(role === 'picked' ? pickedOnly(rest) : {}),
        });
      }),
    );
  }

  /** @returns the new folder's UUID */
  createFolder(title: string, { folder }: { readonly folder?: string } = {}): string {
    return this.#createContainer('folder', title, folder);
  }

  /** @returns the new album's UUID */
  createAlbum(title: string, { folder, assets = [] }: NewAlbumOptions = {}): string {
    const uuid = this.#createContainer('album', title, folder);
    if (assets.length > 0) this.addToAlbum(uuid, assets);
    return uuid;
  }

  /** A search that Photos keeps as an album; osxphotos does not see it as one. */
  createSmartAlbum(title: string): string {
    return this.#createContainer('smartAlbum', title, undefined);
  }

  /** A slideshow or the like; osxphotos keeps it apart from albums. */
  createProject(title: string, assets: readonly string[] = []): string {
    const uuid = this.#createContainer('project', title, undefined);
    change(this.context, (now) =>
      insertMembers(this.context, containerKey(this.context, uuid), this.#assetKeys(assets), now),
    );
    return uuid;
  }

  /** A shared album as macOS 26 keeps it (a CollectionShare); put assets into it with `addAsset({ sharedAlbum })`. */
  createSharedAlbum(title: string): string {
    const uuid = localUuid(this.context.random.uuid(), this.context.mac);
    const { entities, participantRole, shareEntity } = this.context.database.shape;
    change(this.context, (now) => {
      const share = this.context.database.insert('CollectionShare', {
        ZUUID: uuid,
        ZTITLE: title,
        ZSCOPEIDENTIFIER: `CollectionShare-${uuid}`,
        ZCLOUDLOCALSTATE: 3,
        ZSTATUS: 1,
        ZTRASHEDSTATE: 0,
        ZCREATIONDATE: now,
        ZCUSTOMSORTASCENDING: 1,
        ZCUSTOMSORTKEY: 0,
      });
      this.context.database.insert('ShareParticipant', {
        ZSHARE: share,
        [shareEntity]: entities.CollectionShare.number,
        [participantRole]: 1,
        ZISCURRENTUSER: 1,
        ZACCEPTANCESTATUS: 2,
        ZHASHEDPERSONID: 'sample-owner',
        ZUUID: this.context.random.uuid(),
      });
    });
    return uuid;
  }

  addToAlbum(album: string, assets: readonly string[]): void {
    change(this.context, (now) =>
      insertMembers(this.context, containerKey(this.context, album), this.#assetKeys(assets), now),
    );
  }

  removeFromAlbum(album: string, assets: readonly string[]): void {
    change(this.context, (now) =>
      removeMembers(this.context, containerKey(this.context, album), this.#assetKeys(assets), now),
    );
  }

  /** Makes one of an album's photos its key photo; null leaves it to Photos again. */
  setKeyPhoto(album: string, uuid: string | null): void {
    const key = uuid === null ? null : this.#keys(uuid).key;
    change(this.context, (now) => this.#updateContainer(album, { ZCUSTOMKEYASSET: key, ZLASTMODIFIEDDATE: now }));
  }

  /** Sorts an album by the date of its photos. */
  sortAlbum(album: string, by: 'oldest-first' | 'newest-first' | 'by-hand'): void {
    change(this.context, (now) =>
      this.#updateContainer(album, {
        ZCUSTOMSORTKEY: by === 'by-hand' ? 0 : 1,
        ZCUSTOMSORTASCENDING: by === 'newest-first' ? 0 : 1,
        ZLASTMODIFIEDDATE: now,
      }),
    );
  }

  /** Renames an album or a folder. */
  renameAlbum(album: string, title: string): void {
    change(this.context, (now) => this.#updateContainer(album, { ZTITLE: title, ZLASTMODIFIEDDATE: now }));
  }

  /** Moves an album or a folder into a folder, or to the top with null. */
  moveAlbum(album: string, folder: string | null): void {
    const parent = folder === null ? rootFolderKey(this.context) : containerKey(this.context, folder);
    change(this.context, (now) => this.#updateContainer(album, { ZPARENTFOLDER: parent, ZLASTMODIFIEDDATE: now }));
  }

  /** Deletes an album; its assets stay. */
  deleteAlbum(album: string): void {
    change(this.context, (now) =>
      this.#updateContainer(album, { ZTRASHEDSTATE: 1, ZTRASHEDDATE: now, ZLASTMODIFIEDDATE: now }),
    );
  }

  /** Edits an asset as in Photos' editor: a new render, for a Live Photo a new movie as well. Repeated edits give different renders. */
  async editPhoto(uuid: string): Promise<void> {
    const stored = this.#stored(uuid);
    const { kind } = stored.expected;
    const facts = editedFacts(this.#facts(stored), stored.version);
    const format = formatOf(stored.expected);
    const parts = partsOf(kind, true).filter((part) => part === 'edited' || part === 'edited-live-video');
    const files = await Promise.all(
      parts.map(async (part) => [part, await drawPart({ kind, format }, part, facts)] as const),
    );
    change(this.context, (now) => {
      this.#dropResources(stored.key, ['edited', 'edited-live-video']);
      for (const [part, file] of files) {
        writeLibraryFile(this.context, this.#partPath(stored.expected, part), file.bytes);
        insertResource(
          this.context,
          { uuid, kind, format, missing: new Set(), moment: facts.moment },
          stored.key,
          part,
          file,
        );
      }
      insertEdit(this.context, uuid, stored.attributes, stored.version, now);
      this.#updateAsset(stored.key, now, {
        ZADJUSTMENTSSTATE: kind === 'live' ? ADJUSTMENTS.editedLive : ADJUSTMENTS.edited,
        ZADJUSTMENTTIMESTAMP: now,
        ZWIDTH: files[0]?.[1].width ?? 1280,
        ZHEIGHT: files[0]?.[1].height ?? 960,
      });
    });
  }

  /** Goes back to the original. */
  revertEdit(uuid: string): void {
    const stored = this.#stored(uuid);
    const isSlowMotion = stored.expected.kind === 'slow-motion';
    change(this.context, (now) => {
      this.#dropResources(stored.key, ['edited', 'edited-live-video']);
      for (const row of this.context.database.all(
        'SELECT Z_PK FROM ZUNMANAGEDADJUSTMENT WHERE ZASSETATTRIBUTES = ?',
        stored.attributes,
      )) {
        this.context.database.remove('UnmanagedAdjustment', Number(row.Z_PK));
      }
      this.context.database.update('AdditionalAssetAttributes', stored.attributes, {
        ZUNMANAGEDADJUSTMENT: null,
        ZADJUSTEDSTABLEHASH: null,
      });
      this.#updateAsset(stored.key, now, {
        ZADJUSTMENTSSTATE: isSlowMotion ? ADJUSTMENTS.slowMotion : ADJUSTMENTS.none,
        ZADJUSTMENTTIMESTAMP: isSlowMotion ? now : null,
      });
    });
    for (const part of ['edited', 'edited-live-video'] as const) this.#forget(this.#partPath(stored.expected, part));
    if (!isSlowMotion) this.#forget(adjustmentsPath(uuid));
  }

  /** Puts an asset into "Recently Deleted". */
  trash(uuid: string): void {
    this.#change(uuid, (now) => ({ ZTRASHEDSTATE: 1, ZTRASHEDDATE: now }));
  }

  /** Takes an asset out of "Recently Deleted". */
  restore(uuid: string): void {
    this.#change(uuid, () => ({ ZTRASHEDSTATE: 0, ZTRASHEDDATE: null }));
  }

  /** Removes an asset for good, with its rows and files. */
  deleteForGood(uuid: string): void {
    const stored = this.#stored(uuid);
    const { database } = this.context;
    const { albumAssets, albumOfAsset } = database.shape;
    change(this.context, (now) => {
      const albums = database.all(`SELECT ${albumOfAsset} AS key FROM ${albumAssets} WHERE Z_3ASSETS = ?`, stored.key);
      database.run(`DELETE FROM ${albumAssets} WHERE Z_3ASSETS = ?`, stored.key);
      for (const album of albums) refreshAlbum(this.context, Number(album.key), now);
      database.run('DELETE FROM Z_1KEYWORDS WHERE Z_1ASSETATTRIBUTES = ?', stored.attributes);
      const dependent = [
        ['InternalResource', 'ZASSET', stored.key],
        ['ExtendedAttributes', 'ZASSET', stored.key],
        ['AssetDescription', 'ZASSETATTRIBUTES', stored.attributes],
        ['UnmanagedAdjustment', 'ZASSETATTRIBUTES', stored.attributes],
      ] as const;
      for (const [entity, column, key] of dependent) {
        const table = `Z${entity.toUpperCase()}`;
        for (const row of database.all(`SELECT Z_PK FROM ${table} WHERE ${column} = ?`, key))
          database.remove(entity, Number(row.Z_PK));
      }
      const master = database.one('SELECT ZMASTER FROM ZASSET WHERE Z_PK = ?', stored.key).ZMASTER;
      if (master !== null) database.remove('CloudMaster', Number(master));
      database.remove('AdditionalAssetAttributes', stored.attributes);
      database.remove('Asset', stored.key);
    });
    for (const part of PART_KINDS) this.#forget(this.#partPath(stored.expected, part));
    this.#forget(adjustmentsPath(uuid));
    this.#forget(originalAdjustmentsPath(uuid));
  }

  setFavorite(uuid: string, favorite: boolean): void {
    this.#change(uuid, () => ({ ZFAVORITE: favorite ? 1 : 0 }));
  }

  setHidden(uuid: string, hidden: boolean): void {
    this.#change(uuid, () => ({ ZHIDDEN: hidden ? 1 : 0 }));
  }

  /** A title that is taken away (null) stays as an empty text, as in Photos. */
  setTitle(uuid: string, title: string | null): void {
    const { attributes } = this.#keys(uuid);
    this.#change(uuid, () => {
      this.context.database.update('AdditionalAssetAttributes', attributes, { ZTITLE: title ?? '' });
      return {};
    });
  }

  setCaption(uuid: string, caption: string | null): void {
    const { attributes } = this.#keys(uuid);
    this.#change(uuid, () => {
      replaceCaption(this.context, attributes, caption);
      return {};
    });
  }

  /** Replaces all keywords. */
  setKeywords(uuid: string, keywords: readonly string[]): void {
    const { attributes } = this.#keys(uuid);
    this.#change(uuid, () => {
      replaceKeywords(this.context, attributes, keywords);
      this.context.database.update('AdditionalAssetAttributes', attributes, {});
      return {};
    });
  }

  /** Adjusts the date of an asset in the database; as in Photos, the original's file stays as it is. */
  setDate(uuid: string, date: string, timeZone?: string): void {
    const moment = parseLocalMoment(date);
    const { attributes } = this.#keys(uuid);
    this.#change(uuid, () => {
      this.context.database.update('AdditionalAssetAttributes', attributes, {
        ZTIMEZONEOFFSET: moment.offset,
        ZTIMEZONENAME: zoneName(moment, timeZone),
      });
      return { ZDATECREATED: moment.coreData, ZSORTTOKEN: moment.coreData };
    });
  }

  /**
   * Downloads from iCloud: the files appear with the bytes they would always have had. Only the rows of the resources change, not that of
   * the asset. Default: every part that is missing.
   */
  async makeOriginalAppear(uuid: string, parts?: readonly PartKind[]): Promise<void> {
    const stored = this.#stored(uuid);
    const { kind } = stored.expected;
    const wanted = stored.expected.parts.filter(
      ({ kind: part, path }) => !existsSync(path) && (parts?.includes(part) ?? true),
    );
    for (const { kind: part, path } of wanted) {
      const kept = join(this.path, cloudPath(this.#partPath(stored.expected, part)));
      mkdirSync(dirname(path), { recursive: true });
      if (existsSync(kept)) {
        renameSync(kept, path);
      } else {
        const facts = this.#facts(stored);
        const isEdit = part === 'edited' || part === 'edited-live-video';
        const file = await drawPart(
          { kind, format: formatOf(stored.expected) },
          part,
          isEdit ? editedFacts(facts, 1) : facts,
        );
        writeFileSync(path, file.bytes);
      }
    }
    change(this.context, () => {
      for (const { kind: part } of wanted) this.#updateResource(stored.key, part, { ZLOCALAVAILABILITY: 1 });
    });
  }

  /** What Photos says of the size of the original, in bytes: for films that no test wants to write. */
  setOriginalSize(uuid: string, size: number): void {
    const { attributes } = this.#keys(uuid);
    change(this.context, () =>
      this.context.database.update('AdditionalAssetAttributes', attributes, { ZORIGINALFILESIZE: size }),
    );
  }

  /** Frees space: the files leave this Mac and stay in iCloud. Default: every part that is here. */
  evict(uuid: string, parts: readonly PartKind[] = PART_KINDS): void {
    const stored = this.#stored(uuid);
    const leaving = stored.expected.parts.filter(({ kind, path }) => parts.includes(kind) && existsSync(path));
    change(this.context, () => {
      for (const { kind } of leaving)
        this.#updateResource(stored.key, kind, { ZLOCALAVAILABILITY: -1, ZREMOTEAVAILABILITY: 1 });
    });
    for (const { kind, path } of leaving) {
      const kept = join(this.path, cloudPath(this.#partPath(stored.expected, kind)));
      mkdirSync(dirname(kept), { recursive: true });
      renameSync(path, kept);
    }
  }

  /** What any reader must find now. `hashes: false` is quicker and leaves out the SHA-1s. */
  manifest(options?: { readonly hashes?: boolean }): Manifest {
    return readManifest(this.path, options);
  }

  /** Writes everything into Photos.sqlite and lets go of it. */
  close(): void {
    this.context.database.close();
  }

  #nextDate(): LocalMoment {
    this.#lastDate = { coreData: this.#lastDate.coreData + 17 * 60, offset: this.#lastDate.offset };
    return this.#lastDate;
  }

  /** Decides everything random at once, so that assets drawn at the same time come out the same every time. */
  #plan(options: AssetOptions): AssetPlan {
    const { random } = this.context;
    const moment = options.date ? parseLocalMoment(options.date) : this.#nextDate();
    this.#importSession ??= importSessionKey(this.context);
    this.#reserved += 1;
    const number = this.#reserved;
    const origin = random.uuid();
    const uuid = localUuid(origin, this.context.mac);
    const contentIdentifier = random.uuid();
    const { kind, format = defaultFormat(kind) } = options;
    if (options.sharedAlbum && (kind !== 'photo' || options.edited)) {
      throw new Error('Only plain photos can be put into a shared album here.');
    }
    if (options.date) this.#lastDate = moment;
    const file = originalFormat(kind, format);
    const scene = options.scene ?? number;
    const edited = options.edited ?? false;
    const missing = new Set(options.missing ?? []);
    // Neither a Live Photo's movie nor a raw file can be had from Photos without the original.
    if (missing.has('original')) for (const part of ['live-video', 'raw'] as const) missing.add(part);
    const shared = options.sharedAlbum !== undefined;
    return {
      uuid,
      origin,
      kind,
      format,
      filename: options.filename ?? `IMG_${String(number).padStart(4, '0')}.${file.cameraExtension}`,
      place: {
        uuid,
        media: isMovie(kind) ? 'movie' : 'photo',
        directory: options.sharedAlbum ?? uuid.slice(0, 1),
        filename: `${uuid}.${shared ? 'JPG' : file.extension}`,
        uniformTypeIdentifier: file.uniformTypeIdentifier,
        shared,
      },
      moment,
      timeZone: zoneName(moment, options.timeZone),
      facts: {
        subject: subjectOf(kind, scene),
        number,
        seed: scene,
        moment,
        camera: cameraOf(kind, number),
        place: options.location ?? null,
        contentIdentifier: kind === 'live' ? contentIdentifier : null,
        uniqueId: uniqueIdOf(origin),
        look: 0,
      },
      edited,
      missing,
      condition: options.condition ?? 'good',
      options,
      importSession: this.#importSession,
      sharedAlbum: options.sharedAlbum
        ? Number(this.context.database.one('SELECT Z_PK FROM ZSHARE WHERE ZUUID = ?', options.sharedAlbum).Z_PK)
        : null,
    };
  }

  #keys(uuid: string): { key: number; attributes: number } {
    const row = this.context.database.one('SELECT Z_PK, ZADDITIONALATTRIBUTES FROM ZASSET WHERE ZUUID = ?', uuid);
    return { key: Number(row.Z_PK), attributes: Number(row.ZADDITIONALATTRIBUTES) };
  }

  #assetKeys(uuids: readonly string[]): number[] {
    return uuids.map((uuid) => this.#keys(uuid).key);
  }

  #stored(uuid: string): StoredAsset {
    const keys = this.#keys(uuid);
    const expected = readManifest(this.path, { hashes: false, uuid }).assets[0];
    if (!expected) throw new Error(`No asset ${uuid}.`);
    const version = Number(this.context.database.one('SELECT Z_OPT FROM ZASSET WHERE Z_PK = ?', keys.key).Z_OPT);
    return { ...keys, version, expected };
  }

  /** The facts that the asset was drawn by, as far as the database keeps them. */
  #facts(stored: StoredAsset): MediaFacts {
    const row = this.context.database.one(
      'SELECT ZMEDIAGROUPUUID, ZTHUMBNAILINDEX FROM ZASSET WHERE Z_PK = ?',
      stored.key,
    );
    const { kind, latitude, longitude, uuid } = stored.expected;
    const scene = Number(row.ZTHUMBNAILINDEX);
    return {
      subject: subjectOf(kind, scene),
      number: stored.key,
      seed: scene,
      size: this.context.media === 'none' ? 'small' : this.context.media,
      moment: parseLocalMoment(stored.expected.capturedAt),
      camera: cameraOf(kind, stored.key),
      place: latitude === null || longitude === null ? null : { latitude, longitude },
      contentIdentifier: row.ZMEDIAGROUPUUID === null ? null : String(row.ZMEDIAGROUPUUID),
      uniqueId: uniqueIdOf(originOf(uuid)),
      look: 0,
    };
  }

  #partPath({ parts, uuid, kind, media, shared }: ExpectedAsset, part: PartKind): string {
    const row = this.context.database.all(
      'SELECT ZDIRECTORY, ZFILENAME, ZUNIFORMTYPEIDENTIFIER FROM ZASSET WHERE ZUUID = ?',
      uuid,
    )[0];
    const known = parts.find((candidate) => candidate.kind === part)?.path;
    if (known) return known.slice(this.path.length + 1);
    return partPath(
      {
        uuid,
        media,
        shared,
        directory: String(row?.ZDIRECTORY ?? uuid.slice(0, 1)),
        filename: String(row?.ZFILENAME ?? `${uuid}.${originalFormat(kind, 'jpeg').extension}`),
        uniformTypeIdentifier: String(row?.ZUNIFORMTYPEIDENTIFIER ?? ''),
      },
      part,
    );
  }

  #forget(relative: string): void {
    rmSync(join(this.path, relative), { force: true });
    rmSync(join(this.path, cloudPath(relative)), { force: true });
  }

  #change(uuid: string, columns: (now: number) => Row): void {
    const { key } = this.#keys(uuid);
    change(this.context, (now) => this.#updateAsset(key, now, columns(now)));
  }

  #updateAsset(key: number, now: number, columns: Row): void {
    this.context.database.update('Asset', key, { ...columns, ZMODIFICATIONDATE: now });
  }

  #updateContainer(uuid: string, columns: Row): void {
    this.context.database.update('Album', containerKey(this.context, uuid), columns);
  }

  #updateResource(asset: number, part: PartKind, columns: Row): void {
    const row = this.context.database.one(
      'SELECT Z_PK FROM ZINTERNALRESOURCE WHERE ZASSET = ? AND ZDATASTORESUBTYPE = ?',
      asset,
      RESOURCES[part],
    );
    this.context.database.update('InternalResource', Number(row.Z_PK), columns);
  }

  #dropResources(asset: number, parts: readonly PartKind[]): void {
    for (const part of parts) {
      const rows = this.context.database.all(
        'SELECT Z_PK FROM ZINTERNALRESOURCE WHERE ZASSET = ? AND ZDATASTORESUBTYPE = ?',
        asset,
        RESOURCES[part],
      );
      for (const row of rows) this.context.database.remove('InternalResource', Number(row.Z_PK));
    }
  }

  #createContainer(
    kind: 'album' | 'folder' | 'smartAlbum' | 'project',
    title: string,
    folder: string | undefined,
  ): string {
    const parent = folder === undefined ? rootFolderKey(this.context) : containerKey(this.context, folder);
    return change(this.context, (now) => insertContainer(this.context, kind, { title, parent, now }).uuid);
  }
}

function pickedOnly(rest: Omit<BurstOptions, 'frames' | 'picked'>): Partial<AssetOptions> {
  return {
    ...(rest.albums ? { albums: rest.albums } : {}),
    ...(rest.favorite ? { favorite: rest.favorite } : {}),
    ...(rest.caption ? { caption: rest.caption } : {}),
    ...(rest.keywords ? { keywords: rest.keywords } : {}),
  };
}

function subjectOf(kind: AssetOptions['kind'], scene: number): MediaFacts['subject'] {
  if (kind === 'portrait') return 'portrait';
  return kind === 'screenshot' || kind === 'screen-recording' ? 'screen' : { scene };
}

function cameraOf(kind: AssetOptions['kind'], number: number): Camera | null {
  if (kind === 'screenshot' || kind === 'screen-recording') return null;
  if (kind === 'raw' || kind === 'raw-jpeg') return RAW_CAMERA;
  // Only telephones make these.
  const choices = kind === 'photo' || kind === 'movie' ? CAMERAS.length : 3;
  return CAMERAS[number % choices] ?? RAW_CAMERA;
}

function uniqueIdOf(origin: string): string {
  return createHash('sha1').update(origin).digest('hex').slice(0, 32).toUpperCase();
}

function formatOf(asset: ExpectedAsset): StillFormat {
  const path = asset.parts[0]?.path ?? '';
  return STILL_FORMATS.find((format) => path.endsWith(`.${format}`)) ?? 'jpeg';
}
