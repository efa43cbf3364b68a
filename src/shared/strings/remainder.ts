export const remainderStrings = {
  remainder: {
    'original-not-on-this-mac': '{count, plural, one {# original is} other {# originals are}} only in iCloud',
    'disk-not-connected':
      '{count, plural, one {# original is} other {# originals are}} on a disk that is not connected',
    'file-missing': '{count, plural, one {# original is} other {# originals are}} missing',
    unreadable: '{count, plural, one {# item} other {# items}} cannot be read',
    'in-server-trash': '{count, plural, one {# item is} other {# items are}} in Immich’s trash',
    'deleted-in-immich': '{count, plural, one {# item was} other {# items were}} deleted in Immich',
    'refused-by-server': 'Immich refused {count, plural, one {# item} other {# items}}',
    failing: '{count, plural, one {# item keeps} other {# items keep}} failing',
    'not-yet-uploaded': '{count, plural, one {# item waits} other {# items wait}} for the next sync',
    'kind-not-taken': '{count, plural, one {# item is} other {# items are}} of a kind that Immich does not accept',
    'left-out': '{count, plural, one {# item is} other {# items are}} left out, as you chose',
    'linked-to-twin': '{count, plural, one {# item is} other {# items are}} linked to your phone’s copy',
    other: '{count, plural, one {# item} other {# items}}: {reason}',
  },

  /** At so many a night, for so many nights. */
  fetching:
    '{count, number} still in iCloud, {perNight, number} a night: about {nights, plural, one {# night} other {# nights}}',

  /** Where of some items only the edit or the film is in iCloud. */
  partlyInCloud: '{count, plural, one {# item has} other {# items have}} files that are only in iCloud',

  /** Originals that are only in iCloud: the question, and the choice beside the number. */
  cloud: {
    choice: 'How many to fetch from iCloud',
    choices: '{count, plural, =0 {Fetch none} other {Fetch {count, number} a night}}',
    question: 'Fetch originals from iCloud?',
    fact: '{count, number} of {library, number} originals are only in iCloud',
    detail:
      'Photos keeps them there to save space (Optimise Mac Storage). Each night it can download some for the upload; they do not stay on this Mac. You can change this at any time.',
    fetch: 'Fetch {perNight, number} a night (about {nights, plural, one {# night} other {# nights}})',
    notNow: 'Not now',
    choose: 'Choose…',
  },

  cloudSize: '{bytes} in iCloud',

  remainderAdvice: {
    'original-not-on-this-mac':
      'They are uploaded once Photos has downloaded them. To speed this up, choose “Download Originals to this Mac” in the settings of Photos.',
    'disk-not-connected': 'Their files are on another disk. Connect it; the next sync uploads them.',
    'file-missing':
      'In Photos, but the files are neither on this Mac nor in iCloud. Restore from a backup, or delete in Photos.',
    unreadable:
      'Open them in Photos. If they do not open there either, restore them from a backup. Links that lead out of the library are not followed.',
    'in-server-trash':
      'They were moved to the trash in Immich, and are still in Photos. Restore them, or leave them out for good.',
    'deleted-in-immich':
      'They are still in Photos, and are not uploaded again unless you bring them back. Or leave them out for good.',
    'refused-by-server':
      'Immich’s reason is shown below for each. They are tried again, less often each time, unless you leave them out.',
    failing:
      'Open them in Photos to see whether they are damaged. They are tried again, less often each time, unless you leave them out.',
    'not-yet-uploaded': 'Nothing to do: the next sync uploads them.',
    'kind-not-taken':
      'They stay in Photos only. Convert them to a format that Immich accepts, or leave them out. If a newer Immich accepts them, the next sync uploads them.',
    'left-out': 'You chose to leave them out. They are not uploaded unless you bring them back.',
    'linked-to-twin':
      'Your phone uploaded them as different files: they are in Immich, but not verified by checksum. To upload the files from Photos as well, change this in Settings › Advanced.',
    other: '',
  },

  failures: {
    tryAgain: 'Try again',
    tryAllAgain: 'Try all again',
    leave: 'Leave out',
    tries: '{count, number} tries',
    nextTry: 'next: {day}',
  },

  trash: {
    restore: 'Restore',
    restoreAll: 'Restore all',
    leave: 'Leave out',
    leaveAll: 'Leave all out',
    bringBack: 'Bring back',
    bringAllBack: 'Bring all back',
  },
} as const;
