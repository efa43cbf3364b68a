import type { AssetResponseDto, ExifResponseDto } from '@immich/sdk';
import type { ApiVersion, Plain } from '../api-version.ts';
import { mediaType } from '../media/media-types.ts';
import type { AssetRecord } from '../records.ts';
import type { State } from '../state.ts';
import { tagReply } from './tag.ts';
import { userReply } from './user.ts';

export type AssetReply = Plain<AssetResponseDto>;

/** What v2 answers beside or instead of v3's fields. */
export interface LegacyAssetFields {
  readonly duration: string;
  readonly deviceAssetId: string;
  readonly deviceId: string;
  readonly resized: boolean;
}

export interface AssetDetails {
  readonly exif?: boolean;
  readonly tags?: boolean;
  readonly owner?: boolean;
  readonly stack?: boolean;
}

/** Real server, v2: durations are written `0:00:01.91000`. */
function legacyDuration(milliseconds: number | null): string {
  const total = milliseconds ?? 0;
  const minutes = Math.floor(total / 60_000) % 60;
  const seconds = ((total % 60_000) / 1000).toFixed(5).padStart(8, '0');
  return `${Math.floor(total / 3_600_000)}:${String(minutes).padStart(2, '0')}:${seconds}`;
}

/** Real server (2.7.5 and 3.1.0): `2024-03-06T10:11:12+00:00`, with a fraction only where there is one. */
const asDatabaseWrites = (instant: Date) => instant.toISOString().replace(/(?:\.000|(\.\d*?[1-9])0*)?Z$/, '$1+00:00');

/** Real server: until the file has been read, only its size is known, and what a call has set meanwhile. */
function exifReply(asset: AssetRecord): Plain<ExifResponseDto> {
  const { exif } = asset;
  const capturedAt = asset.extracted || asset.edited.has('date') ? exif.capturedAt : null;
  return {
    make: exif.make,
    model: exif.model,
    lensModel: exif.lensModel,
    exifImageWidth: exif.width,
    exifImageHeight: exif.height,
    fileSizeInByte: asset.size,
    orientation: exif.orientation,
    dateTimeOriginal: capturedAt === null ? null : asDatabaseWrites(capturedAt.instant),
    modifyDate: asset.extracted ? asset.fileModifiedAt.toISOString() : null,
    timeZone: capturedAt?.timeZone ?? null,
    latitude: exif.latitude,
    longitude: exif.longitude,
    rating: exif.rating,
    description: exif.description,
    city: null,
    state: null,
    country: null,
    exposureTime: null,
    fNumber: null,
    focalLength: null,
    iso: null,
    projectionType: null,
  };
}

/** Real server: width and height of an asset are as shown, after rotation. */
function shownSize(asset: AssetRecord): { width: number | null; height: number | null } {
  const { width, height, orientation } = asset.exif;
  return ['5', '6', '7', '8'].includes(orientation ?? '') ? { width: height, height: width } : { width, height };
}

/**
 * Real server (2.7.5, 3.1.0): counts the primary and those others that are in the timeline and not in the trash; where there are no
 * such others, as in an archived pair, an asset tells no stack. `GET /stacks` does.
 */
function stackReply(state: State, asset: AssetRecord): Exclude<AssetReply['stack'], undefined> {
  const stack = asset.stackId === null ? undefined : state.stacks.get(asset.stackId);
  if (!stack) return null;
  const others = state
    .stackAssets(stack)
    .filter(
      ({ id, visibility, deletedAt }) => id !== stack.primaryAssetId && visibility === 'timeline' && deletedAt === null,
    );
  if (others.length === 0) return null;
  return { id: stack.id, primaryAssetId: stack.primaryAssetId, assetCount: others.length + 1 };
}

/** An asset as the server describes it. Checksums are answered in base64, whatever the client sent. */
export function assetReply(
  state: State,
  apiVersion: ApiVersion,
  asset: AssetRecord,
  details: AssetDetails = {},
): AssetReply | (Omit<AssetReply, 'duration'> & LegacyAssetFields) {
  const owner = state.users.get(asset.ownerId);
  const reply: AssetReply = {
    id: asset.id,
    ownerId: asset.ownerId,
    type: asset.type,
    checksum: Buffer.from(asset.checksum, 'hex').toString('base64'),
    originalFileName: asset.originalFileName,
    originalMimeType: mediaType(asset.originalFileName),
    originalPath: asset.path,
    createdAt: asset.createdAt.toISOString(),
    updatedAt: asset.updatedAt.toISOString(),
    fileCreatedAt: asset.fileCreatedAt.toISOString(),
    fileModifiedAt: asset.fileModifiedAt.toISOString(),
    localDateTime: asset.exif.capturedAt.local.toISOString(),
    duration: asset.duration,
    visibility: asset.visibility,
    isFavorite: asset.isFavorite,
    isArchived: asset.visibility === 'archive',
    isTrashed: asset.deletedAt !== null,
    isOffline: false,
    isEdited: false,
    hasMetadata: true,
    duplicateId: null,
    libraryId: null,
    livePhotoVideoId: asset.livePhotoVideoId,
    people: [],
    thumbhash: null,
    ...shownSize(asset),
    ...(details.exif && { exifInfo: exifReply(asset) }),
    ...(details.owner && owner && { owner: userReply(owner) }),
    ...(details.stack && { stack: stackReply(state, asset) }),
    ...(details.tags && {
      tags: [...asset.tagIds].flatMap((id) => {
        const tag = state.tags.get(id);
        return tag ? [tagReply(tag)] : [];
      }),
    }),
  };
  if (apiVersion === 'v3') return reply;
  return {
    ...reply,
    duration: legacyDuration(asset.duration),
    deviceAssetId: asset.deviceAssetId,
    deviceId: asset.deviceId,
    resized: true,
  };
}
