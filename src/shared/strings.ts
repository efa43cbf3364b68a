/** Every text that the app shows, in one place. Functions take what is to be filled in. */
import type {
  AppState,
  LinkName,
  LoginItemState,
  PauseChoice,
  PhaseName,
  ProblemActionName,
  RunOutcome,
  RunTrigger,
  WaitReason,
  WeekdayName,
} from './contract.ts';
import { formatCount, formatPlural } from './format.ts';

const items = (count: number) => formatPlural(count, 'item', 'items');

export const strings = {
  product: 'Immich Sync',

  states: {
    'up-to-date': 'Up to date',
    syncing: 'Syncing',
    paused: 'Paused',
    waiting: 'Waiting',
    attention: 'Needs a look',
    error: 'Needs you',
    'not-set-up': 'Not set up',
  } satisfies Record<AppState, string>,

  status: {
    verified: (complete: number, assets: number) =>
      `${formatCount(complete)} of ${formatCount(assets)} in Immich, verified`,
    verifiedShort: (complete: number, assets: number) => `${formatCount(complete)} of ${formatCount(assets)} verified`,
    nothingCounted: 'Nothing has been counted yet',
    emptyLibrary: 'There are no photos in the library',
    stopping: 'Stopping',
    stoppingDetail: 'Files that are on their way arrive first.',
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
    pausedDetail: 'No sync starts by itself until then.',
    pausedOpenDetail: 'No sync starts by itself until you resume.',
    attention: (count: number) => `${items(count)} ${count === 1 ? 'needs' : 'need'} a look`,
    pending: (count: number) => `${items(count)} still to bring over`,
    nothingLost: (pending: number) =>
      pending === 0
        ? 'Nothing is lost. The next sync goes on from here.'
        : `Nothing is lost. ${formatPlural(pending, 'new photo waits', 'new photos wait')} on this Mac.`,
    notSetUp: 'Welcome to Immich Sync',
    notSetUpDetail: 'It keeps your Photos library in your own Immich server, every day, and proves it.',
  },

  waiting: {
    server: 'Waiting for the server',
    network: 'Waiting for the network',
    power: 'Waiting for power',
    photos: 'Waiting for Photos',
    'another-run': 'Another sync is going on',
  } satisfies Record<WaitReason, string>,

  waitingDetail: {
    server: (since: string) => `It did not answer at ${since}.`,
    network: (since: string) => `This Mac has been offline since ${since}.`,
    power: (since: string) => `On battery since ${since}.`,
    photos: (since: string) => `Photos has been downloading since ${since}.`,
    'another-run': (since: string) => `Started at ${since} from the command line.`,
  } satisfies Record<WaitReason, (since: string) => string>,
  waitingUntil: (time: string) => `Trying until ${time}.`,

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
    noHistory: 'The first sync will show here',
    progress: 'Progress of this sync',
    next: 'next',
    done: 'done',
    of: (done: number, total: number) => `${formatCount(done)} of ${formatCount(total)}`,
    left: (estimate: string) => `${estimate} left`,
    perSecond: (bytes: string) => `${bytes}/s`,
    steps: {
      title: 'What it takes',
      server: 'Your Immich server and an API key',
      library: 'Permission to read your Photos library',
      tools: 'Two helper programs, checked for you',
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
    partial: 'Done, with problems',
    skipped: 'Skipped',
    waited: 'Waited',
    interrupted: 'Stopped',
    failed: 'Failed',
  } satisfies Record<RunOutcome, string>,

  outcomeDay: {
    running: (count: number) => `${count} running`,
    done: (count: number) => `${count} with new photos`,
    'nothing-new': (count: number) => `${count} without anything new`,
    partial: (count: number) => `${count} with problems`,
    skipped: (count: number) => `${count} skipped`,
    waited: (count: number) => `${count} waited`,
    interrupted: (count: number) => `${count} stopped`,
    failed: (count: number) => `${count} failed`,
  } satisfies Record<RunOutcome, (count: number) => string>,

  triggers: {
    manual: 'by you',
    schedule: '',
    'catch-up': 'made up for',
    command: 'by command',
  } satisfies Record<RunTrigger, string>,

  run: {
    new: (count: number) => `${formatCount(count)} new`,
    edited: (count: number) => `${formatCount(count)} edited`,
    albums: (count: number) => formatPlural(count, 'album', 'albums'),
    doneIn: (duration: string) => `done in ${duration}`,
    doneWithProblemsIn: (duration: string) => `done with problems in ${duration}`,
    endedAfter: (outcome: string, duration: string) => `${outcome.toLowerCase()} after ${duration}`,
  },

  remainder: {
    'original-not-on-this-mac': (count: number) =>
      `${formatPlural(count, 'original is', 'originals are')} only in iCloud`,
    'in-server-trash': (count: number) => `${formatPlural(count, 'item is', 'items are')} in Immich’s trash`,
    'refused-by-server': (count: number) => `Immich refused ${items(count)}`,
    failing: (count: number) => `${formatPlural(count, 'item keeps', 'items keep')} failing`,
    'not-yet-uploaded': (count: number) => `${formatPlural(count, 'item waits', 'items wait')} for the next sync`,
    'left-in-trash': (count: number) => `${formatPlural(count, 'item is', 'items are')} left out, as you chose`,
    other: (count: number, reason: string) => `${items(count)}: ${reason}`,
  },
  remainderAdvice: {
    'original-not-on-this-mac':
      'They follow by themselves when Photos has downloaded them. To hasten it, choose “Download Originals to this Mac” in the settings of Photos.',
    'in-server-trash':
      'You threw them away in Immich, and they are still in Photos. Restore them, or leave them out for good.',
    'refused-by-server': 'Each says below what Immich answered. The next sync tries again.',
    failing: 'Open them in Photos to see whether they are damaged. Each sync tries again.',
    'not-yet-uploaded': 'Nothing to do: the next sync brings them.',
    'left-in-trash':
      'You threw them away in Immich and left them out. They are not uploaded again unless you bring them back.',
    other: '',
  },

  actions: {
    'check-address': 'Check address…',
    'replace-key': 'Replace key…',
    'update-server': 'Open Immich',
    'choose-library': 'Choose library…',
    'grant-access': 'Open System Settings',
    'install-tool': 'Install…',
    'free-space': 'Disk settings…',
    'choose-staging': 'Choose folder…',
    retry: 'Try again',
    'show-assets': 'Show',
    'open-immich': 'Open Immich',
    'open-trash': 'Open Immich’s trash',
    'open-settings': 'Open Settings…',
    'copy-details': 'Copy details',
  } satisfies Record<ProblemActionName, string>,

  links: {
    immich: 'Open Immich',
    'immich-trash': 'Open Immich’s trash',
    'immich-api-keys': 'Make a key in Immich',
    'full-disk-access': 'Open Full Disk Access',
    'photos-access': 'Open Photos access',
    'login-items': 'Open Login Items',
    'menu-bar-settings': 'Open Menu Bar settings',
    osxphotos: 'About osxphotos',
    'immich-go': 'About immich-go',
    documentation: 'Documentation',
  } satisfies Record<LinkName, string>,

  settings: {
    title: 'Settings',
    pages: { server: 'Server', library: 'Library', schedule: 'Schedule', advanced: 'Advanced' },
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
      keyMemoryReason: (reason: string) =>
        `The Keychain could not be used (${reason}). The key is kept in memory only and has to be given again after a restart.`,
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
      missing: (meaning: string) => `Without “${meaning}” the sync cannot work. Edit the key in Immich and add it.`,
      missingOptional: (meaning: string) =>
        OPTIONAL_PERMISSION[meaning] ?? `Without “${meaning}” that part is left out.`,
      noDelete: 'The key needs no permission to delete, and should not have it.',
      getKey: 'Make a key in Immich',
      untested: (version: string) =>
        `Immich ${version} is newer than what Immich Sync was tested with. It should work.`,
      inTheClear:
        'The address begins with http: the key and the pictures can be read on their way. Use https if you can.',
    },
    library: {
      which: 'Photos library',
      include: 'Include',
      hidden: 'Hidden photos',
      shared: 'Items of shared albums',
      sharedHint: 'Smaller copies that others shared with you.',
      bursts: 'Burst frames that were not picked',
      separator: 'Between folder and album',
      separatorExample: (separator: string) =>
        `An album “Reykjavík” in the folder “Iceland” becomes “Iceland${separator}Reykjavík”.`,
      readOnly: 'Photos is only read. Immich Sync never changes your library.',
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
      catchUp: 'Make up for missed syncs',
      catchUpHint: 'When this Mac was asleep or off at the time, the sync starts soon after it wakes.',
      next: 'Next',
      nothingDue: 'Nothing starts by itself.',
      login: 'Open at login',
      loginHint: {
        enabled: 'Immich Sync starts when you log in.',
        'not-registered': 'Without it nothing is synced until you open Immich Sync.',
        'requires-approval': 'macOS asks for your approval in System Settings › General › Login Items.',
        'not-found': 'macOS does not find the app. Move it to the Applications folder and try again.',
        unsupported: 'Only the installed app can open at login.',
      } satisfies Record<LoginItemState, string>,
    },
    advanced: {
      storage: 'Storage',
      staging: 'Staging folder',
      budget: 'Use at most',
      budgetHint: 'Exported files wait here until Immich has proved that it holds them.',
      gigabytes: 'GB',
      upload: 'Upload',
      concurrency: 'Files at a time',
      limit: 'Speed limit',
      unlimited: 'No limit',
      tools: 'Tools',
      log: 'Log',
      level: 'Level',
      levels: { error: 'Errors only', warn: 'Warnings', info: 'Normal', debug: 'Everything' },
      reveal: 'Show in Finder',
      doctor: 'Check everything',
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
  } satisfies Record<WeekdayName, string>,

  activity: {
    title: 'Activity',
    liveLog: 'Live log',
    notInImmich: 'Not in Immich',
    runs: 'Syncs',
    noRuns: 'No sync has run yet',
    noRunsDetail: 'Each sync leaves a line here: done, nothing new, skipped and why, or what went wrong.',
    uploaded: 'Uploaded',
    uploadedValue: (files: number, edits: number, bytes: string) =>
      `${formatPlural(files - edits, 'picture', 'pictures')}${edits > 0 ? `, ${formatPlural(edits, 'edit', 'edits')}` : ''} · ${bytes} · each verified by checksum`,
    nothingUploaded: 'Nothing to upload',
    noneConfirmed: 'None confirmed yet',
    alreadyThere: 'Already there',
    alreadyThereValue: (count: number) => `${formatCount(count)} · recognised by content, not sent again`,
    albums: 'Albums',
    albumsValue: (created: number, added: number, removed: number) =>
      [
        created > 0 ? `${formatCount(created)} made` : '',
        added > 0 ? `${formatPlural(added, 'photo', 'photos')} added` : '',
        removed > 0 ? `${formatPlural(removed, 'photo', 'photos')} removed` : '',
      ]
        .filter((text) => text !== '')
        .join(', ') || 'In step, nothing to change',
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
    allThere: 'Everything is in Immich',
    allThereDetail: 'Each photo and video of your library was found on the server by its checksum.',
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
      keyInKeychain: 'The key goes into the Keychain and is shown nowhere again.',
      legacyTitle: 'A set-up of the old script was found',
      legacyDetail: (server: string | null, hasKey: boolean) =>
        `It uses ${server ?? 'no server'}${hasKey ? ' and holds a key' : ', without a key'}. Its staging folder is used on, so nothing is exported twice.`,
      legacyUse: 'Use it',
      legacyUsed: 'Taken over from the old script.',
      legacyUnload: 'Its schedule still runs. Stop it with this command:',
    },
    library: {
      title: 'Your Photos library',
      detail: 'Immich Sync reads it and never changes it.',
      readable: 'It can be read',
      noAccess: 'macOS does not let Immich Sync read it yet',
      noAccessDetail: [
        'Open Full Disk Access in System Settings.',
        'Switch on Immich Sync in the list.',
        'Let macOS reopen Immich Sync when it asks.',
      ],
      openAccess: 'Open Full Disk Access',
      relaunch: 'Reopen Immich Sync',
      missing: 'There is no library at this place',
      notALibrary: 'This is not a Photos library',
      unknown: 'It could not be checked',
      watching: 'This page looks again by itself.',
    },
    tools: {
      title: 'The tools',
      detail: 'Two open programs do the reading and the uploading.',
      found: (version: string) => `Version ${version}`,
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
        count === 0 ? 'None' : `${formatCount(count)} · recognised by content, not sent again`,
      toUpload: 'To upload',
      toUploadValue: (count: number, bytes: string, time: string | null) =>
        count === 0 ? 'None' : [formatCount(count), bytes, time].filter((text) => text !== null).join(' · '),
      cloud: 'Only in iCloud',
      cloudValue: (count: number) =>
        count === 0 ? 'None' : `${formatCount(count)} · they follow when Photos has downloaded them`,
      albums: 'Albums',
      albumsValue: (make: number, same: number) =>
        same === 0
          ? `${formatCount(make)} to make`
          : `${formatCount(make)} to make, ${formatCount(same)} found with the same name`,
      disk: 'Disk needed',
      diskValue: (needed: string) => `${needed} at most, freed as pictures arrive`,
      diskTooSmall: (free: string) => `Only ${free} are free.`,
      start: 'Start first sync',
    },
  },

  toolPurposes: {
    osxphotos: 'Reads your Photos library and exports from it.',
    'immich-go': 'Uploads to Immich.',
  },

  menu: {
    syncNow: 'Sync now',
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
    quitWhileSyncingDetail: 'The next sync goes on where this one was.',
    quitStop: 'Stop and quit',
    cancel: 'Cancel',
    hiddenIcon: 'The icon of Immich Sync is hidden',
    hiddenIconDetail: 'macOS has it switched off for the menu bar. Allow it in System Settings › Menu Bar.',
  },

  notifications: {
    failed: 'Immich Sync needs you',
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
  'take out of albums what it put there':
    'Without “take out of albums what it put there” a picture that you take out of an album in Photos stays in it in Immich.',
};

