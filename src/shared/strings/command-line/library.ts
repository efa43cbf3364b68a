/** What the commands about photos and albums print: `find`, `remainder`, `trash`, `albums`, `former-edits`, `report`. */
import type { RemainderChoice } from '../../../core/model/decisions.ts';

export const libraryOutputStrings = {
  find: {
    notRead: 'The library was not read yet: `immich-sync plan` reads it and changes nothing.',
    none: 'Nothing found. Each word must be in the name, title, caption, keywords or albums of a photo, or be a date.',
    more: '… and {count, number} more.',
    noDate: 'no date',
    /** @param taken a date and a time @param safety as “In Immich, verified today at 02:01” */
    found: '{name}, {taken}: {safety}.',
  },

  remainder: {
    allThere: 'Everything is in Immich.',
    noneForReason: 'Nothing for that reason.',
    /** Above a list. @param reason as “3 items are only in iCloud” */
    heading: '{reason}:',
    more: '… and {count, number} more.',
    tries: '{count, number} tries',
    nextTry: 'next on {when}',
    retried: 'The next sync tries {count, plural, one {# item} other {# items}} again.',
    leftOut: 'Left out: {count, plural, one {# item} other {# items}}. Bring them back with `immich-sync bring-back`.',
    broughtBack: 'No longer left out: {count, plural, one {# item} other {# items}}. The next sync tries them again.',
    nothingTo: {
      'try-again': 'No item has failed.',
      'leave-out': 'There is nothing to leave out.',
      'bring-back': 'No item is left out.',
    } as const satisfies Record<RemainderChoice, string>,
    hasNotFailed:
      '{name} has not failed, so there is nothing to try again. `immich-sync remainder` says why it is not in Immich.',
    isLeftOut: '{name} is left out already.',
    cannotBeLeftOut: '{name} cannot be left out yet: that is remembered by its contents, which were not read yet.',
    isNotLeftOut: '{name} is not left out.',
    nothingToConfirm: 'There was nothing to confirm.',
    confirmed: 'Confirmed: {count, plural, one {# item} other {# items}} gone from Photos. The next sync continues.',
  },

  trash: {
    none: 'Nothing that is in Photos was deleted in Immich.',
    leftOut: '(left out)',
    deletedForGood: '(deleted for good)',
    nothingToDecide: 'There was nothing to decide.',
    left: 'Left out: {count, plural, one {# item} other {# items}}. Bring them back with `immich-sync trash restore`.',
    restored:
      'Restored and verified: {files, plural, one {# file} other {# files}} of {items, plural, one {# item} other {# items}}.',
    toUpload:
      'No longer in the trash: {files, plural, one {# file; the next sync uploads it.} other {# files; the next sync uploads them.}}',
  },

  albums: {
    none: 'No albums are known yet: `immich-sync plan` looks through the library without changing anything.',
    album: '{name}  ({count, plural, one {# item} other {# items}}, {uuid})',
  },

  formerEdits: {
    none: 'No edit in Immich was replaced or undone in Photos.',
    replaced: '{name}  replaced {when}',
    undone: '{name}  undone {when}',
  },

  report: {
    saved: 'Saved as {file}.',
    places: 'On this Mac {mac}, only in iCloud {cloud}, in Immich {immich}',
    ofCount: '{complete, number} of {assets, number}',
    inImmich: '{bytes} in Immich',
  },
} as const;
