/** Menus, questions and notifications. */

export const menuStrings = {
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
    help: 'Immich Sync Help',
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
} as const;
