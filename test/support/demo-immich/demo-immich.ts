import { createHash, randomUUID } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { type ApiVersion, apiVersionOf, DEFAULT_VERSIONS } from './api-version.ts';
import { type DemoBackup, restoreBackup, takeBackup } from './backup.ts';
import { Deprecations } from './http/deprecations.ts';
import { Faults } from './http/faults.ts';
import { type Hook, Hooks } from './http/hooks.ts';
import { RequestLog, type RequestMatch } from './http/request-log.ts';
import { Background, type BackgroundOptions } from './media/background.ts';
import { JobQueue } from './media/job-queue.ts';
import { type PermissionName, SYNC_PERMISSIONS } from './permissions.ts';
import type { AlbumRole, AssetRecord, Visibility } from './records.ts';
import { albumMembers, newAlbum } from './routes/albums.ts';
import { claimMotionHalf, newAsset } from './routes/upload.ts';
import { listen } from './server.ts';
import { State } from './state.ts';
import { type AlbumView, type AssetView, albumView, assetView, type DemoSnapshot, snapshot } from './views.ts';

export interface DemoUserOptions {
  readonly name: string;
  readonly email: string;
  readonly isAdmin?: boolean;
  /** Bytes; no limit if not given. */
  readonly quota?: number;
}

export interface DemoKeyOptions {
  /** The first user if not given. */
  readonly userId?: string;
  readonly name?: string;
  /** {@link SYNC_PERMISSIONS} if not given. */
  readonly permissions?: readonly PermissionName[];
  /** A fixed secret; a random one if not given. */
  readonly secret?: string;
}

export interface DemoOptions extends BackgroundOptions {
  /** That of `version`, or `v3`, if not given. */
  readonly apiVersion?: ApiVersion;
  /** What the server calls itself and what it offers, for example 2.4.1, 3.1.0 or 3.3.5; 3.2.1 or 2.7.5 by `apiVersion` if not given. */
  readonly version?: string;
  /** Where the photos' bytes go; a temporary folder, removed by `stop()`, if not given. */
  readonly folder?: string;
  /** A free one if not given. */
  readonly port?: number;
  /** One user, an administrator, if not given: on a real server the first user is one. */
  readonly users?: readonly DemoUserOptions[];
  /** The first user's key. */
  readonly key?: Omit<DemoKeyOptions, 'userId'>;
  /** What tells its database from another one, as one that was restored from a backup has it; random if not given. */
  readonly installation?: string;
}

export interface DemoAssetOptions {
  /** The first user if not given. */
  readonly userId?: string;
  readonly name: string;
  /** A path to copy, or the bytes. */
  readonly source: string | Uint8Array;
  /** Text of an XMP sidecar. */
  readonly sidecar?: string;
  readonly visibility?: Visibility;
  readonly isFavorite?: boolean;
  readonly isTrashed?: boolean;
  /** When the file was made, which counts where it bears no date of its own. */
  readonly capturedAt?: Date;
  /** When the file was changed last; when it was made, if not given. */
  readonly modifiedAt?: Date;
}

/** An asset as the server knows it once it has read the file; of the first user. */
export interface HeldAssetOptions {
  readonly name: string;
  /** SHA-1, hexadecimal. */
  readonly checksum: string;
  /** Bytes. */
  readonly size: number;
  readonly capturedAt: Date;
  readonly description?: string;
  /** Paths. */
  readonly tags?: readonly string[];
  readonly isFavorite?: boolean;
  /** Id of its moving half, which is hidden then. */
  readonly motionId?: string;
}

export interface DemoAlbumOptions {
  /** The owner; the first user if not given. */
  readonly userId?: string;
  readonly name: string;
  readonly description?: string;
  readonly assetIds?: readonly string[];
  readonly sharedWith?: readonly { readonly userId: string; readonly role: AlbumRole }[];
}

