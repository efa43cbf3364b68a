import type {
  MetadataSearchDto,
  SearchResponseDto,
  SearchStatisticsResponseDto,
  StatisticsSearchDto,
} from '@immich/sdk';
import { z } from 'zod';
import { canReadAlbum, refuseLocked, requireAlbum } from '../access.ts';
import { type ApiVersion, isSince, type Plain } from '../api-version.ts';
import { badRequest } from '../http/api-error.ts';
import type { Deprecation } from '../http/deprecations.ts';
import { json, type Reply } from '../http/reply.ts';
import { validate } from '../http/request-body.ts';
import { bodyOf, type KeyContext, type Route, type ShapeOf, uuid } from '../http/route.ts';
import type { AssetRecord, Visibility } from '../records.ts';
import { type AssetReply, assetReply } from '../replies/asset.ts';
import type { State } from '../state.ts';
import { hexChecksum, visibility } from './fields.ts';
import { byOrder, fitsFilter, hasTag, searchFilter, searchOrder } from './search-filter.ts';

const date = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .optional();
const flag = z.boolean().optional();
const text = z.string().optional();
const place = z.string().nullable().optional();

/** What both searches filter by. Places and people are accepted; nothing here has any. */
const filters = {
  albumIds: z.array(uuid).optional(),
  city: place,
  country: place,
  state: place,
  make: place,
  model: place,
  lensModel: place,
  libraryId: uuid.nullable().optional(),
  personIds: z.array(uuid).optional(),
  tagIds: z.array(uuid).nullable().optional(),
  createdAfter: date,
  createdBefore: date,
  takenAfter: date,
  takenBefore: date,
  trashedAfter: date,
  trashedBefore: date,
  updatedAfter: date,
  updatedBefore: date,
  description: text,
  ocr: text,
  isEncoded: flag,
  isFavorite: flag,
  isMotion: flag,
  isNotInAlbum: flag,
  isOffline: flag,
  rating: z.int().min(-1).max(5).nullable().optional(),
  type: z.enum(['IMAGE', 'VIDEO', 'AUDIO', 'OTHER']).optional(),
  visibility: visibility.optional(),
} satisfies ShapeOf<StatisticsSearchDto>;

const metadataFields = {
  ...filters,
  id: uuid.optional(),
  checksum: text,
  originalFileName: text,
  originalPath: text,
  encodedVideoPath: text,
  previewPath: text,
  thumbnailPath: text,
  order: z.enum(['asc', 'desc']).optional(),
  page: z.int().min(1).optional(),
  size: z.int().min(1).max(1000).optional(),
  withDeleted: flag,
  withExif: flag,
  withPeople: flag,
  withStacked: flag,
} satisfies ShapeOf<MetadataSearchDto>;

/** Searches by fields of their own, and pages by number. */
const SINGLE_FIELDS: Deprecation = { since: '3.2.0', successor: 'filter, orderBy and cursor' };

/** The search since 3.2.0; before, these are keys that the server does not know. */
const byFilter = z.object({
  filter: searchFilter.optional(),
  orderBy: searchOrder.optional(),
  cursor: text,
  size: metadataFields.size,
  withExif: flag,
  withStacked: flag,
} satisfies ShapeOf<MetadataSearchDto>);

/** Only v2 knows these. */
const legacyFields = { deviceAssetId: text, deviceId: text };

/** Real server (2.0.0, 2.7.5, 3.1.0): a key that it does not know is left out without a word, and everything is answered. */
const SCHEMAS = {
  v3: { metadata: z.object(metadataFields), statistics: z.object(filters) },
  v2: {
    metadata: z.object({ ...metadataFields, ...legacyFields }),
    statistics: z.object({ ...filters, ...legacyFields }),
  },
} as const;

type Filters = z.output<z.ZodObject<typeof filters>> &
  Partial<z.output<z.ZodObject<typeof metadataFields>>> &
  Partial<z.output<z.ZodObject<typeof legacyFields>>>;

const within = (value: Date | null, after: Date | undefined, before: Date | undefined) =>
  (after === undefined || (value !== null && value >= after)) &&
  (before === undefined || (value !== null && value <= before));

