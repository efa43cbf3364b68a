/** Every text that the app shows, in one place. Functions take what is to be filled in. */
import type {
  AppState,
  ConflictView,
  DetailName,
  FindingName,
  Leader,
  Limit,
  LinkName,
  LoginItemState,
  NotificationState,
  PauseChoice,
  PhaseName,
  ProblemAction,
  RunOutcome,
  Trigger,
  TwinTreatment,
  Versions,
  WaitingFor,
  Weekday,
  WhichAlbums,
} from './contract.ts';
import { formatCount, formatPlural } from './format.ts';

const items = (count: number) => formatPlural(count, 'item', 'items');
/** “50 a night: about 9 nights”. */
const nightly = (count: number, perNight: number) =>
  `${formatCount(perNight)} a night: about ${formatPlural(Math.ceil(count / perNight), 'night', 'nights')}`;
const sentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

const verifiedFiles = (count: number) => formatPlural(count, 'verified file is', 'verified files are');

interface Finding {
  readonly title: (count: number) => string;
  /** As one of several things in a line. */
  readonly short: (count: number) => string;
  /** What becomes of it. */
  readonly detail: string;
}

export const strings = {
  product: 'Immich Sync',

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

  popover: {
    label: 'Immich Sync status',
    lastSync: 'Last sync',
    lastGoodSync: 'Last good sync',
    nextSync: 'Next sync',
    nextTry: 'Next try',
    tried: 'Tried',
    never: 'Never',
    noneDue: 'When you start it',
    syncNow: 'Sync now',
    tryNow: 'Try now',
    tryAgain: 'Try again',
    stop: 'Stop',
    stopping: 'Stopping…',
    resume: 'Resume',
    setUp: 'Set up…',
    activity: 'Activity',
    openImmich: 'Open Immich',
    pause: 'Pause',
    settings: 'Settings',
    show: 'Show',
    history: 'Last 30 days',
    moreProblems: (count: number) => `${formatCount(count)} more in Activity`,
    noHistory: 'The first sync will appear here',
    progress: 'Progress of this sync',
    next: 'next',
    done: 'done',
    of: (done: number, total: number) => `${formatCount(done)} of ${formatCount(total)}`,
    left: (estimate: string) => `${estimate} left`,
    howFar: 'How far the library is in Immich',
    perSecond: (bytes: string) => `${bytes}/s`,
    steps: {
      title: 'What you need',
      server: 'Your Immich server and an API key',
      library: 'Permission to read your Photos library',
      tools: 'Two helper tools, checked for you',
      preview: 'A preview, before anything is sent',
    },
  },

  pauseChoices: {
    hour: 'Pause for an hour',
    tomorrow: 'Pause until tomorrow',
    'open-end': 'Pause until I resume',
  } satisfies Record<PauseChoice, string>,

  phases: {
    library: 'Read library',
    compare: 'Already in Immich',
    export: 'Export',
    upload: 'Upload',
    details: 'Albums and details',
  } satisfies Record<PhaseName, string>,

  outcomes: {
    running: 'Running now',
    done: 'Done',
    'nothing-new': 'Nothing new',
    partial: 'Done with problems',
    skipped: 'Skipped',
    waiting: 'Waiting',
    waited: 'Waited',
    interrupted: 'Stopped',
    failed: 'Failed',
  } satisfies Record<RunOutcome, string>,

  outcomeDay: {
    running: (count: number) => `${count} running`,
    done: (count: number) => `${count} with changes`,
    'nothing-new': (count: number) => `${count} without anything new`,
    partial: (count: number) => `${count} with problems`,
    skipped: (count: number) => `${count} skipped`,
    waiting: (count: number) => `${count} waiting`,
    waited: (count: number) => `${count} waited`,
    interrupted: (count: number) => `${count} stopped`,
    failed: (count: number) => `${count} failed`,
  } satisfies Record<RunOutcome, (count: number) => string>,

  triggers: {
    manual: 'by you',
    schedule: '',
    'catch-up': 'catch-up',
    retry: 'retry',
    command: 'command line',
  } satisfies Record<Trigger, string>,

  run: {
    new: (count: number) => `${formatCount(count)} new`,
    edited: (count: number) => `${formatCount(count)} edited`,
    albums: (count: number) => formatPlural(count, 'album', 'albums'),
    doneIn: (duration: string) => `done in ${duration}`,
    doneWithProblemsIn: (duration: string) => `done with problems in ${duration}`,
    endedAfter: (outcome: string, duration: string) => `${outcome.toLowerCase()} after ${duration}`,
  },

  /** What a sync found on the server to be otherwise than the one before had left it. */
  findings: {
    'server-went-back': {
      title: () => 'Immich was restored to an earlier state',
      short: () => 'Immich restored',
      detail: 'Everything was checked again. What was missing is uploaded and put back into its albums.',
    },
    'records-went-back': {
      title: () => 'This Mac’s records were restored to an earlier state',
      short: () => 'records restored',
      detail: 'Everything was checked again. What you changed in Immich since then stays as it is.',
    },
    lost: {
      title: (count) => `${verifiedFiles(count)} missing in Immich`,
      short: (count) => `${formatPlural(count, 'file', 'files')} missing in Immich`,
      detail: 'What is missing is uploaded again. If you did not delete anything, check the server’s disk.',
    },
    unfounded: {
      title: (count) => `${formatPlural(count, 'file was', 'files were')} not in Immich after all`,
      short: (count) => `${formatPlural(count, 'file', 'files')} not in Immich after all`,
      detail: 'Immich had said otherwise once. What is missing is uploaded again.',
    },
    deleted: {
      title: (count) => `${formatPlural(count, 'file was', 'files were')} deleted in Immich`,
      short: (count) => `${formatPlural(count, 'file', 'files')} deleted in Immich`,
      detail: 'Still in Photos, and not uploaded again unless you say so: bring it back, or leave it out.',
    },
    trashed: {
      title: (count) => `${formatPlural(count, 'file was', 'files were')} moved to Immich’s trash`,
      short: (count) => `${formatPlural(count, 'file', 'files')} in Immich’s trash`,
      detail: 'Still in Photos: restore it from the trash, or leave it out.',
    },
    moved: {
      title: (count) => `${formatPlural(count, 'file was', 'files were')} deleted in Immich and uploaded again`,
      short: (count) => `${formatPlural(count, 'file', 'files')} with a new ID in Immich`,
      detail: 'Another device did that. Albums and details were set on the new copies.',
    },
    'albums-deleted': {
      title: (count) => `${formatPlural(count, 'album was', 'albums were')} deleted in Immich`,
      short: (count) => `${formatPlural(count, 'album', 'albums')} deleted in Immich`,
      detail: 'The photos are still there. What you deleted is not created again.',
    },
  } satisfies Record<FindingName, Finding>,

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

  actions: {
    'check-address': 'Check address…',
    'replace-key': 'Replace key…',
    'accept-user': 'Use this account',
    'update-server': 'Open Immich',
    'choose-library': 'Choose library…',
    'confirm-library': 'That is right',
    'install-tool': 'Install…',
    'free-space': 'Disk settings…',
    'choose-staging': 'Choose folder…',
    'show-file': 'Show file',
    retry: 'Try again',
    'show-assets': 'Show',
    'open-immich': 'Open Immich',
    'open-trash': 'Open Immich’s trash',
    'photos-access': 'Open Photos access',
    'local-network-access': 'Open Local Network',
    'open-settings': 'Open Settings…',
    'copy-details': 'Copy details',
  } satisfies Record<ProblemAction, string>,

  links: {
    immich: 'Open Immich',
    'immich-trash': 'Open Immich’s trash',
    'immich-api-keys': 'Make a key in Immich',
    'full-disk-access': 'Open Full Disk Access',
    'photos-access': 'Open Photos access',
    'local-network': 'Open Local Network',
    'login-items': 'Open Login Items',
    'menu-bar-settings': 'Open Menu Bar settings',
    notifications: 'Open Notifications',
    osxphotos: 'About osxphotos',
    'immich-go': 'About immich-go',
    documentation: 'Documentation',
  } satisfies Record<LinkName, string>,

  settings: {
    title: 'Settings',
    pages: {
      server: 'Server',
      library: 'Library',
      albums: 'Albums',
      details: 'Details',
      schedule: 'Schedule',
      advanced: 'Advanced',
    },
    choose: 'Choose…',
    server: {
      address: 'Address',
      addressHint: 'https://photos.example.org',
      key: 'API key',
      keyStored: (date: string) => `Saved in the Keychain on ${date}`,
      keyStoredUndated: 'Saved in the Keychain',
      keyMemory: 'Kept until you quit',
      keyEnvironment: 'Taken from the environment',
      keyNone: 'None yet',
      keyMemoryReason: (reason: string) => `${reason} The key is kept in memory only: enter it again after a restart.`,
      keyHint: 'Paste the key here',
      replace: 'Replace…',
      add: 'Add…',
      remove: 'Remove',
      removeQuestion: 'Remove the key from the Keychain? Nothing is synced without it.',
      save: 'Save',
      cancel: 'Cancel',
      test: 'Test connection',
      testing: 'Testing…',
      connected: (version: string, user: string | null) =>
        user === null ? `Connected · Immich ${version}` : `Connected · Immich ${version} · signed in as ${user}`,
      notTested: 'Not tested yet',
      mayTitle: 'This key may',
      has: 'has',
      lacks: 'lacks',
      missing: (permission: string, meaning: string) =>
        `Immich Sync needs ${permission} to ${meaning}. Edit the key in Immich and add this permission.`,
      missingOptional: (permission: string, meaning: string) =>
        OPTIONAL_PERMISSION[permission] ?? `Without ${permission}, Immich Sync does not ${meaning}.`,
      noDelete: 'The key needs no permission to delete, and should not have it.',
      getKey: 'Make a key in Immich',
      untested: (version: string) =>
        `Immich ${version} is newer than the versions that Immich Sync was tested with. It should work.`,
      unknown: (version: string) =>
        `Immich ${version} is too new for this Immich Sync: new photos are uploaded, and nothing that is already there is changed.`,
    },
    library: {
      which: 'Photos library',
      include: 'Include',
      media: 'Media',
      medias: { both: 'Photos and videos', photo: 'Photos only', movie: 'Videos only' },
      since: 'Taken since',
      sinceHint: 'Leave empty for everything.',
      versions: 'Edited photos',
      versionChoices: {
        'originals-and-edits': 'Original and edit, stacked',
        originals: 'Original only',
        edits: 'Edit only',
      } satisfies Record<Versions, string>,
      versionsHint: {
        'originals-and-edits': 'Immich shows the edit and keeps the original behind it.',
        originals: 'Edits made in Photos are left out.',
        edits: 'The original stays in Photos only. Photos without an edit are uploaded as they are.',
      } satisfies Record<Versions, string>,
      hidden: 'Hidden photos',
      hiddenPlaces: {
        archive: 'In Immich’s archive',
        locked: 'In Immich’s locked folder',
        none: 'Not synced',
      },
      hiddenHint: {
        archive: 'Not in the timeline, but still in albums and in search results.',
        locked: 'Only you can open it, with your PIN. No app can take them out again.',
        none: 'Photos that are already in Immich are still archived when you hide them.',
      },
      screenshots: 'Screenshots',
      onlyInAlbums: 'Only items in albums',
      onlyInAlbumsHint: 'Albums that are not synced do not count.',
      unchanged: 'Narrowing this never removes anything from Immich.',
      shared: 'Items from shared albums',
      sharedHint: 'Smaller copies that others shared with you.',
      bursts: 'Burst photos that you did not pick',
      readOnly: 'Photos is only read. Immich Sync never changes your library.',
    },
    albums: {
      which: 'Sync',
      choices: {
        all: 'All albums',
        only: 'Only the albums that I choose',
        except: 'All albums except some',
      } satisfies Record<WhichAlbums, string>,
      choiceHint: {
        all: 'New albums are included automatically.',
        only: 'New albums are not synced until you choose them.',
        except: 'New albums are included automatically.',
      } satisfies Record<WhichAlbums, string>,
      list: 'Synced albums',
      count: (assets: number) => formatCount(assets),
      noneYet: 'Your albums appear here once the library has been read.',
      untitled: 'Untitled album',
      chosen: (chosen: number, all: number) => `${formatCount(chosen)} of ${formatCount(all)} albums are synced`,
      stays: 'An album that is no longer synced stays in Immich as it is.',
      separator: 'Between folder and album',
      separatorExample: (separator: string) =>
        `An album “Reykjavík” in the folder “Iceland” becomes “Iceland${separator}Reykjavík”.`,
      adopt: 'Albums made in Immich',
      adoptHint: 'One with the same name as an album in Photos can be used for it, instead of making a second one.',
      adoptLook: 'Look for them…',
      adoptLooking: 'Looking…',
      adoptNone: 'No other album made in Immich has the same name as one in Photos.',
      adoptConsent:
        'Immich Sync adds what Photos has in a ticked album, and removes only what it added itself. Everything that is already in it stays.',
      adoptList: 'Albums made in Immich to use',
      keepSeparate: 'Keep separate',
      keepsSeparate: 'Kept separate',
      emptyDeleted: 'Empty albums that I delete in Photos',
      emptyDeletedHint: 'Removes from the album in Immich what Immich Sync added. The photos and the album stay.',
    },
    details: {
      leader: 'Changed in both',
      leaders: { photos: 'Photos leads', immich: 'Immich leads' } satisfies Record<Leader, string>,
      leaderHint:
        'Which change is kept when a caption, date, place or rating was changed in both since the last sync. Each is listed with its sync.',
      titles: 'Title before the caption',
      titlesHint: 'Immich has no titles: they become the first line of the description.',
      favoriteRating: 'Five stars for favourites',
      favoriteRatingHint: 'Favourites are favourites in Immich, too. This adds a rating.',
      hideFound: 'Hide what Immich had before',
      hideFoundHint: 'Items hidden in Photos are archived in Immich, even if your phone uploaded them.',
      tagParent: 'Keywords under',
      tagParentPlaceholder: 'None',
      tagParentHint: (parent: string | null) =>
        parent === null
          ? 'Keywords become tags of the same name.'
          : `A keyword “Sea” becomes the tag “${parent}/Sea”. Tags that you added in Immich stay.`,
      always: 'Favourites, captions, keywords, dates and places always follow Photos.',
    },
    schedule: {
      how: 'Sync',
      daily: 'At set times',
      hourly: 'Every few hours',
      manual: 'Only when I start it',
      times: 'Times',
      addTime: 'Add time',
      removeTime: (time: string) => `Remove ${time}`,
      every: 'Every',
      hours: 'hours',
      days: 'Days',
      catchUp: 'Catch up on missed syncs',
      catchUpHint: 'When this Mac was asleep or off at the time, the sync starts soon after it wakes.',
      conditions: 'Conditions for automatic syncs',
      onlyOnPower: 'Only while plugged in',
      minimumBattery: 'On battery, only above',
      anyBattery: 'No limit',
      percent: (value: number) => `${value}%`,
      avoidHotspots: 'Not on a personal hotspot',
      networks: 'Networks',
      anyNetwork: 'Any network',
      networkName: (index: number) => `Name of network ${index}`,
      newNetwork: (index: number) => `Network ${index}`,
      addNetwork: 'Add this network',
      removeNetwork: (name: string) => `Remove ${name}`,
      networksHint: 'Networks are recognised by their router. Syncs wait until this Mac is on one of them.',
      noNetwork: 'This Mac’s network is not available right now.',
      networkKnown: 'This network is already in the list.',
      waitAtMost: 'Wait at most',
      waitHint: 'For these conditions and for the server. Then the sync is skipped, and Activity says why.',
      next: 'Next',
      nothingDue: 'No automatic syncs.',
      login: 'Open at login',
      loginHint: {
        enabled: 'Immich Sync starts when you log in.',
        'not-registered': 'Otherwise nothing is synced until you open Immich Sync.',
        'requires-approval': 'Allow Immich Sync in System Settings › General › Login Items.',
        'not-found': 'macOS does not find the app. Move it to the Applications folder and try again.',
        unsupported: 'Only the installed app can open at login.',
      } satisfies Record<LoginItemState, string>,
      notifications: 'Notifications',
      notificationsHint: {
        unknown: 'Immich Sync notifies you when something needs your attention.',
        shown: 'Immich Sync notifies you when something needs your attention.',
        failed: 'macOS doesn’t show them. Allow notifications from Immich Sync in System Settings.',
      } satisfies Record<Exclude<NotificationState, 'unsupported'>, string>,
      tryNotification: 'Send a test',
    },
    advanced: {
      storage: 'Storage',
      staging: 'Staging folder',
      budget: 'Use at most',
      budgetHint: 'Exported files stay here until they are verified in Immich.',
      gigabytes: 'GB',
      upload: 'Upload',
      concurrency: 'Files at a time',
      cloud: 'From iCloud',
      cloudHint:
        'Photos downloads originals that are not on this Mac into the staging folder. They do not stay in your library.',
      cloudChoices: (count: number) => (count === 0 ? 'Fetch none' : `Fetch ${formatCount(count)} a night`),
      twins: 'Uploaded by your phone',
      twinsHint: 'Photos that your phone uploaded as different files, recognised by name, time and dimensions.',
      twinTreatments: { upload: 'Upload mine as well', link: 'Link to the phone’s copy' } satisfies Record<
        TwinTreatment,
        string
      >,
      limit: 'Speed limit',
      unlimited: 'No limit',
      tools: 'Tools',
      log: 'Log',
      level: 'Level',
      levels: { error: 'Errors only', warn: 'Warnings', info: 'Normal', debug: 'Everything' },
      reveal: 'Show in Finder',
      doctor: 'Check everything',
      copyCommand: 'Copy command',
      copyCommands: 'Copy commands',
      doctorRun: 'Run checks',
      doctorRunning: 'Checking…',
      doctorHint: 'Looks at server, key, library, tools and disk.',
    },
  },

  weekdays: {
    mon: 'Mon',
    tue: 'Tue',
    wed: 'Wed',
    thu: 'Thu',
    fri: 'Fri',
    sat: 'Sat',
    sun: 'Sun',
  } satisfies Record<Weekday, string>,

  activity: {
    title: 'Activity',
    liveLog: 'Live log',
    notInImmich: 'Not in Immich',
    runs: 'Syncs',
    noRuns: 'No sync has run yet',
    noRunsDetail: 'Every sync is listed here: done, nothing new, skipped and why, or what went wrong.',
    uploaded: 'Uploaded',
    uploadedValue: (files: number, edits: number, bytes: string) =>
      `${formatPlural(files - edits, 'picture', 'pictures')}${edits > 0 ? `, ${formatPlural(edits, 'edit', 'edits')}` : ''} · ${bytes} · each verified by checksum`,
    nothingUploaded: 'Nothing to upload',
    noneConfirmed: 'None verified yet',
    alreadyThere: 'Already there',
    alreadyThereValue: (count: number) => `${formatCount(count)} · recognised by content, not uploaded again`,
    albums: 'Albums',
    albumsValue: (created: number, added: number, removed: number, arranged: number) =>
      [
        created > 0 ? `${formatCount(created)} made` : '',
        added > 0 ? `${formatPlural(added, 'photo', 'photos')} added` : '',
        removed > 0 ? `${formatPlural(removed, 'photo', 'photos')} removed` : '',
        arranged > 0 ? `${formatCount(arranged)} renamed or arranged` : '',
      ]
        .filter((text) => text !== '')
        .join(', ') || 'Nothing to change',
    live: 'Live Photos',
    liveValue: (count: number) => `${formatCount(count)} paired`,
    coverage: 'In Immich',
    why: 'Why',
    copyDiagnostics: 'Copy diagnostics',
    copied: 'Copied',
    reveal: 'Show in Finder',
    copyLog: 'Copy',
    filterLevel: 'Show',
    levels: { all: 'Everything', warn: 'Warnings and errors', error: 'Errors' },
    search: 'Search the log',
    noLines: 'Nothing is in the log yet.',
    noMatches: 'No line matches.',
    lineCount: (count: number) => formatPlural(count, 'line', 'lines'),
    followLatest: 'Jump to latest',
    logLabel: 'Log',
    remainderMore: (count: number) => `and ${formatCount(count)} more`,
    formerEdits: 'Former edits',
    formerDetail:
      'You replaced or undid these edits in Photos. They are still in Immich, outside their stacks: keep them, or delete them there yourself.',
    formerReplaced: 'Replaced',
    formerUndone: 'Undone',
    formerNone: 'No former edits',
    formerNoneDetail:
      'When you change or undo an edit in Photos, the earlier version stays in Immich and is listed here.',
    openInImmich: 'Open in Immich',
    openAsset: (filename: string) => `Open in Immich: ${filename}`,
    findings: 'What was found in Immich',
    conflicts: 'Changed in Photos and in Immich',
    conflictFields: {
      description: 'Description',
      date: 'Date',
      place: 'Place',
      rating: 'Rating',
      'album-name': 'Album name',
    } satisfies Record<ConflictView['field'], string>,
    conflictSet: (photos: string, immich: string) => `“${photos}” from Photos replaced “${immich}”`,
    conflictKept: (photos: string, immich: string) => `“${immich}” was kept; Photos has “${photos}”`,
    contradictions: 'Duplicates that differ in Photos',
    contradictionTold: (value: string) => `Immich gets “${value}”`,
    contradictionOther: (filename: string, value: string) => `${filename} has “${value}”`,
    details: 'Details',
    detailNames: {
      favorites: (count) => formatPlural(count, 'favourite', 'favourites'),
      visibility: (count) => `${formatCount(count)} hidden or shown`,
      descriptions: (count) => formatPlural(count, 'description', 'descriptions'),
      keywords: (count) => formatPlural(count, 'keyword', 'keywords'),
      dates: (count) => formatPlural(count, 'date', 'dates'),
      places: (count) => formatPlural(count, 'place', 'places'),
      ratings: (count) => formatPlural(count, 'rating', 'ratings'),
    } satisfies Record<DetailName, (count: number) => string>,
    stacks: 'Stacks',
    stacksValue: (count: number) => `${formatCount(count)} made or changed`,
    preview: {
      title: 'Next sync',
      heading: 'What the next sync would do',
      detail: 'This preview changes nothing.',
      look: 'Look again',
      nothing: 'Nothing would change',
      nothingDetail: 'Immich is up to date with Photos.',
      summary: (count: number, bytes: string, time: string | null) =>
        [`${items(count)} to upload`, bytes, time].filter((text) => text !== null).join(' · '),
      needs: (limit: string | null, disk: string, kept: string) =>
        [limit === null ? '' : sentence(limit), `up to ${disk} of disk space, ${kept} of it for good`]
          .filter((text) => text !== '')
          .join(' · '),
      uploads: (count: number) => `To upload (${formatCount(count)})`,
      twins: (count: number) => `Uploaded by your phone (${formatCount(count)})`,
      twin: (filename: string, taken: string) => `${filename}, taken ${taken}`,
      details: (count: number) => `Details to set (${formatCount(count)})`,
      stacks: (count: number) => `Stacks to make or change (${formatCount(count)})`,
      albumsToMake: (count: number) => `Albums to make (${formatCount(count)})`,
      albums: (count: number) => `Albums to change (${formatCount(count)})`,
      albumMore: 'gets more photos',
      albumLess: (count: number) => `loses ${formatPlural(count, 'photo', 'photos')} that you removed in Photos`,
      albumRename: (to: string) => `becomes “${to}”`,
      albumArrange: 'gets its order and cover from Photos',
      parts: {
        original: 'original',
        edited: 'edit',
        'live-video': 'Live Photo video',
        'edited-live-video': 'edited Live Photo video',
        raw: 'RAW',
      },
    },
    allThere: 'Everything is in Immich',
    nothingCountedDetail: 'The first sync compares your library with Immich.',
  },

  setup: {
    title: 'Set up Immich Sync',
    steps: { server: 'Server', library: 'Library', tools: 'Tools', preview: 'Preview' },
    stepOf: (step: number, total: number) => `Step ${step} of ${total}`,
    back: 'Back',
    continue: 'Continue',
    later: 'Finish later',
    checkAgain: 'Check again',
    server: {
      title: 'Your Immich server',
      detail: 'The address that you open Immich with, and an API key that you make there.',
      howKey: 'In Immich: Account Settings › API Keys › New API Key. Give it these permissions:',
      connect: 'Connect',
      connecting: 'Connecting…',
      keyInKeychain: 'The key is saved in the Keychain and never shown again.',
      legacyTitle: 'Settings of the old script were found',
      legacyDetail: (server: string | null, hasKey: boolean) =>
        `It uses ${server ?? 'no server'}${hasKey ? ' and has a key' : ', without a key'}. Its staging folder is reused, so nothing is exported twice.`,
      legacyUse: 'Use it',
      legacyUsed: 'Imported from the old script.',
      legacyUnload: 'Its schedule still runs. Stop it with this command:',
    },
    library: {
      title: 'Your Photos library',
      detail: 'Immich Sync reads it and never changes it.',
      readable: 'Immich Sync can read your library',
      noAccess: 'macOS does not let Immich Sync read your library yet',
      noAccessDetail: [
        'Open Photos access and give Immich Sync full access.',
        'For syncs at night, or a library outside your Pictures folder, also open Full Disk Access and turn on Immich Sync.',
        'Let macOS reopen Immich Sync when it asks.',
      ],
      notAsked: 'macOS asks before Immich Sync may read your library',
      notAskedDetail: 'Choose Allow Full Access in the question that appears. Nothing is copied or sent yet.',
      allow: 'Allow Access to Photos',
      asking: 'Waiting for your answer…',
      openPhotosAccess: 'Open Photos access',
      openFullDiskAccess: 'Open Full Disk Access',
      relaunch: 'Reopen Immich Sync',
      missing: 'There is no library at this location',
      notALibrary: 'This is not a Photos library',
      unknown: 'The library could not be checked',
      watching: 'This page updates automatically.',
    },
    tools: {
      title: 'The tools',
      detail: 'Two open-source tools read your library and upload from it.',
      found: (version: string) => `Version ${version}`,
      untested: 'not tested with Immich Sync',
      missing: 'Not found',
      optional: 'optional',
      install: 'Install',
      installing: 'Installing…',
      copyCommand: 'Copy command',
    },
    preview: {
      title: 'Ready to start',
      detail: 'This is what the first sync will do. Nothing happens before you say so.',
      counting: 'Looking through your library',
      countingDetail: 'Photos are compared with Immich by their contents. Nothing is copied or sent.',
      inPhotos: 'In Photos',
      inPhotosValue: (assets: number, bytes: string) => `${items(assets)} · ${bytes}`,
      alreadyThere: 'Already there',
      alreadyThereValue: (count: number) =>
        count === 0 ? 'None' : `${formatCount(count)} · recognised by content, not uploaded again`,
      toUpload: 'To upload',
      toUploadValue: (count: number, bytes: string) => (count === 0 ? 'None' : `${formatCount(count)} · ${bytes}`),
      time: 'Time',
      timeValue: (time: string, limit: string | null) => (limit === null ? time : `${time} · ${limit}`),
      cloud: 'Only in iCloud',
      cloudValue: (count: number, perNight: number) =>
        count === 0
          ? 'None'
          : `${formatCount(count)} · ${perNight === 0 ? 'uploaded once Photos has downloaded them' : nightly(count, perNight)}`,
      twins: 'Uploaded by your phone',
      twinsValue: (count: number, treatment: TwinTreatment) =>
        `${formatPlural(count, 'item looks', 'items look')} like photos from your phone · ${treatment === 'link' ? 'linked to them' : 'uploaded as well'}`,
      albums: 'Albums',
      albumsValue: (make: number, same: number) =>
        same === 0
          ? `${formatCount(make)} to make`
          : `${formatCount(make)} to make, ${formatCount(same)} found with the same name`,
      disk: 'Disk needed',
      diskValue: (needed: string, kept: string) => `up to ${needed}, freed as photos arrive · ${kept} for good`,
      diskTooSmall: (free: string) => `Only ${free} is free.`,
      start: 'Start first sync',
    },
  },

  toolPurposes: {
    osxphotos: 'Reads your Photos library and exports from it.',
    'immich-go': 'Uploads to Immich.',
  },

  menu: {
    syncNow: 'Sync now',
    previewSync: 'Preview next sync…',
    stop: 'Stop sync',
    pause: 'Pause',
    resume: 'Resume',
    openImmich: 'Open Immich',
    activity: 'Activity…',
    settings: 'Settings…',
    setUp: 'Set up…',
    about: 'About Immich Sync',
    quit: 'Quit Immich Sync',
    quitWhileSyncing: 'Quit and stop the sync?',
    quitWhileSyncingDetail: 'The next sync continues where this one left off.',
    quitStop: 'Stop and Quit',
    cancel: 'Cancel',
    hiddenIcon: 'Immich Sync isn’t shown in the menu bar',
    hiddenIconDetail: 'To show its icon, allow Immich Sync in System Settings › Menu Bar. It syncs either way.',
    notNow: 'Not Now',
    cannotStart: 'Immich Sync can’t start',
  },

  notifications: {
    introduction: {
      title: 'Notifications are on',
      body: 'Immich Sync tells you here when something needs your attention.',
    },
    failed: 'Action needed',
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

  copy: 'Copy',
  copied: 'Copied',
  loading: 'One moment…',
  dismiss: 'Dismiss',
} as const;

const OPTIONAL_PERMISSION: Readonly<Record<string, string>> = {
  'albumAsset.delete':
    'Without albumAsset.delete, a photo that you remove from an album in Photos stays in that album in Immich.',
};
