/** Reasons of the system about files and folders. See `kind.ts`. */
import { type Explanation, reason } from './kind.ts';

export const FILE_REASONS = {
  'no-permission': reason(() => 'this user has no permission to use it'),
  'disk-read-only': reason(() => 'its disk is read-only'),
  'disk-full': reason(() => 'its disk is full'),
  'is-folder': reason(() => 'it is a folder'),
  'file-in-place-of-folder': reason(() => 'there is a file where a folder belongs'),
  'file-is-there': reason(() => 'there is a file of that name'),
  'does-not-exist': reason(() => 'it does not exist'),
  'links-in-a-circle': reason(() => 'its links form a loop'),
  'system-said': reason<{ readonly code: string }>(({ code }) => `the system said ${code}`),
  unusable: reason(() => 'it could not be used'),
  'access-refused': reason(() => 'access was refused'),
  gone: reason(() => 'it is gone'),
  'is-link': reason(() => 'it is a link'),
  'is-no-file': reason(() => 'it is a pipe or a device'),
  'disk-error': reason(() => 'the disk reports an error'),
  empty: reason(() => 'it is empty'),
  'no-database': reason(() => 'it does not look like a database'),
  'name-has-pattern': reason(() => 'its name holds one of the characters * ? [ \\'),
  'damaged-and-stays': reason<{ readonly why: Explanation }>(
    ({ why }) => `it is damaged and could not be set aside: ${why}`,
  ),
  'not-written': reason<{ readonly path: string; readonly why: Explanation }>(
    ({ path, why }) => `its file ${path} could not be written: ${why}`,
  ),
  'of-file': reason<{ readonly path: string; readonly why: Explanation }>(({ path, why }) => `${path}: ${why}`),
  'newer-settings': reason<{ readonly version: number; readonly known: number }>(
    ({ version, known }) =>
      `it was written by a newer version of Immich Sync (settings version ${version}, this one knows ${known})`,
  ),
  'being-written': reason(() => 'another program is writing it'),
  'foreign-folder-inside': reason<{ readonly name: string }>(
    ({ name }) => `it holds a folder ${name} that Immich Sync did not make`,
  ),
  'link-or-outside-library': reason(() => 'its file is a link or lies outside the library'),
  'record-unreadable': reason(() => 'its record in the library cannot be read'),
};
