import type { SearchFilter, SearchFilterBranch, SearchOrder } from '@immich/sdk';
import { z } from 'zod';
import { type ShapeOf, uuid } from '../http/route.ts';
import type { AssetRecord } from '../records.ts';
import type { State } from '../state.ts';
import { hexChecksum, visibility } from './fields.ts';

/**
 * The search by `filter` and `orderBy`, offered since 3.2.0. Fields and operators are those of the SDK 3.2.2; what they mean is taken
 * from the query builder that lies ready, though unused, in the source of 3.1.0. Trap (3.2.0, issue 31511): what is in the trash is
 * found, too, unless `trashedAt` is filtered.
 */

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const wholeOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .object(shape)
    .partial()
    .refine((filter) => Object.keys(filter).length > 0, 'At least one operator is required');
const list = <Item extends z.ZodType>(item: Item) => z.array(item).min(1);
const equal = <Value extends z.ZodType>(value: Value) => ({ eq: value, ne: value });
const listed = <Value extends z.ZodType>(value: Value) => ({ in: list(value), notIn: list(value) });
const ranged = <Value extends z.ZodType>(value: Value) => ({ gt: value, gte: value, lt: value, lte: value });

const text = wholeOf({ ...equal(z.string()), ...listed(z.string()) });
const nullableText = { ...equal(z.string().nullable()), ...listed(z.string()) };
const part = z.string().min(1);
const pattern = wholeOf({ ...nullableText, like: part, notLike: part, startsWith: part, endsWith: part });
const number = wholeOf({ ...equal(z.number()), ...ranged(z.number()), ...listed(z.number()) });
const nullableNumber = wholeOf({ ...equal(z.number().nullable()), ...ranged(z.number()), ...listed(z.number()) });
const date = wholeOf({ ...equal(instant), ...ranged(instant) });
const nullableDate = wholeOf({ ...equal(instant.nullable()), ...ranged(instant) });
const choice = <Value extends z.ZodType>(value: Value) => wholeOf({ ...equal(value), ...listed(value) });
const flag = z.object({ eq: z.boolean() });
const ids = wholeOf({ any: list(uuid), all: list(uuid), none: list(uuid) });
const checksum = z.string().transform(hexChecksum);

const fields = {
  id: wholeOf(equal(uuid)),
  libraryId: wholeOf(equal(uuid.nullable())),
  type: choice(z.enum(['IMAGE', 'VIDEO', 'AUDIO', 'OTHER'])),
  visibility: choice(visibility),
  isFavorite: flag,
  isMotion: flag,
  isOffline: flag,
  isEncoded: flag,
  hasAlbums: flag,
  hasPeople: flag,
  hasTags: flag,
  city: wholeOf(nullableText),
  state: wholeOf(nullableText),
  country: wholeOf(nullableText),
  make: wholeOf(nullableText),
  model: wholeOf(nullableText),
  lensModel: wholeOf(nullableText),
  description: pattern,
  originalFileName: pattern,
  originalPath: pattern,
  ocr: z.object({ matches: part }),
  rating: nullableNumber,
  fileSizeInBytes: number,
  takenAt: date,
  createdAt: date,
  updatedAt: date,
  trashedAt: nullableDate,
  personIds: ids,
  tagIds: ids,
  albumIds: ids,
  checksum: wholeOf({ ...equal(checksum), ...listed(checksum) }),
  encodedVideoPath: text,
} satisfies ShapeOf<SearchFilterBranch>;

const branch = z.object(fields).partial();

export const searchFilter = branch.extend({ or: list(branch).optional() } satisfies ShapeOf<SearchFilter>);
export const searchOrder = z.object({
  field: z.enum(['fileCreatedAt', 'localDateTime', 'fileSizeInBytes', 'rating']).default('fileCreatedAt'),
  direction: z.enum(['asc', 'desc']).default('desc'),
} satisfies ShapeOf<SearchOrder>);

type Branch = z.output<typeof branch>;
type Filter = z.output<typeof searchFilter>;
export type Order = z.output<typeof searchOrder>;

interface Comparison {
  readonly eq?: unknown;
  readonly ne?: unknown;
  readonly in?: readonly unknown[] | undefined;
  readonly notIn?: readonly unknown[] | undefined;
  readonly gt?: number | undefined;
  readonly gte?: number | undefined;
  readonly lt?: number | undefined;
  readonly lte?: number | undefined;
}

/** As SQL compares: what is null is neither equal nor unequal to a value, above or below one. */
function compares(value: string | number | null, filter: Comparison | undefined): boolean {
  if (filter === undefined) return true;
  const { eq, ne, in: among, notIn, gt, gte, lt, lte } = filter;
  const isNumber = typeof value === 'number';
  return (
    (eq === undefined || value === eq) &&
    (ne === undefined || (ne === null ? value !== null : value !== null && value !== ne)) &&
    (among === undefined || (value !== null && among.includes(value))) &&
    (notIn === undefined || (value !== null && !notIn.includes(value))) &&
    (gt === undefined || (isNumber && value > gt)) &&
    (gte === undefined || (isNumber && value >= gte)) &&
    (lt === undefined || (isNumber && value < lt)) &&
    (lte === undefined || (isNumber && value <= lte))
  );
}

