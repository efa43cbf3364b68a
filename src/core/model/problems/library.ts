/** What can go wrong: the library. See `kind.ts`. */
import type { Explanation } from '../reasons.ts';
import { problem } from './kind.ts';

export const LIBRARY_PROBLEMS = {
  'library-missing': problem<{ readonly path: string }>({
    title: 'The Photos library was not found',
    sentence: ({ path }) => `There is no Photos library at ${path}.`,
    advice: 'Connect the disk that it is on, or choose another library.',
    action: 'choose-library',
    exitCode: 5,
  }),
  'library-not-a-library': problem<{ readonly path: string }>({
    title: 'This is not a Photos library',
    sentence: ({ path }) => `${path} is not a Photos library.`,
    advice: 'Choose a folder whose name ends in .photoslibrary and that Photos has opened once.',
    action: 'choose-library',
    exitCode: 5,
  }),
  'library-of-older-photos': problem<{ readonly path: string }>({
    title: 'The library is from an older Photos',
    sentence: ({ path }) => `${path} is a library of Photos for macOS 10.14 or earlier.`,
    advice: 'Open it once in Photos on this Mac, which updates it; then sync again.',
    action: 'choose-library',
    exitCode: 5,
  }),
  'library-of-other-app': problem<{ readonly path: string; readonly app: 'iPhoto' | 'Aperture' }>({
    title: 'This library is from iPhoto or Aperture',
    sentence: ({ path, app }) => `${path} is an ${app} library.`,
    advice:
      'Convert it with Photos on a Mac with macOS 12 or earlier, or import its photos into Photos; then choose that library.',
    action: 'choose-library',
    exitCode: 5,
  }),
  'library-no-access': problem<{ readonly path: string }>({
    title: 'No access to the Photos library',
    sentence: ({ path }) => `macOS does not let Immich Sync read ${path}.`,
    advice:
      'Switch on Immich Sync in System Settings › Privacy & Security › Photos. Syncs at night, and a library in another folder, need Full Disk Access there.',
    action: 'photos-access',
    exitCode: 5,
  }),
  'library-no-access-here': problem<{ readonly app: string; readonly path: string }>({
    title: 'macOS does not let this command read the library',
    sentence: ({ app, path }) => `macOS does not let ${app}, where this command runs, read ${path}.`,
    advice:
      'Allow that app in System Settings › Privacy & Security › Photos, or under Full Disk Access, then open a new window of it and try again.',
    action: 'photos-access',
    exitCode: 5,
  }),
  'library-damaged': problem<{ readonly path: string; readonly reason: Explanation }>({
    title: 'The library’s database is damaged',
    sentence: ({ path, reason }) => `The database of ${path} cannot be read (${reason}).`,
    advice: 'Open Photos with the Option and Command keys held down and let it repair the library.',
    action: 'choose-library',
    exitCode: 5,
  }),
  'library-busy': problem<{ readonly path: string }>({
    title: 'Photos is busy',
    sentence: ({ path }) => `Photos was writing to ${path} the whole time, so it could not be read.`,
    advice: 'Nothing to do: the next sync tries again.',
    action: 'try-again',
    exitCode: 5,
  }),
  'library-shrank': problem<{ readonly lost: number; readonly before: number }>({
    title: 'Many items are gone from Photos',
    sentence: ({ lost, before }, say) =>
      `${say.number(lost)} of ${say.number(before)} items are gone from the Photos library since the last sync. Nothing was changed in Immich.`,
    advice: 'Check the library in Photos, then confirm that it is right.',
    command: 'immich-sync confirm-library',
    action: 'confirm-library',
    exitCode: 5,
  }),
  'library-too-new': problem<{ readonly reason: Explanation }>({
    title: 'The library is too new for osxphotos',
    sentence: ({ reason }) => `This version of osxphotos does not support this Photos library yet (${reason}).`,
    advice: 'Update the tools. Until then new photos stay safe in Photos, and nothing in Immich is changed.',
    command: 'immich-sync tools update',
    action: 'update-tools',
    exitCode: 5,
  }),
};
