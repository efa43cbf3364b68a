/** What Immich is asked to do, for the sentence “Immich returned an error while …”. */
const SERVER_TASKS = {
  ping: 'answering a ping',
  'tell-version': 'telling its version',
  'read-note': 'reading a note',
  'save-note': 'saving a note',
  'create-stack': 'creating a stack',
  'list-stacks': 'listing stacks',
  'look-up-stack': 'looking up a stack',
  'update-stack': 'updating a stack',
  'dissolve-stack': 'dissolving a stack',
  'look-up-checksums': 'looking up checksums',
  'look-up-asset': 'looking up an asset',
  'look-up-live-photo': 'looking up a Live Photo',
  'pair-live-photo': 'pairing a Live Photo',
  'update-asset': 'updating an asset',
  'update-assets': 'updating assets',
  'download-file': 'handing out a file',
  'hand-out-picture': 'handing out a small picture',
  'list-assets': 'listing assets',
  'look-up-by-date': 'looking up photos by date',
  'list-live-photos': 'listing Live Photos',
  'list-assets-of-tag': 'listing the assets of a tag',
  'look-up-user': 'looking up the user of the key',
  'look-up-permissions': 'looking up the permissions of the key',
  'list-albums': 'listing albums',
  'create-album': 'creating an album',
  'update-album': 'updating an album',
  'list-file-types': 'listing the file types that it accepts',
  'create-tags': 'creating tags',
  'add-tag': 'adding a tag',
  'remove-tag': 'removing a tag',
  'restore-from-trash': 'restoring from the trash',
  'receive-upload': 'receiving an upload',
  'add-to-album': 'adding to an album',
} as const;
export type ServerTask = keyof typeof SERVER_TASKS;
export const SERVER_TASK_NAMES = Object.keys(SERVER_TASKS) as readonly ServerTask[];

/** @param task what versions before kept of it were the words themselves */
export const serverTask = (task: ServerTask): string => SERVER_TASKS[task] ?? task;