function fits(value: string, filter: z.output<typeof pattern> | undefined): boolean {
  const { like, notLike, startsWith, endsWith } = filter ?? {};
  const [whole, fold] = [value.toLowerCase(), (piece: string) => piece.toLowerCase()];
  return (
    compares(value, filter as Comparison | undefined) &&
    (like === undefined || whole.includes(fold(like))) &&
    (notLike === undefined || !whole.includes(fold(notLike))) &&
    (startsWith === undefined || whole.startsWith(fold(startsWith))) &&
    (endsWith === undefined || whole.endsWith(fold(endsWith)))
  );
}

function holdsIds(has: (id: string) => boolean, filter: z.output<typeof ids> | undefined): boolean {
  const { any, all, none } = filter ?? {};
  return (
    (any === undefined || any.some(has)) &&
    (all === undefined || all.every(has)) &&
    (none === undefined || !none.some(has))
  );
}

const is = (value: () => boolean, filter: { readonly eq: boolean } | undefined) =>
  filter === undefined || value() === filter.eq;

/** Real server: a tag is there itself or through a child. */
export function hasTag(state: State, asset: AssetRecord, id: string): boolean {
  const wanted = state.tags.get(id)?.value;
  if (wanted === undefined) return false;
  return [...asset.tagIds].some((tagId) => {
    const value = state.tags.get(tagId)?.value;
    return value === wanted || value?.startsWith(`${wanted}/`) === true;
  });
}

function fitsBranch(state: State, asset: AssetRecord, filter: Branch): boolean {
  const { exif } = asset;
  return (
    compares(asset.id, filter.id) &&
    compares(null, filter.libraryId) &&
    compares(asset.type, filter.type) &&
    compares(asset.visibility, filter.visibility) &&
    is(() => asset.isFavorite, filter.isFavorite) &&
    is(() => asset.livePhotoVideoId !== null, filter.isMotion) &&
    is(() => state.albumsOf(asset.id).length > 0, filter.hasAlbums) &&
    is(() => asset.tagIds.size > 0, filter.hasTags) &&
    // Nothing here is offline, encoded anew, has people or has been read for text; no place has a name.
    [filter.isOffline, filter.isEncoded, filter.hasPeople].every((one) => is(() => false, one)) &&
    [filter.city, filter.state, filter.country].every((one) => compares(null, one)) &&
    filter.ocr === undefined &&
    filter.encodedVideoPath === undefined &&
    holdsIds(() => false, filter.personIds) &&
    compares(exif.make, filter.make) &&
    compares(exif.model, filter.model) &&
    compares(exif.lensModel, filter.lensModel) &&
    fits(exif.description, filter.description) &&
    fits(asset.originalFileName, filter.originalFileName) &&
    fits(asset.path, filter.originalPath) &&
    compares(exif.rating, filter.rating) &&
    compares(asset.size, filter.fileSizeInBytes) &&
    compares(asset.fileCreatedAt.getTime(), filter.takenAt) &&
    compares(asset.createdAt.getTime(), filter.createdAt) &&
    compares(asset.updatedAt.getTime(), filter.updatedAt) &&
    compares(asset.deletedAt?.getTime() ?? null, filter.trashedAt) &&
    holdsIds((id) => hasTag(state, asset, id), filter.tagIds) &&
    holdsIds((id) => state.albums.get(id)?.assetIds.has(asset.id) ?? false, filter.albumIds) &&
    compares(asset.checksum, filter.checksum)
  );
}

/** Everything outside `or` must fit, and one of its branches. */
export const fitsFilter = (state: State, asset: AssetRecord, { or, ...filter }: Filter): boolean =>
  fitsBranch(state, asset, filter) && (or === undefined || or.some((one) => fitsBranch(state, asset, one)));

const KEYS: Readonly<Record<Order['field'], (asset: AssetRecord) => number | null>> = {
  fileCreatedAt: ({ fileCreatedAt }) => fileCreatedAt.getTime(),
  localDateTime: ({ exif }) => exif.capturedAt.local.getTime(),
  fileSizeInBytes: ({ size }) => size,
  rating: ({ exif }) => exif.rating,
};

/** What has no value comes last in both directions; equals are told apart by their ids. */
export function byOrder({ field, direction }: Order): (a: AssetRecord, b: AssetRecord) => number {
  const sign = direction === 'asc' ? 1 : -1;
  return (a, b) => {
    const [one, other] = [KEYS[field](a), KEYS[field](b)];
    if (one !== other) {
      if (one === null) return 1;
      if (other === null) return -1;
      return sign * (one - other);
    }
    return sign * (a.id < b.id ? -1 : 1);
  };
}
