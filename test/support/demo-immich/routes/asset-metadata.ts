import type {
  AssetMetadataBulkDeleteDto,
  AssetMetadataBulkResponseDto,
  AssetMetadataBulkUpsertDto,
  AssetMetadataResponseDto,
  AssetMetadataUpsertDto,
} from '@immich/sdk';
import { z } from 'zod';
import { requireOwned, requireReadable } from '../access.ts';
import { isSince, type Plain } from '../api-version.ts';
import { ApiError, badRequest } from '../http/api-error.ts';
import { empty, json, type Reply } from '../http/reply.ts';
import { validate } from '../http/request-body.ts';
import { bodyOf, idOf, type KeyContext, type Route, type ShapeOf, uuid } from '../http/route.ts';
import type { AssetRecord } from '../records.ts';

/** Notes that programs keep at an asset: JSON objects by key. Rules of 2.4.1, 2.7.5 and 3.1.0, whose service code is alike. */

/** Real server: any text since 2.5.0; 2.0 to 2.4 know the phone app's own key alone. */
export const metadataKey = (version: string) =>
  isSince(version, '2.5.0') ? z.string() : z.enum(['mobile-app']).transform((key): string => key);

const value = z.record(z.string(), z.unknown());

const items = (version: string) =>
  z.object({
    items: z.array(z.object({ key: metadataKey(version), value })),
  } satisfies ShapeOf<AssetMetadataUpsertDto>);

const itemsOfMany = z.object({
  items: z.array(z.object({ assetId: uuid, key: z.string(), value })),
} satisfies ShapeOf<AssetMetadataBulkUpsertDto>);

const keysOfMany = z.object({
  items: z.array(z.object({ assetId: uuid, key: z.string() })),
} satisfies ShapeOf<AssetMetadataBulkDeleteDto>);

type Item = Plain<AssetMetadataResponseDto>;

function itemOf(asset: AssetRecord, key: string): Item | null {
  const kept = asset.metadata.get(key);
  return kept ? { key, value: kept.value, updatedAt: kept.updatedAt.toISOString() } : null;
}

/** Answers the item as written. Real server: the asset's own `updatedAt` does not move. */
function write(asset: AssetRecord, item: { readonly key: string; readonly value: Record<string, unknown> }): Item {
  const updatedAt = new Date();
  asset.metadata.set(item.key, { value: item.value, updatedAt });
  return { key: item.key, value: item.value, updatedAt: updatedAt.toISOString() };
}

/** Real server, since 2.5.0: one key named twice is refused before anything is written; before, the database refused it. */
function refuseTwins({ version }: KeyContext, names: readonly string[]): void {
  const twin = names.find((name, index) => names.indexOf(name) < index);
  if (twin === undefined) return;
  if (isSince(version, '2.5.0')) throw badRequest(`Duplicate items are not allowed: "${twin}"`);
  throw new ApiError(500, 'Internal server error');
}

function assetOf(context: KeyContext, permission: 'asset.read' | 'asset.update'): AssetRecord {
  const id = idOf(context);
  if (permission === 'asset.read') return requireReadable(context.state, context.user.id, id, permission);
  const [asset] = requireOwned(context.state, context.user.id, [id], permission);
  if (!asset) throw badRequest('Asset not found');
  return asset;
}

const keyOf = (context: KeyContext): string =>
  validate(z.object({ key: metadataKey(context.version) }), { key: context.params.key }).key;

/** PUT /assets/metadata. Real server: one asset that is not the caller's refuses all; no item at all breaks its SQL. */
async function writeMany(context: KeyContext): Promise<Reply> {
  const { state, user } = context;
  const dto = await bodyOf(context, itemsOfMany);
  const ids = dto.items.map(({ assetId }) => assetId);
  const assets = requireOwned(state, user.id, ids, 'asset.update');
  refuseTwins(
    context,
    dto.items.map(({ assetId, key }) => `(${assetId}, ${key})`),
  );
  if (assets.length === 0) throw new ApiError(500, 'Internal server error');
  const written = dto.items.flatMap((item, index): Plain<AssetMetadataBulkResponseDto>[] => {
    const asset = assets[index];
    return asset ? [{ assetId: asset.id, ...write(asset, item) }] : [];
  });
  return json(written);
}

async function removeMany(context: KeyContext): Promise<Reply> {
  const { state, user } = context;
  const dto = await bodyOf(context, keysOfMany);
  const ids = dto.items.map(({ assetId }) => assetId);
  const assets = requireOwned(state, user.id, ids, 'asset.update');
  for (const [index, { key }] of dto.items.entries()) assets[index]?.metadata.delete(key);
  return empty();
}

/** PUT /assets/:id/metadata. Real server: answers what was written, not what else is there. */
async function writeOne(context: KeyContext): Promise<Reply> {
  const dto = await bodyOf(context, items(context.version));
  const asset = assetOf(context, 'asset.update');
  refuseTwins(
    context,
    dto.items.map(({ key }) => key),
  );
  return json(dto.items.map((item) => write(asset, item)));
}

function readAll(context: KeyContext): Reply {
  const asset = assetOf(context, 'asset.read');
  return json([...asset.metadata.keys()].map((key) => itemOf(asset, key)));
}

function readOne(context: KeyContext): Reply {
  const key = keyOf(context);
  const asset = assetOf(context, 'asset.read');
  const item = itemOf(asset, key);
  if (!item) throw badRequest(`Metadata with key "${key}" not found for asset with id "${asset.id}"`);
  return json(item);
}

/** Real server: what is not there is deleted, too. */
function removeOne(context: KeyContext): Reply {
  const key = keyOf(context);
  assetOf(context, 'asset.update').metadata.delete(key);
  return empty();
}

const MANY = { path: '/assets/metadata', permission: 'asset.update', since: '2.5.0' } as const;
const ALL = '/assets/:id/metadata';
const ONE = '/assets/:id/metadata/:key';

/** Before 2.5.0 the forms for many fall to `/assets/:id`, whose id is no UUID then. */
export const assetMetadataRoutes: readonly Route[] = [
  { method: 'PUT', ...MANY, handle: writeMany },
  { method: 'DELETE', ...MANY, handle: removeMany },
  { method: 'GET', path: ALL, permission: 'asset.read', handle: readAll },
  { method: 'PUT', path: ALL, permission: 'asset.update', handle: writeOne },
  { method: 'GET', path: ONE, permission: 'asset.read', handle: readOne },
  { method: 'DELETE', path: ONE, permission: 'asset.update', handle: removeOne },
];
