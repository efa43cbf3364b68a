/** Short ways to write inventory records in unit tests. */
import { createHash } from 'node:crypto';
import type { InventoryAlbum, InventoryAsset, InventoryPart, PartKind } from '../../src/core/model/asset.ts';

export const sha1Of = (text: string) => createHash('sha1').update(text).digest('hex');

export function part(kind: PartKind, overrides: Partial<InventoryPart> = {}): InventoryPart {
  return {
    kind,
    path: `/library/${kind}.jpg`,
    available: true,
    absence: null,
    size: 100,
    modifiedAt: 1_000,
    revision: null,
    ...overrides,
  };
}

export function missingPart(kind: PartKind, overrides: Partial<InventoryPart> = {}): InventoryPart {
  return part(kind, { available: false, absence: 'in-icloud', size: null, modifiedAt: null, ...overrides });
}

export function asset(uuid: string, overrides: Partial<InventoryAsset> = {}): InventoryAsset {
  return {
    kind: 'asset',
    uuid,
    cloudGuid: null,
    originalFilename: `${uuid}.JPG`,
    media: 'photo',
    capturedAt: '2024-03-06T10:11:12+01:00',
    favorite: false,
    hidden: false,
    title: null,
    caption: null,
    keywords: [],
    shared: false,
    burst: 'none',
    burstId: null,
    live: false,
    edited: false,
    screenshot: false,
    width: 4032,
    height: 3024,
    orientation: 1,
    cameraMake: null,
    cameraModel: null,
    originalSize: 100,
    latitude: null,
    longitude: null,
    parts: [part('original', { path: `/library/${uuid}.jpg` })],
    ...overrides,
  };
}

export function album(
  uuid: string,
  assets: readonly string[],
  overrides: Partial<InventoryAlbum> = {},
): InventoryAlbum {
  return { kind: 'album', uuid, cloudGuid: null, title: uuid, folders: [], keyAsset: null, assets, ...overrides };
}
