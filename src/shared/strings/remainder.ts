/** What is not in Immich: why, what to do, and what a person can decide. */
import { formatCount, formatPlural } from '../format.ts';
import { items, nightly } from './counted.ts';

export const remainderStrings = {
  remainder: {
    'original-not-on-this-mac': (count: number) =>
      `${formatPlural(count, 'original is', 'originals are')} only in iCloud`,
    'disk-not-connected': (count: number) =>
      `${formatPlural(count, 'original is', 'originals are')} on a disk that is not connected`,
    'file-missing': (count: number) => `${formatPlural(count, 'original is', 'originals are')} missing`,
    unreadable: (count: number) => `${formatPlural(count, 'item', 'items')} cannot be read`,
    'in-server-trash': (count: number) => `${formatPlural(count, 'item is', 'items are')} in Immich’s trash`,
    'deleted-in-immich': (count: number) => `${formatPlural(count, 'item was', 'items were')} deleted in Immich`,
    'refused-by-server': (count: number) => `Immich refused ${items(count)}`,
    failing: (count: number) => `${formatPlural(count, 'item keeps', 'items keep')} failing`,
    'not-yet-uploaded': (count: number) => `${formatPlural(count, 'item waits', 'items wait')} for the next sync`,
    'left-out': (count: number) => `${formatPlural(count, 'item is', 'items are')} left out, as you chose`,
    'linked-to-twin': (count: number) => `${formatPlural(count, 'item is', 'items are')} linked to your phone’s copy`,
    other: (count: number, reason: string) => `${items(count)}: ${reason}`,
  },

  fetching: (count: number, perNight: number) => `${formatCount(count)} still in iCloud, ${nightly(count, perNight)}`,

  /** Originals that are only in iCloud: the question, and the choice beside the number. */
  cloud: {
    choice: 'How many to fetch from iCloud',
    choices: (count: number) => (count === 0 ? 'Fetch none' : `Fetch ${formatCount(count)} a night`),
    question: 'Fetch originals from iCloud?',
    fact: (count: number, library: number) =>
      `${formatCount(count)} of ${formatCount(library)} originals are only in iCloud`,
    detail:
      'Photos keeps them there to save space (Optimise Mac Storage). Each night it can download some for the upload; they do not stay on this Mac. You can change this at any time.',
    fetch: (perNight: number, nights: number) =>
      `Fetch ${formatCount(perNight)} a night (about ${formatPlural(nights, 'night', 'nights')})`,
    notNow: 'Not now',
    choose: 'Choose…',
  },

  cloudSize: (bytes: string) => `${bytes} in iCloud`,

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
    'left-out': 'You chose to leave them out. They are not uploaded unless you bring them back.',
    'linked-to-twin':
      'Your phone uploaded them as different files: they are in Immich, but not verified by checksum. To upload the files from Photos as well, change this in Settings › Advanced.',
    other: '',
  },

  failures: {
    retry: 'Try again',
    retryAll: 'Try all again',
    leave: 'Leave out',
    tries: (count: number) => `${formatCount(count)} tries`,
    nextTry: (day: string) => `next: ${day}`,
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
