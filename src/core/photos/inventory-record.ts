/**
 * Turns one line of the inventory into a record. A hand-written check: it costs about a microsecond a line, and the writer is our own script
 * from the same release; what matters is that a torn or foreign line is never taken for a record.
 */
import {
  ABSENCES,
  BURST_ROLES,
  type InventoryAlbum,
  type InventoryAsset,
  type InventoryPart,
  MEDIA_KINDS,
  PART_KINDS,
} from '../model/asset.ts';

/** The first line of every inventory. */
export interface InventoryHeader {
  readonly kind: 'library';
  readonly path: string;
  /** For example `11.1`. */
  readonly photosVersion: string;
  /** The model version in the library's own database, for example 19320. */
  readonly modelVersion: number | null;
  readonly osxphotosVersion: string;
  /** Whether osxphotos could load the database only after damaged texts or dates in the snapshot were repaired. */
  readonly mended: boolean;
}

const ABOUT = ['asset', 'album'] as const;
const ALTERED = ['texts', 'date'] as const;

/** An asset or album that could not be read; it counts neither as present nor as deleted. */
export interface InventoryUnreadable {
  readonly kind: 'unreadable';
  readonly about: (typeof ABOUT)[number];
  readonly uuid: string;
  /** Of an asset, as far as it is known. */
  readonly filename: string | null;
  /** In osxphotos' or Python's own words. */
  readonly message: string;
}

/** The texts of the asset before it are not those of Photos (damaged ones were repaired, very long ones cut), or its date is 1970 for want of one. */
export interface InventoryAltered {
  readonly kind: 'altered';
  readonly what: (typeof ALTERED)[number];
  readonly uuid: string;
  /** Why, for a sentence's end. */
  readonly message: string;
}

/** The last line; an inventory without it is incomplete and must not be used. */
export interface InventoryEnd {
  readonly kind: 'end';
  readonly assets: number;
  readonly albums: number;
}

export type InventoryRecord =
  | InventoryHeader
  | InventoryAsset
  | InventoryAltered
  | InventoryAlbum
  | InventoryUnreadable
  | InventoryEnd;

type Fields = Readonly<Record<string, unknown>>;

const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNull = (value: unknown) => value === null || typeof value === 'string';
const isNumberOrNull = (value: unknown) => value === null || typeof value === 'number';
const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;
const isCountOrNull = (value: unknown) => value === null || isCount(value);
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isOneOf = (list: readonly string[], value: unknown) => isText(value) && list.includes(value);
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText);

const FLAGS = [
  'favorite',
  'hidden',
  'shared',
  'live',
  'edited',
  'screenshot',
] as const satisfies readonly (keyof InventoryAsset)[];

/** Continues the album before it: the script keeps its lines short. */
interface InventoryMembers {
  readonly kind: 'members';
  readonly uuid: string;
  readonly assets: readonly string[];
}

type InventoryLine = InventoryRecord | InventoryMembers;

/** Returns undefined for anything that is not a complete record. What people wrote comes in composed letters, paths as they are. */
export function parseInventoryLine(line: string): InventoryLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  return isFields(value) && isRecord(value) ? composed(value as unknown as InventoryLine) : undefined;
}

const composedText = (text: string) => text.normalize('NFC');

/** Photos keeps what it was given, decomposed letters included. Who searches for `Füße`, in Immich or here, types composed ones. */
function composed(line: InventoryLine): InventoryLine {
  switch (line.kind) {
    case 'asset':
      return {
        ...line,
        originalFilename: composedText(line.originalFilename),
        title: line.title === null ? null : composedText(line.title),
        caption: line.caption === null ? null : composedText(line.caption),
        keywords: line.keywords.map(composedText),
      };
    case 'album':
      return { ...line, title: composedText(line.title), folders: line.folders.map(composedText) };
    case 'unreadable':
      return { ...line, filename: line.filename === null ? null : composedText(line.filename) };
    case 'members':
    case 'altered':
    case 'library':
    case 'end':
      return line;
  }
}

function isRecord(value: Fields): boolean {
  switch (value.kind) {
    case 'asset':
      return isAsset(value);
    case 'album':
      return (
        isText(value.uuid) &&
        isTextOrNull(value.cloudGuid) &&
        isText(value.title) &&
        isTexts(value.folders) &&
        isTextOrNull(value.keyAsset) &&
        isTexts(value.assets)
      );
    case 'members':
      return isText(value.uuid) && isTexts(value.assets);
    case 'unreadable':
      return isOneOf(ABOUT, value.about) && isText(value.uuid) && isTextOrNull(value.filename) && isText(value.message);
    case 'altered':
      return isOneOf(ALTERED, value.what) && isText(value.uuid) && isText(value.message);
    case 'library':
      return (
        isText(value.path) &&
        isText(value.photosVersion) &&
        isNumberOrNull(value.modelVersion) &&
        isText(value.osxphotosVersion) &&
        typeof value.mended === 'boolean'
      );
    case 'end':
      return isCount(value.assets) && isCount(value.albums);
    default:
      return false;
  }
}

function isAsset(value: Fields): boolean {
  return (
    isText(value.uuid) &&
    value.uuid !== '' &&
    isTextOrNull(value.cloudGuid) &&
    isText(value.originalFilename) &&
    isOneOf(MEDIA_KINDS, value.media) &&
    isText(value.capturedAt) &&
    isTextOrNull(value.title) &&
    isTextOrNull(value.caption) &&
    isTexts(value.keywords) &&
    isOneOf(BURST_ROLES, value.burst) &&
    isTextOrNull(value.burstId) &&
    isCountOrNull(value.width) &&
    isCountOrNull(value.height) &&
    isCountOrNull(value.orientation) &&
    isTextOrNull(value.cameraMake) &&
    isTextOrNull(value.cameraModel) &&
    isCountOrNull(value.originalSize) &&
    isNumberOrNull(value.latitude) &&
    isNumberOrNull(value.longitude) &&
    FLAGS.every((flag) => typeof value[flag] === 'boolean') &&
    Array.isArray(value.parts) &&
    value.parts.every(isPart) &&
    (value.parts[0] as InventoryPart | undefined)?.kind === 'original'
  );
}

function isPart(value: unknown): boolean {
  if (
    !isFields(value) ||
    !isOneOf(PART_KINDS, value.kind) ||
    !isTextOrNull(value.path) ||
    !isTextOrNull(value.revision)
  )
    return false;
  return value.available === true
    ? isText(value.path) && isCount(value.size) && Number.isSafeInteger(value.modifiedAt) && value.absence === null
    : value.available === false && value.size === null && value.modifiedAt === null && isOneOf(ABSENCES, value.absence);
}
