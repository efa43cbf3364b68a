/** What the API key must be allowed to do, in Immich's names and in plain words. Deleting is not in the list, on purpose. */

export interface Permission {
  /** Immich's own name, as its API-key form shows it. */
  readonly name: string;
  readonly meaning: string;
  readonly required: boolean;
}

export const PERMISSIONS: readonly Permission[] = [
  { name: 'user.read', meaning: 'know whose key it is', required: true },
  { name: 'server.about', meaning: 'read the server’s version', required: true },
  { name: 'asset.upload', meaning: 'upload pictures', required: true },
  { name: 'asset.read', meaning: 'see what is there', required: true },
  { name: 'asset.update', meaning: 'pair Live Photos', required: true },
  { name: 'album.read', meaning: 'see albums', required: true },
  { name: 'album.create', meaning: 'make albums', required: true },
  { name: 'albumAsset.create', meaning: 'add to albums', required: true },
  { name: 'albumAsset.delete', meaning: 'take out of albums what it put there', required: false },
];

/** Splits {@link PERMISSIONS} by what the key has. `all` grants everything. */
export function judgePermissions(granted: readonly string[]): {
  readonly has: readonly Permission[];
  readonly lacks: readonly Permission[];
} {
  const may = (permission: Permission) => granted.includes('all') || granted.includes(permission.name);
  return { has: PERMISSIONS.filter(may), lacks: PERMISSIONS.filter((permission) => !may(permission)) };
}
