/**
 * What the API key must be allowed to do, in Immich's names: the one table for screens, doctor and documentation; its words are in
 * `shared/strings/permissions.ts`. Deleting photos is not in it, on purpose. Which call needs which permission is tested against the client's own calls.
 */

/** Permissions that serve one thing, in the order of Immich's form. */
export const PERMISSION_GROUPS = [
  { serves: 'assets', required: true, permissions: ['asset.read', 'asset.update', 'asset.upload'] },
  { serves: 'albums', required: true, permissions: ['album.create', 'album.read', 'albumAsset.create'] },
  { serves: 'server', required: true, permissions: ['server.about', 'user.read'] },
  { serves: 'album-changes', required: false, permissions: ['album.update', 'albumAsset.delete'] },
  { serves: 'stacks', required: false, permissions: ['stack.create', 'stack.read', 'stack.update', 'stack.delete'] },
  { serves: 'keywords', required: false, permissions: ['tag.create', 'tag.asset'] },
  { serves: 'pictures', required: false, permissions: ['asset.view'] },
  { serves: 'downloads', required: false, permissions: ['asset.download'] },
] as const;

export type PermissionGroup = (typeof PERMISSION_GROUPS)[number];
/** Immich's own name, as its API-key form shows it. */
export type PermissionName = PermissionGroup['permissions'][number];

export interface Permission {
  readonly name: PermissionName;
  readonly required: boolean;
}

export const PERMISSIONS: readonly Permission[] = PERMISSION_GROUPS.flatMap(({ required, permissions }) =>
  permissions.map((name) => ({ name, required })),
);
