/** The files that one asset can consist of. */
export const PART_KINDS = ['original', 'edited', 'live-video', 'edited-live-video', 'raw'] as const;
export type PartKind = (typeof PART_KINDS)[number];

export type BurstRole = 'none' | 'picked' | 'unpicked';
export type MediaKind = 'photo' | 'movie';

/** What Photos would call the kind of an item. Favourite, hidden, edited, in iCloud only… are options beside it. */
export const ASSET_KINDS = [
  'photo',
  'screenshot',
  'portrait',
  'panorama',
  'live',
  'raw-jpeg',
  'raw',
  'movie',
  'slow-motion',
  'time-lapse',
  'screen-recording',
] as const;
export type AssetKind = (typeof ASSET_KINDS)[number];

/** File formats of an original still. `raw` is always DNG and movies are always QuickTime. */
export const STILL_FORMATS = ['jpeg', 'heic', 'png', 'tiff', 'gif'] as const;
export type StillFormat = (typeof STILL_FORMATS)[number];

/**
 * How much trouble is taken over the bytes:
 * - `full`: pictures of 1280 × 960 with their own number drawn on them (some 30–200 kB each);
 * - `small`: few pictures of 320 × 240, made unique by their EXIF alone (some 6 kB each), for libraries of thousands;
 * - `none`: no files at all; every part is marked as being in iCloud only.
 */
export type MediaSize = 'full' | 'small' | 'none';

/** Whether a file holds what it should: `empty` has no bytes at all, `damaged` stops in its first half. */
export type FileCondition = 'good' | 'empty' | 'damaged';

export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** Everything that can be said of a new asset; only `kind` has no default. */
export interface AssetOptions {
  readonly kind: AssetKind;
  /** The name it had when it was imported. Default: `IMG_0001.JPG` and so on, of its format. */
  readonly filename?: string;
  /** Default: `png` for screenshots, `heic` for Live Photos and portraits, otherwise `jpeg`. */
  readonly format?: StillFormat;
  /** ISO 8601 with an offset, for example `2024-05-01T10:00:00+02:00`. Default: some minutes after the asset before. */
  readonly date?: string;
  /** IANA name; it must agree with the offset of `date`. Default: Photos' own `GMT+0200` form. */
  readonly timeZone?: string;
  readonly title?: string;
  readonly caption?: string;
  readonly keywords?: readonly string[];
  readonly favorite?: boolean;
  readonly hidden?: boolean;
  readonly trashed?: boolean;
  readonly location?: Place;
  /** An edited version beside the original; for a Live Photo an edited video as well. */
  readonly edited?: boolean;
  /** Parts that Photos has, but not on this Mac. */
  readonly missing?: readonly PartKind[];
  /** The state of the original's file. */
  readonly condition?: FileCondition;
  /** UUIDs of the albums to add it to. */
  readonly albums?: readonly string[];
  /** UUID of a shared album: the asset then lives in that album only. */
  readonly sharedAlbum?: string;
  readonly burst?: { readonly id: string; readonly role: Exclude<BurstRole, 'none'>; readonly key?: boolean };
  /** Its `ZCLOUDASSETGUID`; default: one that is the same on every Mac of the account. Null: not in iCloud yet, or never to be. */
  readonly cloudGuid?: string | null;
  /** Which scene is drawn (any integer; taken modulo their number), to make assets alike, as the frames of a burst are. */
  readonly scene?: number;
}

/** One file that Photos knows of, as it must be read from the library. */
export interface ExpectedPart {
  readonly kind: PartKind;
  /** Absolute; where Photos keeps the file or would keep it. */
  readonly path: string;
  readonly available: boolean;
  /** In bytes; null while the file is not on this Mac. */
  readonly size: number | null;
  /** Lower-case hexadecimal SHA-1; null while the file is not on this Mac or if no hashes were asked for. */
  readonly sha1: string | null;
}

/** One asset, as it must be read from the library. Strings are as Photos keeps them; osxphotos gives them in Unicode form NFC. */
export interface ExpectedAsset {
  readonly uuid: string;
  /** The same on every Mac of one iCloud account; null for what is not in iCloud. */
  readonly cloudGuid: string | null;
  readonly kind: AssetKind;
  readonly media: MediaKind;
  readonly originalFilename: string;
  /** ISO 8601 with the offset of the place where it was taken, to the second. */
  readonly capturedAt: string;
  readonly favorite: boolean;
  readonly hidden: boolean;
  readonly trashed: boolean;
  /** In a shared album. */
  readonly shared: boolean;
  readonly title: string | null;
  readonly caption: string | null;
  /** Sorted. */
  readonly keywords: readonly string[];
  readonly live: boolean;
  readonly edited: boolean;
  readonly burst: BurstRole;
  readonly burstId: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** UUIDs of the ordinary albums it is in (not shared ones, not those in the trash), sorted. */
  readonly albums: readonly string[];
  /** In PART_KINDS order. */
  readonly parts: readonly ExpectedPart[];
}

/** One ordinary album outside the trash. */
export interface ExpectedAlbum {
  readonly uuid: string;
  /** The same on every Mac of one iCloud account; null for what is not in iCloud. */
  readonly cloudGuid: string | null;
  readonly title: string;
  /** Titles of the folders around it, outermost first. */
  readonly folders: readonly string[];
  /** UUIDs in the order of the album, without those in the trash. */
  readonly assets: readonly string[];
}

/** In scope means: not in the trash, not an unpicked burst frame, not of a shared album; hidden assets are in scope. */
export interface ExpectedTotals {
  readonly assets: number;
  readonly inScope: number;
  /** Every part is on this Mac. */
  readonly complete: number;
  /** Some part is not on this Mac. */
  readonly incomplete: number;
  /** No part is on this Mac. */
  readonly absent: number;
  readonly partsAvailable: number;
  readonly partsMissing: number;
  /** Ordinary albums outside the trash, empty ones included. */
  readonly albums: number;
  /** Those that hold at least one asset in scope. */
  readonly albumsInScope: number;
}

/** What a reader must find in a library. */
export interface Manifest {
  readonly path: string;
  readonly assets: readonly ExpectedAsset[];
  readonly albums: readonly ExpectedAlbum[];
  readonly sharedAlbums: readonly ExpectedAlbum[];
  /** Numbers of the assets in scope, except `assets`, which counts all. */
  readonly totals: ExpectedTotals;
}
