/** What can go wrong: setting up. See `kind.ts`. */
import type { Explanation } from '../reasons.ts';
import type { SetUpNeed } from '../set-up.ts';
import { problem } from './kind.ts';

export const SETUP_PROBLEMS = {
  'not-set-up': problem<{ readonly missing: SetUpNeed }>({
    title: 'Immich Sync is not set up yet',
    sentence: ({ missing }) =>
      missing === 'server'
        ? 'Immich Sync is not set up yet: the server’s address is missing.'
        : 'Immich Sync is not set up yet: the API key is missing.',
    advice: 'Enter the server’s address and an API key; it takes about two minutes.',
    command: 'immich-sync config set server URL && immich-sync login',
    action: 'open-settings',
    exitCode: 3,
  }),
  'settings-unreadable': problem<{ readonly path: string; readonly reason: Explanation }>({
    title: 'The settings could not be read',
    sentence: ({ path, reason }) => `The settings file ${path} could not be read: ${reason}.`,
    advice: 'Fix the file, or move it away to start with default settings. Nothing is synced until then.',
    action: 'show-file',
    exitCode: 3,
  }),
  'settings-not-saved': problem<{ readonly path: string; readonly reason: Explanation }>({
    title: 'The settings could not be saved',
    sentence: ({ path, reason }) => `The settings could not be saved in ${path}: ${reason}.`,
    advice: 'Make the file and its folder writable, then change the setting again.',
    action: 'open-settings',
    exitCode: 3,
  }),
  'setting-invalid': problem<{
    /** Of the setting, of a header, or of the file that holds settings. */
    readonly name: string;
    readonly reason: Explanation;
  }>({
    title: 'That setting cannot be used',
    sentence: ({ name, reason }) => `${name}: ${reason}.`,
    advice: 'Enter another value.',
    command: 'immich-sync config get',
    action: 'open-settings',
    exitCode: 2,
  }),
  'setting-unknown': problem<{ readonly word: string; readonly similar: readonly string[] }>({
    title: 'There is no such setting',
    sentence: ({ word, similar }, say) =>
      similar.length === 0
        ? `There is no setting “${word}”.`
        : `There is no setting “${word}”. Did you mean ${say.list(similar)}?`,
    advice: 'Choose one of the existing settings.',
    command: 'immich-sync config get',
    action: 'open-settings',
    exitCode: 2,
  }),
  'album-unknown': problem<{ readonly word: string; readonly uuids: readonly string[] }>({
    title: 'There is no such album',
    sentence: ({ word, uuids }, say) =>
      uuids.length === 0
        ? `Photos had no album “${word}” when the library was last read.`
        : `${say.number(uuids.length)} albums are called “${word}”; give the UUID of the one you mean: ${say.list(uuids)}.`,
    advice: 'Choose one of the existing albums.',
    command: 'immich-sync albums',
    action: 'open-settings',
    exitCode: 2,
  }),
  'key-malformed': problem<{ readonly reason: Explanation }>({
    title: 'That is not an API key',
    sentence: ({ reason }) => `That cannot be an Immich API key: ${reason}.`,
    advice: 'Copy the whole key from Immich under Account Settings › API Keys, and nothing else.',
    action: 'replace-key',
    exitCode: 2,
  }),
  'hook-address-unusable': problem<{ readonly reason: Explanation }>({
    title: 'That address cannot be used',
    sentence: ({ reason }) => `That address cannot be used: ${reason}.`,
    advice: 'Copy the whole address from the service, then enter it again.',
    command: 'immich-sync hooks set SERVICE',
    action: 'check-hooks',
    exitCode: 2,
  }),
  'item-unknown': problem<{ readonly count: number; readonly word: string }>({
    title: 'There is no such item',
    sentence: ({ count, word }, say) =>
      count > 1
        ? `${say.number(count)} items are called “${word}”; give the number of the one you mean.`
        : `“${word}” is not one of the items missing in Immich.`,
    advice: 'Choose one of the items that are not in Immich; it may have arrived there in the meantime.',
    command: 'immich-sync remainder',
    action: 'show-assets',
    exitCode: 2,
  }),
  'keychain-locked': problem({
    title: 'The Keychain is locked',
    sentence: () => 'The keychain is locked, so the API key cannot be read or saved.',
    advice: 'Unlock it, then try again.',
    command: 'security unlock-keychain',
    action: 'try-again',
    exitCode: 3,
  }),
  'keychain-refused': problem({
    title: 'Immich Sync may not use the Keychain',
    sentence: () => 'Immich Sync was not allowed to use the keychain.',
    advice: 'Quit Immich Sync, open it again and choose Always Allow when macOS asks.',
    action: 'try-again',
    exitCode: 3,
  }),
  'keychain-unanswered': problem<{ readonly minutes: number }>({
    title: 'macOS is asking about the Keychain',
    sentence: ({ minutes }, say) =>
      say.plural(minutes, {
        one: () => 'The system asked about the keychain, and nobody answered for a minute.',
        other: (n) => `The system asked about the keychain, and nobody answered for ${n} minutes.`,
      }),
    advice: 'Unlock the keychain and choose Always Allow when macOS asks, then sync again.',
    action: 'try-again',
    exitCode: 3,
  }),
  'keychain-missing': problem<{ readonly reason: Explanation }>({
    title: 'There is no Keychain',
    sentence: ({ reason }) => `There is no keychain to keep the API key in: ${reason}.`,
    advice: 'Set up a keychain, then enter the key again; or set the key in IMMICH_SYNC_API_KEY.',
    action: 'open-settings',
    exitCode: 3,
  }),
  'keychain-unavailable': problem<{ readonly reason: Explanation }>({
    title: 'The Keychain could not be used',
    sentence: ({ reason }) => `The keychain could not be used: ${reason}.`,
    advice: 'Try again; if it persists, enter the key again or set it in IMMICH_SYNC_API_KEY.',
    action: 'open-settings',
    exitCode: 3,
  }),
  'key-unreadable': problem({
    title: 'The saved key can no longer be read',
    sentence: () =>
      'The saved API key can no longer be read: the keychain no longer has the key that it was encrypted with.',
    advice: 'Enter the key again.',
    command: 'immich-sync login',
    action: 'replace-key',
    exitCode: 3,
  }),
  usage: problem<{
    /** A whole sentence. */
    readonly reason: Explanation;
  }>({
    title: 'The command was not understood',
    sentence: ({ reason }) => reason,
    advice: 'Look up the commands and options in the help.',
    command: 'immich-sync --help',
    action: 'copy-details',
    exitCode: 2,
  }),
};
