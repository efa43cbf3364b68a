/** What can go wrong: updates of the app itself. See `kind.ts`. */
import type { Explanation } from '../reasons.ts';
import { problem } from './kind.ts';

export const UPDATE_PROBLEMS = {
  'update-app-translocated': problem({
    title: 'Immich Sync is not in Applications',
    sentence: () => 'macOS runs Immich Sync from a temporary location, where it cannot be updated.',
    advice: 'Move Immich Sync to Applications and open it there.',
    action: 'copy-details',
    exitCode: 5,
  }),
  'update-disk-read-only': problem<{ readonly path: string }>({
    title: 'Immich Sync is on a read-only disk',
    sentence: () => 'Immich Sync runs from a disk image or another read-only disk, where it cannot be updated.',
    advice: 'Move Immich Sync to Applications and open it there.',
    action: 'copy-details',
    exitCode: 5,
  }),
  'update-not-permitted': problem<{ readonly path: string }>({
    title: 'Immich Sync belongs to another user',
    sentence: ({ path }) => `You are not allowed to replace ${path}, so it cannot be updated from here.`,
    advice: 'Ask an administrator of this Mac to install the new version.',
    action: 'copy-details',
    exitCode: 5,
  }),
  'update-by-nix': problem({
    title: 'Immich Sync is updated by Nix',
    sentence: () => 'This Immich Sync was installed by Nix, which updates it, too.',
    advice: 'Update it in your Nix configuration.',
    action: 'copy-details',
    exitCode: 5,
  }),
  'update-checkout': problem({
    title: 'Immich Sync runs from its source code',
    sentence: () => 'This Immich Sync runs from its source code and does not update itself.',
    advice: 'Update the checkout.',
    command: 'git pull',
    action: 'copy-details',
    exitCode: 5,
  }),
  'update-not-on-a-mac': problem({
    title: 'Updates are for the Mac only',
    sentence: () => 'Immich Sync updates itself on a Mac only.',
    advice: 'Install the new version as you installed this one.',
    action: 'copy-details',
    exitCode: 5,
  }),
  'update-server-unreachable': problem<{ readonly reason: Explanation }>({
    title: 'Updates could not be checked',
    sentence: ({ reason }) => `The server for updates could not be reached (${reason}).`,
    advice: 'Check the internet connection, then try again.',
    action: 'check-for-updates',
    exitCode: 4,
  }),
  'update-damaged': problem<{ readonly version: string }>({
    title: 'The update was damaged',
    sentence: ({ version }) => `Version ${version} arrived damaged and was deleted; this version keeps working.`,
    advice: 'Nothing to do: it is downloaded again later.',
    action: 'check-for-updates',
    exitCode: 1,
  }),
  'update-failed': problem<{ readonly version: string | null; readonly reason: Explanation }>({
    title: 'The update failed',
    sentence: ({ version, reason }) =>
      version === null
        ? `The update failed (${reason}); this version keeps working.`
        : `The update to version ${version} failed (${reason}); this version keeps working.`,
    advice: 'Try again, or download the new version from the project’s page.',
    action: 'open-downloads',
    exitCode: 1,
  }),
  'update-needs-newer-macos': problem<{ readonly version: string; readonly needed: string }>({
    title: 'The new version needs a newer macOS',
    sentence: ({ version, needed }) => `Version ${version} needs ${needed} or newer.`,
    advice: 'Update macOS to get it. Until then this version keeps working.',
    action: 'open-downloads',
    exitCode: 5,
  }),
  'update-busy': problem({
    title: 'Immich Sync is in use',
    sentence: () => 'A sync or a command of Immich Sync is in progress.',
    advice: 'Wait for it to finish, then restart to update.',
    action: 'copy-details',
    exitCode: 75,
  }),
};
