/** What Photos holds, in this program's own words: assets, their parts, and albums, as an inventory found them. */

/** The files that one asset can consist of, in the order in which they are uploaded and shown. */
export const PART_KINDS = ['original', 'edited', 'live-video', 'edited-live-video', 'raw'] as const;
export type PartKind = (typeof PART_KINDS)[number];

/**
 * Why a part cannot be had: iCloud has it; the disk of a file that Photos only refers to is not connected; nobody has it (the library says
 * nothing of iCloud, and the file is not where it should be); it is a link, or lies outside the library, and is left alone; or the library's
 * record of its asset cannot be read.
 */
export const ABSENCES = ['in-icloud', 'disk-not-connected', 'missing', 'outside-library', 'unreadable'] as const;
export type Absence = (typeof ABSENCES)[number];

/** One file of an asset as Photos knows it. */
export interface InventoryPart {
  readonly kind: PartKind;
  /** The absolute path where Photos keeps the file, or where it would be; null if that cannot be known. */
  readonly path: string | null;
  /** Whether the file is on this Mac. */
  readonly available: boolean;
  /** Null while the file is available. */
  readonly absence: Absence | null;
  /** In bytes; null while the file is not available. */
  readonly size: number | null;
  /** Milliseconds since 1970, rounded down; null while the file is not available. */
  readonly modifiedAt: number | null;
  /**
   * Changes whenever Photos makes this file again (for edits: when the edit was made); null for files that never change. It tells a newer
   * edit whose file is only in iCloud from the older one that was seen on this Mac.
   */
  readonly revision: string | null;
}

export const BURST_ROLES = ['none', 'picked', 'unpicked'] as const;
export type BurstRole = (typeof BURST_ROLES)[number];

export const MEDIA_KINDS = ['photo', 'movie'] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

/** What a person calls an item; one that is several is the first of them. `raw` is what has a RAW file, alone or beside a JPEG. */
export const ITEM_KINDS = ['movie', 'burst', 'live', 'raw', 'screenshot', 'photo'] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** Endings of RAW files that macOS reads (support.apple.com/122868), and DNG. */
export const RAW_ENDINGS = [
  '3fr',
  'arw',
  'cr2',
  'cr3',
  'crw',
  'dcr',
  'dng',
  'erf',
  'fff',
  'iiq',
  'mos',
  'mrw',
  'nef',
  'nrw',
  'orf',
  'pef',
  'raf',
  'raw',
  'rw2',
  'rwl',
  'sr2',
  'srf',
  'srw',
] as const;

/**
 * What a picture is known by where its bytes cannot tell, as Photos or Immich has it; null where it is not said.
 * @typeParam Media its kind: Immich knows more of them than Photos
 */
export interface PictureTraits<Media = MediaKind> {
  readonly media: Media;
  /** ISO 8601; of Photos with the offset of the place where it was taken, of Immich the instant. */
  readonly capturedAt: string;
  /** Pixels of the original: as it lies in Photos (seen in libraries of Photos 9 and 11), in Immich as it lies or as it is shown. */
  readonly width: number | null;
  readonly height: number | null;
  /** How the original is turned to be shown, 1 to 8 as in EXIF. */
  readonly orientation: number | null;
  /** As the file's EXIF says. */
  readonly cameraMake: string | null;
  readonly cameraModel: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
}

/** One item in Photos. */
export interface InventoryAsset extends PictureTraits {
  readonly kind: 'asset';
  /** Photos' own identifier, upper-case UUID. */
  readonly uuid: string;
  /**
   * What iCloud calls it (`ZCLOUDASSETGUID`), the same on every Mac of the account and after a library is downloaded again, which a UUID is
   * not; null for what is not in iCloud.
   */
  readonly cloudGuid: string | null;
  /** The name the file had when it was imported, for example `IMG_4394.HEIC`. */
  readonly originalFilename: string;
  readonly favorite: boolean;
  readonly hidden: boolean;
  readonly title: string | null;
  readonly caption: string | null;
  readonly keywords: readonly string[];
  /** True for items of a shared album (not of the iCloud Shared Library). */
  readonly shared: boolean;
  readonly burst: BurstRole;
  readonly burstId: string | null;
  readonly live: boolean;
  readonly edited: boolean;
  readonly screenshot: boolean;
  /** Bytes of the original, also while it is only in iCloud; null where Photos does not say. */
  readonly originalSize: number | null;
  /** In PART_KINDS order; `original` is always there. */
  readonly parts: readonly InventoryPart[];
}

/** One album of Photos with its members in album order. */
export interface InventoryAlbum {
  readonly kind: 'album';
  readonly uuid: string;
  /** What iCloud calls it (`ZCLOUDGUID`), see {@link InventoryAsset.cloudGuid}. */
  readonly cloudGuid: string | null;
  readonly title: string;
  /** Titles of the folders around it, outermost first. */
  readonly folders: readonly string[];
  /** UUID of the photo that a person chose for its cover; null when none was. */
  readonly keyAsset: string | null;
  /** UUIDs of the assets in it, in Photos' order, without those in Photos' trash. */
  readonly assets: readonly string[];
}

/** A file on this Mac as the last inventory found it. */
export interface KnownFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970, rounded down. */
  readonly modifiedAt: number;
}
