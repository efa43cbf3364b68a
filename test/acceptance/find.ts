import { type ExpectedPart, type PhotosLibrary, readManifest } from '../support/photos-library/index.ts';
import type { Seen, SeenAsset } from './server/reader.ts';

/** SHA-1 of one file of an asset as it is in the library now. @throws Error when it is not there */
export function checksumOf(library: PhotosLibrary, uuid: string, kind: ExpectedPart['kind'] = 'original'): string {
  const [asset] = readManifest(library.path, { uuid }).assets;
  const sha1 = asset?.parts.find((part) => part.kind === kind)?.sha1;
  if (sha1 == null) throw new Error(`The library has no ${kind} of ${uuid}.`);
  return sha1;
}

/** @returns undefined when the account does not hold these contents */
export const held = (seen: Seen, checksum: string): SeenAsset | undefined =>
  seen.assets.find((asset) => asset.checksum === checksum);

export const checksumsIn = (seen: Seen): ReadonlySet<string> => new Set(seen.assets.map(({ checksum }) => checksum));
