/** What the server tells of an asset, in lists and alone, and what we take from it. Pure. */

import { z } from 'zod';
import type { PictureTraits } from '../../model/asset.ts';
import type { RemoteMedia } from '../../model/remote.ts';
import type { RemoteStackMembership } from './stacks.ts';

/** An asset as the server describes it, as far as we look. */
export interface RemoteAsset {
  readonly id: string;
  readonly isFavorite: boolean;
  readonly isTrashed: boolean;
  readonly visibility: string;
  readonly description: string;
  /** ISO 8601, the instant; null before the server has read the file. */
  readonly capturedAt: string | null;
  /** True where that is only the date of the file, because there is none in it: see {@link isDateOfFile}. */
  readonly isFileDate: boolean;
  /** For example `UTC+2` or `Europe/Lisbon`. */
  readonly timeZone: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** Paths of its tags; null where the server does not tell them (in lists). */
  readonly tags: readonly string[] | null;
  readonly stack: RemoteStackMembership | null;
  /** One to five stars, -1 for rejected; null for none. */
  readonly rating: number | null;
}

/** What an asset is known by where its bytes cannot tell. */
export interface TakenAsset extends PictureTraits<RemoteMedia> {
  readonly id: string;
  readonly ownerId: string;
  readonly filename: string;
  /** SHA-1 in hexadecimal. */
  readonly sha1: string;
  /** Whether it lies in a folder that the server only reads: such files have no checksum of their contents. */
  readonly isExternal: boolean;
  readonly isHidden: boolean;
  readonly isTrashed: boolean;
  readonly liveVideoId: string | null;
}

export const takenAsset = z.object({
  id: z.string(),
  ownerId: z.string(),
  originalFileName: z.string(),
  type: z.string(),
  fileCreatedAt: z.string(),
  visibility: z.string(),
  isTrashed: z.boolean(),
  livePhotoVideoId: z.string().nullish(),
  // In base64, whatever a client sent.
  checksum: z.string(),
  libraryId: z.string().nullish(),
  exifInfo: z
    .object({
      dateTimeOriginal: z.string().nullish(),
      exifImageWidth: z.number().nullish(),
      exifImageHeight: z.number().nullish(),
      orientation: z.string().nullish(),
      make: z.string().nullish(),
      model: z.string().nullish(),
      latitude: z.number().nullish(),
      longitude: z.number().nullish(),
    })
    .nullish(),
});

export const remoteAsset = z.object({
  id: z.string(),
  isFavorite: z.boolean(),
  isTrashed: z.boolean(),
  visibility: z.string(),
  fileModifiedAt: z.string().nullish(),
  livePhotoVideoId: z.string().nullish(),
  exifInfo: z
    .object({
      make: z.string().nullish(),
      description: z.string().nullish(),
      dateTimeOriginal: z.string().nullish(),
      timeZone: z.string().nullish(),
      latitude: z.number().nullish(),
      longitude: z.number().nullish(),
      rating: z.number().nullish(),
    })
    .nullish(),
  tags: z.array(z.object({ value: z.string() })).nullish(),
  stack: z.object({ id: z.string(), primaryAssetId: z.string(), assetCount: z.number() }).nullish(),
});

/**
 * Whether the server took the date of the file for want of another, which it does not tell (2.7.5 and 3.1.0, seen): then both are the same to the
 * millisecond, there is no zone, or for a film UTC, and no camera either. A date in a file without a zone may look so, too, but hardly where
 * there is no camera.
 */
function isDateOfFile({ fileModifiedAt, exifInfo }: z.output<typeof remoteAsset>): boolean {
  const { dateTimeOriginal, timeZone = null, make } = exifInfo ?? {};
  if (dateTimeOriginal == null || fileModifiedAt == null) return false;
  const isWithoutZone = timeZone === null || timeZone === 'UTC';
  return isWithoutZone && !make && Date.parse(dateTimeOriginal) === Date.parse(fileModifiedAt);
}

export function toRemoteAsset(asset: z.output<typeof remoteAsset>): RemoteAsset {
  const { exifInfo } = asset;
  return {
    id: asset.id,
    isFavorite: asset.isFavorite,
    isTrashed: asset.isTrashed,
    visibility: asset.visibility,
    description: exifInfo?.description ?? '',
    capturedAt: exifInfo?.dateTimeOriginal == null ? null : new Date(exifInfo.dateTimeOriginal).toISOString(),
    isFileDate: isDateOfFile(asset),
    timeZone: exifInfo?.timeZone ?? null,
    latitude: exifInfo?.latitude ?? null,
    longitude: exifInfo?.longitude ?? null,
    tags: asset.tags?.map((tag) => tag.value) ?? null,
    stack: asset.stack ?? null,
    // Before v3 a rating that was taken away is reported as 0.
    rating: exifInfo?.rating || null,
  };
}

const MEDIA: Readonly<Record<string, TakenAsset['media']>> = { IMAGE: 'photo', VIDEO: 'movie' };

/** Videos are reported with the same numbers: 1, 6, 3 or 8 (seen on 2.7.5 and 3.1.0). */
const ORIENTATION = /^[1-8]$/;

export function toTakenAsset(asset: z.output<typeof takenAsset>): TakenAsset {
  const { exifInfo } = asset;
  return {
    id: asset.id,
    ownerId: asset.ownerId,
    filename: asset.originalFileName,
    media: MEDIA[asset.type] ?? 'other',
    capturedAt: new Date(exifInfo?.dateTimeOriginal ?? asset.fileCreatedAt).toISOString(),
    width: exifInfo?.exifImageWidth ?? null,
    height: exifInfo?.exifImageHeight ?? null,
    orientation: ORIENTATION.test(exifInfo?.orientation ?? '') ? Number(exifInfo?.orientation) : null,
    cameraMake: exifInfo?.make ?? null,
    cameraModel: exifInfo?.model ?? null,
    latitude: exifInfo?.latitude ?? null,
    longitude: exifInfo?.longitude ?? null,
    sha1: Buffer.from(asset.checksum, 'base64').toString('hex'),
    isExternal: asset.libraryId != null,
    isHidden: asset.visibility === 'hidden',
    isTrashed: asset.isTrashed,
    liveVideoId: asset.livePhotoVideoId ?? null,
  };
}
