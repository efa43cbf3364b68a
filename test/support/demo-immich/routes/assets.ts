import { access, copyFile, readFile } from 'node:fs/promises';
import type {
  AssetBulkDeleteDto,
  AssetBulkUpdateDto,
  AssetCopyDto,
  AssetJobsDto,
  AssetStatsResponseDto,
  UpdateAssetDto,
} from '@immich/sdk';
import { z } from 'zod';
import { isListed, refuseLocked, requireOwned, requireReadable } from '../access.ts';
import { ApiError, badRequest } from '../http/api-error.ts';
import { empty, json, type Reply } from '../http/reply.ts';
import { validate } from '../http/request-body.ts';
import { bodyOf, booleanQuery, idOf, type KeyContext, type Route, type ShapeOf, uuid } from '../http/route.ts';
import { parseCaptureDate, placeOf } from '../media/dates.ts';
import { stars } from '../media/extract.ts';
import { mediaType } from '../media/media-types.ts';
import { thumbnail } from '../media/thumbnail.ts';
import { asReadBack } from '../media/zone.ts';
import type { AssetRecord } from '../records.ts';
import { assetReply } from '../replies/asset.ts';
import type { State } from '../state.ts';
import { PATCHED, visibility } from './fields.ts';
import { claimMotionHalf } from './upload.ts';

const editFields = {
  description: z.string().optional(),
  dateTimeOriginal: z
    .string()
    .refine((text) => parseCaptureDate(text) !== null, 'Invalid ISO date string')
    .optional(),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
  rating: z.int().min(-1).max(5).nullable().optional(),
  isFavorite: z.boolean().optional(),
  visibility: visibility.optional(),
} satisfies ShapeOf<UpdateAssetDto>;

/** Real server: a place needs both of its numbers. */
const bothOrNeither = (edit: { latitude?: number | undefined; longitude?: number | undefined }) =>
  (edit.latitude === undefined) === (edit.longitude === undefined);

const editOne = z
  .object({ ...editFields, livePhotoVideoId: uuid.nullable().optional() } satisfies ShapeOf<UpdateAssetDto>)
  .refine(bothOrNeither, 'Latitude and longitude must be provided together');
const editMany = z
  .object({
    ...editFields,
    ids: z.array(uuid),
    duplicateId: z.string().nullable().optional(),
    dateTimeRelative: z.int().optional(),
    timeZone: z.string().optional(),
  } satisfies ShapeOf<AssetBulkUpdateDto>)
  .refine(bothOrNeither, 'Latitude and longitude must be provided together');

/** Real server: v3 refuses 0 for "no rating"; v2 knows nothing else for it (null from 2.6 on). */
function checkRating({ rating }: { readonly rating?: number | null | undefined }, { apiVersion }: KeyContext): void {
  if (rating === (apiVersion === 'v3' ? 0 : null)) throw badRequest('rating must be -1, a number from 1 to 5, or none');
}

type Edit = Omit<z.output<typeof editOne>, 'livePhotoVideoId'>;

/**
 * Real server: what is set is locked against metadata extraction until a job has written it into the sidecar. What is set here is what that
 * extraction brings in the end: texts without blanks around them, 0° 0′ as no place, dates in the zone that the sidecar names.
 */
function applyEdit(state: State, asset: AssetRecord, edit: Edit): void {
  const { exif, edited } = asset;
  if (edit.description !== undefined) {
    exif.description = edit.description.trim();
    edited.add('description');
  }
  if (edit.rating !== undefined) {
    exif.rating = edit.rating === null ? null : stars(edit.rating, state.version);
    edited.add('rating');
  }
  if (edit.latitude !== undefined && edit.longitude !== undefined) {
    const place = placeOf(edit);
    exif.latitude = place?.latitude ?? null;
    exif.longitude = place?.longitude ?? null;
    edited.add('location');
  }
  const capturedAt = parseCaptureDate(edit.dateTimeOriginal);
  if (capturedAt) {
    exif.capturedAt = capturedAt;
    asset.fileCreatedAt = capturedAt.instant;
    edited.add('date');
    state.orderChanged(asset.ownerId);
  }
  if (capturedAt || edit.latitude !== undefined) {
    const isSet = edited.has('location') || asset.written.location !== undefined;
    exif.capturedAt = asReadBack(asset, exif.capturedAt, isSet ? placeOf(exif) : null);
  }
  if (edit.isFavorite !== undefined) asset.isFavorite = edit.isFavorite;
  if (edit.visibility !== undefined) {
    asset.visibility = edit.visibility;
    // Real server: a locked asset leaves its albums.
    if (edit.visibility === 'locked') state.removeFromAlbums(asset.id);
  }
  asset.updatedAt = new Date();
}

