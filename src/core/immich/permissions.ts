/**
 * What the API key must be allowed to do, in Immich's names and in plain words: the one table for screens, doctor and documentation.
 * Deleting photos is not in it, on purpose. Which call needs which permission is tested against the client's own calls.
 */

export interface Permission {
  /** Immich's own name, as its API-key form shows it. */
  readonly name: string;
  readonly meaning: string;
  readonly required: boolean;
}

/** Permissions that serve one thing, in the order of Immich's form. */
export interface PermissionGroup {
  /** What Immich Sync does with them, in few words: the end of “With these it can …”. The meanings say more. */
  readonly purpose: string;
  readonly required: boolean;
  readonly permissions: readonly Omit<Permission, 'required'>[];
}

export const PERMISSION_GROUPS: readonly PermissionGroup[] = [
  {
    purpose: 'upload photos, check them, set their details',
    required: true,
    permissions: [
      { name: 'asset.read', meaning: 'see what is there' },
      { name: 'asset.update', meaning: 'pair Live Photos and set favourites, captions, dates and places' },
      { name: 'asset.upload', meaning: 'upload photos' },
    ],
  },
  {
    purpose: 'make albums and fill them',
    required: true,
    permissions: [
      { name: 'album.create', meaning: 'make albums' },
      { name: 'album.read', meaning: 'see albums' },
      { name: 'albumAsset.create', meaning: 'add to albums' },
    ],
  },
  {
    purpose: 'know its version, and whose key it is',
    required: true,
    permissions: [
      { name: 'server.about', meaning: 'read the server’s version' },
      { name: 'user.read', meaning: 'know whose key it is' },
    ],
  },
  {
    purpose: 'rename and order albums, take photos out',
    required: false,
    permissions: [
      { name: 'album.update', meaning: 'rename the albums it made, set their order and cover' },
      { name: 'albumAsset.delete', meaning: 'take out of albums what it put there' },
    ],
  },
  {
    purpose: 'stack edits, RAW files and bursts',
    required: false,
    permissions: [
      { name: 'stack.create', meaning: 'stack an edit on its original, RAW behind JPEG, and bursts' },
      { name: 'stack.read', meaning: 'look at all stacks with one question' },
      { name: 'stack.update', meaning: 'change the stacks it made when an edit changes' },
      { name: 'stack.delete', meaning: 'dissolve a stack it made (the photos stay) when an edit is undone' },
    ],
  },
  {
    purpose: 'follow keywords, which are tags in Immich',
    required: false,
    permissions: [
      { name: 'tag.create', meaning: 'make tags for keywords' },
      { name: 'tag.asset', meaning: 'give tags and take back those it gave' },
    ],
  },
  {
    purpose: 'show small pictures of what this Mac has none of',
    required: false,
    permissions: [{ name: 'asset.view', meaning: 'show small pictures from Immich where this Mac has none' }],
  },
  {
    purpose: 'read files back, only when you ask for it',
    required: false,
    permissions: [{ name: 'asset.download', meaning: 'check the files on the server’s disk, with `verify --deep`' }],
  },
];

export const PERMISSIONS: readonly Permission[] = PERMISSION_GROUPS.flatMap(({ required, permissions }) =>
  permissions.map((permission) => ({ ...permission, required })),
);

/** What the reconciling may use beyond the required permissions. */
export interface Capabilities {
  readonly stack: boolean;
  readonly changeStacks: boolean;
  readonly dissolveStacks: boolean;
  /** Look at all stacks with one question. */
  readonly listStacks: boolean;
  readonly tag: boolean;
  readonly renameAlbums: boolean;
  readonly emptyAlbums: boolean;
}

/** @param granted in Immich's names; `all` grants everything. */
export function capabilitiesOf(granted: readonly string[]): Capabilities {
  const may = (name: string) => granted.includes('all') || granted.includes(name);
  return {
    stack: may('stack.create'),
    changeStacks: may('stack.update'),
    dissolveStacks: may('stack.delete'),
    listStacks: may('stack.read'),
    tag: may('tag.create') && may('tag.asset'),
    renameAlbums: may('album.update'),
    emptyAlbums: may('albumAsset.delete'),
  };
}

/** What is left undone for want of a permission, in plain words. */
export function missingCapabilities(
  capabilities: Capabilities,
): readonly { readonly permission: string; readonly consequence: string }[] {
  const all: readonly [keyof Capabilities, string, string][] = [
    ['stack', 'stack.create', 'edits, RAW files and bursts are not stacked'],
    ['changeStacks', 'stack.update', 'a replaced edit stays in its stack'],
    ['dissolveStacks', 'stack.delete', 'a stack is taken apart picture by picture when an edit is undone'],
    ['listStacks', 'stack.read', 'stacks are looked at one by one'],
    ['tag', 'tag.create or tag.asset', 'keywords that change after the upload are not followed'],
    ['renameAlbums', 'album.update', 'albums keep their first name, order and cover'],
    ['emptyAlbums', 'albumAsset.delete', 'pictures stay in albums that Photos took them out of'],
  ];
  return all.flatMap(([capability, permission, consequence]) =>
    capabilities[capability] ? [] : [{ permission, consequence }],
  );
}

/** Splits {@link PERMISSIONS} by what the key has. `all` grants everything. */
export function judgePermissions(granted: readonly string[]): {
  readonly has: readonly Permission[];
  readonly lacks: readonly Permission[];
} {
  const may = (permission: Permission) => granted.includes('all') || granted.includes(permission.name);
  return { has: PERMISSIONS.filter(may), lacks: PERMISSIONS.filter((permission) => !may(permission)) };
}
