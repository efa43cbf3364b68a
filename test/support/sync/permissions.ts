import { type PermissionName, SYNC_PERMISSIONS } from '../demo-immich/index.ts';

/** Everything that this program knows to use. Deleting assets is not among it. */
export const ALL_PERMISSIONS: readonly PermissionName[] = [
  ...SYNC_PERMISSIONS,
  'stack.update',
  'stack.delete',
  'asset.download',
  'asset.view',
];
