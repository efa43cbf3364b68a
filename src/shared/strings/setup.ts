/** The assistant of the first start. */
import type { SetupStep, TwinTreatment } from '../contract.ts';

export const setupStrings = {
  setup: {
    title: 'Set up Immich Sync',
    steps: {
      server: 'Server',
      key: 'API key',
      library: 'Library',
      tools: 'Tools',
      preview: 'Preview',
    } as const satisfies Record<SetupStep, string>,
    stepsLabel: 'Steps',
    stepOf: 'Step {step, number} of {total, number}',
    stepDone: 'done',
    back: 'Back',
    continue: 'Continue',
    later: 'Finish later',
    checkAgain: 'Check again',
    copyCommand: 'Copy command',
    server: {
      title: 'Your Immich server',
      detail: 'Enter the address that you open Immich with in your browser.',
      connect: 'Connect',
      connecting: 'Connecting…',
      found: 'Immich {version} answers at {url}',
      notFound: 'Not connected',
      legacyTitle: 'Settings of the old script were found',
      legacyDetail:
        '{found, select, both {It uses {server} and has a key.} server {It uses {server}, without a key.} key {It uses no server and has a key.} other {It uses no server, without a key.}} Its staging folder is reused, so nothing is exported twice.',
      legacyUse: 'Use it',
      legacyUsed: 'Imported from the old script.',
      legacyUnload: 'Its schedule still runs. Stop it with this command:',
    },
    key: {
      title: 'Make an API key',
      detail: 'Open Immich, choose New API Key, tick the permissions below, and paste the key here.',
      check: 'Check',
      checking: 'Checking…',
      inKeychain: 'The key is saved in the Keychain and never shown again.',
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
    },
    preview: {
      title: 'The first sync',
      detail: 'This is what it will do. Nothing happens until you start it.',
      counting: 'Looking through your library',
      countingDetail: 'Photos are compared with Immich by their contents. Nothing is copied or sent.',
      inPhotos: 'In Photos',
      inPhotosValue: '{assets, plural, one {# item} other {# items}} · {bytes}',
      alreadyThere: 'Already there',
      alreadyThereValue:
        '{count, plural, =0 {None} other {{count, number} · recognised by content, not uploaded again}}',
      toUpload: 'To upload',
      toUploadValue: '{count, plural, =0 {None} one {# item · {bytes}} other {# items · {bytes}}}',
      time: 'Time',
      cloudNone: 'None',
      cloud: 'Only in iCloud',
      cloudLater: '{count, number} · uploaded once Photos has downloaded them',
      /** At so many a night, for so many nights. */
      cloudNightly:
        '{count, number} · {perNight, number} a night: about {nights, plural, one {# night} other {# nights}}',
      others: 'Not uploaded',
      twins: 'Uploaded by your phone',
      twinsValue: {
        link: '{count, plural, one {# item looks} other {# items look}} like photos from your phone · linked to them',
        upload:
          '{count, plural, one {# item looks} other {# items look}} like photos from your phone · uploaded as well',
      } as const satisfies Record<TwinTreatment, string>,
      albums: 'Albums',
      albumsValue:
        '{same, plural, =0 {{make, number} to make} other {{make, number} to make · {same, number} of the same name in Immich}}',
      disk: 'Disk needed',
      diskValue: 'up to {needed}, freed as photos arrive · {kept} permanently',
      diskTooSmall: 'Only {free} is free.',
      start: 'Start first sync',
      startNow: 'Start now',
      startNowDetail:
        'You don’t have to wait: the first sync makes the same comparison, then uploads. What has been found so far is kept.',
    },
  },
} as const;