/** An embedded server that answers like Immich. Everything is in memory but the photos' bytes. */
export interface DemoImmich {
  /** Without `/api` and without a trailing slash. */
  readonly url: string;
  readonly apiVersion: ApiVersion;
  readonly version: string;
  readonly folder: string;
  /** Id of the first user. */
  readonly userId: string;
  /** The first user's key. */
  readonly apiKey: string;
  /** Id of the first row in its history of versions. */
  readonly installation: string;
  readonly faults: Faults;
  readonly requests: RequestLog;
  /** Calls that this version's description marks as deprecated. */
  readonly deprecations: Deprecations;
  /** The background work; `pause()` holds metadata extraction back. */
  readonly jobs: Pick<JobQueue, 'pause' | 'resume'>;
  /** Returns the user's id. */
  addUser(options: DemoUserOptions): string;
  /** Returns the key's secret. */
  addKey(options?: DemoKeyOptions): string;
  removeKey(secret: string): void;
  /** Adds an asset as if it had been uploaded long ago; its metadata is extracted when `idle()` resolves. Returns its id. */
  addAsset(options: DemoAssetOptions): Promise<string>;
  /** Adds an asset whose bytes are nowhere, as if it had been uploaded and read long ago: for servers of 100,000. Returns its id. */
  hold(options: HeldAssetOptions): string;
  /** Returns the album's id. */
  addAlbum(options: DemoAlbumOptions): string;
  /** Takes an asset of the first user out of the locked folder, as a person does on a phone: no API key can. */
  unlock(checksum: string): void;
  /** A user's assets by checksum, trashed, hidden and locked ones included; the first user's if not given. */
  assets(userId?: string): AssetView[];
  /** A user's own albums by name; the first user's if not given. */
  albums(userId?: string): AlbumView[];
  snapshot(): DemoSnapshot;
  /** Takes a backup of the database and the files, as it is now. */
  backup(): Promise<DemoBackup>;
  /** Goes back in time to a backup of this server; users and keys made since stay. */
  restore(backup: DemoBackup): Promise<void>;
  /** Calls `action` once, right before the next request that matches is answered; `path` as in {@link RequestMatch}. */
  before(method: string, path: NonNullable<RequestMatch['path']>, action: () => void | Promise<void>): Hook;
  /** The stored bytes of an asset by its checksum. @throws Error when there is none. */
  bytes(checksum: string, userId?: string): Promise<Buffer>;
  /** Resolves when the background work is done; never while it is paused with work left. */
  idle(): Promise<void>;
  /** Breaks all connections, ends the background work and removes the temporary folder. */
  stop(): Promise<void>;
}

const DEFAULT_USER: DemoUserOptions = { name: 'Demo', email: 'demo@example.org', isAdmin: true };

async function storedAsset(
  folder: string,
  version: string,
  userId: string,
  options: DemoAssetOptions,
): Promise<AssetRecord> {
  const { name, source } = options;
  const uploads = join(folder, 'upload', userId);
  await mkdir(uploads, { recursive: true });
  const path = join(uploads, `${randomUUID()}${extname(name).toLowerCase()}`);
  await (typeof source === 'string' ? copyFile(source, path) : writeFile(path, source));
  const bytes = await readFile(path);
  const sidecarPath = options.sidecar === undefined ? null : `${path}.xmp`;
  if (sidecarPath !== null) await writeFile(sidecarPath, options.sidecar ?? '');
  const date = options.capturedAt ?? new Date('2024-01-01T12:00:00Z');
  const file = { path, name, size: bytes.length, checksum: createHash('sha1').update(bytes).digest('hex') };
  const asset = newAsset(version, userId, file, sidecarPath, {
    fileCreatedAt: date,
    fileModifiedAt: options.modifiedAt ?? date,
    visibility: options.visibility,
    isFavorite: options.isFavorite,
    deviceAssetId: 'NONE',
    deviceId: 'NONE',
  });
  asset.deletedAt = options.isTrashed ? new Date() : null;
  return asset;
}

/** The camera of files that are held. */
const HELD_MAKE = 'demo-immich';

