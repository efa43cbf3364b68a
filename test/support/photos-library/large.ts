import { createPhotosLibrary, type PhotosLibrary } from './library.ts';
import { seededRandom } from './random.ts';
import type { AssetKind, AssetOptions } from './types.ts';

export interface LargeLibraryOptions {
  readonly assets: number;
  /** `small`: unique files of a few kB. Default `none`. */
  readonly media?: 'none' | 'small';
  readonly seed?: number;
  /** Capture dates are spread over so many years before 2026. Default 10. */
  readonly years?: number;
  /** Default: one for every 200 assets, at least 5. */
  readonly albums?: number;
}

/** Of a hundred assets: mostly photos, as in the libraries of people who use a telephone. */
const MIX: readonly (readonly [number, AssetOptions])[] = [
  [58, { kind: 'photo' }],
  [78, { kind: 'live' }],
  [86, { kind: 'photo', edited: true }],
  [89, { kind: 'live', edited: true }],
  [94, { kind: 'movie' }],
  [98, { kind: 'screenshot' }],
  [100, { kind: 'raw-jpeg' }],
];

/** Makes a library of any size quickly: all rows in one transaction, small files or none. */
export async function createLargeLibrary(path: string, options: LargeLibraryOptions): Promise<PhotosLibrary> {
  const { assets, media = 'none', seed = 1, years = 10 } = options;
  const library = await createPhotosLibrary({ path, seed, media });
  const random = seededRandom(seed + 31);
  const albumCount = options.albums ?? Math.max(5, Math.floor(assets / 200));
  const folder = library.createFolder('Years');
  const albums = Array.from({ length: albumCount }, (_, index) =>
    library.createAlbum(`Album ${index + 1}`, index % 3 === 0 ? { folder } : {}),
  );
  const keywords = ['Family', 'Travel', 'Work', 'Garden', 'Friends', 'Food'];
  const start = Date.UTC(2026, 0, 1) - years * 365 * 86_400_000;
  await library.addMany(
    Array.from({ length: assets }, (_, index): AssetOptions => {
      const share = random.integer(1, 100);
      const kind = MIX.find(([upTo]) => share <= upTo)?.[1] ?? { kind: 'photo' as AssetKind };
      const taken = new Date(start + ((index + random.next()) / assets) * years * 365 * 86_400_000);
      return {
        ...kind,
        date: `${taken.toISOString().slice(0, 19)}+00:00`,
        favorite: random.next() < 0.04,
        hidden: random.next() < 0.01,
        ...(random.next() < 0.2 ? { caption: `Caption ${index}` } : {}),
        ...(random.next() < 0.3 ? { keywords: [random.pick(keywords)] } : {}),
        ...(random.next() < 0.4 ? { albums: [random.pick(albums)] } : {}),
      };
    }),
  );
  return library;
}
