import { type CreateOptions, createPhotosLibrary, type PhotosLibrary } from './library.ts';
import { seededRandom } from './random.ts';
import type { AssetOptions, Place } from './types.ts';
import { PART_KINDS } from './types.ts';

export interface SampleOptions {
  /** Default 72, at least 60. */
  readonly assets?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Whether some files are only in iCloud; default true. */
  readonly inCloud?: boolean;
  readonly model?: CreateOptions['model'];
}

/** An outing or a day at home: assets of about the same time and place. */
interface Occasion {
  readonly album: string | null;
  readonly start: string;
  readonly timeZone: string;
  readonly place: Place | null;
  readonly keywords: readonly string[];
  readonly captions: readonly string[];
}

const OCCASIONS: readonly Occasion[] = [
  {
    album: 'Lisbon in Spring',
    start: '2019-04-12T10:20:00+01:00',
    timeZone: 'Europe/Lisbon',
    place: { latitude: 38.7139, longitude: -9.1334 },
    keywords: ['Travel', 'Portugal'],
    captions: ['The harbour before breakfast', 'Tram 28 never came', 'Pastéis, again'],
  },
  {
    album: 'North Cape',
    start: '2021-12-28T16:05:00+01:00',
    timeZone: 'Europe/Oslo',
    place: { latitude: 69.6492, longitude: 18.9553 },
    keywords: ['Travel', 'Northern lights'],
    captions: ['Minus eighteen and worth it', 'The whole sky moved', 'Cocoa at midnight'],
  },
  {
    album: 'Big Sur',
    start: '2022-08-03T18:42:00-07:00',
    timeZone: 'America/Los_Angeles',
    place: { latitude: 36.2704, longitude: -121.8081 },
    keywords: ['Travel', 'Sea'],
    captions: ['Highway One at last light', 'Fog rolling in'],
  },
  {
    album: 'Kyōto 京都',
    start: '2023-11-19T09:10:00+09:00',
    timeZone: 'Asia/Tokyo',
    place: { latitude: 35.0116, longitude: 135.7681 },
    keywords: ['Travel', 'Autumn'],
    captions: ['Maple leaves at Tōfuku-ji', 'The forest path was empty'],
  },
  {
    album: 'Adelaide Hills',
    start: '2024-01-14T19:30:00+10:30',
    timeZone: 'Australia/Adelaide',
    place: { latitude: -34.9285, longitude: 138.6007 },
    keywords: ['Family'],
    captions: ['Forty degrees in the shade', 'Balloons over the valley'],
  },
  {
    album: null,
    start: '2024-07-06T12:00:00+02:00',
    timeZone: 'Europe/Berlin',
    place: { latitude: 52.52, longitude: 13.405 },
    keywords: ['Friends'],
    captions: ['Just because'],
  },
  {
    album: 'Sunday Walks 🌲',
    start: '2025-10-05T11:15:00+02:00',
    timeZone: 'Europe/Zurich',
    place: { latitude: 47.3769, longitude: 8.5417 },
    keywords: ['Hiking', 'Autumn'],
    captions: ['Above the fog', 'Ferdi found every puddle'],
  },
  {
    album: null,
    start: '2026-03-21T08:00:00+05:45',
    timeZone: 'Asia/Kathmandu',
    place: { latitude: 27.7172, longitude: 85.324 },
    keywords: ['Mountains'],
    captions: ['First view of the range'],
  },
];

const NFD_CAFE = 'Café au lait.JPG'.normalize('NFD');
const NFC_CAFE = 'Café au lait.JPG'.normalize('NFC');

/** What is in every sample, whatever its size: one or more of each kind. The rest are plain photos. */
function specialAssets(shared: string): readonly AssetOptions[] {
  return [
    { kind: 'photo', title: 'The old harbour', favorite: true },
    { kind: 'photo', edited: true },
    { kind: 'photo', format: 'heic', edited: true, favorite: true },
    { kind: 'live' },
    { kind: 'live', edited: true, favorite: true },
    { kind: 'live', format: 'jpeg' },
    { kind: 'raw-jpeg' },
    { kind: 'raw-jpeg', edited: true },
    { kind: 'raw' },
    { kind: 'raw', edited: true },
    { kind: 'movie' },
    { kind: 'movie', edited: true },
    { kind: 'slow-motion' },
    { kind: 'time-lapse' },
    { kind: 'screen-recording' },
    { kind: 'screenshot' },
    { kind: 'screenshot', edited: true },
    { kind: 'portrait', favorite: true },
    { kind: 'portrait', edited: true },
    { kind: 'panorama' },
    { kind: 'photo', format: 'tiff', filename: 'Scan 001.tif' },
    { kind: 'photo', format: 'gif', filename: 'party.gif' },
    { kind: 'photo', format: 'heic' },
    { kind: 'photo', hidden: true, caption: 'Present for Ada, do not show' },
    { kind: 'live', hidden: true },
    { kind: 'photo', trashed: true },
    { kind: 'movie', trashed: true },
    { kind: 'photo', sharedAlbum: shared },
    { kind: 'photo', sharedAlbum: shared, caption: 'From the neighbours' },
    // In iCloud only.
    { kind: 'photo', missing: PART_KINDS },
    { kind: 'live', missing: ['live-video'] },
    { kind: 'photo', edited: true, missing: ['edited'] },
    // Names that have broken programs.
    { kind: 'photo', filename: 'holiday [bold] and [/red] tags.jpg' },
    { kind: 'photo', filename: '-rf beach.jpg' },
    { kind: 'photo', filename: 'Sunrise *?{a,b}[0-9].jpg' },
    { kind: 'photo', filename: '🎈 Birthday 🎂.jpg' },
    { kind: 'photo', filename: NFC_CAFE },
    { kind: 'photo', filename: NFD_CAFE },
    { kind: 'photo', filename: 'IMG_0042.JPG', date: '2024-07-06T12:00:00+02:00' },
    { kind: 'photo', filename: 'IMG_0042.JPG', date: '2024-07-06T12:00:00+02:00' },
  ];
}

