/** What the demo server keeps in memory. Bytes of photos live on disk only. */
import type { AlbumUserRole, AssetVisibility } from '@immich/sdk';
import type { PermissionName } from './permissions.ts';

export type Visibility = `${AssetVisibility}`;
export type AlbumRole = `${AlbumUserRole}`;

export interface UserRecord {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly isAdmin: boolean;
  readonly createdAt: Date;
  /** Bytes, or null for no limit. */
  readonly quota: number | null;
  /** Null for those who cannot log in. */
  readonly password: string | null;
  /** Bytes of this user's uploads. */
  usage: number;
}

export interface ApiKeyRecord {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly secret: string;
  readonly permissions: readonly PermissionName[];
  readonly createdAt: Date;
}

/** Fields that a call has set and locked: metadata extraction leaves them alone. */
export type EditedField = 'description' | 'date' | 'location' | 'rating' | 'tags';

export interface CapturedAt {
  /** The instant. */
  readonly instant: Date;
  /** The wall clock at the place of capture, written as if it were UTC. */
  readonly local: Date;
  /** For example `UTC-7`, or null when the file does not tell. */
  readonly timeZone: string | null;
  /** True where nothing but the dates of the file tells it. */
  readonly isOfFile?: true;
}

interface ExifRecord {
  description: string;
  capturedAt: CapturedAt;
  latitude: number | null;
  longitude: number | null;
  rating: number | null;
  /** Stored pixels, before rotation. */
  width: number | null;
  height: number | null;
  orientation: string | null;
  make: string | null;
  model: string | null;
  lensModel: string | null;
}

/** What the server has written into an asset's sidecar itself, by field. */
export interface SidecarValues {
  readonly description?: string;
  readonly rating?: number | null;
  readonly location?: { readonly latitude: number | null; readonly longitude: number | null };
  readonly date?: CapturedAt;
  /** Paths. */
  readonly tags?: readonly string[];
}

export interface AssetRecord {
  readonly id: string;
  readonly ownerId: string;
  readonly type: 'IMAGE' | 'VIDEO';
  /** SHA-1 of the stored bytes, lower-case hex. */
  readonly checksum: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly originalFileName: string;
  readonly fileModifiedAt: Date;
  /** As the uploader said, until extraction knows better. */
  fileCreatedAt: Date;
  readonly createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
  visibility: Visibility;
  isFavorite: boolean;
  livePhotoVideoId: string | null;
  stackId: string | null;
  /** Milliseconds; null for a still. */
  duration: number | null;
  sidecarPath: string | null;
  /** Apple's identifier that both halves of a live photo carry. */
  contentIdentifier: string | null;
  readonly tagIds: Set<string>;
  readonly exif: ExifRecord;
  readonly edited: Set<EditedField>;
  readonly written: SidecarValues;
  /** False until the server's own metadata extraction has run. */
  extracted: boolean;
  readonly metadata: Map<string, { value: Record<string, unknown>; updatedAt: Date }>;
  readonly deviceAssetId: string;
  readonly deviceId: string;
}

export interface AlbumRecord {
  readonly id: string;
  readonly ownerId: string;
  name: string;
  description: string;
  thumbnailAssetId: string | null;
  isActivityEnabled: boolean;
  order: 'asc' | 'desc';
  readonly createdAt: Date;
  updatedAt: Date;
  /** Everyone but the owner. */
  readonly sharedWith: Map<string, AlbumRole>;
  readonly assetIds: Set<string>;
}

export interface TagRecord {
  readonly id: string;
  readonly ownerId: string;
  /** The whole path, for example `Places/Rome`. */
  readonly value: string;
  readonly parentId: string | null;
  color: string | null;
  readonly createdAt: Date;
  updatedAt: Date;
}

export interface StackRecord {
  readonly id: string;
  readonly ownerId: string;
  primaryAssetId: string;
}
