import { elevationNeeded, noAccess } from './http/api-error.ts';
import type { AlbumRecord, AssetRecord, Visibility } from './records.ts';
import type { State } from './state.ts';

/** Who may what. Real server: an API key never reaches locked assets; trashed ones stay reachable. */

export function ownedAsset(state: State, userId: string, assetId: string): AssetRecord | undefined {
  const asset = state.assets.get(assetId);
  return asset && asset.ownerId === userId && asset.visibility !== 'locked' ? asset : undefined;
}

/** @throws ApiError 400 unless every id is the user's own asset. */
export function requireOwned(state: State, userId: string, ids: readonly string[], permission: string): AssetRecord[] {
  return ids.map((id) => {
    const asset = ownedAsset(state, userId, id);
    if (!asset) throw noAccess(permission);
    return asset;
  });
}

/** Real server: someone else's asset can be read through an album that is shared with the reader. */
export function requireReadable(state: State, userId: string, assetId: string, permission: string): AssetRecord {
  const owned = ownedAsset(state, userId, assetId);
  if (owned) return owned;
  const asset = state.assets.get(assetId);
  const shared =
    asset && asset.visibility !== 'locked' && state.albumsOf(assetId).some((album) => canReadAlbum(album, userId));
  if (!asset || !shared) throw noAccess(permission);
  return asset;
}

export const canReadAlbum = (album: AlbumRecord, userId: string) =>
  album.ownerId === userId || album.sharedWith.has(userId);

export const canFillAlbum = (album: AlbumRecord, userId: string) =>
  album.ownerId === userId || album.sharedWith.get(userId) === 'editor';

/** @throws ApiError 400 unless the album passes. */
export function requireAlbum(
  state: State,
  albumId: string,
  permission: string,
  allowed: (album: AlbumRecord) => boolean,
): AlbumRecord {
  const album = state.albums.get(albumId);
  if (!album || !allowed(album)) throw noAccess(permission);
  return album;
}

/** @throws ApiError 401 when locked assets are asked for. */
export function refuseLocked(visibility: Visibility | undefined): void {
  if (visibility === 'locked') throw elevationNeeded();
}

/** Real server: hidden (motion halves) and locked assets are left out of counts and albums' sizes. */
export const isListed = (asset: AssetRecord) => asset.visibility === 'timeline' || asset.visibility === 'archive';
