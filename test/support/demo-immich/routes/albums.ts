import { randomUUID } from 'node:crypto';
import type {
  AddUsersDto,
  AlbumStatisticsResponseDto,
  AlbumsAddAssetsDto,
  AlbumsAddAssetsResponseDto,
  CreateAlbumDto,
  UpdateAlbumDto,
} from '@immich/sdk';
import { z } from 'zod';
import { canFillAlbum, canReadAlbum, ownedAsset, requireAlbum } from '../access.ts';
import type { Plain } from '../api-version.ts';
import { badRequest } from '../http/api-error.ts';
import { empty, json, type Reply } from '../http/reply.ts';
import { bodyOf, booleanQuery, idOf, type KeyContext, type Route, type ShapeOf, uuid } from '../http/route.ts';
import type { AlbumRecord } from '../records.ts';
import { albumReply } from '../replies/album.ts';
import type { State } from '../state.ts';
import { bulkIds } from './fields.ts';
import { addMembers, type Membership, removeMembers } from './memberships.ts';

const role = z.enum(['editor', 'viewer']);
const albumUser = z.object({ userId: uuid, role: role.default('editor') });

/** Real server: empty and repeated names are allowed. */
const creation = z.object({
  albumName: z.string(),
  description: z.string().optional(),
  assetIds: z.array(uuid).optional(),
  albumUsers: z.array(albumUser).optional(),
} satisfies ShapeOf<CreateAlbumDto>);

const change = z.object({
  albumName: z.string().optional(),
  description: z.string().optional(),
  albumThumbnailAssetId: uuid.optional(),
  isActivityEnabled: z.boolean().optional(),
  order: z.enum(['asc', 'desc']).optional(),
} satisfies ShapeOf<UpdateAlbumDto>);

const addToMany = z.object({
  albumIds: z.array(uuid),
  assetIds: z.array(uuid),
} satisfies ShapeOf<AlbumsAddAssetsDto>);

const invitation = z.object({ albumUsers: z.array(albumUser).min(1) } satisfies ShapeOf<AddUsersDto>);

/** A new, empty album. */
export function newAlbum(state: State, ownerId: string, name: string, description: string): AlbumRecord {
  const now = new Date();
  const album: AlbumRecord = {
    id: randomUUID(),
    ownerId,
    name,
    description,
    thumbnailAssetId: null,
    isActivityEnabled: true,
    order: 'desc',
    createdAt: now,
    updatedAt: now,
    sharedWith: new Map(),
    assetIds: new Set(),
  };
  state.albums.set(album.id, album);
  return album;
}

/** An album's members; its cover is the first that came in. */
export const albumMembers = (album: AlbumRecord): Membership => ({
  has: (id) => album.assetIds.has(id),
  add: (id) => {
    album.assetIds.add(id);
    album.thumbnailAssetId ??= id;
    album.updatedAt = new Date();
  },
  remove: (id) => {
    album.assetIds.delete(id);
    if (album.thumbnailAssetId === id) album.thumbnailAssetId = [...album.assetIds][0] ?? null;
    album.updatedAt = new Date();
  },
});

function requireUser(state: State, userId: string): void {
  if (!state.users.has(userId)) throw badRequest('Invalid user');
}

const isShared = (album: AlbumRecord) => album.sharedWith.size > 0;

/**
 * GET /albums. Real server: v3 without parameters answers owned and shared-with-me albums; v2 owned ones, and the shared ones of
 * both kinds with `shared=true`.
 */
function visibleAlbums(context: KeyContext): AlbumRecord[] {
  const { state, user, apiVersion, query } = context;
  const readable = [...state.albums.values()].filter((album) => canReadAlbum(album, user.id));
  const assetId = query.get('assetId');
  if (assetId !== null) return readable.filter((album) => album.assetIds.has(assetId));
  const isOwn = (album: AlbumRecord) => album.ownerId === user.id;
  if (apiVersion === 'v2') {
    const shared = booleanQuery(context, 'shared');
    if (shared === undefined) return readable.filter(isOwn);
    return readable.filter((album) => isShared(album) === shared);
  }
  const [owned, shared] = [booleanQuery(context, 'isOwned'), booleanQuery(context, 'isShared')];
  const [id, name] = [query.get('id'), query.get('name')];
  return readable.filter(
    (album) =>
      (owned === undefined || isOwn(album) === owned) &&
      (shared === undefined || isShared(album) === shared) &&
      (id === null || album.id === id) &&
      (name === null || album.name === name),
  );
}

const describe = (context: KeyContext, album: AlbumRecord, { withAssets = true, isNew = false } = {}) =>
  albumReply(context.state, context.apiVersion, album, { withAssets, isNew });

const ownAlbum = (context: KeyContext, permission: string) =>
  requireAlbum(context.state, idOf(context), permission, (album) => album.ownerId === context.user.id);

