/** The assistant of the first start. */
import type { SetupStep, TwinTreatment } from '../contract.ts';
import { formatCount, formatPlural } from '../format.ts';
import { items, nightly } from './counted.ts';

export const setupStrings = {
  setup: {
    title: 'Set up Immich Sync',
    steps: { server: 'Server', key: 'API key', library: 'Access', tools: 'Tools', preview: 'Preview' } satisfies Record<
      SetupStep,
      string
    >,
    stepsLabel: 'Steps',
    stepOf: (step: number, total: number) => `Step ${step} of ${total}`,
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
      found: (version: string, url: string) => `Immich ${version} answers at ${url}`,
      notFound: 'Not connected',
      legacyTitle: 'Settings of the old script were found',
      legacyDetail: (server: string | null, hasKey: boolean) =>
        `It uses ${server ?? 'no server'}${hasKey ? ' and has a key' : ', without a key'}. Its staging folder is reused, so nothing is exported twice.`,
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
      detail: 'This is what it will do. Nothing happens before you start it.',
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
      startNow: 'Start now',
      startNowDetail:
        'You need not wait: the first sync compares in the same way, then uploads. What was found so far is kept.',
    },
  },
} as const;
