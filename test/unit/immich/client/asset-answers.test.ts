import { expect, it } from 'vitest';
import { remoteAsset, toRemoteAsset } from '../../../../src/core/immich/client/asset-answers.ts';

const FILE = '2024-03-06T10:11:12.000Z';

/** As Immich 2.7.5 and 3.1.0 write the one and the other. */
const asset = (exif: object, fileModifiedAt: string | null = FILE) =>
  toRemoteAsset(
    remoteAsset.parse({
      id: 'a',
      isFavorite: false,
      isTrashed: false,
      visibility: 'timeline',
      fileModifiedAt,
      exifInfo: { dateTimeOriginal: '2024-03-06T10:11:12+00:00', timeZone: null, make: null, ...exif },
    }),
  );

it.each([
  ['the same as the file’s, without a zone', {}, true],
  ['of a film, which then tells UTC', { timeZone: 'UTC' }, true],
  ['the same to the second only', { dateTimeOriginal: '2024-03-06T10:11:12.5+00:00' }, false],
  ['with a zone', { timeZone: 'UTC+2' }, false],
  ['in the zone of a place', { timeZone: 'Asia/Tokyo' }, false],
  ['of a camera', { make: 'Canon' }, false],
  ['not known yet', { dateTimeOriginal: null }, false],
])('tells whether a date is only that of the file: %s', (_what, exif, expected) => {
  expect(asset(exif).isFileDate).toBe(expected);
});

it('takes no date for that of a file whose date is not told', () => {
  expect(asset({}, null).isFileDate).toBe(false);
});
