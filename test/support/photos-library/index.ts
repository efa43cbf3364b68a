/**
 * A generator of Apple Photos libraries, for tests and the demo. It writes a `.photoslibrary` of the shape of macOS 26.1 (Photos 11.1,
 * model version 19320) or of macOS 27.0 (Photos 12, 270010300) which the real osxphotos reads and exports from, with pictures and movies of
 * our own drawing. It needs nothing but npm packages.
 *
 * ```ts
 * const library = await createPhotosLibrary({ path: '/…/My.photoslibrary', seed: 1 });
 * const holiday = library.createAlbum('Holiday', { folder: library.createFolder('2024') });
 * const uuid = await library.addAsset({ kind: 'live', edited: true, caption: 'The sea', albums: [holiday] });
 * await library.editPhoto(uuid);                  // a new render, as if edited again in Photos
 * const expected = library.manifest();            // every part with its SHA-1, albums, totals
 * library.close();                                // while it is open, changes may still be in Photos.sqlite-wal, as with real Photos
 * ```
 *
 * `openPhotosLibrary(path)` opens a library made earlier for further edits, `createSampleLibrary(path)` makes the library of the demo,
 * `createLargeLibrary(path, { assets: 100_000, media: 'none' })` makes big ones fast, `createHostileLibrary(path)` one full of
 * names and files that break programs. From a shell:
 * `node test/support/photos-library/make.ts DEST --sample`.
 *
 * The same options and seed give the same UUIDs, dates and bytes (except for what sharp's version may change in the JPEG coder).
 */
export { createHostileLibrary, HOSTILE_NAMES } from './hostile.ts';
export { cloudGuid, localUuid } from './identity.ts';
export { createLargeLibrary, type LargeLibraryOptions } from './large.ts';
export {
  type BurstOptions,
  type CreateOptions,
  createPhotosLibrary,
  lockLikePhotos,
  type NewAlbumOptions,
  openPhotosLibrary,
  type PhotosLibrary,
} from './library.ts';
export { inScope, readManifest } from './manifest.ts';
export { type Random, seededRandom } from './random.ts';
export { createSampleLibrary, type SampleOptions } from './sample.ts';
export {
  ASSET_KINDS,
  type AssetKind,
  type AssetOptions,
  type ExpectedAlbum,
  type ExpectedAsset,
  type ExpectedPart,
  type ExpectedTotals,
  type Manifest,
  type MediaSize,
  type Place,
} from './types.ts';
