/** What the API key must be allowed to do, in plain words. */
import type { PermissionGroup, PermissionName } from '../../core/model/permissions.ts';

export const permissionStrings = {
  /** What Immich Sync does with a group, in few words: the end of “With these it can …”. The meanings say more. */
  purposes: {
    assets: 'upload photos, check them, set their details',
    albums: 'make albums and fill them',
    server: 'know its version, and whose key it is',
    'album-changes': 'rename and order albums, take photos out',
    stacks: 'stack edits, RAW files and bursts',
    keywords: 'follow keywords, which are tags in Immich',
    pictures: 'show thumbnails that this Mac does not have',
    downloads: 'read files back, only when you ask for it',
  } as const satisfies Record<PermissionGroup['serves'], string>,
  /** The end of “This key may not …”, too. */
  meanings: {
    'asset.read': 'see what is there',
    'asset.update': 'pair Live Photos and set favourites, captions, dates and places',
    'asset.upload': 'upload photos',
    'album.create': 'make albums',
    'album.read': 'see albums',
    'albumAsset.create': 'add to albums',
    'server.about': 'read the server’s version',
    'user.read': 'know whose key it is',
    'album.update': 'rename the albums it made, set their order and cover',
    'albumAsset.delete': 'take out of albums what it put there',
    'stack.create': 'stack an edit on its original, RAW behind JPEG, and bursts',
    'stack.read': 'look at all stacks with one question',
    'stack.update': 'change the stacks it made when an edit changes',
    'stack.delete': 'dissolve a stack it made (the photos stay) when an edit is undone',
    'tag.create': 'make tags for keywords',
    'tag.asset': 'give tags and take back those it gave',
    'asset.view': 'show small pictures from Immich where this Mac has none',
    'asset.download': 'check the files on the server’s disk, with `verify --deep`',
  } as const satisfies Record<PermissionName, string>,
} as const;
