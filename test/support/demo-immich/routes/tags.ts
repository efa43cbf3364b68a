import type { TagBulkAssetsDto, TagBulkAssetsResponseDto, TagCreateDto, TagUpdateDto, TagUpsertDto } from '@immich/sdk';
import { z } from 'zod';
import { ownedAsset } from '../access.ts';
import { badRequest, noAccess } from '../http/api-error.ts';
import { empty, json, type Reply } from '../http/reply.ts';
import { bodyOf, idOf, type KeyContext, type Route, type ShapeOf, uuid } from '../http/route.ts';
import type { TagRecord } from '../records.ts';
import { tagReply } from '../replies/tag.ts';
import type { State } from '../state.ts';
import { bulkIds, PATCHED } from './fields.ts';
import { addMembers, type Membership, type Result, removeMembers } from './memberships.ts';

const color = z
  .string()
  .regex(/^#?([0-9A-F]{3}|[0-9A-F]{4}|[0-9A-F]{6}|[0-9A-F]{8})$/i)
  .nullable()
  .optional();
const creation = z.object({
  name: z.string().min(1),
  parentId: uuid.nullable().optional(),
  color,
} satisfies ShapeOf<TagCreateDto>);
const change = z.object({ color } satisfies ShapeOf<TagUpdateDto>);
const upsertion = z.object({ tags: z.array(z.string().min(1)) } satisfies ShapeOf<TagUpsertDto>);
const bulk = z.object({ tagIds: z.array(uuid), assetIds: z.array(uuid) } satisfies ShapeOf<TagBulkAssetsDto>);

function requireTag(context: KeyContext, id: string, permission: string): TagRecord {
  const tag = context.state.tags.get(id);
  if (!tag || tag.ownerId !== context.user.id) throw noAccess(permission);
  return tag;
}

/** Real server: a tag that was given or taken by a call is locked until a job has written it into the sidecar. */
const tagMembers = (state: State, tag: TagRecord): Membership => ({
  has: (id) => state.assets.get(id)?.tagIds.has(tag.id) ?? false,
  add: (id) => state.assets.get(id)?.tagIds.add(tag.id) && state.assets.get(id)?.edited.add('tags'),
  remove: (id) => state.assets.get(id)?.tagIds.delete(tag.id) && state.assets.get(id)?.edited.add('tags'),
});

/** Real server: one job an asset that changed, once all tags of the call are given. */
function announce(context: KeyContext, results: readonly Result[]): readonly Result[] {
  const ids = new Set(results.flatMap(({ id, success }) => (success ? [id] : [])));
  context.background.edited([...ids].flatMap((id) => context.state.assets.get(id) ?? []));
  return results;
}

async function create(context: KeyContext): Promise<Reply> {
  const { state, user } = context;
  const dto = await bodyOf(context, creation);
  const parent = dto.parentId ? requireTag(context, dto.parentId, 'tag.read') : null;
  const value = parent ? `${parent.value}/${dto.name}` : dto.name;
  if (state.findTag(user.id, value)) throw badRequest('A tag with that name already exists');
  const tag = state.addTag({ ownerId: user.id, value, parentId: parent?.id ?? null, color: dto.color ?? null });
  return json(tagReply(tag), 201);
}

/** PUT /tags. Real server: `a/b` makes `a` too, and answers `b`; what exists is answered as it is. */
async function upsert(context: KeyContext): Promise<Reply> {
  const { tags } = await bodyOf(context, upsertion);
  const made = [...new Set(tags)].flatMap((path) => context.state.upsertTag(context.user.id, path) ?? []);
  return json(made.map(tagReply));
}

async function recolor(context: KeyContext): Promise<Reply> {
  const dto = await bodyOf(context, change);
  const tag = requireTag(context, idOf(context), 'tag.update');
  tag.color = dto.color ?? null;
  tag.updatedAt = new Date();
  return json(tagReply(tag));
}

/** PUT /tags/assets. Real server: what is not the caller's is left out; only new pairs count. */
async function tagMany(context: KeyContext): Promise<Reply> {
  const { state, user } = context;
  const { tagIds, assetIds } = await bodyOf(context, bulk);
  const tags = tagIds.flatMap((id) => state.tags.get(id) ?? []).filter((tag) => tag.ownerId === user.id);
  const allowed = assetIds.filter((id) => ownedAsset(state, user.id, id));
  const results = tags.flatMap((tag) => addMembers(context, allowed, tagMembers(state, tag)));
  announce(context, results);
  return json({ count: results.filter(({ success }) => success).length } satisfies TagBulkAssetsResponseDto);
}

export const tagRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/tags',
    permission: 'tag.read',
    handle: ({ state, user }) => json([...state.tags.values()].filter((tag) => tag.ownerId === user.id).map(tagReply)),
  },
  { method: 'POST', path: '/tags', permission: 'tag.create', handle: create },
  { method: 'PUT', path: '/tags', permission: 'tag.create', handle: upsert },
  { method: 'PUT', path: '/tags/assets', permission: 'tag.asset', handle: tagMany },
  {
    method: 'GET',
    path: '/tags/:id',
    permission: 'tag.read',
    handle: (context) => json(tagReply(requireTag(context, idOf(context), 'tag.read'))),
  },
  { method: 'PUT', path: '/tags/:id', permission: 'tag.update', deprecated: PATCHED, handle: recolor },
  { method: 'PATCH', path: '/tags/:id', permission: 'tag.update', apiVersion: 'v3', handle: recolor },
  {
    method: 'DELETE',
    path: '/tags/:id',
    permission: 'tag.delete',
    handle: (context) => {
      context.state.deleteTag(requireTag(context, idOf(context), 'tag.delete'));
      return empty();
    },
  },
  {
    method: 'PUT',
    path: '/tags/:id/assets',
    permission: 'tag.asset',
    handle: async (context) => {
      const { ids } = await bodyOf(context, bulkIds);
      const tag = requireTag(context, idOf(context), 'tag.asset');
      return json(announce(context, addMembers(context, ids, tagMembers(context.state, tag))));
    },
  },
  {
    method: 'DELETE',
    path: '/tags/:id/assets',
    permission: 'tag.asset',
    handle: async (context) => {
      const { ids } = await bodyOf(context, bulkIds);
      const tag = requireTag(context, idOf(context), 'tag.asset');
      return json(announce(context, removeMembers(context, ids, tagMembers(context.state, tag), true)));
    },
  },
];