/** Real server: assets that the caller may not share are left out without a word. */
async function create(context: KeyContext): Promise<Reply> {
  const { state, user } = context;
  const dto = await bodyOf(context, creation);
  const guests = (dto.albumUsers ?? []).filter(({ userId }) => userId !== user.id);
  for (const { userId } of guests) requireUser(state, userId);
  const album = newAlbum(state, user.id, dto.albumName, dto.description ?? '');
  for (const { userId, role: asRole } of guests) album.sharedWith.set(userId, asRole);
  addMembers(context, dto.assetIds ?? [], albumMembers(album));
  return json(describe(context, album, { isNew: true }), 201);
}

async function update(context: KeyContext): Promise<Reply> {
  const dto = await bodyOf(context, change);
  const album = ownAlbum(context, 'album.update');
  if (dto.albumThumbnailAssetId !== undefined && !album.assetIds.has(dto.albumThumbnailAssetId)) {
    throw badRequest('Invalid album thumbnail');
  }
  album.name = dto.albumName ?? album.name;
  album.description = dto.description ?? album.description;
  album.thumbnailAssetId = dto.albumThumbnailAssetId ?? album.thumbnailAssetId;
  album.isActivityEnabled = dto.isActivityEnabled ?? album.isActivityEnabled;
  album.order = dto.order ?? album.order;
  album.updatedAt = new Date();
  return json(describe(context, album, { withAssets: false }));
}

async function addAssets(context: KeyContext): Promise<Reply> {
  const { ids } = await bodyOf(context, bulkIds);
  const id = idOf(context);
  if (!context.state.albums.has(id)) throw badRequest('Album not found');
  const album = requireAlbum(context.state, id, 'albumAsset.create', (one) => canFillAlbum(one, context.user.id));
  return json(addMembers(context, ids, albumMembers(album)));
}

async function removeAssets(context: KeyContext): Promise<Reply> {
  const { ids } = await bodyOf(context, bulkIds);
  const { state, user } = context;
  const album = requireAlbum(state, idOf(context), 'albumAsset.delete', (one) => canFillAlbum(one, user.id));
  return json(removeMembers(context, ids, albumMembers(album), album.ownerId === user.id));
}

/** PUT /albums/assets. Real server: one verdict for all; a success as soon as one asset came into one album. */
async function addToAlbums(context: KeyContext): Promise<Reply> {
  const { state, user } = context;
  const { albumIds, assetIds } = await bodyOf(context, addToMany);
  const albums = albumIds.flatMap((id) => state.albums.get(id) ?? []).filter((album) => canFillAlbum(album, user.id));
  const allowed = assetIds.filter((id) => ownedAsset(state, user.id, id));
  let reply: Plain<AlbumsAddAssetsResponseDto> = { success: false, error: 'duplicate' };
  if (albums.length === 0 || allowed.length === 0) reply = { success: false, error: 'no_permission' };
  for (const album of albums) {
    const results = addMembers(context, allowed, albumMembers(album));
    if (results.some(({ success }) => success)) reply = { success: true };
  }
  return json(reply);
}

async function invite(context: KeyContext): Promise<Reply> {
  const { albumUsers } = await bodyOf(context, invitation);
  const album = ownAlbum(context, 'album.share');
  for (const { userId, role: asRole } of albumUsers) {
    requireUser(context.state, userId);
    if (userId !== album.ownerId && !album.sharedWith.has(userId)) album.sharedWith.set(userId, asRole);
  }
  return json(describe(context, album, { withAssets: false }));
}

function statistics(context: KeyContext): Reply {
  const readable = [...context.state.albums.values()].filter((album) => canReadAlbum(album, context.user.id));
  const owned = readable.filter((album) => album.ownerId === context.user.id);
  const reply: AlbumStatisticsResponseDto = {
    owned: owned.length,
    shared: readable.filter(isShared).length,
    notShared: owned.filter((album) => !isShared(album)).length,
  };
  return json(reply);
}

export const albumRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/albums',
    permission: 'album.read',
    handle: (context) => json(visibleAlbums(context).map((album) => describe(context, album, { withAssets: false }))),
  },
  { method: 'POST', path: '/albums', permission: 'album.create', handle: create },
  { method: 'GET', path: '/albums/statistics', permission: 'album.statistics', handle: statistics },
  { method: 'PUT', path: '/albums/assets', permission: 'albumAsset.create', handle: addToAlbums },
  {
    method: 'GET',
    path: '/albums/:id',
    permission: 'album.read',
    handle: (context) => {
      const { state, user } = context;
      const album = requireAlbum(state, idOf(context), 'album.read', (one) => canReadAlbum(one, user.id));
      return json(describe(context, album, { withAssets: booleanQuery(context, 'withoutAssets') !== true }));
    },
  },
  { method: 'PATCH', path: '/albums/:id', permission: 'album.update', handle: update },
  {
    method: 'DELETE',
    path: '/albums/:id',
    permission: 'album.delete',
    handle: (context) => {
      context.state.albums.delete(ownAlbum(context, 'album.delete').id);
      return empty();
    },
  },
  { method: 'PUT', path: '/albums/:id/assets', permission: 'albumAsset.create', handle: addAssets },
  { method: 'DELETE', path: '/albums/:id/assets', permission: 'albumAsset.delete', handle: removeAssets },
  { method: 'PUT', path: '/albums/:id/users', permission: 'albumUser.create', handle: invite },
];