/** A heading and an explanation for the screens, by the engine's problem code. Codes without an entry show the engine's own sentence. */
export const problemWords: Readonly<Record<string, { readonly title: string; readonly detail: string }>> = {
  'not-set-up': { title: 'Immich Sync is not set up yet', detail: 'The set-up takes about two minutes.' },
  'settings-unreadable': {
    title: 'The settings could not be read',
    detail: 'The file was set aside and the default settings are used. Please look through them.',
  },
  'settings-not-saved': {
    title: 'The settings could not be saved',
    detail: 'Make their file and its folder writable for you, then change the setting again.',
  },
  'setting-invalid': { title: 'That setting cannot be used', detail: '' },
  'key-malformed': { title: 'That is not an API key', detail: 'Copy the whole key from Immich, and nothing else.' },
  'keychain-unavailable': {
    title: 'The Keychain could not be used',
    detail: 'Unlock it and try again, or give the key again.',
  },
  'server-address-invalid': {
    title: 'That is not a web address',
    detail: 'Give the address that you open Immich with, for example https://photos.example.org.',
  },
  'server-unreachable': {
    title: 'The server does not answer',
    detail: 'Check that it is on and that this Mac can reach it. Immich Sync tries again by itself.',
  },
  'server-not-immich': {
    title: 'This is not an Immich server',
    detail: 'Something else answers there. Use the address that you open Immich with in the browser.',
  },
  'server-redirects': {
    title: 'The server has another address',
    detail: 'Use the one that it sends everything on to.',
  },
  'server-certificate': {
    title: 'The server’s certificate is not trusted',
    detail: 'Renew the certificate, or add its authority to this Mac’s Keychain.',
  },
  'server-too-old': {
    title: 'The server needs an update',
    detail: 'Its version of Immich is too old for Immich Sync.',
  },
  'server-error': {
    title: 'Immich answered with an error',
    detail: 'Its own log says more. The next sync tries again.',
  },
  'key-refused': {
    title: 'The key was deleted or has expired',
    detail: 'Make a new key in Immich under Account Settings › API Keys, then paste it here.',
  },
  'key-lacks-permission': {
    title: 'The key may not do enough',
    detail: 'Edit the key in Immich under Account Settings › API Keys and add what is missing.',
  },
  'server-storage-full': {
    title: 'The server has no room left',
    detail: 'Free space on the server, or raise your quota there.',
  },
  'library-missing': {
    title: 'The Photos library is not there',
    detail: 'Connect the disk that it is on, or choose another library.',
  },
  'library-not-a-library': {
    title: 'This is not a Photos library',
    detail: 'Choose one whose name ends in .photoslibrary and that Photos has opened once.',
  },
  'library-no-access': {
    title: 'macOS does not let Immich Sync read it',
    detail: 'Switch on Immich Sync under Privacy & Security › Full Disk Access.',
  },
  'library-damaged': {
    title: 'The library’s database is damaged',
    detail: 'Open Photos with the Option and Command keys held down and let it repair the library.',
  },
  'library-too-new': {
    title: 'The library is too new for osxphotos',
    detail: 'Update osxphotos. Nothing is changed until it knows this library.',
  },
  'tool-missing': { title: 'A tool is missing', detail: 'Immich Sync can install it for you.' },
  'tool-too-old': { title: 'A tool is too old', detail: 'Immich Sync can install a newer one for you.' },
  'tool-unusable': { title: 'A tool does not start', detail: 'Install it anew.' },
  'tool-failed': { title: 'A tool stopped with an error', detail: 'The next sync tries again.' },
  'tool-stalled': {
    title: 'A tool got stuck',
    detail:
      'It was stopped, and the next sync tries again. If it happens again, restart this Mac and open Photos once.',
  },
  'tool-unknown-output': {
    title: 'A tool said something new',
    detail: 'Nothing is lost: what arrived was checked by checksum. The log has the lines.',
  },
  'disk-full': { title: 'This Mac’s disk is full', detail: 'Free some space, or choose another disk for staging.' },
  'staging-unusable': {
    title: 'The staging folder cannot be used',
    detail: 'Connect the disk that it is on, or choose another folder.',
  },
  'ledger-unusable': {
    title: 'The ledger cannot be used',
    detail: 'A copy was kept beside it. Your pictures are safe; the ledger can be made anew from the server.',
  },
  'folder-unusable': { title: 'A folder cannot be used', detail: 'Make it writable for you, then try again.' },
  'another-run': { title: 'Another sync is going on', detail: 'It ends by itself.' },
  'run-cut-off': { title: 'The sync was cut off', detail: 'Start it again; it goes on where it was.' },
  stopped: { title: 'The sync was stopped', detail: 'Start it again whenever you like; it goes on where it was.' },
  'export-failed': {
    title: 'Some items could not be exported',
    detail: 'Open them in Photos to see whether they are damaged.',
  },
  'export-differs': { title: 'Some files changed while they were read', detail: 'The next sync tries again.' },
  'file-unreadable': {
    title: 'Some files could not be read',
    detail: 'Open them in Photos to see whether they are damaged.',
  },
  'file-empty': { title: 'Some files are empty', detail: 'There is nothing in them to upload. Open them in Photos.' },
  'upload-refused': { title: 'Immich refused some files', detail: 'The next sync tries again.' },
  'not-proved': { title: 'Some files were not found on the server', detail: 'The next sync sends them again.' },
  'asset-unreadable': {
    title: 'Some items could not be read from Photos',
    detail: 'Open them in Photos to see whether they are damaged. The next sync tries again.',
  },
  'stacks-failed': { title: 'Some stacks could not be updated', detail: 'The next sync tries again.' },
  'details-failed': { title: 'Some details could not be updated', detail: 'The next sync tries again.' },
  'locked-away': {
    title: 'Some photos are still in the locked folder',
    detail: 'You have shown them again in Photos. Move them out of the locked folder in Immich; no API key can.',
  },
  'albums-failed': { title: 'Some albums could not be updated', detail: 'The next sync tries again.' },
  'live-link-failed': { title: 'Some Live Photos are not paired', detail: 'The next sync tries again.' },
  'restore-forbidden': {
    title: 'The key may not restore from the trash',
    detail: 'Restore them in Immich’s trash yourself. The next sync finds them.',
  },
  unexpected: { title: 'Something unexpected went wrong', detail: 'Copy the details and send them to the developers.' },
};
