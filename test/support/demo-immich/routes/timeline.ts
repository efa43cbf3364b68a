import type { TimeBucketAssetResponseDto, TimeBucketsResponseDto } from '@immich/sdk';
import { refuseLocked } from '../access.ts';
import type { Plain } from '../api-version.ts';
import { badRequest } from '../http/api-error.ts';
import { json, type Reply } from '../http/reply.ts';
import { validate } from '../http/request-body.ts';
import { booleanQuery, type KeyContext, type Route } from '../http/route.ts';
import type { AssetRecord } from '../records.ts';
import { visibility } from './fields.ts';

/** The first day of the month of capture, by the wall clock there. */
const bucketOf = (asset: AssetRecord) => `${asset.exif.capturedAt.local.toISOString().slice(0, 7)}-01`;

function shown(context: KeyContext): AssetRecord[] {
  const wanted = validate(visibility.optional(), context.query.get('visibility') ?? undefined);
  refuseLocked(wanted);
  const isTrashed = booleanQuery(context, 'isTrashed') ?? false;
  const isFavorite = booleanQuery(context, 'isFavorite');
  const albumId = context.query.get('albumId');
  return context.state
    .newestFirst(context.user.id)
    .filter(
      (asset) =>
        (wanted === undefined
          ? asset.visibility === 'timeline' || asset.visibility === 'archive'
          : asset.visibility === wanted) &&
        (asset.deletedAt !== null) === isTrashed &&
        (isFavorite === undefined || asset.isFavorite === isFavorite) &&
        (albumId === null || context.state.albums.get(albumId)?.assetIds.has(asset.id)),
    );
}

function buckets(context: KeyContext): Reply {
  const counts = new Map<string, number>();
  for (const asset of shown(context)) counts.set(bucketOf(asset), (counts.get(bucketOf(asset)) ?? 0) + 1);
  const reply: TimeBucketsResponseDto[] = [...counts]
    .map(([timeBucket, count]) => ({ timeBucket, count }))
    .sort((a, b) => b.timeBucket.localeCompare(a.timeBucket));
  return json(reply);
}

const MILLISECONDS_AN_HOUR = 3_600_000;

function bucket(context: KeyContext): Reply {
  const asked = context.query.get('timeBucket');
  if (asked === null) throw badRequest('timeBucket should not be empty');
  const assets = shown(context).filter((asset) => bucketOf(asset) === asked.slice(0, 10));
  const reply: Plain<TimeBucketAssetResponseDto> = {
    id: assets.map(({ id }) => id),
    ownerId: assets.map(({ ownerId }) => ownerId),
    createdAt: assets.map(({ createdAt }) => createdAt.toISOString()),
    fileCreatedAt: assets.map(({ fileCreatedAt }) => fileCreatedAt.toISOString()),
    localOffsetHours: assets.map(
      ({ exif: { capturedAt } }) => (capturedAt.local.getTime() - capturedAt.instant.getTime()) / MILLISECONDS_AN_HOUR,
    ),
    isFavorite: assets.map(({ isFavorite }) => isFavorite),
    isImage: assets.map(({ type }) => type === 'IMAGE'),
    isTrashed: assets.map(({ deletedAt }) => deletedAt !== null),
    visibility: assets.map((asset) => asset.visibility),
    livePhotoVideoId: assets.map(({ livePhotoVideoId }) => livePhotoVideoId),
    duration: assets.map(({ duration }) => duration),
    ratio: assets.map(({ exif: { width, height } }) => (width && height ? width / height : 1)),
    projectionType: assets.map(() => null),
    thumbhash: assets.map(() => null),
    city: assets.map(() => null),
    country: assets.map(() => null),
  };
  return json(reply);
}

export const timelineRoutes: readonly Route[] = [
  { method: 'GET', path: '/timeline/buckets', permission: 'asset.read', handle: buckets },
  { method: 'GET', path: '/timeline/bucket', permission: 'asset.read', handle: bucket },
];
