/** Menus, questions, notifications, and messages to services. */
import type { Outcome } from '../../core/model/run-report.ts';

export const menuStrings = {
  menu: {
    syncNow: 'Sync now',
    view: 'View',
    previewSync: 'Preview next sync…',
    stop: 'Stop sync',
    pause: 'Pause',
    resume: 'Resume',
    openImmich: 'Open Immich',
    find: 'Find a Photo…',
    activity: 'Activity…',
    settings: 'Settings…',
    setUp: 'Set up…',
    help: 'Immich Sync Help',
    diagnostics: 'Diagnostics…',
    about: 'About Immich Sync',
    checkForUpdates: 'Check for updates…',
    restartToUpdate: 'Restart to update',
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

  /** The menus of the app itself; Electron's own labels are English in every language. */
  menuBar: {
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    delete: 'Delete',
    selectAll: 'Select All',
    hide: 'Hide Immich Sync',
    hideOthers: 'Hide Others',
    showAll: 'Show All',
    actualSize: 'Actual Size',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    fullScreen: 'Full Screen',
    window: 'Window',
    minimise: 'Minimise',
    zoom: 'Zoom',
    close: 'Close',
    bringAllToFront: 'Bring All to Front',
    help: 'Help',
  },

  /** What another app asks for by a link. */
  appLinks: {
    sync: 'Start a sync?',
    syncDetail: 'Another app asks Immich Sync to sync now.',
    pause: 'Pause automatic syncs?',
    pauseUntil: 'Another app asks to pause syncs until {until}.',
    pauseOpenEnd: 'Another app asks to pause syncs until you resume them.',
    unknown: 'This link does nothing',
    unknownDetail: 'Immich Sync does not know {link}',
  },

  /** To the Applications folder. */
  move: {
    question: 'Move Immich Sync to the Applications folder?',
    reasons: {
      'disk-image': 'It is running from its disk image, where it cannot be updated or open at login.',
      translocated:
        'macOS is running it from a temporary location, where it cannot be updated, and forgets what you allow.',
      elsewhere: 'From there it can be updated and open at login, and macOS remembers what you allow.',
    },
    move: 'Move to Applications',
    notNow: 'Not Now',
    exists: 'Replace the Immich Sync in your Applications folder?',
    existsDetail: 'The one there is moved to the Trash. Your settings and records stay.',
    replace: 'Replace',
    running: 'Immich Sync is already open',
    runningDetail: 'Quit the one from your Applications folder first, then open this one again.',
    failed: 'Immich Sync could not be moved',
    failedDetail: 'Quit it, then drag it to the Applications folder in the Finder.',
    ok: 'OK',
  },

  notifications: {
    introduction: {
      title: 'Notifications are on',
      body: 'Immich Sync tells you here when something needs your attention.',
    },
    failed: 'Action needed',
    imported: {
      title: 'Your library is in Immich',
      body: '{complete, number} of {assets, number} items are there, and every file is verified.',
    },
    finished: {
      title: 'Sync finished',
      body: '{count, plural, =0 {Nothing new} one {# file uploaded} other {# files uploaded}} · {complete, number} of {assets, number} verified',
    },
    finishedWithProblems: 'Sync finished with problems',
  },

  /** To services that are notified of each sync: a title, and a line for each thing. */
  messages: {
    titles: {
      done: 'Sync finished',
      'nothing-new': 'Nothing new to sync',
      partial: 'Sync finished with problems',
      skipped: 'Sync skipped',
      interrupted: 'Sync stopped',
      failed: 'Sync failed',
    } as const satisfies Record<Outcome, string>,
    notStarted: 'Sync could not start',
    test: { title: 'Test from Immich Sync', text: 'Immich Sync can reach you here.' },
    /** @param title of a problem */
    problem: '{title}.',
    problemCount: '{title} ({count, number}).',
    uploaded: '{count, plural, one {# file} other {# files}} uploaded ({bytes}).',
    verified: '{complete, number} of {assets, number} items in Immich, verified.',
  },
} as const;