function describe(context: KeyContext, asset: AssetRecord): Reply {
  const details = { exif: true, tags: true, owner: true, stack: true };
  return json(assetReply(context.state, context.apiVersion, asset, details));
}

async function update(context: KeyContext): Promise<Reply> {
  const { state, user } = context;
  const edit = await bodyOf(context, editOne);
  checkRating(edit, context);
  const [asset] = requireOwned(state, user.id, [idOf(context)], 'asset.update');
  if (!asset) throw badRequest('Asset not found');
  if (edit.livePhotoVideoId) {
    claimMotionHalf(state, user.id, edit.livePhotoVideoId);
    asset.livePhotoVideoId = edit.livePhotoVideoId;
  } else if (edit.livePhotoVideoId === null && asset.livePhotoVideoId !== null) {
    // Real server: the film comes back to where the still is.
    const film = state.assets.get(asset.livePhotoVideoId);
    if (film) film.visibility = edit.visibility ?? asset.visibility;
    asset.livePhotoVideoId = null;
  }
  applyEdit(state, asset, edit);
  context.background.edited([asset]);
  // Real server: reading back what has just been locked away is refused, though the change was made.
  requireReadable(state, user.id, asset.id, 'asset.read');
  return describe(context, asset);
}

async function updateMany(context: KeyContext): Promise<Reply> {
  const { ids, ...edit } = await bodyOf(context, editMany);
  checkRating(edit, context);
  const assets = requireOwned(context.state, context.user.id, ids, 'asset.update');
  for (const asset of assets) applyEdit(context.state, asset, edit);
  context.background.edited(assets);
  return empty();
}

/** GET /assets/statistics. Real server: hidden and trashed assets count only when asked for. */
function statistics(context: KeyContext): Reply {
  const query = Object.fromEntries(context.query);
  const { visibility: wanted } = validate(z.object({ visibility: visibility.optional() }), query);
  refuseLocked(wanted);
  const isFavorite = booleanQuery(context, 'isFavorite');
  const isTrashed = booleanQuery(context, 'isTrashed') ?? false;
  const counted = context.state
    .newestFirst(context.user.id)
    .filter(
      (asset) =>
        (wanted === undefined ? isListed(asset) : asset.visibility === wanted) &&
        (isFavorite === undefined || asset.isFavorite === isFavorite) &&
        (asset.deletedAt !== null) === isTrashed,
    );
  const videos = counted.filter(({ type }) => type === 'VIDEO').length;
  const reply: AssetStatsResponseDto = { images: counted.length - videos, videos, total: counted.length };
  return json(reply);
}

async function original(context: KeyContext): Promise<Reply> {
  const asset = requireReadable(context.state, context.user.id, idOf(context), 'asset.download');
  try {
    await access(asset.path);
  } catch {
    throw new ApiError(404, 'Not Found');
  }
  const name = encodeURIComponent(asset.originalFileName);
  if (context.fault?.kind === 'corrupt-download') {
    const bytes = await readFile(asset.path);
    const last = bytes.length - 1;
    bytes[last] = (bytes[last] ?? 0) ^ 1;
    return { kind: 'bytes', status: 200, contentType: mediaType(asset.originalFileName), bytes };
  }
  return {
    kind: 'file',
    path: asset.path,
    size: asset.size,
    contentType: mediaType(asset.originalFileName),
    headers: {
      'content-disposition': `inline; filename*=UTF-8''${name}`,
      'cache-control': 'private, max-age=86400, no-transform',
    },
  };
}