/** Real server: names and captions match when they hold the text, in any case. */
const holds = (value: string, part: string | undefined) =>
  part === undefined || value.toLowerCase().includes(part.toLowerCase());

const same = <Value>(value: Value, wanted: Value | undefined) => wanted === undefined || value === wanted;

/** Real server: every tag asked for must be there; null asks for assets without any. */
function hasTags(state: State, asset: AssetRecord, tagIds: readonly string[] | null | undefined): boolean {
  if (tagIds === undefined) return true;
  if (tagIds === null) return asset.tagIds.size === 0;
  return tagIds.every((id) => hasTag(state, asset, id));
}

/**
 * Real server: without `visibility`, 2.0.0 to 2.7.5 answer the timeline alone, 3.0.0 and 3.1.0 everything but what is locked, hidden
 * films included.
 */
function isVisible(apiVersion: ApiVersion, asset: AssetRecord, wanted: Visibility | undefined): boolean {
  if (wanted !== undefined) return asset.visibility === wanted;
  return apiVersion === 'v2' ? asset.visibility === 'timeline' : asset.visibility !== 'locked';
}

function isMatch({ state, apiVersion }: KeyContext, asset: AssetRecord, dto: Filters): boolean {
  const withDeleted =
    dto.withDeleted || dto.isOffline || dto.trashedAfter !== undefined || dto.trashedBefore !== undefined;
  const isInAlbums = () => dto.albumIds?.every((id) => state.albums.get(id)?.assetIds.has(asset.id)) ?? true;
  return (
    isVisible(apiVersion, asset, dto.visibility) &&
    (withDeleted || asset.deletedAt === null) &&
    same(asset.id, dto.id) &&
    same(asset.type as string, dto.type) &&
    same(asset.isFavorite, dto.isFavorite) &&
    (dto.checksum === undefined || asset.checksum === hexChecksum(dto.checksum)) &&
    same(asset.deviceAssetId, dto.deviceAssetId) &&
    same(asset.deviceId, dto.deviceId) &&
    holds(asset.path, dto.originalPath) &&
    // Nothing here is offline or has been encoded anew.
    same(false, dto.isOffline) &&
    same(false, dto.isEncoded) &&
    // Real server: `false` leaves out what is in a stack; nothing else is done with it.
    (dto.withStacked !== false || asset.stackId === null) &&
    same(asset.exif.make, dto.make) &&
    same(asset.exif.model, dto.model) &&
    same(asset.exif.lensModel, dto.lensModel) &&
    same(asset.exif.rating, dto.rating) &&
    same(asset.livePhotoVideoId !== null, dto.isMotion) &&
    [dto.city, dto.country, dto.state, dto.libraryId].every((wanted) => (wanted ?? null) === null) &&
    (dto.personIds ?? []).length === 0 &&
    holds(asset.originalFileName, dto.originalFileName) &&
    holds(asset.exif.description, dto.description) &&
    within(asset.fileCreatedAt, dto.takenAfter, dto.takenBefore) &&
    within(asset.createdAt, dto.createdAfter, dto.createdBefore) &&
    within(asset.updatedAt, dto.updatedAfter, dto.updatedBefore) &&
    within(asset.deletedAt, dto.trashedAfter, dto.trashedBefore) &&
    hasTags(state, asset, dto.tagIds) &&
    isInAlbums() &&
    (!dto.isNotInAlbum || (dto.albumIds ?? []).length > 0 || state.albumsOf(asset.id).length === 0)
  );
}

/**
 * Where to look. Real server: in one's own assets; v3 also shows what others put into an album that the caller may read, and
 * refuses an album that the caller may not.
 */
function candidates(context: KeyContext, dto: Filters): readonly AssetRecord[] {
  const { state, user } = context;
  if (dto.checksum !== undefined) return [state.findByChecksum(user.id, hexChecksum(dto.checksum)) ?? []].flat();
  if (context.apiVersion === 'v2' || dto.albumIds === undefined || dto.albumIds.length === 0) {
    return state.newestFirst(user.id);
  }
  const albums = dto.albumIds.map((id) =>
    requireAlbum(state, id, 'album.read', (album) => canReadAlbum(album, user.id)),
  );
  const members = [...(albums[0]?.assetIds ?? [])].flatMap((id) => state.assets.get(id) ?? []);
  return members.sort((a, b) => b.fileCreatedAt.getTime() - a.fileCreatedAt.getTime() || (a.id < b.id ? -1 : 1));
}

