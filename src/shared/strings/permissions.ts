/** What the API key must be allowed to do, in plain words. */
import type { PermissionGroup, PermissionName } from '../../core/model/permissions.ts';

export const permissionStrings = {
  /** What Immich Sync does with a group, in few words: the end of “With these it can …”. The meanings say more. */
  purposes: {
    assets: 'upload photos, check them, set their details',
    albums: 'make albums and fill them',
    server: 'read its version, and whose key it is',
    'album-changes': 'rename and order albums, remove photos from them',
    stacks: 'stack edits, RAW files and bursts',
    keywords: 'sync keywords, which are tags in Immich',
    pictures: 'show thumbnails that this Mac does not have',
    downloads: 'download files to check them, only when you ask for it',
  } as const satisfies Record<PermissionGroup['serves'], string>,
  /** The end of “This key may not …”, too. */
  meanings: {
    'asset.read': 'see which photos are there',
    'asset.update': 'pair Live Photos and set favourites, captions, dates and places',
    'asset.upload': 'upload photos',
    'album.create': 'make albums',
    'album.read': 'see albums',
    'albumAsset.create': 'add to albums',
    'server.about': 'read the server’s version',
    'user.read': 'know whose key it is',
    'album.update': 'rename the albums it made, set their order and cover',
    'albumAsset.delete': 'remove from albums what it added',
    'stack.create': 'stack an edit on its original, RAW behind JPEG, and bursts',
    'stack.read': 'list all stacks in one request',
    'stack.update': 'change the stacks it made when an edit changes',
    'stack.delete': 'undo a stack it made (the photos stay) when an edit is undone',
    'tag.create': 'create tags for keywords',
    'tag.asset': 'add tags, and remove those it added',
    'asset.view': 'show thumbnails from Immich where this Mac has none',
    'asset.download': 'check the files on the server’s disk, with `verify --deep`',
  } as const satisfies Record<PermissionName, string>,
} as const;
