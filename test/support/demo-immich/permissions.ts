import type { Permission } from '@immich/sdk';

/** A permission name as Immich writes it into an API key. */
export type PermissionName = `${Permission}`;

/** What the uploader, album keeper and verifier needs; no permission to delete a photo among them. */
export const SYNC_PERMISSIONS: readonly PermissionName[] = [
  'asset.upload',
  'asset.read',
  'asset.update',
  'asset.statistics',
  'album.read',
  'album.create',
  'album.update',
  'albumAsset.create',
  'albumAsset.delete',
  'tag.create',
  'tag.read',
  'tag.asset',
  'stack.create',
  'stack.read',
  'user.read',
  'server.about',
];

/** Real server: a key with `all` may everything; any other key needs the very name. */
export function isGranted(current: readonly PermissionName[], requested: PermissionName): boolean {
  return current.includes('all') || current.includes(requested);
}
