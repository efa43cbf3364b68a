import { describe, expect, it } from 'vitest';
import type { InventoryAsset } from '../../../src/core/model/asset.ts';
import { parseInventoryLine } from '../../../src/core/photos/inventory-record.ts';

const asset: InventoryAsset = {
  kind: 'asset',
  uuid: '1EB2B765-0765-43BA-A90C-0D0580E6172C',
  cloudGuid: '6B1F1C5E-2F3A-4B59-9A41-0D6C1B2A3F4E',
  originalFilename: 'a "b"\n😀.jpg',
  media: 'photo',
  capturedAt: '2018-09-28T16:09:33.022-04:00',
  favorite: false,
  hidden: true,
  title: null,
  caption: 'x',
  keywords: ['Kids'],
  shared: false,
  burst: 'none',
  burstId: null,
  live: false,
  edited: true,
  screenshot: false,
  width: 4032,
  height: 3024,
  orientation: 6,
  cameraMake: 'Apple',
  cameraModel: null,
  originalSize: null,
  latitude: null,
  longitude: -0.5,
  parts: [
    { kind: 'original', path: '/a/b.jpeg', available: true, absence: null, size: 0, modifiedAt: -1, revision: null },
    {
      kind: 'edited',
      path: null,
      available: false,
      absence: 'in-icloud',
      size: null,
      modifiedAt: null,
      revision: '604000000.5',
    },
  ],
};

describe('a line of the inventory', () => {
  it.each([
    asset,
    {
      kind: 'library',
      path: '/a',
      photosVersion: '11.1',
      modelVersion: null,
      osxphotosVersion: '0.77.2',
      mended: false,
    },
    { kind: 'altered', what: 'texts', uuid: 'A', message: 'its texts are too long' },
    { kind: 'album', uuid: 'A', cloudGuid: null, title: '', folders: ['F'], keyAsset: null, assets: [] },
    { kind: 'members', uuid: 'A', assets: ['1'] },
    { kind: 'unreadable', about: 'asset', uuid: 'A', filename: null, message: 'KeyError: 1' },
    { kind: 'end', assets: 0, albums: 0 },
  ])('is read: $kind', (record) => {
    expect(parseInventoryLine(JSON.stringify(record))).toEqual(record);
  });

  it('is not taken for a record when it is torn at any place', () => {
    const line = JSON.stringify(asset);
    for (let length = 0; length < line.length; length += 1)
      expect(parseInventoryLine(line.slice(0, length))).toBeUndefined();
  });

  it.each([
    ['something that was printed', 'Processing albums.'],
    ['another kind', JSON.stringify({ ...asset, kind: 'picture' })],
    ['no kind', JSON.stringify([asset])],
    ['null', 'null'],
    ['a field that is missing', JSON.stringify({ ...asset, capturedAt: undefined })],
    ['a flag that is no flag', JSON.stringify({ ...asset, hidden: 1 })],
    ['no original', JSON.stringify({ ...asset, parts: asset.parts.slice(1) })],
    ['an available part without a size', JSON.stringify({ ...asset, parts: [{ ...asset.parts[0], size: null }] })],
    ['an absent part with a size', JSON.stringify({ ...asset, parts: [{ ...asset.parts[0], available: false }] })],
    [
      'an absent part without a reason',
      JSON.stringify({ ...asset, parts: [{ ...asset.parts[1], kind: 'original', absence: null }] }),
    ],
    [
      'an available part with a reason',
      JSON.stringify({ ...asset, parts: [{ ...asset.parts[0], absence: 'missing' }] }),
    ],
    ['an asset that does not say whether it is in iCloud', JSON.stringify({ ...asset, cloudGuid: undefined })],
    ['a negative count', JSON.stringify({ kind: 'end', assets: -1, albums: 0 })],
  ])('is refused: %s', (_what, line) => {
    expect(parseInventoryLine(line)).toBeUndefined();
  });
});
