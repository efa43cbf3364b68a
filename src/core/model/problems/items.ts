/** What can go wrong: single items, and what is on the server. See `kind.ts`. */
import type { Explanation } from '../reasons.ts';
import { problem } from './kind.ts';

export const ITEM_PROBLEMS = {
  'asset-unreadable': problem<{ readonly count: number }>({
    title: 'Some items could not be read from Photos',
    sentence: ({ count }, say) =>
      say.plural(count, {
        one: (n) => `${n} item of the Photos library could not be read.`,
        other: (n) => `${n} items of the Photos library could not be read.`,
      }),
    advice: 'Open them in Photos to see whether they are damaged. The next sync tries again.',
    action: 'copy-details',
    exitCode: 1,
  }),
  'asset-altered': problem<{ readonly count: number }>({
    title: 'Some titles, captions or keywords are damaged',
    sentence: ({ count }, say) =>
      say.plural(count, {
        one: (n) =>
          `The title, caption or keywords of ${n} item in Photos are damaged or very long; Immich gets what can be read of them.`,
        other: (n) =>
          `The title, caption or keywords of ${n} items in Photos are damaged or very long; Immich gets what can be read of them.`,
      }),
    advice: 'Enter them again in Photos.',
    action: 'copy-details',
    exitCode: 1,
  }),
  'export-failed': problem<{ readonly count: number; readonly reason: Explanation }>({
    title: 'Some items could not be exported',
    sentence: ({ count, reason }, say) =>
      say.plural(count, {
        one: (n) => `${n} item could not be exported from Photos (${reason}).`,
        other: (n) => `${n} items could not be exported from Photos (${reason}).`,
      }),
    advice: 'Open them in Photos to see whether they are damaged. The next sync tries again.',
    action: 'show-assets',
    exitCode: 1,
  }),
  'export-differs': problem<{ readonly count: number }>({
    title: 'Some files changed while they were read',
    sentence: ({ count }, say) =>
      say.plural(count, {
        one: (n) => `${n} file changed while it was being exported from Photos.`,
        other: (n) => `${n} files changed while they were being exported from Photos.`,
      }),
    advice: 'Nothing to do: the next sync tries again.',
    action: 'show-assets',
    exitCode: 1,
  }),
  'file-unreadable': problem<{ readonly count: number; readonly reason: Explanation }>({
    title: 'Some files could not be read',
    sentence: ({ count, reason }, say) =>
      say.plural(count, {
        one: (n) => `${n} file in the Photos library could not be read (${reason}).`,
        other: (n) => `${n} files in the Photos library could not be read (${reason}).`,
      }),
    advice: 'Open them in Photos to see whether they are damaged.',
    action: 'show-assets',
    exitCode: 1,
  }),
  'file-empty': problem<{ readonly count: number }>({
    title: 'Some files are empty',
    sentence: ({ count }, say) =>
      say.plural(count, {
        one: (n) => `${n} file in the Photos library is empty.`,
        other: (n) => `${n} files in the Photos library are empty.`,
      }),
    advice: 'Open them in Photos; there is nothing to upload in them.',
    action: 'show-assets',
    exitCode: 1,
  }),
  'kind-not-taken': problem<{
    readonly count: number;
    /** With its dot; null for files without one. Versions before kept it under another name. */
    readonly ending: string | null;
  }>({
    title: 'Immich does not accept this kind of file',
    sentence: ({ count, ending }, say) =>
      typeof ending === 'string'
        ? say.plural(count, {
            one: (n) => `Immich does not accept ${ending} files: ${n} file stays in Photos only.`,
            other: (n) => `Immich does not accept ${ending} files: ${n} files stay in Photos only.`,
          })
        : say.plural(count, {
            one: (n) => `Immich does not accept files of this kind: ${n} file stays in Photos only.`,
            other: (n) => `Immich does not accept files of this kind: ${n} files stay in Photos only.`,
          }),
    advice: 'Leave them out, or convert them to a format that Immich accepts.',
    command: 'immich-sync remainder',
    action: 'show-assets',
    exitCode: 1,
  }),
  'upload-refused': problem<{ readonly count: number; readonly reason: Explanation }>({
    title: 'Immich refused some files',
    sentence: ({ count, reason }, say) =>
      say.plural(count, {
        one: (n) => `Immich refused ${n} file (${reason}).`,
        other: (n) => `Immich refused ${n} files (${reason}).`,
      }),
    advice: 'Let the next sync try again; if it persists, open them in Photos to see whether they are damaged.',
    action: 'show-assets',
    exitCode: 1,
  }),
  'upload-failed': problem<{ readonly count: number; readonly reason: Explanation }>({
    title: 'Some files could not be uploaded',
    sentence: ({ count, reason }, say) =>
      say.plural(count, {
        one: (n) => `${n} file could not be uploaded to Immich (${reason}).`,
        other: (n) => `${n} files could not be uploaded to Immich (${reason}).`,
      }),
    advice: 'Nothing to do: the next syncs try again, less often each time.',
    action: 'show-assets',
    exitCode: 1,
  }),
  'keeps-failing': problem<{ readonly count: number; readonly reason: Explanation }>({
    title: 'Some items keep failing',
    sentence: ({ count, reason }, say) =>
      say.plural(count, {
        one: (n) => `${n} item could not be uploaded to Immich after many tries (${reason}).`,
        other: (n) => `${n} items could not be uploaded to Immich after many tries (${reason}).`,
      }),
    advice: 'Try again, or leave them out.',
    command: 'immich-sync remainder',
    action: 'show-assets',
    exitCode: 1,
  }),
  'waits-for-next-try': problem<{ readonly count: number; readonly reason: Explanation }>({
    title: 'Some items are still not in Immich',
    sentence: ({ count, reason }, say) =>
      say.plural(count, {
        one: (n) => `${n} item is still not in Immich (${reason}).`,
        other: (n) => `${n} items are still not in Immich (${reason}).`,
      }),
    advice: 'Sync now to try at once; they are retried automatically.',
    command: 'immich-sync try-again && immich-sync sync',
    action: 'show-assets',
    exitCode: 1,
  }),
  'not-proved': problem<{ readonly count: number }>({
    title: 'Some files were not found on the server',
    sentence: ({ count }, say) =>
      say.plural(count, {
        one: (n) => `${n} file could not be found on the server after the upload.`,
        other: (n) => `${n} files could not be found on the server after the upload.`,
      }),
    advice: 'Nothing to do: the next sync uploads them again.',
    action: 'try-again',
    exitCode: 1,
  }),
  'contents-damaged': problem<{ readonly count: number }>({
    title: 'Files are damaged on the server',
    sentence: ({ count }, say) =>
      say.plural(count, {
        one: () => 'Immich’s copy of one file is damaged.',
        other: (n) => `Immich’s copies of ${n} files are damaged.`,
      }),
    advice:
      'Check the server’s disk. Restore the files from the server’s backup; or delete them in Immich for good, and bring them back with the next sync.',
    action: 'open-immich',
    exitCode: 1,
  }),
  'contents-not-delivered': problem<{ readonly count: number }>({
    title: 'Immich could not provide some files',
    sentence: ({ count }, say) =>
      say.plural(count, {
        one: (n) => `Immich could not provide ${n} file to be checked.`,
        other: (n) => `Immich could not provide ${n} files to be checked.`,
      }),
    advice: 'Check whether the files are on the server’s disk, or in Immich’s locked folder.',
    action: 'open-immich',
    exitCode: 1,
  }),
  'download-forbidden': problem({
    title: 'The API key may not download',
    sentence: () =>
      'The API key may not download, so the files on the server’s disk cannot be checked: Immich asks for the permission asset.download.',
    advice: 'Give the key that permission in Immich, or verify without reading the server’s disk.',
    command: 'immich-sync verify',
    action: 'open-settings',
    exitCode: 4,
  }),
  'verified-files-lost': problem<{ readonly count: number }>({
    title: 'Verified files are missing in Immich',
    sentence: ({ count }, say) =>
      say.plural(count, {
        one: (n) => `${n} file that was verified is no longer in Immich.`,
        other: (n) => `${n} files that were verified are no longer in Immich.`,
      }),
    advice: 'Nothing to do: they are uploaded again. If you did not delete them, check the server’s disk.',
    action: 'open-immich',
    exitCode: 1,
  }),
  'server-went-back': problem({
    title: 'Immich went back to an earlier state',
    sentence: () =>
      'The Immich server is in an earlier state than after the last sync, as if a backup had been restored.',
    advice: 'Nothing to do: everything was checked, and what was missing is restored.',
    action: 'open-immich',
    exitCode: 1,
  }),
  'records-went-back': problem({
    title: 'This Mac’s records are older than the last sync',
    sentence: () =>
      'The records of Immich Sync on this Mac are older than the last sync, as if a backup had been restored.',
    advice: 'Nothing to do: everything was checked again, and what was changed in Immich since then stays.',
    action: 'open-immich',
    exitCode: 1,
  }),
  'held-back': problem<{ readonly reasons: readonly Explanation[] }>({
    title: 'Changes wait for an update',
    sentence: ({ reasons }) => `As a precaution, nothing that is already in Immich is changed: ${reasons.join('; ')}.`,
    advice: 'Update Immich Sync and osxphotos. New photos are still uploaded; the rest then follows automatically.',
    action: 'copy-details',
    exitCode: 1,
  }),
  'albums-failed': problem<{ readonly count: number; readonly reason: Explanation }>({
    title: 'Some albums could not be updated',
    sentence: ({ count, reason }, say) =>
      say.plural(count, {
        one: (n) => `${n} album could not be updated (${reason}).`,
        other: (n) => `${n} albums could not be updated (${reason}).`,
      }),
    advice: 'Nothing to do: the next sync tries again.',
    action: 'try-again',
    exitCode: 1,
  }),
  'albums-ambiguous': problem<{ readonly count: number; readonly name: string }>({
    title: 'An album in Immich may be yours from Photos',
    sentence: ({ count, name }, say) =>
      say.plural(count, {
        one: () => `Immich has an album “${name}” with some of the photos of your album in Photos, and others.`,
        other: (n) => `Immich has ${n} albums with the names and some of the photos of albums in Photos, and others.`,
      }),
    advice: 'Choose under Settings › Albums whether it is the same album or another one.',
    action: 'open-settings',
    exitCode: 1,
  }),
  'live-link-failed': problem<{ readonly count: number; readonly reason: Explanation }>({
    title: 'Some Live Photos are not paired',
    sentence: ({ count, reason }, say) =>
      say.plural(count, {
        one: (n) => `${n} Live Photo could not be paired on the server (${reason}).`,
        other: (n) => `${n} Live Photos could not be paired on the server (${reason}).`,
      }),
    advice: 'Nothing to do: the next sync tries again.',
    action: 'try-again',
    exitCode: 1,
  }),
  'stacks-failed': problem<{ readonly count: number; readonly reason: Explanation }>({
    title: 'Some stacks could not be updated',
    sentence: ({ count, reason }, say) =>
      say.plural(count, {
        one: (n) => `${n} stack could not be updated (${reason}).`,
        other: (n) => `${n} stacks could not be updated (${reason}).`,
      }),
    advice: 'Nothing to do: the next sync tries again.',
    action: 'try-again',
    exitCode: 1,
  }),
  'details-failed': problem<{ readonly count: number; readonly reason: Explanation }>({
    title: 'Some details could not be updated',
    sentence: ({ count, reason }, say) =>
      say.plural(count, {
        one: (n) => `The details of ${n} file could not be set in Immich (${reason}).`,
        other: (n) => `The details of ${n} files could not be set in Immich (${reason}).`,
      }),
    advice: 'Nothing to do: the next sync tries again.',
    action: 'try-again',
    exitCode: 1,
  }),
  'details-not-kept': problem<{ readonly count: number }>({
    title: 'Immich did not keep some details',
    sentence: ({ count }, say) =>
      say.plural(count, {
        one: (n) => `Immich did not keep the details of ${n} file, though they were set three times.`,
        other: (n) => `Immich did not keep the details of ${n} files, though they were set three times.`,
      }),
    advice: 'Check the server’s log, which may say why; they are set again when they change in Photos.',
    action: 'open-immich',
    exitCode: 1,
  }),
  'fetch-failed': problem<{ readonly reason: Explanation }>({
    title: 'Originals could not be fetched from iCloud',
    sentence: ({ reason }) => `Originals could not be fetched from iCloud (${reason}).`,
    advice: 'Open Photos and let it load, and allow osxphotos to use Photos if macOS asks. The next night tries again.',
    action: 'photos-access',
    exitCode: 1,
  }),
  'photo-not-shown': problem<{ readonly reason: Explanation }>({
    title: 'Photos did not show the item',
    sentence: ({ reason }) => `Photos did not show this item (${reason}).`,
    advice:
      'Allow Immich Sync to control Photos in System Settings › Privacy & Security › Automation, or look for its name in Photos.',
    action: 'copy-details',
    exitCode: 1,
  }),
  'restore-forbidden': problem({
    title: 'The key may not restore from the trash',
    sentence: () => 'The API key may not restore from Immich’s trash: Immich asks for the permission asset.delete.',
    advice: 'Restore them in Immich’s trash yourself, or give the key that permission. The next sync finds them.',
    action: 'open-trash',
    exitCode: 4,
  }),
  'locked-away': problem<{ readonly count: number }>({
    title: 'Some photos are still in the locked folder',
    sentence: ({ count }, say) =>
      say.plural(count, {
        one: (n) =>
          `${n} file is no longer hidden in Photos, but still in Immich’s locked folder, which no API key can open.`,
        other: (n) =>
          `${n} files are no longer hidden in Photos, but still in Immich’s locked folder, which no API key can open.`,
      }),
    advice: 'Move them out of the locked folder in Immich; the next sync does the rest.',
    action: 'open-immich',
    exitCode: 1,
  }),
  unexpected: problem<{ readonly reason: Explanation }>({
    title: 'Something unexpected went wrong',
    sentence: ({ reason }) => `Something unexpected went wrong: ${reason}.`,
    advice: 'Copy the details and send them to the developers.',
    action: 'copy-details',
    exitCode: 1,
  }),
};
