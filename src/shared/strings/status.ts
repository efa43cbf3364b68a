/** How things stand, in a headline and a sentence. */
import type { AppState, Limit, WaitingFor } from '../contract.ts';
import { formatCount, formatPlural } from '../format.ts';
import { items } from './counted.ts';

export const statusStrings = {
  states: {
    'up-to-date': 'Up to date',
    syncing: 'Syncing',
    paused: 'Paused',
    waiting: 'Waiting',
    attention: 'Needs a look',
    error: 'Action needed',
    'not-set-up': 'Not set up',
  } satisfies Record<AppState, string>,

  status: {
    /** @param when “today at 02:01”; null where it is not known */
    verified: (complete: number, assets: number, when: string | null) =>
      `${formatCount(complete)} of ${formatCount(assets)} in Immich, verified${when === null ? '' : ` ${when}`}`,
    verifiedShort: (complete: number, assets: number) => `${formatCount(complete)} of ${formatCount(assets)} verified`,
    nothingCounted: 'Nothing has been counted yet',
    emptyLibrary: 'There are no photos in the library',
    stopping: 'Stopping',
    stoppingDetail: 'Uploads in progress finish first.',
    preparing: 'Getting ready',
    reading: 'Reading the library',
    readingCount: (count: number) => `Reading the library · ${formatCount(count)}`,
    comparing: 'Comparing with Immich',
    comparingCount: (done: number, total: number) => `Comparing ${formatCount(done)} of ${formatCount(total)}`,
    exportingCount: (done: number, total: number) => `Exporting ${formatCount(done)} of ${formatCount(total)}`,
    uploadingCount: (done: number, total: number) => `Uploading ${formatCount(done)} of ${formatCount(total)}`,
    details: 'Albums and details',
    pausedUntil: (moment: string) => `Paused until ${moment}`,
    paused: 'Paused',
    pausedDetail: 'No automatic syncs until then.',
    pausedOpenDetail: 'No automatic syncs until you resume.',
    attention: (count: number) => `${items(count)} ${count === 1 ? 'needs' : 'need'} a look`,
    pending: (count: number) => `${items(count)} still to upload`,
    nothingLost: (pending: number) =>
      pending === 0
        ? 'Nothing is lost. The next sync continues where this one left off.'
        : `Nothing is lost. ${formatPlural(pending, 'new photo waits', 'new photos wait')} on this Mac.`,
    nothingChanged: 'Nothing was changed in Immich.',
    notSetUp: 'Welcome to Immich Sync',
    notSetUpDetail: 'It keeps your Photos library on your own Immich server, every day, and verifies every file.',
  },

  waiting: {
    server: 'Waiting for the server',
    network: 'Waiting for the network',
    power: 'Waiting for power',
    'another-run': 'Another sync is in progress',
  } satisfies Record<WaitingFor, string>,

  waitingDetail: {
    server: (since: string) => `It did not answer at ${since}.`,
    network: (since: string) => `Not on a chosen network since ${since}.`,
    power: (since: string) => `On battery since ${since}.`,
    'another-run': (since: string) => `Started at ${since} from the command line.`,
  } satisfies Record<WaitingFor, (since: string) => string>,

  waitingUntil: (time: string) => `Trying until ${time}.`,

  forecast: {
    percent: (percent: number) => `${percent}% in Immich`,
    days: (count: number, areNights: boolean) =>
      `about ${areNights ? formatPlural(count, 'night', 'nights') : formatPlural(count, 'day', 'days')}`,
    left: (time: string) => `${time} left`,
    syncingLeft: (time: string) => `${time} of syncing left`,
    limits: {
      reading: 'reading the library takes the longest',
      export: 'exporting takes the longest',
      network: 'depends on network and server',
      'speed-setting': 'limited by your speed setting',
      cloud: 'iCloud takes the longest',
    } satisfies Record<Limit, string>,
    guess: 'An estimate, until the first photos have been uploaded.',
    inPieces: 'It need not finish in one go: each sync continues where the last one left off.',
  },
} as const;
