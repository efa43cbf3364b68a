import type { StackCreateDto, StackResponseDto, StackUpdateDto } from '@immich/sdk';
import { z } from 'zod';
import { isListed, requireOwned } from '../access.ts';
import type { Plain } from '../api-version.ts';
import { badRequest, noAccess } from '../http/api-error.ts';
import { empty, json, type Reply } from '../http/reply.ts';
import { validate } from '../http/request-body.ts';
import { bodyOf, idOf, type KeyContext, type Route, type ShapeOf, uuid } from '../http/route.ts';
import type { StackRecord } from '../records.ts';
import { type AssetReply, assetReply } from '../replies/asset.ts';
import type { State } from '../state.ts';
import { bulkIds, PATCHED } from './fields.ts';

const creation = z.object({ assetIds: z.array(uuid).min(2) } satisfies ShapeOf<StackCreateDto>);
const change = z.object({ primaryAssetId: uuid.optional() } satisfies ShapeOf<StackUpdateDto>);

function requireStack(context: KeyContext, id: string, permission: string): StackRecord {
  const stack = context.state.stacks.get(id);
  if (!stack || stack.ownerId !== context.user.id) throw noAccess(permission);
  return stack;
}

/** Real server (2.7.5, 3.1.0): archived members are there; those in the trash, hidden or locked are left out. */
const listed = (state: State, stack: StackRecord) =>
  state.stackAssets(stack).filter((asset) => isListed(asset) && asset.deletedAt === null);

function describe({ state, apiVersion }: KeyContext, stack: StackRecord): Plain<StackResponseDto> {
  // Real server: the one on top comes first.
  const assets = listed(state, stack)
    .sort((a, b) => Number(b.id === stack.primaryAssetId) - Number(a.id === stack.primaryAssetId))
    .map((asset) => assetReply(state, apiVersion, asset, { exif: true }));
  return { id: stack.id, primaryAssetId: stack.primaryAssetId, assets: assets as AssetReply[] };
}

async function create(context: KeyContext): Promise<Reply> {
  const { assetIds } = await bodyOf(context, creation);
  const [primary] = requireOwned(context.state, context.user.id, assetIds, 'asset.update');
  if (!primary) throw noAccess('asset.update');
  return json(describe(context, context.state.createStack(context.user.id, primary.id, assetIds)), 201);
}

async function update(context: KeyContext): Promise<Reply> {
  const { primaryAssetId } = await bodyOf(context, change);
  const stack = requireStack(context, idOf(context), 'stack.update');
  if (primaryAssetId !== undefined) {
    if (!listed(context.state, stack).some(({ id }) => id === primaryAssetId)) {
      throw badRequest('Primary asset must be in the stack');
    }
    stack.primaryAssetId = primaryAssetId;
  }
  return json(describe(context, stack));
}

function removeAsset(context: KeyContext): Reply {
  const stack = requireStack(context, idOf(context), 'stack.update');
  const asset = context.state.assets.get(idOf(context, 'assetId'));
  if (asset?.stackId !== stack.id) throw badRequest('Asset not in stack');
  if (asset.id === stack.primaryAssetId) throw badRequest("Cannot remove stack's primary asset");
  asset.stackId = null;
  return empty();
}

export const stackRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/stacks',
    permission: 'stack.read',
    handle: (context) => {
      const query = validate(z.object({ primaryAssetId: uuid.optional() }), Object.fromEntries(context.query));
      const primary = query.primaryAssetId;
      const own = [...context.state.stacks.values()].filter((stack) => stack.ownerId === context.user.id);
      const asked = own.filter((stack) => primary === undefined || stack.primaryAssetId === primary);
      return json(asked.map((stack) => describe(context, stack)));
    },
  },
  { method: 'POST', path: '/stacks', permission: 'stack.create', handle: create },
  {
    method: 'DELETE',
    path: '/stacks',
    permission: 'stack.delete',
    handle: async (context) => {
      const { ids } = await bodyOf(context, bulkIds);
      const stacks = ids.map((id) => requireStack(context, id, 'stack.delete'));
      for (const stack of stacks) context.state.deleteStack(stack);
      return empty();
    },
  },
  {
    method: 'GET',
    path: '/stacks/:id',
    permission: 'stack.read',
    handle: (context) => json(describe(context, requireStack(context, idOf(context), 'stack.read'))),
  },
  { method: 'PUT', path: '/stacks/:id', permission: 'stack.update', deprecated: PATCHED, handle: update },
  { method: 'PATCH', path: '/stacks/:id', permission: 'stack.update', apiVersion: 'v3', handle: update },
  {
    method: 'DELETE',
    path: '/stacks/:id',
    permission: 'stack.delete',
    handle: (context) => {
      context.state.deleteStack(requireStack(context, idOf(context), 'stack.delete'));
      return empty();
    },
  },
  { method: 'DELETE', path: '/stacks/:id/assets/:assetId', permission: 'stack.update', handle: removeAsset },
];
