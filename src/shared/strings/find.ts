/** Finding a photo, and whether it is safe: in the Activity window and on the command line. */

import type { PartKind } from '../../core/model/asset.ts';
import type { PartState, Safety } from '../../core/model/coverage.ts';

export const findStrings = {
  title: 'Find a photo',
  placeholder: 'Name, date, album or keyword',
  results: 'Photos found',
  chooseOne: 'Choose a photo to see where each of its files is.',
  kinds: { movie: 'VIDEO', live: 'LIVE' },
  favourite: 'favourite',
  hidden: 'hidden',
  total: '{count, plural, one {# photo} other {# photos}}',
  none: 'Nothing found',
  noneDetail: 'Each word must be in the name, title, caption, keywords or albums of a photo, or be a date.',
  notReadDetail: 'The library is read by the first preview or sync.',
  more: 'and {count, number} more',
  safety: {
    verified: 'In Immich, verified',
    unknown: 'Not checked on this server yet',
    'not-wanted': 'Left out by your settings',
    'original-not-on-this-mac': 'Only in iCloud, not in Immich yet',
    'disk-not-connected': 'On a disk that is not connected',
    'file-missing': 'Its file is missing',
    unreadable: 'Its file cannot be read',
    'in-server-trash': 'In Immich’s trash',
    'deleted-in-immich': 'Deleted in Immich',
    'refused-by-server': 'Refused by Immich',
    failing: 'Could not be uploaded yet',
    'not-yet-uploaded': 'Not uploaded yet',
    'kind-not-taken': 'Immich does not accept this kind of file',
    'left-out': 'Left out, as you chose',
    'linked-to-twin': 'Your phone’s copy is in Immich, this file is not',
  } as const satisfies Record<Safety, string>,
  /** `when` as “today at 02:01”, of the file that was looked at first. */
  safetyVerified: 'In Immich, verified {when}',
  parts: {
    original: 'Original',
    edited: 'Edit',
    'live-video': 'Live Photo video',
    'edited-live-video': 'Edited Live Photo video',
    raw: 'RAW',
  } as const satisfies Record<PartKind, string>,
  /** @param when as “today at 02:01” */
  partStates: {
    verified: 'verified {when}',
    linked: 'your phone’s copy stands for it',
    'left-out': 'left out, as you chose',
    'not-read': 'not on this Mac',
    'not-there': 'not in Immich',
  } as const satisfies Record<PartState, string>,
  photosAlbums: 'Albums in Photos',
  immichAlbums: 'Albums in Immich',
  details: 'Details',
  noAlbums: 'none',
  gone: 'no longer in Photos',
  showInPhotos: 'Show in Photos',
} as const;