function holdAsset(state: State, userId: string, options: HeldAssetOptions): string {
  const { name, checksum, size, capturedAt, description = '', tags = [], isFavorite, motionId } = options;
  if (motionId !== undefined) claimMotionHalf(state, userId, motionId);
  const asset = newAsset(state.version, userId, { name, checksum, size, path: join('held', checksum) }, null, {
    fileCreatedAt: capturedAt,
    fileModifiedAt: capturedAt,
    isFavorite,
    livePhotoVideoId: motionId,
    deviceAssetId: 'NONE',
    deviceId: 'NONE',
  });
  asset.exif.description = description;
  // Its date is one that a camera wrote, and not that of the file.
  asset.exif.make = HELD_MAKE;
  for (const path of tags) {
    const tag = state.upsertTag(userId, path);
    if (tag) asset.tagIds.add(tag.id);
  }
  asset.extracted = true;
  state.addAsset(asset);
  return asset.id;
}

/** Starts a server on a free port of 127.0.0.1. */
export async function startDemoImmich(options: DemoOptions = {}): Promise<DemoImmich> {
  const apiVersion = options.apiVersion ?? apiVersionOf(options.version ?? DEFAULT_VERSIONS.v3);
  const version = options.version ?? DEFAULT_VERSIONS[apiVersion];
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'demo-immich-')));
  const [state, jobs, faults, hooks, requests] = [
    new State(version, options.installation),
    new JobQueue(),
    new Faults(),
    new Hooks(),
    new RequestLog(),
  ];

  const addUser = ({ name, email, isAdmin = false, quota }: DemoUserOptions) =>
    state.addUser({ name, email, isAdmin, quota: quota ?? null }).id;
  const [userId = addUser(DEFAULT_USER)] = (options.users ?? [DEFAULT_USER]).map(addUser);
  const addKey = (key: DemoKeyOptions = {}) =>
    state.addKey({
      userId: key.userId ?? userId,
      name: key.name ?? 'demo',
      permissions: key.permissions ?? SYNC_PERMISSIONS,
      secret: key.secret,
    }).secret;
  const apiKey = addKey(options.key);

  const dropFolder = async () => {
    if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
  };
  const background = new Background(state, jobs, options);
  const deprecations = new Deprecations();
  const parts = { state, jobs, background, deprecations, apiVersion, version, folder, faults, hooks, requests };
  const { port, close } = await listen(parts, options.port ?? 0).catch(async (error: unknown) => {
    await dropFolder();
    throw error;
  });
  let stopped: Promise<void> | null = null;
  const stop = async () => {
    await close();
    await jobs.stop();
    await dropFolder();
  };

  return {
    url: `http://127.0.0.1:${port}`,
    apiVersion,
    version,
    folder,
    userId,
    apiKey,
    installation: state.installation,
    faults,
    requests,
    deprecations,
    jobs,
    addUser,
    addKey,
    removeKey: (secret) => void state.keys.delete(secret),
    addAsset: async (asset) => {
      const record = await storedAsset(folder, version, asset.userId ?? userId, asset);
      state.addAsset(record);
      background.uploaded(record.id);
      return record.id;
    },
    hold: (held) => holdAsset(state, userId, held),
    addAlbum: ({ name, description = '', assetIds = [], sharedWith = [], ...album }) => {
      const record = newAlbum(state, album.userId ?? userId, name, description);
      for (const id of assetIds) albumMembers(record).add(id);
      for (const guest of sharedWith) record.sharedWith.set(guest.userId, guest.role);
      return record.id;
    },
    unlock: (checksum) => {
      const asset = state.findByChecksum(userId, checksum);
      if (asset?.visibility === 'locked') asset.visibility = 'timeline';
    },
    assets: (ownerId = userId) =>
      state
        .newestFirst(ownerId)
        .map((asset) => assetView(state, asset))
        .sort((a, b) => (a.checksum < b.checksum ? -1 : 1)),
    albums: (ownerId = userId) =>
      [...state.albums.values()]
        .filter((album) => album.ownerId === ownerId)
        .map((album) => albumView(state, album))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    snapshot: () => snapshot(state),
    backup: () => takeBackup(state, join(folder, 'backups', randomUUID())),
    restore: async (backup) => {
      await restoreBackup(state, jobs, backup);
      background.clear();
    },
    before: (method, path, action) => hooks.before({ method, path }, action),
    bytes: async (checksum, ownerId = userId) => {
      const asset = state.findByChecksum(ownerId, checksum);
      if (!asset) throw new Error(`The demo server holds no asset ${checksum}.`);
      return readFile(asset.path);
    },
    idle: () => jobs.idle(),
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