/** Real server: `total` and `count` are both only the page's own number. */
function pageReply(
  context: KeyContext,
  shown: readonly AssetRecord[],
  exif: boolean,
  next: { readonly nextPage: string | null; readonly nextCursor: string | null },
): Reply {
  // Real server: a search never tells stacks or tags.
  const items = shown.map((asset) => assetReply(context.state, context.apiVersion, asset, { exif }));
  const reply: Plain<SearchResponseDto> = {
    albums: { total: 0, count: 0, items: [], facets: [] },
    assets: { total: items.length, count: items.length, items: items as AssetReply[], facets: [], ...next },
  };
  return json(reply);
}

/**
 * Real server (3.2.0): trashed assets are among the answers unless `trashedAt` is filtered. Not known of it, and taken from the
 * search by single fields: what is shown without `visibility`, whose albums may be asked for, and how many come on a page. The
 * cursor is opaque to clients; here it is the number of assets before the page.
 */
function searchByFilter(context: KeyContext, dto: z.output<typeof byFilter>): Reply {
  const { filter = {}, orderBy = searchOrder.parse({}), cursor = '0', size = 250 } = dto;
  refuseLocked(filter.visibility?.eq);
  const albumIds = filter.albumIds?.all ?? filter.albumIds?.any;
  const start = Number(cursor);
  if (!Number.isSafeInteger(start) || start < 0) throw badRequest('Invalid cursor');
  const found = candidates(context, { albumIds })
    .filter((asset) => asset.visibility !== 'locked' && fitsFilter(context.state, asset, filter))
    .filter((asset) => dto.withStacked !== false || asset.stackId === null)
    .sort(byOrder(orderBy));
  const nextCursor = found.length > start + size ? String(start + size) : null;
  return pageReply(context, found.slice(start, start + size), dto.withExif ?? false, { nextPage: null, nextCursor });
}

/** POST /search/metadata. Real server: 250 a page, 1000 at most. */
async function searchMetadata(context: KeyContext): Promise<Reply> {
  const body = await bodyOf(context, z.record(z.string(), z.unknown()));
  if (isSince(context.version, SINGLE_FIELDS.since)) {
    if (['filter', 'orderBy', 'cursor'].some((key) => key in body))
      return searchByFilter(context, validate(byFilter, body));
    if (Object.keys(body).some((key) => !(key in byFilter.shape))) {
      context.deprecations.record('POST /search/metadata by single fields', SINGLE_FIELDS);
    }
  }
  const dto: Filters = validate(SCHEMAS[context.apiVersion].metadata, body);
  refuseLocked(dto.visibility);
  const [page, size] = [dto.page ?? 1, dto.size ?? 250];
  const found = candidates(context, dto).filter((asset) => isMatch(context, asset, dto));
  if (dto.order === 'asc') found.reverse();
  const shown = found.slice((page - 1) * size, page * size);
  const nextPage = found.length > page * size ? String(page + 1) : null;
  return pageReply(context, shown, dto.withExif ?? false, { nextPage, nextCursor: null });
}

/** Real server: counts one's own assets alone, whatever the album; 2.7.5 counts locked ones, too, where they are asked for. */
async function searchStatistics(context: KeyContext): Promise<Reply> {
  const { state, user, apiVersion } = context;
  const dto: Filters = await bodyOf(context, SCHEMAS[apiVersion].statistics);
  if (apiVersion === 'v3') refuseLocked(dto.visibility);
  const total = state.newestFirst(user.id).filter((asset) => isMatch(context, asset, dto)).length;
  return json({ total } satisfies SearchStatisticsResponseDto);
}

export const searchRoutes: readonly Route[] = [
  { method: 'POST', path: '/search/metadata', permission: 'asset.read', handle: searchMetadata },
  { method: 'POST', path: '/search/statistics', permission: 'asset.statistics', handle: searchStatistics },
];
