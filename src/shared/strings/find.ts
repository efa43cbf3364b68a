/** Finding a photo, and whether it is safe: in the Activity window and on the command line. */

import type { PartKind } from '../../core/model/asset.ts';
import type { PartState, Safety } from '../../core/model/coverage.ts';
import { formatCount, formatPlural } from '../format.ts';

export const findStrings = {
  title: 'Find a photo',
  placeholder: 'Name, date, album or keyword',
  results: 'Photos found',
  chooseOne: 'Choose a photo to see where each of its files is.',
  kinds: { movie: 'VIDEO', live: 'LIVE' },
  favourite: 'favourite',
  hidden: 'hidden',
  total: (count: number) => formatPlural(count, 'photo', 'photos'),
  none: 'Nothing found',
  noneDetail: 'Each word must be in the name, title, caption, keywords or albums of a photo, or be a date.',
  notReadDetail: 'The library is read by the first preview or sync.',
  more: (count: number) => `and ${formatCount(count)} more`,
  /** @param when as “today at 02:01”, of the file that was looked at first; empty where that is too much to say */
  safety: {
    verified: (when: string) => `In Immich, verified ${when}`.trimEnd(),
    unknown: () => 'Not checked on this server yet',
    'not-wanted': () => 'Left out by your settings',
    'original-not-on-this-mac': () => 'Only in iCloud, not in Immich yet',
    'disk-not-connected': () => 'On a disk that is not connected',
    'file-missing': () => 'Its file is missing',
    unreadable: () => 'Its file cannot be read',
    'in-server-trash': () => 'In Immich’s trash',
    'deleted-in-immich': () => 'Deleted in Immich',
    'refused-by-server': () => 'Refused by Immich',
    failing: () => 'Could not be uploaded yet',
    'not-yet-uploaded': () => 'Not uploaded yet',
    'left-out': () => 'Left out, as you chose',
    'linked-to-twin': () => 'Your phone’s copy is in Immich, this file is not',
  } satisfies Record<Safety, (when: string) => string>,
  parts: {
    original: 'Original',
    edited: 'Edit',
    'live-video': 'Live Photo video',
    'edited-live-video': 'Edited Live Photo video',
    raw: 'RAW',
  } satisfies Record<PartKind, string>,
  /** @param when as “today at 02:01” */
  partStates: {
    verified: (when: string) => `verified ${when}`,
    linked: () => 'your phone’s copy stands for it',
    'left-out': () => 'left out, as you chose',
    'not-read': () => 'not on this Mac',
    'not-there': () => 'not in Immich',
  } satisfies Record<PartState, (when: string) => string>,
  photosAlbums: 'Albums',
  immichAlbums: 'In Immich',
  details: 'Details',
  noAlbums: 'none',
} as const;