/** The library of the demo: every kind of asset, albums and folders, captions, keywords and places, over some years. */
export async function createSampleLibrary(
  path: string,
  { assets = 72, seed = 1, inCloud = true, model }: SampleOptions = {},
): Promise<PhotosLibrary> {
  if (assets < 60) throw new RangeError(`The sample needs at least 60 assets to show every kind, not ${assets}.`);
  const library = await createPhotosLibrary({ path, seed, ...(model === undefined ? {} : { model }) });
  const random = seededRandom(seed + 17);
  const albums = createAlbums(library);
  const burst = { frames: 4, picked: [1, 3] };
  const specials = specialAssets(library.createSharedAlbum('Our Street')).map(({ missing, ...special }) =>
    inCloud && missing !== undefined ? { ...special, missing } : special,
  );
  const plain = assets - specials.length - burst.frames;
  const list: AssetOptions[] = [...specials, ...Array.from({ length: plain }, (): AssetOptions => ({ kind: 'photo' }))];
  const clocks = OCCASIONS.map((occasion) => Date.parse(occasion.start));
  const uuids = await Promise.all(
    list.map((options, index) => {
      const number = index % OCCASIONS.length;
      const occasion = OCCASIONS[number];
      if (!occasion) throw new Error('unreachable');
      clocks[number] = (clocks[number] ?? 0) + random.integer(2, 50) * 60_000;
      const album = occasion.album === null ? undefined : albums.get(occasion.album);
      const inAlbum = album !== undefined && !options.sharedAlbum && !options.hidden;
      const described = random.next();
      return library.addAsset({
        date: atZone(clocks[number] ?? 0, occasion.start),
        ...(options.date ? {} : { timeZone: occasion.timeZone }),
        ...(occasion.place && options.kind !== 'screenshot'
          ? { location: nearby(occasion.place, random.next(), random.next()) }
          : {}),
        ...(described < 0.45 ? { caption: random.pick(occasion.captions) } : {}),
        ...(described > 0.3 ? { keywords: occasion.keywords } : {}),
        ...(described > 0.88 ? { favorite: true } : {}),
        ...(inAlbum ? { albums: [album] } : {}),
        ...options,
      });
    }),
  );
  const frames = await library.addBurst({ ...burst, date: '2025-10-05T12:31:07+02:00', keywords: ['Hiking'] });
  const walks = albums.get('Sunday Walks 🌲');
  const best = albums.get('Best of');
  const slash = albums.get('2019/20 & more');
  if (!walks || !best || !slash) throw new Error('unreachable');
  library.addToAlbum(walks, [1, 3].map((frame) => frames[frame] ?? '').filter(Boolean));
  const favorites = library.manifest({ hashes: false }).assets.filter((asset) => asset.favorite && !asset.hidden);
  library.addToAlbum(best, favorites.map((asset) => asset.uuid).reverse());
  library.addToAlbum(
    slash,
    [uuids[0], uuids[9], uuids[1]].filter((uuid) => uuid !== undefined),
  );
  library.createProject('Slideshow', uuids.slice(0, 3));
  return library;
}

/** @returns UUIDs by title; of the two albums named `Lisbon in Spring` the one in the folder */
function createAlbums(library: PhotosLibrary): ReadonlyMap<string, string> {
  const travel = library.createFolder('Travel');
  const europe = library.createFolder('Europe', { folder: travel });
  const albums = new Map<string, string>();
  const add = (title: string, folder?: string): void => {
    albums.set(title, library.createAlbum(title, folder === undefined ? {} : { folder }));
  };
  const twin = library.createAlbum('Lisbon in Spring');
  albums.set('twin', twin);
  add('Lisbon in Spring', europe);
  add('North Cape', europe);
  add('Big Sur', travel);
  add('Kyōto 京都', travel);
  add('Adelaide Hills');
  add('Sunday Walks 🌲');
  add('Best of');
  add('2019/20 & more');
  add('To be sorted');
  library.createFolder('Empty folder');
  library.deleteAlbum(library.createAlbum('Deleted long ago'));
  library.createSmartAlbum('All my favourites');
  return albums;
}

/** A moment in the offset of another date. */
function atZone(milliseconds: number, like: string): string {
  const offset = like.slice(-6);
  const seconds =
    (offset.startsWith('-') ? -1 : 1) * (Number(offset.slice(1, 3)) * 3600 + Number(offset.slice(4, 6)) * 60);
  return `${new Date(milliseconds + seconds * 1000).toISOString().slice(0, 19)}${offset}`;
}

function nearby(place: Place, north: number, east: number): Place {
  return {
    latitude: Number((place.latitude + (north - 0.5) / 20).toFixed(5)),
    longitude: Number((place.longitude + (east - 0.5) / 20).toFixed(5)),
  };
}