async function view(context: KeyContext): Promise<Reply> {
  const asset = requireReadable(context.state, context.user.id, idOf(context), 'asset.view');
  const picture = await thumbnail(asset, context.query.get('size') === 'preview' ? 1440 : 250);
  return { kind: 'bytes', status: 200, ...picture };
}

const deletion = z.object({ ids: z.array(uuid), force: z.boolean().optional() } satisfies ShapeOf<AssetBulkDeleteDto>);

/** DELETE /assets. Real server: into the trash, or for good with `force`; a live photo's film is not trashed along. */
async function remove(context: KeyContext): Promise<Reply> {
  const { ids, force } = await bodyOf(context, deletion);
  const assets = requireOwned(context.state, context.user.id, ids, 'asset.delete');
  for (const asset of assets) {
    asset.deletedAt = new Date();
    if (force) context.jobs.add(() => context.state.deleteAsset(asset));
  }
  return empty();
}

const copying = z.object({
  sourceId: uuid,
  targetId: uuid,
  albums: z.boolean().default(true),
  favorite: z.boolean().default(true),
  sharedLinks: z.boolean().default(true),
  sidecar: z.boolean().default(true),
  stack: z.boolean().default(true),
} satisfies ShapeOf<AssetCopyDto>);

async function copy(context: KeyContext): Promise<Reply> {
  const { state, background } = context;
  const order = await bodyOf(context, copying);
  const [source, target] = requireOwned(state, context.user.id, [order.sourceId, order.targetId], 'asset.copy');
  if (!source || !target) throw badRequest('Both assets must exist');
  if (source === target) throw badRequest('Source and target id must be distinct');
  if (order.albums) for (const album of state.albumsOf(source.id)) album.assetIds.add(target.id);
  if (order.stack && source.stackId !== null) target.stackId = source.stackId;
  if (order.favorite) target.isFavorite = source.isFavorite;
  if (order.sidecar && source.sidecarPath !== null) {
    target.sidecarPath = `${target.path}.xmp`;
    await copyFile(source.sidecarPath, target.sidecarPath);
    Object.assign(target.written, source.written);
    background.extract(target.id);
  }
  return empty();
}

const jobOrder = z.object({
  assetIds: z.array(uuid),
  name: z.enum(['refresh-faces', 'refresh-metadata', 'regenerate-thumbnail', 'transcode-video']),
} satisfies ShapeOf<AssetJobsDto>);

async function runJobs(context: KeyContext): Promise<Reply> {
  const { assetIds, name } = await bodyOf(context, jobOrder);
  const assets = requireOwned(context.state, context.user.id, assetIds, 'asset.update');
  if (name === 'refresh-metadata') {
    for (const { id } of assets) context.background.extract(id);
  }
  return empty();
}

export const assetRoutes: readonly Route[] = [
  { method: 'GET', path: '/assets/statistics', permission: 'asset.statistics', handle: statistics },
  { method: 'PUT', path: '/assets/copy', permission: 'asset.copy', handle: copy },
  { method: 'PUT', path: '/assets', permission: 'asset.update', deprecated: PATCHED, handle: updateMany },
  { method: 'PATCH', path: '/assets', permission: 'asset.update', apiVersion: 'v3', handle: updateMany },
  { method: 'DELETE', path: '/assets', permission: 'asset.delete', handle: remove },
  { method: 'POST', path: '/assets/jobs', permission: 'job.create', handle: runJobs },
  {
    method: 'GET',
    path: '/assets/:id',
    permission: 'asset.read',
    handle: (context) =>
      describe(context, requireReadable(context.state, context.user.id, idOf(context), 'asset.read')),
  },
  { method: 'PUT', path: '/assets/:id', permission: 'asset.update', deprecated: PATCHED, handle: update },
  { method: 'PATCH', path: '/assets/:id', permission: 'asset.update', apiVersion: 'v3', handle: update },
  { method: 'GET', path: '/assets/:id/original', permission: 'asset.download', handle: original },
  { method: 'GET', path: '/assets/:id/thumbnail', permission: 'asset.view', handle: view },
];
