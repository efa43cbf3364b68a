/** How things stand, in a headline and a sentence. */
import type { AppState, Limit, WaitingFor } from '../contract.ts';

export const statusStrings = {
  states: {
    'up-to-date': 'Up to date',
    syncing: 'Syncing',
    paused: 'Paused',
    waiting: 'Waiting',
    pending: 'More to upload',
    attention: 'Needs a look',
    error: 'Action needed',
    'not-set-up': 'Not set up',
  } as const satisfies Record<AppState, string>,

  status: {
    verified: '{complete, number} of {assets, number} in Immich, verified',
    /** `when` as “today at 02:01”. */
    verifiedWhen: '{complete, number} of {assets, number} in Immich, verified {when}',
    verifiedShort: '{complete, number} of {assets, number} verified',
    nothingCounted: 'Nothing has been counted yet',
    emptyLibrary: 'There are no photos in the library',
    stopping: 'Stopping',
    stoppingDetail: 'Uploads in progress finish first.',
    preparing: 'Getting ready',
    reading: 'Reading the library',
    readingCount: 'Reading the library · {count, number}',
    comparing: 'Comparing with Immich',
    comparingCount: 'Comparing {done, number} of {total, number}',
    exportingCount: 'Exporting {done, number} of {total, number}',
    uploadingCount: 'Uploading {done, number} of {total, number}',
    details: 'Albums and details',
    pausedUntil: 'Paused until {moment}',
    paused: 'Paused',
    pausedDetail: 'No automatic syncs until then.',
    pausedOpenDetail: 'No automatic syncs until you resume.',
    attention: '{count, plural, one {# item} other {# items}} {count, plural, one {needs} other {need}} a look',
    pending: '{count, plural, one {# item} other {# items}} still to upload',
    nothingLost: 'Nothing is lost. The next sync continues where this one left off.',
    nothingLostOnceFixed: 'Nothing is lost. Syncs continue once this is fixed.',
    nothingLostWaiting:
      'Nothing is lost. {pending, plural, one {# new item waits} other {# new items wait}} on this Mac.',
    nothingChanged: 'Nothing was changed in Immich.',
    notSetUpShort: 'not set up',
    notSetUp: 'Welcome to Immich Sync',
    notSetUpDetail: 'It keeps your Photos library on your own Immich server, every day, and verifies every file.',
  },

  waiting: {
    server: 'Waiting for the server',
    network: 'Waiting for the network',
    power: 'Waiting for power',
    'another-run': 'Another sync is in progress',
  } as const satisfies Record<WaitingFor, string>,

  waitingDetail: {
    server: 'It did not answer at {since}.',
    network: 'Not on a chosen network since {since}.',
    power: 'On battery since {since}.',
    'another-run': 'Started at {since} from the command line.',
  } as const satisfies Record<WaitingFor, string>,

  waitingUntil: 'Trying until {time}.',

  forecast: {
    percent: '{percent, number}% in Immich',
    nights: 'about {count, plural, one {# night} other {# nights}}',
    days: 'about {count, plural, one {# day} other {# days}}',
    left: '{time} left',
    syncingLeft: '{time} of syncing left',
    limits: {
      reading: 'reading the library takes the longest',
      export: 'exporting takes the longest',
      network: 'depends on network and server',
      'speed-setting': 'limited by your speed setting',
      cloud: 'iCloud takes the longest',
    } as const satisfies Record<Limit, string>,
    guess: 'An estimate, until the first photos have been uploaded.',
    inPieces: 'It need not finish in one go: each sync continues where the last one left off.',
  },
} as const;
